// Rows that are added and removed in a form, and their live sum.
//   <table class="ua-rows" data-formset="claims">   prefix of a Django formset; its management form stands inside
//     <tbody> rows, each data-row; in a row: data-quantity, data-price (inputs), data-amount (output or input)
//     <template data-blank> one row with __prefix__ in its names
//     [data-add] button, [data-remove] buttons, [data-total] output
// Ctrl+↓ adds a row and goes to it. A row that is stored already is marked by its DELETE box and hidden, else taken away.
import { fen, times, written } from "./money.js";
import { announce, phrase } from "./phrases.js";

export function start() {
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    if (add) addRow(tableOf(add));
    const remove = event.target.closest("[data-remove]");
    if (remove) removeRow(remove.closest("[data-row]"));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || event.key !== "ArrowDown") return;
    const table = event.target.closest("[data-formset]") ?? document.querySelector("[data-formset]");
    if (!table) return;
    event.preventDefault();
    addRow(table);
  });
  document.addEventListener("input", (event) => {
    const table = event.target.closest("[data-formset], [data-sums]");
    if (table) sum(table);
  });
  for (const table of document.querySelectorAll("[data-formset], [data-sums]")) sum(table);
  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll?.("[data-formset], [data-sums]").forEach(sum);
    const around = event.detail.elt.closest?.("[data-formset], [data-sums]");
    if (around) sum(around);
  });
}

function tableOf(button) {
  return button.dataset.add ? document.querySelector(`[data-formset="${CSS.escape(button.dataset.add)}"]`) : button.closest("[data-formset]");
}

function counter(table) {
  return document.querySelector(`input[name="${CSS.escape(table.dataset.formset)}-TOTAL_FORMS"]`);
}

/** Add a blank row to a [data-formset] table and focus its first field; answers the row. */
export function addRow(table) {
  const total = counter(table);
  const number = Number(total.value);
  const holder = document.createElement("tbody");
  holder.innerHTML = table.querySelector("template[data-blank]").innerHTML.replaceAll("__prefix__", String(number));
  const row = holder.firstElementChild;
  table.querySelector("tbody").append(row);
  total.value = String(number + 1);
  window.htmx?.process(row);
  row.querySelector("input:not([type=hidden]), select")?.focus();
  sum(table);
  return row;
}

function removeRow(row) {
  const table = row.closest("[data-formset]");
  const stored = row.querySelector("input[name$='-DELETE']");
  const number = [...row.parentElement.querySelectorAll("[data-row]:not([hidden])")].indexOf(row) + 1;
  if (stored) {
    stored.type === "checkbox" ? (stored.checked = true) : (stored.value = "on");
    row.hidden = true;
  } else {
    blank(row);
  }
  announce(phrase("removed", { row: number }));
  row.dispatchEvent(new Event("input", { bubbles: true }));
  table.querySelector("[data-add]")?.focus();
}

// a formset counts its rows, so a new one is emptied and hidden rather than cut out
function blank(row) {
  for (const control of row.querySelectorAll("input, select, textarea")) {
    if (control.matches("[type=checkbox], [type=radio]")) control.checked = false;
    else if (control.matches("select")) control.selectedIndex = control.querySelector("option[value='']") ? [...control.options].findIndex((o) => o.value === "") : -1;
    else control.value = "";
  }
  row.hidden = true;
}

/** Work out every row's amount and the total of a table again. */
export function sum(table) {
  let total = 0n;
  for (const row of table.querySelectorAll("[data-row]:not([hidden])")) {
    const quantity = row.querySelector("[data-quantity]");
    const price = row.querySelector("[data-price]");
    const place = row.querySelector("[data-amount]");
    if (!place) continue;
    const amount = price ? times(quantity ? quantity.value : "1", fen(price.value)) : fen(place.value ?? place.textContent);
    if (price) place.value = amount === null ? "—" : `¥${written(amount)}`;
    total += amount ?? 0n;
  }
  const place = table.querySelector("[data-total]");
  if (place) place.value = `¥${written(total)}`;
}
