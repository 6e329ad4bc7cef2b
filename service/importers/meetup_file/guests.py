"""The people or the hosts of a meetup from a spreadsheet: one line for each."""

from collections.abc import Mapping
from typing import Any

from matching.fields import Field, read_fields
from service.errors import Invalid
from service.importers.base import Problem
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.sheets import Row, csv_rows, xlsx_rows
from service.importers.strict_json import printable

Record = dict[str, Any]
_FIRST_NAME = "first name"
_COLUMNS = {
    **{"identifiant": "id", "code": "id", "nom": "name", "prénom": _FIRST_NAME, "prenom": _FIRST_NAME},
    **{"entreprise": "company", "société": "company", "places": "seats", "arrive": "from", "arrivée": "from"},
    **{"part": "until", "départ": "until", "absent": "away", "minimum": "min_meetings"},
}


def read_guests(source: Source, fields: Mapping[str, Field], letter: str) -> tuple[list[Record], list[Problem]]:
    """Return the records of a CSV or XLSX file, and what is wrong with its lines or not known here.

    Columns have the names of `fields`, or French ones. Whoever has no id gets the letter and the number in the list;
    a first name goes before the name. Raise Invalid for a file without lines, or without a name or an id.
    """
    name, raw = content_of(source)
    rows, problems = (xlsx_rows(name, raw, "records"), []) if is_zip(raw) else csv_rows(text_of(name, raw))
    if len(rows) < 2:
        raise Invalid(f"{name}: nobody is in it; give a line of column names such as id;name, then a line for each")
    columns = [_COLUMNS.get(word, word) for word in (cell.strip().casefold() for cell in rows[0][1])]
    if not {"name", "id"} & {*columns}:
        raise Invalid(f"{name}: no column name in the first line; give a name or an id for each")
    if twice := [column for column in columns if column in {*fields, *_COLUMNS.values()} and columns.count(column) > 1]:
        raise Invalid(f"{name}: the column `{twice[0]}` is given twice; keep one")
    records = []
    for number, (line, cells) in enumerate(rows[1:], start=1):
        told = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
        record, faults = read_fields(_named(told), fields)
        problems += [Problem(line, printable(where), printable(reason)) for where, reason in faults if where in fields]
        records.append({"id": f"{letter}{number}"} | record)
    return records, [*_unknown(rows[0], columns, fields), *problems]


def _named(told: Mapping[str, str]) -> Record:
    words = (told.get(column, "").strip() for column in (_FIRST_NAME, "name"))
    named = " ".join(filter(None, words))
    return {key: value for key, value in told.items() if key != _FIRST_NAME} | ({"name": named} if named else {})


def _unknown(head: Row, columns: list[str], fields: Mapping[str, Field]) -> list[Problem]:
    line, cells = head
    return [
        Problem(line, printable(cell.strip()[:60]), "unknown field, ignored", kept=True)
        for cell, column in zip(cells, columns, strict=True)
        if column and column not in fields and column != _FIRST_NAME
    ]
