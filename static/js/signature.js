// A signature drawn with finger, pen or mouse (templates/ui/sign.html).
// NAME_strokes: JSON [[[x, y, ms], …], …], x and y in thousandths of the box, ms since the first touch.
// NAME_png: data URL of the drawing, dark ink on a clear ground. Both stay empty until something is drawn.
// Keyboard: the box "signed on paper" beside it is the way without drawing; Delete on the canvas clears.

const ENOUGH = 8; // points below which it is a slip of the pen, not a signature

export function start(root) {
  const pads = root.matches?.("[data-sign]") ? [root] : root.querySelectorAll("[data-sign]");
  for (const pad of pads) if (!pad.dataset.ready) prepare(pad);
}

function prepare(pad) {
  pad.dataset.ready = "yes";
  const canvas = pad.querySelector("canvas");
  const strokesField = pad.querySelector("input[name$='_strokes']");
  const pngField = pad.querySelector("input[name$='_png']");
  const paper = pad.querySelector("input[type=checkbox]");
  let strokes = strokesField.value ? JSON.parse(strokesField.value) : [];
  let begun = 0;
  let pen = null;

  const fit = () => {
    const box = canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(box.width * ratio);
    canvas.height = Math.round(box.height * ratio);
    draw();
  };

  const draw = () => {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.lineWidth = Math.max(1.6, canvas.height / 48);
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = "#10151c";
    for (const stroke of strokes) {
      context.beginPath();
      stroke.forEach(([x, y], at) => {
        const [left, top] = [(x / 1000) * canvas.width, (y / 1000) * canvas.height];
        if (at) context.lineTo(left, top);
        else context.moveTo(left, top);
        if (stroke.length === 1) context.lineTo(left + 0.1, top);
      });
      context.stroke();
    }
  };

  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const held = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000);
    return [held((event.clientX - box.left) / box.width), held((event.clientY - box.top) / box.height), Math.round(event.timeStamp - begun)];
  };

  const keep = () => {
    const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
    const drawn = points >= ENOUGH;
    strokesField.value = drawn ? JSON.stringify(strokes) : "";
    pngField.value = drawn ? canvas.toDataURL("image/png") : "";
    if (drawn && paper) paper.checked = false;
    strokesField.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const clear = () => {
    strokes = [];
    draw();
    keep();
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || pen !== null) return;
    pen = event.pointerId;
    begun ||= event.timeStamp;
    canvas.setPointerCapture(pen);
    strokes.push([point(event)]);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen) return;
    for (const step of event.getCoalescedEvents?.() ?? [event]) strokes.at(-1).push(point(step));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId !== pen) return;
      pen = null;
      draw();
      keep();
    });
  }
  canvas.addEventListener("keydown", (event) => (event.key === "Delete" || event.key === "Backspace") && clear());
  pad.querySelector("[data-clear]").addEventListener("click", clear);
  paper?.addEventListener("change", () => paper.checked && clear());
  new ResizeObserver(fit).observe(canvas);
}
