// The mediation room (templates/mediation/room.html): Alt+B goes between minutes and caucus, and the newest
// contribution is in sight. While somebody types on, an answer about the agreement is thrown away and asked for
// again, so that no keystroke is lost.
export function start() {
  scroll();
  if (document.documentElement.dataset.room) return;
  document.documentElement.dataset.room = "yes";
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id === "agreement") event.detail.elt.dataset.asked = encode(event.detail.elt);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = document.getElementById("agreement");
    if (event.detail.target !== form || encode(form) === form.dataset.asked) return;
    event.detail.shouldSwap = false;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.key.toLowerCase() !== "b") return;
    const kinds = [...document.querySelectorAll("#compose input[name=kind]")];
    const next = kinds.find((kind) => !kind.checked);
    if (!next) return;
    event.preventDefault();
    next.checked = true;
    next.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function encode(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function scroll() {
  const flow = document.getElementById("script-flow");
  if (flow) flow.scrollTop = flow.scrollHeight;
}
