import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { preferences, remember } from "../preferences.ts";

/** Tells the page that language or theme changed. */
export const APPEARANCE = "moim-appearance";

/** The choice of language and theme. */
export function appearanceMenu(): TemplateResult {
  const { language, theme } = preferences();
  const change = (member: "language" | "theme") => (event: Event) => {
    remember({ [member]: (event.currentTarget as HTMLSelectElement).value });
    dispatchEvent(new Event(APPEARANCE));
  };
  const option = (value: string, chosen: string, label: string) =>
    html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
  return html`
    <label class="field"><span>${t("settings.language")}</span>
      <select @change=${change("language")}>
        ${option("", language, t("settings.languageAuto"))}
        ${option("en", language, "English")}
        ${option("ko", language, "한국어")}
      </select>
    </label>
    <label class="field"><span>${t("settings.theme")}</span>
      <select @change=${change("theme")}>
        ${option("auto", theme, t("settings.themeAuto"))}
        ${option("dark", theme, t("settings.themeDark"))}
        ${option("light", theme, t("settings.themeLight"))}
      </select>
    </label>
  `;
}
