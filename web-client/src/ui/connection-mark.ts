import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { live, PageElement } from "./element.ts";
import { icon } from "./icon.ts";
import type { Visit } from "./visit.ts";

/** How good the path is; its numbers for who wants to know. */
export class ConnectionMarkElement extends PageElement {
  static override properties = { visit: live, open: { state: true } };

  declare visit: Visit;
  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  override render(): TemplateResult {
    const { weak, phase } = this.visit.state;
    const poor = weak || phase === "reconnecting";
    const label = poor ? t("connection.poor") : t("connection.good");
    return html`<button
        type="button"
        class="icon-button ${poor ? "warn" : ""}"
        data-testid="connection"
        data-quality=${phase === "reconnecting" ? "lost" : weak ? "poor" : "good"}
        title=${label}
        aria-label=${label}
        aria-expanded=${String(this.open)}
        @click=${() => (this.open = !this.open)}
      >${icon(phase === "reconnecting" ? "wifi-off" : weak ? "signal-low" : "signal")}</button>
      ${this.open ? this.#numbers() : nothing}`;
  }

  #numbers(): TemplateResult {
    const stats = this.visit.stats;
    const none = t("connection.none");
    const kbps = (value: number | undefined) => (value === undefined ? none : t("connection.kbps", { value: Math.round(value) }));
    const row = (label: string, value: string) => html`<div><dt>${label}</dt><dd>${value === "" ? none : value}</dd></div>`;
    const trip = stats?.roundTripMs;
    return html`<dl class="numbers" aria-label=${t("connection.label")}>
      ${row(t("connection.roundTrip"), trip === undefined ? none : t("connection.ms", { value: Math.round(trip) }))}
      ${row(t("connection.lost"), stats ? t("connection.percent", { value: (stats.lost * 100).toFixed(1) }) : none)}
      ${row(t("connection.sending"), kbps(stats?.sentKbps))}
      ${row(t("connection.receiving"), kbps(stats?.receivedKbps))}
      ${row(t("connection.video"), stats?.sentVideo ?? none)}
      ${row(t("connection.path"), stats?.transport ?? none)}
    </dl>`;
  }
}

customElements.define("moim-connection-mark", ConnectionMarkElement);
