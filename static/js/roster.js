// The roster of a group (templates/cases/roster.html): how many are ticked and what they claim together, Shift
// for a range, Escape unticks.
//   <form data-roster="who">   another list of people with a box [data-all]: its boxes are named who; Escape is not its
import { fen, written } from "./money.js";

let last = null;

export function start() {
  for (const form of document.querySelectorAll("form[data-roster]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "yes";
    form.addEventListener("click", (event) => choose(form, event));
    form.addEventListener("change", () => tell(form));
    form.addEventListener("reset", () => setTimeout(() => tell(form)));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !form.dataset.roster && form.isConnected && boxes(form).some((box) => box.checked)) form.reset();
    });
    tell(form);
  }
}

function boxes(form) {
  return [...form.querySelectorAll(named(form))];
}

function named(form) {
  return `input[name="${CSS.escape(form.dataset.roster || "row")}"]`;
}

function choose(form, event) {
  const box = event.target;
  if (box.matches("[data-all]")) {
    for (const one of boxes(form)) one.checked = box.checked;
  } else if (box.matches(named(form))) {
    const all = boxes(form);
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const one of all.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
  }
}

function tell(form) {
  const words = form.querySelector("[data-ticked]");
  if (!words) return;
  words.dataset.none ??= words.textContent;
  const ticked = boxes(form).filter((box) => box.checked);
  for (const box of boxes(form)) box.closest("tr").classList.toggle("is-on", box.checked);
  const sum = ticked.reduce((total, box) => total + fen(box.dataset.sum), 0n);
  words.textContent = ticked.length
    ? words.dataset.words.replace("{n}", ticked.length).replace("{sum}", written(sum))
    : words.dataset.none;
}
