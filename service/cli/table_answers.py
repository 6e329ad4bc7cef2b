"""What `visavis import` does with a spreadsheet: ours is loaded; anyone's is shown first, and loaded once agreed to."""

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from service.cli import answers, commands, sealing, terminal
from service.cli.read_values import percent
from service.errors import Invalid
from service.i18n import name
from service.importers.foreign.targets import PERSONAL
from service.importers.personal import masked, without_private
from service.importers.reading import content_of, text_of
from service.usecases import loading, mapping
from service.usecases.mapping import Spreadsheet

Json = dict[str, Any]
_SHOWN = 40  # characters of an example


def import_table(
    what: str,
    path: Path,
    source: str,
    complete: bool,
    dry_run: bool,
    agreed: bool,
    by_hand: Path | None,
    as_json: bool,
    quiet: bool,
    db: str | None,
    language: str,
) -> None:
    """Load candidates or openings; a spreadsheet whose columns nobody has agreed to is only shown."""
    if by_hand is None and not mapping.is_foreign(path, what):
        commands.import_records(what, path, source, complete, dry_run, as_json, quiet, db, language)
        return
    said = None if by_hand is None else _read_mapping(by_hand)
    with answers.opened(db) as store, terminal.progress(quiet or as_json) as progress:
        sheet = mapping.look(store, path, what, source, said, agreed)
        only_shown = dry_run or not sheet.seen
        if not only_shown:  # before the load: the identifiers that it saves need the key again
            mapping.remember(store, sheet, what, source)
        loaded = loading.load_table(store, path, sheet.parsed, what, source, complete, only_shown, progress)
        if not only_shown:
            sealing.seal(store, db)
    answer = _mapped(sheet) | answers.loaded(what, loaded, only_shown)
    answer["next"] = None if sheet.seen else _next(what, path, source)
    answers.show(as_json, answer, _show, language)


def _read_mapping(path: Path) -> Mapping[str, object]:
    """Return the mapping in a JSON file, or in the answer of --json that was kept; raise Invalid for anything else."""
    file, raw = content_of(path)
    try:
        found = json.loads(text_of(file, raw))
    except (ValueError, RecursionError):
        found = None
    found = found.get("mapping", found) if isinstance(found, dict) else found
    if not isinstance(found, dict) or not found:
        raise Invalid(f'{file}: a mapping is a JSON object such as {{"Métier recherché": "wishes", "Avis": null}}')
    return found


def _mapped(sheet: Spreadsheet) -> Json:
    return {
        "mapping": {column.name: column.target for column in sheet.columns},
        "columns": [
            {
                "column": column.name,
                "field": column.target,
                "rule": column.rule.value,
                "reason": column.why,
                "confidence": column.confidence,
                "example": _example(sheet, place),
            }
            for place, column in enumerate(sheet.columns)
        ],
    }


def _example(sheet: Spreadsheet, place: int) -> str:
    """Return the first cell of a column; only its shape where it is personal or left out, or a part of it is."""
    cell = next(iter(sheet.table.cells(place)), "")
    target = sheet.columns[place].target
    if target is None or target.startswith(PERSONAL):
        return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", cell[:_SHOWN]))
    return " ".join(masked(without_private(cell)).split())[:_SHOWN].strip(" ,;|")


def _next(what: str, path: Path, source: str) -> str:
    named = [] if source == "own" else ["--source", source]
    return shlex.join(["visavis", "import", what, str(path), *named, "--yes"])


def _show(answer: Json, language: str) -> None:
    console = terminal.console()
    table = Table(title=name("mapping", "title", language), title_justify="left", title_style="bold", box=None)
    for part in ("column", "field", "reason", "example"):
        table.add_column(name("mapping", part, language), overflow="fold")
    for column in answer["columns"]:
        reason = terminal.reason_in(column["reason"], language)
        unsure = column["field"] and column["confidence"] < 1
        sure = f" ({percent(column['confidence'], language).strip()})" if unsure else ""
        field = terminal.field_name(column["field"] or "", language) or name("mapping", "left_out", language)
        field = field.replace(PERSONAL, f"{name('mapping', 'apart', language)} ")
        table.add_row(*(terminal.escape(text) for text in (column["column"], field, reason + sure, column["example"])))
    console.print(table)
    terminal.loaded(answer, language)
    if answer["next"]:
        console.print(name("mapping", "next", language), style="bold")
        console.print(terminal.escape(answer["next"]), soft_wrap=True)
        console.print(name("mapping", "by_hand", language))
