"""The first administrator, and the next ones that who runs the service makes."""

import datetime as dt

from sqlalchemy import Connection

from service.db import accounts, links, memberships, subjects
from service.db.memberships import Membership
from service.db.territories import HOME
from service.permissions import Role


def first_administrator(connection: Connection, now: dt.datetime) -> str | None:
    """Return the token of a link for the first administrator; None where somebody is administrator already.

    Until somebody has used it, each start makes a new link, and the one before opens nothing any more.
    """
    waiting = subjects.newcomers(connection, Role.ADMIN)
    if memberships.has(connection, Role.ADMIN, waiting, now):
        return None
    for account in waiting:
        links.end_of_account(connection, account, now)
    return _link(connection, waiting[0], now) if waiting else new_administrator(connection, HOME, now)


def new_administrator(connection: Connection, territory: str, now: dt.datetime) -> str:
    """Return the token of a link with which somebody becomes administrator of a territory, for eight days."""
    account = accounts.add(connection, None, "", "fr", now)
    memberships.add(connection, Membership(Role.ADMIN, territory, account), now)
    return _link(connection, account, now)


def _link(connection: Connection, account: str, now: dt.datetime) -> str:
    return links.make(connection, links.INVITATION, account, None, now)
