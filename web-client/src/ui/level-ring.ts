import { html, type TemplateResult } from "lit";
import { PageElement } from "./element.ts";

/** A ring that grows with the voice. */
export class LevelRingElement extends PageElement {
  static override properties = { level: { attribute: false } };

  declare level: () => number;
  #frame = 0;
  #shown = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const draw = () => {
      const now = this.level?.() ?? 0;
      this.#shown = Math.max(now, this.#shown * 0.85);
      this.style.setProperty("--level", this.#shown.toFixed(2));
      this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  override render(): TemplateResult {
    return html``;
  }
}

customElements.define("moim-level-ring", LevelRingElement);
