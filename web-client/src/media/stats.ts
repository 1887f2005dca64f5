/** What one look at the statistics says about the path. */
export interface PathStats {
  readonly roundTripMs: number | undefined;
  readonly sentKbps: number;
  readonly receivedKbps: number;
  /** Of the packets that should have come since the last look, 0 to 1. */
  readonly lost: number;
  readonly transport: string;
  readonly sentVideo: string;
}

interface Totals {
  readonly at: number;
  readonly sent: number;
  readonly received: number;
  readonly packets: number;
  readonly missing: number;
}

// deno-lint-ignore no-explicit-any -- the members differ by type and browser
type Entry = any;

/** Turns the browser's running totals into rates between two looks. */
export class StatsReader {
  #last: Totals | undefined;

  read(entries: Iterable<Entry>): PathStats {
    const all = [...entries];
    const pair = all.find((entry) => entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded");
    const local = all.find((entry) => entry.id === pair?.localCandidateId);
    const inbound = all.filter((entry) => entry.type === "inbound-rtp");
    const totals: Totals = {
      at: pair?.timestamp ?? all[0]?.timestamp ?? 0,
      sent: pair?.bytesSent ?? sum(all.filter((entry) => entry.type === "outbound-rtp"), "bytesSent"),
      received: pair?.bytesReceived ?? sum(inbound, "bytesReceived"),
      packets: sum(inbound, "packetsReceived"),
      missing: sum(inbound, "packetsLost"),
    };
    const last = this.#last ?? totals;
    this.#last = totals;
    const seconds = (totals.at - last.at) / 1000;
    const rate = (now: number, before: number) => (seconds > 0 ? Math.max(0, (now - before) * 8 / 1000 / seconds) : 0);
    const missing = Math.max(0, totals.missing - last.missing);
    const expected = totals.packets - last.packets + missing;
    const video = all
      .filter((entry) => entry.type === "outbound-rtp" && entry.kind === "video" && entry.framesPerSecond > 0)
      .sort((a, b) => b.frameWidth - a.frameWidth)[0];
    return {
      roundTripMs: pair?.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000,
      sentKbps: rate(totals.sent, last.sent),
      receivedKbps: rate(totals.received, last.received),
      lost: expected > 0 ? missing / expected : 0,
      transport: local ? `${local.candidateType} ${local.protocol}` : "",
      sentVideo: video ? `${video.frameWidth}×${video.frameHeight} ${Math.round(video.framesPerSecond)}` : "",
    };
  }
}

/** A path on which people notice something. */
export const isPoor = (stats: PathStats): boolean => stats.lost > 0.05 || (stats.roundTripMs ?? 0) > 400;

const sum = (entries: readonly Entry[], member: string): number =>
  entries.reduce((total, entry) => total + (entry[member] ?? 0), 0);
