import { RelayWish } from "../src/media/relay.ts";
import { equal } from "./assert.ts";

const urls = ["turn:a.test:3478?transport=udp", "turn:a.test:8080?transport=tcp", "turns:a.test:8080?transport=tcp"];
const servers: RTCIceServer[] = [{ urls, username: "1:x", credential: "y" }];

Deno.test("without a wish every path and every way", () => {
  const wish = new RelayWish("");
  equal(wish.only, false);
  equal(wish.choose(servers), servers);
});

Deno.test("a word in the address asks for the relay, and for a way to it", () => {
  equal(new RelayWish("?relay=1").only, true);
  equal(new RelayWish("?relay=1").choose(servers), servers);
  equal(new RelayWish("?relay=udp").choose(servers), [{ ...servers[0], urls: [urls[0]!] }]);
  equal(new RelayWish("?relay=tcp").choose(servers), [{ ...servers[0], urls: [urls[1]!] }]);
  equal(new RelayWish("?relay=tls").choose(servers), [{ ...servers[0], urls: [urls[2]!] }]);
});

Deno.test("a join begins with the way that reaches furthest, or with those that are wanted", () => {
  const anyWay = new RelayWish("");
  equal(anyWay.begin(servers), [{ ...servers[0], urls: [urls[2]!] }]);
  equal(anyWay.begin([{ ...servers[0], urls: urls.slice(0, 2) }]), [{ ...servers[0], urls: [urls[1]!] }]);
  equal(anyWay.begin([{ urls: urls[0]! }]), [{ urls: [urls[0]!] }]);
  equal(anyWay.begin([]), []);
  equal(new RelayWish("?relay=1").begin(servers), servers);
  equal(new RelayWish("?relay=udp").begin(servers), [{ ...servers[0], urls: [urls[0]!] }]);
});

Deno.test("what is not known means nothing, and a way that is not offered leaves no server", () => {
  equal(new RelayWish("?relay=constructor").only, false);
  equal(new RelayWish("?relay=tls").choose([{ urls: urls[0]! }]), []);
});
