// The mediation room (templates/mediation/room.html): Alt+B goes between minutes and caucus, and the newest
// contribution is in sight.
export function start() {
  scroll();
  if (document.documentElement.dataset.room) return;
  document.documentElement.dataset.room = "yes";
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

function scroll() {
  const flow = document.getElementById("script-flow");
  if (flow) flow.scrollTop = flow.scrollHeight;
}
