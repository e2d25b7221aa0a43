// Reviewing write-offs by key: nothing is signed by a key alone, it leads to the button or the words that belong to it.
import { onKey } from "./shared/keys.js";

function button(opinion) {
  return document.querySelector(`#sign [data-sign="${opinion}"]`);
}

function lead(opinion, { words }) {
  const to = button(opinion);
  if (!to) return false;
  const text = document.querySelector("#sign textarea");
  const first = words && text && !text.value.trim() ? text : to;
  first.scrollIntoView({ block: "center" });
  first.focus();
  return true;
}

onKey("y", () => lead("agree", { words: false }));
onKey("n", () => lead("return", { words: true }));
onKey("d", () => lead("dissent", { words: true }));
onKey("x", () => {
  const box = document.querySelector("[data-row][aria-selected='true'] input[type='checkbox']");
  if (!box) return false;
  box.click();
  return true;
});
