// The four questions: why dismiss, into what to split, really all, what to add.
import { post } from "./posting.js";
import { all } from "./rows.js";
import { forget, selected, titleFrom } from "./source.js";

const byId = (name) => document.getElementById(name);
const words = (row) => row.querySelector(".words").textContent;

// Closing gives the focus back to where it was; only then may `then` move it on.
function finish(dialog, then) {
  dialog.close();
  then?.();
}

function ask(name, submit, { quoted = "", then = null } = {}) {
  const dialog = byId(name);
  const place = dialog.querySelector("[data-quoted]");
  if (place) place.textContent = quoted;
  dialog.querySelector("[data-submit]").onclick = () => {
    if (submit() !== false) finish(dialog, then);
  };
  dialog.showModal();
  return dialog;
}

// Enter in a one-line field, or Ctrl+Enter anywhere, means the main button; the form itself would cancel.
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const main = dialog.querySelector("[data-submit]");
    if (main && (event.ctrlKey || event.metaKey || event.target.matches("input"))) {
      event.preventDefault();
      main.click();
    }
  });
}

export function askDismiss(rows, then) {
  const why = byId("dismiss-why");
  why.value = "";
  const send = () => {
    if (!why.value.trim()) {
      why.focus();
      return false;
    }
    post("dismiss", rows, { why: why.value });
    return true;
  };
  const goOn = () => then(rows[rows.length - 1]);
  const dialog = ask("dismiss-dialog", send, { quoted: rows.map(words).join("\n"), then: goOn });
  why.focus();
  const reasons = [...dialog.querySelectorAll("[data-reason]")];
  for (const reason of reasons) {
    reason.onclick = () => {
      why.value = reason.dataset.reason;
      if (send()) finish(dialog, goOn);
    };
  }
  dialog.onkeydown = (event) => {
    const reason = why.value === "" && !event.ctrlKey && !event.isComposing ? reasons[Number(event.key) - 1] : null;
    if (!reason) return;
    event.preventDefault();
    reason.click();
  };
}

export function askSplit(row) {
  const field = byId("split-parts");
  field.value = row.querySelector("[data-parts]")?.content.textContent ?? words(row);
  ask("split-dialog", () => post("split", [row], { parts: field.value }) !== null, { quoted: words(row) });
  field.focus();
}

export function askAll() {
  const numbers = byId("numbers").dataset;
  const dialog = byId("all-dialog");
  for (const place of dialog.querySelectorAll("[data-number]")) place.textContent = numbers[place.dataset.number];
  dialog.querySelector("[data-when='noUnit']").hidden = numbers.noUnit === "0";
  ask("all-dialog", () => post("acceptAll", []) !== null);
}

const BELOW = { aspect: "problem", problem: "item", item: "item" };

export function askAdd() {
  const mark = selected();
  const dialog = byId("add-dialog");
  for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "selected") !== (mark !== null);
  const title = byId("add-title-text");
  title.value = mark ? titleFrom(mark.text) : "";
  const parent = byId("add-parent");
  fillParents(parent, mark);
  parent.onchange = () => setLevel(parent);
  setLevel(parent);
  ask("add-dialog", () => {
    const values = {
      block: mark.block, start: mark.start, end: mark.end, title: title.value,
      parent: parent.value, level: byId("add-level").value, unit: byId("add-unit")?.value ?? "",
    };
    forget();
    return post("add", [], values) !== null;
  });
  if (mark) title.focus();
}

const shapeOf = (ordinal) =>
  ordinal.replace(/\s/g, "").replace(/[一二三四五六七八九十百]+/g, "一").replace(/\d+/g, "1").replace(/[①-⑳]/g, "①").replace(/[．、]/g, ".");

// The row before the selection whose number is of the same sort says where the new one belongs.
function parentByOrdinal(mark) {
  if (!mark.ordinal) return null;
  const before = all().filter((row) => Number(row.dataset.block) <= Number(mark.block)).reverse();
  const brother = before.find((row) => shapeOf(row.querySelector(".ordinal")?.textContent ?? "") === shapeOf(mark.ordinal));
  return brother ? (brother.dataset.parent ?? "") : null;
}

// Every heading of the tree; else the last one that stands before the selection is chosen.
function fillParents(select, mark) {
  select.length = 1;
  select.value = "";
  for (const row of all().filter((each) => each.dataset.leaf === undefined && each.dataset.state === "open")) {
    const option = document.createElement("option");
    option.value = row.dataset.proposal;
    option.dataset.level = row.dataset.level;
    option.textContent = words(row).slice(0, 36);
    select.append(option);
    if (mark && Number(row.dataset.block) <= Number(mark.block)) select.value = option.value;
  }
  const parent = mark && parentByOrdinal(mark);
  if (parent !== null) select.value = parent;
}

function setLevel(select) {
  byId("add-level").value = BELOW[select.selectedOptions[0]?.dataset.level] ?? "problem";
}
