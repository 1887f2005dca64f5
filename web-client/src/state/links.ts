export interface Span {
  readonly text: string;
  readonly href?: string;
}

const LINK = /https?:\/\/[^\s<>"'`{}|\\^]+/gi;
const TRAILING = new Set(".,:;!?*_~…。，、！？");
const LONGEST = 2_000; // characters; what is longer is no address that a person sends

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

/** A sentence's full stop and a bracket opened before the address do not belong to it. One walk, however long it is. */
function trim(address: string): string {
  let unopened = 0;
  for (const character of address) unopened += character === ")" ? 1 : character === "(" ? -1 : 0;
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    if (last === ")" && unopened > 0) unopened--;
    else if (!TRAILING.has(last)) break;
  }
  return address.slice(0, end);
}

function safe(address: string): string | undefined {
  if (address.length > LONGEST || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const web = url.protocol === "http:" || url.protocol === "https:";
  // A user name before the host is how a link pretends to lead elsewhere.
  return web && url.username === "" && url.password === "" ? url.href : undefined;
}
