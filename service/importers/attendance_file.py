"""What was said after the meetings of a meetup: who came, who met, who wants to go on; JSON, CSV or a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matching.fields import Choice, Fault, Field, Flag, Number, read_fields
from matching.word_fields import ID
from service.errors import Invalid
from service.importers.base import Problem
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.sheets import Row, csv_rows, xlsx_rows
from service.importers.strict_json import looks_like_json, printable, usable, values_of

Json = dict[str, Any]
_SHEET = "answers"


class Absent(StrEnum):
    """Who did not come to a meeting."""

    PERSON = "person"
    HOST = "host"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one meeting; None = not said."""

    line: int
    person: str
    host: str
    round: int  # from 1
    met: bool | None = None
    by_person: bool | None = None  # wants to go on
    by_host: bool | None = None
    absent: Absent | None = None


FIELDS: dict[str, Field] = {
    "person": ID,
    "host": ID,
    "round": Number("the round, from 1", 1, 100, whole=True),
    "met": Flag("whether the meeting took place"),
    "person_interest": Flag("whether the person wants to go on"),
    "host_interest": Flag("whether the host does"),
    "absent": Choice(Absent, "who did not come"),
}
_NEEDED = ("person", "host", "round")
_FRENCH = {
    "personne": "person",
    "hôte": "host",
    "hote": "host",
    "tour": "round",
    "rencontre": "met",
    "intérêt de la personne": "person_interest",
    "intérêt de l'hôte": "host_interest",
    "absence": "absent",
}
_ABSENT = {"personne": "person", "hôte": "host", "hote": "host", "les deux": "both"}


def read_answers(source: Source) -> tuple[list[Answer], list[Problem]]:
    """Return the answers of a file and numbered problems; a line with a fault is left out.

    Somebody who says whether they want to go on has met; somebody absent has not. Raise Invalid for a file that
    cannot be read, or a table without the columns person, host and round.
    """
    answers: list[Answer] = []
    numbered, problems = _numbered(source)
    problems += _ignored(numbered)
    for number, raw in numbered:
        found, faults = _fields(raw)
        if faults:
            problems += [Problem(number, printable(where), printable(reason)) for where, reason in faults]
        else:
            answers.append(_answer(number, found))
    return answers, sorted(problems, key=lambda problem: problem.line)


def _numbered(source: Source) -> tuple[list[tuple[int, Any]], list[Problem]]:
    name, raw = content_of(source)
    if is_zip(raw):
        return _table(name, xlsx_rows(name, raw, _SHEET)), []
    text = text_of(name, raw)
    if looks_like_json(text):
        return values_of(name, text)
    rows, problems = csv_rows(text)
    return _table(name, rows), problems


def _table(name: str, rows: list[Row]) -> list[tuple[int, Any]]:
    columns = [_column(cell) for cell in rows[0][1]] if rows else []
    if missing := [column for column in _NEEDED if column not in columns]:
        raise Invalid(f"{name}: no column {missing[0]} in the first line; the columns known are {', '.join(FIELDS)}")
    if twice := [column for column in FIELDS if columns.count(column) > 1]:
        raise Invalid(f"{name}: the column `{twice[0]}` is given twice; keep one")
    return [(number, dict(zip(columns, cells, strict=False))) for number, cells in rows[1:]]


def _column(cell: str) -> str:
    word = cell.strip().casefold().replace("’", "'")
    return _FRENCH.get(word, word)


def _ignored(numbered: list[tuple[int, Any]]) -> list[Problem]:
    """Return a remark for each field that is none of ours, on the line that first has it."""
    first: dict[str, int] = {}
    for number, raw in numbered:
        for name in raw if isinstance(raw, Mapping) else ():
            first.setdefault(str(name), number)
    return [
        Problem(number, printable(name[:60]), "unknown field, ignored", kept=True)
        for name, number in first.items()
        if name and name not in FIELDS
    ]


def _fields(raw: Any) -> tuple[Json, list[Fault]]:
    """Return the fields of a line, and what is wrong with it: what it must tell, and what goes against itself."""
    if not isinstance(raw, Mapping):
        return {}, [("line", 'named values such as {"person": "J1", "host": "P1", "round": 1} are expected')]
    told, faults = usable({name: raw[name] for name in raw if name in FIELDS})
    if isinstance(word := told.get("absent"), str):
        told["absent"] = _ABSENT.get(word.strip().casefold(), word)
    found, wrong = read_fields(told, FIELDS)
    faults += wrong
    faults += [(name, "missing") for name in _NEEDED if name not in found and name not in dict(faults)]
    if "absent" in found and (found.get("met") or "person_interest" in found or "host_interest" in found):
        faults.append(("absent", "somebody absent met nobody: leave absent empty, or the other columns"))
    return found, faults


def _answer(number: int, found: Json) -> Answer:
    absent = Absent(found["absent"]) if "absent" in found else None
    wants = found.get("person_interest"), found.get("host_interest")
    met = False if absent else found.get("met", True if any(want is not None for want in wants) else None)
    return Answer(number, found["person"], found["host"], found["round"], met, *wants, absent)
