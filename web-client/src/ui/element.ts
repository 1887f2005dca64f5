import { LitElement } from "lit";

/**
 * A component without a shadow root: one style sheet dresses the page, and a plain querySelector finds everything,
 * for test rigs and for people who write their own style.
 */
export abstract class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

/** For objects that change inside: every assignment is a reason to render. */
export const live = { attribute: false, hasChanged: () => true };
