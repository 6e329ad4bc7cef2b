"""Hypothesis strategies: valid records in the documented format, and markets of them."""

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.factories import Record
from tests.values import CANDIDATE_LISTS, CANDIDATE_VALUES, OPENING_LISTS, OPENING_VALUES

ALL_BUT_EXPLAIN = [phase for phase in Phase if phase != Phase.explain]
QUIET = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=ALL_BUT_EXPLAIN
)
EXAMPLES = settings(QUIET, max_examples=60)
FEW = settings(QUIET, max_examples=25)

LAT, LON = st.floats(-90, 90, allow_subnormal=False), st.floats(-180, 180, allow_subnormal=False)
NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "max_km": st.floats(0, 20_000, allow_subnormal=False),
    "max_minutes": st.floats(0, 600, allow_subnormal=False),
    "wage_floor": st.floats(0, 100_000, allow_subnormal=False),
    "place": st.fixed_dictionaries({"lat": LAT, "lon": LON}, optional={"radius_km": st.floats(0, 20_000)}),
}


def candidates() -> st.SearchStrategy[Record]:
    """Any candidate, without an id."""
    return _records(CANDIDATE_VALUES, CANDIDATE_LISTS).map(_consistent)


def openings() -> st.SearchStrategy[Record]:
    """Any opening, without an id."""
    return _records(OPENING_VALUES, OPENING_LISTS)


def people(least: int = 1, most: int = 4) -> st.SearchStrategy[list[Record]]:
    """Several candidates."""
    return st.lists(candidates(), min_size=least, max_size=most)


def jobs(least: int = 1, most: int = 5) -> st.SearchStrategy[list[Record]]:
    """Several openings."""
    return st.lists(openings(), min_size=least, max_size=most)


def _records(values: Mapping[str, list[Any]], lists: Mapping[str, list[Any]]) -> st.SearchStrategy[Record]:
    single = {name: _one(name, options) for name, options in values.items()}
    several = {name: st.lists(st.sampled_from(pool), max_size=4) for name, pool in lists.items()}
    return st.fixed_dictionaries({}, optional=single | several)


def _one(name: str, options: list[Any]) -> st.SearchStrategy[Any]:
    usual = st.sampled_from(options)
    return usual | NUMBERS[name] if name in NUMBERS else usual


def _consistent(record: Record) -> Record:
    """Return the record with no limit that is both a must and a wish."""
    wish = [limit for limit in record.get("wish", []) if limit not in record.get("must", [])]
    return record | {"wish": wish} if "wish" in record else record
