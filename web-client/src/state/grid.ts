export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/** Width over height of a tile, from the narrowest that still shows a face to the widest. */
export interface Shape {
  readonly narrowest: number;
  readonly widest: number;
}

export const ASPECT = 16 / 9;
export const GAP = 8;
export const STRIP = { width: 208, height: 96 };

const PICTURE: Shape = { narrowest: ASPECT, widest: ASPECT };
const UPRIGHT: Shape = { narrowest: 3 / 4, widest: ASPECT };
const FLAT: Shape = { narrowest: 1, widest: ASPECT };
const NARROW = 720;
const LOW = 400;
const FLOATING_WIDTH = 224;
const FLOATING_LEAST = 120;

/** On a phone 16:9 would leave much of the screen empty: there tiles take the shape of the room they have. */
export function shapeFor(width: number, height: number): Shape {
  if (width < NARROW && height > width) return UPRIGHT;
  return height < LOW ? FLAT : PICTURE;
}

/** The grid that makes the tiles as large as possible in the box, by their shorter side, in CSS pixels. */
export function bestGrid(tiles: number, width: number, height: number, shape = shapeFor(width, height)): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, tiles), tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= Math.max(1, tiles); columns++) {
    const rows = Math.ceil(tiles / columns) || 1;
    const roomX = Math.max(0, (width - GAP * (columns - 1)) / columns);
    const roomY = Math.max(0, (height - GAP * (rows - 1)) / rows);
    const tileWidth = Math.floor(Math.min(roomX, roomY * shape.widest));
    const tileHeight = Math.floor(Math.min(roomY, tileWidth / shape.narrowest));
    const gain = Math.min(tileWidth, tileHeight) - Math.min(best.tileWidth, best.tileHeight);
    if (gain > 0 || (gain === 0 && tileWidth * tileHeight > best.tileWidth * best.tileHeight)) {
      best = { columns, rows, tileWidth, tileHeight };
    }
  }
  return best;
}

/** How many tiles fit before they become too small to be worth a picture. */
export function capacity(width: number, height: number, smallest = 132): number {
  const columns = Math.max(1, Math.floor((width + GAP) / (smallest + GAP)));
  const rows = Math.max(1, Math.floor((height + GAP) / (smallest / ASPECT + GAP)));
  return Math.min(25, columns * rows);
}

/** The strip stands beside the stage where there is more room beside it than below. */
export const isBeside = (width: number, height: number): boolean => width >= NARROW && width > height;

/** How many tiles fit in the strip. */
export function stripCapacity(width: number, height: number): number {
  const along = isBeside(width, height) ? height : width;
  const each = isBeside(width, height) ? Math.floor(STRIP.width / ASPECT) : Math.floor(STRIP.height * ASPECT);
  return Math.max(1, Math.floor((along + GAP) / (each + GAP)));
}

/**
 * How wide a tile may float over the grid of so many others: it hides no more than a quarter of one of them. Zero where
 * that would be too small to see oneself, and where the grid has a place left for it.
 */
export function floatingWidth(others: number, width: number, height: number): number {
  if (width < NARROW || height < LOW) return 0;
  const { tileWidth } = bestGrid(others, width, height);
  if (bestGrid(others + 1, width, height).tileWidth >= tileWidth) return 0;
  const half = Math.floor(tileWidth / 2);
  return half < FLOATING_LEAST ? 0 : Math.min(half, FLOATING_WIDTH);
}
