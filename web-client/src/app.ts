// Wiring only: which page, and what its components may ask.
import { html, render, type TemplateResult } from "lit";
import { Account } from "./account.ts";
import { type Key, pickLanguage, speak, t } from "./i18n/index.ts";
import { counters } from "./media/session.ts";
import { forgetRoom, preferences } from "./preferences.ts";
import * as rest from "./rest.ts";
import { roomOfInput, roomOfPath } from "./state/room-link.ts";
import { APPEARANCE } from "./ui/appearance.ts";
import type { Start } from "./ui/home.ts";
import { SignInEvent } from "./ui/sign-in.ts";
import { Visiting } from "./visiting.ts";
import "./ui/home.ts";
import "./ui/room.ts";

// For system tests: how many offers this page has made, and how often the browser asked for another one.
Object.defineProperty(globalThis, "moim", { value: counters });

const account = new Account();
let frame = 0;
const roomId = roomOfPath(location.pathname);
const supported = typeof RTCPeerConnection === "function" && typeof WebSocket === "function";
const visiting = roomId === undefined || !supported ? undefined : new Visiting(roomId, account, drawSoon);
const systemDark = matchMedia("(prefers-color-scheme: dark)");

const start: Start = {
  get signedIn() {
    return account.signedIn;
  },
  get setupCode() {
    return new URLSearchParams(location.hash.slice(1)).get("setup") ?? "";
  },
  get recent() {
    return preferences().recent;
  },
  async startMeeting(name) {
    try {
      const bearer = await account.bearer();
      if (bearer === undefined) return draw(), t("home.failed");
      location.assign(`/r/${encodeURIComponent(await rest.createRoom(name, bearer))}`);
      return undefined;
    } catch (failure) {
      return explain(failure, { 401: "home.mayNotStart", 403: "home.mayNotStart" });
    }
  },
  open(linkOrCode) {
    const id = roomOfInput(linkOrCode, location.origin);
    if (id !== undefined) location.assign(`/r/${id}`);
    return id !== undefined;
  },
  async setUp(username, password) {
    try {
      await account.setUp(start.setupCode, username, password);
      history.replaceState(null, "", "/"); // the code has served
      draw();
      return undefined;
    } catch (failure) {
      const used: Key = "setup.used";
      return explain(failure, { 400: "setup.invalid", 422: "setup.invalid", 401: used, 403: used, 404: used, 409: used, 410: used });
    }
  },
  async signOut() {
    await account.signOut();
    draw();
  },
  forget(id) {
    forgetRoom(id);
    draw();
  },
};

function explain(failure: unknown, words: Readonly<Record<number, Key>>): string {
  const status = failure instanceof rest.RestError ? failure.status : -1;
  const common: Readonly<Record<number, Key>> = { 0: "home.away", 429: "home.tooMany", 503: "home.away" };
  return t(words[status] ?? common[status] ?? "home.failed");
}

/** Once for each frame, however much happened: a page that draws at every message keeps the next ones waiting. */
function drawSoon(): void {
  if (document.hidden) return draw(); // there are no frames
  frame ||= requestAnimationFrame(onFrame);
}

function onFrame(): void {
  if (visiting?.awaitsAnswer) frame = requestAnimationFrame(onFrame);
  else draw();
}

function draw(): void {
  cancelAnimationFrame(frame);
  frame = 0;
  const { language, theme } = preferences();
  speak(pickLanguage(language, navigator.languages));
  const root = document.documentElement;
  root.lang = pickLanguage(language, navigator.languages);
  const automatic = roomId !== undefined ? "dark" : systemDark.matches ? "dark" : "light";
  root.dataset["theme"] = theme === "auto" ? automatic : theme;
  const name = visiting?.state.roomName ?? "";
  document.title = name === "" ? t("app.name") : t("app.title", { name });
  if (roomId !== undefined) document.body.dataset["state"] = visiting?.state.phase ?? "prejoin";
  render(page(), document.body);
}

function page(): TemplateResult {
  if (visiting) return html`<moim-room .visit=${visiting}></moim-room>`;
  if (roomId === undefined) return html`<moim-home .start=${start}></moim-home>`;
  return html`<main class="left-page"><h1 role="alert">${t("prejoin.unsupported")}</h1></main>`;
}

addEventListener(SignInEvent.kind, async (event) => {
  const { username, password, done } = event as SignInEvent;
  try {
    await account.signIn(username, password);
    done();
    if (visiting) visiting.look();
    else location.assign("/");
  } catch (failure) {
    done(explain(failure, { 400: "home.wrongPassword", 401: "home.wrongPassword", 403: "home.wrongPassword" }));
  }
});
addEventListener(APPEARANCE, draw);
addEventListener("hashchange", draw);
systemDark.addEventListener("change", draw);
draw();
