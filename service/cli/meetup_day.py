"""The file of a meetup as a day changed it, so that the next plan is made, checked and printed with it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.scheduling.after import Floats
from matching.scheduling.model import Meetup
from service.usecases.meetups import Day

Json = dict[str, Any]


def changed_document(document: Mapping[str, Any], scored: bool, today: Meetup, day: Day) -> Json:
    """Return a meetup's file with what `today`, the meetup as it is, has otherwise; all else as it was.

    Whoever comes late, leaves or is absent gets the rounds missed under `away`. A host more stands at the end, with
    the score that the plan gave each person there, if the file has scores.
    """
    moved = {*day.absent, *day.late, *day.leaving}
    people = _guests(document["people"], today.people, today.person_free, moved)
    hosts = _guests(document["hosts"], today.hosts, today.host_free, moved)
    for host, seats in zip(hosts, today.seats.tolist(), strict=True):
        if host["id"] in day.hosts:
            host["seats"] = seats
    gone = set(np.flatnonzero(~today.person_free.any(axis=1)).tolist())
    people = [person | {"min_meetings": 0} if place in gone else person for place, person in enumerate(people)]
    told: Json = {**document, "people": people, "hosts": hosts}
    told |= {key: _pairs(today, rows) for key, rows in (("must", today.must), ("wish", today.wish)) if key in document}
    if scored:
        told["scores"] = [*document["scores"], *_scores_of_new(today, len(document["hosts"]))]
    return told


def reranked_document(
    document: Mapping[str, Any], meetup: Meetup, scores: Floats, met: Sequence[tuple[str, str, int]]
) -> Json:
    """Return a meetup's file with new scores, with the meetings that took place, and with nobody in rounds over."""
    people, hosts = np.nonzero(scores)
    told = [
        [meetup.people[person], meetup.hosts[host], score]
        for person, host, score in zip(people.tolist(), hosts.tolist(), scores[people, hosts].tolist(), strict=True)
    ]
    ahead = np.arange(meetup.rounds) >= max((turn for _, _, turn in met), default=0)
    moved = {*meetup.people, *meetup.hosts} if met else set()
    guests = {
        "people": _guests(document["people"], meetup.people, meetup.person_free & ahead, moved),
        "hosts": _guests(document["hosts"], meetup.hosts, meetup.host_free & ahead, moved),
    }
    return {**document, **guests, "scores": told, "met": [list(row) for row in met]}


def _guests(
    records: Sequence[Json], names: Sequence[str], free: NDArray[np.bool_], moved: Collection[str]
) -> list[Json]:
    """Return the records, with new ones at the end; of those who moved, with the rounds that each misses."""
    known = [*records, *({} for _ in names[len(records) :])]
    return [
        {**record, "id": name} if name not in moved else _missing(record, name, there)
        for record, name, there in zip(known, names, free, strict=True)
    ]


def _missing(record: Json, name: str, there: NDArray[np.bool_]) -> Json:
    kept = {key: value for key, value in record.items() if key not in ("from", "until", "away")}
    return {**kept, "id": name, "away": (np.flatnonzero(~there) + 1).tolist()}


def _pairs(meetup: Meetup, rows: NDArray[np.int64]) -> list[list[str]]:
    return [[meetup.people[person], meetup.hosts[host]] for person, host in rows.tolist()]


def _scores_of_new(meetup: Meetup, known: int) -> list[list[Any]]:
    return [
        [person, host, score]
        for place, host in enumerate(meetup.hosts[known:], start=known)
        for person, score in zip(meetup.people, meetup.score[:, place].tolist(), strict=True)
        if score
    ]
