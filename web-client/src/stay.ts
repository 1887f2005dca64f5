// Which room this tab is in, so that a reload comes back into it and not before its door.
const KEY = "moim.inside";

export function rememberStay(roomId: string): void {
  try {
    sessionStorage.setItem(KEY, roomId);
  } catch {
    return; // private windows may forbid it
  }
}

export function forgetStay(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}

/** Whether the page was reloaded in the middle of a meeting in this room. */
export function wasInside(roomId: string): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  const reloaded = (navigation as PerformanceNavigationTiming | undefined)?.type === "reload";
  try {
    return reloaded && sessionStorage.getItem(KEY) === roomId;
  } catch {
    return false;
  }
}
