import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { Device } from "../media/devices.ts";
import type { Visit } from "./visit.ts";

/** The choice of microphone, camera and speaker; what the browser does not tell is not offered. */
export function deviceMenu(visit: Visit): TemplateResult {
  const { devices, local } = visit;
  return html`
    ${choice(t("settings.microphone"), devices.microphones, local.chosen.microphone, (id) => visit.select("microphone", id))}
    ${choice(t("settings.camera"), devices.cameras, local.chosen.camera, (id) => visit.select("camera", id))}
    ${choice(t("settings.speaker"), devices.speakers, visit.speakerId, (id) => visit.select("speaker", id))}
  `;
}

function choice(label: string, all: readonly Device[], chosen: string, choose: (id: string) => void) {
  if (all.length === 0) return nothing;
  const known = all.some(({ id }) => id === chosen);
  return html`<label class="field"><span>${label}</span>
    <select @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}>
      ${known ? nothing : html`<option value="" selected>${t("settings.standard")}</option>`}
      ${all.map(({ id, label: name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}
    </select>
  </label>`;
}
