import { ok } from "./assert.ts";

// The dependency rules of the client. What a folder may import, types included; "type:" allows types only.
const rules: Readonly<Record<string, readonly string[]>> = {
  protocol: ["protocol"],
  state: ["state", "type:protocol"],
  media: ["media", "type:protocol"],
  i18n: ["i18n"],
  ui: ["ui", "state", "i18n", "preferences", "type:protocol", "type:media", "lit", "icons"],
};
const clocks = /\b(Date\.now|performance\.|setTimeout|setInterval|Math\.random)\b/;
const pages = /\b(document|window|customElements|HTMLElement)\b\s*[.([]/;

interface Source {
  readonly folder: string;
  readonly path: string;
  readonly text: string;
}

const root = new URL("../src/", import.meta.url);

async function* sources(at = root): AsyncGenerator<Source> {
  for await (const entry of Deno.readDir(at)) {
    const url = new URL(entry.name + (entry.isDirectory ? "/" : ""), at);
    if (entry.isDirectory) yield* sources(url);
    else if (entry.name.endsWith(".ts")) {
      const path = url.pathname.slice(root.pathname.length);
      yield { folder: path.includes("/") ? path.slice(0, path.indexOf("/")) : "", path, text: await Deno.readTextFile(url) };
    }
  }
}

/** The folder or library that an import leads to. */
function target(from: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier.split("/")[0] ?? specifier;
  const path = new URL(specifier, new URL(from, root)).pathname.slice(root.pathname.length);
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : path.replace(/\.ts$/, "");
}

Deno.test("folders import only what they may", async () => {
  for await (const { folder, path, text } of sources()) {
    const allowed = rules[folder];
    if (!allowed) continue;
    for (const [statement, specifier] of text.matchAll(/^(?:import|export)\b(?:[^;"']*?\bfrom)?\s*["']([^"']+)["']/gms)) {
      const to = target(path, specifier ?? "");
      const onlyTypes = /^(?:import|export) type\b/.test(statement);
      ok(allowed.includes(to) || (onlyTypes && allowed.includes(`type:${to}`)), `${path} imports ${specifier}`);
    }
  }
});

Deno.test("state is pure: no clock, no page", async () => {
  for await (const { folder, path, text } of sources()) {
    if (folder === "state") ok(!clocks.test(text) && !pages.test(text), path);
  }
});

Deno.test("protocol and media know no page", async () => {
  for await (const { folder, path, text } of sources()) {
    if (folder === "protocol" || folder === "media") ok(!pages.test(text), path);
  }
});

Deno.test("no text ever becomes markup", async () => {
  for await (const { path, text } of sources()) {
    ok(!/innerHTML|outerHTML|insertAdjacentHTML|unsafe(HTML|SVG)|document\.write|\beval\(|new Function/.test(text), path);
  }
});

Deno.test("no file outgrows its owner of state", async () => {
  for await (const { path, text } of sources()) ok(text.split("\n").length <= 500, path);
});

Deno.test("colours live in the tokens only", async () => {
  for await (const entry of Deno.readDir(new URL("styles/", root))) {
    if (entry.name === "tokens.css") continue;
    const text = await Deno.readTextFile(new URL(`styles/${entry.name}`, root));
    ok(!/#[0-9a-f]{3,8}\b|\brgb\(/i.test(text), entry.name);
  }
});
