// A package as a document that one signs line by line: by key on the line that j and k walk to.
import { onKey } from "./shared/keys.js";

function here() {
  return document.querySelector(".signing [data-row][aria-selected='true']");
}

function press(selector) {
  const button = here()?.querySelector(selector);
  if (!button) return false;
  button.click();
  return true;
}

function unfold(selector) {
  const fold = here()?.querySelector(selector);
  if (!fold) return false;
  fold.open = true;
  fold.querySelector("input[type='text']").focus();
  return true;
}

onKey("y", () => press("[data-accept]"));
onKey("n", () => unfold("[data-refuse]"));
onKey("d", () => unfold("[data-differ]"));
onKey("z", () => press("[data-undo]"));

// After a signature the next line that waits is the one in hand; where none is left, the one just signed.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const signed = event.detail.elt.closest?.("[data-row]") || document.getElementById(event.detail.target.id);
  const rows = [...document.querySelectorAll(".signing [data-row]")];
  const at = rows.findIndex((row) => row.id === (signed?.id || event.detail.target.id));
  if (at < 0) return;
  const next = rows.slice(at + 1).find((row) => row.querySelector("[data-accept]")) || rows[at];
  for (const row of rows) row.setAttribute("aria-selected", String(row === next));
  (next.querySelector("[data-accept]") || next.querySelector("a"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
});

// Only one of the small forms is open at a time; Escape folds it.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".signing details") || !event.target.open) return;
  for (const other of document.querySelectorAll(".signing details[open]")) {
    if (other !== event.target) other.open = false;
  }
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const fold of document.querySelectorAll(".signing details[open], .rest[open]")) fold.open = false;
});
