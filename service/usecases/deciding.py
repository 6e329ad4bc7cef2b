"""Everybody with everybody, scored and judged: what a decision for a whole cohort chooses from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from sqlalchemy import Connection

from matching.assignment.hours import apart
from matching.availability import local_iso
from matching.criteria.sponsor.availability import MEETING_MINUTES
from matching.enums import PairKind, TimeZone
from matching.explain import explain_pairs
from matching.grid import Grid, score_grid
from matching.model import Candidates, Counterparts, Match, Sponsors
from matching.profiles import RankProfile
from matching.table import Table
from matching.taxonomy import Taxonomy
from matching.ways_in import with_ways_in
from service.catalogue import Catalogue, default_profile
from service.db import documents
from service.db.documents import Kind
from service.errors import Conflict, Invalid

MOST_PAIRS = 20_000_000  # scored at once: they take about 400 MB

AnyTable = TypeVar("AnyTable", bound=Table)
Names = Iterable[str] | None  # as people name documents; None = all that are open


@dataclass(frozen=True, slots=True)
class Choices:
    """A cohort and its counterparts by name, with the score and the hard rules of every pair."""

    candidate_ids: tuple[str, ...]  # the rows of the grid, in the order asked for, else by name
    counterpart_ids: tuple[str, ...]  # its columns, likewise
    grid: Grid
    candidates: Candidates
    counterparts: Counterparts
    taxonomy: Taxonomy
    profile: RankProfile

    def match(self, row: int, column: int) -> Match:
        """Return all that explains one pair, allowed or not."""
        return self.matches([row], [column])[0]

    def matches(self, rows: Sequence[int], columns: Sequence[int]) -> tuple[Match, ...]:
        """Return the same for many: each row with the column at its place."""
        pairs = self.candidates.take(np.array(rows, dtype=int)), self.counterparts.take(np.array(columns, dtype=int))
        return explain_pairs(*pairs, self.taxonomy, self.profile)


@dataclass(frozen=True, slots=True)
class Meeting:
    """When two can meet, by the sponsor's clock."""

    start: str
    end: str
    shared: bool  # somebody else of the cohort meets the sponsor in the same hours


def meetings(choices: Choices, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Meeting]:
    """Return the hours of each pair (row, column) with a sponsor, as far as possible apart; none where unknown."""
    people: dict[int, list[int]] = {}
    for row, column in pairs:
        people.setdefault(column, []).append(row)
    sponsors, found = choices.counterparts, {}
    if isinstance(sponsors, Sponsors):
        for column, rows in people.items():
            zone = list(TimeZone)[int(sponsors.timezone[column])]
            hours = [choices.candidates.slots.spans(row) for row in rows]
            for row, met in zip(rows, apart(hours, sponsors.slots.spans(column), MEETING_MINUTES), strict=True):
                if met is not None:
                    start, end = (local_iso(instant, zone) for instant in met.span)
                    found[row, column] = Meeting(start, end, met.shared)
    return found


def opening_grid(connection: Connection, catalogue: Catalogue, candidates: Names = None) -> Choices:
    """Return the named candidates with every open opening.

    Raise NotFound for a name that nobody has, Conflict for one that two have or that is closed, Invalid for
    more pairs than can be scored at once.
    """
    market = catalogue.market
    people, cohort = _cohort(connection, catalogue, candidates)
    openings = _rows(market.openings, market.opening_ids, market.opening_ids)
    return _choices(people, market.opening_ids, cohort, openings, catalogue, PairKind.OPENING)


def sponsor_grid(connection: Connection, catalogue: Catalogue, candidates: Names = None) -> Choices:
    """Return the named candidates with every sponsor, their hours from the catalogue's day on; raise likewise."""
    return _with_sponsors(connection, catalogue, candidates, None, PairKind.SPONSOR)


def meetup_scores(connection: Connection, catalogue: Catalogue, candidates: Names, hosts: Names) -> Choices:
    """Return the named candidates with the named sponsors as hosts of a meetup; raise likewise."""
    return _with_sponsors(connection, catalogue, candidates, hosts, PairKind.MEETUP)


def _with_sponsors(
    connection: Connection, catalogue: Catalogue, candidates: Names, sponsors: Names, kind: PairKind
) -> Choices:
    market = catalogue.market
    people, cohort = _cohort(connection, catalogue, candidates)
    helpers = _names(connection, documents.SPONSORS, sponsors, catalogue.sponsors)
    table = _rows(market.sponsors, market.sponsor_ids, helpers)
    knowing = with_ways_in(cohort, table, market.openings, market.taxonomy, catalogue.profile)
    return _choices(people, helpers, knowing, table, catalogue, kind)


def _choices(
    people: tuple[str, ...],
    others: tuple[str, ...],
    candidates: Candidates,
    counterparts: Counterparts,
    catalogue: Catalogue,
    kind: PairKind,
) -> Choices:
    if len(people) * len(others) > MOST_PAIRS:
        raise Invalid(f"{len(people):,} people × {len(others):,}: at most {MOST_PAIRS:,} pairs; name fewer people")
    taxonomy, profile = catalogue.market.taxonomy, default_profile(kind)
    grid = score_grid(candidates, counterparts, taxonomy, profile)
    return Choices(people, others, grid, candidates, counterparts, taxonomy, profile)


def _cohort(connection: Connection, catalogue: Catalogue, names: Names) -> tuple[tuple[str, ...], Candidates]:
    found = _names(connection, documents.CANDIDATES, names, catalogue.candidates)
    return found, _rows(catalogue.market.candidates, catalogue.market.candidate_ids, found)


def _names(connection: Connection, kind: Kind, names: Names, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the market's names of documents, each once, in the order in which they are named."""
    if names is None:
        return tuple(sorted(known))
    in_market = {public: name for name, public in known.items()}
    asked = {documents.get(connection, kind, name).public_id: name for name in names}
    if closed := next((name for public, name in asked.items() if public not in in_market), None):
        raise Conflict(f"{closed} is closed in {kind.main.name}; import it again, or leave it out")
    return tuple(in_market[public] for public in asked)


def _rows(table: AnyTable, ids: tuple[str, ...], names: tuple[str, ...]) -> AnyTable:
    """Return the rows of those names, in that order."""
    row_of, rank = np.argsort(table.ids), {name: place for place, name in enumerate(ids)}
    return table.take(row_of[np.array([rank[name] for name in names], dtype=np.int64)])
