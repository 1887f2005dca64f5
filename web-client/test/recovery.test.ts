import { Recovery, type RestartOffer } from "../src/media/recovery.ts";
import { RelayWish } from "../src/media/relay.ts";
import { equal, ok } from "./assert.ts";
import { FakeClock, settle } from "./fake-clock.ts";

const FIRST = { urls: ["turn:first:3478?transport=udp"] };
const FRESH = { urls: ["turn:fresh:3478?transport=udp"] };

class FakePath {
  connected = false;
  spoilt = false;
  readonly restarts: RTCIceServer[][] = [];

  restart(iceServers: RTCIceServer[]): Promise<RestartOffer> {
    this.restarts.push(iceServers);
    return Promise.resolve({ id: this.restarts.length, sdp: "v=0", tracks: [] });
  }
}

class Rig {
  readonly clock = new FakeClock();
  path = new FakePath();
  told = true;
  asked = 0;
  answer: () => Promise<RTCIceServer[]> = () => Promise.resolve([FRESH]);
  readonly offers: number[] = [];
  hopeless = 0;
  readonly recovery: Recovery;

  constructor(search = "") {
    this.recovery = new Recovery(this.clock, new RelayWish(search), {
      path: () => this.path,
      canTell: () => this.told,
      iceServers: () => {
        this.asked++;
        return this.answer();
      },
      onRestart: ({ id }) => this.offers.push(id),
      onHopeless: () => this.hopeless++,
    });
  }
}

Deno.test("a path that comes in time is left alone", async () => {
  const rig = new Rig();
  rig.recovery.onJoined([FIRST]);
  await rig.clock.pass(4_000);
  rig.path.connected = true;
  rig.recovery.onState("connected");
  await rig.clock.pass(60_000);
  equal(rig.path.restarts.length, 0);
});

Deno.test("a path that does not come is restarted with the relays of the join, then with fresh ones", async () => {
  const rig = new Rig();
  rig.recovery.onJoined([FIRST]);
  await rig.clock.pass(5_000);
  equal(rig.path.restarts, [[FIRST]]);
  equal(rig.asked, 0);
  await rig.clock.pass(5_000);
  equal(rig.path.restarts, [[FIRST], [FRESH]]);
  equal(rig.offers, [1, 2]);
});

Deno.test("two restarts that do not help end in a new stay", async () => {
  const rig = new Rig();
  rig.recovery.onJoined([FIRST]);
  await rig.clock.pass(15_000);
  equal(rig.path.restarts.length, 2);
  equal(rig.hopeless, 1);
});

Deno.test("a path that came back may break as often again", async () => {
  const rig = new Rig();
  rig.recovery.onJoined([FIRST]);
  for (let i = 0; i < 5; i++) {
    rig.path.connected = true;
    rig.recovery.onState("connected");
    rig.path.connected = false;
    rig.recovery.onState("disconnected");
    await rig.clock.pass(5_000);
  }
  equal(rig.path.restarts.length, 5);
  equal(rig.hopeless, 0);
});

Deno.test("a path that mends itself within the patience needs no restart", async () => {
  const rig = new Rig();
  rig.recovery.onState("disconnected");
  await rig.clock.pass(3_000);
  rig.path.connected = true;
  rig.recovery.onState("connected");
  await rig.clock.pass(10_000);
  equal(rig.path.restarts.length, 0);
});

Deno.test("without a socket nothing is restarted; the resume does it", async () => {
  const rig = new Rig();
  rig.told = false;
  rig.recovery.onState("failed");
  await settle();
  equal(rig.path.restarts.length, 0);
  rig.told = true;
  rig.recovery.onResumed();
  await settle();
  equal(rig.path.restarts.length, 1);
});

Deno.test("no relay is no obstacle", async () => {
  const rig = new Rig();
  rig.answer = () => Promise.reject(new Error("away"));
  rig.recovery.onState("failed");
  await settle();
  equal(rig.path.restarts, [[]]);
});

Deno.test("a connection that no restart brings to life is replaced, and not at once again and again", async () => {
  const rig = new Rig();
  rig.recovery.onJoined([FIRST]);
  rig.path.spoilt = true;
  rig.recovery.onState("failed");
  await settle();
  equal(rig.hopeless, 0);
  await rig.clock.pass(5_000);
  equal(rig.hopeless, 1);
  equal(rig.path.restarts.length, 0);
});

Deno.test("a session that was replaced meanwhile is not offered", async () => {
  const rig = new Rig();
  rig.recovery.onState("failed");
  rig.path = new FakePath();
  await settle();
  equal(rig.offers, []);
  ok(rig.path.restarts.length === 0);
});
