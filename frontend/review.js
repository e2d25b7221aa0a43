// The review page: source and tree side by side. Hovering or focusing one shows the other; every act by key and button.
import { onKey } from "./shared/keys.js";
import { askAdd, askAll, askDismiss, askSplit } from "./review/dialogs.js";
import { edit, editing, resume, takeMine, takeTheirs } from "./review/editing.js";
import { join, redraw } from "./review/line.js";
import { kept, mayEdit, root, source, tree, word } from "./review/page.js";
import { onAnswer, post, undoLast } from "./review/posting.js";
import * as rows from "./review/rows.js";
import { bringPassage, bringPlace, light, proposalAt } from "./review/source.js";

// ---- what is shown for the current row

function face(row) {
  light(row.dataset.proposal);
  bringPassage(row.dataset.proposal);
  join(row.dataset.proposal);
  describe(row);
}
rows.onChoose(face);

// The dock says why it was proposed and what the document states; always of the same height, so that nothing jumps.
function describe(row) {
  const about = document.getElementById("about");
  about.replaceChildren(...[...row.querySelector(".more").children].map((line) => line.cloneNode(true)));
  for (const line of about.querySelectorAll("[data-stated]")) line.querySelector(".label").textContent = word(line.dataset.stated);
  const place = about.querySelector(".unit-line");
  const choice = document.getElementById("unit-choice");
  if (place && choice && mayEdit) {
    const select = choice.content.firstElementChild.cloneNode(true);
    select.value = place.dataset.unit;
    select.addEventListener("change", () => post("unit", [row], { unit: select.value }));
    place.append(select);
  }
  tell();
}

function tell() {
  const part = document.getElementById("review-part");
  const row = rows.current();
  for (const each of rows.all()) each.classList.toggle("picked", rows.isPicked(each));
  document.querySelector(".dock-count").textContent = part.dataset.count;
  document.querySelector(".dock-title").textContent = row?.querySelector(".title").textContent ?? "";
  const dock = document.getElementById("dock");
  dock.hidden = rows.all().length === 0 && !mayEdit;
  for (const button of dock.querySelectorAll("[data-act]")) {
    const act = button.dataset.act;
    if (act === "merge") button.disabled = rows.picked().length < 2;
    else if (["accept", "dismiss", "edit"].includes(act)) button.disabled = !row || row.dataset.open === "0";
    else if (act === "split") button.disabled = !row || !rows.isOpenLeaf(row);
  }
}

// ---- acts

const chosen = () => (rows.picked().length > 0 ? rows.picked() : [rows.current()].filter(Boolean));

function accept(row = null) {
  const these = (row ? [row] : chosen()).filter((each) => each.dataset.open !== "0" && !each.classList.contains("pending"));
  if (these.length === 0) return goOn(rows.current());
  post("accept", these);
  return goOn(these[these.length - 1]);
}

function goOn(from) {
  return rows.choose(rows.nextOpen(from) ?? from);
}

const acts = {
  accept,
  acceptAll: () => document.querySelector("button[data-act='acceptAll']:not(:disabled)") && askAll(),
  dismiss: (row) => {
    const these = (row ? [row] : chosen()).filter((each) => each.dataset.open !== "0");
    if (these.length > 0) askDismiss(these, goOn);
  },
  edit: (row) => {
    const here = row ?? rows.current();
    if (here && here.dataset.state === "open") edit(here);
  },
  split: () => rows.current() && rows.isOpenLeaf(rows.current()) && askSplit(rows.current()),
  merge: () => rows.picked().length > 1 && post("merge", rows.picked()),
  up: () => move("up"),
  down: () => move("down"),
  out: () => move("out"),
  in: () => move("in"),
  add: () => askAdd(),
  reopen: (row) => post("undo", [row]),
  undoLast: () => undoLast(word("nothing")),
  takeMine,
  takeTheirs,
};

function move(way) {
  const row = rows.current();
  if (row && row.dataset.state === "open") post("move", [row], { way }, { fresh: true });
}

function act(name, row) {
  if (!mayEdit) return false;
  acts[name](row);
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) {
    act(button.dataset.act, button.dataset.of ? rows.row(button.dataset.of) : button.closest(".row"));
    return;
  }
  const filter = event.target.closest("[data-filter]");
  if (filter) rows.show(filter.dataset.filter);
  const choice = event.target.closest("[data-side-choice]");
  if (choice) side(choice.dataset.sideChoice);
  const go = event.target.closest("[data-goto]");
  if (go) {
    event.preventDefault();
    side("source");
    bringPlace(document.getElementById(`b${go.dataset.goto}`));
  }
  const line = event.target.closest(".row");
  if (line && !event.target.closest("a, input, textarea, .editor, .clash, .pick")) rows.choose(line, { scroll: false });
  const pk = source.contains(event.target) && document.getSelection().isCollapsed && proposalAt(event.target);
  if (pk) rows.choose(rows.row(pk), { focus: !isNarrow() });
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick]")) tell();
});

// ---- hovering shows the other side; only a moving pointer hovers, not text that scrolls under a resting one

let hovered = null;
let resting = 0;

function hover(pk, bringOther) {
  if (pk === hovered) return;
  hovered = pk;
  clearTimeout(resting);
  for (const line of tree.querySelectorAll(".hovered")) line.classList.remove("hovered");
  const shownFor = pk ?? rows.current()?.dataset.proposal ?? null;
  if (pk) rows.row(pk)?.classList.add("hovered");
  light(shownFor);
  join(shownFor);
  if (pk) resting = setTimeout(() => bringOther(pk), 140);
}

source.addEventListener("mousemove", (event) => {
  hover(proposalAt(event.target), (pk) => rows.row(pk) && rows.bring(rows.row(pk)));
});
tree.addEventListener("mousemove", (event) => {
  const row = event.target.closest(".row");
  hover(row?.dataset.proposal ?? null, bringPassage);
});
for (const part of [source, tree]) part.addEventListener("mouseleave", () => hover(null));
tree.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  if (row && row !== rows.current() && event.target.matches(".title")) rows.choose(row, { focus: false });
});

// ---- the phone shows one side at a time

const isNarrow = () => matchMedia("(max-width: 900px)").matches;

function side(name) {
  root.dataset.side = name;
  for (const button of document.querySelectorAll("[data-side-choice]"))
    button.setAttribute("aria-pressed", String(button.dataset.sideChoice === name));
  if (name === "source" && rows.current()) bringPassage(rows.current().dataset.proposal);
  redraw();
}

// ---- keys

const inSource = () => document.activeElement === source;
const onOther = (event) => event.target.closest("a, summary, button:not(.title)") !== null;
const key = (name) => () => (mayEdit ? (acts[name](), true) : false);

onKey("j", () => rows.walk(1));
onKey("k", () => rows.walk(-1));
onKey("ArrowDown", () => !inSource() && rows.walk(1));
onKey("ArrowUp", () => !inSource() && rows.walk(-1));
onKey("ArrowLeft", (event) => !inSource() && !onOther(event) && mayEdit && (move("out"), true));
onKey("ArrowRight", (event) => !inSource() && !onOther(event) && mayEdit && (move("in"), true));
onKey("a", key("accept"));
onKey("Enter", (event) => !onOther(event) && mayEdit && (accept(), true));
onKey("A", key("acceptAll"));
onKey("e", key("edit"));
onKey("s", key("split"));
onKey("m", key("merge"));
onKey("u", key("up"));
onKey("d", key("down"));
onKey("r", key("dismiss"));
onKey("z", key("undoLast"));
onKey("n", key("add"));
onKey("f", () => (rows.showNextFilter(), true));
onKey("o", () => goOn(rows.current()));
onKey("x", () => {
  const box = rows.current()?.querySelector("[data-pick]");
  if (!box) return false;
  box.checked = !box.checked;
  tell();
  return true;
});
// Alt with an arrow would leave the page or do nothing; here it moves the row, in the tree only.
document.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!event.altKey || !way || editing() || !tree.contains(document.activeElement)) return;
  event.preventDefault();
  act(way);
});

// ---- begin, and go on after each answer

onAnswer((done) => {
  if (done.back?.act === "choose") rows.choose(rows.row(done.back.row));
  tell();
  const end = document.getElementById("done");
  if (end && done.ok && done.rows.length > 0) end.focus();
});

rows.show(kept("show", "all"));
const first = rows.current() ?? rows.all().find(rows.isOpenLeaf) ?? rows.all()[0];
if (first) rows.choose(first, { focus: true });
else tell();
resume({ arrived: true });
