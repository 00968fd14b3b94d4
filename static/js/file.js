// Shows which files were chosen for, or dropped on, a .ua-file box. The input itself stays the one that sends them.

export function start(root) {
  const boxes = root.matches?.("[data-drop]") ? [root] : root.querySelectorAll("[data-drop]");
  for (const box of boxes) {
    if (box.dataset.ready) continue;
    box.dataset.ready = "yes";
    const input = box.querySelector("input[type=file]");
    input.addEventListener("change", () => list(box, input));
    for (const kind of ["dragenter", "dragover"]) box.addEventListener(kind, () => box.classList.add("is-over"));
    for (const kind of ["dragleave", "drop"]) box.addEventListener(kind, () => box.classList.remove("is-over"));
  }
}

function list(box, input) {
  const lines = [...input.files].map((file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name} · ${(file.size / 1024 / 1024).toFixed(1)} MB`;
    return line;
  });
  box.querySelector("ul").replaceChildren(...lines);
}
