import { startsRun } from "../src/state/chat.ts";
import { spans } from "../src/state/links.ts";
import { hue, initials } from "../src/state/people.ts";
import { roomOfInput, roomOfPath } from "../src/state/room-link.ts";
import { isFrom } from "../src/state/timestamps.ts";
import { equal, ok } from "./assert.ts";

const links = (text: string) => spans(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

Deno.test("web addresses become links", () => {
  equal(links("see https://example.org/a?b=1#c and http://example.com"), ["https://example.org/a?b=1#c", "http://example.com/"]);
  equal(spans("a https://example.org b").map(({ text }) => text), ["a ", "https://example.org", " b"]);
});

Deno.test("what ends the sentence does not end up in the link", () => {
  equal(links("Go to https://example.org/x."), ["https://example.org/x"]);
  equal(links("(https://example.org/x)"), ["https://example.org/x"]);
  equal(links("https://example.org/a_(b)"), ["https://example.org/a_(b)"]);
  equal(links("<https://example.org/x>"), ["https://example.org/x"]);
});

Deno.test("brackets and stops at the end cost one walk, however many there are", () => {
  const long = "https://a/" + ".".repeat(2_000) + "b" + ").".repeat(200_000); // quadratic, this takes minutes
  equal(spans(long).map(({ text }) => text).join(""), long);
  equal(links("https://example.org/a(b))).),"), ["https://example.org/a(b)"]);
  equal(links("https://example.org/" + "a".repeat(2_000)), []);
});

Deno.test("nothing but http and https becomes a link", () => {
  equal(links("javascript:alert(1) data:text/html,x file:///etc/passwd vbscript:x"), []);
  equal(links("https://user:password@evil.example/"), []);
  equal(links("https://[bad"), []);
});

Deno.test("the text is the same with and without links", () => {
  for (const text of ["", "a", "https://a.b", "x https://a.b, y http://c.d. z", "https:// https://"]) {
    equal(spans(text).map((span) => span.text).join(""), text);
  }
});

Deno.test("a run of one person shows the name once", () => {
  const line = (participant: string, at: string) => ({ number: 1, id: "m", participant, name: "", text: "", at });
  const first = line("a", "2026-11-21T09:00:00Z");
  ok(startsRun(undefined, first));
  ok(!startsRun(first, line("a", "2026-11-21T09:01:00Z")));
  ok(startsRun(first, line("b", "2026-11-21T09:01:00Z")));
  ok(startsRun(first, line("a", "2026-11-21T09:10:00Z")));
});

Deno.test("initials of names", () => {
  equal(["Mina Park", "jun", " Ada  King Lovelace ", "김서연", "", "🦊 fox"].map(initials), ["MP", "J", "AL", "서연", "?", "🦊F"]);
});

Deno.test("the same person has the same colour", () => {
  equal(hue("p-1"), hue("p-1"));
  ok(new Set(Array.from({ length: 50 }, (_, i) => hue(`p-${i}`))).size > 6, "colours differ");
});

Deno.test("links and codes of rooms", () => {
  const origin = "https://moim.example:8443";
  equal(roomOfPath("/r/abc_DEF-123"), "abc_DEF-123");
  equal(roomOfPath("/r/"), undefined);
  equal(roomOfPath("/r/../x"), undefined);
  equal(roomOfInput("https://moim.example:8443/r/abcd1234", origin), "abcd1234");
  equal(roomOfInput("moim.example:8443/r/abcd1234", origin), "abcd1234");
  equal(roomOfInput("abcd1234", origin), "abcd1234");
  equal(roomOfInput("https://evil.example/r/abcd1234", origin), undefined);
  equal(roomOfInput("two words", origin), undefined);
});

Deno.test("frames from a switch on, across the wrap of the timestamp", () => {
  ok(isFrom(90_000, 90_000));
  ok(!isFrom(89_999, 90_000));
  ok(isFrom(5, 0xffff_fff0), "after the wrap");
  ok(!isFrom(0xffff_fff0, 5), "before the wrap");
  ok(isFrom(undefined, 90_000) && isFrom(7, undefined) && isFrom(0xffff_fff0, 0), "nothing to compare with");
});
