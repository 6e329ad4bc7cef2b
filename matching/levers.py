"""What would change it: one skill, licence, course, some km, a date, a contract: how many openings more."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.asks import ENOUGH, meet, usual_skills
from matching.changes import Names, is_possible, skill
from matching.codes import code_of
from matching.criteria import FILTERS, occupation, permits
from matching.effects import BEST, Change, Lever, Survey, effects, surveyed, useful
from matching.enums import ContractType, Criterion, Evidence
from matching.market import Market, candidate_table, candidate_tables, joined
from matching.model import Candidates
from matching.profiles import RankProfile
from matching.records import Record
from matching.taxonomy import LAST_MOBILITY, ONE

MORE_KM: Final = (5, 10, 20)
MORE_MINUTES: Final = (15, 30)
EARLIER_DAYS: Final = (14, 30, 60)
SKILLS_TRIED: Final = 12
PERMITS_TRIED: Final = 8
_STEPS: Final = ("lever_km", "lever_minutes", "lever_start")


def find_levers(
    record: Record, market: Market, profile: RankProfile, names: Names, courses: Iterable[Record] = ()
) -> tuple[Lever, ...]:
    """Return the changes that bring openings within reach or raise the best, the most useful first.

    `names` gives the words for the keys of skills and permits; `courses` are openings with `gives`.
    """
    market = joined(market, [record])
    [before] = _surveys([record], market, profile)
    tried = [*_limits(record), *_permits(record, market, names), *_skills(record, market, before, names)]
    tried += [("lever_course", change, numbers) for change, numbers in _courses(courses)]
    possible = [change for change in tried if is_possible(change[1])]
    return useful(effects(possible, record, lambda records: _surveys(records, market, profile)), _STEPS)


def _surveys(records: Sequence[Record], market: Market, profile: RankProfile) -> list[Survey]:
    people, market = candidate_tables(records, market)
    return surveyed(people, market.openings, market.taxonomy, profile)


def _limits(record: Record) -> Iterable[Change]:
    for name, code, steps in (("max_km", "lever_km", MORE_KM), ("max_minutes", "lever_minutes", MORE_MINUTES)):
        if name in record:
            for more in steps:
                yield code, {name: record[name] + more}, {"from": record[name], "to": record[name] + more}
    if "start" in record:
        start = dt.date.fromisoformat(record["start"]).toordinal()
        for days in (days for days in EARLIER_DAYS if days < start):
            earlier = dt.date.fromordinal(start - days).isoformat()
            yield "lever_start", {"start": earlier}, {"from": record["start"], "to": earlier}
    for contract in ContractType:
        if record.get("contracts") and contract.value not in record["contracts"]:
            yield "lever_contract", {"contracts": [contract.value]}, {"contract": contract.value}


def _courses(courses: Iterable[Record]) -> Iterable[tuple[Record, Record]]:
    for course in courses:
        if gives := course.get("gives"):
            change = {name: items for name, items in gives.items() if items}
            yield change, {"course": course["id"], "title": course.get("title"), "start": course.get("start")}


def _permits(record: Record, market: Market, names: Names) -> Iterable[Change]:
    """Try the permits whose lack removes most openings that nothing else removes."""
    candidate = candidate_table(record, market)
    blocked = market.openings.take(_only_removed_by(Criterion.PERMITS, candidate, market))
    counts: dict[int, int] = {}
    for numbers in permits.numbers(candidate, blocked, market.taxonomy):
        for key in numbers["missing_permits"]:
            counts[key] = counts.get(key, 0) + 1
    for key in sorted(counts, key=lambda key: (-counts[key], key))[:PERMITS_TRIED]:
        if found := names.get(key):
            code = "lever_licence" if found["list"] == "licences" else "lever_certificate"
            yield code, {found["list"]: [{"code": found["code"]}]}, {"permit": key}


def _only_removed_by(criterion: Criterion, candidate: Candidates, market: Market) -> NDArray[np.int64]:
    """Return the rows of openings that one rule removes and no other does."""
    fails = np.zeros(len(market.openings), dtype=bool)
    others = np.zeros(len(market.openings), dtype=bool)
    for rule in FILTERS:
        found = rule.judge(candidate, market.openings, market.taxonomy) == Evidence.NOT_MET
        if rule.criterion == criterion:
            fails |= found
        else:
            others |= found
    return np.flatnonzero(fails & ~others)


def _skills(record: Record, market: Market, before: Survey, names: Names) -> Iterable[Change]:
    """Try the skills that the best reachable openings ask and the profile does not hold."""
    chosen = sorted(before, key=lambda opening: (-before[opening], opening))[: BEST * 5]
    rows = np.flatnonzero(np.isin(market.openings.ids, chosen))
    if not len(rows):
        return
    met = occupation.score(candidate_table(record, market), market.openings.take(rows), market.taxonomy).met
    near = met >= LAST_MOBILITY / ONE
    rows = rows[near] if near.any() else rows  # skills of the trade wished, where there is such work
    openings = market.openings.take(rows)
    stated = openings.skills.lengths > 0
    lists = [openings.skills, usual_skills(market.taxonomy).take(openings.occupation[~stated])]
    gain = np.zeros(len(market.taxonomy.skills))
    for asked in (meet(candidate_table(record, market), entries, market.taxonomy) for entries in lists):
        weight: NDArray[Any] = asked.entries.weight[asked.entries.flat].astype(float)
        total = asked.entries.reduce(np.add, weight, 1.0)
        share = weight / np.repeat(total, asked.entries.lengths)
        np.add.at(gain, asked.entries.index[asked.entries.flat], np.where(asked.held < ENOUGH, share, 0.0))
    order = np.lexsort((np.arange(len(gain)), -gain))
    keys = [int(market.taxonomy.skills.codes[i]) for i in order[:SKILLS_TRIED] if gain[i] > 0]
    for key in keys:
        if key in names or code_of(key):
            yield "lever_skill", {"skills": [skill(key, names)]}, {"skill": key}
