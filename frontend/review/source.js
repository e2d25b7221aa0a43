// The source text: which passage belongs to which proposal, lighting it up, bringing it into view, what is selected.
import { calm, source } from "./page.js";

const paper = document.getElementById("paper");
let marked = null; // the last text that was selected in the source, kept while a button takes the focus

export function passage(pk) {
  return pk ? [...paper.querySelectorAll(`[data-proposals~="${pk}"]`)] : [];
}

export function light(pk) {
  for (const lit of paper.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const lit of paper.querySelectorAll(".lit-answer")) lit.classList.remove("lit-answer");
  for (const part of passage(pk)) part.classList.add("lit");
  for (const part of pk ? paper.querySelectorAll(`[data-answers~="${pk}"]`) : []) part.classList.add("lit-answer");
}

export function bringPassage(pk) {
  const [first] = passage(pk);
  if (first) bringPlace(first);
}

export function bringPlace(place) {
  const box = source.getBoundingClientRect();
  const here = place.getBoundingClientRect();
  if (here.top >= box.top + 24 && here.bottom <= box.bottom - 24) return;
  source.scrollTo({ top: source.scrollTop + here.top - box.top - box.height / 3, behavior: calm ? "auto" : "smooth" });
}

// The innermost proposal under a place of the text; its segment names the shortest passage first.
export function proposalAt(place) {
  return place.closest("[data-proposals]")?.dataset.proposals.split(" ")[0] ?? null;
}

const length = (text) => Array.from(text).length; // in characters, as the server counts, not in UTF-16 units

function offsetIn(text, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(node, offset);
  return length(before.toString());
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) {
    // A click into the text takes the mark back; a click on a button or into a dialog leaves it.
    if (selection?.anchorNode && paper.contains(selection.anchorNode)) mark(null);
    return;
  }
  const range = selection.getRangeAt(0);
  if (!paper.contains(range.commonAncestorContainer)) return;
  const texts = [...paper.querySelectorAll(".text")].filter((text) => range.intersectsNode(text));
  const text = texts.find((each) => overlap(each, range).end > overlap(each, range).start);
  if (!text) return;
  const { start, end } = overlap(text, range);
  const block = text.closest("[data-block]");
  const lead = block.querySelector(".auto-number")?.textContent ?? text.textContent.match(ORDINAL)?.[0] ?? "";
  mark({ block: block.dataset.block, start, end, text: range.toString(), ordinal: start <= length(lead) ? lead : "" });
});

function overlap(text, range) {
  const start = text.contains(range.startContainer) ? offsetIn(text, range.startContainer, range.startOffset) : 0;
  const end = text.contains(range.endContainer)
    ? offsetIn(text, range.endContainer, range.endOffset)
    : length(text.textContent);
  return { start, end };
}

function mark(next) {
  marked = next;
  for (const button of document.querySelectorAll("[data-act='add']")) button.classList.toggle("ready", next !== null);
}

export const selected = () => marked;
export const forget = () => mark(null);

const ORDINAL = /^\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十百]+[、.．]|\d+[、.．](?!\d)|[一二三四五六七八九十]+是|[①-⑳])\s*/u;

export function titleFrom(text) {
  return text.replace(/\s*\n\s*/g, "").replace(ORDINAL, "").replace(/[。；;，,\s]+$/u, "");
}
