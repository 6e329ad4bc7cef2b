"""The documented fields of a meetup's file. Rounds count from 1; all but rounds, people and hosts is optional."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matching.fields import Choice, Date, Field, FieldError, Many, Number, Text
from matching.scheduling.model import Aim
from matching.word_fields import ID, Words

MOST_ROUNDS = 100
MOST_PEOPLE = 10_000  # and as many hosts
MOST_PAIRS = 20_000_000  # people times hosts: the engine holds a score for each


class Tables(StrEnum):
    """Who stays seated between two rounds."""

    FIXED = "fixed"  # hosts keep one table
    MOVING = "moving"  # people keep theirs as far as possible


@dataclass(frozen=True)
class Known:
    """An identifier that stands in a list of this file; read as its index there."""

    index: Mapping[str, int]
    there: str  # the list
    about: str = ""

    def read(self, value: Any, where: str) -> int:
        """Return the index of the identifier."""
        known = self.index.get(value) if isinstance(value, str) else None
        if known is not None:
            return known
        told = ID.read(value, where)
        if told not in self.index:
            raise FieldError((where, f"{told!r} is not in {self.there}: add it there, or correct it"))
        return self.index[told]


@dataclass(frozen=True)
class Row:
    """A short list whose items each have a meaning of their own, such as a pair or a score."""

    cells: tuple[Field, ...]
    about: str = ""

    def read(self, value: Any, where: str) -> tuple[Any, ...]:
        """Return the items, each read by its own field."""
        if not isinstance(value, list) or len(value) != len(self.cells):
            raise FieldError((where, f"a list such as {self.about} is expected"))
        return tuple(
            cell.read(item, f"{where}[{n}]") for n, (cell, item) in enumerate(zip(self.cells, value, strict=True))
        )


class Day(Date):
    """A day near enough for calendars."""

    def read(self, value: Any, where: str) -> str:
        """Return the day as ISO 8601."""
        day = super().read(value, where)
        Number("", 2000, 2100).read(int(day[:4]), where)
        return day


class Moment(Text):
    """A time of day, such as 18:00; 18h and 18h30 are understood."""

    def read(self, value: Any, where: str) -> str:
        """Return the time as 18:00."""
        hours, _, minutes = super().read(value, where).replace("h", ":").partition(":")
        if not (hours.isdecimal() and (minutes or "0").isdecimal() and int(hours) < 24 and int(minutes or 0) < 60):
            raise FieldError((where, f"no such time of day: {str(value)[:20]!r} (expected 18:00)"))
        return f"{int(hours):02}:{int(minutes or 0):02}"


ROUNDS = Number("how many rounds", 1, MOST_ROUNDS, whole=True)
SETTINGS: dict[str, Field] = {
    "min_meetings": Number("meetings that everybody has at least", 0, MOST_ROUNDS, whole=True),
    "aims": Many(Choice(Aim), "what counts, the first before all others"),
    "time_limit_s": Number("seconds that planning may take", 0.1, 3600),
    "tables": Choice(Tables),
    "title": Words("what the meetup is called"),
    "place": Words("where"),
    "date": Day("the day"),
    "start": Moment("when the first round begins"),
    "round_minutes": Number("length of a round", 1, 600, whole=True),
    "break_minutes": Number("time between two rounds", 0, 600, whole=True),
}
OTHERS = ("rounds", "people", "hosts", "scores", "must", "wish", "never", "met", "reasons", "questions", "evidence")


def attendance(rounds: int) -> dict[str, Field]:
    """Return the fields that people and hosts have in common: who, and when they are there."""
    number = Number("a round", 1, rounds, whole=True)
    return {
        "id": ID,
        "name": Words("what is printed; the engine never sees it"),
        "away": Many(number, "rounds missed"),
        "from": number,
        "until": number,
    }


def person(rounds: int) -> dict[str, Field]:
    """Return the fields of a person."""
    return attendance(rounds) | {"min_meetings": SETTINGS["min_meetings"]}


def host(rounds: int) -> dict[str, Field]:
    """Return the fields of a host."""
    seats = Number("how many people the table seats", 1, 1000, whole=True)
    return attendance(rounds) | {"seats": seats, "company": Words("hosts of one company meet a person once")}


def rows(people: Mapping[str, int], hosts: Mapping[str, int], rounds: int) -> dict[str, Field]:
    """Return the fields of the lists of pairs; persons and hosts are read as their index."""
    pair = (Known(people, "people"), Known(hosts, "hosts"))
    score, number, text = Number("score", 0, 1e6), Number("round", 1, rounds, whole=True), Words("words", 1000)
    asked = Row(pair, '["J1", "P1"]')
    return {
        "must": asked,
        "wish": asked,
        "never": asked,
        "scores": Row((*pair, score), '["J1", "P1", 0.71]'),
        "met": Row((*pair, number), '["J1", "P1", 1]'),
        "reasons": Row((*pair, text), '["J1", "P1", "…"]'),
        "questions": Row((*pair, text), '["J1", "P1", "…"]'),
    }
