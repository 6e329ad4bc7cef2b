"""Accounts: one for each person who signs in, and one for each program that has a key."""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Connection, DateTime, Integer, Row, Table, Text, func, select, true

from service.db.base import metadata
from service.db.rows import batches
from service.db.times import utc
from service.errors import NotFound, Stale

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, unique=True),  # normalised; null = a program, or somebody who is erased
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False, server_default="fr"),
    Column("password", Text, nullable=False, server_default=""),  # argon2id; empty = signs in by links
    Column("weekly", Boolean, nullable=False, server_default=true()),  # wants the weekly message, where a role has one
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("disabled_at", DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, or a program that has a key (no e-mail)."""

    id: str
    email: str | None
    name: str
    language: str
    password: str
    weekly: bool
    version: int
    disabled_at: dt.datetime | None


def normalised(email: str) -> str:
    """Return an address in the one form that is compared."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def add(connection: Connection, email: str | None, name: str, language: str, now: dt.datetime) -> str:
    """Return the id of a new account; the caller has looked that no other has the address."""
    new = {"id": str(uuid.uuid4()), "email": email and normalised(email), "name": name, "language": language}
    connection.execute(accounts.insert(), {**new, "created_at": now})
    return str(new["id"])


def get(connection: Connection, account: str) -> Account:
    """Return an account by its id; raise NotFound."""
    row = connection.execute(select(accounts).where(accounts.c.id == account)).one_or_none()
    if row is None:
        raise NotFound("no such account")
    return _account(row)


def among(connection: Connection, ids: Iterable[str]) -> dict[str, Account]:
    """Return those of these accounts that exist, by their ids."""
    queries = (select(accounts).where(accounts.c.id.in_(some)) for some in batches(ids, 500))
    return {row.id: _account(row) for query in queries for row in connection.execute(query)}


def by_email(connection: Connection, email: str) -> Account | None:
    """Return the account with an address, in whatever case it is written; None if nobody has it."""
    row = connection.execute(select(accounts).where(accounts.c.email == normalised(email))).one_or_none()
    return row and _account(row)


def change(connection: Connection, account: str, expected: int, **values: str | bool) -> None:
    """Change a name, a language or a wish; raise Stale when the account is no longer in that version."""
    here = (accounts.c.id == account, accounts.c.version == expected)
    done = connection.execute(accounts.update().where(*here).values(**values, version=accounts.c.version + 1))
    if not done.rowcount:
        raise Stale("this account has changed meanwhile: read it again, then change it")


def set_password(connection: Connection, account: str, password: str) -> None:
    """Keep another hash."""
    connection.execute(accounts.update().where(accounts.c.id == account).values(password=password))


def introduce(connection: Connection, account: str, email: str, name: str) -> None:
    """Say whose an account is that nobody had; the caller has looked that no other has the address."""
    values = {"email": normalised(email), "name": name, "version": accounts.c.version + 1}
    connection.execute(accounts.update().where(accounts.c.id == account).values(**values))


def disable(connection: Connection, account: str, now: dt.datetime) -> None:
    """Let nobody sign in with an account any more; a disabled one stays as it is."""
    here = (accounts.c.id == account, accounts.c.disabled_at.is_(None))
    connection.execute(accounts.update().where(*here).values(disabled_at=now, version=accounts.c.version + 1))


def _account(row: Row[Any]) -> Account:
    known = (row.id, row.email, row.name, row.language, row.password, row.weekly, row.version)
    return Account(*known, utc(row.disabled_at))
