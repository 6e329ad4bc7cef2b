"""One's own account: its facts, the browsers in which one has signed in, and codes on paper."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from service.db import accounts, links, memberships, organisations, second_factors, sessions, territories
from service.db.accounts import Account
from service.db.memberships import Membership
from service.db.sessions import Session
from service.errors import NotFound
from service.permissions import Reach


@dataclass(frozen=True, slots=True)
class Acting:
    """A role with the names of what it is for, as its owner tells it from their others."""

    membership: Membership
    territory: str
    organisation: str  # empty = for none


def get(connection: Connection, reach: Reach) -> tuple[Account, int]:
    """Return one's account, and how many recovery codes are left."""
    account = accounts.get(connection, _own(reach))
    return account, second_factors.recovery_codes_left(connection, account.id)


def change(connection: Connection, reach: Reach, expected: int, told: dict[str, str | bool]) -> tuple[Account, int]:
    """Change one's name, language or wishes and return the account; raise Stale for another version than expected."""
    accounts.change(connection, _own(reach), expected, **told)
    return get(connection, reach)


def speak(connection: Connection, reach: Reach, language: str) -> None:
    """Set the language of one's account, whatever version it is at; the same one changes nothing."""
    account = accounts.get(connection, _own(reach))
    if account.language != language:
        accounts.change(connection, account.id, account.version, language=language)


def has_second_factor(connection: Connection, reach: Reach) -> bool:
    """Return whether one signs in with a second factor that was shown to work."""
    found = second_factors.get(connection, _own(reach))
    return found is not None and found.confirmed_at is not None


def roles(connection: Connection, account: str, now: dt.datetime) -> list[Acting]:
    """Return the roles that an account has now, the oldest first."""
    return [_acting(connection, role) for role in memberships.of_account(connection, account, now)]


def close(connection: Connection, reach: Reach, now: dt.datetime) -> None:
    """Close one's account: nobody signs in with it any more."""
    disable(connection, _own(reach), now)


def disable(connection: Connection, account: str, now: dt.datetime) -> None:
    """Let nobody sign in with an account any more, and end what was begun with it."""
    accounts.disable(connection, account, now)
    sessions.end_of_account(connection, account, now)
    links.end_of_account(connection, account, now)


def disable_by_email(connection: Connection, email: str, now: dt.datetime) -> None:
    """Do the same for who has an address; raise NotFound."""
    account = accounts.by_email(connection, email)
    if account is None:
        raise NotFound("no account has this e-mail")
    disable(connection, account.id, now)


def browsers(connection: Connection, reach: Reach) -> list[Session]:
    """Return one's sessions, the newest first."""
    return sessions.of_account(connection, _own(reach))


def end_browser(connection: Connection, reach: Reach, session: str, now: dt.datetime) -> None:
    """End one of one's sessions; raise NotFound."""
    if session not in {one.id for one in browsers(connection, reach)}:
        raise NotFound("no such session")
    sessions.end(connection, session, now)


def end_other_browsers(connection: Connection, reach: Reach, now: dt.datetime) -> None:
    """End all of one's sessions but this one."""
    sessions.end_of_account(connection, _own(reach), now, but=reach.subject.session)


def _acting(connection: Connection, role: Membership) -> Acting:
    organisation = organisations.of(connection, role.organisation).name if role.organisation else ""
    return Acting(role, territories.get(connection, role.territory).name, organisation)


def _own(reach: Reach) -> str:
    return str(reach.subject.account)
