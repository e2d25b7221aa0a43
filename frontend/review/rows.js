// The rows of the tree: which one is current, walking, choosing, picking.
import { keep, kept, tree } from "./page.js";

let at = String(kept("at", ""));
const listeners = [];

export const all = () => [...tree.querySelectorAll(".row")];
export const shown = () => all().filter((row) => row.offsetParent !== null);
export const row = (pk) => document.getElementById(`p${pk}`);
export const current = () => row(at);
export const isPicked = (each) => each.querySelector("[data-pick]").checked;
export const picked = () => all().filter(isPicked);
export const isOpenLeaf = (each) => each.dataset.leaf !== undefined && each.dataset.state === "open";
export const list = () => document.getElementById("rows");

export function onChoose(listener) {
  listeners.push(listener);
}

export function choose(next, { focus = true, scroll = true } = {}) {
  if (!next) return false;
  at = next.dataset.proposal;
  keep("at", at);
  for (const each of all()) {
    const here = each === next;
    each.classList.toggle("current", here);
    const title = each.querySelector(".title");
    title.tabIndex = here ? 0 : -1;
    if (here) title.setAttribute("aria-current", "true");
    else title.removeAttribute("aria-current");
    for (const button of each.querySelectorAll(".acts button, .pick input")) button.tabIndex = here ? 0 : -1;
  }
  if (scroll) bring(next);
  if (focus) next.querySelector(".title").focus({ preventScroll: true });
  for (const listener of listeners) listener(next);
  return true;
}

// Scrolls the list alone, and only as far as needed, with a row of context above and below.
export function bring(next) {
  const box = list();
  if (!box) return;
  const margin = 56;
  const top = next.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  if (top - margin < box.scrollTop) box.scrollTop = top - margin;
  else if (top + next.offsetHeight + margin > box.scrollTop + box.clientHeight)
    box.scrollTop = top + next.offsetHeight + margin - box.clientHeight;
}

export function walk(step) {
  const rows = shown();
  if (rows.length === 0) return false;
  const here = rows.indexOf(current());
  return choose(rows[here < 0 ? 0 : Math.min(Math.max(here + step, 0), rows.length - 1)]);
}

// The next open leaf below `from`, else the first one above it.
export function nextOpen(from) {
  const rows = all();
  const here = rows.indexOf(from);
  const open = (each) => isOpenLeaf(each) && !each.classList.contains("pending");
  return rows.slice(here + 1).find(open) ?? rows.slice(0, Math.max(here, 0)).find(open) ?? null;
}

// After the server drew the tree anew: the same row again, or the one that now stands in its place.
export function chooseAgain({ focus, place }) {
  const rows = all();
  const same = current() ?? rows[Math.min(Math.max(place, 0), rows.length - 1)];
  return choose(same, { focus, scroll: false });
}

export function show(filter) {
  tree.dataset.show = filter;
  keep("show", filter);
  for (const button of tree.querySelectorAll("[data-filter]"))
    button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
}

export function showNextFilter() {
  const names = ["all", "open", "doubtful"];
  show(names[(names.indexOf(tree.dataset.show) + 1) % names.length]);
}
