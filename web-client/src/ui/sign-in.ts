import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { APPEARANCE } from "./appearance.ts";
import { PageElement } from "./element.ts";

/** Carries a sign-in wish to app.ts; `done` gets the text of the failure, or nothing when it worked. */
export class SignInEvent extends Event {
  static readonly kind = "moim-sign-in";

  constructor(readonly username: string, readonly password: string, readonly done: (failure?: string) => void) {
    super(SignInEvent.kind, { bubbles: true });
  }
}

/** User name and password. */
export class SignInElement extends PageElement {
  static override properties = { failure: { state: true }, busy: { state: true } };

  declare failure: string;
  declare busy: boolean;

  constructor() {
    super();
    this.failure = "";
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener(APPEARANCE, this.#onAppearance);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener(APPEARANCE, this.#onAppearance);
  }

  override render(): TemplateResult {
    return html`<form class="sign-in" @submit=${this.#submit}>
      <label class="field"><span>${t("home.username")}</span>
        <input name="username" autocomplete="username" autocapitalize="none" required maxlength="64" autofocus>
      </label>
      <label class="field"><span>${t("home.password")}</span>
        <input name="password" type="password" autocomplete="current-password" required maxlength="256">
      </label>
      <p class="hint" role="alert">${this.failure}</p>
      <button class="primary" ?disabled=${this.busy}>${t("home.signIn")}</button>
    </form>`;
  }

  // No property of this element changes with the language.
  #onAppearance = () => this.requestUpdate();

  #submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    this.busy = true;
    this.dispatchEvent(
      new SignInEvent(String(data.get("username")).trim(), String(data.get("password")), (failure) => {
        this.busy = false;
        this.failure = failure ?? "";
      }),
    );
  };
}

customElements.define("moim-sign-in", SignInElement);
