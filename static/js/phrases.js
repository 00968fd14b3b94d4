// Words for scripts, in the language of the page: they stand in <template id="ua-phrases" data-…> (templates/ui/phrases.html).

/** The phrase called `name`; {key} is replaced from `values`. */
export function phrase(name, values = {}) {
  const words = document.getElementById("ua-phrases")?.dataset[name] ?? "";
  return words.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/** Speak `text` to a screen reader without showing it. */
export function announce(text) {
  let live = document.getElementById("ua-live");
  if (!live) {
    live = document.createElement("div");
    live.id = "ua-live";
    live.className = "visually-hidden";
    live.setAttribute("aria-live", "polite");
    document.body.append(live);
  }
  live.textContent = text;
}
