"""Whatever is called in whatever order: nobody is refused by no one, and companies see nobody before the notice."""

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from service import steps
from service.db import consents, introductions, reached
from service.db.documents import CANDIDATES
from service.db.memberships import memberships
from service.db.paging import Asked
from service.errors import ServiceError
from service.usecases import consenting, introducing
from tests.service.followed import (
    KEYS,
    TODAY,
    alias,
    by_adviser,
    database_url,  # noqa: F401
    follow,
    openings,
    people,
    right,
    suggest,
    tell,
)
from tests.service.world import HOME, NOW

ROLES = ("adviser", "adviser", "adviser", "candidate", "company")
ALL_REASONS = [None, *sorted({reason for reasons in steps.REASONS.values() for reason in reasons})]
FORWARD = ("proposed", "accepted", "met", "hired")
NAMES = sorted({*steps.LIFE, steps.DISPUTED})
CROWD = 25  # people at a time


def sequences(count, slow):
    return [count, pytest.param(slow, marks=pytest.mark.slow)]


def drawn_step(rng, rows, day=TODAY):
    """A step that somebody may try: most of them one that follows, else anything."""
    before = rows[-1].step if rows else steps.NEW
    ways = [(step, side) for step, sides in steps.LIFE.get(before, {}).items() for side in sides]
    if ways and rng.random() < 0.85:
        step, side = rng.choices(ways, [6 if way[0] in FORWARD else 1 for way in ways])[0]
    else:
        step, side = rng.choice(NAMES), rng.choice(list(steps.Side))
    reasons = steps.REASONS.get((step, side), ())
    reason = rng.choice(reasons or [None]) if rng.random() < 0.8 else rng.choice(ALL_REASONS)
    corrects = rows[-1].number if rows and rng.random() < 0.1 else None
    return steps.Told(step, side, day, reason, corrects)


def attempt(connection, act):
    try:
        with connection.begin_nested():
            return act()
    except ServiceError:
        return None


@pytest.mark.parametrize("count", sequences(120, 10_000))
def test_nobody_is_refused_or_not_presented_without_a_named_human_and_a_reason(world, count):
    rng, seen = random.Random(7), Counter()
    with world.store.write() as connection:
        [person] = people(connection, 1)
        follow(connection, world, [person])
        tell(connection, [person])
        [opening] = openings(connection, world, 1, positions=10_000)
        for _ in range(count):
            found, now = suggest(connection, world, person, opening), NOW
            for _ in range(rng.randint(2, 8)):
                now += dt.timedelta(days=rng.choice((1, 30, 61)))
                if rng.random() < 0.08:
                    introducing.expire(connection, now)
                    rows = introductions.steps_of(connection, [found.row.id])[found.row.id]
                    found = replace(found, row=introductions.bare(connection, found.row.id, now), steps=rows)
                    continue
                told, role = drawn_step(rng, found.steps, now.date()), rng.choice(ROLES)
                if role == "candidate":
                    connection.execute(memberships.update().where(memberships.c.role == role).values(candidate=person))
                where, version = right(world, role, "introduction"), found.row.version
                args = (connection, where, found.row.id, told, by_adviser(world), version, now)
                found = attempt(connection, lambda args=args: introducing.record(*args)) or found
            seen.update(step.step for step in found.steps)
            with_no_one = [step for step in found.steps if step.step != steps.UNANSWERED and not step.account]
            without_reason = [
                step for step in found.steps if steps.REASONS.get((step.step, step.side)) and not step.reason
            ]
            assert not with_no_one and not without_reason
            leave_alone(connection, person, opening)
    refused = seen["declined"] + seen["not_presented"]
    assert refused > count / 10 and seen["hired"] and seen["unanswered"]
    print(f"P7: {count} sequences, {sum(seen.values())} steps, {refused} refusals, 0 without a human and a reason")


def leave_alone(connection, person, opening):
    """Make room for the next introduction of the pair."""
    here = introductions.introductions
    same = (here.c.candidate == person, here.c.opening == opening)
    connection.execute(here.update().where(*same).values(open=False, answer_due=None))


def test_the_database_itself_refuses_a_refusal_by_nobody_or_for_nothing(world):
    with world.store.write() as connection:
        [person] = people(connection, 1)
        follow(connection, world, [person])
        found = suggest(connection, world, person, openings(connection, world, 1)[0])
        for step in (
            {"step": "declined", "side": "person", "account": None, "reason": "other"},
            {"step": "declined", "side": "person", "account": "somebody", "reason": None},
            {"step": "not_presented", "side": "adviser", "account": "somebody", "reason": None},
            {"step": "hired", "side": "company", "account": None, "reason": None},
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                introductions.append(connection, found.row.id, {**step, "day": TODAY, "at": NOW})


@pytest.mark.parametrize("count", sequences(25, 1_000))
def test_companies_are_shown_nobody_before_the_notice(world, count):
    rng, early, shown = random.Random(3), 0, 0
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1, positions=10_000)
        for _ in range(0, count, CROWD):
            crowd = connection.begin_nested()  # undone at its end: what a company may see is read after each step
            persons = people(connection, CROWD)
            follow(connection, world, persons)
            for person in persons:
                told = False
                for _ in range(6):
                    told = flow(connection, world, rng, person, opening) or told
                    seen = visible(connection, world, person)
                    early += bool(seen and not told)
                    shown += bool(seen)
            crowd.rollback()
    assert early == 0 and shown > count / 4
    print(f"P3: {count} flows, {shown} looks at somebody who had the notice, 0 before it")


def flow(connection, world, rng, person, opening):
    """Try one thing, in any order; return whether it was the notice."""
    act = rng.choice(("notice", "visible", "suggest", "ask", "step", "step"))
    proof, where = by_adviser(world), right(world, "adviser", "introduction")
    if act == "notice":
        consents.tell(connection, person, proof, NOW)
        return True
    if act == "visible":
        wanted, agreeing = consenting.Wanted("company_visibility"), right(world, "adviser", "consent")
        attempt(connection, lambda: consenting.give(connection, agreeing, person, wanted, proof, NOW))
    elif act == "suggest":
        attempt(connection, lambda: suggest(connection, world, person, opening))
    elif act == "ask":
        wanted = introducing.Wanted(opening, pseudonym=alias(connection, KEYS, opening, person))
        asking = right(world, "company", "introduction")
        attempt(connection, lambda: introducing.create(connection, KEYS, asking, wanted, None, NOW))
    for row in introducing.browse(connection, where, {"candidate": person}, Asked(), NOW)[1] if act == "step" else ():
        told = drawn_step(rng, row.steps)
        args = (connection, where, row.row.id, told, proof, row.row.version, NOW)
        attempt(connection, lambda args=args: introducing.record(*args))
    return False


def visible(connection, world, person):
    """Whether a company's queries give anything of a person."""
    mine, company = (right(world, role, "introduction", "R") for role in ("adviser", "company"))
    known = [found.row.id for found in introducing.browse(connection, mine, {"candidate": person}, Asked(), NOW)[1]]
    seen = [attempt(connection, lambda id=id: introducing.get(connection, company, id, NOW)) for id in known]
    profile = right(world, "company", "profile", "R")
    known = attempt(connection, lambda: reached.record(connection, profile, CANDIDATES, person, NOW))
    return any(seen) or known or person in reached.visible_people(connection, HOME, NOW)
