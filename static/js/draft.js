// Keeps what is typed on the server.
//   <form data-draft-url="…">   posted there (fields of the form, same CSRF) 800 ms after the last key, on leaving a field and the page
//   [data-draft-state]          says 草稿已存 10:42:18 or that the connection is lost; stands anywhere on the page
// The page itself restores a draft: its view fills the form from the stored one. The answer of data-draft-url is 204.
import { clock } from "./date.js";
import { phrase } from "./phrases.js";

const WAIT = 800;
const AGAIN = 5_000;

export function start(root) {
  const forms = root.matches?.("form[data-draft-url]") ? [root] : root.querySelectorAll("form[data-draft-url]");
  for (const form of forms) if (!form.dataset.drafting) keep(form);
}

function keep(form) {
  form.dataset.drafting = "yes";
  let timer = 0;
  let stored = encode(form);
  let sending = false;

  const later = (after = WAIT) => {
    clearTimeout(timer);
    timer = setTimeout(send, after);
  };

  async function send() {
    clearTimeout(timer);
    const now = encode(form);
    if (now === stored || sending) return;
    sending = true;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST", body: new URLSearchParams(now), credentials: "same-origin",
        headers: { "X-CSRFToken": token(form), "X-Draft": "1" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      stored = now;
      show("saved");
      if (encode(form) !== stored) later();
    } catch {
      show("lost");
      later(AGAIN);
    } finally {
      sending = false;
    }
  }

  form.addEventListener("input", () => later());
  form.addEventListener("change", () => later());
  form.addEventListener("focusout", () => later(0));
  form.addEventListener("submit", () => { clearTimeout(timer); stored = encode(form); });
  window.addEventListener("pagehide", () => {
    const now = encode(form);
    if (now === stored) return;
    const body = new URLSearchParams(now);
    body.set("csrfmiddlewaretoken", token(form));
    navigator.sendBeacon(form.dataset.draftUrl, body);
    stored = now;
  });
}

function encode(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  for (const [name, value] of [...data]) if (value instanceof File || name.endsWith("_png")) data.delete(name);
  return new URLSearchParams(data).toString();
}

function token(form) {
  return form.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

function show(what) {
  for (const place of document.querySelectorAll("[data-draft-state]")) {
    place.hidden = false;
    place.classList.toggle("is-lost", what === "lost");
    const words = place.querySelector("span") ?? place;
    words.textContent = what === "saved" ? `${phrase("saved")} ${clock()}` : phrase("lost");
  }
}
