// The four questions: why dismiss, into what to split, really all, what to add.
import { post } from "./posting.js";
import { all } from "./rows.js";
import { selected, titleFrom } from "./source.js";

const byId = (name) => document.getElementById(name);
const words = (row) => row.querySelector(".words").textContent;

function ask(name, submit, { quoted = "" } = {}) {
  const dialog = byId(name);
  const place = dialog.querySelector("[data-quoted]");
  if (place) place.textContent = quoted;
  dialog.querySelector("[data-submit]").onclick = () => {
    if (submit() !== false) dialog.close();
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

export function askDismiss(rows) {
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
  const dialog = ask("dismiss-dialog", send, { quoted: rows.map(words).join("\n") });
  why.focus();
  const reasons = [...dialog.querySelectorAll("[data-reason]")];
  for (const reason of reasons) {
    reason.onclick = () => {
      why.value = reason.dataset.reason;
      if (send()) dialog.close();
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
    return post("add", [], values) !== null;
  });
  if (mark) title.focus();
}

// Every heading of the tree, the last one that stands before the selection chosen.
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
}

function setLevel(select) {
  byId("add-level").value = BELOW[select.selectedOptions[0]?.dataset.level] ?? "problem";
}
