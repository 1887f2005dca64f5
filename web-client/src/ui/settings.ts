import { html, type TemplateResult } from "lit";
import { type Key, t } from "../i18n/index.ts";
import { appearanceMenu } from "./appearance.ts";
import { iconButton } from "./buttons.ts";
import { deviceMenu } from "./device-menu.ts";
import { live, PageElement } from "./element.ts";
import type { Visit } from "./visit.ts";

const keys: readonly (readonly [string, Key])[] = [
  ["M", "keys.m"],
  ["V", "keys.v"],
  ["S", "keys.s"],
  ["C", "keys.c"],
  ["P", "keys.p"],
  ["L", "keys.l"],
  ["Space", "keys.space"],
  ["?", "keys.help"],
  ["Esc", "keys.escape"],
];

/** Devices, language, theme and the keys, in one dialog. */
export class SettingsElement extends PageElement {
  static override properties = { visit: live };

  declare visit: Visit;

  override firstUpdated(): void {
    this.querySelector("dialog")?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog class="dialog" aria-label=${t("settings.title")} @close=${this.#closed} @click=${this.#outside}>
      <header><h2>${t("settings.title")}</h2>${
      iconButton({ icon: "x", label: t("panel.close"), onClick: () => this.querySelector("dialog")?.close() })
    }</header>
      <div class="fields">${deviceMenu(this.visit)}${appearanceMenu()}</div>
      <h3>${t("settings.keys")}</h3>
      <dl class="keys">${keys.map(([key, label]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${t(label)}</dd></div>`)}</dl>
      <footer><button type="button" class="primary" @click=${() => this.querySelector("dialog")?.close()}>
        ${t("settings.done")}
      </button></footer>
    </dialog>`;
  }

  #closed = () => this.dispatchEvent(new Event("settings-closed", { bubbles: true }));

  #outside = (event: Event) => {
    if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
  };
}

customElements.define("moim-settings", SettingsElement);
