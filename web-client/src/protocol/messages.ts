// The messages of docs/protocol.md as types. Nothing here runs.

export type SourceKind = "microphone" | "camera" | "screen" | "screen-audio";
export type Role = "moderator" | "participant" | "viewer" | (string & Record<never, never>);

export interface MediaFlags {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly screenAudio: boolean;
}

export interface TrackOfMid {
  readonly mid: string;
  readonly source: SourceKind;
}

export interface Offer {
  readonly sdp: string;
  readonly tracks: readonly TrackOfMid[];
}

export interface Participant {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly media: MediaFlags;
  readonly connected: boolean;
}

export interface ChatMessage {
  readonly number: number;
  readonly id: string;
  readonly participant: string;
  readonly name: string;
  readonly text: string;
  readonly at: string;
  readonly clientMessageId?: string;
}

export interface Slot {
  readonly mid: string;
  readonly participant?: string;
  readonly source?: SourceKind;
  readonly fromTimestamp?: number;
}

export interface WantedTile {
  readonly participant: string;
  readonly source: "camera" | "screen";
  readonly height: number;
}

export type Join = {
  readonly type: "join";
  readonly name: string;
  readonly offer?: Offer;
  readonly media: MediaFlags;
  readonly replaces?: string;
};

export type ClientMessage =
  | Join
  | { readonly type: "resume"; readonly secret: string; readonly n: number }
  | { readonly type: "offer"; readonly id: number; readonly sdp: string; readonly tracks: readonly TrackOfMid[] }
  | ({ readonly type: "media" } & MediaFlags)
  | { readonly type: "view"; readonly tiles: readonly WantedTile[] }
  | { readonly type: "chat"; readonly clientMessageId: string; readonly text: string }
  | { readonly type: "typing"; readonly active: boolean }
  | { readonly type: "kick"; readonly participant: string }
  | { readonly type: "ack"; readonly n: number }
  | { readonly type: "ping"; readonly id: number }
  | { readonly type: "leave" };

export type Joined = {
  readonly type: "joined";
  readonly n: number;
  readonly participant: string;
  readonly role: Role;
  readonly room: { readonly id: string; readonly name: string };
  readonly resume: { readonly secret: string; readonly windowSeconds: number };
  readonly participants: readonly Participant[];
  readonly chat: readonly ChatMessage[];
  /** The way in through a firewall. */
  readonly iceServers: readonly RTCIceServer[];
  readonly recording?: RecordingInfo;
};

/** The recording that a room has. */
export interface RecordingInfo {
  readonly id: string;
  readonly state: "recording" | "paused";
  readonly startedAt: string;
}

export type RemovedReason = "kicked" | "room-ended" | "resumed-elsewhere" | "token-revoked";

export type ServerError = {
  readonly type: "error";
  readonly n: number;
  readonly code: string;
  readonly to?: string;
  readonly field?: string;
  readonly message?: string;
};

export type ServerMessage =
  | Joined
  | { readonly type: "resumed"; readonly n: number; readonly missed: number }
  | { readonly type: "answer"; readonly n: number; readonly id: number; readonly sdp: string }
  | {
    readonly type: "participant-joined";
    readonly n: number;
    readonly participant: Participant;
    readonly count: number;
  }
  | {
    readonly type: "participant-left";
    readonly n: number;
    readonly participant: string;
    readonly reason: "left" | "lost" | "kicked" | "replaced";
    readonly count: number;
  }
  | { readonly type: "participant-changed"; readonly n: number; readonly participant: Participant }
  | { readonly type: "chat"; readonly n: number; readonly message: ChatMessage }
  | { readonly type: "typing"; readonly n: number; readonly participant: string; readonly active: boolean }
  | { readonly type: "slots"; readonly n: number; readonly slots: readonly Slot[] }
  | { readonly type: "speaker"; readonly n: number; readonly participant?: string }
  | { readonly type: "recording"; readonly n: number; readonly recording?: RecordingInfo }
  | {
      readonly type: "media-closed";
      readonly n: number;
      readonly reason: "handshake-failed" | "closed" | "consent-expired" | "fault";
    }
  | { readonly type: "removed"; readonly n: number; readonly reason: RemovedReason }
  | ServerError
  | { readonly type: "pong"; readonly id?: number };
