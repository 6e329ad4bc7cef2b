"""Who met at a meetup and who wants to go on, as one hands it in: meeting by meeting, or as a file; and how it went."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import meetup_guests, meetup_pairings, meetups
from service.db.meetup_guests import HOST, PERSON
from service.errors import Conflict
from service.exports import guarded
from service.gathered import label
from service.importers.attendance_file import Answer, read_answers
from service.importers.base import Problem
from service.permissions import Reach, Scope
from service.usecases import evenings, going_on
from service.usecases.after_meetup import Figures, agreeing, outcome
from service.usecases.going_on import Interest

COLUMNS: Final = ("round", "table", "person", "host", "met", "person_interest", "host_interest", "mutual")
PLANNED: Final = ("planned", "running", "over")


@dataclass(frozen=True, slots=True)
class Said:
    """What one hands in of a meeting; None = nothing is said."""

    person: str
    host: str
    met: bool | None = None
    by_person: bool | None = None
    by_host: bool | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as one may see it: of interest only what both said, that something was said, and one's own word."""

    seat: Any
    person: str  # J12
    host: str
    mine: str  # whose word one may say: person, host, both (for organisers), "" where it is not one's own
    word: bool | None  # one's own

    @property
    def key(self) -> str:
        """What tells it from all others: J12P3."""
        return self.person + self.host

    @property
    def is_mutual(self) -> bool:
        """Whether both want to go on."""
        return bool(self.seat.person_interest and self.seat.host_interest)


def meetings(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> tuple[Any, list[Meeting]]:
    """Return a meetup and its meetings: all to organisers, to others their own. Raise NotFound."""
    row = meetups.get(connection, reach, meetup)
    labels = {guest.id: label(guest) for guest in meetup_guests.of(connection, meetup)}
    mine, side = meetup_guests.mine(connection, reach, meetup, now), going_on.SIDES.get(reach.subject.role)
    seats = meetup_pairings.of(connection, meetup) if row.status in PLANNED else []
    if reach.has(Scope.TERRITORY):
        return row, [Meeting(seat, labels[seat.person], labels[seat.host], "both", None) for seat in seats]
    own = [seat for seat in seats if side and getattr(seat, side) in mine]
    words = [getattr(seat, f"{side}_interest") for seat in own]
    rows = zip(own, words, strict=True)
    return row, [Meeting(seat, labels[seat.person], labels[seat.host], side or "", word) for seat, word in rows]


def hand_in(connection: Connection, reach: Reach, meetup: str, told: Sequence[Said], now: dt.datetime) -> int:
    """Write down what is said of meetings and was not known; return of how many. Raise as `going_on` does."""
    seats = {(seat.person, seat.host): seat for seat in meetup_pairings.of(connection, meetup)}
    new = [one for one in told if _is_news(one, seats.get((one.person, one.host)))]
    came = [(one.person, one.host, one.met) for one in new if one.met is not None]
    if came:
        going_on.attend(connection, reach, meetup, came)
    leads = reach.has(Scope.TERRITORY)
    words = [
        Interest(one.person, one.host, wants, side if leads else None)
        for one in new
        for side, wants in ((PERSON, one.by_person), (HOST, one.by_host))
        if wants is not None
    ]
    if words:
        going_on.say(connection, reach, meetup, words, now)
    return len(new)


def load(connection: Connection, reach: Reach, meetup: str, raw: bytes, now: dt.datetime) -> tuple[int, list[Problem]]:
    """Write down what a file says, in which guests are called as on badges; return of how many meetings, and problems.

    Nothing is written where a line has a fault. Raise Invalid for a file that cannot be read.
    """
    rows = meetings(connection, reach, meetup, now)[1]
    if not reach.has(Scope.TERRITORY) or not rows:
        raise Conflict("the meetup is not at that point: read its status", "step_not_allowed")
    found, problems = read_answers(raw)
    seats = [(row.seat.round, row.person, row.host, str(row.seat.at)) for row in rows]
    good, wrong = agreeing(found, seats)
    problems = [problem for problem in [*problems, *wrong] if not problem.kept]
    if problems:
        return 0, sorted(problems, key=lambda problem: problem.line)
    ids = {(row.person, row.host): (row.seat.person, row.seat.host) for row in rows}
    told = [Said(*ids[one.person, one.host], one.met, one.by_person, one.by_host) for one in good]
    return hand_in(connection, reach, meetup, told, now), []


def table(rows: Sequence[Meeting]) -> bytes:
    """Return the meetings as CSV for a French spreadsheet, which `load` reads again; no name, no word of one side."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        both = "yes" if row.is_mutual else ""
        told = (row.seat.round, row.seat.at, row.person, row.host, _flag(row.seat.met), both, both, both)
        writer.writerow([guarded(str(cell)) for cell in told])
    return text.getvalue().encode("utf-8-sig")


def figures(connection: Connection, reach: Reach, meetup: str) -> Figures | None:
    """Return how a meetup went in numbers that name nobody; None before there is a plan. Raise NotFound, Forbidden."""
    row = meetups.organised(connection, reach, meetup)
    rows = meetup_pairings.of(connection, meetup)
    if not rows:
        return None
    seats = [(row.round, row.person, row.host, str(row.at)) for row in rows]
    answers = [
        Answer(0, row.person, row.host, row.round, row.met, row.person_interest, row.host_interest) for row in rows
    ]
    return outcome(evenings.file_of(connection, row), seats, answers).figures


def _is_news(one: Said, seat: Any) -> bool:
    known = (seat.met, seat.person_interest, seat.host_interest) if seat else (None,) * 3
    told = (one.met, one.by_person, one.by_host)
    return any(new is not None and new != old for new, old in zip(told, known, strict=True))


def _flag(told: bool | None) -> str:
    return "" if told is None else "yes" if told else "no"
