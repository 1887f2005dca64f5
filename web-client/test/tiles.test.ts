import type { MediaFlags, Participant } from "../src/protocol/messages.ts";
import { place } from "../src/state/geometry.ts";
import { ASPECT, bestGrid, GAP } from "../src/state/grid.ts";
import { initialRoom, type RoomState } from "../src/state/room.ts";
import { stage, wanted } from "../src/state/tiles.ts";
import { equal, ok } from "./assert.ts";

const person = (id: string, change: Partial<MediaFlags> = {}): Participant => ({
  id,
  name: id,
  role: "participant",
  media: { microphone: true, camera: true, screen: false, screenAudio: false, ...change },
  connected: true,
});
const room = (count: number, change: Partial<RoomState> = {}): RoomState => ({
  ...initialRoom,
  phase: "joined",
  self: "p0",
  participants: Array.from({ length: count }, (_, i) => person(`p${i}`)),
  ...change,
});
const WIDE = [1424, 788] as const;
const PHONE = [374, 716] as const;
const SIDEWAYS = [828, 278] as const;
const ids = (tiles: readonly { participant: string }[]) => tiles.map(({ participant }) => participant);

Deno.test("the grid fills the box and never overflows it", () => {
  const picture = { narrowest: ASPECT, widest: ASPECT };
  for (let tiles = 1; tiles <= 25; tiles++) {
    for (const [width, height] of [WIDE, PHONE, SIDEWAYS, [1064, 788]] as const) {
      const { columns, rows, tileWidth, tileHeight } = bestGrid(tiles, width, height, picture);
      ok(columns * rows >= tiles, `${tiles} in ${columns}x${rows}`);
      ok(columns * (tileWidth + GAP) - GAP <= width && rows * (tileHeight + GAP) - GAP <= height, "overflow");
      for (let other = 1; other <= tiles; other++) {
        const otherRows = Math.ceil(tiles / other);
        const wide = Math.min((width - GAP * (other - 1)) / other, ((height - GAP * (otherRows - 1)) / otherRows) * 16 / 9);
        ok(Math.floor(Math.floor(wide) / ASPECT) <= tileHeight, `${other} columns would be larger for ${tiles}`);
      }
    }
  }
});

Deno.test("placed tiles do not overlap and stay in the box", () => {
  for (const count of [1, 2, 3, 4, 5, 9, 17, 40]) {
    for (const [width, height] of [WIDE, PHONE, SIDEWAYS]) {
      const placed = place(stage(room(count), width, height), width, height, "bottom-right");
      const tiles = placed.filter(({ kind }) => kind !== "floating");
      for (const a of tiles) {
        ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height, `${count} at ${width}`);
        for (const b of tiles) {
          if (a === b) continue;
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          ok(apart, `${a.tile.key} over ${b.tile.key}`);
        }
      }
    }
  }
});

Deno.test("the floating tile hides no more than a quarter of anybody", () => {
  for (let count = 2; count <= 40; count++) {
    for (const [width, height] of [WIDE, PHONE, SIDEWAYS, [1008, 656], [700, 788], [1064, 788]] as const) {
      for (const corner of ["top-left", "bottom-right"] as const) {
        const placed = place(stage(room(count), width, height), width, height, corner);
        equal(placed.filter(({ tile }) => tile.self).length, 1, `oneself, ${count} at ${width}`);
        const own = placed.find(({ kind }) => kind === "floating");
        if (own === undefined) continue;
        for (const other of placed) {
          if (other === own) continue;
          const across = Math.min(own.x + own.width, other.x + other.width) - Math.max(own.x, other.x);
          const down = Math.min(own.y + own.height, other.y + other.height) - Math.max(own.y, other.y);
          const hidden = across > 0 && down > 0 ? across * down : 0;
          ok(hidden * 4 <= other.width * other.height, `${count} at ${width}: ${hidden} of ${other.tile.key}`);
        }
      }
    }
  }
});

Deno.test("nine people on a phone fill its screen", () => {
  for (const [width, height] of [PHONE, SIDEWAYS]) {
    const placed = place(stage(room(9), width, height), width, height, "bottom-right");
    equal(placed.length, 9);
    const covered = placed.reduce((sum, tile) => sum + tile.width * tile.height, 0);
    ok(covered > width * height * 0.7, `${Math.round(100 * covered / (width * height))} % of ${width}x${height}`);
  }
});

Deno.test("the last row is centred", () => {
  const placed = place(stage(room(3), 1400, 900), 1400, 900, "bottom-right");
  const last = placed[2];
  ok(last && Math.abs(last.x + last.width / 2 - 700) <= 1, JSON.stringify(last));
});

Deno.test("one's own tile is in the grid up to four people and floats from five on", () => {
  equal(ids(stage(room(4), ...WIDE).main), ["p0", "p1", "p2", "p3"]);
  equal(stage(room(4), ...WIDE).floating, undefined);
  equal(ids(stage(room(5), ...WIDE).main), ["p1", "p2", "p3", "p4"]);
  equal(stage(room(5), ...WIDE).floating?.participant, "p0");
  equal(ids(stage(room(5), ...PHONE).main), ["p0", "p1", "p2", "p3", "p4"]);
});

Deno.test("a share takes the stage and people move to the strip", () => {
  const state = room(3);
  const sharing = { ...state, participants: [...state.participants.slice(0, 2), person("p2", { screen: true })] };
  const { main, strip } = stage(sharing, ...WIDE);
  equal(main.map(({ key }) => key), ["p2/screen"]);
  equal(ids(strip), ["p0", "p1", "p2"]);
});

Deno.test("one's own share does not take one's own stage", () => {
  const state = room(2);
  const sharing = { ...state, participants: [person("p0", { screen: true }), person("p1")] };
  equal(stage(sharing, ...WIDE).main.map(({ key }) => key), ["p0/camera", "p1/camera"]);
});

Deno.test("too many people: the latest speakers have a place, and nobody else moves", () => {
  const four = [280, 160] as const;
  const quiet = stage(room(12), ...four);
  equal(ids(quiet.main), ["p0", "p1", "p2", "p3"]);
  equal(quiet.hidden, 8);
  equal(ids(stage(room(12, { spoken: ["p9"] }), ...four).main), ["p0", "p1", "p2", "p9"]);
});

Deno.test("the strip takes as many as there is room for, the latest speakers among them", () => {
  const sharing = (spoken: readonly string[]) => {
    const people = room(9).participants.map((one, i) => (i === 8 ? person(one.id, { screen: true }) : one));
    return stage(room(9, { participants: people, spoken }), ...PHONE);
  };
  equal(ids(sharing([]).strip), ["p0", "p1"]);
  equal(sharing([]).hidden, 7);
  equal(ids(sharing(["p6"]).strip), ["p0", "p6"]);
});

Deno.test("the speaker layout shows who spoke last, never oneself", () => {
  equal(ids(stage(room(4, { layout: "speaker", spoken: ["p2", "p0"] }), ...WIDE).main), ["p2"]);
  equal(ids(stage(room(1, { layout: "speaker" }), ...WIDE).main), ["p0"]);
});

Deno.test("the server is asked for pictures that can be seen, the largest first", () => {
  const state = room(3);
  const people = [person("p0"), person("p1", { camera: false }), person("p2"), person("p3")];
  const placed = stage({ ...state, participants: people }, ...WIDE).main.map((tile, i) => ({ tile, height: 100 + i }));
  equal(wanted(placed), [
    { participant: "p3", source: "camera", height: 103 },
    { participant: "p2", source: "camera", height: 102 },
  ]);
});

Deno.test("a tile knows its slot", () => {
  const slot = { mid: "7", participant: "p1", source: "camera" as const, fromTimestamp: 90000 };
  const tiles = stage(room(2, { slots: [{ mid: "4", participant: "p1", source: "microphone" }, slot] }), ...WIDE).main;
  equal(tiles[1]?.slot, slot);
  equal(tiles[0]?.slot, undefined);
});
