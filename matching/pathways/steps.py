"""Steps from what the territory offers, and those of them that help on the way to a goal."""

import datetime as dt
import math
from collections.abc import Iterable

import numpy as np

from matching.market import Market, opening_table
from matching.model import Openings
from matching.pathways.gains import after_steps
from matching.pathways.model import Goal, Session, Step
from matching.pathways.standing import Floats, evidence
from matching.records import Record

DAYS_A_MONTH = 365.25 / 12


def course_steps(openings: Iterable[tuple[str, Record]]) -> tuple[list[Step], list[str]]:
    """Return the named openings that give something as steps, and the names of those without a date or a length."""
    steps, undated = [], []
    for name, record in openings:
        if any(record.get("gives", {}).values()):
            if "start" in record and "months" in record:
                steps.append(_course(name, record))
            else:
                undated.append(name)
    return steps, undated


def _course(name: str, record: Record) -> Step:
    start = dt.date.fromisoformat(record["start"]).toordinal()
    end = start + max(0, math.ceil(record["months"] * DAYS_A_MONTH) - 1)
    session = Session(start, end, record.get("positions"))
    return Step(name, record.get("title", ""), record, (session,), record["gives"])


def helpful(record: Record, steps: Iterable[Step], goal: Goal, market: Market) -> list[Step]:
    """Return the steps that may help: what they bring changes what is met of the goal, or of a step that helps.

    What a step brings counts no more beside other gains than alone (skills and licences cover what is asked, at
    best), so a step that changes nothing alone never does.
    """
    steps = list(steps)
    changed = {step.key: after_steps(record, [step.gives])[0] for step in steps}
    found: dict[str, Step] = {}
    targets: list[tuple[Openings, frozenset[str]]] = [(goal.openings, frozenset())]
    while targets:
        openings, before = targets.pop()
        now = evidence(record, openings, market)
        for step in steps:
            if step.key not in found and (
                step.key in before or _changes(record, changed[step.key], now, openings, market)
            ):
                found[step.key] = step
                targets.append((opening_table(step.opening, market), step.after))
    return [step for step in steps if step.key in found]


def _changes(record: Record, changed: Record, now: Floats, openings: Openings, market: Market) -> bool:
    """Return whether what a step brings changes what is met of any of some openings."""
    return changed is not record and not np.array_equal(now, evidence(changed, openings, market))
