// Backoff of docs/protocol.md: 1 s, doubled up to 30 s, each with up to 50 % jitter.

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
const JITTER = 0.5;

/** How long to wait before the given attempt (0 is the first retry); random is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(base * (1 + JITTER * random));
}
