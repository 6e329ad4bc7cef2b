"""Who comes to a meetup, from the file of a meetup (JSON) or a spreadsheet with a line for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from matching.fields import Field, FieldError, Number
from service.errors import Invalid
from service.importers.base import Problem
from service.importers.meetup_file import MeetupFile, parse_meetup
from service.importers.reading import MEETUP_BYTES, Source, content_of, is_zip, text_of
from service.importers.sheets import Row, csv_rows, xlsx_rows
from service.importers.strict_json import looks_like_json, printable

PERSON, HOST = "person", "host"
MOST_ROUNDS: Final = 30
MOST_LINES: Final = 700
_LONGEST: Final = 120  # characters of a name
_SHEET: Final = "participants"
_WORDS: Final = {
    **dict.fromkeys(("nom", "name", "last_name", "nom de famille"), "name"),
    **dict.fromkeys(("prénom", "prenom", "first_name", "first name"), "first_name"),
    **dict.fromkeys(("côté", "cote", "side", "rôle", "role"), "side"),
    **dict.fromkeys(("entreprise", "company", "société", "societe"), "company"),
    **dict.fromkeys(("places", "seats"), "seats"),
    **dict.fromkeys(("arrive", "arrive au tour", "from", "arrival"), "first"),
    **dict.fromkeys(("part", "part après le tour", "until", "departure"), "last"),
    **dict.fromkeys(("minimum", "min_meetings"), "min_meetings"),
}
_SIDES: Final = {
    **dict.fromkeys(("personne", "person", "jeune", "candidat", "candidate", "candidat·e"), PERSON),
    **dict.fromkeys(("hôte", "hote", "host", "patron", "patronne", "entreprise", "parrain", "marraine"), HOST),
}
_NUMBERS: Final[Mapping[str, Field]] = {
    "seats": Number("seats at the table", 1, 20, whole=True),
    "first": Number("the first round, from 1", 1, MOST_ROUNDS, whole=True),
    "last": Number("the last round, from 1", 1, MOST_ROUNDS, whole=True),
    "min_meetings": Number("meetings at least", 0, MOST_ROUNDS, whole=True),
}


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes."""

    side: str
    name: str
    id: str = ""  # that the file gives them
    company: str = ""
    seats: int | None = None
    away: tuple[int, ...] = ()  # rounds missed, from 1
    min_meetings: int | None = None


@dataclass(frozen=True, slots=True)
class GuestList:
    """Everybody, and pairs by kind (must, wish, never): the places of a person and a host in the list."""

    guests: Sequence[Coming]
    pairs: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)


def read_guests(source: Source, rounds: int) -> tuple[GuestList | None, list[Problem]]:
    """Return who comes and numbered problems; no list where a line has a fault.

    Raise Invalid for a file that cannot be read, or a table without a column of names.
    """
    name, raw = content_of(source, MEETUP_BYTES)
    if not is_zip(raw) and looks_like_json(text_of(name, raw)):
        file, problems = parse_meetup(raw)
        return (_of_meetup(file, rounds) if file else None), problems
    rows, problems = (xlsx_rows(name, raw, _SHEET), []) if is_zip(raw) else csv_rows(text_of(name, raw))
    guests, faults = _of_table(name, rows, rounds)
    problems = sorted([*problems, *faults], key=lambda problem: problem.line)
    return (None if any(not problem.kept for problem in problems) else GuestList(guests)), problems


def _of_meetup(file: MeetupFile, rounds: int) -> GuestList:
    meetup = file.meetup
    people = [
        Coming(PERSON, _label(file, name), name, "", None, _away(free, rounds), int(least))
        for name, free, least in zip(meetup.people, meetup.person_free, meetup.minimum, strict=True)
    ]
    hosts = [
        Coming(HOST, _label(file, name), name, file.companies.get(name, ""), int(seats), _away(free, rounds))
        for name, free, seats in zip(meetup.hosts, meetup.host_free, meetup.seats, strict=True)
    ]
    pairs = {
        kind: [(person, len(people) + host) for person, host in rows.tolist()]
        for kind, rows in (("must", meetup.must), ("wish", meetup.wish), ("never", meetup.never))
    }
    return GuestList([*people, *hosts], pairs)


def _label(file: MeetupFile, name: str) -> str:
    return file.labels.get(name, name)[:_LONGEST]


def _away(free: np.ndarray, rounds: int) -> tuple[int, ...]:
    return tuple(turn for turn in (np.flatnonzero(~free) + 1).tolist() if turn <= rounds)


def _of_table(name: str, rows: list[Row], rounds: int) -> tuple[list[Coming], list[Problem]]:
    columns = [_WORDS.get(cell.strip().casefold(), "") for cell in rows[0][1]] if rows else []
    if "name" not in columns:
        raise Invalid(f"{name}: no column for names in the first line; call it nom or name")
    if len(rows) > MOST_LINES:
        raise Invalid(f"{name}: more than {MOST_LINES} lines; split it into smaller files")
    guests: list[Coming] = []
    problems: list[Problem] = []
    for line, cells in rows[1:]:
        told = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
        try:
            guests.append(_coming(told, rounds))
        except FieldError as error:
            problems += [Problem(line, where, printable(reason)) for where, reason in error.faults]
    return guests, problems


def _coming(told: Mapping[str, str], rounds: int) -> Coming:
    """Return who a line tells of; raise FieldError with all that is wrong with it."""
    faults = [] if told.get("name") else [("name", "missing")]
    side = _SIDES.get(told.get("side", "").casefold(), "")
    if told.get("side") and not side:
        faults.append(("side", "personne or hôte is expected"))
    numbers: dict[str, int] = {}
    for key, kind in _NUMBERS.items():
        try:
            numbers |= {key: int(kind.read(told[key], key))} if key in told else {}
        except FieldError as error:
            faults += error.faults
    if faults:
        raise FieldError(*faults)
    who = f"{told.get('first_name', '')} {told['name']}".strip()[:_LONGEST]
    there = range(numbers.get("first", 1), numbers.get("last", rounds) + 1)
    away = tuple(turn for turn in range(1, rounds + 1) if turn not in there)
    side = side or (HOST if told.get("company") else PERSON)
    least = numbers.get("min_meetings") if side == PERSON else None
    return Coming(side, who, "", told.get("company", "")[:_LONGEST], numbers.get("seats"), away, least)
