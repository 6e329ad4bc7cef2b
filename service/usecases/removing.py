"""Takes the demonstration away, in one go: people and reference data, all that was done with them, and its accounts.

Real and invented people are never mixed: the demonstration begins in an empty store only, so all that is there when
it goes came with it or was tried out in it. What stays: the log, the territory, and administrators of one's own.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from service.db import documents, emptying, territories
from service.db.territories import HOME
from service.errors import Conflict, Forbidden, NotFound
from service.permissions import Reach
from service.usecases.inhabiting import SITE, SOURCE, is_settled

NAME: Final = "Territoire"  # what a territory is called until somebody names it
KINDS: Final = tuple(map(str, documents.KINDS))  # as JSON knows them


@dataclass(frozen=True, slots=True)
class Going:
    """What the removal would take away, by kind: of the demonstration, and what somebody added to it."""

    invented: dict[str, int]
    added: dict[str, int]
    is_for_me: bool  # whether the account of who asks would stay, and so may ask for it


def what_goes(connection: Connection, reach: Reach, now: dt.datetime) -> Going:
    """Return what would go; raise NotFound where there is no demonstration."""
    if not is_settled(connection):
        raise NotFound("there is no demonstration here")
    found = emptying.documents(connection)
    invented = {kind: found.get((kind, SOURCE), 0) for kind in KINDS}
    added = {kind: sum(n for (of, source), n in found.items() if of == kind and source != SOURCE) for kind in KINDS}
    return Going(invented, added, str(reach.subject.account) in emptying.administrators(connection, SITE, now))


def remove(connection: Connection, reach: Reach, now: dt.datetime) -> Going:
    """Take the demonstration away and return what went.

    Raise NotFound where there is none, Forbidden for an account that would go with it, and Conflict where there are
    other territories: their people would go, too.
    """
    going = what_goes(connection, reach, now)
    if not going.is_for_me:
        raise Forbidden(
            "your account is one of the demonstration: make another administrator, who removes it", "invented_account"
        )
    if emptying.territories(connection) > 1:
        raise Conflict("this installation holds other territories, too: remove the demonstration by hand")
    emptying.empty(connection, emptying.administrators(connection, SITE, now))
    territories.rename(connection, HOME, territories.get(connection, HOME).version, NAME)
    return going
