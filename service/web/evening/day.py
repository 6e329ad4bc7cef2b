"""The day of a meetup: the round that is played, the next tables, who is missing, the rest planned again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Response

from service import gathered, meetup_shapes, meetup_words
from service.api.fields import PathId
from service.errors import Conflict, Invalid
from service.printing.sheets import PARIS
from service.problems import in_language
from service.usecases import planning, playing, replanning
from service.usecases.playing import Evening
from service.usecases.working import Work
from service.web.done import Undo
from service.web.evening.common import Reading, Writing, base, called, new_router
from service.web.pages import Page

router = new_router()

EARLY: Final = ("no_plan", "nobody")


@router.get("/meetups/{id}/day")
def day(page: Writing, id: PathId) -> Response:
    """Show the day of a meetup."""
    found = page.look(lambda c, reach: {**base(c, reach, id), **_day(c, reach, id, page)})
    return page.show("evening/day.html", **found, names=called(page, id), states=playing.STATES)


@router.get("/meetups/{id}/day/wall")
def wall(page: Writing, id: PathId) -> Response:
    """Show the next tables alone, to be read from afar."""
    found = page.look(lambda c, reach: {**base(c, reach, id), **_day(c, reach, id, page)})
    return page.show("evening/wall.html", **found, names=called(page, id))


@router.get("/meetups/{id}/day/wall/turn")
def turn(page: Writing, id: PathId) -> Response:
    """Let a wall that shows another moment of the day be asked for again; else say nothing."""
    found = page.look(lambda c, reach: _day(c, reach, id, page))
    is_old = page.request.query_params.get("seen") != found["moment"]
    return Response(status_code=200 if is_old else 204, headers={"HX-Refresh": "true"} if is_old else {})


@router.get("/meetups/{id}/day/progress")
def progress(page: Writing, id: PathId) -> Response:
    """Show that the rest is being planned again, alone; when it no longer is, let the whole page be asked for again."""
    work = page.look(lambda c, reach: replanning.follow(c, reach, id, page.now))
    shown = page.show("evening/progress.html", work=work, meetup={"id": id})
    if work is None or not work.is_going_on:
        shown.headers["HX-Refresh"] = "true"
    return shown


@router.get("/meetups/{id}/day/{form}")
def back(page: Reading, id: PathId, form: str) -> Response:
    """Lead who reloads a page that refused a form to where the form stands."""
    return page.go(f"/meetups/{id}/day")


@router.post("/meetups/{id}/day/round")
def begin(page: Writing, id: PathId) -> Response:
    """Begin a round, or go back to the one before."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        number, at = page.form.text("round"), page.form.text("at")
        if not number.isdecimal() or len(number) > 3:
            raise Invalid("choose a round of this meetup", "round", (("round", "missing"),))
        return playing.begin(c, reach, id, int(number), page.now, _moment(at, page.now))

    def undo(before: Any) -> Undo:
        return Undo(f"/meetups/{id}/day/round", {"round": str(before["round"]), "at": before["at"] or ""})

    begun = page.form.text("round") != "0"
    said = "evening_round_begun" if begun else "evening_round_none"
    return page.do(act, _here(page, id), lambda refused: day(refused, id), said, undo, round=page.form.text("round"))


@router.post("/meetups/{id}/day/guest")
def mark(page: Writing, id: PathId) -> Response:
    """Note that a guest is absent, late, leaves early, or is here after all."""
    guest, state, when = (page.form.text(name) for name in ("guest", "state", "turn"))

    def act(c: Any, reach: Any) -> dict[str, Any]:
        faults = [(name, "missing") for name, told in (("guest", guest), ("state", state)) if not told]
        if faults or state not in playing.STATES:
            raise Invalid("say who it is, and what is otherwise", "mark", tuple(faults))
        number = int(when) if when.isdecimal() and len(when) < 4 else None
        label = playing.read(c, reach, id).file.labels.get(guest, "")
        return {"label": label, "before": playing.mark(c, reach, id, guest, state, number, page.now)}

    def undo(told: Any) -> Undo:
        return Undo(f"/meetups/{id}/day/away", {"guest": guest, "away": " ".join(map(str, told["before"]))})

    def again(refused: Page) -> Response:
        return day(refused, id)

    said = f"evening_marked_{state}" if state in playing.STATES else ""
    return page.do(act, _here(page, id), again, said, undo, label=lambda told: told["label"], turn=when)


@router.post("/meetups/{id}/day/away")
def unmark(page: Writing, id: PathId) -> Response:
    """Put back the rounds that a guest missed before."""
    missed = [int(one) for one in page.form.text("away").split() if one.isdecimal() and len(one) < 4]

    def act(c: Any, reach: Any) -> dict[str, Any]:
        playing.put_away(c, reach, id, page.form.text("guest"), missed, page.now)
        return {}

    return page.do(act, _here(page, id), lambda refused: day(refused, id), "evening_unmarked")


@router.post("/meetups/{id}/day/plan")
def plan_again(page: Writing, id: PathId) -> Response:
    """Plan the rounds to come again with the fewest changes, beside the pages; what takes a moment is there at once."""
    services, begun = page.services, list[str]()

    def act(c: Any, reach: Any) -> dict[str, Any]:
        begun[:] = [replanning.begin(c, reach, id, page.now)]
        return {"id": begun[0]}

    answer = page.do(act, f"{_here(page, id)}#again", lambda refused: day(refused, id))
    if begun and answer.status_code == 303:
        replanning.beside(services.store, services.now, page.call.reach, id, begun[0]).join(replanning.MOMENT)
    return answer


@router.post("/meetups/{id}/day/stop")
def stop(page: Writing, id: PathId) -> Response:
    """Stop planning again, and keep the plan found so far."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        replanning.stop(c, reach, id, page.now)
        return {}

    return page.do(act, f"{_here(page, id)}#again", lambda refused: day(refused, id), "evening_again_stopping")


def _here(page: Page, id: str) -> str:
    return f"/meetups/{id}/day" + ("?names=1" if page.form.text("names") == "1" else "")


def _moment(told: str, now: dt.datetime) -> dt.datetime | None:
    """Return when a round began that is taken up again; None for what is no moment of that day."""
    try:
        found = dt.datetime.fromisoformat(told)
    except ValueError:
        return None
    return found if found.tzinfo and abs(found - now) < dt.timedelta(days=1) else None


def _day(c: Any, reach: Any, id: str, page: Page) -> dict[str, Any]:
    """Return all that the day shows; without a plan, that there is none."""
    try:
        evening = playing.read(c, reach, id)
    except Conflict as refused:
        if refused.code not in EARLY:
            raise
        return {"evening": None, "moment": ""}
    shown = min(evening.next_round, evening.row.rounds)
    ends = evening.ends_at
    return {
        "evening": evening,
        "labels": evening.file.labels,
        "turn": shown,
        "tables": _tables(evening, shown),
        "resting": _resting(evening, shown),
        "ends": bool(ends),
        "ends_at": ends.astimezone(PARIS).strftime("%H:%M") if ends else "",
        "left": max(0, round((ends - page.now).total_seconds())) if ends else 0,
        "is_over": bool(ends and ends <= page.now),
        "away": _away(evening, page.language),
        "unseated": evening.unseated,
        "changes": playing.changes(c, evening),
        **_again(evening, replanning.told(c, evening, page.now), page.language),
        "moment": f"{evening.row.version}.{evening.row.round}.{evening.row.round_at}",
    }


def _again(evening: Evening, work: Work | None, language: str) -> dict[str, Any]:
    """Return how far planning again is, or what came of it: what the plan does not keep, or why there is none."""
    told = work.report if work else {}
    unkept = gathered.worth_of(evening.row.plan)[1] if "step" in told else []
    return {
        "work": work,
        "unkept": [meetup_shapes.unkept(one, evening.file, language)["text"] for one in unkept],
        "cause": [meetup_words.rule(one, evening.file, language) for one in planning.cause(told)],
        "failed": in_language(told.get("error", ""), language),
    }


def _away(evening: Evening, language: str) -> Mapping[str, str]:
    """Return who misses rounds that are still to come, and which, in words."""
    found = {}
    for guest in evening.file.labels:
        if ahead := [turn - 1 for turn in evening.missed(guest) if turn >= evening.next_round]:
            found[guest] = meetup_words.rounds(ahead, language)
    return found


def _tables(evening: Evening, turn: int) -> list[Mapping[str, Any]]:
    """Return the tables of a round in their order: the number, the host, the people."""
    found: dict[tuple[int, str], list[str]] = {}
    for seat in evening.seats:
        if seat.round == turn:
            found.setdefault((seat.at, seat.host), []).append(seat.person)
    return [{"number": at, "host": host, "people": people} for (at, host), people in sorted(found.items())]


def _resting(evening: Evening, turn: int) -> list[str]:
    """Return the people who are there in a round and meet nobody."""
    seated = {seat.person for seat in evening.seats if seat.round == turn}
    return [who for who in evening.file.meetup.people if who not in seated and turn not in evening.missed(who)]
