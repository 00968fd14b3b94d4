// What the person sees of a request: a failed one is said in words and leaves the page as it was;
// counters are fetched again while somebody is really working (an idle window asks nothing, so that the session can end).
// data-leads on a counter: where its entry of the rail leads from then on.
import { phrase } from "./phrases.js";

const EVERY = 120_000;

export function start() {
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(status === 401 ? phrase("out") : status === 503 ? phrase("down") : phrase("failed", { status }));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!loggedOut(event.detail.xhr.responseURL)) return;
    event.detail.shouldSwap = false;
    say(phrase("out"));
  });
  document.addEventListener("htmx:sendError", () => say(phrase("offline")));
  document.addEventListener("htmx:timeout", () => say(phrase("offline")));
  keepCounters();
}

// a session that ended answers with the log-in page: what was typed stays, and the person is told
function loggedOut(address) {
  const inside = (path) => path.startsWith("/accounts/");
  return Boolean(address) && inside(new URL(address).pathname) && !inside(window.location.pathname);
}

/** Show `text` as a message at the edge of the page. */
export function say(text, level = "error") {
  const box = document.getElementById("ua-toasts");
  if (!box) return;
  const message = document.createElement("div");
  message.className = `ua-msg ua-msg-${level}`;
  message.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.textContent = text;
  message.append(document.createElement("span"), words);
  box.replaceChildren(message);
  setTimeout(() => message.remove(), 12_000);
}

function keepCounters() {
  const nav = document.querySelector("[data-refresh]");
  if (!nav) return;
  document.addEventListener("htmx:oobAfterSwap", ({ target }) => {
    if (target.dataset.leads) target.closest("a").href = target.dataset.leads;
  });
  let worked = false;
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => { worked = true; }, { passive: true });
  setInterval(() => {
    if (worked && document.visibilityState === "visible") window.htmx?.trigger(nav, "ua:refresh");
    worked = false;
  }, EVERY);
}
