"""The assignment of people to the places of the store, told whole: pairs with reasons and hours, who is left out."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Connection

from matching.enums import Criterion
from matching.records import Record
from service import assignment_shapes, shapes, sponsor_shapes
from service.catalogue import Catalogue
from service.errors import Invalid
from service.importers.assignment_file import Asked
from service.usecases import assigning, deciding, recommend, sponsoring
from service.usecases.assigning import Planned, Posed, Seats
from service.usecases.deciding import Choices, Meeting

Json = dict[str, Any]
Pair = tuple[int, int]  # person and place by number
_EXPLAINED: Final = 1_000  # pairs whose reasons are told
_REASONS: Final = 3
_USUAL: Final = {Criterion.LOAD, Criterion.CAPACITY, Criterion.COMMON_LANGUAGE, Criterion.LANGUAGES}
_LACKING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Kind:
    """What people are assigned to, and where the store knows it from."""

    choices: Callable[..., Choices]
    seats: Callable[..., Seats]
    names: Callable[[Catalogue], dict[str, str]]  # name in the market → public id
    record: Callable[[Connection, str], Record]


SPONSORS: Final = Kind(
    deciding.sponsor_grid, assigning.sponsor_seats, lambda catalogue: catalogue.sponsors, sponsoring.sponsor_record
)
OPENINGS: Final = Kind(
    deciding.opening_grid, assigning.opening_seats, lambda catalogue: catalogue.openings, recommend.opening_record
)


def everybody(_person: str) -> bool:
    """Return that what fits somebody may be told, whoever it is."""
    return True


def plan(
    kind: Kind,
    name: str,
    asked: Asked,
    connection: Connection,
    catalogue: Catalogue,
    language: str,
    stop: Callable[[], bool],
    called: Callable[[str], str] = str,
    is_told: Callable[[str], bool] = everybody,
) -> Json:
    """Return the best assignment of the store's people, as assignment_shapes tells it.

    `name` is where the question comes from, `stop` tells when the time to look for changes is up, `called` what a
    place is called in sentences, and `is_told` of whom more than the score may be told. Raise Invalid for what
    contradicts itself, and where there is nobody or nowhere.
    """
    choices = kind.choices(connection, catalogue, asked.people)
    if not (choices.candidate_ids and choices.counterpart_ids):
        raise Invalid("the database has nobody to assign, or nowhere; import both, or give a file with scores")
    seats = kind.seats(choices.counterpart_ids, choices.counterparts)
    posed = assigning.of_market(name, asked, choices.candidate_ids, seats, choices.grid)
    planned = assigning.plan(posed, stop)
    told = _told(kind, connection, catalogue, choices, posed, planned, language)
    known = {pair: one for pair, one in told.items() if is_told(posed.people[pair[0]])}
    return assignment_shapes.plan(posed, planned, known, language, called)


def _told(
    kind: Kind,
    connection: Connection,
    catalogue: Catalogue,
    choices: Choices,
    posed: Posed,
    planned: Planned,
    language: str,
) -> dict[Pair, Json]:
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
    shape = sponsor_shapes.match if kind is SPONSORS else shapes.match
    shown = {pair: shape(match, named, language) for pair, match in zip(pairs, matches, strict=True)}
    at = {(i, j): (i, column[posed.places[j]]) for i, j in made}
    hours = deciding.meetings(choices, at.values())
    told = {pair: _slot(hours.get(at[pair])) if kind is SPONSORS else {} for pair in made}
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
