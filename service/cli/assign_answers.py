"""What the commands that assign do: read what is asked, pose it, find the best, show and write it."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from matching.enums import Criterion
from matching.records import Record
from service import shapes, sponsor_shapes
from service.catalogue import Catalogue
from service.cli import assign_screens, assign_shapes
from service.cli.answers import show
from service.cli.commands import reading
from service.errors import Invalid
from service.exports import target_of, write_json, write_records
from service.importers.assignment_file import Asked, read_asked
from service.usecases import assigning, deciding, recommend, sponsoring
from service.usecases.assigning import Planned, Posed, Seats
from service.usecases.deciding import Choices, Meeting

Json = dict[str, Any]
_SECONDS: Final = 20.0  # to look for what would place those left out
_EXPLAINED: Final = 1_000  # pairs whose reasons are told
_REASONS: Final = 3
_USUAL: Final = {Criterion.LOAD, Criterion.CAPACITY, Criterion.COMMON_LANGUAGE, Criterion.LANGUAGES}
_LACKING: Final = 0.5
_NAME: Final = "visavis assign"  # where a problem would be in a file
_WRITTEN: Final = ("person", "place", "score", "slot", "shared", "reasons", "left_out", "change")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What people are assigned to, and where the store knows it from."""

    choices: Callable[..., Choices]
    seats: Callable[..., Seats]
    names: Callable[[Catalogue], dict[str, str]]  # name in the market → public id
    record: Callable[[Connection, str], Record]


_SPONSORS: Final = _Kind(
    deciding.sponsor_grid, assigning.sponsor_seats, lambda catalogue: catalogue.sponsors, sponsoring.sponsor_record
)
_OPENINGS: Final = _Kind(
    deciding.opening_grid, assigning.opening_seats, lambda catalogue: catalogue.openings, recommend.opening_record
)


def sponsors(path: Path | None, out: Path | None, as_json: bool, db: str | None, language: str) -> None:
    """Assign people to sponsors, from a file with scores or from the store."""
    _assign(_SPONSORS, path, out, as_json, db, language)


def openings(path: Path | None, out: Path | None, as_json: bool, db: str | None, language: str) -> None:
    """Assign people to openings, from a file with scores or from the store."""
    _assign(_OPENINGS, path, out, as_json, db, language)


def sponsors_of(people: tuple[str, ...], since: dt.date, db: str | None, language: str) -> Json:
    """Return the assignment of those people to the sponsors of the store, with the hours from a day on."""
    return _of_store(_SPONSORS, _NAME, Asked(people=people), since, db, language)


def _assign(kind: _Kind, path: Path | None, out: Path | None, as_json: bool, db: str | None, language: str) -> None:
    if out:
        target_of(out, path)
    asked = read_asked(path) if path else Asked()
    if path and asked.scores is not None:
        posed = assigning.of_file(path.name, asked)
        answer = assign_shapes.plan(posed, assigning.plan(posed, _timer()), {}, language)
        screen = assign_screens.plan_of_file
    else:
        answer = _of_store(kind, path.name if path else _NAME, asked, dt.date.today(), db, language)
        screen = assign_screens.plan
    if out:
        _write(out, answer)
    show(as_json, answer, screen, language)


def _of_store(kind: _Kind, name: str, asked: Asked, since: dt.date, db: str | None, language: str) -> Json:
    with reading(db, since) as (connection, catalogue):
        choices = kind.choices(connection, catalogue, asked.people)
        if not (choices.candidate_ids and choices.counterpart_ids):
            raise Invalid("the database has nobody to assign, or nowhere; import both, or give a file with scores")
        seats = kind.seats(choices.counterpart_ids, choices.counterparts)
        posed = assigning.of_market(name, asked, choices.candidate_ids, seats, choices.grid)
        planned = assigning.plan(posed, _timer())
        told = _told(kind, connection, catalogue, choices, posed, planned, language)
    return assign_shapes.plan(posed, planned, told, language)


def _told(
    kind: _Kind,
    connection: Connection,
    catalogue: Catalogue,
    choices: Choices,
    posed: Posed,
    planned: Planned,
    language: str,
) -> dict[tuple[int, int], Json]:
    """Return the reasons of the first pairs, their hours with a sponsor, and what rules out a place that would do."""
    column = {place: number for number, place in enumerate(choices.counterpart_ids)}
    made = [tuple(pair) for pair in planned.found.pairs.tolist()]
    ruled_out = planned.ruled_out()
    pairs = [*made[:_EXPLAINED], *ruled_out]
    matches = [choices.match(i, column[posed.places[j]]) for i, j in pairs]
    matches = [sponsoring.with_openings_named(match, catalogue.market.opening_ids) for match in matches]
    people = [recommend.candidate_record(connection, catalogue.candidates[posed.people[i]]) for i, _ in pairs]
    places = [kind.record(connection, kind.names(catalogue)[posed.places[j]]) for _, j in pairs]
    named = shapes.words(connection, matches, [*people, *places], language)
    shape = sponsor_shapes.match if kind is _SPONSORS else shapes.match
    shown = {pair: shape(match, named, language) for pair, match in zip(pairs, matches, strict=True)}
    at = {(i, j): (i, column[posed.places[j]]) for i, j in made}
    hours = deciding.meetings(choices, at.values())
    told = {pair: _slot(hours.get(at[pair])) if kind is _SPONSORS else {} for pair in made}
    for pair in made[:_EXPLAINED]:
        told[pair] |= {"reasons": _strongest(shown[pair], timed=bool(told[pair].get("slot")))}
    return told | {pair: {"blockers": shown[pair]["blockers"]} for pair in ruled_out}


def _slot(meeting: Meeting | None) -> Json:
    return {"slot": asdict(meeting) if meeting else None}


def _strongest(match: Json, timed: bool) -> list[str]:
    """Return the strongest reasons; that there are hours in common goes without saying where they are shown."""
    reasons = [reason for reason in match["reasons"] if _tells(reason)]
    return [reason["text"] for reason in reasons if not (timed and reason["criterion"] == "availability")][:_REASONS]


def _tells(reason: Json) -> bool:
    """Return whether a reason says something of these two: what nearly all pairs have does where it is lacking."""
    if reason["criterion"] in _USUAL:
        return bool(reason["met"] + reason["unknown"] < _LACKING)
    return bool(reason["met"] > 0 and reason["contribution"] > 0)


def _timer() -> Callable[[], bool]:
    end = time.monotonic() + _SECONDS
    return lambda: time.monotonic() > end


def _write(out: Path, answer: Json) -> None:
    if out.suffix.casefold() == ".json":
        write_json(out, answer)
    else:
        write_records(out, list(assign_shapes.rows(answer)), _WRITTEN)
