import { ok } from "./assert.ts";

Deno.test("the page loads nothing inline, so that a strict content security policy holds", async () => {
  const page = await Deno.readTextFile(new URL("../src/index.html", import.meta.url));
  ok(!/<style|style=|<script(?![^>]*src=)| on[a-z]+=/.test(page), page);
});
