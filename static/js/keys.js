// The keyboard. Plain letters work only while no field has the focus.
//   data-key="x"       the element is focused (a field) or clicked (a button, a link) on that key; "Alt+1", "Ctrl+Enter" work in fields
//   data-go="c"        link reached with g then the letter;  data-new   link reached with n
//   [data-rows]        a list walked with j and k, opened with Enter (first link of the row), selected with x (its checkbox)
//   data-key-f         the filters, reached with f
//   <template data-keys>  rows <div><dt><kbd>…</kbd></dt><dd>…</dd></div> a page adds to the list of keys
import { openDialog } from "./glue.js";

let afterG = 0;

export function start() {
  document.addEventListener("keydown", onKey);
  const list = document.querySelector("#ua-keys .ua-keylist");
  for (const own of document.querySelectorAll("template[data-keys]")) list?.prepend(own.content.cloneNode(true));
}

function typing(target) {
  return target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function name(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && event.key.length > 1) parts.push("Shift");
  parts.push(event.code.startsWith("Digit") && event.altKey ? event.code.slice(5) : event.key);
  return parts.join("+");
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const key = name(event);
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && event.key.length === 1 && typing(event.target)) return;
  if (document.querySelector("dialog[open]") && plain) return;

  const marked = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
  if (marked) return use(event, marked);
  if (!plain || typing(event.target)) return;

  if (afterG && event.timeStamp - afterG < 1500) {
    afterG = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) return use(event, link);
  }
  afterG = event.key === "g" ? event.timeStamp : 0;
  if (event.key === "n") return use(event, document.querySelector("[data-new]"));
  if (event.key === "?") {
    const list = document.getElementById("ua-keys");
    if (list) openDialog(list);
    return event.preventDefault();
  }
  if (event.key === "f") return use(event, document.querySelector("[data-key-f] input, [data-key-f] select"));
  walk(event);
}

function shown(element) {
  return element.getClientRects().length > 0 && !element.disabled;
}

function use(event, element) {
  if (!element) return;
  event.preventDefault();
  if (element.matches("input, textarea, select, [tabindex]") && !element.matches("[type=checkbox], [type=radio], [type=submit]")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function walk(event) {
  const body = document.querySelector("[data-rows]");
  if (!body) return;
  const rows = [...body.querySelectorAll(":scope > tr, :scope > li")];
  const at = rows.findIndex((row) => row.classList.contains("is-at"));
  if (event.key === "j" || event.key === "k") {
    const to = rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)))];
    if (!to) return;
    rows[at]?.classList.remove("is-at");
    to.classList.add("is-at");
    to.scrollIntoView({ block: "nearest" });
    to.querySelector("a, button, input")?.focus({ preventScroll: true });
    event.preventDefault();
  } else if (event.key === "x" && at >= 0) {
    use(event, rows[at].querySelector("input[type=checkbox]"));
  } else if (event.key === "Enter" && at >= 0 && event.target === document.body) {
    use(event, rows[at].querySelector("a"));
  }
}
