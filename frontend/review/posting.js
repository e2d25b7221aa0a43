// Acts go to the server one after another, each with the versions that the person saw; the answer is the tree anew.
import { keep, kept, root, say } from "./page.js";
import { all, chooseAgain, current, list, row, show } from "./rows.js";
import { redraw } from "./line.js";

let line = Promise.resolve();
let undoing = false;
let sending = [];
const underway = []; // keys of rows whose act has not come back yet, one list an act
const listeners = { answer: [], drawn: [] };

const stamp = () => document.getElementById("review-part").dataset.stamp;
const token = () => document.querySelector("#acting [name=csrfmiddlewaretoken]").value;

export function onAnswer(listener) {
  listeners.answer.push(listener);
}

export function onDrawn(listener) {
  listeners.drawn.push(listener);
}

// Each row goes with the version that was seen when the key was pressed, or that `versions` names by its key. `fresh`
// takes the version at the time of sending instead: moving twice in a row is no conflict with oneself.
export function post(act, rows, values = {}, { fresh = false, undo = false, versions = {} } = {}) {
  const keys = rows.map((each) => each.dataset.proposal);
  const seen = Object.fromEntries(rows.map((each) => [each.dataset.proposal, each.dataset.version]));
  const stampSeen = stamp();
  underway.push(keys);
  markUnderway();
  line = line
    .then(() => {
      undoing = undo;
      sending = keys;
      const version = (key) => versions[key] ?? (fresh ? row(key)?.dataset.version : seen[key]);
      return window.htmx.ajax("POST", root.dataset[act], {
        target: "#review-part",
        swap: "outerHTML settle:0ms",
        values: {
          ...values,
          row: keys.filter((key) => row(key)).map((key) => `${key}:${version(key)}`),
          seen: act === "acceptAll" ? stampSeen : stamp(),
          csrfmiddlewaretoken: token(),
        },
      });
    })
    .catch(() => null) // the page says when the network is away; the next act is tried all the same
    .then(() => {
      underway.splice(underway.indexOf(keys), 1);
      sending = [];
      markUnderway();
    });
  return line;
}

function markUnderway() {
  const busy = new Set(underway.filter((keys) => keys !== sending).flat());
  for (const each of all()) each.classList.toggle("pending", busy.has(each.dataset.proposal));
}

// Undo: what each act needs to be taken back, newest last.
function remember(done) {
  if (undoing || !done.ok) return;
  const stack = kept("undo", []);
  if (done.rows.length > 0) stack.push({ act: "judge", rows: done.rows });
  else if (done.back && done.back.act !== "choose") stack.push(done.back);
  keep("undo", stack.slice(-50));
}

export function undoLast(nothing) {
  const stack = kept("undo", []);
  while (stack.length > 0) {
    const last = stack.pop();
    keep("undo", stack);
    if (takeBack(last)) return;
  }
  say(nothing);
}

function takeBack(last) {
  if (last.act === "judge") {
    const rows = last.rows.map(row).filter((each) => each && each.dataset.state !== "open");
    if (rows.length === 0) return false;
    post("undo", rows, {}, { undo: true });
    return true;
  }
  const only = row(last.row);
  if (!only) return false;
  if (last.act === "edit") post("edit", [only], { title: last.title }, { fresh: true, undo: true });
  else post("move", [only], { way: last.way }, { fresh: true, undo: true });
  return true;
}

// Keeps place and focus over the swap.
let before = { focus: false, place: 0, top: 0 };

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "review-part") return;
  const active = document.activeElement;
  before = {
    focus: active === document.body || document.getElementById("review-part").contains(active),
    place: all().indexOf(current()),
    top: list()?.scrollTop ?? 0,
  };
});

// After settling, not after swapping: in between htmx still holds the attributes of the old elements against the new.
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "review-part" || event.target.id !== "review-part") return;
  show(kept("show", "all"));
  if (list()) list().scrollTop = before.top;
  markUnderway();
  chooseAgain(before);
  for (const listener of listeners.drawn) listener();
  redraw();
});

document.body.addEventListener("review:done", (event) => {
  const done = event.detail;
  remember(done);
  if (done.said) say(done.said);
  for (const listener of listeners.answer) listener(done);
});
