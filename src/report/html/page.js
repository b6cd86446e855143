// Filters, links and copy buttons. The page is whole without them; what strangers wrote is only read, never made markup.
"use strict";

const form = document.getElementById("filters");
const sections = [...document.querySelectorAll("#results .area")];
const rows = sections.flatMap((section) =>
  [...section.querySelectorAll(".result")].map((element) => ({ element, section, text: undefined }))
);

/** The text of a result in small letters; made when the first word is looked for. */
function textOf(row) {
  row.text ??= row.element.textContent.toLowerCase();
  return row.text;
}

function readForm() {
  const given = new FormData(form);
  return {
    verdicts: given.getAll("verdict"),
    level: given.get("level"),
    area: given.get("area"),
    alike: form.elements.alike === undefined || given.get("alike") !== null,
    words: given.get("words").toLowerCase().split(/\s+/).filter((word) => word !== ""),
  };
}

/** Shows the results that fit the filters, and says how many there are. */
function filter() {
  const { verdicts, level, area, alike, words } = readForm();
  const shown = new Set();
  let count = 0;
  for (const row of rows) {
    const { verdict, level: own, alike: isAlike } = row.element.dataset;
    const fits = (verdicts.length === 0 || verdict.split(" ").some((each) => verdicts.includes(each))) &&
      (alike || isAlike !== "yes") && (level === "" || level === own) &&
      (area === "" || area === row.section.dataset.area) && words.every((word) => textOf(row).includes(word));
    row.element.hidden = !fits;
    if (!fits) continue;
    shown.add(row.section);
    count++;
  }
  for (const section of sections) section.hidden = !shown.has(section);
  form.querySelector("output").textContent = `${count} of ${rows.length} shown`;
}

/** The filters as the address shows them: #?verdict=fail&area=auth. */
function writeHash() {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const hash = given.length === 0 ? "#results" : `#?${new URLSearchParams(given)}`;
  history.replaceState(null, "", hash);
}

/** Does what the address says: sets the filters, or shows what it names. */
function readHash() {
  if (location.hash.startsWith("#?")) {
    const given = new URLSearchParams(location.hash.slice(2));
    form.reset();
    for (const box of form.elements.verdict.length === undefined ? [form.elements.verdict] : form.elements.verdict) {
      box.checked = given.getAll("verdict").includes(box.value);
    }
    if (form.elements.alike !== undefined) form.elements.alike.checked = given.get("alike") !== null;
    for (const name of ["level", "area", "words"]) form.elements[name].value = given.get(name) ?? "";
    filter();
    document.getElementById("results").scrollIntoView();
    return;
  }
  const named = document.getElementById(decode(location.hash.slice(1)));
  if (!named) return;
  if (named.closest("[hidden]") !== null) {
    form.reset();
    if (form.elements.alike !== undefined) form.elements.alike.checked = true;
    filter();
  }
  const closed = named.closest("details");
  if (closed !== null) closed.open = true;
  bringIntoView(named, 5);
}

/** Scrolls to an element, and again in the next frames: rows on the way have their size only once they were near. */
function bringIntoView(element, frames) {
  element.scrollIntoView();
  if (frames > 0) requestAnimationFrame(() => bringIntoView(element, frames - 1));
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no escape that can be read
  }
}

/** Gives each command a button that copies it. */
function addCopyButtons() {
  for (const line of document.querySelectorAll(".again")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.dataset.copies = "";
    line.querySelector("b").after(" ", button);
  }
}

async function copy(button) {
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(code); // no clipboard here: one key is left to press
    button.textContent = "Selected";
  }
  setTimeout(() => button.textContent = "Copy", 2000);
}

/** Opens or closes all results that the filters leave. */
function openAll(button) {
  const left = rows.filter(({ element }) => !element.hidden).map(({ element }) =>
    element.matches("details") ? element : element.querySelector("details")
  );
  const isOpening = left.some((element) => !element.open);
  for (const element of left) element.open = isOpening;
  button.textContent = isOpening ? "Close all shown" : "Open all shown";
}

function onKey(event) {
  const isTyping = event.target instanceof HTMLInputElement && event.target.type === "search";
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  form.elements.words.focus();
}

form.hidden = false;
addCopyButtons();
filter();
readHash();
form.addEventListener("input", () => {
  filter();
  writeHash();
});
form.addEventListener("reset", () =>
  setTimeout(() => {
    filter();
    writeHash();
  }));
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", readHash);
addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (button?.dataset.copies === "") copy(button);
  if (button?.id === "open-all") openAll(button);
});
