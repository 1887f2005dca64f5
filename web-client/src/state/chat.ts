import type { ChatMessage } from "../protocol/messages.ts";

/** A message of one's own that the server has not confirmed yet. */
export interface PendingChat {
  readonly clientMessageId: string;
  readonly text: string;
  readonly failed: boolean;
}

export interface Notice {
  readonly notice: "joined" | "left";
  readonly id: string;
  readonly name: string;
  readonly at: string;
}

export type ChatEntry = ChatMessage | Notice;

export interface ChatState {
  readonly entries: readonly ChatEntry[];
  readonly pending: readonly PendingChat[];
  readonly highest: number;
  readonly unread: number;
}

/** What a browser keeps of a long meeting's chat; older lines leave the page, not the server. */
const KEPT = 500;
/** A run of messages by one person shows name and time once, unless it pauses this long. */
const RUN_MS = 5 * 60_000;

export const emptyChat: ChatState = { entries: [], pending: [], highest: 0, unread: 0 };

export const isNotice = (entry: ChatEntry): entry is Notice => "notice" in entry;

/** A message of the server. A number that is already here changes nothing: after a rejoin the history comes again. */
export function onChat(chat: ChatState, message: ChatMessage, read: boolean): ChatState {
  const pending = chat.pending.filter((waiting) => waiting.clientMessageId !== message.clientMessageId);
  if (message.number <= chat.highest) return { ...chat, pending };
  return {
    entries: [...chat.entries, message].slice(-KEPT),
    pending,
    highest: message.number,
    unread: read ? 0 : chat.unread + 1,
  };
}

export function onHistory(chat: ChatState, history: readonly ChatMessage[], firstJoin: boolean): ChatState {
  const merged = history.reduce((state, message) => onChat(state, message, false), chat);
  return firstJoin ? { ...merged, unread: 0 } : merged;
}

export function addNotice(chat: ChatState, notice: Notice): ChatState {
  return { ...chat, entries: [...chat.entries, notice].slice(-KEPT) };
}

export function addPending(chat: ChatState, clientMessageId: string, text: string): ChatState {
  return { ...chat, pending: [...chat.pending, { clientMessageId, text, failed: false }] };
}

/** The server refused: the oldest message that waits is the one it speaks of, since it answers in order. */
export function failPending(chat: ChatState): ChatState {
  const at = chat.pending.findIndex((waiting) => !waiting.failed);
  return { ...chat, pending: chat.pending.map((waiting, i) => (i === at ? { ...waiting, failed: true } : waiting)) };
}

/** Whether the entry begins a run, and so shows its name and time. */
export function startsRun(previous: ChatEntry | undefined, entry: ChatEntry): boolean {
  if (!previous || isNotice(previous) || isNotice(entry)) return true;
  return previous.participant !== entry.participant || Date.parse(entry.at) - Date.parse(previous.at) > RUN_MS;
}
