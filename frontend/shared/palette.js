// The palette: Ctrl+K or "/" opens a field under which the server lists places and things. The focus stays in the field;
// the arrows walk the list (aria-activedescendant). While an input method composes, nothing is asked and no key is ours.
import { onKey } from "./keys.js";

const dialog = document.getElementById("palette");
const field = document.getElementById("palette-text");
const PAUSE = 180; // milliseconds after the last letter
let asking;
let composing = false;

function options() {
  return [...dialog.querySelectorAll("[role='option']")];
}

function choose(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    field.removeAttribute("aria-activedescendant");
  }
}

function step(by) {
  const all = options();
  if (all.length === 0) return;
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  choose(all[(at + by + all.length) % all.length]);
}

function ask() {
  clearTimeout(asking);
  asking = setTimeout(() => window.htmx.trigger(field, "palette:ask"), PAUSE);
}

function open() {
  if (!dialog || dialog.open || document.querySelector("dialog[open]")) return false;
  dialog.showModal();
  return true;
}

if (dialog) {
  // However it was opened: by key, by its button.
  new MutationObserver(() => {
    if (!dialog.open) return;
    field.value = "";
    field.focus();
    window.htmx.trigger(field, "palette:ask");
  }).observe(dialog, { attributeFilter: ["open"] });
  dialog.addEventListener("close", () => {
    clearTimeout(asking);
    field.setAttribute("aria-expanded", "false");
    choose(null);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the box
  });
  field.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(asking);
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    ask();
  });
  field.addEventListener("input", (event) => {
    if (!composing && !event.isComposing) ask();
  });
  field.addEventListener("keydown", (event) => {
    // 229: the key belongs to the input method, also where the browser has ended the composition already.
    if (composing || event.isComposing || event.keyCode === 229) return;
    const walks = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in walks) {
      event.preventDefault();
      step(walks[event.key]);
    } else if (event.key === "Enter") {
      const chosen = dialog.querySelector("[aria-selected='true']") || options()[0];
      if (!chosen) return; // the form leads to the search in all texts
      event.preventDefault();
      chosen.click();
    }
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "hits") return;
    const found = options();
    field.setAttribute("aria-expanded", String(found.length > 0));
    choose(field.value && found.length ? found[0] : null);
    const said = dialog.querySelector("[data-said]");
    said.textContent = field.value ? said.dataset.said.replace("{n}", found.length) : "";
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (open()) event.preventDefault();
});
// A page with a search of its own keeps the stroke for it.
onKey("/", () => (document.getElementById("ledger-text") ? false : open()));
