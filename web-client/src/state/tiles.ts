import type { Participant, Slot, WantedTile } from "../protocol/messages.ts";
import { capacity, floatingWidth, stripCapacity } from "./grid.ts";
import type { RoomState } from "./room.ts";

export interface Tile {
  readonly key: string;
  readonly participant: string;
  readonly source: "camera" | "screen";
  readonly name: string;
  readonly self: boolean;
  /** Whether the publisher's camera (or screen) is switched on. */
  readonly on: boolean;
  readonly muted: boolean;
  readonly connected: boolean;
  readonly slot: Slot | undefined;
}

/** Who is where on the stage: the featured ones, a strip beside them, one's own floating tile, and how many are not shown. */
export interface Stage {
  readonly main: readonly Tile[];
  readonly strip: readonly Tile[];
  readonly floating: Tile | undefined;
  readonly hidden: number;
}

/** From this many people on, one's own tile leaves the grid where it hides little of the others. */
const SELF_FLOATS_FROM = 5;
const STRIP_LIMIT = 8;

/** Who is on a stage of so many CSS pixels. */
export function stage(state: RoomState, width: number, height: number): Stage {
  const self = state.participants.find((one) => one.id === state.self);
  const others = state.participants.filter((one) => one.id !== state.self);
  const featured = feature(state, others);
  if (featured.length > 0) {
    const people = state.participants.filter((one) => !featured.some((tile) => isCameraOf(tile, one)));
    const strip = pick(state, people, Math.min(STRIP_LIMIT, stripCapacity(width, height)));
    return {
      main: featured,
      strip: strip.map((one) => cameraTile(state, one)),
      floating: undefined,
      hidden: people.length - strip.length,
    };
  }
  const most = capacity(width, height);
  const shown = pick(state, others, most);
  if (self && state.participants.length >= SELF_FLOATS_FROM && floatingWidth(shown.length, width, height) > 0) {
    return {
      main: shown.map((one) => cameraTile(state, one)),
      strip: [],
      floating: cameraTile(state, self),
      hidden: others.length - shown.length,
    };
  }
  // One always sees oneself: one must know what the others see.
  const beside = self ? pick(state, others, Math.max(1, most - 1)) : shown;
  const main = state.participants.filter((one) => one === self || beside.includes(one));
  return {
    main: main.map((one) => cameraTile(state, one)),
    strip: [],
    floating: undefined,
    hidden: state.participants.length - main.length,
  };
}

/** What to ask of the server: the tiles of others that can show a picture, most important first. */
export function wanted(tiles: readonly { readonly tile: Tile; readonly height: number }[]): WantedTile[] {
  return tiles
    .filter(({ tile, height }) => !tile.self && tile.on && height > 0)
    .sort((a, b) => b.height - a.height)
    .slice(0, 100)
    .map(({ tile, height }) => ({ participant: tile.participant, source: tile.source, height: Math.round(height) }));
}

/** A share takes the stage, else the pinned person, else in the speaker layout whoever speaks. */
function feature(state: RoomState, others: readonly Participant[]): readonly Tile[] {
  const sharing = others.filter((one) => one.media.screen);
  const pinned = state.participants.find((one) => one.id === state.pinned);
  if (pinned && !sharing.includes(pinned)) return [cameraTile(state, pinned)];
  const share = sharing.find((one) => one.id === state.pinned) ?? sharing[sharing.length - 1];
  if (share) return [tile(state, share, "screen")];
  if (state.layout === "grid" || others.length === 0) return [];
  const latest = state.spoken.findLast((id) => others.some((one) => one.id === id));
  const speaker = others.find((one) => one.id === latest) ?? others[0];
  return speaker ? [cameraTile(state, speaker)] : [];
}

/** Keeps the order of arrival, so that tiles do not jump; when there are too many, the latest speakers have a place. */
function pick(state: RoomState, people: readonly Participant[], limit: number): readonly Participant[] {
  if (people.length <= limit) return people;
  const rank = (one: Participant) => state.spoken.indexOf(one.id);
  const chosen = new Set([...people].sort((a, b) => rank(b) - rank(a)).slice(0, limit));
  return people.filter((one) => chosen.has(one));
}

const isCameraOf = (tile: Tile, one: Participant) => tile.participant === one.id && tile.source === "camera";

const cameraTile = (state: RoomState, one: Participant) => tile(state, one, "camera");

function tile(state: RoomState, one: Participant, source: "camera" | "screen"): Tile {
  return {
    key: `${one.id}/${source}`,
    participant: one.id,
    source,
    name: one.name,
    self: one.id === state.self,
    on: source === "camera" ? one.media.camera : one.media.screen,
    muted: !one.media.microphone,
    connected: one.connected,
    slot: state.slots.find((slot) => slot.participant === one.id && slot.source === source),
  };
}
