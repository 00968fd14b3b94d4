// A type-ahead over what the server answers (templates/ui/found.html).
//   <div class="ua-combo" data-combo="take"> <input …hx-get hx-target="#box"> <input type="hidden"> <div class="ua-listbox" id="box" role="listbox"> </div>
// Arrows walk, Enter takes, Esc closes. Taking an option with data-value writes data-word into the field and data-value into the
// hidden input and fires "ua:take" (detail: the option's dataset); an option that is a link is followed.
import { announce, phrase } from "./phrases.js";

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("mousedown", (event) => event.target.closest("[data-combo] [role=option]:not(a)") && event.preventDefault());
  document.addEventListener("click", (event) => {
    const option = event.target.closest("[data-combo] [role=option]:not(a)");
    if (option) take(option.closest("[data-combo]"), option);
    for (const combo of document.querySelectorAll("[data-combo]")) if (!combo.contains(event.target)) close(combo);
  });
  document.addEventListener("input", (event) => {
    const combo = event.target.closest("[data-combo='take']");
    const hidden = combo?.querySelector("input[type=hidden]");
    if (hidden && event.target !== hidden) hidden.value = "";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const combo = event.detail.target.closest?.("[data-combo]");
    if (combo) opened(combo);
  });
  for (const combo of document.querySelectorAll("[data-combo]")) prepare(combo);
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll?.("[data-combo]").forEach(prepare));
}

const field = (combo) => combo.querySelector("input:not([type=hidden])");
const box = (combo) => combo.querySelector("[role=listbox]");
const options = (combo) => [...box(combo).querySelectorAll("[role=option]")];

function prepare(combo) {
  const input = field(combo);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", box(combo).id);
}

function opened(combo) {
  const found = options(combo);
  found.forEach((option, at) => { option.id ||= `${box(combo).id}-${at}`; });
  field(combo).setAttribute("aria-expanded", String(box(combo).childElementCount > 0));
  field(combo).removeAttribute("aria-activedescendant");
  announce(found.length ? phrase("matches", { count: found.length }) : phrase("none"));
}

function close(combo) {
  box(combo).replaceChildren();
  field(combo).setAttribute("aria-expanded", "false");
  field(combo).removeAttribute("aria-activedescendant");
}

function onKey(event) {
  const combo = event.target.closest?.("[data-combo]");
  if (!combo || event.isComposing || event.target !== field(combo)) return;
  const found = options(combo);
  const at = found.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length && !event.ctrlKey) {
    const to = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    found.forEach((option, number) => option.setAttribute("aria-selected", String(number === to)));
    field(combo).setAttribute("aria-activedescendant", found[to].id);
    found[to].scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    take(combo, found[at]);
  } else if (event.key === "Escape" && box(combo).childElementCount) {
    event.preventDefault();
    close(combo);
  }
}

function take(combo, option) {
  if (option.matches("a")) {
    option.click();
    return;
  }
  if (combo.dataset.combo === "take") {
    field(combo).value = option.dataset.word;
    const hidden = combo.querySelector("input[type=hidden]");
    if (hidden) {
      hidden.value = option.dataset.value;
      hidden.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  close(combo);
  combo.dispatchEvent(new CustomEvent("ua:take", { bubbles: true, detail: { ...option.dataset } }));
}
