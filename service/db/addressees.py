"""Whom a message goes to: the accounts in force of a person, a sponsor or an organisation."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from service.db.accounts import accounts
from service.db.memberships import in_force, memberships
from service.db.personal import personal_facts
from service.db.rows import BATCH, batches
from service.db.scoping import CASELOADS, agrees
from service.db.times import lasts
from service.permissions import Role

_SAME: Final = memberships.c.account == accounts.c.id


class Addressee(NamedTuple):
    """Where one account gets its messages, and in which language."""

    account: str
    email: str
    language: str


def of_person(connection: Connection, candidate: str, now: dt.datetime) -> list[Addressee]:
    """Return the accounts of a person."""
    return _where(connection, now, memberships.c.candidate == candidate)


def of_advisers(connection: Connection, candidate: str, now: dt.datetime) -> list[Addressee]:
    """Return the accounts of those who follow a person."""
    here = CASELOADS.c
    following = select(here.adviser).where(here.candidate == candidate, lasts(here.starts_at, here.ends_at, now))
    return _where(connection, now, memberships.c.role == Role.ADVISER, memberships.c.account.in_(following))


def of_organisation(connection: Connection, organisation: str, role: Role, now: dt.datetime) -> list[Addressee]:
    """Return the accounts of those who act for an organisation in that role."""
    return _where(connection, now, memberships.c.organisation == organisation, memberships.c.role == role)


def of_many(connection: Connection, whose: str, ids: Iterable[str], now: dt.datetime) -> dict[str, list[Addressee]]:
    """Return the accounts of many at once, by id; `whose` is candidate, sponsor or account."""
    here, found = accounts.c, dict[str, list[Addressee]]()
    query = select(memberships.c[whose], here.id, here.email, here.language).join(memberships, _SAME)
    for batch in batches(ids, BATCH):
        rows = connection.execute(
            query.where(*_able(now), memberships.c[whose].in_(batch)).distinct().order_by(here.id)
        )
        for id, *told in rows:
            found.setdefault(id, []).append(Addressee(*told))
    return found


def agreed(connection: Connection, candidates: Iterable[str], language: str, now: dt.datetime) -> dict[str, Addressee]:
    """Return the addresses in the files of those who agreed to messages by mail, by id; they belong to no account."""
    here, found = personal_facts.c, dict[str, Addressee]()
    query = select(here.candidate, here.value).where(here.name == "email", here.value != "")
    query = query.where(agrees(here.candidate, "messages", now, detail="mail"))
    for batch in batches(candidates, BATCH):
        rows = connection.execute(query.where(here.candidate.in_(batch)))
        found |= {id: Addressee("", address, language) for id, address in rows}
    return found


def of_role(connection: Connection, role: Role, now: dt.datetime) -> list[Addressee]:
    """Return the accounts of everybody in that role."""
    return _where(connection, now, memberships.c.role == role)


def who_want_weekly(connection: Connection, role: Role, now: dt.datetime) -> list[Addressee]:
    """Return the accounts of everybody in that role who wants the weekly message."""
    return _where(connection, now, memberships.c.role == role, accounts.c.weekly)


def _where(connection: Connection, now: dt.datetime, *which: ColumnElement[bool]) -> list[Addressee]:
    here = accounts.c
    query = select(here.id, here.email, here.language).join(memberships, _SAME)
    rows = connection.execute(query.where(*_able(now), *which).distinct().order_by(here.id))
    return [Addressee(*row) for row in rows]


def _able(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (accounts.c.email.is_not(None), accounts.c.disabled_at.is_(None), in_force(now))
