"""Queries made once for all who reach alike: what is of one alone, and the time, are their parameters.

A query with the conditions of a reach takes longer to make than to answer.
"""

import datetime as dt
from functools import cache
from typing import Any, Final

from sqlalchemy import Date, DateTime, Text, bindparam

from service.permissions import Reach, Role, Scope, Subject

NOW: Final = bindparam("_now", type_=DateTime(timezone=True))
TODAY: Final = bindparam("_today", type_=Date())
_OWN: Final = ("account", "territory", "organisation", "candidate", "sponsor")


def alike(reach: Reach) -> Reach:
    """Return the reach of all who reach alike, with parameters in place of their values: one object, time and again."""
    return _alike(reach.subject.role, frozenset(_own(reach.subject)), reach.scopes)


def own(reach: Reach, now: dt.datetime) -> dict[str, Any]:
    """Return the values of these parameters."""
    return {"_now": now, "_today": now.date()} | {f"_{name}": value for name, value in _own(reach.subject).items()}


def _own(who: Subject) -> dict[str, str]:
    return {name: value for name in _OWN if (value := getattr(who, name))}


@cache
def _alike(role: Role, names: frozenset[str], scopes: frozenset[Scope]) -> Reach:
    told: dict[str, Any] = {name: bindparam(f"_{name}", type_=Text()) for name in names}
    return Reach(Subject(role, **told), scopes)
