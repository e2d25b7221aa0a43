// Uploading: each chosen file is a line with its unit, its size and its own progress, and goes in a request of its own.
// Without this script the form sends all files together and the server answers with the same outcomes.
const form = document.getElementById("upload");
const words = form.dataset;
const input = form.querySelector("input[type=file]");
const list = document.getElementById("uploads");
const drop = document.getElementById("drop");
const send = document.getElementById("send");
const said = document.getElementById("upload-said");
const place = form.elements.namedItem("place");
const choosesPlace = place.tagName === "SELECT";
const AT_ONCE = 3;
const entries = [];

document.documentElement.classList.add("scripted");

input.addEventListener("change", take);
// On a slow line files may be chosen before this script is there.
if (input.files.length > 0) take();

function take() {
  if (!input.multiple) clear();
  add([...input.files]);
  input.value = "";
}

for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!input.multiple) clear();
  add([...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1));
});

function clear() {
  for (const entry of [...entries]) if (entry.state !== "sending") remove(entry);
}

async function add(files) {
  const added = files.map(makeLine);
  show();
  if (!choosesPlace || added.length === 0) return;
  const places = await guessed(added.map((entry) => entry.file.name));
  added.forEach((entry, at) => {
    if (entries.includes(entry)) guess(entry, places[at]);
  });
}

// The server tells which unit each name speaks of; without its answer every line asks to be looked at.
async function guessed(names) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", token());
  for (const name of names) data.append("name", name);
  const answer = await fetch(words.places, { method: "POST", body: data }).catch(() => null);
  const told = answer?.ok ? await answer.json().catch(() => null) : null;
  return told ? told.places : [];
}

function token() {
  return form.elements.namedItem("csrfmiddlewaretoken").value;
}

function makeLine(file) {
  const line = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  // Until the server has told which unit the name speaks of, the file is not sent.
  const entry = { file, line, state: choosesPlace ? "looking" : "waiting" };
  line.querySelector(".name").textContent = file.name;
  line.querySelector(".size").textContent = sizeOf(file.size);
  line.querySelector(".progress").setAttribute("aria-label", file.name);
  const button = line.querySelector(".remove");
  button.querySelector(".sr").textContent = `${words.remove} ${file.name}`;
  button.addEventListener("click", () => remove(entry));
  preparePlace(entry);
  entries.push(entry);
  list.append(line);
  say(entry, words.waiting);
  return entry;
}

// The line's own choice of unit: the same options as above, without "by name"; it is what is sent.
function preparePlace({ file, line }) {
  const select = line.querySelector("select");
  if (!choosesPlace) {
    select.remove();
    return;
  }
  select.setAttribute("aria-label", `${words.place} ${file.name}`);
  for (const option of place.options) if (option.value !== "by_name") select.append(option.cloneNode(true));
  select.value = place.value === "by_name" ? "round" : place.value;
  select.addEventListener("change", () => {
    line.querySelector(".unsure").hidden = true;
  });
}

function guess(entry, found) {
  const { line } = entry;
  change(entry, "waiting", words.waiting);
  if (place.value !== "by_name") return;
  line.querySelector("select").value = found || "round";
  const unsure = line.querySelector(".unsure");
  unsure.textContent = words.unsure;
  unsure.hidden = Boolean(found);
}

if (choosesPlace) {
  place.addEventListener("change", () => {
    if (place.value === "by_name") return;
    for (const { line, state } of entries) if (state === "waiting" || state === "looking") line.querySelector("select").value = place.value;
  });
}

function remove(entry) {
  entries.splice(entries.indexOf(entry), 1);
  entry.line.remove();
  show();
}

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

function say({ line, state }, sentence, link) {
  line.dataset.state = state;
  const result = line.querySelector(".result");
  result.replaceChildren(`${sentence} `);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.title;
    result.append(anchor);
  }
}

function show() {
  list.hidden = entries.length === 0;
  const waiting = count("waiting");
  send.disabled = waiting === 0;
  send.textContent = waiting ? words.send.replace("{n}", waiting) : words.sendNone;
  const done = count("done");
  const refused = count("refused");
  document.getElementById("after").hidden = done === 0;
  if (done + refused === 0) return;
  const left = entries.length - done - refused;
  said.textContent = words.summary
    .replace("{all}", entries.length)
    .replace("{done}", done)
    .replace("{refused}", refused)
    .replace("{left}", left);
}

function count(state) {
  return entries.filter((entry) => entry.state === state).length;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const queue = entries.filter((entry) => entry.state === "waiting");
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) await transmit(entry);
  });
  await Promise.all(lanes);
});

function transmit(entry) {
  const { file, line } = entry;
  const data = new FormData();
  data.append("csrfmiddlewaretoken", token());
  for (const name of ["kind", "grade", "dated"]) data.append(name, form.elements.namedItem(name).value);
  data.append("place", choosesPlace ? line.querySelector("select").value : place.value);
  data.append("file", file);
  line.querySelector(".remove").hidden = true;
  line.querySelector(".unsure").hidden = true;
  const select = line.querySelector("select");
  if (select) select.disabled = true;
  change(entry, "sending", words.sending);
  return new Promise((settle) => {
    const request = new XMLHttpRequest();
    const bar = line.querySelector(".progress");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => change(entry, "sending", words.checking));
    request.addEventListener("loadend", () => {
      conclude(entry, request);
      settle();
    });
    request.open("POST", form.getAttribute("action") || window.location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "text";
    request.send(data);
  });
}

function conclude(entry, request) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // Not our answer: no network, or the sign-in page.
  }
  if (!answer) {
    change(entry, "refused", request.status === 200 ? words.signedOut : words.failed);
    offerAgain(entry);
  } else if (answer.ok) {
    entry.line.querySelector(".progress").value = 1;
    change(entry, "done", answer.is_new ? words.done : words.known, answer);
  } else {
    change(entry, "refused", answer.sentence);
  }
}

function offerAgain(entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = words.again;
  button.addEventListener("click", () => transmit(entry));
  entry.line.querySelector(".result").append(button);
}

function change(entry, state, sentence, link) {
  entry.state = state;
  say(entry, sentence, link);
  show();
}

window.addEventListener("beforeunload", (event) => {
  if (count("sending") > 0) event.preventDefault();
});

show();
