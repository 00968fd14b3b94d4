// The interview: what the server found comes with the keys of the questions that matter now, in data-asked.
// Without this file the page is sent to see the next questions.

function show() {
  const found = document.querySelector("[data-asked]");
  if (!found) return;
  const asked = new Set(found.dataset.asked.split(" "));
  for (const question of document.querySelectorAll("[data-question]")) question.hidden = !asked.has(question.dataset.question);
}

document.addEventListener("htmx:afterSettle", show);
