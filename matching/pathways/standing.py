"""How a candidate stands before openings when some steps are done: by the engine's own rules and scores."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.criteria import FILTERS, SCORERS
from matching.criteria.base import is_must
from matching.enums import Criterion, Evidence, Side
from matching.layout import EPOCH
from matching.market import Market, candidate_table, opening_table
from matching.model import Candidates, Finding, Openings
from matching.pathways.model import Day
from matching.profiles import RankProfile
from matching.records import CandidateLimit, Record
from matching.scoring import contribution

LEARNT: Final = frozenset(  # what a step may change
    {Criterion.SKILLS, Criterion.PERMITS, Criterion.LANGUAGES, Criterion.EDUCATION, Criterion.EXPERIENCE}
)
FIRST_DAY: Final = EPOCH.toordinal()
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of each opening, its dates left out: those depend on the day on which one is free."""

    open: NDArray[np.bool_]  # no must removes it
    unknown: NDArray[np.int64]  # musts that nobody knows
    score: Floats  # of the opening's side
    start: Floats  # its first day, as Day; nan = unknown
    latest: Floats


def standing(record: Record, openings: Openings, market: Market, profile: RankProfile) -> Standing:
    """Return how a candidate stands before each opening of a table."""
    table = candidate_table(record, market)
    judged = np.stack([rule.judge(table, openings, market.taxonomy) for rule in TIMELESS])
    return Standing(
        open=(judged != Evidence.NOT_MET).all(axis=0),
        unknown=(judged == Evidence.UNKNOWN).sum(axis=0, dtype=np.int64),
        score=asked_score(table, openings, market, profile),
        start=openings.start.astype(np.float64) + FIRST_DAY,
        latest=openings.latest_start.astype(np.float64) + FIRST_DAY,
    )


def asked_score(table: Candidates, openings: Openings, market: Market, profile: RankProfile) -> Floats:
    """Return how much of what each opening asks is met: the score of its side."""
    points = np.zeros(len(openings))
    for scorer in SCORERS:
        if scorer.side == Side.OPENING:
            points += contribution(scorer.score(table, openings, market.taxonomy), profile.weights[scorer.criterion])
    return points


def evidence(record: Record, openings: Openings, market: Market) -> Floats:
    """Return what is met and unknown of all that openings ask, criterion by criterion."""
    table = candidate_table(record, market)
    found = [s.score(table, openings, market.taxonomy) for s in SCORERS if s.side == Side.OPENING]
    return np.stack([part for scores in found for part in (scores.met, scores.unknown)])


def conditions(record: Record, asked: Record, market: Market) -> tuple[list[Finding], list[Finding]]:
    """Return the musts between a candidate and a step that are broken, and those that nobody knows; not the dates."""
    table, opening = candidate_table(record, market), opening_table(asked, market)
    found = [
        Finding(rule.criterion, code, at, rule.numbers(table, opening, market.taxonomy)[0])
        for rule in TIMELESS
        if (at := Evidence(int(rule.judge(table, opening, market.taxonomy)[0]))) != Evidence.MET
        for code in (f"{rule.criterion}_{'blocked' if at == Evidence.NOT_MET else 'to_check'}",)
    ]
    return [f for f in found if f.evidence == Evidence.NOT_MET], [f for f in found if f.evidence == Evidence.UNKNOWN]


def on_time(found: Standing, free: Day) -> NDArray[np.int8]:
    """Return the evidence that each opening can still be begun on the day on which one is free."""
    unknown = ~((found.start >= free) | (found.latest >= free))
    return np.where(found.latest < free, np.int8(Evidence.NOT_MET), np.where(unknown, np.int8(0), np.int8(1)))


def reached_on(found: Standing, free: Day) -> Floats:
    """Return the day on which each opening begins for who is free then: its first day, or that day."""
    return np.fmax(found.start, float(free))


def free_from(record: Record, day: Day) -> Day:
    """Return the day from which somebody can follow a step: the day asked, or what the record says."""
    return max(day, dt.date.fromisoformat(record["start"]).toordinal()) if "start" in record else day


def names_a_day(record: Record, market: Market) -> bool:
    """Return whether a candidate's first day is a must, so that it removes what begins before."""
    return "start" in record and bool(is_must(candidate_table(record, market), CandidateLimit.START)[0])


TIMELESS: Final = tuple(rule for rule in FILTERS if rule.criterion != Criterion.START)
