"""Files sent to be loaded, sealed, with what is needed to undo the load."""

import base64
import datetime as dt
import json
import uuid
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    and_,
    column,
    or_,
    select,
    table,
    true,
    update,
)

from service.db.base import metadata
from service.db.document_tables import KINDS, OPENINGS, Kind
from service.db.paging import Asked, Order, Page, page
from service.errors import NotFound
from service.keys import Keys
from service.permissions import Reach, Role, Scope

uploads = Table(
    "uploads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, nullable=False),  # who sent it
    Column("territory", Text, nullable=False),
    Column("organisation", Text),
    Column("kind", Text, nullable=False),  # candidates, openings, sponsors, offers
    Column("source", Text, nullable=False),
    Column("suffix", Text, nullable=False),  # .csv, .xlsx, .json or .jsonl
    Column("content", LargeBinary),  # the name and the bytes, sealed; gone after 30 days
    Column("undo", LargeBinary),  # sealed likewise: what was there before; once undone, what was left as it is
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("applied_at", DateTime(timezone=True)),
    Column("undone_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_uploads_territory", "territory", "created_at"),
)

_NEWEST: Final = Order("uploads", uploads.c.created_at, uploads.c.id, down=True)
_OLDEST: Final = replace(_NEWEST, down=False)
KINDS_OF: Final = {  # the files that each role loads and sees again: those that name people are not for administrators
    Role.ADVISER: ("candidates",),
    Role.COMPANY: ("openings",),
    Role.ORGANISER: ("candidates", "openings", "sponsors", "offers"),
    Role.ADMIN: ("openings", "offers"),
}
LOADED: Final = "bulk_import:W"  # as it stands in the log, of each person or opening
_USES: Final = {  # what refers to a document, and would be lost with it; a status that somebody told has its consent
    "candidates": dict.fromkeys(("consents", "introductions", "meetup_guests", "notes", "sponsorships"), "candidate"),
    "openings": {"introductions": "opening"},
    "sponsors": dict.fromkeys(("meetup_guests", "sponsorships"), "sponsor"),
}


class State(NamedTuple):
    """One document as it stands."""

    id: str
    version: int
    open: bool
    record: str
    status: str


def add(connection: Connection, keys: Keys, told: dict[str, Any], name: str, content: bytes, now: dt.datetime) -> str:
    """Keep a file with its name and return its id; `told` are the columns that say whose and what it is."""
    id = str(uuid.uuid4())
    sealed = keys.seal(json.dumps([name, base64.b64encode(content).decode()]), f"upload {id}")
    connection.execute(uploads.insert(), {**told, "id": id, "content": sealed, "created_at": now})
    return id


def get(connection: Connection, reach: Reach, id: str) -> Row[Any]:
    """Return a file within reach, without its content; raise NotFound."""
    found = connection.execute(select(uploads).where(uploads.c.id == id, _within(reach))).one_or_none()
    if found is None:
        raise NotFound("nothing has that identifier in imports")
    return found


def listed(connection: Connection, reach: Reach, asked: Asked, kind: str = "", oldest: bool = False) -> Page:
    """Return a page of the files within reach, of one kind or of all, the last one first or the first one."""
    of_kind = uploads.c.kind == kind if kind else true()
    query = select(uploads.c["id", "kind", "source", "suffix", "created_at", "applied_at", "undone_at"])
    return page(connection, query.where(_within(reach), of_kind), _OLDEST if oldest else _NEWEST, asked)


def sources(connection: Connection, reach: Reach) -> list[str]:
    """Return the sources of the files within reach, as they stand in the store, by name."""
    here = uploads.c.source
    return list(connection.scalars(select(here).where(_within(reach)).distinct().order_by(here)))


def content(row: Row[Any], keys: Keys) -> tuple[str, bytes]:
    """Return the name of a file and what was in it; raise NotFound after thirty days."""
    if row.content is None:
        raise NotFound("this file was kept for thirty days: send it again", "file_gone")
    name, content = json.loads(keys.unseal(row.content, f"upload {row.id}"))
    return name, base64.b64decode(content)


def applied(connection: Connection, keys: Keys, id: str, undo: list[dict[str, Any]], now: dt.datetime) -> None:
    """Note that a file was loaded, and what was there before."""
    _note(connection, id, applied_at=now, undo=_sealed(keys, id, undo))


def undone(connection: Connection, keys: Keys, id: str, left: list[dict[str, Any]], now: dt.datetime) -> None:
    """Note that a load was undone, and what was left as it is."""
    _note(connection, id, undone_at=now, undo=_sealed(keys, id, left))


def undo_of(row: Row[Any], keys: Keys) -> list[dict[str, Any]]:
    """Return what was there before a file was loaded, of one undone what was left; raise NotFound after thirty days."""
    if row.undo is None:
        raise NotFound("this file was kept for thirty days: send it again", "file_gone")
    found: list[dict[str, Any]] = json.loads(keys.unseal(row.undo, f"undo {row.id}"))
    return found


def states(connection: Connection, kind: Kind, source: str) -> dict[str, State]:
    """Return the documents of a source as they stand, by external id."""
    main, records = kind.main, kind.records
    shown = main.c["external_id", "public_id", "version", "open", "status"]
    query = select(*shown, records.c.record).join(records, records.c.public_id == main.c.public_id)
    rows = connection.execute(query.where(main.c.source == source))
    return {row.external_id: State(row.public_id, row.version, row.open, row.record, row.status) for row in rows}


def in_use(connection: Connection, kind: Kind, id: str) -> bool:
    """Return whether something refers to a document that would be lost with it."""
    for name, refers in _USES[kind.name].items():
        other = table(name, column(refers))
        if connection.execute(select(other.c[refers]).where(other.c[refers] == id).limit(1)).first() is not None:
            return True
    return False


def kind_of(name: str) -> Kind:
    """Return what a file of that kind fills."""
    return OPENINGS if name == "offers" else KINDS[name]


def purge(connection: Connection, before: dt.datetime) -> int:
    """Forget what was in files sent before that; return how many."""
    old = (uploads.c.created_at < before, or_(uploads.c.content.is_not(None), uploads.c.undo.is_not(None)))
    return connection.execute(update(uploads).where(*old).values(content=None, undo=None)).rowcount


def _note(connection: Connection, id: str, **values: Any) -> None:
    connection.execute(update(uploads).where(uploads.c.id == id).values(**values, version=uploads.c.version + 1))


def _sealed(keys: Keys, id: str, told: list[dict[str, Any]]) -> bytes:
    return keys.seal(json.dumps(told, ensure_ascii=False), f"undo {id}")


def _within(reach: Reach) -> ColumnElement[bool]:
    """Return which files are within reach: those of one's company, and else only what one sent oneself in that role."""
    here, who = uploads.c, reach.subject
    mine = and_(here.territory == who.territory, here.organisation == who.organisation)
    mine = and_(mine, here.kind.in_(KINDS_OF.get(who.role, ())))
    return mine if reach.has(Scope.ORGANISATION) else and_(mine, here.account == who.account)
