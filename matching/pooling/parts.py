"""From a candidate's market to the part-time openings that may be parts of one job."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.enums import ContractType, OpeningKind, TravelMode, WorkingTime, place_in
from matching.geo import SPEED_KMH
from matching.layout import EPOCH
from matching.market import Market, candidate_table, joined
from matching.model import Openings
from matching.pooling.law import FULL_TIME_HOURS, NO_EMPLOYEE, Limits
from matching.pooling.model import Floats, Parts, Wanted
from matching.profiles import RankProfile
from matching.ranking import reachable
from matching.records import Record

DAYS_A_MONTH: Final = 365.25 / 12


def part_time_rows(openings: Openings) -> NDArray[np.int64]:
    """Return the rows of employees' jobs that state fewer hours than full time."""
    most = np.where(np.isnan(openings.hours_max), openings.hours_min, openings.hours_max)
    job = openings.kind == 1 + place_in(OpeningKind, OpeningKind.JOB)
    employed = ~np.isin(openings.contract, [1 + place_in(ContractType, contract) for contract in NO_EMPLOYEE])
    return np.flatnonzero(job & employed & (most < FULL_TIME_HOURS) & (most > 0))


def parts_of(
    candidate: Record, market: Market, profile: RankProfile, records: Mapping[str, Record], limits: Limits
) -> Parts:
    """Return the part-time openings that no must of either side removes, the hours a week left out.

    `records` gives those of `part_time_rows` by their name in the market: until when, and who employs.
    """
    whole = without_hours(candidate)
    market = joined(market, [whole])
    rows = part_time_rows(market.openings)
    forbidden = sum(1 << place_in(WorkingTime, time) for time in limits.forbidden_times)
    rows = rows[(market.openings.working_times[rows] & forbidden) == 0]
    jobs = market.openings.take(rows)
    kept, score = reachable(candidate_table(whole, market), jobs, market.taxonomy, profile)
    order = np.lexsort((jobs.ids[kept], -score))
    return _parts(market, rows[kept[order]], score[order], records)


def without_hours(candidate: Record) -> Record:
    """Return the record without its hours a week: a pool is to make them, not one opening."""
    return {name: value for name, value in candidate.items() if name != "hours"}


def wanted_hours(candidate: Record, limits: Limits) -> Wanted:
    """Return the hours a week that a pool is to make: what the record says, else full time; no more than the law."""
    span = candidate.get("hours", {})
    low = span.get("min", span.get("max", FULL_TIME_HOURS))
    high = span.get("max", max(low, FULL_TIME_HOURS))
    return Wanted(min(low, limits.average_hours), min(high, limits.average_hours))


def fastest(candidate: Record) -> TravelMode:
    """Return how a candidate travels: the fastest way given, public transport when none is."""
    return max((TravelMode(mode) for mode in candidate.get("modes", [])), key=SPEED_KMH.__getitem__, default=_DEFAULT)


_DEFAULT: Final = TravelMode.TRANSIT


def _parts(market: Market, rows: NDArray[np.int64], score: Floats, records: Mapping[str, Record]) -> Parts:
    jobs = market.openings.take(rows)
    told = [records[market.opening_ids[number]] for number in jobs.ids]
    low = np.where(np.isnan(jobs.hours_min), jobs.hours_max, jobs.hours_min).astype(float)
    high = np.where(np.isnan(jobs.hours_max), jobs.hours_min, jobs.hours_max).astype(float)
    start = jobs.start.astype(float)
    return Parts(
        rows=rows,
        ids=jobs.ids.astype(np.int64),
        score=score,
        low=low,
        high=high,
        times=jobs.working_times.astype(np.int64),
        start=start,
        end=np.array([_end(record) for record in told], dtype=float),
        xyz=jobs.xyz,
        radius_km=jobs.points.radius_km[jobs.place],
        employer=tuple(_employer(record) for record in told),
    )


def _end(record: Record) -> float:
    """Return the last day of a contract in days since EPOCH: nan if only the length is known, inf without an end."""
    if "months" not in record:
        return np.inf
    if "start" not in record:
        return np.nan
    first = dt.date.fromisoformat(record["start"])
    return float((first - EPOCH).days + record["months"] * DAYS_A_MONTH)


def _employer(record: Record) -> str:
    company = record.get("company", {})
    return str(company.get("siret") or company.get("name", ""))
