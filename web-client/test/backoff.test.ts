import { backoffMs } from "../src/protocol/backoff.ts";
import { equal, ok } from "./assert.ts";

Deno.test("backoff doubles from 1 s to 30 s", () => {
  equal([0, 1, 2, 3, 4, 5, 50, 5000].map((attempt) => backoffMs(attempt, 0)), [
    1000,
    2000,
    4000,
    8000,
    16000,
    30000,
    30000,
    30000,
  ]);
});

Deno.test("jitter adds at most half", () => {
  for (let i = 0; i < 1000; i++) {
    const random = i / 1000;
    const wait = backoffMs(2, random);
    ok(wait >= 4000 && wait <= 6000, String(wait));
  }
});
