import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { control } from "./buttons.ts";
import { live, PageElement } from "./element.ts";
import type { Visit } from "./visit.ts";

/** How much room there is: for icons with words, for icons, or for the few that are used most. */
export type BarSize = "words" | "icons" | "few";

/** The controls at the bottom. On a small screen what is used less waits in a sheet. */
export class BarElement extends PageElement {
  static override properties = { visit: live, size: { reflect: true }, open: { state: true } };

  declare visit: Visit;
  declare size: BarSize;
  declare open: boolean;
  #away = (event: Event) => {
    const outside = event instanceof PointerEvent && !(event.target instanceof Node && this.contains(event.target));
    if (outside || (event instanceof KeyboardEvent && event.key === "Escape")) this.open = false;
  };

  constructor() {
    super();
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pointerdown", this.#away);
    addEventListener("keydown", this.#away);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.#away);
    removeEventListener("keydown", this.#away);
  }

  override render(): TemplateResult {
    const share = canShare ? this.#share() : nothing;
    const small = this.size === "few";
    return html`
      ${small && this.open ? html`<div class="sheet" @click=${() => (this.open = false)}>
        ${share}${this.#record()}${this.#people()}${this.#layout()}${this.#settings()}
      </div>` : nothing}
      <div class="bar" role="toolbar" aria-label=${t("bar.label")}>
        ${this.#microphone()}${this.#camera()}${small ? nothing : share}
        <span class="divider" aria-hidden="true"></span>
        ${this.#chat()}${small ? this.#more() : html`${this.#record()}${this.#people()}${this.#settings()}`}
        <span class="divider wide" aria-hidden="true"></span>
        ${control({ testId: "leave", icon: "phone-off", kind: "danger", label: t("bar.leave"), onClick: () => this.visit.leave() })}
      </div>`;
  }

  #microphone(): TemplateResult {
    const on = this.visit.local.on("microphone");
    return control({
      testId: "mic",
      icon: on ? "mic" : "mic-off",
      label: on ? t("bar.mute") : t("bar.unmute"),
      name: t("settings.microphone"),
      shortcut: "M",
      pressed: on,
      ...(on ? {} : { kind: "off" }),
      onClick: () => this.visit.setMicrophone(!on),
    });
  }

  #camera(): TemplateResult {
    const on = this.visit.local.on("camera");
    return control({
      testId: "camera",
      icon: on ? "video" : "video-off",
      label: on ? t("bar.cameraOff") : t("bar.cameraOn"),
      name: t("settings.camera"),
      shortcut: "V",
      pressed: on,
      ...(on ? {} : { kind: "off" }),
      onClick: () => this.visit.setCamera(!on),
    });
  }

  #share(): TemplateResult {
    const on = this.visit.local.on("screen");
    return control({
      testId: "screen",
      icon: on ? "screen-off" : "screen",
      label: on ? t("bar.unshare") : t("bar.share"),
      name: t("bar.share"),
      shortcut: "S",
      pressed: on,
      ...(on ? { kind: "active" } : {}),
      onClick: () => this.visit.toggleShare(),
    });
  }

  #chat(): TemplateResult {
    const { unread } = this.visit.state.chat;
    const open = this.visit.state.panel === "chat";
    return control({
      testId: "chat-toggle",
      icon: "message",
      label: t("bar.chat"),
      shortcut: "C",
      expanded: open,
      ...(open ? { kind: "active" } : {}),
      badge: unread === 0
        ? undefined
        : { text: unread > 99 ? "99+" : String(unread), label: t("bar.unread", { count: unread }) },
      onClick: () => this.visit.setPanel("chat"),
    });
  }

  #record(): TemplateResult | typeof nothing {
    if (this.visit.state.role !== "moderator") return nothing;
    const on = this.visit.state.recording !== undefined;
    return control({
      testId: "record",
      icon: on ? "record-stop" : "record",
      label: on ? t("bar.recordStop") : t("bar.record"),
      name: t("bar.record"),
      pressed: on,
      ...(on ? { kind: "active" } : {}),
      onClick: () => this.visit.toggleRecording(),
    });
  }

  #people(): TemplateResult {
    const open = this.visit.state.panel === "people";
    return control({
      testId: "participants",
      icon: "users",
      label: `${t("bar.people")} ${this.visit.state.participants.length}`,
      shortcut: "P",
      expanded: open,
      ...(open ? { kind: "active" } : {}),
      onClick: () => this.visit.setPanel("people"),
    });
  }

  #layout(): TemplateResult {
    const grid = this.visit.state.layout === "grid";
    return control({
      testId: "layout",
      icon: grid ? "speaker" : "grid",
      label: grid ? t("bar.layoutSpeaker") : t("bar.layoutGrid"),
      onClick: () => this.visit.setLayout(grid ? "speaker" : "grid"),
    });
  }

  #settings(): TemplateResult {
    return control({
      testId: "settings",
      icon: "settings",
      label: t("bar.settings"),
      onClick: () => this.dispatchEvent(new Event("settings-wanted", { bubbles: true })),
    });
  }

  #more(): TemplateResult {
    return control({
      icon: "ellipsis",
      label: t("bar.more"),
      expanded: this.open,
      onClick: () => (this.open = !this.open),
    });
  }
}

const canShare = typeof navigator.mediaDevices?.getDisplayMedia === "function";

customElements.define("moim-bar", BarElement);
