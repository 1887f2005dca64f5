import { html, type TemplateResult } from "lit";
import { live, PageElement } from "./element.ts";
import type { Visit } from "./visit.ts";
import "./left.ts";
import "./meeting.ts";
import "./prejoin.ts";

/** The page /r/{roomId}: before, during and after the meeting. */
export class RoomElement extends PageElement {
  static override properties = { visit: live };

  declare visit: Visit;

  override render(): TemplateResult {
    switch (this.visit.state.phase) {
      case "prejoin":
      case "joining":
        return html`<moim-prejoin .visit=${this.visit}></moim-prejoin>`;
      case "joined":
      case "reconnecting":
        return html`<moim-meeting .visit=${this.visit}></moim-meeting>`;
      case "left":
        return html`<moim-left .visit=${this.visit}></moim-left>`;
    }
  }
}

customElements.define("moim-room", RoomElement);
