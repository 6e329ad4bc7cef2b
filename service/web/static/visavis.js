/* The comfort of all screens; every one of them works without it. */

const OFF = "visavis-shortcuts-off";
const dialogs = new WeakMap(); // each open dialog → what had the focus before

function open(dialog) {
  dialogs.set(dialog, document.activeElement);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) open(document.getElementById(opener.dataset.opens));
  else if (event.target instanceof HTMLDialogElement) event.target.close();
});
document.addEventListener("close", ({ target }) => dialogs.get(target)?.focus(), true);
for (const opener of document.querySelectorAll("[data-opens][hidden]")) opener.hidden = false;

/* Shortcuts of one key: never while somebody types, and only as long as they are wanted. */

const wanted = document.getElementById("shortcuts-on");
wanted.checked = !localStorage.getItem(OFF);
wanted.addEventListener("change", () => (wanted.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
  if (!wanted.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const search = document.getElementById("search") ?? document.querySelector("main [type=search]");
  if (event.key === "/" && search) search.focus();
  else if (event.key === "?") open(document.getElementById("shortcuts"));
  else return;
  event.preventDefault();
});

/* htmx: where what had the focus is gone, the nearest part around it that is still there gets it. */

let around = [];
document.addEventListener("htmx:before:swap", () => {
  around = [];
  for (let one = document.activeElement; one; one = one.parentElement) if (one.id) around.push(one.id);
});
document.addEventListener("htmx:after:swap", () => {
  const next = around.map((id) => document.getElementById(id)).find((one) => one);
  if (!next || document.activeElement !== document.body) return;
  if (next.tabIndex < 0) next.tabIndex = -1;
  next.focus({ preventScroll: true });
});

/* Drafts: what was typed and not accepted outlives a reload and a sign-in, in this tab and for this account only. */

const DRAFT = "visavis-draft:";
const who = document.body.dataset.account;

function forgetDrafts(isDue = () => true) {
  for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(DRAFT)))
    if (isDue(JSON.parse(sessionStorage.getItem(key)))) sessionStorage.removeItem(key);
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
}

function told(field) {
  return ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
}

function tell(field, value) {
  if (typeof value === "boolean") field.checked = value;
  else if (typeof value === "string") field.value = value;
}

function keepDrafts(form) {
  const key = `${DRAFT}${location.pathname}:${form.dataset.draft}`;
  const fields = fieldsOf(form);
  const blank = JSON.stringify(fields.map(told));
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept && kept.blank === blank && kept.values.length === fields.length) {
    fields.forEach((field, n) => tell(field, kept.values[n]));
    form.prepend(document.getElementById("draft-found").content.cloneNode(true));
    form.querySelector("[data-forgets]").addEventListener("click", (event) => {
      sessionStorage.removeItem(key);
      fields.forEach((field, n) => tell(field, JSON.parse(blank)[n]));
      event.target.closest(".notice").remove();
      fields[0].focus();
    });
  }
  const keep = (sent) => sessionStorage.setItem(key, JSON.stringify({ blank, sent, values: fieldsOf(form).map(told) }));
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
}

if (who && sessionStorage.getItem("visavis-account") !== who) forgetDrafts();
if (who) sessionStorage.setItem("visavis-account", who);
if (document.getElementById("said").textContent.trim()) forgetDrafts((draft) => draft.sent); // what was sent was done
for (const form of document.querySelectorAll("form[data-draft]")) keepDrafts(form);
for (const form of document.querySelectorAll("form[data-ends]")) form.addEventListener("submit", () => forgetDrafts());

// What takes long shows that it is under way.
for (const form of document.querySelectorAll("form[data-long]")) form.addEventListener("submit", () => form.querySelector("button").setAttribute("aria-busy", "true"));

/* What is left of a round, counted from the moment when the page came: clocks of machines differ. */

for (const shown of document.querySelectorAll("[data-left]")) {
  const end = performance.now() + shown.dataset.left * 1000;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left > 0) shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    else shown.textContent = shown.dataset.over;
    if (left > 0) setTimeout(tick, 250);
  };
  tick();
}
