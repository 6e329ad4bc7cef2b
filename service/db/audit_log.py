"""Reads the log: who saw somebody, what somebody did. Pages go back from the newest row by the rows' numbers."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, func, select

from service.db.audit import audit, audit_objects, pseudonyms
from service.db.times import utc


def about(connection: Connection, object: str, before: int | None, most: int) -> list[dict[str, Any]]:
    """Return the last rows about somebody or something, newest first; those before a row's number, if one is given."""
    here = audit_objects.c
    mine = (here.object == _pseudonym(object), audit.c.seq == here.seq)
    return _told(connection, select(audit).where(*mine), before, most)


def by_account(connection: Connection, account: str, before: int | None, most: int) -> list[dict[str, Any]]:
    """Return the last rows that an account made, newest first, likewise."""
    return _told(connection, select(audit).where(audit.c.account == _pseudonym(account)), before, most)


def of_organisation(connection: Connection, organisation: str, before: int | None, most: int) -> list[dict[str, Any]]:
    """Return the last rows that an organisation's people made, newest first, likewise."""
    return _told(connection, select(audit).where(audit.c.organisation == organisation), before, most)


def of_territory(connection: Connection, territory: str, before: int | None, most: int) -> list[dict[str, Any]]:
    """Return the last rows of a territory, newest first, likewise."""
    return _told(connection, select(audit).where(audit.c.territory == territory), before, most)


def seen_by(connection: Connection, account: str, since: dt.datetime) -> list[dict[str, Any]]:
    """Return whom and what an account has seen or changed since then: object, action, times, first and last time."""
    here, called = audit.c, pseudonyms.alias()
    query = (
        select(called.c.id, here.action, func.count(), func.min(here.at), func.max(here.at))
        .join(audit_objects, audit_objects.c.seq == here.seq)
        .join(called, called.c.pseudonym == audit_objects.c.object)
        .where(here.account == _pseudonym(account), here.at >= since)
        .group_by(called.c.id, here.action)
        .order_by(called.c.id, here.action)
    )
    names = ("object", "action", "times", "first", "last")
    rows = connection.execute(query)
    return [dict(zip(names, (*row[:3], utc(row[3]), utc(row[4])), strict=True)) for row in rows]


def _pseudonym(id: str) -> ScalarSelect[Any]:
    return select(pseudonyms.c.pseudonym).where(pseudonyms.c.id == id).scalar_subquery()


def _told(connection: Connection, query: Select[Any], before: int | None, most: int) -> list[dict[str, Any]]:
    """Return rows without hashes and pseudonyms; `by` is the account, where it is not forgotten."""
    hidden = ("account", "hash")
    who = select(pseudonyms.c.id).where(pseudonyms.c.pseudonym == audit.c.account).scalar_subquery()
    query = query if before is None else query.where(audit.c.seq < before)
    rows = connection.execute(query.add_columns(who.label("by")).order_by(audit.c.seq.desc()).limit(most))
    found = [{name: value for name, value in row._mapping.items() if name not in hidden} for row in rows]
    return [row | {"at": utc(row["at"])} for row in found]
