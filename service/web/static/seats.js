/* The grid of seats. Arrows go from seat to seat, Escape closes the menu of one. A seat may also be dragged to another
   place of its round: a mouse takes it as soon as it moves, a finger after a moment, so that a swipe still scrolls. A
   drop sends the form that the menu sends. */

const SEAT = 'a[href*="seat="]';
const table = document.querySelector("[data-grid]");

/* Keys */

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function nextSeat(cell, [down, right]) {
  const rows = [...table.rows];
  for (let row = rows.indexOf(cell.parentElement), column = cell.cellIndex; ; ) {
    row += down;
    column += right;
    const next = rows[row]?.cells[column];
    if (!next || next.closest("thead")) return null;
    if (next.querySelector("a")) return next.querySelector("a");
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") drag ? end() : document.querySelector("[data-closes]")?.click();
  const seat = event.target.closest("[data-grid] td a");
  if (!seat || !STEPS[event.key]) return;
  const [down, right] = STEPS[event.key];
  const sibling = right > 0 ? seat.nextElementSibling : right < 0 ? seat.previousElementSibling : null;
  const next = sibling?.matches("a") ? sibling : nextSeat(seat.closest("td"), [down, right]);
  if (next) next.focus();
  event.preventDefault();
});

/* Places: a spot is somebody's seat, or a cell where one is free; of what breaks a rule, the page knows pairs. */

const form = document.getElementById("drop"); // none where the plan may no longer change
const PAUSE = "-";
const pairs = (table.dataset.barred ?? "").split(" ").map((told) => told.match(/^(\d*)(.*)$/));

const seatOf = (seat) => new URLSearchParams(seat.search).get("seat");
const whoOf = (seat) => seatOf(seat).replace(/^\d+/, "");
const hostOf = (spot) => spot.closest("[data-host]").dataset.host;
const isLocked = (spot) => "lock" in spot.dataset;
const isFree = (cell) => "free" in cell.dataset;

function isBarred(turn, who, host) {
  return pairs.some(([, dueTo, pair]) => pair === who + host && dueTo !== turn);
}

function spotAt(x, y) {
  const met = document.elementFromPoint(x, y);
  const cell = met?.closest("td.place");
  if (!cell || met.closest(SEAT)) return cell && met.closest(SEAT);
  const seats = cell.querySelectorAll(SEAT);
  return isFree(cell) ? cell : seats.length === 1 ? seats[0] : null;
}

/** What a drop of `seat` on `spot` would send, in words too, and whether it breaks a rule; null where nothing moves. */
function moveTo(seat, spot) {
  const [from, to] = [hostOf(seat), hostOf(spot)];
  if (from === to || isLocked(seat) || isLocked(spot)) return null;
  const [who, turn] = [whoOf(seat), String(parseInt(seatOf(seat)))];
  const breaks = isBarred(turn, who, to);
  const place = to === PAUSE ? shown.dataset.pause : to;
  if (!spot.matches(SEAT)) return { seat: seatOf(seat), to, breaks, words: `${who} → ${place}` };
  const whom = whoOf(spot);
  const exchange = { breaks: breaks || isBarred(turn, whom, from), words: `${who} ⇄ ${whom}` };
  if (to === PAUSE) return { ...exchange, seat: seatOf(spot), to: `${from}/${who}` };
  return { ...exchange, seat: seatOf(seat), to: `${to}/${whom}` };
}

/* Dragging */

const HOLD = 400; // milliseconds
const TREMBLE = 6; // px that a hand may move without meaning it
const EDGE = 56; // px from which on the page scrolls along

const shown = document.getElementById("carried");
let drag = null; // {seat, x, y} from the press on; isOn once it moves; the spot under it, and the move to there
let hold = 0;
let wasDragged = false; // then the click that follows opens no menu

function press(event) {
  const seat = event.target.closest(SEAT);
  wasDragged = false;
  if (!seat || event.button !== 0 || !event.isPrimary) return;
  drag = { seat, x: event.clientX, y: event.clientY };
  if (event.pointerType !== "mouse") hold = setTimeout(begin, HOLD);
}

function begin() {
  const { seat } = drag;
  drag.isOn = wasDragged = true;
  table.classList.add("dragging");
  seat.classList.add("away");
  shown.hidden = false;
  for (const row of isLocked(seat) ? [] : table.tBodies[0].rows) {
    const cell = row.cells[seat.closest("td").cellIndex];
    if (!cell || cell.classList.contains("off")) continue;
    cell.classList.add("place");
    const spots = [...cell.querySelectorAll(SEAT), ...(isFree(cell) ? [cell] : [])];
    for (const spot of spots) if (moveTo(seat, spot)?.breaks) spot.classList.add("breaks");
  }
  aim();
  requestAnimationFrame(scrollAlong);
}

function aim() {
  const { seat, x, y } = drag;
  drag.spot?.classList.remove("onto");
  drag.spot = spotAt(x, y);
  drag.move = drag.spot && moveTo(seat, drag.spot);
  if (drag.move) drag.spot.classList.add("onto");
  const locked = [seat, drag.spot].find((spot) => spot && isLocked(spot));
  shown.textContent = locked ? `${whoOf(locked)} · ${shown.dataset.locked}` : drag.move?.words ?? whoOf(seat);
  if (drag.move?.breaks) shown.append(` ⚠ ${shown.dataset.breaks}`);
  shown.style.setProperty("--x", `${x}px`);
  shown.style.setProperty("--y", `${y}px`);
}

function scrollAlong() {
  if (!drag) return;
  const by = drag.y < EDGE ? -8 : drag.y > innerHeight - EDGE ? 8 : 0;
  scrollBy(0, by);
  if (by) aim();
  requestAnimationFrame(scrollAlong);
}

function follow(event) {
  if (!drag || !event.isPrimary) return;
  const isFar = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > TREMBLE;
  if (!drag.isOn && !isFar) return;
  if (!drag.isOn && event.pointerType !== "mouse") return end(); // a swipe
  [drag.x, drag.y] = [event.clientX, event.clientY];
  drag.isOn ? aim() : begin();
}

function drop() {
  const move = drag?.move;
  end();
  if (!move) return;
  form.elements.seat.value = move.seat;
  form.elements.to.value = move.to;
  form.requestSubmit();
}

function end() {
  clearTimeout(hold);
  drag = null;
  shown.hidden = true;
  for (const name of ["dragging", "away", "place", "breaks", "onto"])
    for (const part of [...document.getElementsByClassName(name)]) part.classList.remove(name);
}

if (form) {
  table.addEventListener("pointerdown", press);
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", end);
  table.addEventListener("touchmove", (event) => drag?.isOn && event.preventDefault(), { passive: false });
  table.addEventListener("contextmenu", (event) => drag && event.preventDefault());
  table.addEventListener("dragstart", (event) => event.preventDefault());
  table.addEventListener("click", (event) => wasDragged && event.detail && event.preventDefault()); // Enter has no detail
}
