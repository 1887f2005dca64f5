import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { hue, initials } from "../state/people.ts";
import type { Tile } from "../state/tiles.ts";
import { isFrom } from "../state/timestamps.ts";
import { iconButton } from "./buttons.ts";
import { PageElement } from "./element.ts";
import { icon } from "./icon.ts";

/** One person, or one screen. A picture shows from its own first frame on: never black, never somebody else's. */
export class TileElement extends PageElement {
  static override properties = {
    tile: { attribute: false },
    stream: { attribute: false },
    speaking: { type: Boolean },
    poor: { type: Boolean },
    pinnable: { type: Boolean },
    pinned: { type: Boolean },
  };

  declare tile: Tile;
  declare stream: MediaStream | null;
  declare speaking: boolean;
  declare poor: boolean;
  declare pinnable: boolean;
  declare pinned: boolean;
  #from: number | undefined;
  #watch = 0;

  override render(): TemplateResult {
    const { tile } = this;
    const name = tile.source === "screen"
      ? t("tile.screen", { name: tile.name })
      : tile.self
      ? t("tile.you", { name: tile.name })
      : tile.name;
    return html`
      <div class="avatar hue-${hue(tile.participant)}" aria-hidden="true"><span>${initials(tile.name)}</span></div>
      <video autoplay playsinline .muted=${true} ?data-mirrored=${tile.self && tile.source === "camera"}></video>
      <div class="pill">
        ${
      tile.muted && tile.source === "camera"
        ? html`<span class="muted-mark" role="img" aria-label=${t("tile.muted")}>${icon("mic-off")}</span>`
        : nothing
    }
        <span class="name">${name}</span>
        ${this.poor ? html`<span class="poor-mark">${icon("signal-low")}</span>` : nothing}
      </div>
      ${
      this.pinnable
        ? iconButton({
          icon: this.pinned ? "unpin" : "pin",
          kind: "active",
          label: this.pinned ? t("tile.unpin") : t("tile.pin", { name: tile.name }),
          pressed: this.pinned,
          onClick: () => this.dispatchEvent(new Event("pin")),
        })
        : nothing
    }
      ${tile.connected ? nothing : html`<div class="lost">${icon("wifi-off")}<span>${t("tile.lost")}</span></div>`}
    `;
  }

  override updated(): void {
    this.toggleAttribute("data-speaking", this.speaking && this.tile.source === "camera");
    this.toggleAttribute("data-lost", !this.tile.connected);
    const video = this.querySelector("video");
    if (!video) return;
    const stream = this.tile.on ? this.stream : null;
    const from = this.tile.slot?.fromTimestamp;
    if (video.srcObject === stream && this.#from === from) return;
    this.#from = from;
    this.removeAttribute("data-live");
    if (video.srcObject !== stream) video.srcObject = stream;
    if (stream) this.#reveal(video, from);
  }

  /** Firefox shows the last frame of a slot's former source until a new one comes; Chromium shows nothing. */
  #reveal(video: HTMLVideoElement, from: number | undefined): void {
    const watch = ++this.#watch;
    const look = (_now: number, frame: VideoFrameCallbackMetadata) => {
      if (watch !== this.#watch || video.srcObject === null) return;
      if (isFrom(frame.rtpTimestamp, from)) this.setAttribute("data-live", "");
      else video.requestVideoFrameCallback(look);
    };
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(look);
    else (video as HTMLVideoElement).addEventListener("loadeddata", () => this.setAttribute("data-live", ""), { once: true });
  }
}

customElements.define("moim-tile", TileElement);
