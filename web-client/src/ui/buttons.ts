import { html, nothing, type TemplateResult } from "lit";
import { icon, type IconName } from "./icon.ts";

interface Control {
  readonly testId?: string;
  readonly icon: IconName;
  /** What a click does. */
  readonly label: string;
  /** What is switched, where the label changes with the state: "pressed" must not be said of what a click would do. */
  readonly name?: string;
  readonly shortcut?: string;
  /** For what is either on or off: whether the button is pressed in. */
  readonly pressed?: boolean;
  /** For what opens something: whether it is open. */
  readonly expanded?: boolean;
  readonly kind?: "off" | "danger" | "active";
  readonly badge?: { readonly text: string; readonly label: string } | undefined;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** A control of the bar: icon, word and state. */
export function control(it: Control): TemplateResult {
  const title = it.shortcut ? `${it.label} (${it.shortcut})` : it.label;
  return html`<button
    type="button"
    class="control ${it.kind ?? ""}"
    data-testid=${it.testId ?? nothing}
    title=${title}
    aria-label=${it.name ?? nothing}
    aria-pressed=${it.pressed === undefined ? nothing : String(it.pressed)}
    aria-expanded=${it.expanded === undefined ? nothing : String(it.expanded)}
    aria-keyshortcuts=${it.shortcut ?? nothing}
    ?disabled=${it.disabled ?? false}
    @click=${it.onClick}
  >${icon(it.icon)}<span class="word">${it.label}</span>${
    it.badge === undefined ? nothing : html`<span class="badge" role="img" aria-label=${it.badge.label}>${it.badge.text}</span>`
  }</button>`;
}

/** A small button that is only an icon; its word is in the tooltip and for screen readers. */
export function iconButton(it: Control): TemplateResult {
  return html`<button
    type="button"
    class="icon-button ${it.kind ?? ""}"
    data-testid=${it.testId ?? nothing}
    title=${it.label}
    aria-label=${it.name ?? it.label}
    aria-pressed=${it.pressed === undefined ? nothing : String(it.pressed)}
    ?disabled=${it.disabled ?? false}
    @click=${it.onClick}
  >${icon(it.icon)}</button>`;
}
