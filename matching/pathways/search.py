"""The earliest and the surest way to a goal: a search over what is done and the day on which one is free.

Labels are kept per set of steps done, where none other is both earlier and surer (multi-criteria shortest paths,
Martins 1984). That is exact: being free earlier or surer never closes what was open.
"""

import datetime as dt
import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.eligibility import Eligibility, Facts, judge
from matching.enums import Evidence
from matching.market import Market
from matching.model import Finding
from matching.pathways.gains import after_steps
from matching.pathways.model import Day, Goal, Session, Step
from matching.pathways.standing import Standing, conditions, names_a_day, on_time, reached_on, standing
from matching.profiles import RankProfile
from matching.records import Record

LONGEST: Final = 6  # steps
DONE: Final = 0.9  # of those who begin a step, how many are taken to finish it: a convention, not a measure
ANSWERED: Final = 0.5  # what an open question counts: as likely yes as no
TAKEN: Final = 0.5  # how likely each free seat is to be gone by then: n seats are all gone with 0.5 ** n

Done = frozenset[str]


@dataclass(frozen=True, slots=True)
class Label:
    """A way to a state: what was followed in which session, the day on which one is free, how sure it is."""

    free: Day
    confidence: float
    taken: tuple[tuple[Step, Session], ...] = ()

    @property
    def done(self) -> Done:
        """The keys of the steps that were followed."""
        return frozenset(step.key for step, _ in self.taken)


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal that is reached: on which day, how surely, which row of the goal's openings."""

    day: Day
    confidence: float
    row: int
    label: Label


class Territory:
    """One candidate's record after any steps, and what the engine says then; each set of steps is asked once."""

    def __init__(
        self, record: Record, steps: list[Step], goal: Goal, market: Market, profile: RankProfile, facts: Facts
    ) -> None:
        self.record, self.goal, self.market, self.profile, self.facts = record, goal, market, profile, facts
        self.steps: Mapping[str, Step] = {step.key: step for step in steps}
        self.day_is_must = names_a_day(record, market)
        self._records: dict[Done, Record] = {}
        self._standings: dict[Done, Standing] = {}
        self._conditions: dict[tuple[Done, str], tuple[list[Finding], list[Finding]]] = {}

    def after(self, done: Done) -> Record:
        """Return the record once some steps are done."""
        if done not in self._records:
            gives = [step.gives for key, step in self.steps.items() if key in done]
            self._records[done] = after_steps(self.record, gives)[0]
        return self._records[done]

    def standing(self, done: Done) -> Standing:
        """Return how the candidate then stands before the goal."""
        if done not in self._standings:
            self._standings[done] = standing(self.after(done), self.goal.openings, self.market, self.profile)
        return self._standings[done]

    def conditions(self, done: Done, step: Step) -> tuple[list[Finding], list[Finding]]:
        """Return the musts of a step that are then broken, and those that nobody knows."""
        if (done, step.key) not in self._conditions:
            self._conditions[done, step.key] = conditions(self.after(done), step.opening, self.market)
        return self._conditions[done, step.key]

    def eligible(self, step: Step, session: Session) -> Eligibility:
        """Return whether the programme's rules let the candidate in on the first day of a session."""
        return judge(step.rule, self.facts, dt.date.fromordinal(session.start))


def search(territory: Territory, first: Day, stop: Callable[[], bool] = lambda: False) -> tuple[Reached | None, ...]:
    """Return the earliest and the surest way to the goal for who is free on a day; None where there is none.

    Of equally early ways the surer counts, of equally sure ones the earlier; then the shorter one, then keys.
    """
    start = Label(first, 1.0)
    waiting = [(first, -1.0, 0, start)]
    kept: dict[Done, list[Label]] = {}
    best: list[Reached | None] = [None, None]
    number = 0
    while waiting and not stop():
        label = heapq.heappop(waiting)[-1]
        if _is_beaten(label, kept.get(label.done, [])):
            continue
        kept.setdefault(label.done, []).append(label)
        for found in reached(territory, label):
            best = [_better(best[0], found, _earliest), _better(best[1], found, _surest)]
        if len(label.taken) < LONGEST and _may_improve(label, best[0], best[1]):
            for more in _longer(territory, label):
                number += 1
                heapq.heappush(waiting, (more.free, -more.confidence, number, more))
    return tuple(best)


def reached(territory: Territory, label: Label) -> Iterator[Reached]:
    """Yield the openings of the goal that are reached when these steps are done."""
    found = territory.standing(label.done)
    bound = bool(label.taken) or territory.day_is_must
    time = on_time(found, label.free) if bound else np.ones(len(found.open), np.int8)
    good = found.open & (found.score >= territory.goal.least) & (time != Evidence.NOT_MET)
    days = reached_on(found, label.free)
    for row in np.flatnonzero(good).tolist():
        unknown = int(found.unknown[row]) + int(time[row] == Evidence.UNKNOWN)
        yield Reached(int(days[row]), label.confidence * ANSWERED**unknown, row, label)


def step_confidence(session: Session, unknown: int) -> float:
    """Return how sure a step is: finished, a seat left, every open question answered well.

    One seat stands for a number that nobody has said.
    """
    seats = 1 if session.seats_left is None else session.seats_left
    return DONE * (1.0 - TAKEN**seats) * ANSWERED**unknown


def is_open(session: Session, free: Day) -> bool:
    """Return whether a session has not begun and is not full."""
    return session.start >= free and session.seats_left != 0


def _longer(territory: Territory, label: Label) -> Iterator[Label]:
    for step in territory.steps.values():
        if step.key in label.done or not step.after <= label.done:
            continue
        sessions = [session for session in step.sessions if is_open(session, label.free)]
        if not sessions:
            continue
        broken, unknown = territory.conditions(label.done, step)
        if broken:
            continue
        for session in sessions:
            allowed = territory.eligible(step, session)
            if allowed.evidence != Evidence.NOT_MET:
                sure = step_confidence(session, len(unknown) + len(allowed.missing))
                yield Label(session.end + 1, label.confidence * sure, (*label.taken, (step, session)))


def _is_beaten(label: Label, kept: list[Label]) -> bool:
    return any(other.free <= label.free and other.confidence >= label.confidence for other in kept)


def _may_improve(label: Label, shortest: Reached | None, surest: Reached | None) -> bool:
    """Return whether one more step could lead to an earlier day or a surer way than those found."""
    earlier = shortest is None or label.free < shortest.day
    return earlier or surest is None or label.confidence * DONE > surest.confidence


def _better(old: Reached | None, new: Reached, order: Callable[[Reached], tuple[float, ...]]) -> Reached:
    return new if old is None or (*order(new), _keys(new)) < (*order(old), _keys(old)) else old


def _earliest(found: Reached) -> tuple[float, ...]:
    return found.day, -found.confidence, len(found.label.taken)


def _surest(found: Reached) -> tuple[float, ...]:
    return -found.confidence, found.day, len(found.label.taken)


def _keys(found: Reached) -> tuple[object, ...]:
    return found.row, [step.key for step, _ in found.label.taken]
