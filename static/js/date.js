// Dates as people type them. A field with data-date is written back as 2026-01-31 when it is left:
// 20260131, 2026.1.31, 2026年1月31日, 1-31 and 0131 (this year), 今天 and today, +3 (three days from today).
// Inside [data-date-field] a button opens the browser's own calendar.

/** "1-31" → "2026-01-31" with `today` "2026-…"; null where it is no date. */
export function iso(text, today) {
  const plain = text.trim().replace(/[\uff10-\uff19]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  if (/^(今天|today)$/i.test(plain)) return today;
  const ahead = /^([+-]\d{1,4})$/.exec(plain);
  if (ahead) return shifted(today, Number(ahead[1]));
  const year = today.slice(0, 4);
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    /^(\d{4})[-./年\s](\d{1,2})[-./月\s](\d{1,2})日?$/.exec(plain) ??
    prefixed(year, /^(\d{1,2})[-./月\s](\d{1,2})日?$/.exec(plain) ?? /^(\d{2})(\d{2})$/.exec(plain));
  if (!parts) return null;
  const written = `${parts[1]}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}`;
  return shifted(written, 0) === written ? written : null;
}

function prefixed(year, parts) {
  return parts && [parts[0], year, parts[1], parts[2]];
}

function shifted(day, days) {
  const moment = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return null;
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** "17:51:08": the time of day now in the zone of the server, whatever zone this machine is set to. */
export function clock() {
  return new Date().toLocaleTimeString("en-GB", { timeZone: document.documentElement.dataset.zone || undefined });
}

export function start() {
  const today = document.documentElement.dataset.today || new Date().toISOString().slice(0, 10);
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("input[data-date]")) write(event.target, iso(event.target.value, today));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-date-field] .ua-pick");
    if (button) pick(button.parentElement);
  });
  show(document);
  document.addEventListener("htmx:load", (event) => show(event.detail.elt));
}

function show(root) {
  root.querySelectorAll?.("[data-date-field] .ua-pick").forEach((button) => { button.hidden = false; });
}

function write(input, day) {
  if (!day || day === input.value) return;
  input.value = day;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function pick(place) {
  const field = place.querySelector("input[data-date]");
  let calendar = place.querySelector("input[type=date]");
  if (!calendar) {
    calendar = document.createElement("input");
    calendar.type = "date";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    calendar.addEventListener("change", () => write(field, calendar.value));
    place.append(calendar);
  }
  calendar.value = field.value;
  calendar.showPicker();
}
