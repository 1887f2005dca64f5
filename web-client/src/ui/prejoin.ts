import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { hue, initials } from "../state/people.ts";
import { iconButton } from "./buttons.ts";
import { deviceMenu } from "./device-menu.ts";
import { live, PageElement } from "./element.ts";
import { icon } from "./icon.ts";
import { streamOf } from "./streams.ts";
import type { Visit } from "./visit.ts";
import "./level-ring.ts";
import "./sign-in.ts";

const NAMED = 3;
const NAME_LIMIT = 60;

/** Before the meeting: one's own picture, one's name, who is inside. Joining works without any device. */
export class PrejoinElement extends PageElement {
  static override properties = { visit: live, unnamed: { state: true } };

  declare visit: Visit;
  declare unnamed: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.unnamed = false;
  }

  override render(): TemplateResult {
    const { status } = this.visit.lobby;
    if (status === "missing" || status === "away") return this.#problem();
    return html`<main class="prejoin">
      <section class="preview-side">${this.#preview()}<div class="fields devices">${deviceMenu(this.visit)}</div></section>
      <section class="join-side">
        <p class="brand">${t("app.name")}</p>
        <h1>${this.visit.state.roomName || (status === "loading" ? t("prejoin.loading") : t("home.roomDefault"))}</h1>
        ${status === "sign-in" ? this.#signIn() : this.#form()}
      </section>
    </main>`;
  }

  #form(): TemplateResult {
    const joining = this.visit.state.phase === "joining";
    return html`<p class="inside">${this.#inside()}</p>
      ${
      this.visit.lobby.recorded
        ? html`<p class="recording notice" role="status" data-testid="recording">
        <span class="dot" aria-hidden="true"></span><span>${t("recording.notice")}</span>
      </p>`
        : nothing
    }
      <form @submit=${this.#join} novalidate>
        <label class="field"><span>${t("prejoin.name")}</span>
          <input
            data-testid="name-input"
            name="name"
            autocomplete="name"
            maxlength=${NAME_LIMIT}
            .value=${this.visit.name}
            ?autofocus=${this.visit.name === ""}
            aria-invalid=${this.unnamed ? "true" : nothing}
            aria-describedby="name-hint"
            @input=${() => (this.unnamed = false)}
          >
        </label>
        <p id="name-hint" class="hint" role="alert">${this.unnamed ? t("prejoin.nameNeeded") : nothing}</p>
        <button
          class="primary large"
          data-testid="join"
          ?disabled=${joining}
          @pointerenter=${() => this.visit.prepare()}
          @focus=${() => this.visit.prepare()}
        >${joining ? t("prejoin.joining") : t("prejoin.join")}</button>
        <p class="hint" role="status">${this.#waiting()}</p>
      </form>`;
  }

  #signIn(): TemplateResult {
    return html`<p>${t("prejoin.signIn")}</p><moim-sign-in></moim-sign-in>`;
  }

  #problem(): TemplateResult {
    const status = this.visit.lobby.status;
    return html`<main class="left-page">
      <h1 role="alert">${t(status === "missing" ? "prejoin.notFound" : "prejoin.away")}</h1>
      <p class="actions">
        ${
      status === "away"
        ? html`<button type="button" class="primary" @click=${() => this.visit.look()}>${t("prejoin.tryAgain")}</button>`
        : nothing
    }
        <a class="button secondary" href="/">${t("left.home")}</a>
      </p>
    </main>`;
  }

  #preview(): TemplateResult {
    const { local } = this.visit;
    const camera = local.tracks.get("camera");
    const on = local.on("camera");
    const name = this.visit.name;
    return html`<div class="preview" ?data-live=${on}>
      <div class="avatar hue-${hue(name)}" aria-hidden="true">${name === "" ? nothing : html`<span>${initials(name)}</span>`}</div>
      <video autoplay playsinline .muted=${true} .srcObject=${streamOf(camera)} data-mirrored></video>
      ${this.#said(on)}
      <div class="preview-controls">
        <span class="ring-holder">
          ${local.on("microphone") ? html`<moim-level-ring .level=${() => this.visit.level()}></moim-level-ring>` : nothing}
          ${
      iconButton({
        testId: "mic",
        icon: local.on("microphone") ? "mic" : "mic-off",
        kind: local.on("microphone") ? "active" : "off",
        label: local.on("microphone") ? t("bar.mute") : t("bar.unmute"),
        name: t("settings.microphone"),
        pressed: local.on("microphone"),
        onClick: () => this.visit.setMicrophone(!local.on("microphone")),
      })
    }
        </span>
        ${
      iconButton({
        testId: "camera",
        icon: on ? "video" : "video-off",
        kind: on ? "active" : "off",
        label: on ? t("bar.cameraOff") : t("bar.cameraOn"),
        name: t("settings.camera"),
        pressed: on,
        onClick: () => this.visit.setCamera(!on),
      })
    }
      </div>
    </div>`;
  }

  /** What is said inside the preview: what went wrong with its fix, or why there is no picture. */
  #said(on: boolean): TemplateResult | typeof nothing {
    const { failures, pending, wanted } = this.visit.local;
    const camera = failures.get("camera");
    const microphone = failures.get("microphone");
    if (camera === undefined && microphone === undefined) {
      const text = on ? undefined : pending && wanted.camera ? t("prejoin.starting") : t("prejoin.cameraOff");
      return text === undefined ? nothing : html`<p class="preview-note" role="status">${text}</p>`;
    }
    if (!isSecureContext) return html`<p class="preview-note" role="alert">${t("prejoin.insecure")}</p>`;
    const both = camera === "blocked" && microphone === "blocked";
    const texts = both ? [t("problem.both.blocked")] : [
      ...(camera === undefined ? [] : [t(`problem.camera.${camera}`)]),
      ...(microphone === undefined ? [] : [t(`problem.microphone.${microphone}`)]),
    ];
    return html`<div class="preview-problem" role="alert">
      ${texts.map((text) => html`<p>${icon("warning")}<span>${text}</span></p>`)}
      <button type="button" class="secondary" @click=${() => this.visit.retryDevices()}>${t("prejoin.tryAgain")}</button>
    </div>`;
  }

  #inside(): string {
    const { people, count, status } = this.visit.lobby;
    if (status === "loading") return "\u00a0";
    if (people.length === 0) return t("prejoin.nobody");
    const first = people.slice(0, NAMED).map((name) => name.split(/\s+/)[0] ?? name).join(", ");
    return count <= NAMED
      ? t("prejoin.here", { names: first })
      : t("prejoin.hereMore", { names: first, count: count - NAMED });
  }

  #waiting(): string {
    const { phase, retryAt } = this.visit.state;
    if (phase !== "joining" || retryAt === 0) return "";
    const seconds = Math.ceil((retryAt - performance.now()) / 1000);
    clearTimeout(this.#timer); // one timer, however often this is drawn
    this.#timer = setTimeout(() => this.requestUpdate(), 500);
    return seconds > 0 ? t("prejoin.retryIn", { seconds }) : t("prejoin.retrying");
  }

  #join = (event: Event) => {
    event.preventDefault();
    const name = this.querySelector<HTMLInputElement>("input[name=name]")?.value.trim() ?? "";
    this.unnamed = name === "";
    if (name !== "") this.visit.join(name);
    else this.querySelector<HTMLInputElement>("input[name=name]")?.focus();
  };
}

customElements.define("moim-prejoin", PrejoinElement);
