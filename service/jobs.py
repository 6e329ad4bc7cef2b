"""What runs by itself: messages every minute, backups every few, seals every hour, reminders and tidying at night.

A job is steps, each one transaction of a use case, which may run twice without doing anything twice. What a run
did stands in the table of runs. In a dry run every transaction is undone.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from service.api.calls import Services
from service.backups.folder import beside, marks_beside
from service.db import job_runs, outbox
from service.errors import Conflict, NotFound, ServiceError
from service.keys import key_file
from service.mail import post_office
from service.usecases import (
    alerting,
    erasing,
    figures,
    follow_ups,
    introducing,
    keeping,
    mailing,
    reminding,
    retaining,
    statuses,
    tidying,
    understanding,
    weekly,
)

Step = Callable[[Connection, Services, dt.datetime], int]

LONGEST_PAUSE: Final = dt.timedelta(hours=48)  # longer, and perhaps the clock is wrong: then nothing is forgotten

REMINDERS: Final[Mapping[str, Step]] = {
    "introductions_ended": lambda c, s, now: introducing.expire(c, now),
    "told_of_their_end": lambda c, s, now: reminding.of_unanswered(c, now),
    "replies": lambda c, s, now: reminding.of_replies(c, now),
    "openings_ended": lambda c, s, now: tidying.openings(c, now),
    "openings_closing": lambda c, s, now: reminding.of_closing(c, now),
    "openings_stale": lambda c, s, now: reminding.of_stale(c, now),
    "still_at_work": lambda c, s, now: follow_ups.ask(c, now),
    "figures": lambda c, s, now: figures.count(c, s.keys, now),
    "consents_ending": lambda c, s, now: follow_ups.tell(c, now),
    "alerts": lambda c, s, now: alerting.tell(c, now),
}
FORGETTING: Final[Mapping[str, Step]] = {  # the rules of retention.toml
    "activity": lambda c, s, now: retaining.sign_ins_noted(c),
    "erasure_requests": lambda c, s, now: retaining.erasure_requests(c, s.keys, now),
    "candidates": lambda c, s, now: retaining.people(c, s.keys, "candidates", now),
    "sponsors": lambda c, s, now: retaining.people(c, s.keys, "sponsors", now),
    "accounts": lambda c, s, now: retaining.people(c, s.keys, "accounts", now),
    "introductions": lambda c, s, now: retaining.introductions(c, now),
    "proofs": lambda c, s, now: retaining.proofs(c),
    "runs": lambda c, s, now: retaining.shown(c, now),
    "requests": lambda c, s, now: retaining.requests(c, now),
    "answers": lambda c, s, now: tidying.answers(c, now),
    "sign_ins": lambda c, s, now: tidying.sign_ins(c, now),
    "messages": lambda c, s, now: tidying.messages(c, now),
    "log": lambda c, s, now: tidying.log(c, s.keys, now),
    "files": lambda c, s, now: tidying.files(c, now),
    "drafts": lambda c, s, now: tidying.drafts(c, now),
}
JOBS: Final[Mapping[str, Mapping[str, Step]]] = {
    "seal": {
        "statuses": lambda c, s, now: statuses.seal_imported(c, s.keys, now),
        "rows": lambda c, s, now: tidying.seal(c, s.keys),
    },
    "reminders": REMINDERS,
    "forgetting": FORGETTING,
}
NAMES: Final = ("mail", *JOBS, "weekly", "backup", "understand")
OFTEN: Final = ("backup", "understand")  # of whose runs only the last is kept
NIGHTLY: Final = ("reminders", "weekly", "seal", "backup", "forgetting")


@dataclass
class Result:
    """What a run did: how many of each, and the codes of the errors of steps that failed."""

    done: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class _Undone(Exception):
    """Ends a transaction of a dry run."""


def run(services: Services, name: str, dry_run: bool = False, sure: bool = False) -> Result:
    """Run a job and return what it did; a dry run returns what it would do.

    Raise NotFound for another name, and Conflict, nothing done, where something would be forgotten although
    the clock has jumped since the last time, unless somebody is `sure` that it is right.
    """
    if name not in NAMES:
        raise NotFound(f"no job is called {name}: there are {', '.join(NAMES)}")
    if dry_run or name == "mail":  # every minute; what became of a message stands beside it
        return _work(services, name, dry_run)
    now = services.now()
    with services.store.write() as connection:
        last = job_runs.last(connection, name)
        id = job_runs.start(connection, name, now)
    jumped = (
        name == "forgetting" and last is not None and not sure and not dt.timedelta(0) <= now - last <= LONGEST_PAUSE
    )
    result = Result(errors={"clock": "clock_jumped"}) if jumped else _work(services, name, False)
    with services.store.write() as connection:
        job_runs.end(connection, id, services.now(), json.dumps(result.done), " ".join(result.errors.values()))
        if name in OFTEN and not result.errors:
            job_runs.only_last(connection, name, id)
    if jumped:
        raise Conflict("the last run was not within 48 hours: check the clock, then run it with --sure", "clock_jumped")
    return result


def backups(services: Services) -> Path:
    """Return the folder of backups: beside the keys."""
    return beside(key_file(services.settings))


def _work(services: Services, name: str, dry_run: bool) -> Result:
    if name == "mail":
        return _mail(services, dry_run)
    if name == "backup":
        return _backup(services, dry_run)
    if name == "weekly":
        return _weekly(services, dry_run)
    if name == "understand":
        return Result(understanding.catch_up(services.store, dry_run))
    result = Result()
    for step, act in JOBS[name].items():
        try:
            result.done[step] = _one(services, act, dry_run)
        except Exception as error:  # one step that fails keeps no other from its work; the run tells of it
            result.errors[step] = _code(error)
    if name == "forgetting" and not dry_run:
        erasing.finish(services.store, marks_beside(key_file(services.settings)))
    return result


def _one(services: Services, act: Step, dry_run: bool) -> int:
    done = 0
    try:
        with services.store.write() as connection:
            done = act(connection, services, services.now())
            if dry_run:
                raise _Undone
    except _Undone:
        pass
    return done


def _mail(services: Services, dry_run: bool) -> Result:
    if dry_run or not services.settings.smtp:
        with services.store.read() as connection:
            return Result({"waiting": outbox.waiting(connection)})
    return Result(dict(mailing.send_due(services.store, partial(post_office, services.settings), services.now)))


def _backup(services: Services, dry_run: bool) -> Result:
    if dry_run:
        return Result()
    try:
        made = keeping.back_up(services.store, services.keys, backups(services), services.now())
    except (ServiceError, OSError) as error:
        return Result(errors={"backup": _code(error)})
    return Result({"bytes": made.size, "pruned": len(made.pruned)})


def _weekly(services: Services, dry_run: bool) -> Result:
    """Write to one after the other, each in a transaction of their own: what they are told takes time to find out."""
    now, result = services.now(), Result({"told": 0})
    with services.store.read() as connection:
        due = weekly.due(connection, now)
    for one in due:
        try:
            told = weekly.tell(services.store, services.keys, one, services.settings.url.rstrip("/"), now, dry_run)
            result.done["told"] += told
        except Exception as error:  # as above: nobody waits because of somebody else
            result.errors["told"] = _code(error)
    return result


def _code(error: Exception) -> str:
    return error.code if isinstance(error, ServiceError) else type(error).__name__
