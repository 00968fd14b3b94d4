// Money is whole fen in BigInt, never a float.
//   input[data-money]  is shown as 6,800.00 after typing and sent as 6800.00; full-width digits and 元 are understood

/** "6,800.5" or "６８００．５" → 680050n fen; null where it is no amount. */
export function fen(text) {
  const plain = narrow(text).replace(/[,\s¥元]/g, "");
  const parts = /^(-?)(\d*)(?:\.(\d{0,2}))?$/.exec(plain);
  if (!parts || !(parts[2] || parts[3])) return null;
  const whole = BigInt(parts[2] || "0") * 100n + BigInt((parts[3] ?? "").padEnd(2, "0") || "0");
  return parts[1] ? -whole : whole;
}

/** Quantity × price in fen, rounded half up to a fen. A quantity may have up to four places: "1.5". */
export function times(quantity, price) {
  const parts = /^(\d*)(?:\.(\d{0,4}))?$/.exec(narrow(quantity).replace(/[,\s]/g, ""));
  if (!parts || !(parts[1] || parts[2]) || price === null) return null;
  const tenThousandths = BigInt(parts[1] || "0") * 10000n + BigInt((parts[2] ?? "").padEnd(4, "0"));
  return (tenThousandths * price + 5000n) / 10000n;
}

/** 680050n → "6,800.50". */
export function written(amount) {
  const minus = amount < 0n ? "−" : "";
  const digits = String(amount < 0n ? -amount : amount).padStart(3, "0");
  return `${minus}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
}

function narrow(text) {
  return String(text).replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/。/g, ".");
}

function sendable(text) {
  const amount = fen(text);
  return amount === null ? text : written(amount).replace(/,/g, "").replace("−", "-");
}

export function start() {
  for (const input of document.querySelectorAll("input[data-money]")) dress(input);
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll?.("input[data-money]").forEach(dress));
  document.addEventListener("focusout", (event) => event.target.matches?.("input[data-money]") && dress(event.target));
  document.addEventListener("formdata", (event) => {
    for (const input of event.target.querySelectorAll("input[data-money][name]")) {
      if (event.formData.getAll(input.name).length === 1) event.formData.set(input.name, sendable(input.value));
    }
    undress(event);
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const input = event.detail.elt;
    if (input.matches("input[data-money][name]")) event.detail.parameters[input.name] = sendable(input.value);
  });
}

// several inputs of one name: keep their order
function undress(event) {
  const seen = new Set();
  for (const input of event.target.querySelectorAll("input[data-money][name]")) {
    if (seen.has(input.name)) continue;
    seen.add(input.name);
    const values = event.formData.getAll(input.name);
    if (values.length < 2) continue;
    event.formData.delete(input.name);
    for (const value of values) event.formData.append(input.name, sendable(value));
  }
}

function dress(input) {
  const amount = fen(input.value);
  if (amount !== null) input.value = written(amount).replace("−", "-");
}
