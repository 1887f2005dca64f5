export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

const ASPECT = 16 / 9;
export const GAP = 8;

/** The grid that makes the 16:9 tiles as large as possible in the box, sizes in CSS pixels. */
export function bestGrid(tiles: number, width: number, height: number, aspect = ASPECT): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, tiles), tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= Math.max(1, tiles); columns++) {
    const rows = Math.ceil(tiles / columns) || 1;
    const roomX = (width - GAP * (columns - 1)) / columns;
    const roomY = (height - GAP * (rows - 1)) / rows;
    const tileWidth = Math.max(0, Math.floor(Math.min(roomX, roomY * aspect)));
    if (tileWidth > best.tileWidth) best = { columns, rows, tileWidth, tileHeight: Math.floor(tileWidth / aspect) };
  }
  return best;
}

/** How many tiles fit before they become too small to be worth a picture. */
export function capacity(width: number, height: number, smallest = 132): number {
  const columns = Math.max(1, Math.floor((width + GAP) / (smallest + GAP)));
  const rows = Math.max(1, Math.floor((height + GAP) / (smallest / ASPECT + GAP)));
  return Math.min(25, columns * rows);
}
