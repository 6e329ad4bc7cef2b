"""Second factors: the sealed secret of an app that shows codes, and codes on paper for when it is lost."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    func,
    select,
)

from service.db.base import metadata
from service.db.times import utc

second_factors = Table(
    "second_factors",
    metadata,
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),  # sealed by keys.py
    Column("confirmed_at", DateTime(timezone=True)),  # null = offered, not yet shown to work
    Column("last_step", BigInteger, nullable=False, server_default="0"),  # of 30 seconds: no code counts twice
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("paused_until", DateTime(timezone=True)),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("used_at", DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The second factor of an account."""

    account: str
    secret: bytes
    confirmed_at: dt.datetime | None = None
    last_step: int = 0
    failures: int = 0
    paused_until: dt.datetime | None = None


def get(connection: Connection, account: str) -> SecondFactor | None:
    """Return an account's second factor, offered or confirmed; None if it has none."""
    row = connection.execute(select(second_factors).where(second_factors.c.account == account)).one_or_none()
    if row is None:
        return None
    return SecondFactor(
        row.account, row.secret, utc(row.confirmed_at), row.last_step, row.failures, utc(row.paused_until)
    )


def save(connection: Connection, factor: SecondFactor) -> None:
    """Keep a second factor instead of the one that the account had."""
    forget(connection, factor.account)
    connection.execute(second_factors.insert(), {name: getattr(factor, name) for name in SecondFactor.__slots__})


def forget(connection: Connection, account: str) -> None:
    """Leave an account without second factor."""
    connection.execute(second_factors.delete().where(second_factors.c.account == account))


def set_recovery_codes(connection: Connection, account: str, digests: Iterable[str]) -> None:
    """Keep these instead of the codes that the account had."""
    connection.execute(recovery_codes.delete().where(recovery_codes.c.account == account))
    rows = [{"digest": digest, "account": account} for digest in digests]
    if rows:
        connection.execute(recovery_codes.insert(), rows)


def use_recovery_code(connection: Connection, account: str, digest: str, now: dt.datetime) -> bool:
    """Take a code and return whether it was one of the account's that had not been used."""
    here = (recovery_codes.c.account == account, recovery_codes.c.digest == digest, recovery_codes.c.used_at.is_(None))
    return bool(connection.execute(recovery_codes.update().where(*here).values(used_at=now)).rowcount)


def recovery_codes_left(connection: Connection, account: str) -> int:
    """Return how many codes an account has not used."""
    here = (recovery_codes.c.account == account, recovery_codes.c.used_at.is_(None))
    return int(connection.scalar(select(func.count()).select_from(recovery_codes).where(*here)) or 0)
