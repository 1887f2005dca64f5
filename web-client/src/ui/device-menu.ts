import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { Device } from "../media/devices.ts";
import type { Visit } from "./visit.ts";

/** The choice of microphone, camera and speaker; what the browser does not tell is not offered. */
export function deviceMenu(visit: Visit): TemplateResult {
  const { devices, local } = visit;
  // What runs says more than what was chosen: that may have been nothing, or be gone.
  const inUse = (device: "microphone" | "camera") => local.tracks.get(device)?.getSettings().deviceId ?? local.chosen[device];
  return html`
    ${choice(t("settings.microphone"), devices.microphones, inUse("microphone"), (id) => visit.select("microphone", id))}
    ${choice(t("settings.camera"), devices.cameras, inUse("camera"), (id) => visit.select("camera", id))}
    ${choice(t("settings.speaker"), devices.speakers, visit.speakerId || "default", (id) => visit.select("speaker", id))}
  `;
}

function choice(label: string, all: readonly Device[], chosen: string, choose: (id: string) => void) {
  if (all.length === 0) return nothing;
  const known = all.some(({ id }) => id === chosen);
  return html`<label class="field"><span>${label}</span>
    <select @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}>
      ${known ? nothing : html`<option value="" .selected=${true}>${t("settings.standard")}</option>`}
      ${all.map(({ id, label: name }) => html`<option value=${id} .selected=${id === chosen}>${name}</option>`)}
    </select>
  </label>`;
}
