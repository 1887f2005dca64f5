import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/index.ts";
import type { Toast } from "../state/toasts.ts";
import { live, PageElement } from "./element.ts";
import type { Visit } from "./visit.ts";

const SHORT_MS = 4_000;
const LONG_MS = 9_000; // what tells one to do something stays longer

/** Short news at the bottom left; screen readers say them when there is a pause. */
export class ToastsElement extends PageElement {
  static override properties = { visit: live };

  declare visit: Visit;
  #timed = new Set<number>();

  override render(): TemplateResult {
    return html`<div class="toasts" role="status" aria-live="polite">${
      repeat(this.visit.state.toasts, ({ id }) => id, (toast) => html`<p class="toast">${words(toast)}</p>`)
    }</div>`;
  }

  override updated(): void {
    for (const { id, kind } of this.visit.state.toasts) {
      if (this.#timed.has(id)) continue;
      this.#timed.add(id);
      const short = kind === "joined" || kind === "left" || kind === "link-copied";
      setTimeout(() => {
        this.#timed.delete(id);
        this.visit.dismiss(id);
      }, short ? SHORT_MS : LONG_MS);
    }
  }
}

const words = ({ kind, name }: Toast): string => t(`toast.${kind}`, { name });

customElements.define("moim-toasts", ToastsElement);
