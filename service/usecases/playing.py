"""A meetup while it is played: which round it is, who is there, the rest planned again, whose sheet changed."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection

from matching.scheduling.model import Meetup
from service import gathered
from service.db import meetup_guests, meetup_pairings, meetup_steps, meetups
from service.db.times import utc
from service.errors import Conflict, Invalid, Stale
from service.importers.meetup_file import MeetupFile
from service.itineraries import Itineraries, Sheet, changed, itineraries
from service.permissions import Reach
from service.usecases import evenings, gatherings
from service.usecases.evenings import ON_THE_DAY, Day, Ready
from service.usecases.meetups import Replanned, seated

BEFORE, AGAIN = "saved", "replanned"  # how the two versions came about that a new plan of the day leaves behind
HERE, ABSENT, LATE, LEAVES = STATES = ("here", "absent", "late", "leaves")
PLAYED: Final = (*ON_THE_DAY, "over")


@dataclass(frozen=True, slots=True)
class Evening:
    """A meetup at a moment of its day."""

    row: Any
    file: MeetupFile
    seats: Sequence[Any]

    @property
    def next_round(self) -> int:
        """The first round that has not begun; one more than there are once the last has."""
        return int(self.row.round or 0) + 1

    @property
    def is_last(self) -> bool:
        """Whether no round is left to begin."""
        return self.next_round > int(self.row.rounds)

    @property
    def ends_at(self) -> dt.datetime | None:
        """When the round that is being played ends; None before the first."""
        begun = self.row.round_at
        return utc(begun) + dt.timedelta(minutes=self.row.round_minutes) if begun else None

    def missed(self, guest: str) -> list[int]:
        """The rounds, from 1, that a guest is not there for."""
        return gathered.away(self.file.meetup, guest)

    @property
    def unseated(self) -> list[str]:
        """Those who are told absent from a round to come in which the plan still has them."""
        away = {guest: set(self.missed(guest)) for guest in self.file.labels}
        ahead = [seat for seat in self.seats if seat.round >= self.next_round]
        return list(dict.fromkeys(who for seat in ahead for who in (seat.person, seat.host) if seat.round in away[who]))

    @property
    def newcomers(self) -> list[str]:
        """Those who are there for a round to come and have no meeting in the plan."""
        planned, ahead = (
            {who for seat in self.seats for who in (seat.person, seat.host)},
            range(self.next_round, self.row.rounds + 1),
        )
        return [who for who in self.file.labels if who not in planned and not set(ahead) <= set(self.missed(who))]


def read(connection: Connection, reach: Reach, meetup: str) -> Evening:
    """Return a meetup with its plan; raise NotFound, Forbidden, or Conflict before there is one."""
    row = meetups.organised(connection, reach, meetup)
    seats = meetup_pairings.of(connection, meetup)
    if not seats or row.status not in PLAYED:
        raise Conflict("this meetup has no plan yet: plan it first", "no_plan")
    return Evening(row, evenings.file_of(connection, row), seats)


def begin(
    connection: Connection, reach: Reach, meetup: str, number: int, now: dt.datetime, at: dt.datetime | None = None
) -> dict[str, Any]:
    """Begin a round, now unless it began `at` some time before; 0 = none is begun yet.

    The first begins the meetup; with none, its plan may be adjusted again, unless attendance was noted. Return the
    round that was played before and when it began. Raise Invalid, or Conflict on another day than that.
    """
    row = meetups.organised(connection, reach, meetup)
    if row.status not in ON_THE_DAY:
        raise Conflict("the meetup is not at that point: read its status", "step_not_allowed")
    if not 0 <= number <= row.rounds:
        raise Invalid(f"round {number}: the meetup has rounds 1 to {row.rounds}", "round")
    if row.status == "planned" and number:
        meetups.change(connection, meetup, row.version, {"status": "running"})
    elif row.status == "running" and not number and not _is_attended(connection, meetup):
        meetups.change(connection, meetup, row.version, {"status": "planned"})
    meetups.play(connection, meetup, number or None, min(at or now, now) if number else None)
    return {"round": row.round or 0, "at": row.round_at and utc(row.round_at).isoformat()}


def mark(
    connection: Connection, reach: Reach, meetup: str, guest: str, state: str, turn: int | None, now: dt.datetime
) -> list[int]:
    """Note that a guest is here after all, absent, late until a round, or leaves before one; rounds begun stay.

    Return the rounds that were missed so far. Raise NotFound, Invalid for a round that is not to come.
    """
    evening = read(connection, reach, meetup)
    meetup_guests.get(connection, reach, meetup, guest, now)
    before, ahead = evening.missed(guest), range(evening.next_round, evening.row.rounds + 1)
    if state in (LATE, LEAVES) and turn not in ahead:
        raise Invalid("turn: choose a round that is still to come", "turn", (("turn", "missing"),))
    gone = {
        HERE: [],
        ABSENT: [*ahead],
        LATE: [one for one in ahead if one < (turn or 0)],
        LEAVES: [one for one in ahead if one >= (turn or 0)],
    }
    put_away(connection, reach, meetup, guest, [one for one in before if one not in ahead] + gone[state], now)
    return before


def put_away(
    connection: Connection, reach: Reach, meetup: str, guest: str, missed: Sequence[int], now: dt.datetime
) -> None:
    """Note which rounds a guest misses; raise as `gatherings.change_guest` does."""
    gatherings.change_guest(connection, reach, meetup, guest, {"away": sorted(missed)}, now)


def ready(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> tuple[Ready, Day]:
    """Return what the rest is planned again from; raise Conflict where no round is left, or it is another day."""
    evening = read(connection, reach, meetup)
    if evening.is_last:
        raise Conflict("the last round has begun: nothing is left to plan", "last_round")
    free = evening.file.meetup
    there = [*zip(free.people, free.person_free, strict=True), *zip(free.hosts, free.host_free, strict=True)]
    day = Day(evening.next_round, tuple(guest for guest, rounds in there if not rounds.any()))
    of = evenings.ready_today(connection, reach, meetup, day, now)
    return replace(of, file=replace(of.file, meetup=_with_comers(of.file.meetup, evening))), day


def keep_again(connection: Connection, reach: Reach, of: Ready, day: Day, found: Replanned, now: dt.datetime) -> int:
    """Keep the rest of a plan as it was planned again, beside what it was before; return the step.

    Raise Stale as evenings do, and where a round has begun since.
    """
    meetup, by = of.row.id, reach.subject.account or ""
    if (meetups.organised(connection, reach, meetup).round or 0) >= day.now:
        raise Stale("a round has begun since: plan the others again")
    meetup_steps.add(connection, meetup, BEFORE, _seats(of.seats), [], by, now)
    evenings.keep_again(connection, reach, of, day, found)
    number = meetup_steps.add(connection, meetup, AGAIN, _seats(meetup_pairings.of(connection, meetup)), [], by, now)
    meetup_steps.mark_saved(connection, meetup, number)
    return number


def changes(connection: Connection, evening: Evening) -> list[Sheet]:
    """Return the sheets that the last new plan of the day changed, people first; none where there was none."""
    step = meetup_steps.here(connection, evening.row.id)
    before = meetup_steps.get(connection, evening.row.id, step.before) if step and step.before else None
    if not step or not before or (before.how, step.how) != (BEFORE, AGAIN):
        return []
    was, now = (_itineraries(evening.file, seats) for seats in (before.seats, step.seats))
    return changed(evening.file.meetup, was, now)


def _is_attended(connection: Connection, meetup: str) -> bool:
    """Return whether it was noted of any meeting that it took place, or did not."""
    return any(seat.met is not None for seat in meetup_pairings.of(connection, meetup))


def _with_comers(meetup: Meetup, evening: Evening) -> Meetup:
    """Return the meetup in which who is there and has no seat to come asks for as many as the others have at least.

    To change few seats alone would leave them without any.
    """
    ahead = Counter(seat.person for seat in evening.seats if seat.round >= evening.next_round)
    had = Counter(seat.person for seat in evening.seats if seat.round < evening.next_round)
    fair = min(ahead.values(), default=0)
    there = meetup.person_free[:, evening.next_round - 1 :].sum(axis=1).tolist()
    asked = [
        least if ahead[who] else max(least, had[who] + min(fair, free))
        for who, least, free in zip(meetup.people, meetup.minimum.tolist(), there, strict=True)
    ]
    return replace(meetup, minimum=np.array(asked, dtype=meetup.minimum.dtype))


def _seats(rows: Sequence[Any]) -> list[gathered.Seat]:
    return [(row.round, row.person, row.host, row.at) for row in rows]


def _itineraries(file: MeetupFile, seats: Sequence[gathered.Seat]) -> Itineraries:
    meetings, table = seated(file.meetup, [(*seat[:3], str(seat[3])) for seat in seats])
    return itineraries(file.meetup, meetings, table)
