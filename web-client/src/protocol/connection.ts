import { backoffMs } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { type Farewell, farewell } from "./close-codes.ts";
import type { ClientMessage, Join, ServerMessage } from "./messages.ts";

/** The part of a WebSocket that the connection uses. */
export type Socket = Pick<WebSocket, "send" | "close" | "onopen" | "onmessage" | "onclose">;

export interface Listener {
  /** Every server message once and in order, except pong. */
  onMessage(message: ServerMessage): void;
  /** The socket is gone; the next attempt starts after the delay. */
  onLost(retryInMs: number): void;
  /** Another attempt starts now. */
  onRetry(): void;
  /** The stay is lost: build a new offer and join again. */
  onJoinNeeded(): void;
  /** The end: the client stays away. */
  onFarewell(why: Farewell | Refusal): void;
}

/** Why there is no way into the room, learned before a socket opened. */
export type Refusal = "room-not-found" | "not-allowed";

/** An attempt failed in a way that no later attempt can mend. */
export class Refused extends Error {
  constructor(readonly why: Refusal) {
    super(why);
  }
}

/** Opens a socket, with a fresh token when the last handshake was refused. Rejects with Refused when there is no way. */
export type OpenSocket = (freshToken: boolean) => Promise<Socket>;

const ACK_EVERY_MS = 4_000; // the protocol allows 5 s
const PING_AFTER_SILENCE_MS = 15_000;
const DEAD_AFTER_PING_MS = 10_000;
const OPEN_LIMIT_MS = 10_000;
const WARM_LIMIT_MS = 8_000; // the server closes a silent socket after 10 s
const GIVEN_UP = 3000; // closes a socket that seems dead without saying goodbye, so that the stay can be resumed

/**
 * One stay in a room over as many sockets as it takes: numbers, acknowledgements, resume, backoff, heartbeat.
 * It knows what the protocol says about connections and nothing about rooms or media.
 */
export class Connection {
  #phase: "idle" | "opening" | "open" | "waiting" | "closed" = "idle";
  #socket: Socket | undefined;
  #attempt = 0; // counts the sockets tried: what an older one still says is ignored
  #failures = 0;
  #refused = false;
  #wanted = false; // somebody asked to join; before that a socket is only kept warm
  #join: Join | undefined;
  #joined = false;
  #secret: string | undefined;
  #replaces: string | undefined;
  #highest = 0;
  #acknowledged = 0;
  #pingId = 0;
  #cancelRetry = () => {};
  #cancelSilence = () => {};
  #cancelLimit = () => {};
  #cancelAck: (() => void) | undefined;

  constructor(
    private readonly openSocket: OpenSocket,
    private readonly clock: Clock,
    private readonly listener: Listener,
  ) {}

  /** Opens the socket before it is needed; it is given back if no join follows within 8 s. */
  warm(): void {
    if (this.#phase === "idle") this.#open();
  }

  /** Enters the room, now or as soon as the socket is there. */
  join(message: Join): void {
    this.#wanted = true;
    this.#join = message;
    if (this.#phase === "idle") this.#open();
    else if (this.#phase === "open") this.#sendJoin();
  }

  /** Sends if one is in the room and the socket is there; what must arrive is said again after a resume. */
  send(message: ClientMessage): boolean {
    if (!this.#joined || this.#phase !== "open") return false;
    this.#write(message);
    return true;
  }

  /** Says goodbye; nobody waits for a resume. */
  leave(): void {
    this.send({ type: "leave" });
    this.#end();
  }

  /** The network changed or the page woke up: try at once, or find out whether the socket still lives. */
  poke(): void {
    if (this.#phase === "waiting") this.#retry();
    else if (this.#phase === "open" && this.#wanted) this.#ping();
  }

  #open(): void {
    this.#phase = "opening";
    const attempt = ++this.#attempt;
    const current = () => attempt === this.#attempt && this.#phase !== "closed";
    this.#cancelLimit = this.clock.after(OPEN_LIMIT_MS, () => this.#lost(1006));
    this.openSocket(this.#refused).then((socket) => {
      if (!current()) return socket.close(1000);
      this.#socket = socket;
      socket.onopen = () => current() && this.#opened();
      socket.onmessage = (event) => current() && this.#received(event.data);
      socket.onclose = (event) => current() && this.#lost(event.code);
    }, (failure: unknown) => {
      if (!current()) return;
      if (failure instanceof Refused && this.#wanted) this.#finish(failure.why);
      else this.#lost(1006);
    });
  }

  #opened(): void {
    this.#cancelLimit();
    this.#phase = "open";
    this.#refused = false;
    if (this.#secret !== undefined) {
      this.#write({ type: "resume", secret: this.#secret, n: this.#highest });
      this.#heard();
    } else if (this.#join) {
      this.#sendJoin();
    } else if (!this.#wanted) {
      this.#cancelLimit = this.clock.after(WARM_LIMIT_MS, () => this.#lost(1006));
    }
  }

  #sendJoin(): void {
    if (!this.#join) return;
    this.#cancelLimit();
    this.#highest = 0; // what a refused resume counted says nothing about the answers to this join
    this.#acknowledged = 0;
    this.#write(this.#replaces === undefined ? this.#join : { ...this.#join, replaces: this.#replaces });
    this.#join = undefined;
    this.#heard();
  }

  #received(text: string): void {
    const message = parse(text);
    if (!message) return;
    this.#heard();
    if (message.type === "pong") return;
    if (message.type === "error" && message.code === "resume-failed") {
      this.#replaces = this.#secret;
      this.#secret = undefined;
      this.listener.onJoinNeeded();
      return;
    }
    if (message.type === "joined") {
      this.#highest = 0; // a new participant: its numbers start again
      this.#acknowledged = 0;
      this.#secret = message.resume.secret;
      this.#replaces = undefined;
    }
    if (message.type === "joined" || message.type === "resumed") {
      this.#joined = true;
      this.#failures = 0;
    }
    if (message.n <= this.#highest) return;
    // A resumed message may carry a number above the missed ones that follow it: it must not hide them.
    if (message.type !== "resumed") this.#count(message.n);
    this.listener.onMessage(message);
  }

  #count(n: number): void {
    this.#highest = n;
    this.#cancelAck ??= this.clock.after(ACK_EVERY_MS, () => {
      this.#cancelAck = undefined;
      if (this.#highest > this.#acknowledged && this.send({ type: "ack", n: this.#highest })) {
        this.#acknowledged = this.#highest;
      }
    });
  }

  #heard(): void {
    this.#cancelSilence();
    this.#cancelSilence = this.clock.after(PING_AFTER_SILENCE_MS, () => this.#ping());
  }

  #ping(): void {
    this.#write({ type: "ping", id: ++this.#pingId });
    this.#cancelSilence();
    this.#cancelSilence = this.clock.after(DEAD_AFTER_PING_MS, () => this.#lost(1006));
  }

  /** The media path cannot be mended: gives the stay up and enters anew in its place. */
  anew(): void {
    this.#lost(GIVEN_UP, true);
  }

  #lost(code: number, forget = false): void {
    const opened = this.#phase === "open";
    this.#drop();
    if (!this.#wanted) {
      this.#phase = "idle";
      return;
    }
    const why = farewell(code);
    if (why !== undefined) return this.#finish(why);
    if (forget && this.#secret !== undefined) {
      this.#replaces = this.#secret;
      this.#secret = undefined;
    }
    this.#joined = false;
    this.#refused = !opened;
    this.#phase = "waiting";
    const delay = backoffMs(this.#failures++, this.clock.random());
    this.#cancelRetry = this.clock.after(delay, () => this.#retry());
    this.listener.onLost(delay);
    if (this.#secret === undefined && !this.#join) this.listener.onJoinNeeded(); // the join went down with the socket
  }

  #retry(): void {
    this.#cancelRetry();
    this.listener.onRetry();
    this.#open();
  }

  #finish(why: Farewell | Refusal): void {
    this.#end();
    this.listener.onFarewell(why);
  }

  #end(): void {
    this.#phase = "closed";
    this.#joined = false;
    this.#cancelRetry();
    this.#drop(1000);
  }

  #drop(code = GIVEN_UP): void {
    this.#attempt++;
    this.#cancelSilence();
    this.#cancelLimit();
    this.#cancelAck?.();
    this.#cancelAck = undefined;
    this.#socket?.close(code);
    this.#socket = undefined;
  }

  #write(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }
}

function parse(text: string): ServerMessage | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && typeof value.type === "string" ? value : undefined;
  } catch {
    return undefined; // not for us: a newer server may speak in ways this client does not know
  }
}
