import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { live, PageElement } from "./element.ts";
import type { Visit } from "./visit.ts";

/** Plays the audio slots. Nothing to see. */
export class SoundElement extends PageElement {
  static override properties = { visit: live };

  declare visit: Visit;
  #waiting = false;

  override render(): TemplateResult {
    return html`${
      repeat(this.visit.audio(), ({ stream }) => stream.id, ({ stream }) => html`<audio autoplay .srcObject=${stream}></audio>`)
    }`;
  }

  override updated(): void {
    for (const audio of this.querySelectorAll("audio")) {
      if (audio.sinkId !== undefined && audio.sinkId !== this.visit.speakerId) {
        audio.setSinkId(this.visit.speakerId).catch(() => {}); // the chosen speaker is gone: the standard one plays
      }
      if (audio.paused) audio.play().catch((failure) => this.#blocked(failure));
    }
  }

  /** A page that nobody touched may not make a sound: the first touch starts it. */
  #blocked(failure: unknown): void {
    if (this.#waiting || !(failure instanceof DOMException) || failure.name !== "NotAllowedError") return;
    this.#waiting = true;
    this.visit.soundBlocked();
    addEventListener("pointerdown", () => {
      this.#waiting = false;
      this.requestUpdate();
    }, { once: true });
  }
}

customElements.define("moim-sound", SoundElement);
