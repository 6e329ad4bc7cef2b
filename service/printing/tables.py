"""The plan as tables: CSV for any program, and a workbook by round, by person and by host."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from service.exports import escaped, guarded
from service.printing.sheets import Event, Meeting, Sheet, natural
from service.printing.wording import label

_COLUMNS = ("round", "time", "table", "person", "host", "company")


def write_csv(path: Path, event: Event, language: str) -> None:
    """Write a row for each meeting, for a French spreadsheet: byte order mark, semicolons, quotation marks."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow([label(column, language) for column in (*_COLUMNS, "why", "question")])
        for met in event.meetings:
            told = (*_row(event, met), " ".join(met.reasons), met.question)
            writer.writerow([guarded(str(cell)) for cell in told])


def write_xlsx(path: Path, event: Event, sheets: Sequence[Sheet], language: str) -> None:
    """Write a workbook of three sheets: rounds by tables, and an itinerary in each row for people and for hosts."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.active)
    _fill(book.create_sheet(label("rounds", language)), _by_round(event, language))
    for title, hosting in (("persons", False), ("hosts", True)):
        mine = [sheet for sheet in sheets if sheet.guest.hosting == hosting]
        _fill(book.create_sheet(label(title, language)), _by_guest(event, mine, language))
    book.save(path)


def _row(event: Event, met: Meeting) -> tuple[Any, ...]:
    time = event.rounds[met.round - 1].time
    return met.round, time, met.table, met.person.label, met.host.label, met.host.company


def _by_round(event: Event, language: str) -> Iterable[list[Any]]:
    """Yield a row for each table and a column for each round; who sits there, the host first."""
    tables = sorted({met.table for met in event.meetings}, key=natural)
    seated: dict[tuple[str, int], list[str]] = {}
    for met in event.meetings:
        seated.setdefault((met.table, met.round), [met.host.label]).append(f"· {met.person.label}")
    yield [label("table", language), *_heads(event, language)]
    for table in tables:
        yield [table, *("\n".join(seated.get((table, turn.number), ())) for turn in event.rounds)]


def _by_guest(event: Event, sheets: Iterable[Sheet], language: str) -> Iterable[list[Any]]:
    """Yield a row for each guest and a column for each round: the table, and who is met there."""
    yield [label("name", language), label("code", language), *_heads(event, language)]
    for sheet in sheets:
        lines = (
            f"{label('table', language)} {line.table} · {', '.join(sheet.met(met).label for met in line.meetings)}"
            if line.meetings
            else ""
            for line in sheet.lines
        )
        yield [sheet.guest.label, sheet.guest.id, *lines]


def _heads(event: Event, language: str) -> list[str]:
    return [f"{label('round', language)} {turn.number} {turn.time}".rstrip() for turn in event.rounds]


def _fill(sheet: Any, rows: Iterable[list[Any]]) -> None:
    """Write rows of text, the first as the head that stays in sight and stands on every printed page."""
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value != "":
                _write(sheet.cell(number, place), str(value), bold=number == 1)
    for column in sheet.columns:
        longest = max(len(line) for cell in column for line in (cell.value or "").split("\n"))
        sheet.column_dimensions[column[0].column_letter].width = min(longest + 2, 40)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(cell: Any, text: str, bold: bool) -> None:
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

    cell.value = escaped(guarded(text))
    cell.data_type = "s"  # else "=…" is a formula and "#N/A" an error
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(bold=bold)
