import type { Account } from "./account.ts";
import { type Devices, listDevices, noDevices, onDevicesChanged } from "./media/devices.ts";
import type { PathStats } from "./media/stats.ts";
import { Meeting } from "./meeting.ts";
import { preferences } from "./preferences.ts";
import { Pulse } from "./pulse.ts";
import * as rest from "./rest.ts";
import { wasInside } from "./stay.ts";
import type { LobbyView, Visit } from "./ui/visit.ts";

const ANSWER_PATIENCE_MS = 150;

/** A visit to a room as the components see it: the meeting, the devices and what is known before one enters. */
export class Visiting extends Meeting implements Visit {
  devices: Devices = noDevices;
  lobby: LobbyView = { status: "loading", count: 0, people: [], recorded: false };
  readonly #pulse: Pulse;

  constructor(roomId: string, private readonly owner: Account, draw: () => void) {
    super(roomId, owner, draw);
    this.#pulse = new Pulse(this, draw);
    this.store.subscribe(draw);
    const { name } = preferences();
    if (name !== "") this.prepare(); // likely to press Join at once
    if (name !== "" && wasInside(roomId)) void this.join(name);
    void this.look();
    void this.started.then(() => this.#list());
    onDevicesChanged(() => void this.#list());
    addEventListener("online", () => this.poke());
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && location.reload()); // the stay ended when the page hid
    document.addEventListener("visibilitychange", () => document.hidden || this.poke());
  }

  get stats(): PathStats | undefined {
    return this.#pulse.stats;
  }

  /**
   * The answer comes right behind the welcome. The browser then makes the media path beside the page's thread: given to
   * it before the meeting is drawn for the first time, it does so meanwhile.
   */
  get awaitsAnswer(): boolean {
    const { phase, joinedAt } = this.state;
    return phase === "joined" && !this.session.answered && performance.now() - joinedAt < ANSWER_PATIENCE_MS;
  }

  level(): number {
    return this.#pulse.level();
  }

  soundBlocked(): void {
    this.toast("sound-blocked");
  }

  /** Asks for the room's name and who is inside. */
  async look(): Promise<void> {
    try {
      const info = await rest.roomInfo(this.roomId, await this.owner.bearer());
      this.lobby = { status: "there", count: info.count, people: info.participants, recorded: info.recorded };
      if (this.state.phase === "prejoin") this.store.dispatch({ type: "room-named", name: info.name });
    } catch (failure) {
      const status = failure instanceof rest.RestError ? failure.status : 0;
      const seen = status === 404 ? "missing" : status === 401 || status === 403 ? "sign-in" : "away";
      this.lobby = { status: seen, count: 0, people: [], recorded: false };
      if (seen === "missing") this.local.close(); // nobody to be seen by
    }
    this.changed();
  }

  async #list(): Promise<void> {
    this.devices = await listDevices();
    this.changed();
  }
}
