import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { language, t } from "../i18n/index.ts";
import { type ChatEntry, isNotice, startsRun } from "../state/chat.ts";
import { spans } from "../state/links.ts";
import { iconButton } from "./buttons.ts";
import { live, PageElement } from "./element.ts";
import { icon } from "./icon.ts";
import type { Visit } from "./visit.ts";

const AT_END_PX = 40;

/** The chat panel. The newest line stays in view unless one reads back. */
export class ChatElement extends PageElement {
  static override properties = { visit: live, below: { state: true } };

  declare visit: Visit;
  /** How many lines came while one was reading back. */
  declare below: number;
  #atEnd = true;
  #count = 0;

  constructor() {
    super();
    this.below = 0;
  }

  override firstUpdated(): void {
    // On a phone it would bring the keyboard up over the lines that one wants to read.
    if (!matchMedia("(hover: none)").matches) this.querySelector("textarea")?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.visit.typing(false);
  }

  override render(): TemplateResult {
    const { chat } = this.visit.state;
    const nothingYet = chat.entries.length === 0 && chat.pending.length === 0;
    return html`
      <div class="lines" role="log" aria-label=${t("chat.title")} tabindex="0" @scroll=${this.#onScroll}>
        ${nothingYet ? html`<p class="empty">${t("chat.empty")}</p>` : nothing}
        ${
      repeat(
        chat.entries.map((entry, i) => ({ entry, first: startsRun(chat.entries[i - 1], entry) })),
        ({ entry }) => (isNotice(entry) ? `${entry.notice}/${entry.id}` : entry.id),
        ({ entry, first }) => this.#entry(entry, first),
      )
    }
        ${
      chat.pending.map((one) =>
        html`<div class="line pending" ?data-failed=${one.failed}>
            <p class="text">${one.text}</p>${one.failed ? html`<p class="failed">${t("chat.failed")}</p>` : nothing}
          </div>`
      )
    }
      </div>
      ${
      this.below > 0
        ? html`<button type="button" class="newer" @click=${this.#toEnd}>
            ${icon("arrow-down")}<span>${t("chat.new", { count: this.below })}</span>
          </button>`
        : nothing
    }
      <p class="typing" aria-live="off">${this.#typing()}</p>
      <form class="write" @submit=${this.#send}>
        <textarea
          data-testid="chat-input"
          rows="1"
          maxlength="4000"
          aria-label=${t("chat.input")}
          placeholder=${t("chat.input")}
          @keydown=${this.#onKey}
          @input=${this.#onInput}
        ></textarea>
        ${iconButton({ testId: "chat-send", icon: "send", label: t("chat.send"), onClick: () => this.#submit() })}
      </form>
    `;
  }

  #entry(entry: ChatEntry, first: boolean): TemplateResult {
    if (isNotice(entry)) {
      const text = t(entry.notice === "joined" ? "chat.joined" : "chat.left", { name: entry.name });
      return html`<p class="notice">${text} · ${time(entry.at)}</p>`;
    }
    return html`<div class="line" data-testid="chat-message" data-participant=${entry.participant} ?data-first=${first}>
      ${first ? html`<p class="who"><b>${entry.name}</b> <time datetime=${entry.at}>${time(entry.at)}</time></p>` : nothing}
      <p class="text">${
      spans(entry.text).map(({ text, href }) =>
        href === undefined ? text : html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`
      )
    }</p>
    </div>`;
  }

  override updated(): void {
    const { entries, pending } = this.visit.state.chat;
    const count = entries.length + pending.length;
    if (this.#atEnd) this.#toEnd();
    else if (count > this.#count) this.below += count - this.#count;
    this.#count = count;
  }

  #typing(): string {
    const { typing, participants } = this.visit.state;
    if (typing.length === 0) return "";
    const one = participants.find(({ id }) => id === typing[0]);
    return typing.length === 1 && one
      ? t("chat.typingOne", { name: one.name })
      : t("chat.typingMany", { count: typing.length });
  }

  #onScroll = (event: Event) => {
    const lines = event.currentTarget as HTMLElement;
    this.#atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < AT_END_PX;
    if (this.#atEnd) this.below = 0;
  };

  #toEnd = () => {
    const lines = this.querySelector(".lines");
    if (lines) lines.scrollTop = lines.scrollHeight;
    this.below = 0;
  };

  #onKey = (event: KeyboardEvent) => {
    // Enter while a syllable is being composed (Korean, Japanese, Chinese) ends the syllable, not the message.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  };

  #onInput = (event: InputEvent) => {
    const area = event.currentTarget as HTMLTextAreaElement;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 120)}px`;
    this.visit.typing(area.value !== "");
  };

  #send = (event: Event) => {
    event.preventDefault();
    this.#submit();
  };

  #submit(): void {
    const area = this.querySelector("textarea");
    const text = area?.value.trim() ?? "";
    if (!area || text === "") return;
    area.value = "";
    area.style.height = "";
    this.#atEnd = true;
    this.visit.typing(false);
    this.visit.sendChat(text);
    area.focus();
  }
}

const time = (iso: string): string =>
  new Date(iso).toLocaleTimeString(language(), { hour: "numeric", minute: "2-digit" });

customElements.define("moim-chat", ChatElement);
