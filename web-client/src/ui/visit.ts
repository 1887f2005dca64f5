import type { CaptureFailure } from "../media/capture.ts";
import type { Devices } from "../media/devices.ts";
import type { PathStats } from "../media/stats.ts";
import type { SourceKind, WantedTile } from "../protocol/messages.ts";
import type { Layout, Panel, RoomState } from "../state/room.ts";

/** What the components see of a visit to a room, and what they may ask of it. app.ts provides it. */
export interface Visit {
  readonly roomId: string;
  readonly name: string;
  readonly state: RoomState;
  readonly local: {
    readonly tracks: ReadonlyMap<SourceKind, MediaStreamTrack>;
    readonly failures: ReadonlyMap<"microphone" | "camera", CaptureFailure>;
    readonly wanted: { readonly microphone: boolean; readonly camera: boolean };
    readonly chosen: { readonly microphone: string; readonly camera: string };
    readonly pending: boolean;
    on(source: SourceKind): boolean;
  };
  readonly devices: Devices;
  readonly stats: PathStats | undefined;
  readonly speakerId: string;
  readonly lobby: LobbyView;
  /** What a slot receives. */
  stream(mid: string): MediaStream | undefined;
  audio(): readonly { readonly mid: string; readonly stream: MediaStream }[];
  /** How loud one's own microphone is, 0 to 1. */
  level(): number;
  /** Asks again what is known of the room. */
  look(): void;
  prepare(): void;
  join(name: string): void;
  rejoin(): void;
  leave(): void;
  retryDevices(): void;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  toggleShare(): void;
  select(device: "microphone" | "camera" | "speaker", id: string): void;
  sendChat(text: string): void;
  typing(active: boolean): void;
  kick(participant: string): void;
  /** Starts to record the room, or stops; for moderators. */
  toggleRecording(): void;
  show(tiles: readonly WantedTile[]): void;
  setPanel(panel: Panel): void;
  setLayout(layout: Layout): void;
  pin(participant: string): void;
  dismiss(toast: number): void;
  soundBlocked(): void;
  copyLink(): void;
  poke(): void;
}

/** What is known of the room before one enters. */
export interface LobbyView {
  readonly status: "loading" | "there" | "missing" | "sign-in" | "away";
  readonly count: number;
  /** The names of the first of them. */
  readonly people: readonly string[];
  /** Whether the room is recorded: one knows before one enters. */
  readonly recorded: boolean;
}
