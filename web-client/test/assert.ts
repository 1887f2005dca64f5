// Deno's own assertions come over the network; these few are enough.
export function equal(actual: unknown, expected: unknown, what = ""): void {
  const a = JSON.stringify(actual, null, 1);
  const b = JSON.stringify(expected, null, 1);
  if (a !== b) throw new Error(`${what}\nexpected ${b}\nbut was  ${a}`);
}

export function ok(condition: unknown, what = "expected to hold"): asserts condition {
  if (!condition) throw new Error(what);
}
