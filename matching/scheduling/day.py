"""What a day changes in a meetup: who is not there, a table more, and what has taken place."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.scheduling.model import Meetings, Meetup

Rounds = NDArray[np.bool_]  # one for each round


def without(meetup: Meetup, who: str, missed: Rounds) -> Meetup:
    """Return the meetup where a person or host misses some rounds; nothing is asked of who misses them all."""
    person = np.array([name == who for name in meetup.people])
    host = np.array([name == who for name in meetup.hosts])
    person_free = meetup.person_free & ~(person[:, None] & missed)
    host_free = meetup.host_free & ~(host[:, None] & missed)
    gone, closed = person & ~person_free.any(axis=1), host & ~host_free.any(axis=1)
    return replace(
        meetup,
        person_free=person_free,
        host_free=host_free,
        minimum=np.where(gone, 0, meetup.minimum),
        must=meetup.must[~gone[meetup.must[:, 0]] & ~closed[meetup.must[:, 1]]],
        wish=meetup.wish[~gone[meetup.wish[:, 0]] & ~closed[meetup.wish[:, 1]]],
    )


def with_table(meetup: Meetup, host: str, seats: int) -> Meetup:
    """Return the meetup with that many seats at a host's table; a new host scores each person's mean, and is there."""
    if host in meetup.hosts:
        return replace(meetup, seats=np.where(np.array(meetup.hosts) == host, seats, meetup.seats))
    mean = meetup.score.mean(axis=1, keepdims=True) if meetup.hosts else np.ones((len(meetup.people), 1))
    return replace(
        meetup,
        hosts=(*meetup.hosts, host),
        score=np.hstack([meetup.score, mean]),
        host_free=np.vstack([meetup.host_free, np.ones((1, meetup.rounds), dtype=np.bool_)]),
        seats=np.append(meetup.seats, seats),
        company=np.append(meetup.company, -1),
    )


def on_the_day(meetup: Meetup, published: Meetings, now: int) -> Meetup:
    """Return what is left to plan from round `now` on: earlier rounds are closed, and their meetings are pinned.

    What took place is what `meetup.met` says; when that is empty, what was published for people and hosts who were
    there.
    """
    person, host, round_ = published.T
    held = published[meetup.person_free[person, round_] & meetup.host_free[host, round_]]
    met = meetup.met if len(meetup.met) else held
    open_ = np.arange(meetup.rounds) >= now
    return replace(
        meetup,
        person_free=meetup.person_free & open_,
        host_free=meetup.host_free & open_,
        met=met[met[:, 2] < now],
    )
