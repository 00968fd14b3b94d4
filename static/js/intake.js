// The walk-in card. Everything works without it; it saves keys.
//   Alt+1…7 (Ctrl+Alt+1…7 where the browser keeps Alt)   the first field of a section
//   Enter     in the finder takes the first match; in any other line it goes on to the next field
//   a change in a [data-facts] section asks for the law's view ("ua:look", one request for a pause in typing)
//   the unit of a claim follows its item; a signature is bound to the hash of the sheet as it stands then
import { clock } from "./date.js";
import { announce } from "./phrases.js";

const PAUSE = 350;
const card = document.querySelector("[data-intake]");

let pause = 0;
card.addEventListener("input", (event) => {
  if (event.target.closest("[data-facts]")) look();
});
document.addEventListener("ua:take", look);
card.addEventListener("submit", () => clearTimeout(pause));

function look() {
  clearTimeout(pause);
  pause = setTimeout(() => card.dispatchEvent(new CustomEvent("ua:look")), PAUSE);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const digit = event.altKey && /^Digit([1-7])$/.exec(event.code);
  if (digit) {
    event.preventDefault();
    enter(document.querySelector(`[data-section="${digit[1]}"]`));
  } else if (event.key === "Enter" && !event.ctrlKey && !event.altKey && event.target.matches("#card input:not([type=button])")) {
    event.preventDefault();
    const match = event.target.name === "who" && document.querySelector("#match [data-take]");
    if (match) match.click();
    else next(event.target);
  } else if (event.key === "Escape" && event.target.name === "who") {
    document.getElementById("match").replaceChildren();
  }
});

const FIELDS = "input:not([type=hidden]):not([tabindex='-1']), select, textarea, canvas";

function fields(root) {
  return [...root.querySelectorAll(FIELDS)].filter((field) => field.getClientRects().length && !field.closest("dialog, .ua-more > div"));
}

function enter(section) {
  const [first] = fields(section).filter((field) => field.name !== "seen_original" && !field.closest(".ua-sec-title"));
  first?.focus();
  first?.select?.();
}

function next(field) {
  const all = fields(card);
  const after = all[all.indexOf(field) + 1];
  after?.focus();
  after?.select?.();
}

// A person was taken: his section was swapped, the employer is asked next.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "worker" && event.detail.elt?.id !== "worker") return;
  document.getElementById("match").replaceChildren();
  announce(card.querySelector("[name=name]").value);
  enter(document.querySelector("[data-section='2']"));
  look();
});

// The unit of an item, and the contractor of a project.
card.addEventListener("change", (event) => {
  if (!event.target.matches("[data-item]")) return;
  const units = JSON.parse(card.dataset.units);
  const unit = event.target.closest("tr").querySelector("[name$='-unit']");
  if (units[event.target.value]) unit.value = units[event.target.value];
});
document.getElementById("project-combo").addEventListener("ua:take", (event) => {
  const contractor = card.querySelector("[name=contractor]");
  if (contractor && event.detail.contractor && !contractor.value) contractor.value = event.detail.contractor;
});

// The signature and its sheet.
const strokes = card.querySelector("[name=signature_strokes]");
if (strokes) bind();

function bind() {
  const signed = card.querySelector("[name=signed_hash]");
  const hint = card.querySelector(".ua-sign-hint");
  const sheetHash = () => document.getElementById("sheet").dataset.hash;

  const say = () => {
    const name = card.querySelector("[name=name]").value;
    if (!strokes.value) hint.textContent = name;
    else if (signed.value && signed.value === sheetHash()) {
      hint.textContent = `${name} · ${clock().slice(0, 5)} · ${card.dataset.bound} ${signed.value.slice(0, 4)}…${signed.value.slice(-2)}`;
    } else hint.textContent = card.dataset.stale;
  };

  strokes.addEventListener("change", () => {
    signed.value = strokes.value ? sheetHash() : "";
    say();
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => event.target.id === "sheet" && say());
  say();
}
