"""Why each step of a path is there, by leaving it out; and why no path leads to a goal."""

from collections.abc import Iterator, Sequence

import numpy as np

from matching.enums import Criterion, Evidence
from matching.explain import explain_pairs
from matching.market import candidate_table
from matching.model import Finding
from matching.pathways.gains import after_steps
from matching.pathways.model import Closed, Day, Impossible, Note, Path, Session, Step, Taken
from matching.pathways.search import Reached, Territory, is_open, step_confidence
from matching.pathways.standing import on_time
from matching.records import Record


def path_of(found: Reached, territory: Territory) -> Path:
    """Return a way that was found, with the reasons of its steps."""
    taken = found.label.taken
    steps = tuple(_taken(place, taken, found.row, territory) for place in range(len(taken)))
    free = found.label.free if taken else None
    record, change = after_steps(territory.record, [step.gives for step, _ in taken], free)
    opening = territory.goal.openings.take(slice(found.row, found.row + 1))
    [match] = explain_pairs(
        candidate_table(record, territory.market), opening, territory.market.taxonomy, territory.profile
    )
    return Path(steps, int(opening.ids[0]), found.day, found.confidence, match.to_check, change)


def _taken(place: int, taken: Sequence[tuple[Step, Session]], row: int, territory: Territory) -> Taken:
    step, session = taken[place]
    before = frozenset(done.key for done, _ in taken[:place])
    unknown = tuple(territory.conditions(before, step)[1])
    missing = territory.eligible(step, session).missing
    sure = step_confidence(session, len(unknown) + len(missing))
    return Taken(step, session, sure, tuple(_why(place, taken, row, territory)), unknown, missing)


def _why(place: int, taken: Sequence[tuple[Step, Session]], row: int, territory: Territory) -> Iterator[Note]:
    """Yield what would break, or be less, without one step of a path."""
    step, steps = taken[place][0], [each for each, _ in taken]
    for later in range(place + 1, len(steps)):
        if step.key in steps[later].after:
            yield Note("path_comes_before", {"step": steps[later].key})
        done = frozenset(each.key for each in steps[:later]) - {step.key}
        for finding in territory.conditions(done, steps[later])[0]:
            yield Note("path_opens_step", {"step": steps[later].key, "finding": finding})
    whole = frozenset(each.key for each in steps)
    with_it, without = territory.standing(whole), territory.standing(whole - {step.key})
    if not without.open[row]:
        for finding in _blockers(territory.after(whole - {step.key}), row, territory):
            yield Note("path_lifts", {"finding": finding})
    if without.score[row] < with_it.score[row] - 1e-12:
        scores = {"before": float(without.score[row]), "after": float(with_it.score[row])}
        yield Note("path_raises", scores)
    if without.unknown[row] > with_it.unknown[row]:
        yield Note("path_settles", {"count": int(without.unknown[row] - with_it.unknown[row])})


def _blockers(record: Record, row: int, territory: Territory) -> tuple[Finding, ...]:
    """Return the musts of one opening of the goal that a record breaks, its dates left out."""
    opening = territory.goal.openings.take(slice(row, row + 1))
    table = candidate_table(record, territory.market)
    [match] = explain_pairs(table, opening, territory.market.taxonomy, territory.profile)
    return tuple(finding for finding in match.blockers if finding.criterion != Criterion.START)


def why_not(territory: Territory, helpful: Sequence[Step], first: Day) -> Impossible:
    """Return what keeps the goal out of reach, when it is: as if every step that helps could be followed."""
    least = territory.goal.least
    closed = tuple(shut for step in helpful if (shut := _closed(step, territory, first)) is not None)
    if not len(territory.goal.openings):
        return Impossible(None, (), 0.0, least, (), closed)
    everything = frozenset(step.key for step in helpful)
    found = territory.standing(everything)
    late = on_time(found, first) == Evidence.NOT_MET
    row = int(np.lexsort((-found.score, late, ~found.open))[0])
    opening = territory.goal.openings.take(slice(row, row + 1))
    table = candidate_table(territory.after(everything), territory.market)
    [match] = explain_pairs(table, opening, territory.market.taxonomy, territory.profile)
    told = next(reason.numbers for reason in match.reasons if reason.criterion == Criterion.SKILLS)
    missing = (*told.get("missing_skills", ()), *told.get("open_skills", ()))
    return Impossible(int(opening.ids[0]), match.blockers, float(found.score[row]), least, missing, closed)


def _closed(step: Step, territory: Territory, first: Day) -> Closed | None:
    """Return why a step cannot be taken even when all others were done before it; None where it can."""
    notes = []
    others = frozenset(territory.steps) - {step.key}
    if not any(session.start >= first for session in step.sessions):
        notes.append(Note("path_step_over"))
    elif not any(is_open(session, first) for session in step.sessions):
        notes.append(Note("path_step_full"))
    notes += [Note("path_step_before", {"step": key}) for key in sorted(step.after - others)]
    judged = [territory.eligible(step, session) for session in step.sessions if is_open(session, first)]
    if judged and all(each.evidence == Evidence.NOT_MET for each in judged):
        facts = dict.fromkeys(reason.condition.fact for reason in judged[0].reasons)
        notes.append(Note("path_step_refused", {"facts": list(facts)}))
    blockers = tuple(territory.conditions(others, step)[0])
    return Closed(step, tuple(notes), blockers) if notes or blockers else None
