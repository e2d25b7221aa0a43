// Queues that are judged by keys (classes, recurrences): on the line that j and k walk to, a digit says it, z takes it back.
import { onKey } from "./shared/keys.js";

function press(selector) {
  const button = document.querySelector(`.class-line[aria-selected='true'] ${selector}`);
  if (!button) return false;
  button.click();
  return true;
}

for (const digit of ["1", "2", "3"]) onKey(digit, () => press(`[data-choice='${digit}']`));
onKey("z", () => press("[data-undo]"));

// After a class was said the next line that waits is the one in hand; after it was taken back, the same one.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const rows = [...document.querySelectorAll(".class-line")];
  const at = rows.findIndex((row) => row.id === event.detail.target.id);
  if (at < 0) return;
  const waits = rows[at].querySelector("[data-choice]");
  const next = waits ? rows[at] : rows.slice(at + 1).find((row) => row.querySelector("[data-choice]")) || rows[at];
  for (const row of rows) row.setAttribute("aria-selected", String(row === next));
  (next.querySelector("[data-choice], [data-undo]") || next.querySelector("a"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
});
