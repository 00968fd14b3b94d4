// A refused form leads to its first mistake: folds around it open, it is scrolled to, and its field has the focus.
// A mistake that is being mended no longer stands at its field.

const FIELDS = "input:not([type=hidden]), select, textarea";
const WRONG = '[aria-invalid="true"], .is-invalid';

export function start() {
  lead(document.getElementById("main") ?? document.body);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr?.status === 422) lead(document.querySelector("dialog[open]") ?? document.body);
  });
  document.addEventListener("input", (event) => forget(event.target));
}

function lead(root) {
  const lists = [...root.querySelectorAll(".ua-errlist")];
  const first = lists.find((list) => list.textContent.trim() && !list.closest("dialog:not([open])"));
  if (!first) return;
  for (let fold = first.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const place = fieldOf(first) ?? first;
  if (place === first) first.tabIndex = -1;
  place.focus({ preventScroll: true });
  first.scrollIntoView({ block: "center" });
}

// the list of a field carries its id; one without belongs to the whole form
function fieldOf(list) {
  if (!list.id.endsWith("_error")) return null;
  const named = document.getElementById(list.id.slice(0, -"_error".length));
  return named?.matches(FIELDS) ? named : (named ?? list.parentElement).querySelector(FIELDS);
}

function forget(field) {
  if (!field.matches?.(WRONG)) return;
  field.removeAttribute("aria-invalid");
  field.classList.remove("is-invalid");
  document.getElementById(`${field.id}_error`)?.remove();
}
