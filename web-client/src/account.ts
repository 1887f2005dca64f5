import * as rest from "./rest.ts";

// The refresh token lives in localStorage: a host opens meetings in new tabs and comes back tomorrow, and
// sessionStorage would ask for the password each time. A strict content security policy and the rule that no text of
// others ever becomes markup keep scripts away from it; it changes with every use and can be revoked on the server.
// The access token stays in memory.
const KEY = "moim.refresh";

/** Renews this long before the server would refuse. */
const MARGIN_MS = 20_000;

/** The person's sign-in, if there is one. */
export class Account {
  #access = "";
  #expiresAt = 0;

  get signedIn(): boolean {
    return stored() !== "";
  }

  async signIn(username: string, password: string): Promise<void> {
    this.#keep(await rest.login(username, password));
  }

  async setUp(code: string, username: string, password: string): Promise<void> {
    await rest.setup(code, username, password);
    await this.signIn(username, password);
  }

  async signOut(): Promise<void> {
    try {
      const bearer = await this.bearer();
      if (bearer !== undefined) await rest.logout(bearer);
    } catch {
      // The server is away, and keeps the session until it is too old. Here it is over in any case.
    } finally {
      this.#forget();
    }
  }

  /** An access token that is good for now, or undefined for a guest. */
  async bearer(): Promise<string | undefined> {
    if (this.#access !== "" && Date.now() < this.#expiresAt) return this.#access;
    if (!this.signedIn) return undefined;
    // One tab at a time: two that use the same refresh token would look like a thief.
    const renew = () => this.#renew();
    return navigator.locks ? await navigator.locks.request(KEY, renew) : await renew();
  }

  async #renew(): Promise<string | undefined> {
    if (this.#access !== "" && Date.now() < this.#expiresAt) return this.#access;
    const token = stored();
    if (token === "") return undefined;
    try {
      this.#keep(await rest.refresh(token));
      return this.#access;
    } catch (failure) {
      if (!(failure instanceof rest.RestError) || (failure.status !== 401 && failure.status !== 403)) throw failure;
      this.#forget();
      return undefined;
    }
  }

  #keep(tokens: rest.Tokens): void {
    this.#access = tokens.accessToken;
    this.#expiresAt = Date.now() + tokens.expiresIn * 1000 - MARGIN_MS;
    try {
      localStorage.setItem(KEY, tokens.refreshToken);
    } catch {
      return; // without storage the sign-in lasts as long as the page
    }
  }

  #forget(): void {
    this.#access = "";
    this.#expiresAt = 0;
    try {
      localStorage.removeItem(KEY);
    } catch {
      return; // nothing was stored
    }
  }
}

function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
