import { RoomToken } from "../src/room-token.ts";
import { equal } from "./assert.ts";

/** Answers requests for tokens: token-1, token-2 … or a failure. */
async function withServer(test: (server: { asked: number; away: boolean }) => Promise<void>): Promise<void> {
  const server = { asked: 0, away: false };
  const original = globalThis.fetch;
  globalThis.fetch = () => {
    server.asked++;
    if (server.away) return Promise.reject(new TypeError("no network"));
    return Promise.resolve(new Response(JSON.stringify({ token: `token-${server.asked}` }), { status: 201 }));
  };
  try {
    await test(server);
  } finally {
    globalThis.fetch = original;
  }
}

const guest = { signedIn: false, bearer: () => Promise.resolve(undefined) };

Deno.test("whoever asks for the token gets the same one until it is forgotten", async () => {
  await withServer(async (server) => {
    const token = new RoomToken("weekly", guest);
    equal(await Promise.all([token.value(), token.value()]), ["token-1", "token-1"]);
    equal(await token.value(), "token-1");
    token.forget();
    equal(await token.value(), "token-2");
    equal(server.asked, 2);
  });
});

Deno.test("a token that could not be had is asked for again", async () => {
  await withServer(async (server) => {
    server.away = true;
    const token = new RoomToken("weekly", guest);
    equal(await token.value().catch(() => "none"), "none");
    server.away = false;
    equal(await token.value(), "token-2");
  });
});

Deno.test("a late failure does not take the token of a newer request away", async () => {
  await withServer(async (server) => {
    server.away = true;
    const token = new RoomToken("weekly", guest);
    const late = token.value().catch(() => "none");
    token.forget();
    server.away = false;
    const fresh = token.value();
    equal(await late, "none");
    equal(await Promise.all([fresh, token.value()]), ["token-2", "token-2"]);
    equal(server.asked, 2);
  });
});
