import type { Meeting } from "./meeting.ts";
import { LevelMeter } from "./media/level-meter.ts";
import type { RoomState } from "./state/room.ts";
import { isPoor, type PathStats, StatsReader } from "./media/stats.ts";

const LEVELS_EVERY_MS = 150;
const STATS_EVERY_MS = 2_000;
const SPEAKS_ABOVE = 0.02; // linear level of a received voice
const SPEAKS_ABOVE_OWN = 0.3; // of the meter's scale
const HOLD_MS = 500; // a ring that flickers between words is worse than one that stays a little long
const POOR_LOOKS = 2;

/** Looks at levels and statistics now and then, and tells the store only what changed. */
export class Pulse {
  stats: PathStats | undefined;
  #reader = new StatsReader();
  #session: unknown;
  #poor = 0;
  #meter: { readonly track: MediaStreamTrack; readonly meter: LevelMeter } | undefined;
  #heard = new Map<string, number>();

  constructor(private readonly meeting: Meeting, private readonly changed: () => void) {
    setInterval(() => this.#levels(), LEVELS_EVERY_MS);
    setInterval(() => void this.#look(), STATS_EVERY_MS);
  }

  /** How loud one's own microphone is, 0 to 1. */
  level(): number {
    const track = this.meeting.local.tracks.get("microphone");
    if (this.#meter && this.#meter.track !== track) {
      this.#meter.meter.close();
      this.#meter = undefined;
    }
    if (!track || !track.enabled || this.#entering()) return 0;
    this.#meter ??= { track, meter: new LevelMeter(track) };
    return this.#meter.meter.level();
  }

  /** While the path is made: a new meter would hold the page up for longer than the server takes to answer. */
  #entering(): boolean {
    const { state, session } = this.meeting;
    return !this.#meter && (state.phase === "joining" || (state.phase === "joined" && !session.connected));
  }

  #levels(): void {
    const { state, session } = this.meeting;
    if (state.phase !== "joined") return;
    const now = performance.now();
    const clock = performance.timeOrigin + now;
    for (const slot of state.slots) {
      if (slot.source !== "microphone" || slot.participant === undefined) continue;
      if (session.level(slot.mid, clock) > SPEAKS_ABOVE) this.#heard.set(slot.participant, now);
    }
    if (this.level() > SPEAKS_ABOVE_OWN) this.#heard.set(state.self, now);
    for (const [participant, at] of this.#heard) if (now - at > HOLD_MS) this.#heard.delete(participant);
    const speaking = state.participants.map((one) => one.id).filter((id) => this.#heard.has(id));
    if (speaking.join() !== state.speaking.join()) {
      this.meeting.store.dispatch({ type: "speaking", participants: speaking });
    }
  }

  async #look(): Promise<void> {
    const { state, session } = this.meeting;
    if (state.phase !== "joined") return;
    if (this.#session !== session) {
      this.#session = session;
      this.#reader = new StatsReader();
    }
    this.stats = this.#reader.read((await session.stats()).values());
    this.#poor = isPoor(this.stats) ? this.#poor + 1 : 0;
    const weak = this.#poor >= POOR_LOOKS;
    if (weak && !state.weak) this.meeting.toast(paused(state) ? "weak-paused" : "weak");
    this.meeting.store.dispatch({ type: "weak", weak });
    this.changed();
  }
}

/** Whether the server shows nobody's camera although there are some. */
function paused(state: RoomState): boolean {
  const cameras = state.participants.some((one) => one.id !== state.self && one.media.camera);
  return cameras && !state.slots.some((slot) => slot.source === "camera" && slot.participant !== undefined);
}
