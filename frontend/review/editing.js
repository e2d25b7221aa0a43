// Editing a title in its row. What is half typed survives a reload and every new drawing of the tree.
import { keep, kept, word } from "./page.js";
import { onAnswer, onDrawn, post } from "./posting.js";
import { choose, row } from "./rows.js";

let open = null; // { pk, version, title } while somebody types

export const editing = () => open !== null;

export function edit(line, draft = null) {
  if (!line || line.querySelector(".editor")) return;
  if (open && open.pk !== line.dataset.proposal) cancel();
  const title = line.querySelector(".title");
  const left = kept("draft", null);
  open = draft ?? (left?.pk === line.dataset.proposal ? { ...left, sent: false } : null) ?? {
    pk: line.dataset.proposal,
    version: line.dataset.version,
    title: title.querySelector(".words").textContent,
  };
  const editor = document.createElement("div");
  editor.className = "editor";
  const field = document.createElement("textarea");
  field.value = open.title;
  field.rows = 2;
  field.setAttribute("aria-label", word("edit"));
  field.addEventListener("input", () => {
    open = { ...open, title: field.value, caret: field.selectionStart };
    keep("draft", open);
    fit(field);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) save(event);
    if (event.key === "Escape") {
      event.stopPropagation();
      cancel();
    }
  });
  editor.append(field, button("save", "button small primary", save), button("cancel", "button small", cancel));
  title.hidden = true;
  title.after(editor);
  fit(field);
  field.focus();
  const caret = open.caret ?? field.value.length;
  field.setSelectionRange(caret, caret);
}

function fit(field) {
  field.rows = Math.min(Math.max(2, Math.ceil(field.value.length / 30)), 8);
}

function button(name, look, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = word(name);
  made.addEventListener("click", act);
  return made;
}

function save(event) {
  event.preventDefault();
  const line = row(open.pk);
  const sent = open;
  close();
  if (line.querySelector(".words").textContent === sent.title) {
    keep("draft", null);
    return;
  }
  keep("draft", { ...sent, sent: true });
  // The version is the one at which typing began, so that nobody's edit in between is overwritten.
  post("edit", [line], { title: sent.title }, { versions: { [sent.pk]: sent.version } });
}

function cancel() {
  keep("draft", null);
  close();
}

function close() {
  const line = open && row(open.pk);
  open = null;
  if (!line) return;
  line.querySelector(".editor")?.remove();
  line.querySelector(".title").hidden = false;
  choose(line, { scroll: false });
}

export function takeMine(line) {
  const mine = line.querySelector("[data-mine]").textContent;
  post("edit", [line], { title: mine });
}

export function takeTheirs(line) {
  keep("draft", null);
  line.querySelector(".clash").remove();
  choose(line, { scroll: false });
}

// Opens the editor again on what was being typed. `arrived`: the page was loaded anew, so what had been sent may be lost.
export function resume({ arrived = false } = {}) {
  const draft = kept("draft", null);
  const line = draft && row(draft.pk);
  if (!line || line.dataset.state !== "open" || line.querySelector(".clash") || (draft.sent && !arrived)) return;
  if (line.querySelector(".words").textContent === draft.title) keep("draft", null);
  else edit(line, { ...draft, sent: false });
}

onDrawn(() => {
  open = null; // the drawing took the editor away with it
  resume();
});

onAnswer((done) => {
  if (kept("draft", null)?.sent && done.ok && done.back?.act === "edit") keep("draft", null);
});
