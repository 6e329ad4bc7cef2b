"""What has had its time: rows that retention.toml lets go, found and deleted."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, func, select

from service.db.base import metadata


def ended_introductions(connection: Connection, steps: tuple[str, ...], before: dt.datetime) -> list[Any]:
    """Return (id, territory, candidate) of introductions that came to one of these ends before that."""
    ends, rows = metadata.tables["introduction_steps"].c, metadata.tables["introductions"].c
    late = select(ends.introduction).group_by(ends.introduction).having(func.max(ends.at) < before)
    query = select(rows.id, rows.territory, rows.step, rows.created_at)
    return list(connection.execute(query.where(rows.step.in_(steps), rows.id.in_(late)).order_by(rows.id)))


def delete(connection: Connection, name: str, ids: list[str]) -> int:
    """Delete rows by their ids, and what belongs to them; return how many."""
    table = metadata.tables[name]
    return sum(connection.execute(table.delete().where(table.c.id == id)).rowcount for id in ids)


def checked_proofs(connection: Connection) -> int:
    """Drop the proofs of statuses that were checked; return how many."""
    statuses = metadata.tables["statuses"]
    done = statuses.c.checked_at.is_not(None), statuses.c.proof.is_not(None)
    return connection.execute(statuses.update().where(*done).values(proof=None)).rowcount


def answered_requests(connection: Connection, before: dt.datetime) -> int:
    """Delete the rights requests that were answered before that; return how many."""
    here = metadata.tables["rights_requests"]
    return connection.execute(here.delete().where(here.c.answered_at < before)).rowcount


def people_who_sign_in(connection: Connection, before: dt.datetime) -> list[str]:
    """Return the accounts, made before that, of people other than candidates and sponsors, whose file decides."""
    accounts, members = metadata.tables["accounts"].c, metadata.tables["memberships"].c
    followed = select(members.account).where(members.role.in_(("candidate", "sponsor")))
    theirs = accounts.email.is_not(None), accounts.created_at < before, accounts.id.not_in(followed)
    return list(connection.execute(select(accounts.id).where(*theirs).order_by(accounts.id)).scalars())


def addresses(connection: Connection, kind: str, person: str) -> list[tuple[str, str]]:
    """Return (address, language) of the accounts that are somebody's (`kind` is candidates, sponsors or accounts)."""
    accounts, members = metadata.tables["accounts"].c, metadata.tables["memberships"].c
    theirs = accounts.id == person
    if kind != "accounts":
        theirs = accounts.id.in_(select(members.account).where(members[kind.removesuffix("s")] == person))
    query = select(accounts.email, accounts.language).where(theirs, accounts.email.is_not(None))
    return [tuple(row) for row in connection.execute(query.order_by(accounts.id))]
