"""Who saw or changed what, and when: rows are only added, each with a hash of the one before.

Accounts and objects stand in the log under pseudonyms. To forget somebody is to delete their pseudonym: the
rows stay as they were, and with them the chain, but nobody can tell any more whom they are about.
"""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, DateTime, Index, Row, Table, Text, select

from service.db.base import metadata
from service.permissions import Subject

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a hole
    Column("at", DateTime(timezone=True), nullable=False),
    Column("account", Text, nullable=False),  # its pseudonym; "" = nobody had signed in, or the system
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("territory", Text, nullable=False),
    Column("action", Text, nullable=False),  # the policy, such as "identity:R"
    Column("request", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("tags", Text, nullable=False),  # such as "break-glass", with spaces between
    Column("hash", Text, nullable=False),
    Index("ix_audit_account", "account", "seq"),
    Index("ix_audit_organisation", "organisation", "seq"),
)

audit_objects = Table(
    "audit_objects",
    metadata,
    Column("object", Text, primary_key=True),  # its pseudonym
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_audit_objects_seq", "seq"),
)

pseudonyms = Table(
    "pseudonyms",
    metadata,
    Column("id", Text, primary_key=True),  # a public id
    Column("pseudonym", Text, nullable=False, unique=True),
)

audit_ends = Table(
    "audit_ends",
    metadata,
    Column("name", Text, primary_key=True),  # FIRST: the last row that was purged; LAST: the last row
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

FIRST, LAST = "first", "last"
START: Final = "0" * 64  # the hash before the first row
_PART: Final = 500  # ids in one query


def record(
    connection: Connection,
    subject: Subject,
    what: str,
    objects: Sequence[str],
    request_id: str,
    reason: str = "",
    tags: str = "",
    at: dt.datetime | None = None,
) -> int:
    """Add a row and return its number: `what` is a policy such as "identity:R", `objects` are public ids.

    To be called in a writing transaction, where writers take turns. Without `at` it is now.
    """
    end = connection.execute(select(audit_ends).where(audit_ends.c.name == LAST)).one()
    called = _called(connection, {*objects, *filter(None, [subject.account])})
    seq, about = end.seq + 1, sorted({called[name] for name in objects})
    row = {
        "seq": seq,
        "at": (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC),
        "account": called.get(subject.account or "", ""),
        "role": str(subject.role),
        "organisation": subject.organisation or "",
        "territory": subject.territory or "",
        "action": what,
        "request": request_id,
        "reason": reason,
        "tags": tags,
    }
    new = _hash(end.hash, row, about)
    connection.execute(audit.insert(), row | {"hash": new})
    if about:
        connection.execute(audit_objects.insert(), [{"object": name, "seq": seq} for name in about])
    connection.execute(audit_ends.update().where(audit_ends.c.name == LAST).values(seq=seq, hash=new))
    return seq


def end(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last row, to be kept elsewhere too; (0, zeros) of an empty log."""
    row = connection.execute(select(audit_ends).where(audit_ends.c.name == LAST)).one()
    return row.seq, row.hash


def verify(connection: Connection) -> int | None:
    """Return the number of the first row that is not as it was written, or is missing; None for a whole log."""
    ends = {row.name: row for row in connection.execute(select(audit_ends))}
    seq, before = ends[FIRST].seq, ends[FIRST].hash
    objects = groupby(_objects(connection), key=lambda pair: pair[0])
    about_next = next(objects, None)
    for row in connection.execute(select(audit).order_by(audit.c.seq), execution_options={"yield_per": 1000}):
        about: list[str] = []
        if about_next and about_next[0] == row.seq:
            about = [name for _, name in about_next[1]]
            about_next = next(objects, None)
        if row.seq != seq + 1 or row.hash != _hash(before, row._mapping, about):
            return int(seq + 1)
        seq, before = row.seq, row.hash
    whole = about_next is None and (seq, before) == (ends[LAST].seq, ends[LAST].hash)
    return None if whole else int(seq + 1)


def forget(connection: Connection, ids: Sequence[str]) -> int:
    """Delete the pseudonyms of these public ids; return how many there were."""
    return connection.execute(pseudonyms.delete().where(pseudonyms.c.id.in_(list(ids)))).rowcount


def purge(connection: Connection, before: dt.datetime) -> int:
    """Delete the rows of the log's beginning that are older than that; return how many.

    What is left still verifies: the number and the hash of the last row deleted are kept.
    """
    here = audit.c
    young = select(here.seq).where(here.at >= before).order_by(here.seq).limit(1).scalar_subquery()
    old = select(here.seq, here.hash).where(here.seq < young) if _any(connection, young) else select(here.seq, here.hash)
    last = connection.execute(old.order_by(here.seq.desc()).limit(1)).one_or_none()
    if last is None:
        return 0
    connection.execute(audit_ends.update().where(audit_ends.c.name == FIRST).values(seq=last.seq, hash=last.hash))
    connection.execute(audit_objects.delete().where(audit_objects.c.seq <= last.seq))
    return connection.execute(audit.delete().where(here.seq <= last.seq)).rowcount


def _any(connection: Connection, query: Any) -> bool:
    return connection.scalar(select(query)) is not None


def _called(connection: Connection, ids: set[str]) -> dict[str, str]:
    """Return the pseudonyms of public ids, new ones made."""
    known: dict[str, str] = {}
    wanted = sorted(ids)
    for place in range(0, len(wanted), _PART):
        rows = connection.execute(select(pseudonyms).where(pseudonyms.c.id.in_(wanted[place : place + _PART])))
        known |= {row.id: row.pseudonym for row in rows}
    new = {name: secrets.token_hex(8) for name in wanted if name not in known}
    if new:
        connection.execute(pseudonyms.insert(), [{"id": name, "pseudonym": told} for name, told in new.items()])
    return known | new


def _objects(connection: Connection) -> Iterator[tuple[int, str]]:
    here = audit_objects.c
    query = select(here.seq, here.object).order_by(here.seq, here.object)
    yield from ((row.seq, row.object) for row in connection.execute(query, execution_options={"yield_per": 1000}))


def _hash(before: str, row: Any, about: Sequence[str]) -> str:
    """Return the SHA-256 of a row's canonical text after the hash of the row before it."""
    at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=dt.UTC)
    names = ("account", "role", "organisation", "territory", "action", "request", "reason", "tags")
    told = [before, row["seq"], at.astimezone(dt.UTC).isoformat(), *(row[name] for name in names), sorted(about)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
