/** What the relay's address may begin and end with, by the word for it. */
const WAYS: Readonly<Record<string, (url: string) => boolean>> = {
  "1": () => true,
  udp: (url) => url.startsWith("turn:") && url.endsWith("transport=udp"),
  tcp: (url) => url.startsWith("turn:") && url.endsWith("transport=tcp"),
  tls: (url) => url.startsWith("turns:"),
};

/** The one that reaches furthest first: what lets nothing but HTTPS through lets this through. */
const FURTHEST = ["tls", "tcp", "udp"];

/**
 * Whether media may take every path or the relay's only. `?relay=1` in the page's address asks for the relay, `udp`,
 * `tcp` and `tls` for one way to it: with that an operator tests the way in through a firewall.
 */
export class RelayWish {
  readonly only: boolean;
  readonly #fits: (url: string) => boolean;

  constructor(search: string) {
    const word = new URLSearchParams(search).get("relay") ?? "";
    const way = Object.hasOwn(WAYS, word) ? WAYS[word] : undefined;
    this.only = way !== undefined;
    this.#fits = way ?? (() => true);
  }

  /**
   * What a join begins with. Where media may take every path one way is enough, the one that helps most where no direct
   * path leads: each is one more relay for everyone who does not need it.
   */
  begin(servers: readonly RTCIceServer[]): RTCIceServer[] {
    if (this.only) return this.choose(servers);
    const urls = servers.flatMap((server) => [server.urls].flat());
    const best = FURTHEST.map((way) => urls.find((url) => WAYS[way]?.(url))).find((url) => url !== undefined);
    return servers.filter((server) => best !== undefined && [server.urls].flat().includes(best))
      .map((server) => ({ ...server, urls: [best ?? ""] }));
  }

  /** The servers with the ways that are wanted. */
  choose(servers: readonly RTCIceServer[]): RTCIceServer[] {
    return servers
      .map((server) => ({ ...server, urls: [server.urls].flat().filter(this.#fits) }))
      .filter(({ urls }) => urls.length > 0);
  }
}
