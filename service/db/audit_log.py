"""Reads the log: who saw somebody, what somebody did; pages go back from the newest row, unless asked otherwise."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, ScalarSelect, column, func, select, table

from service.db.audit import audit, audit_objects, pseudonyms
from service.db.paging import Asked, Order, Page, page
from service.db.times import utc

_ORGANISATIONS: Final = table("organisations", column("id"), column("name"))
EXPORT: Final = "bulk_export:X"  # the policy of who takes lists along
_NEWEST: Final = Order("audit", audit.c.seq, audit.c.hash, down=True)
_OLDEST: Final = replace(_NEWEST, down=False)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows of the log are wanted; None = any."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None  # before that
    role: str | None = None
    resource: str | None = None  # what it was about, such as identity
    action: str | None = None  # what was done: R, W …
    tag: str | None = None  # such as break_glass
    oldest: bool = False  # first


ANYTHING: Final = Sought()


def about(connection: Connection, id: str, asked: Asked) -> Page:
    """Return what was seen or changed of somebody or something."""
    here = audit_objects.c
    return _page(connection, audit.c.seq.in_(select(here.seq).where(here.object == _pseudonym(id))), asked)


def by_account(connection: Connection, account: str, asked: Asked, sought: Sought) -> Page:
    """Return what an account has seen or done."""
    return _page(connection, audit.c.account == _pseudonym(account), asked, sought)


def of_organisation(connection: Connection, organisation: str, asked: Asked, sought: Sought) -> Page:
    """Return what an organisation's people have seen or done."""
    return _page(connection, audit.c.organisation == organisation, asked, sought)


def of_territory(connection: Connection, territory: str, asked: Asked, sought: Sought) -> Page:
    """Return what was seen or done in a territory."""
    return _page(connection, audit.c.territory == territory, asked, sought)


def objects(connection: Connection, seqs: Iterable[int]) -> dict[int, list[str]]:
    """Return the public ids that rows are about, by the rows' numbers; those forgotten are left out."""
    found: dict[int, list[str]] = {seq: [] for seq in seqs}
    here, called = audit_objects.c, pseudonyms.c
    query = select(here.seq, called.id).join(pseudonyms, called.pseudonym == here.object)
    for row in connection.execute(query.where(here.seq.in_(list(found))).order_by(here.seq, called.id)):
        found[row.seq].append(row.id)
    return found


def seen_by(connection: Connection, account: str, since: dt.datetime) -> list[dict[str, Any]]:
    """Return whom and what an account has seen or changed since then: object, action, times, first and last time."""
    here, called = audit.c, pseudonyms.alias()
    query = (
        select(called.c.id, here.action, func.count(), func.min(here.at), func.max(here.at))
        .join(audit_objects, audit_objects.c.seq == here.seq)
        .join(called, called.c.pseudonym == audit_objects.c.object)
        .where(here.account == _pseudonym(account), here.at >= since)
        .group_by(called.c.id, here.action)
        .order_by(called.c.id, here.action)
    )
    return [_seen(*row) for row in connection.execute(query)]


def crawlers(connection: Connection, since: dt.datetime, most: int) -> list[tuple[str, int]]:
    """Return the accounts that opened the identity of more people than that since then, with how many."""
    here = audit.c
    people = func.count(audit_objects.c.object.distinct())
    query = (
        select(pseudonyms.c.id, people)
        .join(audit, here.account == pseudonyms.c.pseudonym)
        .join(audit_objects, audit_objects.c.seq == here.seq)
        .where(here.at >= since, here.action == "identity:R")
        .group_by(pseudonyms.c.id)
        .having(people > most)
        .order_by(pseudonyms.c.id)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def exported_since(connection: Connection, account: str, since: dt.datetime) -> int:
    """Return how many rows of lists an account has taken along since then."""
    query = select(func.count()).select_from(audit_objects).join(audit, audit.c.seq == audit_objects.c.seq)
    query = query.where(audit.c.account == _pseudonym(account), audit.c.action == EXPORT, audit.c.at > since)
    return int(connection.scalar(query) or 0)


def _seen(id: str, action: str, times: int, first: dt.datetime, last: dt.datetime) -> dict[str, Any]:
    return {"object": id, "action": action, "times": times, "first": utc(first), "last": utc(last)}


def _page(connection: Connection, which: ColumnElement[bool], asked: Asked, sought: Sought = ANYTHING) -> Page:
    named: ScalarSelect[Any] = (
        select(_ORGANISATIONS.c.name).where(_ORGANISATIONS.c.id == audit.c.organisation).scalar_subquery()
    )
    query = select(audit, named.label("organisation_name")).where(which, *_conditions(sought))
    return page(connection, query, _OLDEST if sought.oldest else _NEWEST, asked)


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    here = audit.c
    if sought.since is not None:
        yield here.at >= sought.since
    if sought.until is not None:
        yield here.at < sought.until
    if sought.role is not None:
        yield here.role == sought.role
    if sought.resource is not None:
        yield here.action.startswith(f"{sought.resource}:", autoescape=True)
    if sought.action is not None:
        yield here.action.endswith(f":{sought.action}", autoescape=True)
    if sought.tag is not None:
        yield here.tags.contains(sought.tag, autoescape=True)


def _pseudonym(id: str) -> ScalarSelect[Any]:
    return select(pseudonyms.c.pseudonym).where(pseudonyms.c.id == id).scalar_subquery()
