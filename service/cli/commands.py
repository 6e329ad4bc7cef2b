"""What each command does: open the store, call one use case, show the answer."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from matching.enums import Side
from matching.records import CANDIDATE, OPENING, Record
from matching.sponsor_record import SPONSOR
from service import lever_shapes, shapes, what_if
from service.catalogue import Catalogue, load_catalogue
from service.cli import match_screens, sealing, terminal
from service.cli.answers import opened, show, show_loaded
from service.cli.snapshot import snapshot
from service.db import documents
from service.errors import Conflict
from service.exports import write_json, write_records
from service.usecases import loading, recommend, reference


def import_reference(
    what: str, path: Path, dry_run: bool, as_json: bool, quiet: bool, db: str | None, language: str
) -> None:
    """Load ROME, the communes or tension."""
    load = {
        "rome": reference.import_rome,
        "communes": reference.import_communes,
        "tension": reference.import_tension,
    }[what]
    with opened(db) as store, terminal.progress(quiet or as_json) as progress:
        loaded = load(store, path, dry_run, progress)
    answer = shapes.loaded(loaded.tables, loaded.problems, loaded.refused, loaded.remarks, dry_run)
    show(as_json, answer, terminal.loaded, language)


def import_records(
    what: str,
    path: Path,
    source: str,
    complete: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    db: str | None,
    language: str,
) -> None:
    """Load offers, openings, candidates or sponsors."""
    load = {
        "offers": loading.load_offers,
        "openings": loading.load_openings,
        "candidates": loading.load_candidates,
        "sponsors": loading.load_sponsors,
    }[what]
    with opened(db) as store, terminal.progress(quiet or as_json) as progress:
        loaded = load(store, path, source, complete, dry_run, progress)
        if not dry_run:
            sealing.seal(store, db)
    show_loaded(what, loaded, dry_run, as_json, language)


def export(what: str, path: Path, source: str | None, db: str | None, language: str) -> None:
    """Write candidates, openings or sponsors in our own format."""
    kind, fields = {
        "candidates": (documents.CANDIDATES, CANDIDATE),
        "openings": (documents.OPENINGS, OPENING),
        "sponsors": (documents.SPONSORS, SPONSOR),
    }[what]
    with opened(db) as store, store.read() as connection:
        sources = sorted(documents.sources(connection)) if source is None else [source]
        found = [(name, json.loads(text)) for name in sources for text in documents.records(connection, kind, name)]
    uses = Counter(record["id"] for _, record in found)
    records = [r if uses[r["id"]] == 1 else r | {"id": f"{name}:{r['id']}"} for name, r in found]
    if len({record["id"] for record in records}) < len(records):
        raise Conflict(f"two sources use the same id in {what}; export one at a time: --source")
    write_records(path, records, fields)
    terminal.exported(len(records), path, language)


def export_market(path: Path, db: str | None, language: str) -> None:
    """Write the whole market, nobody named, for training and evaluation."""
    with opened(db) as store, store.read() as connection:
        market = snapshot(connection)
    write_json(path, market)
    terminal.exported(len(market["openings"]) + len(market["candidates"]), path, language)


def rank_openings(candidate: str, top: int, change: str | None, as_json: bool, db: str | None, language: str) -> None:
    """Show the best openings for one candidate."""
    with reading(db) as (connection, catalogue):
        record = changed(connection, candidate, change)
        found = recommend.openings_for(record, catalogue, top)
        identifiers = [catalogue.market.opening_ids[m.counterpart] for m in found.matches]
        rows = [(name, recommend.opening_record(connection, catalogue.openings[name])) for name in identifiers]
        named = shapes.words(connection, found.matches, [record, *(r for _, r in rows)], language)
        heads = [{"opening": name, **shapes.about_opening(r, named)} for name, r in rows]
        answer = {"candidate": candidate, **shapes.ranking(found, heads, named, language)}
    show(as_json, answer, match_screens.rank_openings, language)


def rank_candidates(opening: str, top: int, as_json: bool, db: str | None, language: str) -> None:
    """Show the best candidates for one opening."""
    with reading(db) as (connection, catalogue):
        record = recommend.opening_record(connection, opening)
        found = recommend.candidates_for(record, catalogue, top)
        identifiers = [catalogue.market.candidate_ids[m.candidate] for m in found.matches]
        rows = [(name, recommend.candidate_record(connection, catalogue.candidates[name])) for name in identifiers]
        named = shapes.words(connection, found.matches, [record, *(r for _, r in rows)], language)
        heads = [{"candidate": name, **shapes.about_candidate(r, named)} for name, r in rows]
        ranked = shapes.ranking(found, heads, named, language)
        answer = {"opening": opening, **shapes.about_opening(record, named), **ranked}
    show(as_json, answer, match_screens.rank_candidates, language)


def why(candidate: str, opening: str, change: str | None, as_json: bool, db: str | None, language: str) -> None:
    """Explain one pair, ranked or not."""
    with reading(db) as (connection, catalogue):
        person, offer = changed(connection, candidate, change), recommend.opening_record(connection, opening)
        match = recommend.match_of(person, offer, catalogue)
        named = shapes.words(connection, [match], [person, offer], language)
        answer = {
            "candidate": candidate,
            "opening": opening,
            **shapes.about_opening(offer, named),
            "ranked": not match.blockers,
            **shapes.match(match, named, language),
            "lifts": shapes.lifts(match, named),
        }
    show(as_json, answer, match_screens.why, language)


def levers(candidate: str, top: int, as_json: bool, db: str | None, language: str) -> None:
    """Show what would bring most openings within reach of one candidate."""
    with reading(db) as (connection, catalogue):
        record = recommend.candidate_record(connection, candidate)
        reachable, found = recommend.levers_for(connection, record, catalogue)
        answer = {
            "candidate": candidate,
            "reachable": reachable,
            "levers": lever_shapes.levers(connection, found[:top], Side.OPENING, catalogue, language),
        }
    show(as_json, answer, match_screens.levers, language)


def nobody(opening: str, as_json: bool, db: str | None, language: str) -> None:
    """Show which rule removes how many candidates from one opening."""
    with reading(db) as (connection, catalogue):
        record = recommend.opening_record(connection, opening)
        found = recommend.nobody_for(record, catalogue)
        named = shapes.words(connection, [], [record], language)
        answer = {"opening": opening, **shapes.about_opening(record, named), **shapes.diagnosis(found, language)}
    show(as_json, answer, match_screens.nobody, language)


@contextmanager
def reading(db: str | None, since: dt.date | None = None) -> Iterator[tuple[Connection, Catalogue]]:
    """Yield a connection that reads, and the market as it sees it; with the hours from a day on, if one is given."""
    with opened(db) as store, store.read() as connection:
        yield connection, load_catalogue(connection, since)


def changed(connection: Connection, candidate: str, change: str | None) -> Record:
    """Return a candidate's record with a change given as JSON; raise Invalid for one that cannot be made."""
    return what_if.changed(recommend.candidate_record(connection, candidate), what_if.read_change(change))
