"""The answers to requests that carried an Idempotency-Key: the same request again gets the same answer."""

from typing import NamedTuple

from sqlalchemy import Connection


class Kept(NamedTuple):
    """The answer that a request got."""

    status: int
    body: bytes


def find(connection: Connection, account: str, key: str, request_digest: str) -> Kept | None:
    """Return the answer kept for a key; raise Invalid when the key came with another request."""
    return None


def keep(connection: Connection, account: str, key: str, request_digest: str, answer: Kept) -> None:
    """Keep an answer, in the transaction that it tells of."""
