import { bestGrid, GAP } from "./grid.ts";
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

const ASPECT = 16 / 9;
const STRIP_WIDTH = 208;
const STRIP_HEIGHT = 96;
const FLOATING = { wide: 224, narrow: 112 };
const NARROW = 720;

/** Where each tile of a stage stands in a box of CSS pixels. */
export function place(stage: Stage, width: number, height: number, corner: Corner): Placed[] {
  const featured = stage.strip.length > 0 || (stage.main[0] !== undefined && stage.main[0].source === "screen");
  const placed = featured ? withStrip(stage, width, height) : grid(stage.main, 0, 0, width, height, "grid");
  return stage.floating ? [...placed, float(stage.floating, width, height, corner)] : placed;
}

function withStrip(stage: Stage, width: number, height: number): Placed[] {
  if (stage.strip.length === 0) return fill(stage.main, width, height);
  if (width >= NARROW && width > height) {
    const tall = Math.floor(STRIP_WIDTH / ASPECT);
    const fits = Math.max(1, Math.floor((height + GAP) / (tall + GAP)));
    const shown = stage.strip.slice(0, fits);
    const used = shown.length * (tall + GAP) - GAP;
    const x = width - STRIP_WIDTH;
    const top = Math.max(0, Math.floor((height - used) / 2));
    const strip = shown.map((tile, i): Placed => (
      { tile, x, y: top + i * (tall + GAP), width: STRIP_WIDTH, height: tall, kind: "strip" }
    ));
    return [...fill(stage.main, width - STRIP_WIDTH - GAP, height), ...strip];
  }
  const wide = Math.floor(STRIP_HEIGHT * ASPECT);
  const fits = Math.max(1, Math.floor((width + GAP) / (wide + GAP)));
  const shown = stage.strip.slice(0, fits);
  const left = Math.max(0, Math.floor((width - (shown.length * (wide + GAP) - GAP)) / 2));
  const y = height - STRIP_HEIGHT;
  const strip = shown.map((tile, i): Placed => (
    { tile, x: left + i * (wide + GAP), y, width: wide, height: STRIP_HEIGHT, kind: "strip" }
  ));
  return [...fill(stage.main, width, height - STRIP_HEIGHT - GAP), ...strip];
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
  // On an upright phone 16:9 would leave most of the screen empty.
  const aspect = width < NARROW && height > width ? upright(tiles.length) : ASPECT;
  const { columns, rows, tileWidth, tileHeight } = bestGrid(tiles.length, width, height, aspect);
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

const upright = (tiles: number): number => (tiles <= 1 ? 3 / 4 : tiles === 2 ? 1.1 : tiles <= 6 ? 0.9 : 1);

function float(tile: Tile, width: number, height: number, corner: Corner): Placed {
  const wide = width < NARROW ? FLOATING.narrow : FLOATING.wide;
  const tall = Math.floor(width < NARROW ? wide * 4 / 3 : wide / ASPECT);
  return {
    tile,
    x: corner.endsWith("left") ? GAP : width - wide - GAP,
    y: corner.startsWith("top") ? GAP : height - tall - GAP,
    width: wide,
    height: tall,
    kind: "floating",
  };
}
