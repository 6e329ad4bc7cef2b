"""Suggestions that are set aside for a person, with a reason from a short list, and taken up again."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from service.db import dismissals, meetups, reached
from service.db.documents import CANDIDATES, KINDS
from service.errors import Invalid
from service.permissions import Action, Policy, Reach
from service.permissions import reach as reach_of

REASONS: Final = (
    *("too_far", "hours", "pay", "other_field", "conditions", "requirement", "not_ready", "already_known"),
    *("not_now", "other"),
)
_IS_THERE: Final[Mapping[str, Callable[[Connection, Reach, str, dt.datetime], Any]]] = {
    "opening": lambda c, reach, id, now: reached.record(c, reach, KINDS["openings"], id, now),
    "sponsor": lambda c, reach, id, now: reached.record(c, reach, KINDS["sponsors"], id, now),
    "meetup": lambda c, reach, id, now: meetups.get(c, reach, id),
}


def set_aside(
    connection: Connection, reach: Reach, person: str, kind: str, counterpart: str, reason: str, now: dt.datetime
) -> str:
    """Hide an opening, a sponsor or a meetup (`kind`) from a person's suggestions; return the id of that.

    Raise NotFound for who or what is out of reach, Invalid for a reason that is none, Conflict where it was done.
    """
    if reason not in REASONS:
        raise Invalid("reason: choose one of the list", "reason", (("reason", "missing"),))
    reached.record(connection, reach, CANDIDATES, person, now)
    _IS_THERE[kind](connection, reach_of(reach.subject, Policy(kind, Action.READ)), counterpart, now)
    return dismissals.add(connection, person, kind, counterpart, reason, reach.subject.account or "", now)


def restore(connection: Connection, reach: Reach, person: str, dismissal: str, now: dt.datetime) -> str:
    """Show again what was set aside, and return the kind of that; raise NotFound."""
    reached.record(connection, reach, CANDIDATES, person, now)
    found = dismissals.remove(connection, person, dismissal)
    return next(kind for kind in dismissals.KINDS if getattr(found, kind) is not None)
