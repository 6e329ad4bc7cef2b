"""Whom a message goes to: the accounts in force of a person, a sponsor or an organisation."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from service.db.accounts import accounts
from service.db.memberships import in_force, memberships
from service.db.personal import personal_facts
from service.db.scoping import CASELOADS, agrees
from service.db.times import lasts
from service.permissions import Role


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


def of_sponsor(connection: Connection, sponsor: str, now: dt.datetime) -> list[Addressee]:
    """Return the accounts of a sponsor."""
    return _where(connection, now, memberships.c.sponsor == sponsor)


def of_account(connection: Connection, account: str, now: dt.datetime) -> list[Addressee]:
    """Return an account that is in force; nothing else."""
    return _where(connection, now, memberships.c.account == account)


def agreed(connection: Connection, candidate: str, language: str, now: dt.datetime) -> list[Addressee]:
    """Return the address in a person's file, if they agreed to messages by mail; it belongs to no account."""
    here = personal_facts.c
    told = select(here.value).where(here.candidate == candidate, here.name == "email", here.value != "")
    found = connection.scalar(told.where(agrees(candidate, "messages", now, detail="mail")))
    return [Addressee("", str(found), language)] if found else []


def of_role(connection: Connection, role: Role, now: dt.datetime) -> list[Addressee]:
    """Return the accounts of everybody in that role."""
    return _where(connection, now, memberships.c.role == role)


def _where(connection: Connection, now: dt.datetime, *which: ColumnElement[bool]) -> list[Addressee]:
    here = accounts.c
    able = (here.email.is_not(None), here.disabled_at.is_(None), in_force(now))
    query = select(here.id, here.email, here.language).join(memberships, memberships.c.account == here.id)
    rows = connection.execute(query.where(*able, *which).distinct().order_by(here.id))
    return [Addressee(*row) for row in rows]
