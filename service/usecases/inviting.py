"""Invitations to a meetup by mail: who is due one, what it says, and who was sent which version of their sheet."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection

from service import gathered
from service.db import addressees, meetup_guests, meetup_invitations, meetups, outbox
from service.db.addressees import Addressee
from service.db.times import utc
from service.errors import Conflict, NotFound, Stale
from service.i18n import worded
from service.permissions import Reach, Role
from service.printing.calendar import Mail, cancellation, invitation, itinerary
from service.printing.sheets import Event, Guest, Sheet, event_of, sheets_of
from service.printing.versions import Version, versions_of
from service.usecases import on_paper

NEW, CHANGED, OFF = DUE = ("new", "changed", "off")
WAITING, COMING, NOT_COMING = ANSWERS = ("waiting", "coming", "not_coming")
SENT, TOLD_OFF, NO_MEETING = "sent", "told_off", "no_meeting"
NAME_ONLY, NO_ADDRESS = "name_only", "no_address"
TEMPLATES: Final = {NEW: "meetup_invitation", CHANGED: "meetup_changed", OFF: "meetup_off"}
WHO: Final = ("candidate", "sponsor", "account")
CANCELLED: Final = "cancelled"
LANGUAGE: Final = "fr"  # of who has no account that says another


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who comes, or was invited and no longer does."""

    id: str
    label: str
    side: str  # "" = taken off
    state: str
    answer: str  # whether they come
    version: Version | None  # that they are due, or were sent; None = none
    sent_at: dt.datetime | None
    to: Sequence[Addressee]
    why: str  # they cannot be reached; "" = they can
    about: Mapping[str, str | None]  # their candidate, sponsor or account

    @property
    def is_due(self) -> bool:
        """Whether something is to be sent to them, and can be."""
        return self.state in DUE and not self.why


@dataclass(frozen=True, slots=True)
class Letter:
    """What one address gets."""

    to: Addressee
    template: str
    facts: Mapping[str, str | int]
    calendar: str


@dataclass(frozen=True)
class Invitations:
    """All invitations of a meetup, as they stand."""

    row: Any
    file: Any
    seats: Sequence[Any]
    invitees: Sequence[Invitee]

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """The meetup by language, in which everybody is a label."""
        return {language: event_of(self.file, self.seats, language) for language in ("fr", "en")}

    def get(self, guest: str) -> Invitee:
        """Return one of them; raise NotFound."""
        found = next((one for one in self.invitees if one.id == guest), None)
        if found is None:
            raise NotFound("nobody at this meetup has that identifier")
        return found

    @property
    def due(self) -> list[Invitee]:
        """Those to whom something is to be sent, and can be."""
        return [one for one in self.invitees if one.is_due]

    @property
    def answers(self) -> Mapping[str, int]:
        """How many have given each answer, or none yet."""
        return {answer: sum(one.answer == answer for one in self.invitees) for answer in ANSWERS}


def read(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> Invitations:
    """Return who is invited to a meetup and how that stands, who has not answered first.

    Raise NotFound, Forbidden for who does not lead it, Conflict before there is a plan with a day and times.
    """
    row = meetups.organised(connection, reach, meetup)
    file, seats = on_paper.planned(connection, row)
    event = event_of(file, seats, "fr")
    if not on_paper.has_times(event):
        raise Conflict("no invitation can go before the meetup has a day and a time: set them first", "no_time")
    sheets = {} if row.status == CANCELLED else {sheet.guest.id: sheet for sheet in sheets_of(event)}
    sent = {one.guest: one for one in meetup_invitations.of(connection, meetup)}
    before = {guest: Version(one.sequence, one.digest) for guest, one in sent.items()}
    versions = versions_of(event, sheets.values(), before)
    guests = {guest.id: guest for guest in meetup_guests.of(connection, meetup)}
    everybody = {id: guests.get(id) or sent[id] for id in dict.fromkeys([*guests, *sent])}
    addresses = _addresses(connection, list(everybody.values()), now)
    answers = {id: _answer(guest, row.rounds) for id, guest in guests.items()}
    invitees = [
        _invitee(id, guests.get(id), answers, sent.get(id), versions.get(id), addresses.get(_who(one), []))
        for id, one in everybody.items()
    ]
    return Invitations(row, file, seats, sorted(invitees, key=lambda one: ANSWERS.index(one.answer)))


def letters(of: Invitations, one: Invitee, sender: str, now: dt.datetime) -> list[Letter]:
    """Return what somebody who is due something gets, one letter for each address."""
    assert one.version
    found = []
    for to in one.to:
        event = of.events[to.language]
        mail = Mail(parseaddr(sender)[1], to.email)
        sheet = next((sheet for sheet in sheets_of(event) if sheet.guest.id == one.id), None)
        if one.state == OFF or sheet is None:
            guest = Guest(one.id, one.label)
            calendar = cancellation(of.row.id, event, guest, one.version, now, to.language, mail)
        else:
            calendar = invitation(of.row.id, event, sheet, one.version, now, to.language, mail)
        found.append(Letter(to, TEMPLATES[one.state], _facts(of, one, sheet, to.language), calendar.decode()))
    return found


def send(
    connection: Connection,
    reach: Reach,
    meetup: str,
    expected: int,
    guests: Collection[str],
    sender: str,
    now: dt.datetime,
) -> int:
    """Put what these guests are due into the outbox, and note which version each was sent; return how many letters.

    Raise Stale where the plan or who comes is otherwise than was shown, Conflict where nobody is chosen who is due
    something; and as `read` does.
    """
    of = read(connection, reach, meetup, now)
    if of.row.version != expected:
        raise Stale("the meetup has changed since this was shown: look at it again")
    chosen = [one for one in of.due if one.id in guests]
    if not chosen:
        raise Conflict("choose at least one person to write to", "nobody_chosen")
    posted = 0
    for one in chosen:
        about = next(filter(None, one.about.values()), None)
        for letter in letters(of, one, sender, now):
            to = letter.to
            facts, calendar = letter.facts, letter.calendar
            outbox.add(connection, to.email, letter.template, facts, to.language, about, calendar=calendar)
            posted += 1
        assert one.version
        told = {"label": one.label, **one.about, "sequence": one.version.sequence, "digest": one.version.digest}
        meetup_invitations.put(connection, meetup, one.id, told, reach.subject.account or "", now)
    return posted


def _invitee(
    guest: str,
    row: Any,
    answers: Mapping[str, str],
    sent: Any,
    version: Version | None,
    to: Sequence[Addressee],
) -> Invitee:
    about = {name: getattr(row or sent, name) for name in WHO}
    why = "" if to else NO_ADDRESS if any(about.values()) else NAME_ONLY
    label, side = (gathered.label(row), row.side) if row else (sent.label, "")
    at = utc(sent.sent_at) if sent else None
    answer = answers.get(guest, NOT_COMING)
    return Invitee(guest, label, side, _state(sent, version), answer, version, at, to, why, about)


def _answer(guest: Any, rounds: int) -> str:
    """Return whether a guest comes: who registered, or whose adviser did, said so; who misses all rounds does not."""
    if len(json.loads(guest.away)) >= rounds:
        return NOT_COMING
    return WAITING if guest.registered_as == Role.ORGANISER else COMING


def _state(sent: Any, version: Version | None) -> str:
    if version is None:
        return NO_MEETING
    if sent is None:
        return NEW
    if Version(sent.sequence, sent.digest) == version:
        return TOLD_OFF if version.cancelled else SENT
    return OFF if version.cancelled else CHANGED


def _addresses(connection: Connection, rows: Sequence[Any], now: dt.datetime) -> dict[str, Sequence[Addressee]]:
    """Return where these get mail, by who they are: their account, else the address to which a person agreed."""
    found: dict[str, Sequence[Addressee]] = {}
    for kind in WHO:
        ids = [id for row in rows if (id := getattr(row, kind))]
        found |= addressees.of_many(connection, kind, ids, now)
    left = [row.candidate for row in rows if row.candidate and row.candidate not in found]
    return found | {id: [one] for id, one in addressees.agreed(connection, left, LANGUAGE, now).items()}


def _who(row: Any) -> str:
    return next((id for kind in WHO if (id := getattr(row, kind))), "")


def _facts(of: Invitations, one: Invitee, sheet: Sheet | None, language: str) -> dict[str, str | int]:
    row = of.row
    told = {"title": row.title, "day": row.date.isoformat(), "start": worded(row.start, "clock", language)}
    told |= {"place": f", {row.place}" if row.place else "", "label": one.label}
    if one.state == OFF or sheet is None:
        return told
    first = sheet.meetings[0].round
    begins = worded(of.events[language].rounds[first - 1].time, "clock", language)
    return told | {"start": begins, "meetings": "\n".join(itinerary(sheet, language))}
