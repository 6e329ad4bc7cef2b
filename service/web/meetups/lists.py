"""Meetups: the list, one meetup and where it stands, and who takes part in it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Response

from service.api.fields import PathId
from service.api.shapes import meetups as shapes
from service.i18n import name
from service.permissions import Role, Scope
from service.usecases import evenings, gatherings, guest_lists, people
from service.web.done import Undo
from service.web.meetups.common import Deleting, Reading, Writing, base, leads_back, new_router
from service.web.meetups.wizard import foretold
from service.web.pages import Page

router = new_router()
leads_back(router, "/meetups/{id}", "status", "remove", "join", "leave")

MOST: Final = 50  # meetups on one page
ALL: Final = 200  # people of one caseload
STATUSES: Final = tuple(gatherings.LIFE)
SORTS: Final = ("title", "date", "status")
NEXT: Final[Mapping[str, tuple[str, ...]]] = {  # status → what an organiser may make of it, as buttons
    "draft": ("open",),
    "open": ("cancelled",),
    "planned": ("open", "running", "cancelled"),
    "running": ("over",),
}


@router.get("/meetups")
def browse(page: Reading) -> Response:
    """List meetups: all to organisers, to others those that were announced."""
    query = page.request.query_params
    status, sort = query.get("status", ""), query.get("sort", "")
    asked = gatherings.Asked(MOST, query.get("cursor"), True)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        order = sort if sort.removeprefix("-") in SORTS else "-date"
        found = gatherings.browse(c, reach, status if status in STATUSES else None, asked, order)
        items = [shapes.meetup(row) for row in found.rows]
        counts = guest_lists.counts(c, [one["id"] for one in items]) if reach.has(Scope.TERRITORY) else {}
        mine = {} if counts else {one["id"]: _mine(c, reach, one["id"], page.now) for one in items}
        return {"items": items, "next": found.next, "total": found.total, "counts": counts, "mine": mine}

    found = page.look(act)
    leads = _leads(page)
    options = [(one, name("meetup_status", one, page.language)) for one in STATUSES if leads or one != "draft"]
    return page.show("meetups/list.html", found=found, options=options, leads=leads)


@router.get("/meetups/{id}")
def one(page: Reading, id: PathId) -> Response:
    """Show a meetup: to organisers where it stands, to others whether they come and whom they meet."""
    found = page.look(lambda c, reach: _one(c, reach, id, page.now))
    may_join = found["meetup"]["status"] == "open" and not found["leads"]
    names = dict(_caseload(page)) if page.subject.role is Role.ADVISER else {}
    there = {guest["person"] for guest in found["mine"]}
    free = [(person, name) for person, name in names.items() if person not in there]
    ready = foretold(page, found["meetup"] | _registered(found["counts"])) if found["leads"] else None
    return page.show("meetups/one.html", **found, names=names, free=free, may_join=may_join, foreseen=ready, steps=NEXT)


@router.post("/meetups/{id}/status")
def step(page: Writing, id: PathId) -> Response:
    """Open a meetup, give up its plan, begin, end or cancel it."""
    status = page.form.text("status")

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.MeetupChange).model_dump(exclude_none=True, include={"status"})
        return shapes.meetup(gatherings.change(c, reach, id, page.call.expected, told))

    said = f"meetups_now_{status}" if status in ("open", "running", "over", "cancelled") else ""
    return page.do(act, then=f"/meetups/{id}", again=lambda refused: one(refused, id), said=said)


@router.get("/meetups/{id}/cancel")
def ask_to_cancel(page: Writing, id: PathId) -> Response:
    """Ask before a meetup is cancelled: those who registered see it."""
    return page.show("meetups/cancel.html", **page.look(lambda c, reach: base(c, reach, id)))


@router.post("/meetups/{id}/remove")
def remove(page: Deleting, id: PathId) -> Response:
    """Delete a draft, or a meetup that was cancelled."""
    return page.do(
        lambda c, reach: shapes.meetup(gatherings.remove(c, reach, id, page.call.expected)),
        then="/meetups",
        again=lambda refused: one(refused, id),
        said="meetups_removed",
    )


@router.post("/meetups/{id}/join")
def join(page: Writing, id: PathId) -> Response:
    """Register oneself, somebody of one's caseload, or oneself as a host."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        if page.subject.role in (Role.SPONSOR, Role.COMPANY):
            told = page.form.told(shapes.NewHost)
            host = shapes.host(told)
            return shapes.guest(gatherings.register_host(c, reach, id, host, {"away": told.away}, page.now))
        new = page.form.told(shapes.NewParticipant)
        return shapes.guest(
            gatherings.register_person(c, reach, id, new.person, new.model_dump(exclude={"person"}), page.now)
        )

    return page.do(
        act,
        then=f"/meetups/{id}",
        again=lambda refused: one(refused, id),
        said="meetups_joined",
        undo=lambda made: Undo(f"/meetups/{id}/leave", {"guest": made["id"]}),
    )


@router.post("/meetups/{id}/leave")
def leave(page: Writing, id: PathId) -> Response:
    """Take oneself, or somebody whom one registered, off again."""
    return page.do(
        lambda c, r: shapes.guest(gatherings.withdraw(c, r, id, page.form.text("guest"), page.now)),
        then=f"/meetups/{id}",
        again=lambda refused: one(refused, id),
        said="meetups_left",
        undo=lambda gone: Undo(f"/meetups/{id}/join", {"person": gone["person"]} if gone["person"] else {}),
    )


def _leads(page: Page) -> bool:
    return page.call.reach.has(Scope.TERRITORY)


def _registered(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how many there are in the place of how many there may be, once both sides have somebody."""
    if not (counts["person"] and counts["host"]):
        return {}
    return {"places": counts["person"], "host_places": counts["host"], "all_seats": counts["seats"]}


def _mine(connection: Any, reach: Any, meetup: str, now: dt.datetime) -> list[dict[str, Any]]:
    """Return one's own guests of a meetup."""
    return [shapes.guest(row) for row in gatherings.guests(connection, reach, meetup, now) if row.mine]


def _one(connection: Any, reach: Any, id: str, now: dt.datetime) -> dict[str, Any]:
    """Return a meetup with what who asks may know of it."""
    meetup = shapes.meetup(gatherings.get(connection, reach, id))
    if reach.has(Scope.TERRITORY):
        counts = guest_lists.counts(connection, [id])[id]
        return {"meetup": meetup, "leads": True, "counts": counts, "mine": [], "meetings": []}
    mine, shown = _mine(connection, reach, id, now), evenings.show(connection, reach, id, now)
    return {"meetup": meetup, "leads": False, "counts": {}, "mine": mine, "meetings": _meetings(shown)}


def _meetings(shown: Any) -> list[dict[str, Any]]:
    """Return the meetings of one's own guests, as their sheet says them."""
    label = shown.labels
    return [
        {"round": seat.round, "table": seat.at, "person": label[seat.person], "host": label[seat.host]}
        for seat in shown.seats
    ]


def _caseload(page: Page) -> list[tuple[str, str]]:
    """Return the people of an adviser, to choose from."""

    def act(c: Any, reach: Any) -> list[tuple[str, str]]:
        found, facts = people.browse(c, reach, None, False, False, people.Asked(ALL), page.now)
        told = [(row.public_id, facts.get(row.public_id, {})) for row in found.rows]
        return [(id, f"{one.get('first_name', '')} {one.get('last_name', '')}".strip() or id[:8]) for id, one in told]

    return list(page.look(act, "identity:R"))
