import type { Clock } from "../protocol/clock.ts";
import type { Offer } from "../protocol/messages.ts";
import type { RelayWish } from "./relay.ts";

const PATIENCE_MS = 5_000; // a path that is not there by then gets an ICE restart with all ways to the relay
const RESTARTS = 2;

export type RestartOffer = Offer & { readonly id: number };

/** The part of a session that recovery uses. */
export interface Path {
  readonly connected: boolean;
  /** No ICE restart brings it to life. */
  readonly spoilt: boolean;
  restart(iceServers: RTCIceServer[]): Promise<RestartOffer>;
}

export interface RecoveryListener {
  /** The session of this moment. */
  path(): Path;
  /** Whether the server can be told: without a socket the resume asks again. */
  canTell(): boolean;
  /** Asks for relays; rejects when there is no answer. */
  iceServers(): Promise<readonly RTCIceServer[]>;
  onRestart(offer: RestartOffer): void;
  /** Restarts do not help: a new stay in the place of this one. */
  onHopeless(): void;
}

/** Keeps the media path alive: how long one waits for it, how often it was restarted, and the relays that help. */
export class Recovery {
  #cancelPatience = () => {};
  #restarts = 0;
  #relays: readonly RTCIceServer[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly wish: RelayWish,
    private readonly listener: RecoveryListener,
  ) {}

  /** @param relays those of the join, good for one restart */
  onJoined(relays: readonly RTCIceServer[]): void {
    this.#relays = relays;
    this.#wait();
  }

  onState(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      this.#cancelPatience();
      this.#restarts = 0;
    } else if (state === "failed" && !this.listener.path().spoilt) {
      void this.restart();
    } else if (state === "failed" || state === "disconnected") {
      this.#wait();
    }
  }

  /** The socket is back. */
  onResumed(): void {
    if (!this.listener.path().connected) void this.restart();
  }

  /** First an ICE restart, which keeps everything; if that does not help, a new stay. */
  async restart(): Promise<void> {
    if (!this.listener.canTell()) return;
    const path = this.listener.path();
    if (++this.#restarts > RESTARTS || path.spoilt) {
      this.#restarts = 0;
      return this.listener.onHopeless();
    }
    const relays = await this.#freshRelays();
    if (path !== this.listener.path()) return;
    const offer = await path.restart(this.wish.choose(relays));
    if (path !== this.listener.path()) return;
    this.listener.onRestart(offer);
    this.#wait();
  }

  /** Another session begins. */
  begin(): void {
    this.#restarts = 0;
  }

  stop(): void {
    this.#cancelPatience();
  }

  #wait(): void {
    this.#cancelPatience();
    this.#cancelPatience = this.clock.after(PATIENCE_MS, () => {
      if (!this.listener.path().connected) void this.restart();
    });
  }

  async #freshRelays(): Promise<readonly RTCIceServer[]> {
    const fresh = this.#relays;
    this.#relays = [];
    if (fresh.length > 0) return fresh;
    return await this.listener.iceServers().catch(() => []); // no relay is no obstacle: most paths do without
  }
}
