// Entry of every page. Each module finds its own elements by data- attributes and listens on the document,
// so that what htmx swaps in works at once. Heavier pieces are fetched only where a page has them.
import { start as glue } from "./glue.js";
import { start as keys } from "./keys.js";
import { start as requests } from "./requests.js";
import { start as money } from "./money.js";
import { start as dates } from "./date.js";
import { start as combo } from "./combo.js";
import { start as rows } from "./rows.js";
import { start as errors } from "./errors.js";

const WHERE_NEEDED = [
  ["[data-sign]", () => import("./signature.js")],
  ["form[data-draft-url]", () => import("./draft.js")],
  ["[data-chart]", () => import("./chart.js")],
  ["[data-drop]", () => import("./file.js")],
  ["[data-room], #script-flow", () => import("./room.js")],
  ["form[data-busy]", () => import("./busy.js")],
  ["form[data-roster]", () => import("./roster.js")],
  ["[data-passkey]", () => import("./passkey.js")],
];

function fetchNeeded(root) {
  for (const [selector, load] of WHERE_NEEDED) {
    if (root.matches?.(selector) || root.querySelector(selector)) load().then((module) => module.start(root));
  }
}

glue();
keys();
requests();
money();
dates();
combo();
rows();
errors();
fetchNeeded(document);
document.addEventListener("htmx:load", (event) => fetchNeeded(event.detail.elt));
