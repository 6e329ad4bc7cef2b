"""One-time links that come by mail: only a digest is kept, and each is used once."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Table, Text, select

from service.db.base import metadata
from service.tokens import digest, new_token

SIGN_IN, INVITATION, DEMONSTRATION = "sign_in", "invitation", "demonstration"
MINUTES: Final = 15
DAYS: Final = 8
LIVES: Final = {
    SIGN_IN: dt.timedelta(minutes=MINUTES),
    INVITATION: dt.timedelta(days=DAYS),
    DEMONSTRATION: dt.timedelta(hours=8),
}
SLACK: Final = dt.timedelta(minutes=5)  # that clocks of hosts may differ

links = Table(
    "links",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("purpose", Text, nullable=False),  # sign_in, invitation, demonstration
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("membership", Text, ForeignKey("memberships.id", ondelete="CASCADE")),  # the role to begin with
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens."""

    digest: str
    purpose: str
    account: str
    membership: str | None


def make(connection: Connection, purpose: str, account: str, membership: str | None, now: dt.datetime) -> str:
    """Return the token of a new link, which is kept nowhere else."""
    token, until = new_token(), now + LIVES[purpose]
    row = {"purpose": purpose, "account": account, "membership": membership, "made_at": now, "expires_at": until}
    connection.execute(links.insert(), {**row, "digest": digest(token)})
    return token


def find(connection: Connection, token: str, now: dt.datetime) -> Link | None:
    """Return a link that may still be used; None for any other."""
    here = links.c
    usable = (here.used_at.is_(None), here.expires_at > now, here.made_at <= now + SLACK)
    row = connection.execute(select(links).where(here.digest == digest(token), *usable)).one_or_none()
    return row and Link(row.digest, row.purpose, row.account, row.membership)


def use(connection: Connection, link: Link, now: dt.datetime) -> None:
    """Take a link that was found in the same transaction."""
    connection.execute(links.update().where(links.c.digest == link.digest).values(used_at=now))


def end_of_account(connection: Connection, account: str, now: dt.datetime) -> None:
    """Let an account's links open nothing any more."""
    connection.execute(links.update().where(links.c.account == account, links.c.used_at.is_(None)).values(used_at=now))


def end_all(connection: Connection, now: dt.datetime) -> None:
    """Let no link open anything any more."""
    connection.execute(links.update().where(links.c.used_at.is_(None)).values(used_at=now))
