export interface Span {
  readonly text: string;
  readonly href?: string;
}

const LINK = /https?:\/\/[^\s<>"'`{}|\\^]+/gi;
const TRAILING = /[.,:;!?*_~…。，、！？]+$/;

/** Splits a text at its web addresses. Only http and https become links, and only when they parse as such. */
export function spans(text: string): Span[] {
  const result: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = trim(match[0]);
    const href = safe(address);
    if (href === undefined) continue;
    if (match.index > from) result.push({ text: text.slice(from, match.index) });
    result.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) result.push({ text: text.slice(from) });
  return result;
}

/** A sentence's full stop and a bracket opened before the address do not belong to it. */
function trim(address: string): string {
  let result = address.replace(TRAILING, "");
  while (result.endsWith(")") && count(result, ")") > count(result, "(")) {
    result = result.slice(0, -1).replace(TRAILING, "");
  }
  return result;
}

const count = (text: string, character: string) => text.split(character).length - 1;

function safe(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const web = url.protocol === "http:" || url.protocol === "https:";
  // A user name before the host is how a link pretends to lead elsewhere.
  return web && url.username === "" && url.password === "" ? url.href : undefined;
}
