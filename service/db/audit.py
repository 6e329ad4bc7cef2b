"""Who saw or changed what, and when: rows are only added, each with a hash of the one before.

Accounts and objects stand in the log under pseudonyms. To forget somebody is to delete their pseudonym: the
rows stay as they were, and with them the chain, but nobody can tell any more whom they are about.
"""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    Row,
    Table,
    Text,
    bindparam,
    func,
    select,
)

from service.db.base import metadata
from service.db.times import utc
from service.keys import Keys
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
    Column("pseudonym", Text, nullable=False, unique=True),  # a digest of the id with the salt: both go together
    Column("salt", Text, nullable=False, server_default=""),
)

audit_ends = Table(
    "audit_ends",
    metadata,
    Column("name", Text, primary_key=True),  # FIRST: the last row that was purged; LAST: the last row
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("seal", Text, nullable=False),  # a keyed digest of that row's hash: who has no key cannot make it
)

FIRST, LAST = "first", "last"
_PART: Final = 500  # ids in one query

# Made once: every write of the service runs them.
_END = select(audit_ends.c.seq, audit_ends.c.hash).where(audit_ends.c.name == LAST)
_MOVE_END = audit_ends.update().where(audit_ends.c.name == LAST)
_ADD, _ADD_OBJECTS, _CALL = audit.insert(), audit_objects.insert(), pseudonyms.insert()
_CALLED = (  # with the end of the log, which every row is added to
    select(audit_ends.c.seq, audit_ends.c.hash, pseudonyms.c.id, pseudonyms.c.pseudonym)
    .outerjoin(pseudonyms, pseudonyms.c.id.in_(bindparam("ids", expanding=True)))
    .where(audit_ends.c.name == LAST)
)


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
    last, before, called = _called(connection, {*objects, *filter(None, [subject.account])})
    seq, about = last + 1, sorted({called[name] for name in objects})
    row = {
        "seq": seq,
        "at": utc(at or dt.datetime.now(dt.UTC)),
        "account": called.get(subject.account or "", ""),
        "role": str(subject.role),
        "organisation": subject.organisation or "",
        "territory": subject.territory or "",
        "action": what,
        "request": request_id,
        "reason": reason,
        "tags": tags,
    }
    new = _hash(before, row, about)
    connection.execute(_ADD, row | {"hash": new})
    if about:
        connection.execute(_ADD_OBJECTS, [{"object": name, "seq": seq} for name in about])
    connection.execute(_MOVE_END, {"seq": seq, "hash": new})
    return seq


def end(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last row, to be kept elsewhere too; (0, zeros) of an empty log."""
    row = connection.execute(_END).one()
    return row.seq, row.hash


def seal(connection: Connection, keys: Keys) -> None:
    """Seal the log as it is: from now on who has not the keys cannot shorten it or write it anew unnoticed."""
    seq, last = end(connection)
    known = connection.scalar(select(audit_seals.c.seq).where(audit_seals.c.seq == seq))
    if seq and known is None:
        connection.execute(audit_seals.insert().values(seq=seq, seal=_sealed(keys, seq, last)))


def verify(connection: Connection, keys: Keys | None = None) -> int | None:
    """Return the number of the first row that is not as it was written, or is missing; None for a whole log.

    With keys, the seals are checked as well.
    """
    ends = {row.name: row for row in connection.execute(select(audit_ends))}
    seals: dict[int, str] = {row.seq: row.seal for row in connection.execute(select(audit_seals))}
    seq, before = ends[FIRST].seq, ends[FIRST].hash
    if keys and seq and seals.pop(seq, "") != _sealed(keys, seq, before):
        return int(seq + 1)
    with closing(_rows(connection)) as rows:
        for row, about in rows:
            whole = row.seq == seq + 1 and row.hash == _hash(before, row._mapping, about)
            if not whole or (keys and row.seq in seals and seals.pop(row.seq) != _sealed(keys, row.seq, row.hash)):
                return int(seq + 1)
            seq, before = row.seq, row.hash
    farthest = connection.scalar(select(func.max(audit_objects.c.seq))) or 0
    at_the_end = (seq, before) == (ends[LAST].seq, ends[LAST].hash) and farthest <= seq and not (keys and seals)
    return None if at_the_end else int(seq + 1)


def misnamed(connection: Connection) -> int:
    """Return how many pseudonyms do not belong to the id beside them: somebody's rows were given to somebody else."""
    rows = connection.execute(select(pseudonyms), execution_options={"yield_per": 1000})
    return sum(row.pseudonym != _pseudonym(row.id, row.salt) for row in rows)


def forget(connection: Connection, ids: Sequence[str]) -> int:
    """Delete the pseudonyms of these public ids; return how many there were."""
    return connection.execute(pseudonyms.delete().where(pseudonyms.c.id.in_(list(ids)))).rowcount


def purge(connection: Connection, before: dt.datetime, keys: Keys) -> int:
    """Delete the rows of the log's beginning that are older than that; return how many.

    What is left still verifies: the number and the hash of the last row deleted are kept, under a seal.
    """
    here = audit.c
    young = connection.scalar(select(here.seq).where(here.at >= before).order_by(here.seq).limit(1))
    old = select(here.seq, here.hash).order_by(here.seq.desc()).limit(1)
    gone = connection.execute(old if young is None else old.where(here.seq < young)).one_or_none()
    if gone is None:
        return 0
    connection.execute(audit_ends.update().where(audit_ends.c.name == FIRST).values(seq=gone.seq, hash=gone.hash))
    connection.execute(audit_seals.delete().where(audit_seals.c.seq <= gone.seq))
    connection.execute(audit_seals.insert().values(seq=gone.seq, seal=_sealed(keys, gone.seq, gone.hash)))
    connection.execute(audit_objects.delete().where(audit_objects.c.seq <= gone.seq))
    return connection.execute(audit.delete().where(here.seq <= gone.seq)).rowcount


def _called(connection: Connection, ids: set[str]) -> tuple[int, str, dict[str, str]]:
    """Return the end of the log, and the pseudonyms of public ids, new ones made."""
    known: dict[str, str] = {}
    wanted = sorted(ids)
    for place in range(0, max(1, len(wanted)), _PART):
        rows = connection.execute(_CALLED, {"ids": wanted[place : place + _PART]}).all()
        known |= {row.id: row.pseudonym for row in rows if row.id}
    salts = {name: secrets.token_hex(16) for name in wanted if name not in known}
    new = {name: _pseudonym(name, salt) for name, salt in salts.items()}
    if new:
        connection.execute(_CALL, [{"id": name, "pseudonym": new[name], "salt": salts[name]} for name in new])
    return rows[0].seq, rows[0].hash, known | new


def _pseudonym(id: str, salt: str) -> str:
    return hashlib.sha256(f"{salt} {id}".encode()).hexdigest()[:32]


def _rows(connection: Connection) -> Iterator[tuple[Row[Any], list[str]]]:
    """Yield the rows, oldest first, each with what it is about; what is about no row spoils the one after it."""
    lazily, here = {"yield_per": 1000}, audit_objects.c
    with (
        connection.execute(select(here.seq, here.object).order_by(here.seq), execution_options=lazily) as pairs,
        connection.execute(select(audit).order_by(audit.c.seq), execution_options=lazily) as rows,
    ):
        groups = groupby(pairs, key=lambda pair: pair.seq)
        seq, about = _next(groups)
        for row in rows:
            if seq is not None and seq < row.seq:
                about = [*about, "of no row"]
            yield row, about if seq is not None and seq <= row.seq else []
            if seq == row.seq:
                seq, about = _next(groups)


def _next(groups: Iterator[tuple[int, Iterator[Row[Any]]]]) -> tuple[int | None, list[str]]:
    seq, pairs = next(groups, (None, iter(())))
    return seq, [pair.object for pair in pairs]


def _sealed(keys: Keys, seq: int, last: str) -> str:
    return keys.digest(f"{seq} {last}", "audit")


def _hash(before: str, row: Any, about: Sequence[str]) -> str:
    """Return the SHA-256 of a row's canonical text after the hash of the row before it."""
    names = ("account", "role", "organisation", "territory", "action", "request", "reason", "tags")
    told = [before, row["seq"], utc(row["at"]).isoformat(), *(row[name] for name in names), sorted(about)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
