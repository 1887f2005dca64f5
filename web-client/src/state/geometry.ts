import { ASPECT, bestGrid, floatingWidth, GAP, isBeside, STRIP } from "./grid.ts";
import type { Stage, Tile } from "./tiles.ts";

export interface Placed {
  readonly tile: Tile;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: "grid" | "featured" | "strip" | "floating";
}

export type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

/** Where each tile of a stage stands in a box of CSS pixels. */
export function place(stage: Stage, width: number, height: number, corner: Corner): Placed[] {
  const featured = stage.strip.length > 0 || (stage.main[0] !== undefined && stage.main[0].source === "screen");
  const placed = featured ? withStrip(stage, width, height) : grid(stage.main, 0, 0, width, height, "grid");
  return stage.floating ? [...placed, float(stage.floating, stage.main.length, width, height, corner)] : placed;
}

function withStrip(stage: Stage, width: number, height: number): Placed[] {
  if (stage.strip.length === 0) return fill(stage.main, width, height);
  if (isBeside(width, height)) {
    const tall = Math.floor(STRIP.width / ASPECT);
    const used = stage.strip.length * (tall + GAP) - GAP;
    const x = width - STRIP.width;
    const top = Math.max(0, Math.floor((height - used) / 2));
    const strip = stage.strip.map((tile, i): Placed => (
      { tile, x, y: top + i * (tall + GAP), width: STRIP.width, height: tall, kind: "strip" }
    ));
    return [...fill(stage.main, width - STRIP.width - GAP, height), ...strip];
  }
  const wide = Math.floor(STRIP.height * ASPECT);
  const left = Math.max(0, Math.floor((width - (stage.strip.length * (wide + GAP) - GAP)) / 2));
  const y = height - STRIP.height;
  const strip = stage.strip.map((tile, i): Placed => (
    { tile, x: left + i * (wide + GAP), y, width: wide, height: STRIP.height, kind: "strip" }
  ));
  return [...fill(stage.main, width, height - STRIP.height - GAP), ...strip];
}

/** A screen takes all the room there is; a person keeps 16:9. */
function fill(main: readonly Tile[], width: number, height: number): Placed[] {
  const [only] = main;
  if (!only) return [];
  if (only.source === "screen") return [{ tile: only, x: 0, y: 0, width, height, kind: "featured" }];
  return grid(main, 0, 0, width, height, "featured");
}

function grid(tiles: readonly Tile[], x: number, y: number, width: number, height: number, kind: Placed["kind"]) {
  if (tiles.length === 0) return [];
  const { columns, rows, tileWidth, tileHeight } = bestGrid(tiles.length, width, height);
  const top = y + Math.floor((height - (rows * (tileHeight + GAP) - GAP)) / 2);
  return tiles.map((tile, i): Placed => {
    const row = Math.floor(i / columns);
    const inRow = Math.min(columns, tiles.length - row * columns);
    const left = x + Math.floor((width - (inRow * (tileWidth + GAP) - GAP)) / 2);
    return {
      tile,
      x: left + (i % columns) * (tileWidth + GAP),
      y: top + row * (tileHeight + GAP),
      width: tileWidth,
      height: tileHeight,
      kind,
    };
  });
}

function float(tile: Tile, others: number, width: number, height: number, corner: Corner): Placed {
  const wide = floatingWidth(others, width, height);
  const tall = Math.floor(wide / ASPECT);
  return {
    tile,
    x: corner.endsWith("left") ? GAP : width - wide - GAP,
    y: corner.startsWith("top") ? GAP : height - tall - GAP,
    width: wide,
    height: tall,
    kind: "floating",
  };
}
