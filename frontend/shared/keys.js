// Keys without modifiers, silent while somebody types.
const bound = new Map();

export function onKey(key, act) {
  bound.set(key, act);
}

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable='true']") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = bound.get(event.key);
  if (!act) return;
  if (event.key !== "Escape" && (typing(event.target) || document.querySelector("dialog[open]"))) return;
  if (act(event) !== false) event.preventDefault();
});
