import type { Account } from "./account.ts";
import { copy } from "./clipboard.ts";
import { forgetRoom, preferences, remember, rememberRoom } from "./preferences.ts";
import * as rest from "./rest.ts";
import { systemClock } from "./protocol/clock.ts";
import { Connection, Refused, type Socket } from "./protocol/connection.ts";
import type { MediaFlags, Offer, ServerMessage, SourceKind, WantedTile } from "./protocol/messages.ts";
import { openWebSocket } from "./protocol/socket.ts";
import { RoomToken } from "./room-token.ts";
import { forgetStay, rememberStay } from "./stay.ts";
import type { CaptureFailure } from "./media/capture.ts";
import { LocalMedia } from "./media/local.ts";
import { Recovery } from "./media/recovery.ts";
import { RelayWish } from "./media/relay.ts";
import { MediaSession } from "./media/session.ts";
import { type EndReason, initialRoom, type Layout, type Panel, reduce, type RoomState } from "./state/room.ts";
import { Store } from "./state/store.ts";
import type { ToastKind } from "./state/toasts.ts";

const VIEW_DELAY_MS = 150; // a layout settles before the server is told
const TYPING_EVERY_MS = 3_000;

/**
 * One visit to one room: joins the wire, the media and the state together. What can start before the person presses
 * Join has started by then: token, offer and socket, so that a join costs one round trip and the media path.
 */
export class Meeting {
  readonly store = new Store(reduce, initialRoom);
  readonly local: LocalMedia;
  /** Settles when the devices have opened, or said why not. */
  readonly started: Promise<void>;
  session: MediaSession;
  name = preferences().name;
  #connection: Connection;
  readonly #token: RoomToken;
  #offer: Promise<Offer>;
  #view: readonly WantedTile[] = [];
  #cancelView: (() => void) | undefined;
  readonly #relay = new RelayWish(location.search);
  readonly #recovery = new Recovery(systemClock, this.#relay, {
    path: () => this.session,
    canTell: () => this.store.state.phase === "joined",
    iceServers: async () => rest.iceServers(await this.#token.value()),
    onRestart: (offer) => this.#connection.send({ type: "offer", ...offer }),
    onHopeless: () => this.#connection.anew(),
  });
  #typingUntil = 0;
  #ids = 0;
  #said = "";
  readonly #page = crypto.randomUUID?.() ?? Math.random().toString(36).slice(2);

  constructor(
    readonly roomId: string,
    account: Account,
    /** Something besides the store changed: devices, tracks, the session. */
    protected readonly changed: () => void,
  ) {
    // In this order: the network and the devices work while the browser makes the offer.
    this.#token = new RoomToken(roomId, account);
    void this.#token.value();
    const { microphone, camera, microphoneId, cameraId } = preferences();
    this.local = new LocalMedia({ microphone, camera }, { microphone: microphoneId, camera: cameraId }, {
      onTrack: (source, track) => this.#onTrack(source, track),
      onChange: () => this.#onLocalChange(),
      onLost: (source) => {
        if (source === "microphone" || source === "camera") this.toast(`${source}-lost`);
      },
    });
    this.started = this.local.start();
    this.session = this.#newSession(this.#askForRelay());
    this.#offer = this.session.offer();
    this.#connection = this.#newConnection();
  }

  /** Starts what a join will need. */
  prepare(): void {
    void this.#token.value();
    if (this.store.state.phase === "prejoin") this.#connection.warm();
  }

  async join(name: string): Promise<void> {
    this.name = name;
    remember({ name });
    this.store.dispatch({ type: "media", media: this.#flags() });
    this.store.dispatch({ type: "joining" });
    await this.#sendJoin();
  }

  leave(): void {
    this.#connection.leave();
    this.#end("left");
  }

  /** After an end: enters the same room again, with a new path. */
  async rejoin(): Promise<void> {
    this.session.close();
    this.#recovery.begin();
    this.#token.forget();
    void this.#token.value();
    this.session = this.#newSession(this.#askForRelay());
    this.#offer = this.session.offer();
    this.#connection = this.#newConnection();
    void this.local.start();
    await this.join(this.name);
  }

  sendChat(text: string): void {
    const clientMessageId = `${this.#page}-${++this.#ids}`.slice(-64);
    this.store.dispatch({ type: "chat-sent", clientMessageId, text });
    this.#connection.send({ type: "chat", clientMessageId, text });
    this.#typingUntil = 0;
  }

  typing(active: boolean): void {
    const now = performance.now();
    if (active ? now < this.#typingUntil : this.#typingUntil === 0) return;
    this.#typingUntil = active ? now + TYPING_EVERY_MS : 0;
    this.#connection.send({ type: "typing", active });
  }

  kick(participant: string): void {
    this.#connection.send({ type: "kick", participant });
  }

  /** Everyone hears by a message what becomes of it. */
  async toggleRecording(): Promise<void> {
    const { recording } = this.store.state;
    try {
      const token = await this.#token.value();
      await (recording === undefined ? rest.startRecording(this.roomId, token) : rest.stopRecording(recording.id, token));
    } catch (failure) {
      const full = failure instanceof rest.RestError && failure.status === 507;
      this.toast(full ? "record-no-space" : "record-refused");
    }
  }

  /** What is on the screen now. */
  show(tiles: readonly WantedTile[]): void {
    if (JSON.stringify(tiles) === JSON.stringify(this.#view)) return;
    this.#view = tiles;
    this.#cancelView ??= systemClock.after(VIEW_DELAY_MS, () => {
      this.#cancelView = undefined;
      this.#connection.send({ type: "view", tiles: this.#view });
    });
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.local.setMicrophone(on);
    remember({ microphone: on });
    if (on) this.#explain("microphone");
  }

  async setCamera(on: boolean): Promise<void> {
    await this.local.setCamera(on);
    remember({ camera: on });
    if (on) this.#explain("camera");
  }

  async toggleShare(): Promise<void> {
    if (this.local.on("screen")) return this.local.unshare();
    if (await this.local.share() !== undefined) this.toast("share-failed");
  }

  poke(): void {
    this.#connection.poke();
  }

  toast(toast: ToastKind): void {
    this.store.dispatch({ type: "toast", toast });
  }

  get state(): RoomState {
    return this.store.state;
  }

  stream(mid: string): MediaStream | undefined {
    return this.session.stream(mid);
  }

  audio(): readonly { readonly mid: string; readonly stream: MediaStream }[] {
    return this.session.audio();
  }

  setPanel(panel: Panel): void {
    this.store.dispatch({ type: "panel", panel: this.state.panel === panel ? "none" : panel });
  }

  setLayout(layout: Layout): void {
    this.store.dispatch({ type: "layout", layout });
  }

  pin(participant: string): void {
    this.store.dispatch({ type: "pin", participant });
  }

  dismiss(id: number): void {
    this.store.dispatch({ type: "toast-gone", id });
  }

  async select(device: "microphone" | "camera" | "speaker", id: string): Promise<void> {
    if (device === "microphone") remember({ microphoneId: id });
    else if (device === "camera") remember({ cameraId: id });
    else remember({ speakerId: id });
    if (device !== "speaker") await this.local.select(device, id);
    this.changed();
  }

  get speakerId(): string {
    return preferences().speakerId;
  }

  /** Tries again to open what could not be opened. */
  async retryDevices(): Promise<void> {
    this.local.wanted.microphone = true;
    this.local.wanted.camera = true;
    await this.local.start();
  }

  async copyLink(): Promise<void> {
    this.toast(await copy(`${location.origin}/r/${this.roomId}`) ? "link-copied" : "copy-failed");
  }

  close(): void {
    this.#connection.leave();
    this.session.close();
    this.local.close();
  }

  #newConnection(): Connection {
    return new Connection((fresh) => this.#open(fresh), systemClock, {
      onMessage: (message) => this.#onMessage(message),
      onLost: (delay) => {
        this.#said = "";
        this.store.dispatch({ type: "lost", retryAt: performance.now() + delay });
      },
      onRetry: () => this.store.dispatch({ type: "retrying" }),
      onJoinNeeded: () => void this.#joinAnew(),
      onFarewell: (why) => this.#end(why),
    });
  }

  #newSession(servers: Promise<RTCIceServer[]>): MediaSession {
    const session: MediaSession = new MediaSession(
      {
        onState: (state) => {
          if (session !== this.session) return;
          this.#recovery.onState(state);
          this.changed();
        },
      },
      servers,
      this.#relay.only,
    );
    for (const [source, track] of this.local.tracks) void session.publish(source, track);
    return session;
  }

  /** Beside everything else that a join needs: nothing waits for it, and no relay is no obstacle. */
  async #askForRelay(): Promise<RTCIceServer[]> {
    try {
      return this.#relay.begin(await rest.iceServers(await this.#token.value()));
    } catch {
      return [];
    }
  }

  async #open(fresh: boolean): Promise<Socket> {
    if (fresh) this.#token.forget();
    try {
      return openWebSocket(location.origin, this.roomId, await this.#token.value());
    } catch (failure) {
      this.#token.forget();
      if (failure instanceof rest.RestError) {
        if (failure.status === 404) throw new Refused("room-not-found");
        if (failure.status === 401 || failure.status === 403) throw new Refused("not-allowed");
      }
      throw failure;
    }
  }

  async #sendJoin(): Promise<void> {
    try {
      const offer = await this.#offer;
      const media = this.#flags();
      this.#said = JSON.stringify(media);
      this.#connection.join({ type: "join", name: this.name, offer, media });
    } catch (failure) {
      this.#end("refused", String(failure)); // the browser could not make an offer
    }
  }

  /** The server knows nothing of this stay any more: everything anew but the devices. */
  async #joinAnew(): Promise<void> {
    this.session.close();
    this.session = this.#newSession(this.#askForRelay());
    this.#recovery.begin();
    this.#offer = this.session.offer();
    this.changed();
    await this.#sendJoin();
  }

  #onMessage(message: ServerMessage): void {
    this.store.dispatch({ type: "server", message, now: performance.now(), iso: new Date().toISOString() });
    switch (message.type) {
      case "joined":
        rememberRoom(this.roomId, message.room.name, Date.now());
        rememberStay(this.roomId);
        this.#sayAgain();
        this.#recovery.onJoined(message.iceServers);
        break;
      case "resumed":
        this.#sayAgain();
        this.#recovery.onResumed();
        break;
      case "answer":
        void this.#onAnswer(message.id, message.sdp);
        break;
      case "media-closed":
        void this.#recovery.restart();
        break;
      case "removed":
        this.#end(message.reason); // the close code that follows may get lost on the way
        break;
      case "error":
        if (message.to === "join") this.#end(this.store.state.ended ?? "refused");
        else if (message.to === "offer") this.#connection.anew();
        break;
      default:
        break;
    }
  }

  async #onAnswer(id: number, sdp: string): Promise<void> {
    try {
      await this.session.onAnswer(id, sdp);
      this.changed();
    } catch (failure) {
      this.#end("refused", String(failure));
    }
  }

  /** What the server may have missed while the socket was away; each of these is harmless twice. */
  #sayAgain(): void {
    this.#sayMedia(this.#flags());
    if (this.#view.length > 0) this.#connection.send({ type: "view", tiles: this.#view });
    for (const { clientMessageId, text, failed } of this.store.state.chat.pending) {
      if (!failed) this.#connection.send({ type: "chat", clientMessageId, text });
    }
  }

  #onTrack(source: SourceKind, track: MediaStreamTrack | null): void {
    void this.session?.publish(source, track);
  }

  #onLocalChange(): void {
    const media = this.#flags();
    const before = this.store.state.media;
    const same = (Object.keys(media) as (keyof MediaFlags)[]).every((flag) => media[flag] === before[flag]);
    if (!same) {
      this.store.dispatch({ type: "media", media });
      this.#sayMedia(media);
    }
    this.changed();
  }

  #sayMedia(media: MediaFlags): void {
    const said = JSON.stringify(media);
    if (said !== this.#said && this.#connection?.send({ type: "media", ...media })) this.#said = said;
  }

  #flags(): MediaFlags {
    return {
      microphone: this.#onSoon("microphone"),
      camera: this.#onSoon("camera"),
      screen: this.local.on("screen"),
      screenAudio: this.local.on("screen-audio"),
    };
  }

  /** A device that still opens counts as on: by the time anyone looks, it is. */
  #onSoon(device: "microphone" | "camera"): boolean {
    return this.local.on(device) || (this.local.pending && this.local.wanted[device]);
  }

  #explain(device: "microphone" | "camera"): void {
    const why = this.local.failures.get(device);
    if (why === undefined || this.store.state.phase === "prejoin") return;
    const words: Record<CaptureFailure, ToastKind> = {
      blocked: `${device}-blocked`,
      missing: `no-${device}`,
      busy: "device-busy",
      unsupported: `no-${device}`,
    };
    this.toast(words[why]);
  }

  #end(why: EndReason, detail?: string): void {
    this.#recovery.stop();
    this.#connection.leave();
    this.session.close();
    this.local.close();
    forgetStay();
    if (why === "room-not-found") forgetRoom(this.roomId);
    this.store.dispatch(detail === undefined ? { type: "ended", why } : { type: "ended", why, detail });
    this.changed();
  }
}
