"""A meetup's rows as the file of a meetup, which the engine plans from, and a plan as rows and JSON to keep."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import orjson

from matching.scheduling.model import Aim, Breach, Meetup, Rule
from matching.scheduling.unkept import Unkept
from service.errors import Conflict
from service.importers.meetup_file import MeetupFile, read_meetup
from service.importers.strict_json import printable

Json = dict[str, Any]
Seat = tuple[int, str, str, int]  # round from 1, person, host, table
LETTER: Final = {"person": "J", "host": "P"}  # as on badges: jeunes, patrons
_SETTINGS: Final = ("rounds", "round_minutes", "break_minutes", "tables", "min_meetings")
_PAPER: Final = ("title", "place", "start")


def file_of(meetup: Any, guests: Sequence[Any], companies: Mapping[str, str], wishes: Iterable[Any]) -> MeetupFile:
    """Return a meetup's file in which guests have their public ids, and all pairs count the same.

    `companies` are those of the hosts, who meet a person once for each company.

    What somebody will never do goes before what the other wishes. Raise Conflict where nobody comes, or no host does,
    Invalid for a must that is also a never.
    """
    sides: dict[str, list[Json]] = {"person": [], "host": []}
    for guest in guests:
        sides[guest.side].append(_guest(guest, printable(companies.get(guest.id, ""))))
    if not sides["person"] or not sides["host"]:
        raise Conflict("nobody is registered yet on one of the two sides", "nobody")
    document = {name: getattr(meetup, name) for name in _SETTINGS} | {"aims": json.loads(meetup.aims)}
    document |= {name: told for name in _PAPER if (told := getattr(meetup, name))}
    document |= {"date": meetup.date.isoformat()} if meetup.date else {}
    document |= {"people": sides["person"], "hosts": sides["host"], **_wishes(wishes)}
    return read_meetup(orjson.dumps(document))


def labels_of(guests: Iterable[Any]) -> dict[str, str]:
    """Return what everybody is called where names must not be known: J12, P3."""
    return {guest.id: label(guest) for guest in guests}


def label(guest: Any) -> str:
    """Return what somebody is called: the letter of their side and the number of their place."""
    return f"{LETTER[guest.side]}{guest.number}"


def seats_of(meetup: Meetup, meetings: Any, tables: Any) -> list[Seat]:
    """Return a plan's meetings as seats."""
    rows = zip(meetings.tolist(), tables.tolist(), strict=True)
    return [(turn + 1, meetup.people[person], meetup.hosts[host], at) for (person, host, turn), at in rows]


def away(meetup: Meetup, guest: str) -> list[int]:
    """Return the rounds, from 1, that somebody misses."""
    side = (meetup.people, meetup.person_free) if guest in meetup.people else (meetup.hosts, meetup.host_free)
    return (np.flatnonzero(~side[1][side[0].index(guest)]) + 1).tolist()


def kept(worth: Mapping[str, Any], unkept: Iterable[Unkept]) -> str:
    """Return what a plan is worth, and what it does not keep, as JSON."""
    return json.dumps({**worth, "unkept": [_told(one) for one in unkept]})


def worth_of(plan: str) -> tuple[Json, list[Unkept]]:
    """Return what `kept` was given."""
    told = json.loads(plan)
    return told, [_read(one) for one in told.pop("unkept")]


def _guest(guest: Any, company: str) -> Json:
    told = {"id": guest.id, "name": label(guest), "away": json.loads(guest.away)}
    if guest.side == "host":
        return {**told, "seats": guest.seats} | ({"company": company} if company else {})
    return told | ({} if guest.min_meetings is None else {"min_meetings": guest.min_meetings})


def _wishes(rows: Iterable[Any]) -> dict[str, list[list[str]]]:
    pairs: dict[str, dict[tuple[str, str], None]] = {"must": {}, "wish": {}, "never": {}}
    for row in rows:
        pairs[row.kind][row.person, row.host] = None
    pairs["wish"] = {pair: None for pair in pairs["wish"] if pair not in pairs["never"]}
    return {kind: [list(pair) for pair in found] for kind, found in pairs.items()}


def _told(one: Unkept) -> Json:
    because = [told_of(rule) for rule in one.because]
    preferred = str(one.preferred) if one.preferred else None
    return {"breach": told_of(one.breach), "because": because, "preferred": preferred, "asked": one.asked}


def told_of(breach: Breach) -> Json:
    """Return what a plan breaks, or a rule, as plain JSON."""
    return {"rule": str(breach.rule), "who": list(breach.who), "numbers": breach.numbers}


def _read(told: Json) -> Unkept:
    because = tuple(breach_of(rule) for rule in told["because"])
    return Unkept(breach_of(told["breach"]), because, told["preferred"] and Aim(told["preferred"]), told["asked"])


def breach_of(told: Json) -> Breach:
    """Return what `told_of` was given."""
    return Breach(Rule(told["rule"]), tuple(told["who"]), told["numbers"])
