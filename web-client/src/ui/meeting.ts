import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { BarSize } from "./bar.ts";
import { iconButton } from "./buttons.ts";
import { live, PageElement } from "./element.ts";
import { icon } from "./icon.ts";
import { Keys } from "./keys.ts";
import type { Panel } from "../state/room.ts";
import type { Visit } from "./visit.ts";
import "./bar.ts";
import "./chat.ts";
import "./connection-mark.ts";
import "./people.ts";
import "./reconnecting.ts";
import "./settings.ts";
import "./sound.ts";
import "./stage.ts";
import "./toasts.ts";

const SHEET = matchMedia("(max-width: 719px)"); // there a panel covers the meeting
const PANEL_PX = 360;
const WORDS_FROM = 800;
const ALL_FROM = 640;
const LOW_PX = 440;

/** The meeting: stage, bar, panel, and what lies over them. */
export class MeetingElement extends PageElement {
  static override properties = { visit: live, settings: { state: true } };

  declare visit: Visit;
  declare settings: boolean;
  #panel: Panel = "none";
  #silence = () => {};
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.settings = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("resize", this.#onResize);
    this.#silence = new Keys(this).listen();
    this.#clock = setInterval(() => this.#tick(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("resize", this.#onResize);
    this.#silence();
    clearInterval(this.#clock);
  }

  help(): void {
    this.settings = true;
  }

  override render(): TemplateResult {
    const { visit } = this;
    const { panel, phase, roomName } = visit.state;
    const bar = this.#bar();
    return html`<main class="meeting" data-panel=${panel} @settings-wanted=${this.help} @settings-closed=${() => (this.settings = false)}>
      <header class="top">
        <h1>${roomName}</h1><time class="length"></time>
        ${visit.local.on("screen") ? html`<span class="sharing">${icon("screen")}<span>${t("share.active")}</span></span>` : nothing}
        <span class="spring"></span>
        ${this.#recording()}
        <moim-connection-mark .visit=${visit}></moim-connection-mark>
        ${bar === "few" ? nothing : this.#layout()}
      </header>
      <moim-stage class="stage" .visit=${visit} ?inert=${phase === "reconnecting"}></moim-stage>
      ${panel === "none" ? nothing : this.#aside()}
      <moim-bar .size=${bar} .visit=${visit}></moim-bar>
      ${phase === "reconnecting" ? html`<moim-reconnecting .visit=${visit}></moim-reconnecting>` : nothing}
      <moim-toasts .visit=${visit}></moim-toasts>
      <moim-sound .visit=${visit}></moim-sound>
      ${this.settings ? html`<moim-settings .visit=${visit}></moim-settings>` : nothing}
    </main>`;
  }

  override updated(): void {
    this.#tick();
    const { panel } = this.visit.state;
    if (panel === this.#panel) return;
    const before = this.#panel;
    this.#panel = panel;
    if (panel !== "none") this.querySelector<HTMLElement>(".panel h2")?.focus();
    else if (document.activeElement === document.body) this.#opener(before)?.focus();
  }

  /** Who closes a panel by the keyboard goes on where it was opened. */
  #opener(panel: Panel): HTMLElement | null {
    return this.querySelector(panel === "chat" ? "[data-testid=chat-toggle]" : "[data-testid=participants]");
  }

  #bar(): BarSize {
    const beside = this.visit.state.panel !== "none" && !SHEET.matches;
    const room = innerWidth - (beside ? PANEL_PX : 0);
    if (room < ALL_FROM) return "few";
    return room < WORDS_FROM || innerHeight < LOW_PX ? "icons" : "words";
  }

  #aside(): TemplateResult {
    const { visit } = this;
    const chat = visit.state.panel === "chat";
    const title = chat ? t("chat.title") : `${t("people.title")} (${visit.state.participants.length})`;
    return html`<aside class="panel" aria-label=${title}>
      <header><h2 tabindex="-1">${title}</h2>${iconButton({ icon: "x", label: t("panel.close"), onClick: () => visit.setPanel("none") })}</header>
      ${chat ? html`<moim-chat .visit=${visit}></moim-chat>` : html`<moim-people .visit=${visit}></moim-people>`}
    </aside>`;
  }

  /** What everyone must know: a red dot and the word. */
  #recording(): TemplateResult | typeof nothing {
    const state = this.visit.state.recording?.state;
    if (state === undefined) return nothing;
    const word = state === "paused" ? t("recording.paused") : t("recording.on");
    return html`<span class="recording" role="status" data-testid="recording" data-state=${state}>
      <span class="dot" aria-hidden="true"></span><span>${word}</span>
    </span>`;
  }

  #layout(): TemplateResult {
    const grid = this.visit.state.layout === "grid";
    return iconButton({
      testId: "layout",
      icon: grid ? "speaker" : "grid",
      label: grid ? t("bar.layoutSpeaker") : t("bar.layoutGrid"),
      onClick: () => this.visit.setLayout(grid ? "speaker" : "grid"),
    });
  }

  #tick(): void {
    const time = this.querySelector<HTMLElement>(".length");
    if (time) time.textContent = duration(performance.now() - this.visit.state.joinedAt);
  }

  #onResize = () => this.requestUpdate();
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

customElements.define("moim-meeting", MeetingElement);
