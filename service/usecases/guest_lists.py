"""Many guests of a meetup at once: from a file, or from names typed one a line; and all of them off again."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import commitments, meetup_guests, meetups
from service.db.documents import CANDIDATES, SPONSORS
from service.db.meetup_guests import HOST, PERSON
from service.errors import Conflict, Invalid
from service.importers.base import Problem
from service.importers.guest_list import Coming, GuestList, read_guests
from service.permissions import Reach
from service.usecases import gatherings, seating

ENDED: Final = ("over", "cancelled")
PLAYED: Final = ("running", *ENDED)
ORGANISER: Final = "organiser"
MOST_PAIRS: Final = 30  # that come back with a guest
COLUMNS: Final = (
    *("candidate", "sponsor", "account", "organisation", "opening", "called", "company"),
    *("seats", "min_meetings"),
)
KINDS: Final = {PERSON: ("candidate", CANDIDATES), HOST: ("sponsor", SPONSORS)}


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a list."""

    added: int
    already: int  # who were registered before
    filed: int  # of those added, who have a file here
    at: dt.datetime  # which undoes it


def counts(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return how many people and hosts come to each of these meetups."""
    return meetup_guests.counts(connection, ids)


def read(connection: Connection, reach: Reach, meetup: str, raw: bytes) -> tuple[GuestList | None, list[Problem]]:
    """Return who a file says comes, None where a line has a fault, and the problems; raise Invalid, NotFound."""
    return read_guests(raw, meetups.organised(connection, reach, meetup).rounds)


def typed(lines: str, side: str, seats: int | None, away: Sequence[int]) -> GuestList:
    """Return who stands in lines typed by hand: a name, and after a semicolon the company; raise Invalid for none."""
    rows = [[part.strip() for part in line.split(";")] for line in lines.splitlines() if line.strip(" ;")]
    if not rows:
        raise Invalid("write at least one name", "names", (("names", "missing"),))
    if long := next((row[0] for row in rows if len(row[0]) > 120), ""):
        raise Invalid("this name is too long", "names", (("names", f"at most 120 characters: {long[:30]} …"),))
    guests = [Coming(side, row[0], "", row[1][:120] if len(row) > 1 else "", seats, tuple(away)) for row in rows]
    return GuestList(guests)


def add(connection: Connection, reach: Reach, meetup: str, listed: GuestList, now: dt.datetime) -> Added:
    """Register everybody who is not yet, and say the pairs of the list in the place of the organiser's own.

    Who has a file here is known by it, the others by the name in the list. Raise Forbidden, or Conflict where the
    meetup has ended or has fewer places.
    """
    row = _going_on(connection, reach, meetup)
    files = {side: _files(connection, reach, side, listed.guests) for side in KINDS}
    known = _known(connection, meetup)
    _check_places(connection, row, listed.guests, files, known)
    ids: list[str] = []
    added = filed = 0
    for guest in listed.guests:
        file = files[guest.side].get(guest.id, "")
        if id := known.get(file or guest.name.casefold()):
            ids.append(id)
            continue
        new = _columns(row, guest, file)
        ids.append(meetup_guests.register(connection, row, guest.side, new, reach.subject, now))
        known[file or guest.name.casefold()] = ids[-1]
        added, filed = added + 1, filed + bool(file)
    _wish(connection, meetup, ids, listed)
    meetups.touch(connection, meetup)
    return Added(added, len(ids) - added, filed, now)


def undo(connection: Connection, reach: Reach, meetup: str, at: dt.datetime) -> int:
    """Take off all whom one added at that moment; return how many. Raise Conflict once rounds are being played."""
    if meetups.organised(connection, reach, meetup).status in PLAYED:
        raise Conflict("rounds have been played: plan again with this guest absent", "played")
    gone = meetup_guests.remove_added(connection, meetup, reach.subject.account or "", at)
    meetups.touch(connection, meetup)
    return gone


def _going_on(connection: Connection, reach: Reach, meetup: str) -> Any:
    row = meetups.organised(connection, reach, meetup)
    if row.status in ENDED:
        raise Conflict("this meetup is over or cancelled: nothing of it changes", "ended")
    return row


def _files(connection: Connection, reach: Reach, side: str, guests: Iterable[Coming]) -> dict[str, str]:
    names = [guest.id for guest in guests if guest.side == side and guest.id]
    return meetup_guests.filed(connection, KINDS[side][1], reach.subject.territory or "", names)


def _known(connection: Connection, meetup: str) -> dict[str, str]:
    """Return those who are registered already: by the id of their file, else by their name."""
    rows = meetup_guests.of(connection, meetup)
    names = ((row.candidate or row.sponsor or (row.called or "").casefold(), row.id) for row in rows)
    return {name: id for name, id in names if name}


def _check_places(
    connection: Connection, row: Any, guests: Sequence[Coming], files: dict[str, dict[str, str]], known: dict[str, str]
) -> None:
    taken = meetup_guests.counts(connection, [row.id])[row.id]
    for side, places in ((PERSON, row.places), (HOST, row.host_places)):
        names = {files[side].get(guest.id) or guest.name.casefold() for guest in guests if guest.side == side}
        new, left = len(names - known.keys()), places - taken[side]
        if new > left:
            left = max(left, 0)
            raise Conflict(f"{new} to add and {left} places left: give the meetup more places first", "taken")


def _columns(row: Any, guest: Coming, file: str) -> dict[str, Any]:
    column = {KINDS[guest.side][0]: file} if file else {"called": guest.name, "company": guest.company or None}
    seats = {"seats": guest.seats or row.seats} if guest.side == HOST else {"min_meetings": _least(row, guest)}
    return {**column, **seats, "away": [turn for turn in guest.away if turn <= row.rounds]}


def _least(row: Any, guest: Coming) -> int | None:
    return None if guest.min_meetings == row.min_meetings else guest.min_meetings


def _wish(connection: Connection, meetup: str, ids: Sequence[str], listed: GuestList) -> None:
    if not any(listed.pairs.values()):
        return
    new = [(kind, *pair) for kind, pairs in listed.pairs.items() for pair in pairs]
    say(connection, meetup, [{"person": ids[person], "host": ids[host], "kind": kind} for kind, person, host in new])


def names(connection: Connection, reach: Reach, meetup: str) -> dict[str, str]:
    """Return what organisers call guests besides their labels: a name typed by one of them, else a host's company."""
    meetups.organised(connection, reach, meetup)
    typed = {row.id: row.called for row in meetup_guests.of(connection, meetup) if row.called}
    return meetup_guests.companies(connection, meetup) | typed


def take_off(connection: Connection, reach: Reach, meetup: str, guest: str, now: dt.datetime) -> dict[str, Any]:
    """Take a guest off and return what `put_back` needs; raise as `gatherings.withdraw` does."""
    wished = [row for row in meetup_guests.wished(connection, meetup) if guest in (row.person, row.host)]
    offered = commitments.behind(connection, guest)
    gone = gatherings.withdraw(connection, reach, meetup, guest, now)
    told = {name: getattr(gone, name) for name in COLUMNS} | {"away": json.loads(gone.away)}
    other = "host" if gone.side == PERSON else "person"
    pairs = [(getattr(row, other), row.kind) for row in wished if row.side == ORGANISER]
    return {"side": gone.side, "told": told, "pairs": pairs[:MOST_PAIRS], "offered": offered}


def put_back(connection: Connection, reach: Reach, meetup: str, gone: Mapping[str, Any], now: dt.datetime) -> str:
    """Put a guest back whom `take_off` took off, with the organiser's pairs and the seat offered; return their new id.

    Raise Forbidden, or Conflict where the meetup has ended or they have a place again.
    """
    row = _going_on(connection, reach, meetup)
    guest = meetup_guests.register(connection, row, gone["side"], gone["told"], reach.subject, now)
    there = {one.id for one in meetup_guests.of(connection, meetup)}
    names = (PERSON, HOST) if gone["side"] == PERSON else (HOST, PERSON)
    pairs = [{names[0]: guest, names[1]: other, "kind": kind} for other, kind in gone["pairs"] if other in there]
    say(connection, meetup, pairs)
    if gone["offered"]:
        seating.use(connection, reach, gone["offered"], guest, now)
    meetups.touch(connection, meetup)
    return guest


def say(connection: Connection, meetup: str, pairs: Iterable[Mapping[str, str]]) -> None:
    """Say pairs (person, host, kind) beside what the organiser has said of others; kind "" takes one back."""
    rows = [row for row in meetup_guests.wished(connection, meetup) if row.side == ORGANISER]
    kept = {(row.person, row.host): row.kind for row in rows}
    told = {**kept, **{(pair["person"], pair["host"]): pair["kind"] for pair in pairs}}
    news = [{"person": person, "host": host, "kind": kind} for (person, host), kind in told.items() if kind]
    meetup_guests.wish(connection, ORGANISER, list({person for person, _ in told}), news)
