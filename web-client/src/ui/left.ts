import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { EndReason } from "../state/room.ts";
import { live, PageElement } from "./element.ts";
import type { Visit } from "./visit.ts";

const FOR_GOOD: readonly EndReason[] = ["kicked", "room-ended", "token-revoked", "room-not-found", "not-allowed"];

/** After the meeting: what happened, and what one may do. */
export class LeftElement extends PageElement {
  static override properties = { visit: live };

  declare visit: Visit;

  override firstUpdated(): void {
    this.querySelector("h1")?.focus();
  }

  override render(): TemplateResult {
    const why = this.visit.state.ended ?? "left";
    const { endedDetail, joinedAt } = this.visit.state;
    const again = !FOR_GOOD.includes(why);
    return html`<main class="left-page">
      <h1 tabindex="-1">${t(`left.${why}`)}</h1>
      <p class="actions">
        ${
      again
        ? html`<button type="button" class="primary" @click=${() => this.visit.rejoin()}>${t(joinedAt === 0 ? "prejoin.tryAgain" : "left.rejoin")}</button>`
        : nothing
    }
        <a class="button secondary" href="/">${t("left.home")}</a>
      </p>
      ${endedDetail === "" ? nothing : html`<p class="details">${t("left.details", { detail: endedDetail })}</p>`}
    </main>`;
  }
}

customElements.define("moim-left", LeftElement);
