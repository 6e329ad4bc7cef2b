"""Messages to send: added in the transaction of what they tell of, so that neither exists without the other.

Whom one goes to and what it says are sealed. A message is sent at least once: whoever sends it takes it for some
minutes, and its Message-ID never changes, so that a second copy is known for what it is.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    and_,
    func,
    or_,
    select,
    update,
)

from service.db.base import metadata
from service.db.rows import plain
from service.db.times import utc
from service.errors import Unavailable
from service.keys import Keys

outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("template", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("about", Text, index=True),  # the public id of whom or what it is about
    Column("recipient", Text, nullable=False, index=True),  # a keyed digest of the address, to find it by
    Column("sealed", LargeBinary),  # address and facts; gone 30 days after it was made
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("due_at", DateTime(timezone=True)),  # unknown = at once
    Column("leased_until", DateTime(timezone=True)),  # somebody is sending it until then
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    Column("sent_at", DateTime(timezone=True)),
    Column("failed_at", DateTime(timezone=True)),  # given up
    Index("ix_outbox_waiting", "sent_at", "failed_at", "due_at"),
)

Facts = Mapping[str, str | int]
_KEYS: Final = "keys"  # the name of the engine's option that holds them


@dataclass(frozen=True, slots=True)
class Message:
    """One message, opened."""

    id: str
    to: str
    template: str
    facts: Facts
    language: str
    tries: int
    created_at: dt.datetime
    calendar: str = ""  # a file that calendars read (RFC 5545), which goes with it

    @property
    def message_id(self) -> str:
        """What mail programs know it by."""
        return f"<{self.id}@visavis>"


def seal_with(engine: Engine, keys: Keys) -> None:
    """Let all connections of a store seal messages with these keys."""
    engine.update_execution_options(**{_KEYS: keys})


def add(
    connection: Connection,
    to: str,
    template: str,
    facts: Facts,
    language: str,
    about: str | None = None,
    due_at: dt.datetime | None = None,
    calendar: str = "",
) -> str:
    """Add a message to the outbox in the caller's transaction, and return its id.

    `template` is a heading of locale/…/mails.toml and `facts` what stands in its holes; `about` is the public
    id of whom it tells of. It goes at once, or when it is due. A calendar is sealed with it.
    """
    keys, id = _keys(connection), str(uuid.uuid4())
    row = {
        "id": id,
        "template": template,
        "language": language,
        "about": about,
        "recipient": keys.digest(to.casefold(), "mail"),
        "sealed": keys.seal(json.dumps({"to": to, "facts": dict(facts), "calendar": calendar}), id),
        "due_at": due_at,
    }
    connection.execute(outbox.insert(), row)
    return id


def take(connection: Connection, now: dt.datetime, until: dt.datetime, most: int) -> list[Message]:
    """Return messages that are due and that nobody is sending, oldest first: they are the caller's until then."""
    here = outbox.c
    query = select(outbox).where(_due(now)).order_by(here.created_at, here.id).limit(most)
    rows = connection.execute(query).all()
    connection.execute(update(outbox).where(here.id.in_([row.id for row in rows])).values(leased_until=until))
    return [_opened(connection, row) for row in rows]


def is_due(connection: Connection, now: dt.datetime) -> bool:
    """Return whether a message is due that nobody is sending."""
    return connection.execute(select(outbox.c.id).where(_due(now)).limit(1)).first() is not None


def sent(connection: Connection, id: str, now: dt.datetime) -> None:
    """Note that a message has gone."""
    _note(connection, id, sent_at=now, leased_until=None, error="")


def later(connection: Connection, id: str, error: str, due_at: dt.datetime) -> None:
    """Note that a message could not be sent, and when to try again."""
    _note(connection, id, due_at=due_at, leased_until=None, error=error, tries=outbox.c.tries + 1)


def given_up(connection: Connection, id: str, error: str, now: dt.datetime) -> None:
    """Note that a message will not be sent."""
    _note(connection, id, failed_at=now, leased_until=None, error=error, tries=outbox.c.tries + 1)


def to_address(connection: Connection, address: str, templates: Sequence[str], most: int) -> list[Message]:
    """Return the last messages made from these templates for an address, newest first."""
    here = outbox.c
    mine = (here.recipient == _keys(connection).digest(address.casefold(), "mail"), here.sealed.is_not(None))
    query = select(outbox).where(*mine, here.template.in_(templates)).order_by(here.created_at.desc(), here.id)
    return [_opened(connection, row) for row in connection.execute(query.limit(most))]


def failed(connection: Connection, most: int) -> list[dict[str, Any]]:
    """Return what was given up, newest first: never the address, which the administrator need not see."""
    here = outbox.c
    columns = here["id", "template", "language", "created_at", "failed_at", "tries", "error"]
    query = select(*columns).where(here.failed_at.is_not(None)).order_by(here.failed_at.desc(), here.id).limit(most)
    return [plain(row) for row in connection.execute(query)]


def waiting(connection: Connection) -> int:
    """Return how many messages have neither gone nor been given up."""
    here = outbox.c
    left = (here.sent_at.is_(None), here.failed_at.is_(None), here.sealed.is_not(None))
    return int(connection.scalar(select(func.count()).select_from(outbox).where(*left)) or 0)


def purge(connection: Connection, before: dt.datetime) -> int:
    """Forget address and text of the messages made before that; return how many. None of these is sent any more."""
    here = outbox.c
    old = (here.created_at < before, here.sealed.is_not(None))
    return connection.execute(update(outbox).where(*old).values(sealed=None, recipient="", about=None)).rowcount


def forget(connection: Connection, about: str) -> int:
    """Delete the messages about somebody, sent or not; return how many."""
    return connection.execute(outbox.delete().where(outbox.c.about == about)).rowcount


def forget_address(connection: Connection, address: str) -> int:
    """Delete the messages to an address, sent or not; return how many."""
    digest = _keys(connection).digest(address.casefold(), "mail")
    return connection.execute(outbox.delete().where(outbox.c.recipient == digest)).rowcount


def _due(now: dt.datetime) -> ColumnElement[bool]:
    here = outbox.c
    left = (here.sent_at.is_(None), here.failed_at.is_(None), here.sealed.is_not(None))
    free = (or_(here.due_at.is_(None), here.due_at <= now), or_(here.leased_until.is_(None), here.leased_until <= now))
    return and_(*left, *free)


def _note(connection: Connection, id: str, **values: Any) -> None:
    connection.execute(update(outbox).where(outbox.c.id == id).values(**values))


def _opened(connection: Connection, row: Any) -> Message:
    told = json.loads(_keys(connection).unseal(row.sealed, row.id))
    known = (row.id, told["to"], row.template, told["facts"], row.language, row.tries, utc(row.created_at))
    return Message(*known, told.get("calendar", ""))


def _keys(connection: Connection) -> Keys:
    found = connection.get_execution_options().get(_KEYS)
    if not isinstance(found, Keys):
        raise Unavailable("no secret keys were given to this store: messages cannot be sealed")
    return found
