// The ledger: columns are chosen without a page of their own, an export says that it is being made.
import { onKey } from "./shared/keys.js";

onKey("/", () => document.getElementById("ledger-text")?.focus());

// On the way down to the form, which sends itself at the same event.
document.addEventListener(
  "change",
  (event) => {
    if (!event.target.matches("[data-column]")) return;
    const chosen = [...document.querySelectorAll("[data-column]:checked")].map((box) => box.dataset.column);
    document.getElementById("ledger-columns").value = chosen.join(",");
  },
  true,
);

// The chooser stays open over the new drawing of the ledger, so that several columns can be chosen in a row.
let choosing = false;
document.body.addEventListener("htmx:beforeSwap", () => {
  choosing = document.querySelector(".chooser[open]") !== null;
});
document.body.addEventListener("htmx:afterSwap", () => {
  const chooser = document.querySelector(".chooser");
  if (choosing && chooser) chooser.open = true;
});

// Choosing rows for an act on many: x chooses the row one stands on, one box the page, another all that the view holds.
function boxes() {
  return [...document.querySelectorAll("input[name='item'][form='bulk']")];
}

function countChosen() {
  const count = document.getElementById("bulk-count");
  if (!count) return;
  const all = document.getElementById("bulk-all")?.checked;
  const chosen = all ? Number(document.getElementById("bulk").dataset.total) : boxes().filter((box) => box.checked).length;
  count.dataset.none ||= count.textContent;
  count.textContent = chosen ? count.dataset.words.replace("{n}", String(chosen)) : count.dataset.none;
}

onKey("x", () => {
  const row = document.querySelector("[data-row][aria-selected='true']") || document.activeElement?.closest("[data-row]");
  const box = row?.querySelector("input[name='item'][form='bulk']");
  if (!box) return false;
  box.checked = !box.checked;
  countChosen();
  return true;
});

document.addEventListener("change", (event) => {
  if (event.target.id === "bulk-page") for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest("#bulk") || event.target.matches("input[name='item']")) countChosen();
});

// Over a thousand rows take more than a second: fetch the file here and show that it is coming.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.export");
  if (!form || Number(form.dataset.rows) < 1000) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const state = form.querySelector(".export-state");
  button.disabled = true;
  state.hidden = false;
  const started = Date.now();
  const words = state.textContent;
  const ticking = setInterval(() => {
    state.textContent = `${words} ${Math.round((Date.now() - started) / 1000)} s`;
  }, 1000);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(String(answer.status));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = decodeURIComponent(/filename\*=utf-8''([^;]+)/i.exec(answer.headers.get("Content-Disposition"))?.[1] || "ledger.xlsx");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    state.hidden = true;
  } catch (fault) {
    form.submit(); // let the server's own page say why
  } finally {
    clearInterval(ticking);
    state.textContent = words;
    button.disabled = false;
  }
});
