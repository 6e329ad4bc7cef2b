"""A plan as people read it: the meetup, who meets whom when and where, and the sheet of each guest."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from service.importers.meetup_file import MeetupFile
from service.importers.meetup_file.names import printed_names
from service.printing.questions import general_question

PARIS = ZoneInfo("Europe/Paris")
Seat = tuple[int, str, str, str]  # round from 1, person, host, table


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of the meetup: the identifier, the words on paper, and the company of a host that tells one."""

    id: str
    label: str
    company: str = ""
    hosting: bool = False
    away: frozenset[int] = frozenset()  # rounds, from 1


@dataclass(frozen=True, slots=True)
class Round:
    """When a round is; without times where the file tells none."""

    number: int
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None

    @property
    def time(self) -> str:
        """When it begins, as 18:20; empty where that is not known."""
        return f"{self.begins:%H:%M}" if self.begins else ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: where and when, why these two, and what to ask first."""

    round: int
    table: str
    person: Guest
    host: Guest
    reasons: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Event:
    """A planned meetup."""

    title: str
    place: str
    day: dt.date | None
    rounds: tuple[Round, ...]
    people: tuple[Guest, ...]
    hosts: tuple[Guest, ...]
    meetings: tuple[Meeting, ...]  # by round, table, person


@dataclass(frozen=True, slots=True)
class Line:
    """One round of a sheet: who is met, at which table; nobody and no table in a break or while away."""

    round: Round
    table: str
    meetings: tuple[Meeting, ...]
    away: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The itinerary of one guest: a line for each round."""

    guest: Guest
    lines: tuple[Line, ...]

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """All the meetings of the guest, in order."""
        return tuple(meeting for line in self.lines for meeting in line.meetings)

    def met(self, meeting: Meeting) -> Guest:
        """The other one of a meeting."""
        return meeting.person if self.guest.hosting else meeting.host


def event_of(file: MeetupFile, seats: Iterable[Seat], language: str) -> Event:
    """Return a meetup with its plan, whose rounds, people and hosts are those of the file."""
    labels = printed_names(file)
    people, hosts = (
        {
            name: Guest(name, labels[name], file.companies.get(name, ""), hosting, _away(there))
            for name, there in zip(names, free.tolist(), strict=True)
        }
        for names, free, hosting in (
            (file.meetup.people, file.meetup.person_free, False),
            (file.meetup.hosts, file.meetup.host_free, True),
        )
    )
    places = {name: place for place, name in enumerate(people)}

    def meeting(seat: Seat) -> Meeting:
        number, person, host, table = seat
        asked = file.questions.get((person, host)) or general_question(places[person], number, language)
        return Meeting(number, table, people[person], hosts[host], file.reasons.get((person, host), ()), asked)

    meetings = sorted(map(meeting, seats), key=lambda met: (met.round, natural(met.table), alphabetical(met.person)))
    return Event(
        file.title,
        file.place,
        file.date,
        _rounds(file),
        tuple(people.values()),
        tuple(hosts.values()),
        tuple(meetings),
    )


def sheets_of(event: Event) -> list[Sheet]:
    """Return the sheet of every guest who is there, people first, in the order of the alphabet."""
    mine: dict[tuple[str, int], list[Meeting]] = {}
    for meeting in event.meetings:
        for guest in (meeting.person, meeting.host):
            mine.setdefault((guest.id, meeting.round), []).append(meeting)
    guests = [*sorted(event.people, key=alphabetical), *sorted(event.hosts, key=alphabetical)]
    sheets = (Sheet(guest, tuple(_line(guest, turn, mine) for turn in event.rounds)) for guest in guests)
    return [sheet for sheet in sheets if sheet.meetings or not all(line.away for line in sheet.lines)]


def alphabetical(guest: Guest) -> tuple[list[tuple[int, str]], str]:
    """Return what sorts guests as people look for them: accents and capitals do not count, J2 comes before J10."""
    plain = unicodedata.normalize("NFKD", guest.label).encode("ascii", "ignore").decode().casefold()
    return natural(plain), guest.id


def natural(text: str) -> list[tuple[int, str]]:
    """Return what sorts texts so that 2 comes before 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d+|\D+", text)]


def _line(guest: Guest, turn: Round, mine: Mapping[tuple[str, int], list[Meeting]]) -> Line:
    meetings = tuple(mine.get((guest.id, turn.number), ()))
    return Line(turn, meetings[0].table if meetings else "", meetings, turn.number in guest.away and not meetings)


def _away(there: Sequence[bool]) -> frozenset[int]:
    return frozenset(number for number, here in enumerate(there, start=1) if not here)


def _rounds(file: MeetupFile) -> tuple[Round, ...]:
    numbers = range(1, file.meetup.rounds + 1)
    if file.start is None or file.round_minutes is None:
        return tuple(map(Round, numbers))
    start = dt.datetime.combine(file.date or dt.date(2000, 1, 1), file.start)
    length, step = (dt.timedelta(minutes=file.round_minutes + pause) for pause in (0, file.break_minutes))
    begins = [(n - 1) * step for n in numbers]
    return tuple(
        Round(n, _clock(start, after), _clock(start, after + length)) for n, after in zip(numbers, begins, strict=True)
    )


def _clock(start: dt.datetime, after: dt.timedelta) -> dt.datetime:
    """Return what a clock in Paris shows that long after the start, without the hour that a night in spring leaves out.

    The hour that a night in autumn has twice is counted once: calendars cannot tell which of the two is meant.
    """
    passed = start.replace(tzinfo=PARIS).astimezone(dt.UTC) + after
    return max(start + after, passed.astimezone(PARIS).replace(tzinfo=None))
