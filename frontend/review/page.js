// The places of the review page, and what it remembers in this tab (never anything but keys and half-typed words).
export const root = document.getElementById("review");
export const tree = document.getElementById("tree");
export const source = document.getElementById("source");
export const mayEdit = root !== null && root.dataset.mayEdit !== undefined;
export const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const key = (name) => `review-${root.dataset.document}-${name}`;

export function kept(name, otherwise) {
  try {
    const text = sessionStorage.getItem(key(name));
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise; // storage may be closed; nothing depends on it but comfort
  }
}

export function keep(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(key(name));
    else sessionStorage.setItem(key(name), JSON.stringify(value));
  } catch {
    // see above
  }
}

// A word of the interface in the reader's language, from the template that the server wrote.
export function word(name) {
  return document.getElementById("words").content.querySelector(`[data-word="${name}"], [data-stated="${name}"]`)?.textContent ?? name;
}

export function say(sentence) {
  document.getElementById("said").textContent = sentence;
}
