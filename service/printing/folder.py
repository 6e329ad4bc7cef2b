"""All that a plan becomes, in one folder that appears whole or not at all."""

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from service.errors import Conflict, Invalid
from service.printing import paper
from service.printing.calendar import cancellation, invitation
from service.printing.pdf import pdf_of
from service.printing.sheets import Event, Guest, Sheet
from service.printing.tables import write_csv, write_xlsx
from service.printing.versions import Versions

Json = dict[str, Any]
Write = Callable[[Path], Any]


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed: a plan with the versions of its sheets, and whose of them."""

    answer: Json  # the plan as it was given
    meetup: str  # what its calendars are known by
    event: Event
    sheets: Sequence[Sheet]  # of all who come
    versions: Versions
    whose: Collection[str]  # identifiers of people and hosts: everybody, or those whose sheet changed
    tables: Collection[str]  # that get a card
    language: str
    sent: dt.datetime

    @property
    def chosen(self) -> list[Sheet]:
        """The sheets that are printed."""
        return [sheet for sheet in self.sheets if sheet.guest.id in self.whose]


def folder_of(to: Path) -> Path:
    """Return the folder that a print replaces: where it is a symbolic link, what it leads to.

    Raise Invalid for a folder that this process is in, for it would be taken away.
    """
    folder = Path(os.path.realpath(to))
    if Path.cwd().is_relative_to(folder):
        raise Invalid(f"--to: {str(to)!r} is the folder that you are in, or holds it; give a new one, such as paper")
    return folder


def earlier_print(folder: Path) -> Path | None:
    """Return the plan.json of an earlier print in a folder; None for a folder that is absent or empty.

    What a print that was cut short left beside it is put back or taken away first. Raise Conflict where anything is
    there that no print has written, for printing replaces the folder.
    """
    _tidy(folder)
    if not os.path.lexists(folder):
        return None
    plan = folder / "plan.json"
    if not folder.is_dir() or (any(folder.iterdir()) and not plan.is_file()):
        raise _something_else(folder)
    ours = {part for name in _files_told(plan) for part in (Path(name), *Path(name).parents)}
    if any(path.relative_to(folder) not in ours or path.is_symlink() for path in folder.rglob("*")):
        raise _something_else(folder)
    return plan if plan.exists() else None


def write_folder(folder: Path, work: Print, progress: Callable[[int, int], None]) -> list[str]:
    """Write all files of a print in place of what an earlier one left; return their names.

    Raise Invalid where the folder cannot be written; it is then as it was.
    """
    files = dict(_files(work))
    files["plan.json"] = partial(_write_plan, work, list(files))
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_beside(folder), ignore_cleanup_errors=True) as name:
            beside = Path(name)
            for done, (file, write) in enumerate(files.items()):
                progress(done, len(files))
                (beside / "new" / file).parent.mkdir(parents=True, exist_ok=True)
                write(beside / "new" / file)
            _put(beside / "new", folder, beside / "old")
    except OSError as error:
        raise Invalid(f"{folder.name}: cannot be written ({error.strerror}); check the folder") from None
    return list(files)


def _something_else(folder: Path) -> Conflict:
    return Conflict(f"{folder.name}: something else is there; give a new folder")


def _files_told(plan: Path) -> list[str]:
    """Return the files that a print wrote, from its plan.json; none where that is another file."""
    try:
        told = json.loads(plan.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    files = told.get("files") if isinstance(told, dict) else None
    return [name for name in files if isinstance(name, str)] if isinstance(files, list) else []


def _beside(folder: Path) -> str:
    """Return how the folder begins in which a print is made, next to the one that it will replace."""
    return f".visavis-{hashlib.sha256(folder.name.encode(errors='replace')).hexdigest()[:12]}-"


def _tidy(folder: Path) -> None:
    for left in folder.parent.glob(f"{_beside(folder)}*"):
        if (left / "old").is_dir() and not os.path.lexists(folder):
            (left / "old").rename(folder)
        shutil.rmtree(left, ignore_errors=True)


def _put(part: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _files(work: Print) -> Iterator[tuple[str, Write]]:
    """Yield each file's name and what writes it."""
    yield "plan.csv", lambda path: write_csv(path, work.event, work.language)
    yield "plan.xlsx", lambda path: write_xlsx(path, work.event, work.sheets, work.language)
    tables = replace(work.event, meetings=tuple(met for met in work.event.meetings if met.table in work.tables))
    for kind, make, event, sheets in (
        ("wall_by_name", paper.wall_by_name, work.event, work.sheets),
        ("wall_by_round", paper.wall_by_round, work.event, work.sheets),
        ("table_cards", paper.table_cards, tables, work.sheets),
        ("badges", paper.badges, work.event, work.chosen),
        ("meeting_cards", paper.meeting_cards, work.event, work.chosen),
        ("itineraries", paper.itineraries, work.event, work.chosen),
    ):
        data = make(event, sheets, work.language)
        if any(data.values()):
            yield f"{kind}.pdf", _document(kind, paper.head(event, work.language) | data)
    names = file_names(work.versions.keys() | {sheet.guest.id for sheet in work.sheets})
    for sheet in work.chosen:
        data = paper.head(work.event, work.language) | paper.itineraries(work.event, [sheet], work.language)
        yield f"itineraries/{names[sheet.guest.id]}.pdf", _document("itineraries", data)
    for guest, told in _invitations(work):
        yield f"calendar/{names[guest]}.ics", _bytes(told)


def _document(kind: str, data: Json) -> Write:
    return lambda path: path.write_bytes(pdf_of(kind, data))


def _bytes(told: bytes) -> Write:
    return lambda path: path.write_bytes(told)


def _invitations(work: Print) -> Iterator[tuple[str, bytes]]:
    """Yield the calendar file of each guest; none where the day or the times are not known."""
    if work.event.day is None or not work.event.rounds[0].begins:
        return
    guests = {guest.id: guest for guest in (*work.event.people, *work.event.hosts)}
    for sheet in work.chosen:
        if sheet.meetings:
            version = work.versions[sheet.guest.id]
            yield sheet.guest.id, invitation(work.meetup, work.event, sheet, version, work.sent, work.language)
    for who, version in work.versions.items():
        if version.cancelled and who in work.whose:
            guest = guests.get(who, Guest(who, who))
            yield who, cancellation(work.meetup, work.event, guest, version, work.sent, work.language)


def _write_plan(work: Print, others: Sequence[str], path: Path) -> None:
    """Write the plan as it was given, with what the next print needs to know."""
    versions = [
        {"id": guest, "sequence": version.sequence, "digest": version.digest}
        for guest, version in sorted(work.versions.items())
    ]
    told = {**work.answer, "meetup": work.meetup, "versions": versions, "files": ["plan.json", *others]}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def file_names(identifiers: Collection[str]) -> dict[str, str]:
    """Return a name for the file of each identifier that any system can hold; no two the same, whatever their case."""
    alike = Counter(identifier.casefold() for identifier in identifiers)
    return {identifier: _file_name(identifier, alike[identifier.casefold()] == 1) for identifier in identifiers}


def _file_name(identifier: str, alone: bool) -> str:
    """Return the identifier itself where it is safe; else what is safe of it, and a mark of the whole."""
    safe = re.sub("[^A-Za-z0-9_-]", "_", identifier)
    if alone and safe == identifier:
        return safe
    return f"{safe[:40]}-{hashlib.sha256(identifier.encode()).hexdigest()[:8]}"
