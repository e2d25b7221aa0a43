// The line that joins a passage with its proposal: a bracket at the edge of the paper, a curve through the gutter.
import { root, source } from "./page.js";
import { list, row } from "./rows.js";
import { passage } from "./source.js";

const drawing = document.getElementById("line");
const [under, over] = drawing.querySelectorAll("path");
const dot = drawing.querySelector("circle");
let shownFor = null;
let waiting = 0;

export function join(pk) {
  shownFor = pk;
  redraw();
}

export function redraw() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(draw);
}

function draw() {
  const parts = passage(shownFor);
  const line = row(shownFor);
  const box = list();
  const visible = parts.length > 0 && line !== null && line.offsetParent !== null && drawing.getClientRects().length > 0;
  drawing.classList.toggle("drawn", visible);
  if (!visible) return;
  const zero = root.getBoundingClientRect();
  const paper = source.getBoundingClientRect();
  const rows = box.getBoundingClientRect();
  const rects = parts.flatMap((part) => [...part.getClientRects()]);
  const inside = (y, place) => Math.min(Math.max(y, place.top + 6), place.bottom - 6) - zero.top;
  const top = inside(Math.min(...rects.map((rect) => rect.top)), paper);
  const bottom = inside(Math.max(...rects.map((rect) => rect.bottom)), paper);
  const title = line.querySelector(".says").getBoundingClientRect();
  const from = { x: paper.right - zero.left - 14, y: (top + bottom) / 2 };
  const to = { x: rows.left - zero.left + 2, y: inside(title.top + Math.min(title.height / 2, 13), rows) };
  const middle = (from.x + to.x) / 2 + 6;
  const path = `M${from.x - 4} ${top}H${from.x}V${bottom}H${from.x - 4}M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
  under.setAttribute("d", path);
  over.setAttribute("d", path);
  dot.setAttribute("cx", String(to.x));
  dot.setAttribute("cy", String(to.y));
}

source.addEventListener("scroll", redraw, { passive: true });
document.addEventListener("scroll", redraw, { passive: true, capture: true });
window.addEventListener("resize", redraw);
