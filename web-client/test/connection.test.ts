import { Connection, Refused, type Socket } from "../src/protocol/connection.ts";
import type { Join, ServerMessage } from "../src/protocol/messages.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { equal, ok } from "./assert.ts";

class FakeSocket {
  sent: Record<string, unknown>[] = [];
  closed: number | undefined;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send = (text: string) => void this.sent.push(JSON.parse(text));
  close = (code: number) => void (this.closed = code);
  say = (message: Record<string, unknown>) => this.onmessage?.({ data: JSON.stringify(message) });
  types = () => this.sent.map(({ type }) => type);
}

const join: Join = {
  type: "join",
  name: "Mina",
  media: { microphone: true, camera: true, screen: false, screenAudio: false },
};
const joined = (secret = "s3cret") => ({ type: "joined", n: 1, participant: "p-1", resume: { secret, windowSeconds: 60 } });

class Rig {
  clock = new FakeClock();
  sockets: FakeSocket[] = [];
  fresh: boolean[] = [];
  events: string[] = [];
  messages: ServerMessage[] = [];
  refuse: Error | undefined;
  connection = new Connection(
    (fresh) => {
      this.fresh.push(fresh);
      if (this.refuse) return Promise.reject(this.refuse);
      const socket = new FakeSocket();
      this.sockets.push(socket);
      return Promise.resolve(socket as unknown as Socket);
    },
    this.clock,
    {
      onMessage: (message) => this.messages.push(message),
      onLost: (delay) => this.events.push(`lost ${delay}`),
      onRetry: () => this.events.push("retry"),
      onJoinNeeded: () => this.events.push("join-needed"),
      onFarewell: (why) => this.events.push(`farewell ${why}`),
    },
  );

  get socket(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1];
    ok(socket, "no socket was opened");
    return socket;
  }

  async enter(): Promise<void> {
    this.connection.join(join);
    await settle();
    this.socket.onopen?.();
    this.socket.say(joined());
  }
}

Deno.test("a join goes out as soon as the socket is open", async () => {
  const rig = new Rig();
  rig.connection.join(join);
  await settle();
  equal(rig.socket.sent, []);
  rig.socket.onopen?.();
  equal(rig.socket.types(), ["join"]);
});

Deno.test("a warm socket is used by the join, and given back when none comes", async () => {
  const rig = new Rig();
  rig.connection.warm();
  await settle();
  rig.socket.onopen?.();
  equal(rig.socket.types(), []);
  rig.connection.join(join);
  equal(rig.socket.types(), ["join"]);

  const idle = new Rig();
  idle.connection.warm();
  await settle();
  idle.socket.onopen?.();
  await idle.clock.pass(9_000);
  ok(idle.socket.closed !== undefined, "the server would close it after 10 s");
  equal(idle.events, []);
  idle.connection.join(join);
  await settle();
  equal(idle.sockets.length, 2);
});

Deno.test("a warm socket that fails says nothing", async () => {
  const rig = new Rig();
  rig.refuse = new Refused("room-not-found");
  rig.connection.warm();
  await settle();
  equal(rig.events, []);
});

Deno.test("after a break the stay is resumed with its secret and the highest number", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.socket.say({ type: "speaker", n: 2 });
  rig.socket.say({ type: "speaker", n: 3 });
  rig.socket.onclose?.({ code: 1006 });
  equal(rig.events, ["lost 1000"]);
  await rig.clock.pass(1_000);
  rig.socket.onopen?.();
  equal(rig.socket.sent, [{ type: "resume", secret: "s3cret", n: 3 }]);
});

Deno.test("what was missed follows a resumed message that has a higher number", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.socket.onclose?.({ code: 1006 });
  await rig.clock.pass(1_000);
  rig.socket.onopen?.();
  rig.socket.say({ type: "resumed", n: 4, missed: 2 });
  rig.socket.say({ type: "speaker", n: 2 });
  rig.socket.say({ type: "speaker", n: 3 });
  rig.socket.say({ type: "speaker", n: 5 });
  equal(rig.messages.map((message) => "n" in message && message.n), [1, 4, 2, 3, 5]);
});

Deno.test("a message that came before is not told twice", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.socket.say({ type: "speaker", n: 2 });
  rig.socket.say({ type: "speaker", n: 2 });
  rig.socket.say({ type: "pong", id: 1 });
  equal(rig.messages.map(({ type }) => type), ["joined", "speaker"]);
});

Deno.test("acknowledges within five seconds, once, and only news", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.socket.say({ type: "speaker", n: 2 });
  rig.socket.say({ type: "speaker", n: 3 });
  await rig.clock.pass(5_000);
  equal(rig.socket.sent.filter(({ type }) => type === "ack"), [{ type: "ack", n: 3 }]);
  await rig.clock.pass(8_000);
  equal(rig.socket.sent.filter(({ type }) => type === "ack").length, 1);
});

Deno.test("a resume that fails becomes a join in the place of the old stay, on the same socket", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.socket.onclose?.({ code: 1006 });
  await rig.clock.pass(1_000);
  rig.socket.onopen?.();
  rig.socket.say({ type: "error", n: 1, code: "resume-failed", to: "resume" });
  equal(rig.events, ["lost 1000", "retry", "join-needed"]);
  rig.connection.join(join);
  equal(rig.socket.sent[1], { ...join, replaces: "s3cret" });
  rig.socket.say(joined("other"));
  rig.socket.say({ type: "speaker", n: 2 });
  equal(rig.messages.map(({ type }) => type), ["joined", "joined", "speaker"]);
  equal(rig.sockets.length, 2);
});

Deno.test("hears that a join after a refused resume is refused", async () => {
  const rig = new Rig();
  await rig.enter();
  for (let n = 2; n < 9; n++) rig.socket.say({ type: "speaker", n });
  rig.socket.onclose?.({ code: 1006 });
  await rig.clock.pass(1000);
  rig.socket.onopen?.();
  rig.socket.say({ type: "error", n: 1, code: "resume-failed", to: "resume" });
  rig.connection.join(join);
  rig.socket.say({ type: "error", n: 2, code: "room-full", to: "join" });
  equal(rig.messages.at(-1), { type: "error", n: 2, code: "room-full", to: "join" } as unknown as ServerMessage);
});

Deno.test("a join that went down with the socket is asked for again", async () => {
  const rig = new Rig();
  rig.connection.join(join);
  await settle();
  rig.socket.onopen?.();
  rig.socket.onclose?.({ code: 1006 });
  equal(rig.events, ["lost 1000", "join-needed"]);
});

Deno.test("waits longer after each failure, and starts again from one second after a success", async () => {
  const rig = new Rig();
  rig.connection.join(join);
  for (let i = 0; i < 7; i++) {
    await settle();
    rig.socket.onclose?.({ code: 1006 });
    await rig.clock.pass(Number(rig.events.at(-1)?.split(" ")[1]));
  }
  equal(
    rig.events.filter((event) => event.startsWith("lost")),
    ["lost 1000", "lost 2000", "lost 4000", "lost 8000", "lost 16000", "lost 30000", "lost 30000"],
  );
  rig.socket.onopen?.();
  rig.socket.say(joined());
  rig.socket.onclose?.({ code: 1001 });
  equal(rig.events.at(-1), "lost 1000");
});

Deno.test("a handshake that was refused is tried again with a fresh token", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.socket.onclose?.({ code: 1006 });
  await rig.clock.pass(1_000);
  rig.socket.onclose?.({ code: 1006 }); // never opened
  await rig.clock.pass(2_000);
  equal(rig.fresh, [false, false, true]);
});

Deno.test("silence is answered by a ping, and by a new socket when there is no pong", async () => {
  const rig = new Rig();
  await rig.enter();
  await rig.clock.pass(15_000);
  equal(rig.socket.types().filter((type) => type === "ping"), ["ping"]);
  rig.socket.say({ type: "pong", id: 1 });
  await rig.clock.pass(12_000);
  equal(rig.events, []);
  await rig.clock.pass(13_000);
  equal(rig.events, ["lost 1000"]);
  ok(rig.sockets[0]?.closed !== 1000, "1000 would say that the person left");
});

Deno.test("final close codes end it, others do not", async () => {
  for (
    const [code, why] of [[4003, "kicked"], [4004, "room-ended"], [4005, "resumed-elsewhere"], [4006, "token-revoked"], [
      4001,
      "too-many",
    ]] as const
  ) {
    const rig = new Rig();
    await rig.enter();
    rig.socket.onclose?.({ code });
    equal(rig.events, [`farewell ${why}`]);
    await rig.clock.pass(60_000);
    equal(rig.sockets.length, 1, String(code));
  }
  for (const code of [1001, 1009, 1011, 4000, 4002]) {
    const rig = new Rig();
    await rig.enter();
    rig.socket.onclose?.({ code });
    equal(rig.events, ["lost 1000"], String(code));
  }
});

Deno.test("a room that does not exist ends the attempts; a server that is away does not", async () => {
  const gone = new Rig();
  gone.refuse = new Refused("room-not-found");
  gone.connection.join(join);
  await settle();
  equal(gone.events, ["farewell room-not-found"]);

  const away = new Rig();
  away.refuse = new Error("network");
  away.connection.join(join);
  await settle();
  equal(away.events, ["lost 1000"]);
});

Deno.test("leaving says so and stays away", async () => {
  const rig = new Rig();
  await rig.enter();
  const socket = rig.socket;
  rig.connection.leave();
  equal(socket.types(), ["join", "leave"]);
  equal(socket.closed, 1000);
  await rig.clock.pass(60_000);
  equal(rig.sockets.length, 1);
  equal(rig.events, []);
});

Deno.test("a page that wakes up does not wait for the backoff", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.socket.onclose?.({ code: 1006 });
  rig.connection.poke();
  await settle();
  equal(rig.sockets.length, 2);
});

Deno.test("a hopeless path is given up and entered anew in the place of the old stay", async () => {
  const rig = new Rig();
  await rig.enter();
  rig.connection.anew();
  equal(rig.events, ["lost 1000", "join-needed"]);
  rig.connection.join(join);
  await rig.clock.pass(1_000);
  rig.socket.onopen?.();
  equal(rig.socket.sent, [{ ...join, replaces: "s3cret" }]);
});

Deno.test("what is no message is ignored", async () => {
  const rig = new Rig();
  await rig.enter();
  for (const data of ["", "{", "[]", "null", "7", '{"n":9}']) rig.socket.onmessage?.({ data });
  equal(rig.messages.length, 1);
});
