"""Sponsorships: proposed, agreed to by the person and then by the sponsor, who has so many places; their meetings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import appointments, consents, reached, seats, sponsorships
from service.db.consents import Agreed, Proof
from service.db.documents import CANDIDATES
from service.db.paging import Asked, Page
from service.errors import Conflict, Forbidden, Invalid, NotFound
from service.permissions import Reach, Role

PERSON, SPONSOR = "person", "sponsor"
SPEAKS: Final = {Role.CANDIDATE: PERSON, Role.ADVISER: PERSON, Role.SPONSOR: SPONSOR, Role.ORGANISER: SPONSOR}
LIFE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {  # before → next → whose word it is
    "proposed": {"offered": (PERSON,), "declined": (PERSON,), "withdrawn": (PERSON, SPONSOR)},
    "offered": {"active": (SPONSOR,), "declined": (SPONSOR,), "withdrawn": (PERSON,)},
    "active": {"ended": (PERSON, SPONSOR)},
    "declined": {},
    "withdrawn": {},
    "ended": {},
}
REASONS: Final = ("goal_reached", "moved", "no_fit", "no_time", "too_far", "other")
REASONED: Final = ("declined", "ended")
SETTLED: Final = ("cancelled", "kept", "missed")
LONGEST: Final = 240  # minutes


@dataclass(frozen=True, slots=True)
class Told:
    """A step of a sponsorship that somebody records."""

    step: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where a sponsor and a person meet."""

    starts_at: dt.datetime
    minutes: int
    place: str


def propose(connection: Connection, reach: Reach, person: str, sponsor: str, run: str | None, now: dt.datetime) -> Any:
    """Propose a sponsor to a person, who answers first; the sponsor learns nothing before.

    Raise NotFound for somebody out of reach, Conflict for a pair that has a sponsorship.
    """
    who = reach.subject
    reached.record(connection, reach, CANDIDATES, person, now)
    name = begin(connection, who.territory, person, sponsor, run, who.account, now)
    return sponsorships.bare(connection, name, now)


def propose_each(
    connection: Connection, reach: Reach, pairs: Sequence[tuple[str, str]], now: dt.datetime
) -> list[tuple[str, str, str]]:
    """Propose to each person (the first of a pair) a sponsor who has room; return those not proposed, and why.

    Whom others are proposed to already has that much less room.
    """
    failed = []
    for person, sponsor in pairs:
        try:
            found = sponsorships.asking(connection, reach.subject.territory, sponsor)
            if sponsorships.open_with(connection, [sponsor]).get(sponsor, 0) >= found.capacity:
                raise Conflict("all places of this sponsor are taken", "taken")
            propose(connection, reach, person, sponsor, None, now)
        except (Conflict, NotFound) as error:
            failed.append((person, sponsor, error.code))
    return failed


def begin(
    connection: Connection,
    territory: str | None,
    person: str,
    sponsor: str,
    run: str | None,
    account: str | None,
    now: dt.datetime,
) -> str:
    """Return the sponsorship that an account proposes, also to a full sponsor; raise Conflict where there is one."""
    found = sponsorships.asking(connection, territory, sponsor)
    values = {"candidate": person, "sponsor": found.id, "territory": territory, "run": run}
    by = {"created_by": account, "changed_by": account}
    return sponsorships.add(connection, {**values, **by, "step": "proposed"}, now)


def begin_with_a_place(
    connection: Connection,
    territory: str | None,
    person: str,
    sponsor: str,
    account: str | None,
    now: dt.datetime,
) -> str:
    """Do the same for two who found each other at a meetup; raise Conflict for a sponsor without a free place too."""
    found = sponsorships.asking(connection, territory, sponsor)
    if seats.count(connection, sponsorships.places, found.id) >= found.capacity:
        raise Conflict("all places of this sponsor are taken", "taken")
    return begin(connection, territory, person, sponsor, None, account, now)


def record(
    connection: Connection, reach: Reach, name: str, told: Told, proof: Proof | None, expected: int, now: dt.datetime
) -> Any:
    """Record a step of a sponsorship: with the person's yes they show themselves, with the sponsor's a place is taken.

    Raise NotFound, Stale, Conflict for a step that does not follow or when no place is left, Invalid for a reason
    that is none, Forbidden for the other side's word.
    """
    found = sponsorships.get(connection, reach, name, now)
    _check(found.step, told, SPEAKS[reach.subject.role])
    sponsorships.move(connection, name, expected, _news(told, reach, now))
    if told.step == "offered":
        consents.give(connection, Agreed(found.candidate, "identity", sponsor=found.sponsor), _given(proof), now)
    elif told.step == "active":
        capacity = sponsorships.asking(connection, found.territory, found.sponsor).capacity
        seats.take_any(connection, sponsorships.places, found.sponsor, name, capacity)
    else:
        _part(connection, found, reach.subject.account or "", now)
    return sponsorships.bare(connection, name, now)


def tell(
    connection: Connection, reach: Reach, name: str, outcome: str, day: dt.date, expected: int, now: dt.datetime
) -> Any:
    """Record what the person found while a sponsorship was in force, in place of what was recorded before.

    Raise NotFound, Stale, Conflict for one that was never in force, Invalid for a day before it or to come.
    """
    found = sponsorships.get(connection, reach, name, now)
    if found.sponsor_agreed_at is None:
        raise Conflict("this sponsorship is not in force", "not_open")
    if not found.sponsor_agreed_at.date() <= day <= now.date():
        raise Invalid("day: neither before the sponsorship began nor to come", "day")
    news = {"outcome": outcome, "outcome_day": day, "changed_by": reach.subject.account}
    sponsorships.move(connection, name, expected, news)
    return sponsorships.bare(connection, name, now)


def get(connection: Connection, reach: Reach, name: str, now: dt.datetime) -> Any:
    """Return a sponsorship; raise NotFound."""
    return sponsorships.get(connection, reach, name, now)


def browse(connection: Connection, reach: Reach, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of the sponsorships within reach, the newest first."""
    return sponsorships.within(connection, reach, asked, now)


def book(connection: Connection, reach: Reach, name: str, meeting: Meeting, now: dt.datetime) -> Any:
    """Book a meeting; raise NotFound, Conflict where one of the two is taken then, Invalid for an odd time."""
    found = sponsorships.get(connection, reach, name, now)
    if found.step != "active":
        raise Conflict("this sponsorship is not in force", "not_open")
    ends_at = _end(meeting, now)
    by = {"booked_by": reach.subject.account, "changed_by": reach.subject.account}
    values = {"sponsorship": name, "sponsor": found.sponsor, "candidate": found.candidate, "place": meeting.place}
    booked = appointments.book(connection, {**values, **by, "step": "booked"}, meeting.starts_at, ends_at)
    return appointments.get(connection, name, booked)


def settle(
    connection: Connection, reach: Reach, name: str, appointment: str, step: str, expected: int, now: dt.datetime
) -> Any:
    """Say what became of a meeting (cancelled, kept, missed); raise NotFound, Stale, Conflict if that is known."""
    sponsorships.get(connection, reach, name, now)
    if appointments.get(connection, name, appointment).step != "booked":
        raise Conflict("what became of this appointment is already known", "step_not_allowed")
    appointments.settle(connection, appointment, step, reach.subject.account or "", expected)
    return appointments.get(connection, name, appointment)


def meetings(connection: Connection, reach: Reach, name: str, now: dt.datetime) -> list[Any]:
    """Return the meetings of a sponsorship, in the order of time; raise NotFound."""
    sponsorships.get(connection, reach, name, now)
    return appointments.of(connection, name)


def _check(before: str, told: Told, side: str) -> None:
    allowed = LIFE[before].get(told.step, ())
    if not allowed:
        raise Conflict("this step cannot follow the last one: read again where it stands", "step_not_allowed")
    if side not in allowed:
        raise Forbidden("the other side must say this", "other_side")
    if (told.step in REASONED) != (told.reason is not None):
        raise Invalid("reason: needed to decline and to end, and only there", "reason")


def _news(told: Told, reach: Reach, now: dt.datetime) -> dict[str, Any]:
    when = {"offered": "person_agreed_at", "active": "sponsor_agreed_at"}.get(told.step, "ended_at")
    news = {"step": told.step, "open": bool(LIFE[told.step]), "reason": told.reason}
    return {**news, when: now, "changed_by": reach.subject.account}


def _given(proof: Proof | None) -> Proof:
    if proof is None:
        raise Invalid("proof: say how the person agreed to show themselves, and to which text", "proof")
    return proof


def _part(connection: Connection, found: Any, by: str, now: dt.datetime) -> None:
    """Free the place and the meetings to come; the person no longer shows themselves."""
    seats.leave(connection, sponsorships.places, found.id)
    consents.withdraw_from_sponsor(connection, found.candidate, found.sponsor, by, now)
    for row in appointments.of(connection, found.id):
        if row.step == "booked":
            appointments.settle(connection, row.id, "cancelled", by, row.version)


def _end(meeting: Meeting, now: dt.datetime) -> dt.datetime:
    if meeting.starts_at <= now:
        raise Invalid("starts_at: this time has passed", "starts_at")
    if meeting.starts_at.timestamp() % appointments.QUARTER or meeting.minutes % 15 or meeting.minutes > LONGEST:
        raise Invalid(
            f"starts_at: meetings begin and end at a quarter, and last at most {LONGEST} minutes", "starts_at"
        )
    return meeting.starts_at + dt.timedelta(minutes=meeting.minutes)
