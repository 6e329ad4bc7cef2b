"""The answers to requests that carried an Idempotency-Key: the same request again gets the same answer.

Kept are the answers of what was done, in the transaction that did it. A request that was refused has left nothing
behind, so that it keeps no answer either: the same key may be sent again when what was in the way is gone. Somebody who
has meanwhile lost sight of a person is told that it was done, and not what was answered then. The one
writer makes parallel requests with the same key wait for each other; the second finds the answer of the first.
"""

import datetime as dt
from typing import Final, NamedTuple

from sqlalchemy import Column, Connection, DateTime, Integer, LargeBinary, Table, Text, bindparam, delete, select

from service.db.base import metadata
from service.db.scoping import lost_since
from service.errors import Invalid
from service.permissions import Reach

KEPT_HOURS: Final = 48

answers = Table(
    "answers",
    metadata,
    Column("account", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),  # of the request
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # sealed: it may hold personal data
    Column("kept_at", DateTime(timezone=True), nullable=False, index=True),
)

_KEPT: Final = (  # made once: every write of the service runs it
    select(answers.c.digest, answers.c.status, answers.c.body).where(
        answers.c.account == bindparam("who"), answers.c.key == bindparam("named")
    )
)
_KEEP: Final = answers.insert()


class Kept(NamedTuple):
    """The answer that a request got."""

    status: int
    body: bytes


def find(connection: Connection, account: str, key: str, request_digest: str) -> Kept | None:
    """Return the answer kept for an account's key; raise Invalid when the key came with another request."""
    row = connection.execute(_KEPT, {"who": account, "named": key}).one_or_none()
    if row is None:
        return None
    if row.digest != request_digest:
        raise Invalid("this Idempotency-Key came with another request: send a new one", "idempotency_key_reused")
    return Kept(row.status, row.body)


def may_be_told(connection: Connection, reach: Reach, key: str, now: dt.datetime) -> bool:
    """Return whether who asks has lost sight of nobody since an answer was kept: it may tell of them."""
    here = answers.c
    query = select(lost_since(reach, here.kept_at, now)).where(here.account == reach.subject.account, here.key == key)
    return not connection.scalar(query)


def keep(connection: Connection, account: str, key: str, request_digest: str, answer: Kept, now: dt.datetime) -> None:
    """Keep an answer, in the transaction that it tells of."""
    row = {"account": account, "key": key, "digest": request_digest, "status": answer.status, "body": answer.body}
    connection.execute(_KEEP, row | {"kept_at": now})


def purge(connection: Connection, now: dt.datetime) -> int:
    """Forget the answers older than 48 hours; return how many there were."""
    old = answers.c.kept_at < now - dt.timedelta(hours=KEPT_HOURS)
    return connection.execute(delete(answers).where(old)).rowcount
