import { isPoor, StatsReader } from "../src/media/stats.ts";
import { equal, ok } from "./assert.ts";

const look = (at: number, sent: number, received: number, packets: number, lost: number) => [
  { type: "candidate-pair", id: "p", nominated: true, state: "succeeded", localCandidateId: "l", timestamp: at, currentRoundTripTime: 0.05, bytesSent: sent, bytesReceived: received },
  { type: "local-candidate", id: "l", candidateType: "host", protocol: "udp" },
  { type: "inbound-rtp", id: "i", kind: "video", packetsReceived: packets, packetsLost: lost },
];

Deno.test("rates are between two looks", () => {
  const reader = new StatsReader();
  equal(reader.read(look(0, 0, 0, 0, 0)).sentKbps, 0);
  const stats = reader.read(look(2000, 250_000, 500_000, 90, 10));
  equal([stats.sentKbps, stats.receivedKbps, stats.lost, stats.roundTripMs, stats.transport], [1000, 2000, 0.1, 50, "host udp"]);
  ok(isPoor(stats));
  ok(!isPoor(reader.read(look(4000, 500_000, 1_000_000, 190, 10))), "the loss is over");
});

Deno.test("nothing to read is no failure", () => {
  equal(new StatsReader().read([]).lost, 0);
});
