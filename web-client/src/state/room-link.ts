const ID = /^[A-Za-z0-9_-]{4,64}$/;

/** The room of a page's path, or undefined on any other page. */
export function roomOfPath(path: string): string | undefined {
  const [, id] = /^\/r\/([^/]+)\/?$/.exec(path) ?? [];
  return id !== undefined && ID.test(id) ? id : undefined;
}

/** The room a person means by a pasted link or code; undefined when it is neither. A link elsewhere is not ours. */
export function roomOfInput(input: string, origin: string): string | undefined {
  if (ID.test(input)) return input;
  const address = /^https?:\/\//i.test(input) ? input : `https://${input}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.host === new URL(origin).host ? roomOfPath(url.pathname) : undefined;
}
