"""When a candidate or a sponsor can meet: hours of every week or of one day, and the days when they cannot."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Response

from matching.enums import Weekday
from service.errors import NotFound
from service.i18n import name
from service.permissions import Role
from service.usecases import next_hours, people, sponsors
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter(prefix="/me/hours", tags=["pages"], include_in_schema=False)

Own = Annotated[Page, screen("account", "R")]
LISTS: Final = ("availability", "away")
Record = Mapping[str, Any]


class Mine(NamedTuple):
    """Where one's own hours are kept: the right to change them, who one is, and what reads and changes them."""

    right: str
    who: str
    get: Callable[..., Any]
    change: Callable[..., Any]


@router.get("")
def browse(page: Own) -> Response:
    """Show one's hours, the days when one cannot, and the next times that follow from both."""
    mine = _mine(page)
    found = page.under(f"{mine.right}:R").look(lambda c, reach: mine.get(c, reach, mine.who, page.now))
    soon = next_hours.of(found["record"], page.now)
    days = [(day.value, name("day", day.value, page.language)) for day in Weekday]
    told = {"record": found["record"], "version": found["version"], "day_options": days, "soon": soon}
    return page.show("me/hours.html", **told)


@router.post("")
def add(page: Own) -> Response:
    """Add hours (every week, or of one day) or days when one cannot."""
    is_away = page.form.text("what") == "away"
    entry = _period(page) if is_away else _window(page)
    return _change(page, "away" if is_away else "availability", lambda listed: [*listed, entry], "me_hours_added")


@router.post("/remove")
def remove(page: Own) -> Response:
    """Take one entry of a list away; it can be undone."""
    listed, place = page.form.text("list"), page.form.text("place")
    if listed not in LISTS or not place.isdecimal() or len(place) > 3:
        raise NotFound("no such hours")
    return _change(page, listed, lambda all: [*all[: int(place)], *all[int(place) + 1 :]], "me_hours_removed")


@router.post("/back")
def back(page: Own) -> Response:
    """Put back what was there before the last change."""
    listed = page.form.text("list")
    if listed not in LISTS:
        raise NotFound("no such hours")
    try:
        before = orjson.loads(page.form.text("before") or "[]")
    except orjson.JSONDecodeError:
        raise NotFound("no such hours") from None
    return _change(page, listed, lambda _: before, "me_hours_back")


def _change(page: Page, listed: str, new: Callable[[list[Any]], list[Any]], said: str) -> Response:
    mine = _mine(page)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        found = mine.get(c, reach, mine.who, page.now)
        before = found["record"].get(listed, [])
        changed = mine.change(c, reach, mine.who, page.call.expected, {listed: new(before) or None}, page.now)
        return {"version": changed["version"], "before": before}

    def undo(done: Any) -> Undo | None:
        told = orjson.dumps(done["before"]).decode()
        return Undo("/me/hours/back", {"list": listed, "before": told, "version": str(done["version"])})

    page = replace(page, call=page.under(f"{mine.right}:W"))
    return page.do(act, "/me/hours", again=browse, said=said, undo=None if said == "me_hours_back" else undo)


def _mine(page: Page) -> Mine:
    who = page.call.reach.subject
    if who.role is Role.CANDIDATE:
        return Mine("profile", who.candidate or "", people.get, people.change)
    if who.role is Role.SPONSOR:
        return Mine("sponsor", who.sponsor or "", sponsors.get, sponsors.change)
    raise NotFound("only candidates and sponsors tell their hours here")


def _window(page: Page) -> Record:
    text = page.form.text
    when = {"date": text("date")} if text("what") == "once" else {"days": page.form.texts("days"), **_period(page)}
    weeks = {"weeks": text("weeks")} if text("weeks") and text("what") != "once" else {}
    return {**when, **weeks, "start": text("start"), "end": text("end")}


def _period(page: Page) -> dict[str, str]:
    return {name: page.form.text(name) for name in ("from", "until") if page.form.text(name)}
