"""A plan made by hand: a spreadsheet saved as CSV, with round, person and host, and the table if there is one."""

from matching.fields import Field, FieldError, Number
from matching.word_fields import ID, TABLE
from service.errors import Invalid
from service.importers.meetup_file.fields import MOST_ROUNDS
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.sheets import csv_rows
from service.importers.strict_json import looks_like_json, printable

Seat = tuple[int, str, str, str]  # round from 1, person, host, table ("" = not told)
_COLUMNS: dict[str, Field] = {
    "round": Number("the round, from 1", 1, MOST_ROUNDS, whole=True),
    "person": ID,
    "host": ID,
    "table": TABLE,
}
_FRENCH = {"tour": "round", "personne": "person", "hôte": "host", "hote": "host"}  # as printing writes them


def read_seats_csv(source: Source) -> list[Seat] | None:
    """Return the seats of a CSV file, None for JSON; columns have English or French names.

    Raise Invalid with the line of what cannot be read.
    """
    name, raw = content_of(source)
    if is_zip(raw):
        raise Invalid(f"{name}: this is a workbook or an archive; save it as .csv with round, person and host")
    text = text_of(name, raw)
    if looks_like_json(text):
        return None
    rows, problems = csv_rows(text)
    if problems:
        raise Invalid(f"{name}: line {problems[0].line}: {problems[0].reason}; mend that line")
    words = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    header = [_FRENCH.get(word, word) for word in words]
    if missing := [column for column in ("round", "person", "host") if column not in header]:
        raise Invalid(f"{name}: no column `{missing[0]}` in the first line; give round, person and host")
    if twice := [column for column in _COLUMNS if header.count(column) > 1]:
        raise Invalid(f"{name}: the column `{twice[0]}` is given twice; keep one")
    return [_seat(name, line, dict(zip(header, cells, strict=False))) for line, cells in rows[1:]]


def _seat(name: str, line: int, cells: dict[str, str]) -> Seat:
    try:
        told = [column.read(cells[key], key) for key, column in _COLUMNS.items() if cells.get(key, "").strip()]
    except FieldError as error:
        field, reason = error.faults[0]
        raise Invalid(f"{name}: line {line}: {field}: {printable(reason)}; mend that line") from None
    if missing := [key for key in ("round", "person", "host") if not cells.get(key, "").strip()]:
        raise Invalid(f"{name}: line {line}: {missing[0]}: missing; mend that line")
    return (told[0], told[1], told[2], told[3] if len(told) > 3 else "")
