// A form whose answer takes its time, marked data-busy: once it is sent a bar and the seconds stand below it, and it is
// not sent twice. Coming back to the page takes the bar away.
import { phrase } from "./phrases.js";

export function start() {
  if (document.documentElement.dataset.busy) return;
  document.documentElement.dataset.busy = "yes";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-busy]") || event.defaultPrevented) return;
    if (form.querySelector(":scope > .ua-progress")) event.preventDefault();
    else show(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const bar of document.querySelectorAll("[data-busy] > .ua-progress")) bar.remove();
  });
}

function show(form) {
  const bar = document.createElement("div");
  const words = document.createElement("span");
  const since = Date.now();
  bar.className = "ua-progress";
  bar.setAttribute("role", "status");
  words.className = "ua-sub";
  bar.append(document.createElement("progress"), words);
  form.append(bar);
  const tick = () => {
    if (!bar.isConnected) return clearInterval(ticking);
    words.textContent = phrase("busy", { seconds: Math.round((Date.now() - since) / 1000) });
  };
  const ticking = setInterval(tick, 1000);
  tick();
  bar.scrollIntoView({ block: "nearest" });
}
