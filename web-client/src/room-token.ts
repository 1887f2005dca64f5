import type { Account } from "./account.ts";
import * as rest from "./rest.ts";

/** What opens one room: asked for once, and again after a failure or when it no longer opens it. */
export class RoomToken {
  #asked: Promise<string> | undefined;

  constructor(private readonly roomId: string, private readonly account: Pick<Account, "signedIn" | "bearer">) {}

  /** Whoever asks meanwhile gets the same. */
  value(): Promise<string> {
    if (this.#asked !== undefined) return this.#asked;
    const asked = this.#fetch();
    asked.catch(() => {
      if (this.#asked === asked) this.#asked = undefined; // the next one who asks tries again
    });
    return this.#asked = asked;
  }

  /** The next one who asks gets a new one. */
  forget(): void {
    this.#asked = undefined;
  }

  /** Without a name: the join says it, and it may still change until then. */
  #fetch(): Promise<string> {
    const ask = (bearer?: string) => rest.roomToken(this.roomId, undefined, bearer);
    return this.account.signedIn ? this.account.bearer().then(ask) : ask(); // a guest's request leaves at once
  }
}
