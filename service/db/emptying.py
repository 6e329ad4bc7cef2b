"""What taking the demonstration away leaves: what is not listed here goes, with every row of every table."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from service.db import changes
from service.db.base import metadata
from service.db.document_tables import KINDS, Kind
from service.db.history import history

STAYS: Final = frozenset(  # with the reason: the log and what proves it, the clocks, the territory, marks of nobody
    {
        *("audit", "audit_ends", "audit_objects", "audit_seals", "tombstones"),
        *("changes", "clock", "job_runs", "territories"),
    }
)
THEIRS: Final = {  # of these, the rows of the accounts that stay are kept: the column that names the account
    "account_activity": "account",
    "accounts": "id",
    "answers": "account",
    "links": "account",
    "memberships": "account",
    "pseudonyms": "id",
    "recovery_codes": "account",
    "second_factors": "account",
    "sessions": "account",
}
FILLED: Final = ("imports", "meetups", "organisations", "programmes")


def holds_at_most(connection: Connection, source: str) -> bool:
    """Return whether nothing is there but documents of a source, in one territory with none but administrators."""
    memberships = metadata.tables["memberships"].c
    others = select(memberships.id).where(memberships.role != "admin").limit(1)
    filled = (select(metadata.tables[name]).limit(1) for name in FILLED)
    foreign = {of for _, of in documents(connection)} - {source}
    something = any(connection.execute(query).first() for query in (*filled, others))
    return not foreign and not something and territories(connection) == 1


def territories(connection: Connection) -> int:
    """Return how many territories there are."""
    return int(connection.scalar(select(func.count()).select_from(metadata.tables["territories"])) or 0)


def documents(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many documents there are, by kind and source."""
    found = {}
    for name, kind in KINDS.items():
        of = kind.main.c.source
        found |= {(name, source): n for source, n in connection.execute(select(of, func.count()).group_by(of)).all()}
    return found


def administrators(connection: Connection, but: str, now: dt.datetime) -> set[str]:
    """Return the accounts that are administrators of a territory, and whose address is of another site than `but`."""
    accounts, memberships = metadata.tables["accounts"].c, metadata.tables["memberships"].c
    in_force = and_(memberships.ends_at.is_(None) | (memberships.ends_at > now), memberships.starts_at <= now)
    theirs = accounts.email.is_not(None) & ~accounts.email.endswith(f"@{but}", autoescape=True)
    query = select(accounts.id).join_from(accounts.id.table, memberships.id.table).where(theirs, in_force)
    return set(connection.scalars(query.where(memberships.role == "admin", ~memberships.pending)))


def empty(connection: Connection, kept: Collection[str]) -> None:
    """Take everything away but what stays and what is of the accounts `kept`; catalogues follow."""
    number = changes.advance(connection, changes.DOCUMENTS)
    changes.advance(connection, changes.REFERENCE)
    gone = {kind.name: list(connection.scalars(select(kind.main.c.public_id))) for kind in KINDS.values()}
    for table in reversed(metadata.sorted_tables):
        if table.name in THEIRS:
            connection.execute(table.delete().where(_of_others(table.name, kept)))
        elif table.name not in STAYS:
            connection.execute(table.delete())
    for name, ids in gone.items():
        _mark(connection, KINDS[name], ids, number)


def _of_others(name: str, kept: Collection[str]) -> ColumnElement[bool]:
    """Roles for an organisation or as a person go with these; an administrator has neither."""
    table = metadata.tables[name]
    others = table.c[THEIRS[name]].not_in(list(kept))
    return others | (table.c.role != "admin") if name == "memberships" else others


def _mark(connection: Connection, kind: Kind, ids: list[str], number: int) -> None:
    """Leave the number of the change at which documents went, for the catalogues that hold them."""
    mark = {"kind": kind.name, "number": number, "record": "", "open": False, "status": ""}
    if ids:
        connection.execute(insert(history), [{**mark, "public_id": id} for id in ids])
