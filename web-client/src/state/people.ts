/** How many fixed hues an avatar may have; each is a class in app.css. */
export const HUES = 12;

/** The same colour for the same person everywhere: FNV-1a over the id. */
export function hue(id: string): number {
  let hash = 0x811c9dc5;
  for (const unit of id) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % HUES;
}

/** One or two letters of a name; of a Korean, Chinese or Japanese name the last two, which people call each other by. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => word !== "");
  const first = words[0];
  if (first === undefined) return "?";
  const letters = [...first];
  if (/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(first)) return letters.slice(-2).join("");
  const last = words.length > 1 ? [...(words[words.length - 1] ?? "")][0] ?? "" : "";
  return ((letters[0] ?? "") + last).toLocaleUpperCase();
}
