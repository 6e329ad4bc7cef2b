"""Answers about meetups as plain JSON: rounds from 1, identifiers as in the file, sentences beside the codes."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from matching.scheduling.infeasible import Cause
from matching.scheduling.model import HARD, Breach
from matching.scheduling.unkept import Unkept
from service.importers.meetup_file import MeetupFile
from service.meetup_words import broken, preferred, rule, rules
from service.usecases.meetups import Planned, Replanned

Json = dict[str, Any]


def plan(found: Planned, file: MeetupFile, language: str) -> Json:
    """Return a plan with its certificate, its breaks, and why it does not reach what it does not reach."""
    made = found.plan
    return {
        "meetings": _meetings(found),
        "total": _number(made.total),
        "bound": _number(made.bound),
        "gap": _number(made.gap),
        "proved": all(aim.proved for aim in made.aims) and made.gap < 1e-6,
        "worst_off": _number(made.worst_off),
        "least_served": _least_served(found),
        "aims": [
            {"aim": str(aim.aim), "value": _number(aim.value), "bound": _number(aim.bound), "proved": bool(aim.proved)}
            for aim in made.aims
        ],
        "breaks": _breaks(found),
        "alone": _alone(found),
        "broken": [unkept(one, file, language) for one in found.unkept],
        "stopped": made.stopped,
        "seconds": round(found.seconds, 3),
    }


def replan(found: Replanned, file: MeetupFile, language: str) -> Json:
    """Return a plan with the number of seats that changed, the fewest possible, and the sheets that changed."""
    sheets = [
        {"who": sheet.who, "before": _itinerary(sheet.before), "after": _itinerary(sheet.after)}
        for sheet in found.sheets
    ]
    nearer = preferred("changes", language)
    answer = plan(found.planned, file, language)
    for one in answer["broken"]:
        if not one["because"]:
            one |= {"preferred": "changes", "text": f"{one['text']} {nearer}"}
    changes = {"changed": found.changed, "changed_bound": found.changed_bound, "sheets": sheets}
    return answer | changes


def check(breaches: Iterable[Breach], file: MeetupFile, language: str) -> Json:
    """Return what a plan breaks; `ok` when nothing that must hold is broken."""
    told = list(breaches)
    return {
        "broken": [_breach(breach, broken(breach, file, language)) for breach in told],
        "ok": not any(breach.rule in HARD for breach in told),
    }


def impossible(cause: Cause, file: MeetupFile, language: str) -> Json:
    """Return the rules that together leave no plan; `minimal` where without any one of them there is one."""
    told = [_breach(breach, rule(breach, file, language)) for breach in cause.rules]
    return {"impossible": told, "minimal": cause.minimal}


def _breach(breach: Breach, text: str) -> Json:
    return {"rule": str(breach.rule), "who": list(breach.who), "text": text}


def unkept(one: Unkept, file: MeetupFile, language: str) -> Json:
    """Return what is not reached, with the rules that prevent it, or what was preferred to it."""
    because = [_breach(breach, rule(breach, file, language)) for breach in one.because]
    told = [broken(one.breach, file, language), *rules(one.because, file, language)]
    if one.preferred:
        told.append(preferred(one.preferred, language))
    aim = str(one.preferred) if one.preferred else None
    return _breach(one.breach, " ".join(told)) | {"because": because, "preferred": aim}


def _meetings(found: Planned) -> list[Json]:
    people, hosts = found.meetup.people, found.meetup.hosts
    rows = zip(found.plan.meetings.tolist(), found.table.tolist(), strict=True)
    seats = [
        {"round": turn + 1, "person": people[person], "host": hosts[host], "table": table}
        for (person, host, turn), table in rows
    ]
    return sorted(seats, key=lambda seat: (seat["round"], seat["table"]))


def _breaks(found: Planned) -> list[Json]:
    """Return who is there and meets nobody, round by round; rounds without such people are left out."""
    idle = found.meetup.person_free.copy()
    idle[found.plan.meetings[:, 0], found.plan.meetings[:, 2]] = False
    return [
        {"round": turn + 1, "people": [found.meetup.people[person] for person in np.flatnonzero(column)]}
        for turn, column in enumerate(idle.T)
        if column.any()
    ]


def _alone(found: Planned) -> list[str]:
    """Return the people and hosts who are there and meet nobody in the whole plan."""
    meetup, (person, host, _) = found.meetup, found.plan.meetings.T
    sides = (meetup.people, meetup.person_free, person), (meetup.hosts, meetup.host_free, host)
    return [
        who
        for names, free, meeting in sides
        for number, who in enumerate(names)
        if free[number].any() and number not in set(meeting.tolist())
    ]


def _least_served(found: Planned) -> list[str]:
    """Return those who could meet somebody and have the least total."""
    person, host, _ = found.plan.meetings.T
    totals = np.bincount(person, found.meetup.score[person, host], len(found.meetup.people))
    there = found.meetup.person_free.any(axis=1) | (totals > 0)
    least = there & (np.abs(totals - found.plan.worst_off) < 1e-9)
    return [found.meetup.people[one] for one in np.flatnonzero(least)]


def _itinerary(rows: list[tuple[int, str, int]]) -> list[Json]:
    return [{"round": turn, "with": other, "table": table} for turn, other, table in rows]


def _number(value: float) -> float:
    return round(float(value), 6)
