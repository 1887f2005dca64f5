/** Time as the connection sees it, so that a test can own it. */
export interface Clock {
  /** Milliseconds on a scale that never goes back. */
  now(): number;
  /** Runs the action once after the delay; the result cancels it. */
  after(delayMs: number, action: () => void): () => void;
  /** In [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
