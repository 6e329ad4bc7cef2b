"""Who comes to a meetup: the table, names typed one a line, a file, who is there when, and off again."""

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Response

from service.api.fields import PathId
from service.api.shapes import meetups as shapes
from service.api.shapes.commitments import SeatTaken
from service.errors import Invalid, ServiceError
from service.http.bodies import LARGER
from service.importers.base import Problem
from service.usecases import gatherings, guest_lists, seating
from service.web.done import Undo
from service.web.forms import MB
from service.web.meetups import guest_table
from service.web.meetups.common import Writing, base, leads_back, new_router
from service.web.pages import Page

router = new_router()
leads_back(router, "/meetups/{id}/guests", "known", "seat", "file", "undo", "back")

MOST_MB: Final = 5  # of a file that one sends by a form
LARGE: Final = {LARGER: 2 * MOST_MB * MB}  # so that one too large is told beside its field


@router.get("/meetups/{id}/guests")
def table(page: Writing, id: PathId) -> Response:
    """Show who comes; people who registered are called by their name where that is asked for, and written down."""
    return guest_table.shown(page, id, [])


@router.get("/meetups/{id}/guests/{guest}")
def guest(page: Writing, id: PathId, guest: PathId) -> Response:
    """Show one guest: when they are there, and what they ask."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        rows = [shapes.guest(row) for row in gatherings.guests(c, reach, id, page.now)]
        found = next((row for row in rows if row["id"] == guest), None)
        return {**base(c, reach, id), "guest": found, "names": guest_lists.names(c, reach, id)}

    found = page.look(act)
    return page.show("meetups/guest.html", **found) if found["guest"] else page.go(f"/meetups/{id}/guests")


@router.post("/meetups/{id}/guests")
def add(page: Writing, id: PathId) -> Response:
    """Register the people or hosts whose names were typed, one a line."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        side = "host" if page.form.text("side") == "host" else "person"
        seats = page.form.told(shapes.GuestChange).seats
        listed = guest_lists.typed(page.form.text("names"), side, seats, [])
        return _told(guest_lists.add(c, reach, id, listed, page.now))

    return _added(page, id, act)


@router.post("/meetups/{id}/guests/known")
def add_known(page: Writing, id: PathId) -> Response:
    """Register a sponsor of the territory, or a member of a company, as a host."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        kind, _, who = page.form.text("host").partition(":")
        if kind not in ("sponsor", "member"):
            raise Invalid("choose a host first", "host", (("host", "missing"),))
        host = page.form.told(shapes.NewHost, **{"sponsor": None, "member": None, kind: who})
        return shapes.guest(gatherings.register_host(c, reach, id, shapes.host(host), {"away": []}, page.now))

    return page.do(
        act,
        then=f"/meetups/{id}/guests",
        again=lambda refused: guest_table.shown(refused, id, []),
        said="meetups_host_added",
        undo=lambda made: Undo(f"/meetups/{id}/guests/{made['id']}/off"),
    )


@router.post("/meetups/{id}/guests/seat")
def add_offered(page: Writing, id: PathId) -> Response:
    """Register whom a company sends for a seat that it offered."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return shapes.guest(seating.seat(c, reach, id, page.form.told(SeatTaken).commitment, page.now))

    return page.do(
        act,
        then=f"/meetups/{id}/guests",
        again=lambda refused: guest_table.shown(refused, id, []),
        said="commitment_seated",
        undo=lambda made: Undo(f"/meetups/{id}/guests/{made['id']}/off"),
        label=lambda made: made["label"],
    )


@router.post("/meetups/{id}/guests/file", openapi_extra=LARGE)
def load(page: Writing, id: PathId) -> Response:
    """Register everybody whom a file names; where a line has a fault nobody, and every fault is named."""
    problems: list[Problem] = []

    def act(c: Any, reach: Any) -> dict[str, Any]:
        raw = page.form.content("file", MOST_MB)
        listed, found = guest_lists.read(c, reach, id, raw)
        problems[:] = found
        if listed is None:
            raise Invalid("nobody was added: mend the lines named below, then send the file again", "lines")
        return _told(guest_lists.add(c, reach, id, listed, page.now))

    return _added(page, id, act, problems)


@router.post("/meetups/{id}/guests/undo")
def undo(page: Writing, id: PathId) -> Response:
    """Take all off who were added at once."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        try:
            at = dt.datetime.fromisoformat(page.form.text("at"))
        except ValueError:
            raise Invalid("nothing was added at that moment", "at") from None
        return {"gone": guest_lists.undo(c, reach, id, at)}

    return page.do(
        act,
        then=f"/meetups/{id}/guests",
        again=lambda refused: guest_table.shown(refused, id, []),
        said="meetups_undone",
    )


@router.post("/meetups/{id}/guests/back")
def back(page: Writing, id: PathId) -> Response:
    """Put a guest back who was taken off."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        try:
            gone = page.services.keys.unseal(base64.urlsafe_b64decode(page.form.text("gone")), id)
        except (ValueError, ServiceError):
            raise Invalid("there is nobody to put back", "back") from None
        return {"guest": guest_lists.put_back(c, reach, id, json.loads(gone), page.now)}

    return page.do(
        act, then=f"/meetups/{id}/guests", again=lambda refused: guest_table.shown(refused, id, []), said="meetups_back"
    )


@router.post("/meetups/{id}/guests/{guest}")
def change(page: Writing, id: PathId, guest: PathId) -> Response:
    """Change when a guest is there, or what they ask."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        rounds = gatherings.get(c, reach, id).rounds
        there = page.form.texts("there")
        away = [turn for turn in range(1, rounds + 1) if str(turn) not in there]
        told = page.form.told(shapes.GuestChange, away=away).model_dump(exclude_none=True)
        return shapes.guest(gatherings.change_guest(c, reach, id, guest, told, page.now))

    again = _again(id, guest)
    return page.do(act, then=f"/meetups/{id}/guests", again=again, said="meetups_guest_changed")


@router.post("/meetups/{id}/guests/{guest}/off")
def off(page: Writing, id: PathId, guest: PathId) -> Response:
    """Take a guest off; what the organiser said of them comes back with them."""

    def undone(gone: Any) -> Undo:
        sealed = page.services.keys.seal(json.dumps(gone), id)
        return Undo(f"/meetups/{id}/guests/back", {"gone": base64.urlsafe_b64encode(sealed).decode()})

    return page.do(
        lambda c, reach: guest_lists.take_off(c, reach, id, guest, page.now),
        then=f"/meetups/{id}/guests",
        again=_again(id, guest),
        said="meetups_guest_off",
        undo=undone,
    )


def _again(id: str, guest_id: str) -> Any:
    return lambda refused: guest(refused, id, guest_id)


def _told(added: guest_lists.Added) -> dict[str, Any]:
    return {"added": added.added, "already": added.already, "filed": added.filed, "at": added.at.isoformat()}


def _added(page: Page, id: str, act: Any, problems: Sequence[Problem] = ()) -> Response:
    """Lead back to the table, which says how many were added, or show what was wrong."""
    counted: dict[str, int] = {}

    def counting(c: Any, reach: Any) -> dict[str, Any]:
        told: dict[str, Any] = act(c, reach)
        counted.update({name: told[name] for name in ("added", "already", "filed")})
        return told

    facts: Mapping[str, Any] = counted
    answer = page.do(
        counting,
        then=f"/meetups/{id}/guests",
        again=lambda refused: guest_table.shown(refused, id, problems),
    )
    if answer.status_code == 303 and counted:
        at = page.now.isoformat()
        return page.go(
            f"/meetups/{id}/guests", "meetups_added", Undo(f"/meetups/{id}/guests/undo", {"at": at}), **facts
        )
    return answer
