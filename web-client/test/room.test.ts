import type { ChatMessage, MediaFlags, Participant, ServerMessage } from "../src/protocol/messages.ts";
import { type Action, initialRoom, reduce, type RoomState } from "../src/state/room.ts";
import { equal, ok } from "./assert.ts";

const media: MediaFlags = { microphone: true, camera: true, screen: false, screenAudio: false };
const person = (id: string, change: Partial<MediaFlags> = {}): Participant => (
  { id, name: id.toUpperCase(), role: "participant", media: { ...media, ...change }, connected: true }
);
const line = (number: number, participant: string, clientMessageId?: string): ChatMessage => ({
  number,
  id: `m-${number}`,
  participant,
  name: participant,
  text: `text ${number}`,
  at: "2026-11-21T09:00:00Z",
  ...(clientMessageId === undefined ? {} : { clientMessageId }),
});
const server = (message: ServerMessage): Action => ({ type: "server", message, now: 1000, iso: "2026-11-21T09:00:00Z" });
const run = (state: RoomState, ...actions: Action[]) => actions.reduce(reduce, state);
const joined = (people: Participant[] = [person("me")], chat: ChatMessage[] = []): Action =>
  server({
    type: "joined",
    n: 1,
    participant: "me",
    role: "participant",
    room: { id: "r", name: "Weekly" },
    resume: { secret: "s", windowSeconds: 60 },
    participants: people,
    chat,
    iceServers: [],
  });
const inside = (people?: Participant[], chat?: ChatMessage[]) => run(initialRoom, { type: "joining" }, joined(people, chat));

Deno.test("joining, joined, lost, resumed", () => {
  const phases = [initialRoom];
  for (
    const action of [
      { type: "joining" },
      joined(),
      { type: "lost", retryAt: 5 },
      server({ type: "resumed", n: 9, missed: 0 }),
    ] as Action[]
  ) phases.push(reduce(phases[phases.length - 1] ?? initialRoom, action));
  equal(phases.map(({ phase }) => phase), ["prejoin", "joining", "joined", "reconnecting", "joined"]);
});

Deno.test("a server that is away before the first join keeps the page of joining", () => {
  const state = run(initialRoom, { type: "joining" }, { type: "lost", retryAt: 7 });
  equal([state.phase, state.retryAt], ["joining", 7]);
});

Deno.test("everyone sees that the room is recorded, newcomers too", () => {
  const recording = { id: "k", state: "recording", startedAt: "2026-11-21T09:00:00Z" } as const;
  const on = reduce(inside(), server({ type: "recording", n: 2, recording }));
  equal([on.recording?.state, on.toasts[0]?.kind], ["recording", "recording-on"]);
  const paused = reduce(on, server({ type: "recording", n: 3, recording: { ...recording, state: "paused" } }));
  equal(paused.recording?.state, "paused");
  const off = reduce(paused, server({ type: "recording", n: 4 }));
  equal([off.recording, off.toasts[off.toasts.length - 1]?.kind], [undefined, "recording-stopped"]);
});

Deno.test("people come, change and go", () => {
  const state = run(
    inside(),
    server({ type: "participant-joined", n: 2, participant: person("b"), count: 2 }),
    server({ type: "participant-changed", n: 3, participant: person("b", { microphone: false }) }),
  );
  equal(state.participants.map(({ id }) => id), ["me", "b"]);
  equal(state.participants[1]?.media.microphone, false);
  const left = reduce(state, server({ type: "participant-left", n: 4, participant: "b", reason: "left", count: 1 }));
  equal(left.participants.map(({ id }) => id), ["me"]);
});

Deno.test("joins are told in a small meeting and not in a large one, nor when somebody only came back", () => {
  const small = reduce(inside(), server({ type: "participant-joined", n: 2, participant: person("b"), count: 2 }));
  equal(small.toasts.map(({ kind, name }) => `${kind} ${name}`), ["joined B"]);
  const crowd = inside(Array.from({ length: 10 }, (_, i) => person(i === 0 ? "me" : `p${i}`)));
  const large = reduce(crowd, server({ type: "participant-joined", n: 2, participant: person("b"), count: 11 }));
  equal(large.toasts, []);
  const replaced = reduce(small, server({ type: "participant-left", n: 3, participant: "b", reason: "replaced", count: 1 }));
  equal(replaced.toasts.length, 1);
});

Deno.test("a message of one's own waits until the server has numbered it", () => {
  const sent = reduce(inside(), { type: "chat-sent", clientMessageId: "c-1", text: "Hello" });
  equal(sent.chat.pending.map(({ text }) => text), ["Hello"]);
  const confirmed = reduce(sent, server({ type: "chat", n: 5, message: line(13, "me", "c-1") }));
  equal(confirmed.chat.pending, []);
  equal(confirmed.chat.entries.length, 1);
  equal(confirmed.chat.unread, 0);
});

Deno.test("the history after a rejoin repeats nothing and settles what was pending", () => {
  const before = run(
    inside([person("me")], [line(11, "b"), line(12, "b")]),
    { type: "chat-sent", clientMessageId: "c-1", text: "x" },
    joined([person("me")], [line(11, "b"), line(12, "b"), line(13, "me", "c-1"), line(14, "b")]),
  );
  equal(before.chat.entries.map((entry) => "number" in entry && entry.number), [11, 12, 13, 14]);
  equal(before.chat.pending, []);
});

Deno.test("unread counts what came while the chat was closed, not the history", () => {
  const state = run(
    inside([person("me")], [line(1, "b"), line(2, "b")]),
    server({ type: "chat", n: 2, message: line(3, "b") }),
    server({ type: "chat", n: 3, message: line(4, "b") }),
  );
  equal(state.chat.unread, 2);
  const open = reduce(state, { type: "panel", panel: "chat" });
  equal(open.chat.unread, 0);
  equal(reduce(open, server({ type: "chat", n: 4, message: line(5, "b") })).chat.unread, 0);
});

Deno.test("a refused message is marked, not lost", () => {
  const state = run(
    inside(),
    { type: "chat-sent", clientMessageId: "c-1", text: "Hello" },
    server({ type: "error", n: 2, code: "too-fast", to: "chat" }),
  );
  equal(state.chat.pending.map(({ failed }) => failed), [true]);
  equal(state.toasts.map(({ kind }) => kind), ["too-fast"]);
});

Deno.test("a full room ends the attempt with its own words", () => {
  const state = run(initialRoom, { type: "joining" }, server({ type: "error", n: 1, code: "room-full", to: "join" }));
  equal([state.phase, state.ended], ["left", "room-full"]);
});

Deno.test("the first reason of an end stays", () => {
  const state = run(inside(), { type: "ended", why: "kicked" }, { type: "ended", why: "left" });
  equal(state.ended, "kicked");
});

Deno.test("who writes is shown until the message is there", () => {
  const writing = reduce(inside([person("me"), person("b")]), server({ type: "typing", n: 2, participant: "b", active: true }));
  equal(writing.typing, ["b"]);
  equal(reduce(writing, server({ type: "chat", n: 3, message: line(1, "b") })).typing, []);
});

Deno.test("one's own switches change one's own tile at once", () => {
  const state = reduce(inside(), { type: "media", media: { camera: false } });
  equal(state.participants[0]?.media.camera, false);
});

Deno.test("an unknown message changes nothing", () => {
  const state = inside();
  ok(reduce(state, server({ type: "confetti", n: 2 } as unknown as ServerMessage)) === state);
});
