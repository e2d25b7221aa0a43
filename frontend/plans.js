// A plan: rows of tasks, measures and milestones added and dropped, cells filled downwards, items chosen for an opinion.
// Without script every list has spare rows and a button that asks for more.
import { onKey } from "./shared/keys.js";

const LISTS = { measure: "[data-measure]", task: "[data-task]", milestone: "[data-milestone]" };

for (const button of document.querySelectorAll("[data-add-measure], [data-add-task], [data-add-milestone], [data-drop-measure], [data-drop-task], [data-fill], [data-choose-all]")) {
  button.hidden = false;
}
for (const button of document.querySelectorAll("[data-more]")) button.hidden = true;

// With script, rows come when they are asked for: the spare ones behind what is filled in go.
function isEmpty(row) {
  return [...row.querySelectorAll("input, textarea")].every((cell) => !cell.value) && !row.querySelector(".errors");
}

function tidy(rows) {
  for (let at = rows.length - 1; at > 0 && isEmpty(rows[at]); at -= 1) rows[at].remove();
}

for (const task of document.querySelectorAll(LISTS.task)) tidy(task.querySelectorAll(LISTS.measure));
tidy(document.querySelectorAll(LISTS.task));
tidy(document.querySelectorAll(LISTS.milestone));

// The names of all rows follow from where they stand, so that the form says what the page shows.
function number(form) {
  [...form.querySelectorAll(LISTS.task)].forEach((task, at) => {
    rename(task.querySelector("textarea"), `task-${at}-what`);
    const legend = task.querySelector("legend");
    if (legend) legend.textContent = legend.textContent.replace(/\d+/, String(at + 1));
    [...task.querySelectorAll(LISTS.measure)].forEach((measure, place) => renameAll(measure, `task-${at}-measure-${place}`));
  });
  [...form.querySelectorAll(LISTS.milestone)].forEach((step, at) => renameAll(step, `milestone-${at}`));
}

function renameAll(row, stem) {
  for (const cell of row.querySelectorAll("input, textarea")) rename(cell, `${stem}-${cell.name.slice(cell.name.lastIndexOf("-") + 1)}`);
}

function rename(cell, name) {
  const label = cell.closest(".field")?.querySelector("label");
  cell.name = name;
  cell.id = `id_${name}`;
  if (label) label.htmlFor = cell.id;
}

function blank(row) {
  const copy = row.cloneNode(true);
  for (const cell of copy.querySelectorAll("input, textarea")) cell.value = "";
  for (const fault of copy.querySelectorAll(".errors")) fault.remove();
  for (const field of copy.querySelectorAll(".wrong")) field.classList.remove("wrong");
  return copy;
}

function add(after) {
  const copy = blank(after);
  after.after(copy);
  number(after.closest("form"));
  copy.querySelector("textarea, input").focus();
  return copy;
}

function last(box, selector) {
  const rows = box.querySelectorAll(selector);
  return rows[rows.length - 1];
}

function drop(row, selector) {
  const form = row.closest("form");
  const near = row.previousElementSibling || row.nextElementSibling;
  if (row.parentElement.querySelectorAll(`:scope > ${selector}`).length === 1) {
    for (const cell of row.querySelectorAll("input, textarea")) cell.value = ""; // the last one stays, empty
    row.querySelector("textarea, input").focus();
  } else {
    row.remove();
    near?.querySelector("textarea, input")?.focus();
  }
  number(form);
  form.dispatchEvent(new Event("input"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-add-measure]")) add(last(button.closest(LISTS.task), LISTS.measure));
  if (button.matches("[data-add-milestone]")) add(last(button.closest("[data-milestones]"), LISTS.milestone));
  if (button.matches("[data-drop-measure]")) drop(button.closest(LISTS.measure), LISTS.measure);
  if (button.matches("[data-drop-task]")) drop(button.closest(LISTS.task), LISTS.task);
  if (button.matches("[data-add-task]")) {
    const copy = add(last(button.closest("[data-tasks]"), LISTS.task));
    [...copy.querySelectorAll(LISTS.measure)].slice(1).forEach((row) => row.remove());
    number(copy.closest("form"));
  }
  if (button.matches("[data-fill]")) fill(button);
  if (button.matches("[data-choose-all]")) {
    const boxes = [...document.querySelectorAll("input[name='item'][form='review']")];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  }
});

// What stands above goes into the empty cells below it, down to the next that is filled.
function fill(button) {
  let above = "";
  for (const cell of button.closest("table").querySelectorAll(`[name$='-${button.dataset.fill}']`)) {
    if (cell.value) above = cell.value;
    else if (above) cell.value = above;
  }
  button.closest("form").dispatchEvent(new Event("input"));
}

onKey("x", () => {
  const box = document.querySelector(".plan [data-row][aria-selected='true'] input[name='item']");
  if (!box) return false;
  box.checked = !box.checked;
  return true;
});

// Ctrl+Enter saves and goes on; who leaves with something typed is asked first.
const form = document.querySelector("form[data-entry]");
if (form) {
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("[data-next]") || undefined);
  });
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}
