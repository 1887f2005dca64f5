// What a close code asks of the client, docs/protocol.md "Close codes".

export type Farewell = "closed" | "too-many" | "kicked" | "room-ended" | "resumed-elsewhere" | "token-revoked";

const FINAL: Readonly<Record<number, Farewell>> = {
  1000: "closed",
  4001: "too-many",
  4003: "kicked",
  4004: "room-ended",
  4005: "resumed-elsewhere",
  4006: "token-revoked",
};

/** Why the client stays away after this code, or undefined when it comes back with backoff. */
export function farewell(code: number): Farewell | undefined {
  return FINAL[code];
}
