"""Companies, associations, schools and public bodies: added, changed, closed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.db import organisations
from service.db.paging import Asked, Page
from service.errors import Forbidden, Invalid
from service.permissions import Reach, Scope

__all__ = ["Asked"]  # named here too, for those who ask
POST = "356000000"  # La Poste's SIREN: its many SIRET have a rule of their own


def browse(
    connection: Connection, reach: Reach, kind: str | None, q: str | None, asked: Asked, down: bool = False
) -> Page:
    """Return a page of organisations, by name."""
    return organisations.listed(connection, reach, kind, q, asked, down)


def get(connection: Connection, reach: Reach, organisation: str) -> Any:
    """Return an organisation; raise NotFound."""
    return organisations.get(connection, reach, organisation)


def create(connection: Connection, reach: Reach, told: Mapping[str, Any]) -> Any:
    """Add an organisation to one's territory; raise Forbidden for who only looks after their own."""
    if not reach.has(Scope.TERRITORY):
        raise Forbidden("organisers and administrators add organisations: ask one of them")
    _check_siret(told)
    name = organisations.add(connection, reach.subject.territory or "", told)
    return organisations.get(connection, reach, name)


def change(connection: Connection, reach: Reach, organisation: str, expected: int, told: Mapping[str, Any]) -> Any:
    """Change the fields given; raise NotFound, Stale, Conflict or Invalid."""
    row = organisations.get(connection, reach, organisation)
    _check_siret(told)
    organisations.change(connection, row, expected, told)
    return organisations.get(connection, reach, organisation)


def close(connection: Connection, reach: Reach, organisation: str, now: dt.datetime) -> Any:
    """Take an organisation out of the lists; what it did stays."""
    return _set_closed(connection, reach, organisation, now)


def reopen(connection: Connection, reach: Reach, organisation: str) -> Any:
    """Put an organisation back into the lists."""
    return _set_closed(connection, reach, organisation, None)


def _set_closed(connection: Connection, reach: Reach, organisation: str, at: dt.datetime | None) -> Any:
    if not reach.has(Scope.TERRITORY):
        raise Forbidden("organisers and administrators close organisations: ask one of them")
    row = organisations.get(connection, reach, organisation)
    organisations.change(connection, row, row.version, {"closed_at": at})
    return organisations.get(connection, reach, organisation)


def is_siret(text: str) -> bool:
    """Return whether fourteen digits can be a SIRET: by Luhn's key, or La Poste's."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    if text.startswith(POST) and sum(map(int, text)) % 5 == 0:
        return True
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(text))  # the 1st, 3rd … of fourteen
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _check_siret(told: Mapping[str, Any]) -> None:
    if told.get("siret") and not is_siret(told["siret"]):
        reason = "no establishment has this SIRET: its key is wrong"
        raise Invalid(f"siret: {reason}", "siret", (("siret", reason),))
