import { en, type Key } from "./en.ts";
import { ko } from "./ko.ts";

export type { Key } from "./en.ts";
export type Language = "en" | "ko";

const words: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { en, ko };

let current: Language = "en";

/** The language to speak: the chosen one, else the first of the browser's that we have, else English. */
export function pickLanguage(chosen: string, browser: readonly string[]): Language {
  for (const tag of [chosen, ...browser]) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === "en" || language === "ko") return language;
  }
  return "en";
}

export function speak(language: Language): void {
  current = language;
}

export const language = (): Language => current;

/** The text of a key, with {names} filled in. */
export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return words[current][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
