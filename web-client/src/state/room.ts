import type { MediaFlags, Participant, RecordingInfo, Role, ServerMessage, Slot } from "../protocol/messages.ts";
import { addNotice, addPending, type ChatState, emptyChat, failPending, onChat, onHistory } from "./chat.ts";
import { addToast, type Toast, type ToastKind } from "./toasts.ts";

export type Phase = "prejoin" | "joining" | "joined" | "reconnecting" | "left";
export type Panel = "none" | "chat" | "people";
export type Layout = "grid" | "speaker";

/** Why a stay ended or never began. */
export type EndReason =
  | "left"
  | "closed"
  | "too-many"
  | "kicked"
  | "room-ended"
  | "resumed-elsewhere"
  | "token-revoked"
  | "room-not-found"
  | "not-allowed"
  | "room-full"
  | "refused";

export interface RoomState {
  readonly phase: Phase;
  readonly roomName: string;
  readonly self: string;
  readonly role: Role;
  /** In the order of arrival. */
  readonly participants: readonly Participant[];
  readonly slots: readonly Slot[];
  readonly speaker: string;
  /** Participants who have spoken, the latest last. */
  readonly spoken: readonly string[];
  /** Who makes a sound right now, as the received audio says. */
  readonly speaking: readonly string[];
  readonly typing: readonly string[];
  readonly chat: ChatState;
  readonly panel: Panel;
  readonly layout: Layout;
  readonly pinned: string;
  readonly media: MediaFlags;
  readonly weak: boolean;
  /** Absent when the room is not recorded. */
  readonly recording: RecordingInfo | undefined;
  /** When the next attempt to connect starts, in the milliseconds of the actions; 0 while one runs. */
  readonly retryAt: number;
  readonly joinedAt: number;
  readonly ended: EndReason | undefined;
  readonly endedDetail: string;
  readonly toasts: readonly Toast[];
}

export type Action =
  | { readonly type: "server"; readonly message: ServerMessage; readonly now: number; readonly iso: string }
  | { readonly type: "room-named"; readonly name: string }
  | { readonly type: "joining" }
  | { readonly type: "lost"; readonly retryAt: number }
  | { readonly type: "retrying" }
  | { readonly type: "ended"; readonly why: EndReason; readonly detail?: string }
  | { readonly type: "media"; readonly media: Partial<MediaFlags> }
  | { readonly type: "chat-sent"; readonly clientMessageId: string; readonly text: string }
  | { readonly type: "panel"; readonly panel: Panel }
  | { readonly type: "layout"; readonly layout: Layout }
  | { readonly type: "pin"; readonly participant: string }
  | { readonly type: "speaking"; readonly participants: readonly string[] }
  | { readonly type: "weak"; readonly weak: boolean }
  | { readonly type: "toast"; readonly toast: ToastKind; readonly name?: string }
  | { readonly type: "toast-gone"; readonly id: number };

/** Joins and leaves are told only while the meeting is small enough for them to mean something. */
const TELL_UP_TO = 10;

export const noMedia: MediaFlags = { microphone: false, camera: false, screen: false, screenAudio: false };

export const initialRoom: RoomState = {
  phase: "prejoin",
  roomName: "",
  self: "",
  role: "participant",
  participants: [],
  slots: [],
  speaker: "",
  spoken: [],
  speaking: [],
  typing: [],
  chat: emptyChat,
  panel: "none",
  layout: "grid",
  pinned: "",
  media: noMedia,
  weak: false,
  recording: undefined,
  retryAt: 0,
  joinedAt: 0,
  ended: undefined,
  endedDetail: "",
  toasts: [],
};

/** The room as this browser knows it: a pure function of what was and what happened. */
export function reduce(state: RoomState, action: Action): RoomState {
  switch (action.type) {
    case "server":
      return onServer(state, action.message, action.now, action.iso);
    case "room-named":
      return { ...state, roomName: action.name };
    case "joining":
      return { ...initialRoom, phase: "joining", roomName: state.roomName, media: state.media, layout: state.layout };
    case "lost":
      return { ...state, phase: state.joinedAt > 0 ? "reconnecting" : state.phase, retryAt: action.retryAt };
    case "retrying":
      return { ...state, retryAt: 0 };
    case "ended":
      return onEnded(state, action.why, action.detail ?? "");
    case "media":
      return onOwnMedia(state, { ...state.media, ...action.media });
    case "chat-sent":
      return { ...state, chat: addPending(state.chat, action.clientMessageId, action.text) };
    case "panel":
      return { ...state, panel: action.panel, chat: read(state.chat, action.panel) };
    case "layout":
      return { ...state, layout: action.layout, pinned: "" };
    case "pin":
      return { ...state, pinned: state.pinned === action.participant ? "" : action.participant };
    case "speaking":
      return { ...state, speaking: action.participants };
    case "weak":
      return state.weak === action.weak ? state : { ...state, weak: action.weak };
    case "toast":
      return { ...state, toasts: addToast(state.toasts, action.toast, action.name) };
    case "toast-gone":
      return { ...state, toasts: state.toasts.filter((toast) => toast.id !== action.id) };
  }
}

function onServer(state: RoomState, message: ServerMessage, now: number, iso: string): RoomState {
  switch (message.type) {
    case "joined": {
      const first = state.joinedAt === 0;
      return {
        ...state,
        phase: "joined",
        self: message.participant,
        role: message.role,
        roomName: message.room.name,
        participants: message.participants,
        slots: [],
        speaker: "",
        speaking: [],
        typing: [],
        pinned: "",
        recording: message.recording,
        chat: onHistory(state.chat, message.chat, first),
        joinedAt: first ? now : state.joinedAt,
        retryAt: 0,
      };
    }
    case "resumed":
      return { ...state, phase: "joined", retryAt: 0 };
    case "participant-joined":
      return onArrival(state, message.participant, iso);
    case "participant-left":
      return onDeparture(state, message.participant, message.reason === "replaced", iso);
    case "participant-changed":
      return {
        ...state,
        participants: state.participants.map((one) =>
          one.id === message.participant.id ? message.participant : one
        ),
      };
    case "chat":
      return {
        ...state,
        chat: onChat(state.chat, message.message, state.panel === "chat" || message.message.participant === state.self),
        typing: without(state.typing, message.message.participant),
      };
    case "typing": {
      const others = without(state.typing, message.participant);
      const shown = message.active && message.participant !== state.self;
      return { ...state, typing: shown ? [...others, message.participant] : others };
    }
    case "slots":
      return { ...state, slots: message.slots };
    case "speaker": {
      const speaker = message.participant ?? "";
      const spoken = speaker === "" ? state.spoken : [...without(state.spoken, speaker), speaker];
      return { ...state, speaker, spoken };
    }
    case "recording":
      return onRecording(state, message.recording);
    case "error":
      return onError(state, message.code, message.to, message.message ?? message.code);
    case "answer":
    case "media-closed":
    case "removed":
    case "pong":
      return state;
    default:
      return state; // a newer server may say more than this client knows
  }
}

function onArrival(state: RoomState, newcomer: Participant, iso: string): RoomState {
  const known = state.participants.some((one) => one.id === newcomer.id);
  const participants = known
    ? state.participants.map((one) => (one.id === newcomer.id ? newcomer : one))
    : [...state.participants, newcomer];
  if (known || participants.length > TELL_UP_TO) return { ...state, participants };
  return {
    ...state,
    participants,
    chat: addNotice(state.chat, { notice: "joined", id: newcomer.id, name: newcomer.name, at: iso }),
    toasts: addToast(state.toasts, "joined", newcomer.name),
  };
}

function onDeparture(state: RoomState, id: string, replaced: boolean, iso: string): RoomState {
  const gone = state.participants.find((one) => one.id === id);
  if (!gone) return state;
  const after: RoomState = {
    ...state,
    participants: state.participants.filter((one) => one.id !== id),
    spoken: without(state.spoken, id),
    speaking: without(state.speaking, id),
    typing: without(state.typing, id),
    pinned: state.pinned === id ? "" : state.pinned,
  };
  if (replaced || state.participants.length > TELL_UP_TO) return after;
  return {
    ...after,
    chat: addNotice(state.chat, { notice: "left", id, name: gone.name, at: iso }),
    toasts: addToast(state.toasts, "left", gone.name),
  };
}

function onRecording(state: RoomState, recording: RecordingInfo | undefined): RoomState {
  const toast = recording === undefined ? "recording-stopped" : recording.state === "paused" ? "recording-paused" : "recording-on";
  const same = recording?.id === state.recording?.id && recording?.state === state.recording?.state;
  return { ...state, recording, toasts: same ? state.toasts : addToast(state.toasts, toast) };
}

function onOwnMedia(state: RoomState, media: MediaFlags): RoomState {
  const participants = state.participants.map((one) => (one.id === state.self ? { ...one, media } : one));
  return { ...state, media, participants };
}

function onError(state: RoomState, code: string, to: string | undefined, detail: string): RoomState {
  if (to === "join") {
    return onEnded(state, code === "room-full" ? "room-full" : code === "forbidden" ? "not-allowed" : "refused", detail);
  }
  if (to === "chat") {
    const toast = code === "too-fast" ? "too-fast" : "chat-refused";
    return { ...state, chat: failPending(state.chat), toasts: addToast(state.toasts, toast) };
  }
  if (to === "media" && code === "media-full") return { ...state, toasts: addToast(state.toasts, "media-full") };
  return to === "kick" ? { ...state, toasts: addToast(state.toasts, "kick-refused") } : state;
}

function onEnded(state: RoomState, why: EndReason, detail: string): RoomState {
  if (state.phase === "left") return state;
  return {
    ...state,
    phase: "left",
    ended: why,
    endedDetail: detail,
    participants: [],
    slots: [],
    speaking: [],
    panel: "none",
    toasts: [],
    retryAt: 0,
  };
}

const read = (chat: ChatState, panel: Panel): ChatState => (panel === "chat" ? { ...chat, unread: 0 } : chat);

const without = (list: readonly string[], id: string): readonly string[] =>
  list.includes(id) ? list.filter((one) => one !== id) : list;
