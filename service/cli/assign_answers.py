"""What the commands that assign do: read what is asked, pose it, find the best, show and write it."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from service import assigned, assignment_shapes
from service.assigned import OPENINGS, SPONSORS, Kind
from service.cli import assign_screens
from service.cli.answers import show
from service.cli.commands import reading
from service.exports import target_of, write_json, write_records
from service.importers.assignment_file import Asked, read_asked
from service.usecases import assigning

Json = dict[str, Any]
_SECONDS: Final = 20.0  # to look for what would place those left out
_NAME: Final = "visavis assign"  # where a problem would be in a file
_WRITTEN: Final = ("person", "place", "score", "slot", "shared", "reasons", "left_out", "change")


def sponsors(path: Path | None, out: Path | None, as_json: bool, db: str | None, language: str) -> None:
    """Assign people to sponsors, from a file with scores or from the store."""
    _assign(SPONSORS, path, out, as_json, db, language)


def openings(path: Path | None, out: Path | None, as_json: bool, db: str | None, language: str) -> None:
    """Assign people to openings, from a file with scores or from the store."""
    _assign(OPENINGS, path, out, as_json, db, language)


def sponsors_of(people: tuple[str, ...], since: dt.date, db: str | None, language: str) -> Json:
    """Return the assignment of those people to the sponsors of the store, with the hours from a day on."""
    return _of_store(SPONSORS, _NAME, Asked(people=people), since, db, language)


def _assign(kind: Kind, path: Path | None, out: Path | None, as_json: bool, db: str | None, language: str) -> None:
    if out:
        target_of(out, path)
    asked = read_asked(path) if path else Asked()
    if path and asked.scores is not None:
        posed = assigning.of_file(path.name, asked)
        answer = assignment_shapes.plan(posed, assigning.plan(posed, _timer()), {}, language)
        screen = assign_screens.plan_of_file
    else:
        answer = _of_store(kind, path.name if path else _NAME, asked, dt.date.today(), db, language)
        screen = assign_screens.plan
    if out:
        _write(out, answer)
    show(as_json, answer, screen, language)


def _of_store(kind: Kind, name: str, asked: Asked, since: dt.date, db: str | None, language: str) -> Json:
    with reading(db, since) as (connection, catalogue):
        return assigned.plan(kind, name, asked, connection, catalogue, language, _timer())


def _timer() -> Callable[[], bool]:
    end = time.monotonic() + _SECONDS
    return lambda: time.monotonic() > end


def _write(out: Path, answer: Json) -> None:
    if out.suffix.casefold() == ".json":
        write_json(out, answer)
    else:
        write_records(out, list(assignment_shapes.rows(answer)), _WRITTEN)
