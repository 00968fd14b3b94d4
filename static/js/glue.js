// Small behaviour shared by all pages.
//   data-open="ID"    opens the <dialog id="ID"> (a link's address is only followed without JavaScript)
//   <dialog> filled by hx-target opens once its content has come
//   data-close        closes the dialog around it;  data-away removes the message around it
//   data-print        prints the page
//   data-copy="ID"    copies the text of the element (its button is hidden without JavaScript), then says data-done
//   data-fold         folds the rail, remembered in the cookie "rail"
//   details.ua-menu, .ua-whydate, .ua-nextdate   close on Esc and on a click elsewhere; arrows walk a menu
//   [popover].ua-pop  is placed beside the button that opened it
import { announce } from "./phrases.js";

const CLOSING = "details.ua-menu[open], details.ua-whydate[open], details.ua-nextdate[open]";

export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("htmx:afterSwap", onSwap);
  for (const list of document.querySelectorAll(".ua-stages, .ua-rail-list")) showPresent(list);
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch {  // refused, or not there without https: it is marked, to be copied by hand
    window.getSelection().selectAllChildren(text);
    return;
  }
  button.querySelector("span").textContent = button.dataset.done;
  announce(button.dataset.done);
}

/** Open a dialog and set the focus on its first field. */
export function openDialog(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function onClick(event) {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog) {
      event.preventDefault();
      opener.closest("details.ua-menu")?.removeAttribute("open");
      openDialog(dialog);
    }
  }
  if (event.target.closest("[data-print]")) window.print();
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog")) event.target.close();
  event.target.closest("[data-away]")?.closest(".ua-msg")?.remove();
  if (event.target.closest("[data-fold]")) fold(event.target.closest("[data-fold]"));
  for (const open of document.querySelectorAll(CLOSING)) {
    if (!open.contains(event.target)) open.open = false;
  }
}

function onKey(event) {
  if (event.key === "Escape") {
    const open = document.activeElement?.closest(CLOSING) ?? document.querySelector(CLOSING);
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
  const menu = event.target.closest?.(".ua-menu-pop.is-list, .ua-menu:has(.is-list) > summary")?.closest(".ua-menu");
  if (menu?.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const items = [...menu.querySelectorAll(".ua-menu-item")];
    const at = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    items[(at + items.length) % items.length]?.focus();
    event.preventDefault();
  }
}

function onSwap(event) {
  const dialog = event.detail.target;
  if (!dialog.matches?.("dialog")) return;
  document.querySelector("details.ua-menu[open]")?.removeAttribute("open");
  openDialog(dialog);
}

function onToggle(event) {
  const pop = event.target;
  if (pop.matches?.(".ua-pop") && event.newState === "open") place(pop);
}

function place(pop) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(pop.id)}"]`);
  if (!button) return;
  const box = button.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - pop.offsetWidth - 12);
  const below = box.bottom + 6 + pop.offsetHeight < window.innerHeight || box.top < pop.offsetHeight + 6;
  pop.style.left = `${Math.max(12, left) + window.scrollX}px`;
  pop.style.top = `${(below ? box.bottom + 6 : box.top - pop.offsetHeight - 6) + window.scrollY}px`;
}

function fold(button) {
  const narrow = document.documentElement.dataset.rail !== "narrow";
  if (narrow) document.documentElement.dataset.rail = "narrow";
  else delete document.documentElement.dataset.rail;
  button.setAttribute("aria-expanded", String(!narrow));
  document.cookie = `rail=${narrow ? "narrow" : "wide"};path=/;max-age=31536000;samesite=lax`;
}

// on a phone the stages of a case and the entries of the rail run off the side
function showPresent(list) {
  const now = list.querySelector("[aria-current]");
  if (now && now.offsetLeft + now.offsetWidth > list.clientWidth) list.scrollLeft = now.offsetLeft - 16;
}
