"""Files that somebody sends: what comes of them, their columns understood; nothing is saved."""

import datetime as dt
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from service.db import changes, mappings, organisations, reached, uploads
from service.db.base import Store
from service.errors import Forbidden, Invalid
from service.importers import offers, own
from service.importers.base import Parsed
from service.importers.strict_json import printable
from service.keys import Keys
from service.permissions import Action, Policy, Reach, Role
from service.permissions import reach as reach_of
from service.progress import Progress, quiet
from service.usecases import loading, mapping
from service.usecases.loading import Prepared
from service.usecases.mapping import Spreadsheet

LONGEST_NAME: Final = 255  # characters of the name of a file
MOST_BYTES: Final = 10 << 20
SUFFIXES: Final = (".csv", ".xlsx", ".json", ".jsonl")
AT_HAND: Final = 4  # files that wait to be loaded, with what was understood of them
_SEEN: Final = {  # the right to what a line may be said to look like
    "candidates": Policy("identity", Action.READ),
    "openings": Policy("opening", Action.READ),
    "sponsors": Policy("sponsor", Action.READ),
}
_PARSE: Final[Mapping[str, Callable[[Path], Parsed]]] = {
    "candidates": own.parse_candidates,
    "openings": own.parse_openings,
    "sponsors": own.parse_sponsors,
    "offers": offers.parse,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent."""

    kind: str
    source: str
    suffix: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a file: rows ready to be saved, and the columns of a spreadsheet that is not in our format."""

    file: File
    prepared: Prepared
    sheet: Spreadsheet | None

    @property
    def agreed(self) -> bool:
        """Whether nothing is left to be agreed to."""
        return self.sheet is None or self.sheet.seen


def kinds(reach: Reach) -> list[str]:
    """Return the kinds of file that somebody loads, in the order of their use."""
    return [kind for kind in _PARSE if kind in uploads.KINDS_OF.get(reach.subject.role, ())]


def given(reach: Reach, kind: str, name: str, source: str, content: bytes) -> File:
    """Return a file that somebody sends; raise Forbidden for a kind that is not theirs, Invalid for another format."""
    who, suffix = reach.subject, Path(name).suffix.casefold()
    if kind not in kinds(reach):
        raise Forbidden("your role does not load files of this kind", "kind_of_file")
    if suffix not in SUFFIXES:
        raise Invalid("file: one of .csv, .xlsx, .json, .jsonl is expected", "suffix")
    if len(content) > MOST_BYTES:
        raise Invalid("file: larger than 10 MiB; split it into smaller files", "file_size")
    called = printable(Path(name).name)[:LONGEST_NAME]
    return File(kind, f"{who.organisation or who.territory}:{source}", suffix, called, content)


def look(
    store: Store,
    reach: Reach,
    file: File,
    now: dt.datetime,
    by_hand: Mapping[str, object] | None = None,
    progress: Progress = quiet,
) -> Looked:
    """Return what comes of a file; nothing is saved. Raise Invalid for one that cannot be read.

    Its lines are compared with what one may see: else it would tell who has a file, and under which identifier.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{file.suffix}"
        path.write_bytes(file.content)
        with store.read() as connection:
            sheet = _sheet(connection, path, file, by_hand)
            parsed = sheet.parsed if sheet else _PARSE[file.kind](path)
            if reach.subject.role is Role.COMPANY:
                parsed = _in_own_name(connection, reach, parsed)
            kind, territory = uploads.kind_of(file.kind), reach.subject.territory or ""
            among = _among(connection, reach, file.kind, now)
            prepared = loading.prepare(
                connection, parsed, kind, file.source, False, progress, territory=territory, among=among
            )
    if reach.subject.role is Role.COMPANY:
        posted = [replace(one, organisation=reach.subject.organisation) for one in prepared.documents]
        prepared = replace(prepared, documents=posted)
    return Looked(file, prepared, sheet)


_understood: dict[str, tuple[Any, Looked]] = {}  # by the id of a file: what it was made of, and what came of it
_turn: Final = threading.Lock()


def again(
    store: Store,
    keys: Keys,
    reach: Reach,
    id: str,
    now: dt.datetime,
    by_hand: Mapping[str, object] | None,
    progress: Progress = quiet,
) -> Looked:
    """Return what comes of a file that was kept, with the columns as they are agreed to; raise NotFound, Invalid.

    What came of the last few is at hand until something that it was made of changes.
    """
    with store.read() as connection:
        row = uploads.get(connection, reach, id)
        compared = changes.numbers(connection), _among(connection, reach, row.kind, now)
        made_of = compared, mappings.read(connection, row.source, row.kind)
    file = File(row.kind, row.source, row.suffix, *uploads.content(row, keys))
    if by_hand is not None:
        return look(store, reach, file, now, by_hand, progress)
    known, looked = _understood.get(id, (None, None))
    if looked is None or known != made_of:
        looked = look(store, reach, file, now, None, progress)
        with _turn:
            _understood[id] = made_of, looked
            while len(_understood) > AT_HAND:
                del _understood[next(iter(_understood))]
    return looked


def _among(connection: Connection, reach: Reach, kind_of_file: str, now: dt.datetime) -> Any:
    """Return which of those that are there somebody may see."""
    kind = uploads.kind_of(kind_of_file)
    return reached.ids(connection, reach_of(reach.subject, _SEEN[kind.name]), kind, now)


def _sheet(connection: Connection, path: Path, file: File, by_hand: Mapping[str, object] | None) -> Spreadsheet | None:
    foreign = file.kind in ("candidates", "openings") and (by_hand or mapping.is_foreign(path, file.kind))
    return mapping.look_within(connection, path, file.kind, file.source, by_hand, False) if foreign else None


def _in_own_name(connection: Connection, reach: Reach, parsed: Parsed) -> Parsed:
    """Return openings whose company is the one that posts them, whatever the file says."""
    own_name = organisations.of(connection, reach.subject.organisation or "")
    company = {"name": own_name.name} | ({"siret": own_name.siret} if own_name.siret else {})
    return replace(parsed, rows=[(line, {**row, "company": company}) for line, row in parsed.rows])
