"""What the commands for files of others and for duplicates do: open the store, call one use case, show the answer."""

import datetime as dt
from pathlib import Path
from typing import Any

from service.cli import terminal
from service.cli.answers import opened, show, show_loaded
from service.exports import write_json, write_json_lines
from service.i18n import name
from service.usecases import duplicates, loading, sharing

Json = dict[str, Any]


def import_postings(
    paths: list[Path],
    source: str,
    complete: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    db: str | None,
    language: str,
) -> None:
    """Load schema.org job postings."""
    today = dt.date.today().isoformat()
    with opened(db) as store, terminal.progress(quiet or as_json) as progress:
        loaded = loading.load_postings(store, paths, source, complete, dry_run, progress, today)
    show_loaded("openings", loaded, dry_run, as_json, language)


def import_partner(
    path: Path, source: str, complete: bool, dry_run: bool, as_json: bool, quiet: bool, db: str | None, language: str
) -> None:
    """Load a partner's flow."""
    with opened(db) as store, terminal.progress(quiet or as_json) as progress:
        loaded = loading.load_partner(store, path, source, complete, dry_run, progress)
    show_loaded("openings", loaded, dry_run, as_json, language)


def export_resume(path: Path, candidate: str, db: str | None, language: str) -> None:
    """Write one candidate as a JSON Resume."""
    with opened(db) as store, store.read() as connection:
        resume = sharing.resume(connection, candidate, language)
    write_json(path, resume)
    terminal.exported(1, path, language)


def export_postings(path: Path, source: str | None, db: str | None, language: str) -> None:
    """Write the openings as JSON-LD, one a line."""
    with opened(db) as store, store.read() as connection:
        postings = list(sharing.postings(connection, source))
    write_json_lines(path, postings)
    terminal.exported(len(postings), path, language)


def show_duplicates(what: str, as_json: bool, db: str | None, language: str) -> None:
    """Show the pairs that may be one: ids and what agrees, never the values."""
    find = {"candidates": duplicates.among_candidates, "openings": duplicates.among_openings}[what]
    with opened(db) as store, store.read() as connection:
        pairs = [_pair(pair, language) for pair in find(connection)]
    show(as_json, {"what": what, "pairs": pairs}, _listed, language)


def _pair(pair: duplicates.Pair, language: str) -> Json:
    agreements = [
        {"code": code, **numbers, "text": name("duplicate", code, language).format(**numbers)}
        for code, numbers in pair.agreements
    ]
    return {"first": pair.first, "second": pair.second, "agreements": agreements}


def _listed(answer: Json, language: str) -> None:
    for pair in answer["pairs"]:
        print(f"{pair['first']} ↔ {pair['second']} · {', '.join(each['text'] for each in pair['agreements'])}")
    count = len(answer["pairs"])
    print(name("duplicate", "found" if count else "nothing", language).format(count=count))
