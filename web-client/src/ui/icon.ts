import { noChange } from "lit";
import { Directive, directive, type Part } from "lit/directive.js";
import arrowDown from "icons/arrow-down.ts";
import arrowLeft from "icons/arrow-left.ts";
import circleDot from "icons/circle-dot.ts";
import circleStop from "icons/circle-stop.ts";
import ellipsis from "icons/ellipsis.ts";
import grid from "icons/layout-grid.ts";
import link from "icons/link.ts";
import logOut from "icons/log-out.ts";
import message from "icons/message-square.ts";
import mic from "icons/mic.ts";
import micOff from "icons/mic-off.ts";
import phoneOff from "icons/phone-off.ts";
import pin from "icons/maximize-2.ts";
import screen from "icons/screen-share.ts";
import screenOff from "icons/screen-share-off.ts";
import send from "icons/send-horizontal.ts";
import settings from "icons/settings.ts";
import signal from "icons/signal-high.ts";
import signalLow from "icons/signal-low.ts";
import speaker from "icons/gallery-horizontal-end.ts";
import unpin from "icons/minimize-2.ts";
import removePerson from "icons/user-x.ts";
import users from "icons/users.ts";
import video from "icons/video.ts";
import videoOff from "icons/video-off.ts";
import warning from "icons/triangle-alert.ts";
import wifiOff from "icons/wifi-off.ts";
import x from "icons/x.ts";

const sources = {
  "arrow-down": arrowDown,
  "arrow-left": arrowLeft,
  record: circleDot,
  "record-stop": circleStop,
  ellipsis,
  grid,
  link,
  "log-out": logOut,
  message,
  mic,
  "mic-off": micOff,
  "phone-off": phoneOff,
  pin,
  screen,
  "screen-off": screenOff,
  send,
  settings,
  signal,
  "signal-low": signalLow,
  speaker,
  unpin,
  "remove-person": removePerson,
  users,
  video,
  "video-off": videoOff,
  warning,
  "wifi-off": wifiOff,
  x,
};

export type IconName = keyof typeof sources;

const parsed = new Map<IconName, Element>();

/** Parsed as an image's XML, so that no text ever becomes markup of the page. */
function element(name: IconName): Node {
  let source = parsed.get(name);
  if (!source) {
    source = new DOMParser().parseFromString(sources[name], "image/svg+xml").documentElement;
    source.setAttribute("aria-hidden", "true");
    source.setAttribute("class", "icon");
    parsed.set(name, source);
  }
  return document.importNode(source, true);
}

/** Keeps the node while the name stays. */
class IconDirective extends Directive {
  #name: IconName | undefined;

  override render(name: IconName): Node {
    return element(name);
  }

  override update(_part: Part, [name]: [IconName]): Node | typeof noChange {
    if (name === this.#name) return noChange;
    this.#name = name;
    return element(name);
  }
}

export const icon = directive(IconDirective);
