import type { SourceKind } from "../protocol/messages.ts";
import { capture, type CaptureFailure, captureScreen, isTrack } from "./capture.ts";

export interface LocalListener {
  /** What this source sends from now on; null is nothing. */
  onTrack(source: SourceKind, track: MediaStreamTrack | null): void;
  /** Something of the rest changed: a failure, a device. */
  onChange(): void;
  /** The device was unplugged or the browser took it away. */
  onLost(source: SourceKind): void;
}

type Device = "microphone" | "camera";

/** One's own devices and shares: which run, which are wanted, and why one does not run. */
export class LocalMedia {
  readonly tracks = new Map<SourceKind, MediaStreamTrack>();
  readonly failures = new Map<Device, CaptureFailure>();
  readonly wanted: Record<Device, boolean>;
  readonly chosen: Record<Device, string>;
  pending = false;
  #closed = false;

  constructor(
    wanted: Record<Device, boolean>,
    chosen: Record<Device, string>,
    private readonly listener: LocalListener,
  ) {
    this.wanted = { ...wanted };
    this.chosen = { ...chosen };
  }

  /** Opens what is wanted, both in one question to the person. */
  async start(): Promise<void> {
    this.#closed = false;
    this.pending = true;
    const wish = (device: Device) => (this.wanted[device] ? this.chosen[device] : false);
    const got = await capture({ microphone: wish("microphone"), camera: wish("camera") });
    this.pending = false;
    this.#take("microphone", got.microphone);
    this.#take("camera", got.camera);
    this.listener.onChange();
  }

  /** Mutes or unmutes. A muted microphone stays open, so that unmuting is immediate. */
  async setMicrophone(on: boolean): Promise<void> {
    this.wanted.microphone = on;
    const track = this.tracks.get("microphone");
    if (track) track.enabled = on;
    else if (on) await this.#open("microphone");
    this.listener.onChange();
  }

  /** A camera that is off is closed, and its light with it. */
  async setCamera(on: boolean): Promise<void> {
    this.wanted.camera = on;
    if (on) await this.#open("camera");
    else this.#release("camera");
    this.listener.onChange();
  }

  async select(device: Device, id: string): Promise<void> {
    this.chosen[device] = id;
    if (this.tracks.has(device) || this.wanted[device]) await this.#open(device);
    this.listener.onChange();
  }

  /** Shares a screen. The result is why it did not work, or undefined. */
  async share(): Promise<CaptureFailure | undefined> {
    const shared = await captureScreen();
    if (typeof shared === "string") return shared;
    if (!shared) return undefined;
    this.#put("screen", shared.video);
    if (shared.audio) this.#put("screen-audio", shared.audio);
    this.listener.onChange();
    return undefined;
  }

  unshare(): void {
    this.#release("screen");
    this.#release("screen-audio");
    this.listener.onChange();
  }

  on(source: SourceKind): boolean {
    const track = this.tracks.get(source);
    return track !== undefined && track.enabled && track.readyState === "live";
  }

  close(): void {
    this.#closed = true;
    for (const source of [...this.tracks.keys()]) this.#release(source);
  }

  async #open(device: Device): Promise<void> {
    this.pending = true;
    this.listener.onChange();
    const got = await capture({
      microphone: device === "microphone" ? this.chosen.microphone : false,
      camera: device === "camera" ? this.chosen.camera : false,
    });
    this.pending = false;
    this.#take(device, got[device]);
  }

  #take(device: Device, got: MediaStreamTrack | CaptureFailure | undefined): void {
    if (isTrack(got)) {
      this.failures.delete(device);
      // Switched off, or the meeting left, while it opened.
      if (this.#closed || (device === "camera" && !this.wanted.camera)) return got.stop();
      got.enabled = this.wanted[device];
      this.#put(device, got);
    } else if (got !== undefined) {
      this.failures.set(device, got);
      this.wanted[device] = false;
      this.#release(device);
    }
  }

  #put(source: SourceKind, track: MediaStreamTrack): void {
    this.tracks.get(source)?.stop();
    this.tracks.set(source, track);
    track.onended = () => {
      if (this.tracks.get(source) !== track) return;
      this.#release(source);
      if (source === "screen") this.#release("screen-audio");
      this.listener.onLost(source);
      this.listener.onChange();
    };
    this.listener.onTrack(source, track);
  }

  #release(source: SourceKind): void {
    const track = this.tracks.get(source);
    if (!track) return;
    track.onended = null;
    track.stop();
    this.tracks.delete(source);
    this.listener.onTrack(source, null);
  }
}
