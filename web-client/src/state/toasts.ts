export type ToastKind =
  | "joined"
  | "left"
  | "too-fast"
  | "chat-refused"
  | "kick-refused"
  | "weak"
  | "weak-paused"
  | "sound-blocked"
  | "share-failed"
  | "microphone-lost"
  | "camera-lost"
  | "microphone-blocked"
  | "camera-blocked"
  | "device-busy"
  | "media-full"
  | "no-microphone"
  | "no-camera"
  | "recording-on"
  | "recording-paused"
  | "recording-stopped"
  | "record-refused"
  | "record-no-space"
  | "link-copied"
  | "copy-failed";

export interface Toast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly name: string;
}

const AT_MOST = 2;

/** The newest stays; a toast that says the same again replaces the old one. */
export function addToast(toasts: readonly Toast[], kind: ToastKind, name = ""): readonly Toast[] {
  const id = toasts.reduce((highest, toast) => Math.max(highest, toast.id), 0) + 1;
  return [...toasts.filter((toast) => toast.kind !== kind || toast.name !== name), { id, kind, name }].slice(-AT_MOST);
}
