// What the browser remembers for the person. A browser that forbids storage only forgets.

export interface RecentRoom {
  readonly id: string;
  readonly name: string;
  readonly at: number;
}

export interface Preferences {
  readonly name: string;
  readonly language: "" | "en" | "ko";
  readonly theme: "auto" | "dark" | "light";
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly microphoneId: string;
  readonly cameraId: string;
  readonly speakerId: string;
  readonly recent: readonly RecentRoom[];
}

const KEY = "moim.preferences";
const RECENT_LIMIT = 8;

const standard: Preferences = {
  name: "",
  language: "",
  theme: "auto",
  microphone: true,
  camera: true,
  microphoneId: "",
  cameraId: "",
  speakerId: "",
  recent: [],
};

export function preferences(): Preferences {
  try {
    return { ...standard, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return standard;
  }
}

export function remember(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...preferences(), ...change }));
  } catch {
    return; // private windows may forbid it
  }
}

export function rememberRoom(id: string, name: string, at: number): void {
  const others = preferences().recent.filter((room) => room.id !== id);
  remember({ recent: [{ id, name, at }, ...others].slice(0, RECENT_LIMIT) });
}

export function forgetRoom(id: string): void {
  remember({ recent: preferences().recent.filter((room) => room.id !== id) });
}
