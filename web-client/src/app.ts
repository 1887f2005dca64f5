import { html, render } from "lit";
import mic from "icons/mic.ts";

render(html`<main data-icon=${mic.length}></main>`, document.body);
