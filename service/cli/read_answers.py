"""What the commands that read words do: load the words, call one use case, show each answer as soon as it is there."""

import datetime as dt
import hashlib
import json
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from matching.errors import InvalidRecord
from service.ad_files import read_file
from service.cli import read_screens, read_shapes, terminal
from service.cli.answers import opened
from service.cli.line_files import is_input, lines_of
from service.errors import Invalid
from service.exports import write_json_lines
from service.i18n import name
from service.importers.base import Problem
from service.importers.cv_files import read_documents
from service.importers.strict_json import printable
from service.problems import in_language
from service.usecases import linking, reading
from service.words import Words, load_words

Json = dict[str, Any]
Screen = Callable[[Json, str], None]


def titles(path: Path | None, top: int, as_json: bool, quiet: bool, db: str | None, language: str) -> None:
    """Read job titles, one a line; at a terminal each is answered at once."""
    lines = lines_of(path)
    words = _words(db, quiet or as_json, language)
    at_once = {"at_once": 1} if is_input(path) and sys.stdin.isatty() else {}
    shape = _shape(as_json, read_shapes.title, language)
    _show(reading.titles(lines, words, top, shape, **at_once), read_screens.title, language)


def ads(path: Path, blind: bool, top: int, as_json: bool, quiet: bool, db: str | None, language: str) -> None:
    """Read ads; unless blind, the codes that they came with go before what their words tell."""
    given, problems = read_file(path)
    _tell(path, problems, language)
    if problems and not given:
        raise Invalid(f"{printable(path.name)}: none of it can be read; the lines above say why")
    words = _words(db, quiet or as_json, language)
    read = reading.ads if blind else reading.coded_ads
    shape = _shape(as_json, read_shapes.ad, language)
    _show(read(given, words, top, dt.date.today(), shape), read_screens.ad, language)


def cvs(paths: list[Path], draft: Path | None, as_json: bool, quiet: bool, db: str | None, language: str) -> None:
    """Read CVs; a file that cannot be read stops no other. Nothing is saved, except to the draft that is asked for."""
    words = _words(db, quiet or as_json, language)
    records: dict[str, Json] = {}
    failed: list[str] = []
    found = _profiles(paths, words, records, failed, read_shapes.cv if as_json else read_shapes.shown_cv, language)
    _show(map(_line, found) if as_json else found, read_screens.cv, language)
    if not records:
        raise Invalid("none of the files can be read; the lines above say why")
    written = _write(draft, records, language) if draft else False
    if failed:
        print(f"visavis: {name('read', 'failed', language).format(len(failed))}", file=sys.stderr)
    if not as_json:
        command = [shlex.join(["visavis", "import", "candidates", str(draft)])] if written else []
        print(name("read", "draft" if written else "nothing_saved", language), *command)


def link(labels: Path, queries: Path, top: int, as_json: bool, quiet: bool, db: str | None, language: str) -> None:
    """Rank the labels of a list for each query."""
    asked, told = lines_of(queries), lines_of(labels)
    index = _words(db, quiet or as_json, language, needed=False).index
    among = linking.labels(told, index)
    shape = _shape(as_json, read_shapes.linked, language)
    _show(linking.link(asked, among, top, shape), read_screens.linked, language)


def _words(db: str | None, quiet: bool, language: str, needed: bool = True) -> Words:
    """Return the words of the store, which is closed again: reading them needs it no more."""
    with opened(db) as store, store.read() as connection, terminal.progress(quiet) as progress:
        words = load_words(connection, lambda done, total, _: progress(done, total, name("read", "index", language)))
    if needed and not words.index.occupations:
        print(f"visavis: {name('read', 'no_reference', language)}", file=sys.stderr)
    return words


def _write(draft: Path, records: dict[str, Json], language: str) -> bool:
    """Write the profiles that tell something, say how many tell nothing, and return whether there is anything."""
    told = [record for record in records.values() if record.keys() - {"id", "partial"}]
    if empty := len(records) - len(told):
        print(f"visavis: {name('read', 'empty', language).format(empty)}", file=sys.stderr)
    if told:
        write_json_lines(draft, told)
    return bool(told)


def _profiles(
    paths: Iterable[Path],
    words: Words,
    records: dict[str, Json],
    failed: list[str],
    shape: Callable[..., Json],
    language: str,
) -> Iterator[Json]:
    """Yield an answer for each file that can be read, tell why others cannot, and collect the records by id."""
    today = dt.date.today()
    for path, document in read_documents(paths):
        try:
            if isinstance(document, Invalid):
                raise document
            profile = reading.profile(document, words, today)
        except (Invalid, InvalidRecord) as error:
            print(f"visavis: {in_language(' '.join(str(error).split()), language)}", file=sys.stderr)
            failed.append(str(path))
            continue
        record = profile.record | {"id": _identifier(Path(str(path)))}
        records.setdefault(record["id"], record)
        yield shape(document, record, profile, words.index, language)


def _identifier(path: Path) -> str:
    """Return the same for the same file, whatever its name and its place."""
    return f"cv-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def _tell(path: Path, problems: Iterable[Problem], language: str) -> None:
    for problem in problems:
        where = f"{printable(path.name)} · {name('read', 'line', language)} {problem.line}"
        print(f"visavis: {where} · {terminal.reason_in(problem.reason, language)}", file=sys.stderr)


def _shape(as_json: bool, shape: Callable[..., Json], language: str) -> Callable[..., Json | str]:
    """Return what makes an answer: as a line of JSON, which other processes can then write, or for the terminal."""
    return partial(_json_line, shape, language) if as_json else partial(shape, language)


def _json_line(shape: Callable[..., Json], language: str, *found: Any) -> str:
    return _line(shape(language, *found))


def _line(answer: Json) -> str:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False)


def _show(answers: Iterable[Json | str], screen: Screen, language: str) -> None:
    """Print the answers that are lines of JSON, and hand others to what shows them in the terminal."""
    for answer in answers:
        if isinstance(answer, str):
            print(answer)
        else:
            screen(answer, language)
        if sys.stdout.isatty():
            sys.stdout.flush()
