import { html, nothing, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import type { RecentRoom } from "../preferences.ts";
import { appearanceMenu } from "./appearance.ts";
import { iconButton } from "./buttons.ts";
import { live, PageElement } from "./element.ts";
import { icon } from "./icon.ts";
import "./sign-in.ts";

/** What the start page knows and may ask; app.ts provides it. */
export interface Start {
  readonly signedIn: boolean;
  /** The code of a first start, or an empty text. */
  readonly setupCode: string;
  readonly recent: readonly RecentRoom[];
  /** Makes a room and goes there; the result is the text of a failure. */
  startMeeting(name: string): Promise<string | undefined>;
  /** Goes to the room of a link or code; false when it is neither. */
  open(linkOrCode: string): boolean;
  setUp(username: string, password: string): Promise<string | undefined>;
  signOut(): void;
  forget(id: string): void;
}

/** The page /. */
export class HomeElement extends PageElement {
  static override properties = {
    start: live,
    signingIn: { state: true },
    busy: { state: true },
    failure: { state: true },
    badLink: { state: true },
  };

  declare start: Start;
  declare signingIn: boolean;
  declare busy: boolean;
  declare failure: string;
  declare badLink: boolean;

  constructor() {
    super();
    this.signingIn = false;
    this.busy = false;
    this.failure = "";
    this.badLink = false;
  }

  override render(): TemplateResult {
    return html`<main class="home">
      <header class="home-top"><p class="brand">${t("app.name")}</p><span class="spring"></span>${this.#account()}</header>
      <section class="card">${this.start.setupCode !== "" ? this.#setup() : this.signingIn ? this.#signIn() : this.#choices()}</section>
      ${this.start.setupCode === "" && this.start.recent.length > 0 ? this.#recent() : nothing}
      <footer class="home-foot">${appearanceMenu()}</footer>
    </main>`;
  }

  #account(): TemplateResult | typeof nothing {
    if (this.start.setupCode !== "" || this.signingIn) return nothing;
    return this.start.signedIn
      ? html`<button type="button" class="quiet" @click=${() => this.start.signOut()}>${icon("log-out")}<span>${t("home.signOut")}</span></button>`
      : html`<button type="button" class="quiet" @click=${() => (this.signingIn = true)}>${t("home.signIn")}</button>`;
  }

  #choices(): TemplateResult {
    const { signedIn } = this.start;
    return html`<h1>${t("home.sentence")}</h1>
      ${
      signedIn
        ? html`<form class="start" @submit=${this.#onStart}>
            <label class="field"><span>${t("home.room")}</span>
              <input name="room" maxlength="128" placeholder=${t("home.roomDefault")} autocomplete="off"></label>
            <button class="primary large" ?disabled=${this.busy}>${this.busy ? t("home.starting") : t("home.start")}</button>
          </form>`
        : html`<button type="button" class="primary large" @click=${() => (this.signingIn = true)}>${t("home.signInToStart")}</button>`
    }
      <p class="hint" role="alert">${this.failure}</p>
      <form class="with-button" @submit=${this.#onOpen}>
        <label class="field"><span>${t("home.link")}</span>
          <input name="link" autocomplete="off" autocapitalize="none" spellcheck="false" aria-invalid=${this.badLink ? "true" : nothing}
            @input=${() => (this.badLink = false)}></label>
        <button class="secondary">${t("home.join")}</button>
      </form>
      <p class="hint" role="alert">${this.badLink ? t("home.badLink") : nothing}</p>`;
  }

  #signIn(): TemplateResult {
    return html`<h1>${t("home.signIn")}</h1>
      <moim-sign-in></moim-sign-in>
      <button type="button" class="quiet" @click=${() => (this.signingIn = false)}>${icon("arrow-left")}<span>${t("home.back")}</span></button>`;
  }

  #setup(): TemplateResult {
    return html`<h1>${t("setup.title")}</h1>
      <p class="muted">${t("setup.sentence")}</p>
      <form @submit=${this.#onSetup}>
        <label class="field"><span>${t("home.username")}</span>
          <input name="username" autocomplete="username" autocapitalize="none" required maxlength="64" autofocus></label>
        <label class="field"><span>${t("home.password")}</span>
          <input name="password" type="password" autocomplete="new-password" required minlength="8" maxlength="256" aria-describedby="rule"></label>
        <p id="rule" class="muted small">${t("setup.passwordRule")}</p>
        <p class="hint" role="alert">${this.failure}</p>
        <button class="primary large" ?disabled=${this.busy}>${t("setup.create")}</button>
      </form>`;
  }

  #recent(): TemplateResult {
    const day = (at: number) => new Date(at).toLocaleDateString(language(), { month: "short", day: "numeric" });
    return html`<section class="recent"><h2>${t("home.recent")}</h2><ul>${
      this.start.recent.map((room) =>
        html`<li><a href="/r/${room.id}"><span class="name">${room.name}</span><time>${day(room.at)}</time></a>${
          iconButton({ icon: "x", label: t("home.forget", { name: room.name }), onClick: () => this.start.forget(room.id) })
        }</li>`
      )
    }</ul></section>`;
  }

  #onStart = async (event: Event) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get("room")).trim();
    await this.#run(() => this.start.startMeeting(name === "" ? t("home.roomDefault") : name));
  };

  #onSetup = async (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    await this.#run(() => this.start.setUp(String(data.get("username")).trim(), String(data.get("password"))));
  };

  #onOpen = (event: Event) => {
    event.preventDefault();
    const link = String(new FormData(event.currentTarget as HTMLFormElement).get("link")).trim();
    this.badLink = !this.start.open(link);
  };

  async #run(action: () => Promise<string | undefined>): Promise<void> {
    this.busy = true;
    this.failure = "";
    this.failure = await action() ?? "";
    this.busy = false;
  }
}

customElements.define("moim-home", HomeElement);
