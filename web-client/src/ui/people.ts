import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/index.ts";
import type { Participant } from "../protocol/messages.ts";
import { hue, initials } from "../state/people.ts";
import { iconButton } from "./buttons.ts";
import { live, PageElement } from "./element.ts";
import { icon } from "./icon.ts";
import type { Visit } from "./visit.ts";

/** Who is here, and for a moderator the way to ask somebody out. */
export class PeopleElement extends PageElement {
  static override properties = { visit: live, asking: { state: true } };

  declare visit: Visit;
  declare asking: string;

  constructor() {
    super();
    this.asking = "";
  }

  override render(): TemplateResult {
    const { state } = this.visit;
    return html`<ul class="people">${repeat(state.participants, ({ id }) => id, (one) => this.#person(one))}</ul>
      <p class="invite"><button type="button" class="secondary" @click=${() => this.visit.copyLink()}>
        ${icon("link")}<span>${t("bar.copyLink")}</span>
      </button></p>`;
  }

  #person(one: Participant): TemplateResult {
    const { state } = this.visit;
    const self = one.id === state.self;
    const mayRemove = state.role === "moderator" && !self;
    return html`<li data-participant=${one.id} ?data-lost=${!one.connected}>
      <span class="avatar small hue-${hue(one.id)}" aria-hidden="true"><span>${initials(one.name)}</span></span>
      <span class="who">
        <span class="name">${one.name}</span>
        <span class="role">${[one.role === "moderator" ? t("people.moderator") : "", self ? t("people.you") : ""]
      .filter((word) => word !== "").join(" · ")}</span>
      </span>
      <span class="marks">
        ${one.media.microphone ? nothing : html`<span class="muted-mark" role="img" aria-label=${t("tile.muted")}>${icon("mic-off")}</span>`}
        ${
      mayRemove
        ? iconButton({
          icon: "remove-person",
          label: t("people.remove", { name: one.name }),
          onClick: () => (this.asking = this.asking === one.id ? "" : one.id),
        })
        : nothing
    }
      </span>
      ${
      mayRemove && this.asking === one.id
        ? html`<div class="ask" role="alertdialog" aria-label=${t("people.removeAsk", { name: one.name })}>
            <p>${t("people.removeAsk", { name: one.name })}</p>
            <button type="button" class="secondary" @click=${() => (this.asking = "")}>${t("people.cancel")}</button>
            <button type="button" class="danger" @click=${() => this.#remove(one.id)}>${t("people.removeYes")}</button>
          </div>`
        : nothing
    }
    </li>`;
  }

  #remove(id: string): void {
    this.asking = "";
    this.visit.kick(id);
  }
}

customElements.define("moim-people", PeopleElement);
