"""After a meetup: who came, who met, who wants to go on; and the later rounds in the light of the first."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from matching.scheduling.after import Answers, Floats, Learned, learn, reranked
from service.errors import Invalid
from service.importers.attendance_file import Absent, Answer
from service.importers.base import Problem
from service.importers.meetup_file import MeetupFile
from service.importers.plan_file import Seat

MOST_SCORE = 1e6  # what a meetup's file may hold
FEWEST = 11  # answers that a count of yes or a weight needs, so that it tells nothing of anybody


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two who both want to go on."""

    person: str
    host: str
    round: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """How the people, or the hosts, took part."""

    planned: int  # who have a meeting in the plan
    present: int  # who met somebody
    absent: int  # who are told absent and met nobody
    answers: int  # of meetings: wants to go on, or not
    yes: int | None  # None where fewer than FEWEST answers would tell who


@dataclass(frozen=True, slots=True)
class Figures:
    """How a meetup went, in numbers that name nobody."""

    planned: int  # meetings
    met: int
    missed: int
    not_told: int
    people: Side
    hosts: Side
    mutual: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows a meetup. Interest of one side alone stands nowhere in it."""

    figures: Figures
    introductions: tuple[Introduction, ...]


def agreeing(answers: Iterable[Answer], seats: Sequence[Seat]) -> tuple[list[Answer], list[Problem]]:
    """Return the answers that go with the plan, each meeting once, and the problems with the others."""
    planned = {(person, host): turn for turn, person, host, _ in seats}
    named = {guest for pair in planned for guest in pair}
    kept: dict[tuple[str, str], Answer] = {}
    problems: list[Problem] = []
    for answer in answers:
        where, reason = _against(answer, planned, named, kept)
        if reason:
            problems.append(Problem(answer.line, where, reason))
        else:
            kept[answer.person, answer.host] = answer
    return list(kept.values()), problems


def outcome(file: MeetupFile, seats: Sequence[Seat], answers: Sequence[Answer]) -> Outcome:
    """Return what follows answers that go with the plan; introductions in the order of the rounds."""
    mutual = sorted(
        (answer for answer in answers if answer.by_person and answer.by_host and answer.met),
        key=lambda answer: (answer.round, answer.person, answer.host),
    )
    found = tuple(
        Introduction(to.person, to.host, to.round, file.reasons.get((to.person, to.host), ())) for to in mutual
    )
    return Outcome(_figures(seats, answers, len(found)), found)


def learned(file: MeetupFile, answers: Sequence[Answer], evidence: Floats) -> Learned:
    """Return what the answers of meetings that took place teach; `evidence` as for matching's `learn`."""
    met = [answer for answer in answers if answer.met]
    people, hosts = (
        {name: place for place, name in enumerate(names)} for names in (file.meetup.people, file.meetup.hosts)
    )
    given = Answers(
        np.array([people[answer.person] for answer in met], dtype=np.int64),
        np.array([hosts[answer.host] for answer in met], dtype=np.int64),
        _wants(answer.by_person for answer in met),
        _wants(answer.by_host for answer in met),
    )
    return learn(given, evidence)


def new_scores(file: MeetupFile, found: Learned, evidence: Floats) -> Floats:
    """Return the scores for the rounds that are left, shape (people, hosts)."""
    return np.minimum(reranked(file.meetup.score, found, evidence), MOST_SCORE)


def rounded(scores: Floats) -> Floats:
    """Return scores to two decimals, or to two digits of the greatest where that is less than 0.1.

    Whoever reads them learns little of single answers; what is more than 0 stays so.
    """
    greatest = scores.max(initial=0.0)
    decimals = max(2, 1 - math.floor(math.log10(greatest))) if greatest > 0 else 2
    least = np.where(scores > 0, 10.0**-decimals, 0.0)
    return np.maximum(np.round(scores, decimals), least)


def told_of_hosts(file: MeetupFile, answers: Sequence[Answer]) -> list[bool]:
    """Return for each host whether people and host gave FEWEST answers about each other, so that none shows."""
    people, hosts = (
        Counter(answer.host for answer in answers if answer.met and want(answer) is not None)
        for want in (attrgetter("by_person"), attrgetter("by_host"))
    )
    return [min(people[host], hosts[host]) >= FEWEST for host in file.meetup.hosts]


def took_place(file: MeetupFile, answers: Iterable[Answer]) -> list[tuple[str, str, int]]:
    """Return the meetings so far, those that the file had already among them, in the order of the rounds.

    Raise Invalid where the file has another round for a pair.
    """
    meetup = file.meetup
    told = {(meetup.people[person], meetup.hosts[host]): int(turn) + 1 for person, host, turn in meetup.met}
    for answer in answers:
        if answer.met:
            turn = told.setdefault((answer.person, answer.host), answer.round)
            if turn != answer.round:
                raise Invalid(
                    f"line {answer.line}: in the meetup these two met in round {turn}; correct one of the two"
                )
    return sorted(((*pair, turn) for pair, turn in told.items()), key=lambda met: (met[2], met[0], met[1]))


def _against(
    answer: Answer,
    planned: dict[tuple[str, str], int],
    named: set[str],
    kept: dict[tuple[str, str], Answer],
) -> tuple[str, str]:
    """Return the field and the reason that an answer does not go with the plan; both empty where it does."""
    pair = (answer.person, answer.host)
    for field, guest in zip(("person", "host"), pair, strict=True):
        if guest not in named:
            return field, f"{guest!r} has no meeting in the plan; correct it, or take the plan that was played"
    if pair not in planned:
        return "host", f"{answer.person!r} does not meet {answer.host!r} in the plan; correct it, or add the meeting"
    if planned[pair] != answer.round:
        return "round", f"in the plan these two meet in round {planned[pair]}, not {answer.round}"
    if pair in kept:
        return "line", f"the same meeting as line {kept[pair].line}; the first is kept"
    return "", ""


def _figures(seats: Sequence[Seat], answers: Sequence[Answer], mutual: int) -> Figures:
    met, missed = (sum(answer.met is took_place for answer in answers) for took_place in (True, False))
    people = [(a.person, a.met, a.absent in (Absent.PERSON, Absent.BOTH), a.by_person) for a in answers]
    hosts = [(a.host, a.met, a.absent in (Absent.HOST, Absent.BOTH), a.by_host) for a in answers]
    return Figures(
        planned=len(seats),
        met=met,
        missed=missed,
        not_told=len(seats) - met - missed,
        people=_side({person for _, person, _, _ in seats}, people),
        hosts=_side({host for _, _, host, _ in seats}, hosts),
        mutual=mutual,
    )


def _side(planned: set[str], told: Sequence[tuple[str, bool | None, bool, bool | None]]) -> Side:
    """Return the figures of one side, told of each meeting: who, whether it was, whether they were absent, interest."""
    present = {who for who, met, _, _ in told if met}
    absent = {who for who, _, away, _ in told if away} - present
    wants = [want for _, met, _, want in told if met and want is not None]
    return Side(len(planned), len(present), len(absent), len(wants), sum(wants) if len(wants) >= FEWEST else None)


def _wants(said: Iterable[bool | None]) -> Floats:
    return np.array([np.nan if want is None else float(want) for want in said], dtype=np.float64)
