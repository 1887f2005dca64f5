import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { live, PageElement } from "./element.ts";
import type { Visit } from "./visit.ts";

/** One line over the dimmed stage while the server is away. */
export class ReconnectingElement extends PageElement {
  static override properties = { visit: live };

  declare visit: Visit;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), 250);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const seconds = Math.ceil((this.visit.state.retryAt - performance.now()) / 1000);
    const waiting = this.visit.state.retryAt > 0 && seconds > 0;
    // The seconds are for the eyes only: a screen reader would have to say every one of them.
    return html`<div class="reconnecting">
      <p class="unseen" role="alert">${t("reconnect.now")}</p>
      <p aria-hidden="true">${waiting ? t("reconnect.in", { seconds }) : t("reconnect.now")}</p>
      <button type="button" class="secondary" ?disabled=${!waiting} @click=${() => this.visit.poke()}>
        ${t("reconnect.try")}
      </button>
    </div>`;
  }
}

customElements.define("moim-reconnecting", ReconnectingElement);
