import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/index.ts";
import { type Corner, place, type Placed } from "../state/geometry.ts";
import { stage, wanted } from "../state/tiles.ts";
import { icon } from "./icon.ts";
import { live, PageElement } from "./element.ts";
import { streamOf } from "./streams.ts";
import type { Visit } from "./visit.ts";
import "./tile.ts";

/** The tiles. All are children of one box and placed by numbers, so that no layout ever restarts a video. */
export class StageElement extends PageElement {
  static override properties = { visit: live, width: { state: true }, height: { state: true }, corner: { state: true } };

  declare visit: Visit;
  declare width: number;
  declare height: number;
  declare corner: Corner;
  #placed: readonly Placed[] = [];
  #observer = new ResizeObserver(() => {
    this.width = this.clientWidth;
    this.height = this.clientHeight;
  });

  constructor() {
    super();
    this.width = 0;
    this.height = 0;
    this.corner = "bottom-right";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this); // tells the size before the next picture; asking for it would lay out the page twice
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render(): TemplateResult {
    const { visit } = this;
    const now = stage(visit.state, this.width, this.height);
    this.#placed = place(now, this.width, this.height, this.corner);
    const alone = visit.state.participants.length === 1;
    return html`
      ${repeat(this.#placed, ({ tile }) => tile.key, (placed) => this.#tile(placed))}
      ${now.hidden > 0 ? html`<p class="hidden-count">${t("tile.more", { count: now.hidden })}</p>` : nothing}
      ${
      alone
        ? html`<div class="alone"><p>${t("tile.alone")}</p>
            <button type="button" class="secondary" @click=${() => visit.copyLink()}>
              ${icon("link")}<span>${t("bar.copyLink")}</span>
            </button></div>`
        : nothing
    }
    `;
  }

  #tile({ tile, kind }: Placed): TemplateResult {
    const { visit } = this;
    const { state } = visit;
    const mid = tile.slot?.mid;
    const stream = tile.self
      ? streamOf(visit.local.tracks.get(tile.source))
      : mid === undefined
      ? null
      : visit.stream(mid) ?? null;
    return html`<moim-tile
      data-testid="tile"
      data-participant=${tile.participant}
      data-source=${tile.source}
      data-kind=${kind}
      .tile=${tile}
      .stream=${stream}
      .speaking=${state.speaking.includes(tile.participant)}
      .poor=${tile.self && state.weak}
      .pinnable=${kind !== "floating" && state.participants.length > 1}
      .pinned=${state.pinned === tile.participant}
      @pin=${() => visit.pin(tile.participant)}
      @dblclick=${() => visit.pin(tile.participant)}
      @pointerdown=${kind === "floating" ? (event: PointerEvent) => this.#drag(event) : nothing}
    ></moim-tile>`;
  }

  override updated(): void {
    const elements = this.querySelectorAll<HTMLElement>(":scope > moim-tile");
    this.#placed.forEach(({ x, y, width, height }, i) => {
      const style = elements[i]?.style;
      if (!style) return;
      style.left = `${x}px`;
      style.top = `${y}px`;
      style.width = `${width}px`;
      style.height = `${height}px`;
    });
    if (this.width > 0) this.visit.show(wanted(this.#placed));
  }

  /** The floating tile follows the finger and then goes to the nearest corner. */
  #drag(down: PointerEvent): void {
    const tile = down.currentTarget as HTMLElement;
    const from = { x: down.clientX, y: down.clientY };
    tile.setPointerCapture(down.pointerId);
    tile.setAttribute("data-dragging", "");
    const move = (event: PointerEvent) => {
      tile.style.translate = `${event.clientX - from.x}px ${event.clientY - from.y}px`;
    };
    const end = () => {
      tile.removeEventListener("pointermove", move);
      tile.removeAttribute("data-dragging");
      const box = tile.getBoundingClientRect();
      const mine = this.getBoundingClientRect();
      const top = box.top + box.height / 2 < mine.top + mine.height / 2 ? "top" : "bottom";
      const left = box.left + box.width / 2 < mine.left + mine.width / 2 ? "left" : "right";
      tile.style.translate = "";
      this.corner = `${top}-${left}`;
    };
    tile.addEventListener("pointermove", move);
    tile.addEventListener("lostpointercapture", end, { once: true });
  }
}

customElements.define("moim-stage", StageElement);
