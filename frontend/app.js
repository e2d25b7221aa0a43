// What every page loads: htmx, set so that it needs neither eval nor inline styles under the Content-Security-Policy;
// dialogs and notices; the keys that work everywhere.
import htmx from "htmx.org";
import { onKey } from "./shared/keys.js";
import "./shared/palette.js";

htmx.config.allowEval = false; // no hx-on, no js: values, no trigger filters
htmx.config.includeIndicatorStyles = false; // it would write a <style> element; style.css has the rules
htmx.config.selfRequestsOnly = true;
htmx.config.defaultSettleDelay = 0; // new parts answer at once: no moment in which a click or a choice is lost
htmx.config.disableInheritance = true; // what an element does stands on the element
htmx.config.historyCacheSize = 0; // no page of one person stays in the browser's storage for the next
// A refusal comes with its sentence: show it, whatever its number.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: true, error: true },
];
window.htmx = htmx;

// What the page asks for by itself (polls) says so: it must not keep somebody signed in who has left the desk.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.triggeringEvent && event.detail.verb === "get") event.detail.headers["Liandu-Unasked"] = "yes";
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const opened = opener && document.getElementById(opener.dataset.opens);
  if (opened) {
    event.preventDefault(); // without script the opener may be a link to a page that does the same
    opened.showModal();
  }
  const closer = event.target.closest("[data-dismiss]");
  if (closer) closer.closest(".notice")?.remove();
  if (event.target.closest("[data-close-panel]")) closePanel();
  for (const menu of document.querySelectorAll("details.person[open], details.chooser[open], .more-places details[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

function closePanel() {
  const panel = document.getElementById("panel");
  if (!panel || !panel.firstElementChild) return false;
  const back = panel.querySelector("[data-back]")?.dataset.back;
  panel.replaceChildren();
  if (back) history.replaceState(null, "", back);
  document.querySelector("[aria-selected='true'] a")?.focus();
  return true;
}

onKey("?", () => document.getElementById("help")?.showModal());
onKey("Escape", closePanel);

// A link or button that names its key is pressed by it.
for (const pressed of document.querySelectorAll("[data-key]")) onKey(pressed.dataset.key, () => pressed.click());

// On paper everything that folds stands open.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details[data-print]:not([open])")) {
    fold.open = true;
    fold.dataset.folded = "yes";
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-folded]")) {
    fold.open = false;
    delete fold.dataset.folded;
  }
});

// j and k walk through any list whose rows carry data-row; Enter opens the row's first link.
function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length === 0) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement) || row.getAttribute("aria-selected") === "true");
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  for (const row of rows) row.setAttribute("aria-selected", String(row === next));
  (next.querySelector("a, button") || next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}
onKey("j", () => walk(1));
onKey("k", () => walk(-1));

// A part that could not be fetched says so; what was typed stays where it is.
document.body.addEventListener("htmx:sendError", () => notice(document.body.dataset.offline || "网络没有连上，请稍后再试。Network unreachable."));

export function notice(sentence) {
  const line = document.createElement("p");
  line.className = "notice notice-error";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  document.getElementById("notices")?.append(line);
  setTimeout(() => line.remove(), 12000);
}

// A form pressed twice is sent once; after a while, or back on the page, it may be sent again (an export stays here).
const AGAIN_AFTER = 4000;
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, AGAIN_AFTER);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
