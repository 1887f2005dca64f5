import { en } from "../src/i18n/en.ts";
import { pickLanguage, speak, t } from "../src/i18n/index.ts";
import { ko } from "../src/i18n/ko.ts";
import { equal, ok } from "./assert.ts";

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

Deno.test("both languages say everything, with the same values in it", () => {
  equal(Object.keys(ko).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    equal(holes(ko[key as keyof typeof en]), holes(text), key);
    ok(ko[key as keyof typeof en].trim() !== "" && text.trim() !== "", key);
  }
});

Deno.test("every key is used", async () => {
  let source = "";
  for await (const { path, text } of files()) if (!path.includes("/i18n/")) source += text;
  const families = ["problem.", "toast.", "left."]; // put together from the state's words
  for (const key of Object.keys(en)) {
    ok(source.includes(`"${key}"`) || families.some((family) => key.startsWith(family)), `${key} is not used`);
  }
});

Deno.test("the browser's first language that we have is spoken", () => {
  equal(pickLanguage("", ["fr-FR", "ko-KR", "en-US"]), "ko");
  equal(pickLanguage("en", ["ko"]), "en");
  equal(pickLanguage("", ["fr"]), "en");
});

Deno.test("values are filled in as they are", () => {
  speak("en");
  equal(t("toast.joined", { name: "<b>{name}</b>" }), "<b>{name}</b> joined");
  speak("ko");
  equal(t("reconnect.in", { seconds: 3 }), "다시 연결하는 중… 3초");
  speak("en");
});

async function* files(root = new URL("../src/", import.meta.url)): AsyncGenerator<{ path: string; text: string }> {
  for await (const entry of Deno.readDir(root)) {
    const at = new URL(entry.name + (entry.isDirectory ? "/" : ""), root);
    if (entry.isDirectory) yield* files(at);
    else if (entry.name.endsWith(".ts")) yield { path: at.pathname, text: await Deno.readTextFile(at) };
  }
}
