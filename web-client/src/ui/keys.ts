import type { Visit } from "./visit.ts";

export interface KeyTarget {
  readonly visit: Visit;
  help(): void;
}

/** The keys of the meeting. Not while typing, and not together with Ctrl, Alt or the command key. */
export class Keys {
  #talking = false;

  constructor(private readonly target: KeyTarget) {}

  listen(): () => void {
    const down = (event: KeyboardEvent) => this.#down(event);
    const up = (event: KeyboardEvent) => this.#up(event);
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
    };
  }

  #down(event: KeyboardEvent): void {
    const { visit } = this.target;
    if (event.key === "Escape") {
      if (visit.state.panel !== "none") visit.setPanel("none");
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || visit.state.phase !== "joined") return;
    if (event.code === "Space") return this.#talk(event);
    if (event.repeat) return;
    // By position of the key, so that it works while a Korean layout is active.
    switch (event.key === "?" ? "?" : event.code) {
      case "KeyM":
        return visit.setMicrophone(!visit.local.on("microphone"));
      case "KeyV":
        return visit.setCamera(!visit.local.on("camera"));
      case "KeyS":
        return visit.toggleShare();
      case "KeyC":
        event.preventDefault(); // or the letter lands in the message field that opens
        return visit.setPanel("chat");
      case "KeyP":
        return visit.setPanel("people");
      case "KeyL":
        return visit.setLayout(visit.state.layout === "grid" ? "speaker" : "grid");
      case "?":
        return this.target.help();
    }
  }

  /** Push-to-talk: only from the muted state, and back to it. A focused button keeps its space bar. */
  #talk(event: KeyboardEvent): void {
    if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement) return;
    event.preventDefault();
    const { visit } = this.target;
    if (event.repeat || visit.local.on("microphone")) return;
    this.#talking = true;
    visit.setMicrophone(true);
  }

  #up(event: KeyboardEvent): void {
    if (event.code !== "Space" || !this.#talking) return;
    this.#talking = false;
    this.target.visit.setMicrophone(false);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable ||
    target.closest("dialog") !== null);
}
