import type { Offer, SourceKind, TrackOfMid } from "../protocol/messages.ts";
import { preferCodecs } from "./codecs.ts";
import { cameraEncodings, screenEncodings } from "./encodings.ts";

const AUDIO_SLOTS = 3;
const VIDEO_SLOTS = 9;

const isFirefox = "mozInnerScreenX" in globalThis;

/** Counted over all sessions of the page; system tests read them to prove that nobody renegotiates. */
export const counters = { offers: 0, negotiationNeeded: 0 };

export interface SessionListener {
  onState(state: RTCPeerConnectionState): void;
}

export interface AudioSlot {
  readonly mid: string;
  readonly stream: MediaStream;
}

/**
 * One RTCPeerConnection and its one offer: four m-sections to send, then the slots to receive in. Tracks come and go by
 * replaceTrack, pictures come and go by the server's slots message, so nothing ever has to be negotiated again.
 */
export class MediaSession {
  readonly #connection: RTCPeerConnection;
  readonly #senders: ReadonlyMap<SourceKind, RTCRtpTransceiver>;
  readonly #slots: readonly RTCRtpTransceiver[];
  /** By mid, once the offer has given them out: asking a transceiver waits for the browser's signaling thread. */
  readonly #byMid = new Map<string, RTCRtpTransceiver>();
  readonly #streams = new Map<string, MediaStream>();
  readonly #answered = Promise.withResolvers<RTCIceServer[]>();
  #audio: readonly AudioSlot[] = [];
  #tracks: readonly TrackOfMid[] = [];
  #local: Promise<void> = Promise.resolve();
  #offerId = 0;
  #handed = false;
  #hadPath = false;
  #spoilt = false;

  /**
   * @param servers the relay, as soon as it is known; no offer and no answer waits for it
   * @param relayOnly media may not take a direct path
   */
  constructor(
    private readonly listener: SessionListener,
    private readonly servers: Promise<RTCIceServer[]>,
    relayOnly = false,
  ) {
    const connection = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      rtcpMuxPolicy: "require",
      iceTransportPolicy: relayOnly ? "relay" : "all",
    });
    this.#connection = connection;
    const send = (kind: "audio" | "video", sendEncodings?: RTCRtpEncodingParameters[]) =>
      add(connection, kind, { direction: "sendonly", ...(sendEncodings ? { sendEncodings } : {}) });
    this.#senders = new Map<SourceKind, RTCRtpTransceiver>([
      ["microphone", send("audio")],
      ["camera", send("video", cameraEncodings())],
      ["screen", send("video", screenEncodings())],
      ["screen-audio", send("audio")],
    ]);
    const slots: RTCRtpTransceiver[] = [];
    for (let i = 0; i < AUDIO_SLOTS; i++) slots.push(add(connection, "audio", { direction: "recvonly" }));
    for (let i = 0; i < VIDEO_SLOTS; i++) slots.push(add(connection, "video", { direction: "recvonly" }));
    this.#slots = slots;
    connection.onconnectionstatechange = () => this.#onState();
  }

  /** The offer of the join. It can be sent before the browser has made it its own, which is when paths are gathered. */
  async offer(): Promise<Offer> {
    counters.offers++;
    const offer = await this.#connection.createOffer();
    const sdp = offer.sdp ?? "";
    // Sections of a first offer stand in the order of the transceivers, whose own mids are still to come.
    const mids = [...sdp.matchAll(/^a=mid:(\S+)/gm)].map(([, mid]) => mid ?? "");
    const all = this.#connection.getTransceivers();
    const midOf = (transceiver: RTCRtpTransceiver) => mids[all.indexOf(transceiver)] ?? "";
    for (const slot of this.#slots) this.#byMid.set(midOf(slot), slot);
    this.#tracks = [...this.#senders].map(([source, transceiver]) => ({ mid: midOf(transceiver), source }));
    this.#audio = [...this.#byMid].flatMap(([mid, slot]) => {
      const stream = slot.receiver.track.kind === "audio" ? this.stream(mid) : undefined;
      return stream ? [{ mid, stream }] : [];
    });
    this.#local = this.#begin(offer);
    this.#local.catch(() => {}); // whoever needs it hears of it
    return { sdp, tracks: this.#tracks };
  }

  /** Paths through the relay are gathered with the others when it is known by now; the answer waits for nothing. */
  async #begin(offer: RTCSessionDescriptionInit): Promise<void> {
    const iceServers = await Promise.race([this.servers, this.#answered.promise]);
    if (this.#connection.signalingState === "closed") return;
    this.#configure(iceServers);
    await this.#connection.setLocalDescription(offer);
    this.#connection.onnegotiationneeded = () => counters.negotiationNeeded++; // the first one is this offer
  }

  /** An offer with an ICE restart; DTLS and the tracks stay. */
  async restart(iceServers: RTCIceServer[]): Promise<Offer & { readonly id: number }> {
    this.#answered.resolve([]);
    await this.#local;
    if (this.#connection.signalingState === "have-local-offer") {
      await this.#connection.setLocalDescription({ type: "rollback" });
    }
    this.#configure(iceServers);
    this.#offerId++;
    counters.offers++;
    const description = await this.#connection.createOffer({ iceRestart: true });
    await this.#connection.setLocalDescription(description);
    return { id: this.#offerId, sdp: description.sdp ?? "", tracks: this.#tracks };
  }

  async onAnswer(id: number, sdp: string): Promise<void> {
    this.#answered.resolve([]);
    await this.#local;
    if (id !== this.#offerId || this.#connection.signalingState !== "have-local-offer") return;
    const applied = this.#connection.setRemoteDescription({ type: "answer", sdp });
    this.#handed = true;
    await applied;
  }

  /** Puts a track into its m-section, or takes it out. */
  async publish(source: SourceKind, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#senders.get(source)?.sender;
    if (!sender || this.#connection.signalingState === "closed") return;
    await sender.replaceTrack(track);
    if (source === "camera" && isFirefox) await activate(sender, track !== null);
  }

  /** What the slot with this mid receives; the same object for the life of the session. */
  stream(mid: string): MediaStream | undefined {
    const known = this.#streams.get(mid);
    if (known) return known;
    const slot = this.#byMid.get(mid);
    if (!slot) return undefined;
    const stream = new MediaStream([slot.receiver.track]);
    this.#streams.set(mid, stream);
    return stream;
  }

  /** The audio slots' streams, for the players. */
  audio(): readonly AudioSlot[] {
    return this.#audio;
  }

  /** How loud the slot is right now, 0 to 1. */
  level(mid: string, nowMs: number): number {
    const slot = this.#byMid.get(mid);
    const heard = slot?.receiver.getSynchronizationSources?.()[0];
    // An ended source stays in the list with its last level.
    return heard && nowMs - heard.timestamp < 500 ? heard.audioLevel ?? 0 : 0;
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** An answer was handed to the browser, which makes the path from here on by itself. */
  get answered(): boolean {
    return this.#handed;
  }

  get connected(): boolean {
    return this.#connection.connectionState === "connected";
  }

  /** No ICE restart brings it to life: Firefox sends no media on a connection whose first attempt at a path failed. */
  get spoilt(): boolean {
    return this.#spoilt;
  }

  close(): void {
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
    this.#answered.resolve([]);
  }

  #onState(): void {
    const state = this.#connection.connectionState;
    if (state === "connected") this.#hadPath = true;
    if (state === "failed" && !this.#hadPath && isFirefox) this.#spoilt = true;
    this.listener.onState(state);
  }

  #configure(iceServers: RTCIceServer[]): void {
    if (iceServers.length > 0) {
      this.#connection.setConfiguration({ ...this.#connection.getConfiguration(), iceServers });
    }
  }
}

function add(connection: RTCPeerConnection, kind: "audio" | "video", init: RTCRtpTransceiverInit): RTCRtpTransceiver {
  const transceiver = connection.addTransceiver(kind, init);
  preferCodecs(transceiver, kind);
  return transceiver;
}

/** Firefox sends a tiny frame a second from a camera that was taken away, unless its layers are switched off. */
async function activate(sender: RTCRtpSender, active: boolean): Promise<void> {
  const parameters = sender.getParameters();
  if (parameters.encodings.length === 0) return;
  for (const encoding of parameters.encodings) encoding.active = active;
  await sender.setParameters(parameters);
}
