"""From the values of a meetup's file to the engine's meetup, and to the words that only people read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.scheduling.model import Aim, Meetup
from service.importers.meetup_file.content import Content
from service.importers.meetup_file.fields import Tables

Record = dict[str, Any]
Words = dict[tuple[str, str], str]  # by person and host
ONE_SEAT = 1


@dataclass(frozen=True, slots=True)
class MeetupFile:
    """A meetup as its file tells it. What stands beside `meetup` is for people to read and reaches no engine."""

    meetup: Meetup
    scored: bool  # False: the file gives no score, and every pair counts the same
    seconds: float | None = None  # that planning may take
    labels: dict[str, str] = field(default_factory=dict)  # of each person and host; the identifier when none is told
    companies: dict[str, str] = field(default_factory=dict)  # of the hosts that tell one
    title: str = ""
    place: str = ""
    date: dt.date | None = None
    start: dt.time | None = None
    round_minutes: int | None = None
    break_minutes: int = 0
    reasons: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    questions: Words = field(default_factory=dict)


def built(content: Content) -> MeetupFile:
    """Return the meetup of contents without a fault."""
    told = content.settings
    records = {record["id"]: record for record in (*content.people, *content.hosts)}
    return MeetupFile(
        meetup=_meetup(content),
        scored=bool(content.rows["scores"]),
        seconds=told.get("time_limit_s"),
        labels={name: record.get("name", name) for name, record in records.items()},
        companies={name: record["company"] for name, record in records.items() if "company" in record},
        title=told.get("title", ""),
        place=told.get("place", ""),
        date=dt.date.fromisoformat(told["date"]) if "date" in told else None,
        start=dt.time.fromisoformat(told["start"]) if "start" in told else None,
        round_minutes=told.get("round_minutes"),
        break_minutes=told.get("break_minutes", 0),
        reasons=_reasons(content),
        questions={_ids(content, row): row[2] for row in content.rows["questions"]},
    )


def _meetup(content: Content) -> Meetup:
    people, hosts, rows = content.people, content.hosts, content.rows
    least = content.settings.get("min_meetings", 0)
    return Meetup(
        rounds=content.rounds,
        people=tuple(record["id"] for record in people),
        hosts=tuple(record["id"] for record in hosts),
        score=_scores(rows["scores"], len(people), len(hosts)),
        person_free=_free(people, content.rounds),
        host_free=_free(hosts, content.rounds),
        seats=np.array([record.get("seats", ONE_SEAT) for record in hosts], dtype=np.int64),
        company=_companies(hosts),
        minimum=np.array([record.get("min_meetings", least) for record in people], dtype=np.int64),
        must=_pairs(rows["must"]),
        wish=_pairs(rows["wish"]),
        never=_pairs(rows["never"]),
        met=_met(rows["met"]),
        aims=_aims(content.settings.get("aims", [])),
        moving=content.settings.get("tables") == Tables.MOVING,
    )


def _scores(rows: Sequence[tuple[Any, ...]], people: int, hosts: int) -> NDArray[np.float64]:
    """Return a score for each pair: 0 where others have one, and 1 for all when nobody has."""
    if not rows:
        return np.ones((people, hosts))
    score = np.zeros((people, hosts))
    person, host, value = zip(*rows, strict=True)
    score[list(person), list(host)] = value
    return score


def _free(records: Sequence[Record], rounds: int) -> NDArray[np.bool_]:
    free = np.zeros((len(records), rounds), dtype=np.bool_)
    for row, record in zip(free, records, strict=True):
        row[record.get("from", 1) - 1 : record.get("until", rounds)] = True
        row[[number - 1 for number in record.get("away", [])]] = False
    return free


def _companies(hosts: Sequence[Record]) -> NDArray[np.int64]:
    """Return a number for each host's company, the same whatever its capitals; -1 where none is told."""
    names = [record.get("company", "").casefold() for record in hosts]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(filter(None, names)))}
    return np.array([numbers.get(name, -1) for name in names], dtype=np.int64)


def _pairs(rows: Sequence[tuple[Any, ...]]) -> NDArray[np.int64]:
    return np.array(list(dict.fromkeys(rows)), dtype=np.int64).reshape(-1, 2)


def _met(rows: Sequence[tuple[Any, ...]]) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(-1, 3) - np.array([0, 0, 1])


def _aims(named: Sequence[str]) -> tuple[Aim, ...]:
    """Return the aims in order; wishes, when they are not named, right after the minimum, or first."""
    aims = [Aim(name) for name in named]
    if not aims:
        return tuple(Aim)
    if Aim.WISHES not in aims:
        aims.insert(aims.index(Aim.MINIMUM) + 1 if Aim.MINIMUM in aims else 0, Aim.WISHES)
    return tuple(aims)


def _ids(content: Content, row: tuple[Any, ...]) -> tuple[str, str]:
    return content.people[row[0]]["id"], content.hosts[row[1]]["id"]


def _reasons(content: Content) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in content.rows["reasons"]:
        found[_ids(content, row)] = (*found.get(_ids(content, row), ()), row[2])
    return found
