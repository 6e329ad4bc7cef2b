"""Who asks: a session or a key is worth something only as long as all that it stands on still holds."""

import datetime as dt
from typing import Final

from sqlalchemy import Connection

from service.db import api_keys, links, sessions, subjects
from service.db.memberships import Membership
from service.db.subjects import SignedIn
from service.permissions import STAFF, Role, Subject
from service.tokens import digest

MINUTE: Final = dt.timedelta(minutes=1)
SLACK: Final = dt.timedelta(minutes=5)  # that clocks of hosts may differ
STAFF_TIMES: Final = (dt.timedelta(minutes=60), dt.timedelta(hours=12))  # without use, and in all
OTHER_TIMES: Final = (dt.timedelta(hours=24), dt.timedelta(days=7))


def by_session(connection: Connection, token: str) -> SignedIn | None:
    """Return the session with that token, which may have run out; None for one that was ended or never was."""
    found = subjects.by_session(connection, digest(token))
    return None if found is None or found.session.ended_at else found


def has_run_out(found: SignedIn, now: dt.datetime) -> bool:
    """Return whether a session is over by its times, its role or its account, or because the clock went back."""
    idle, whole = STAFF_TIMES if found.membership.role in STAFF else OTHER_TIMES
    over = now - found.session.seen_at >= idle or now - found.session.started_at >= whole
    return over or went_back(found.latest, now) or found.disabled or not in_force(found.membership, now)


def went_back(latest: dt.datetime | None, now: dt.datetime) -> bool:
    """Return whether it is earlier now than it has been: then nobody can say what has run out."""
    return latest is not None and now < latest - SLACK


def in_force(role: Membership, now: dt.datetime) -> bool:
    """Return whether a role counts now."""
    begun = not role.pending and (role.starts_at is None or role.starts_at <= now + SLACK)
    return begun and (role.ends_at is None or role.ends_at > now)


def end(connection: Connection, found: SignedIn, now: dt.datetime) -> None:
    """End a session that has run out, so that no change of the clock revives it."""
    sessions.end(connection, found.session.id, now)
    keep_time(connection, now)


def is_due(seen_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Return whether it is time to write down that something is in use."""
    return seen_at is None or now - seen_at >= MINUTE


def touch(connection: Connection, found: SignedIn, now: dt.datetime) -> None:
    """Write down that a session is in use."""
    sessions.touch(connection, found.session.id, now)
    keep_time(connection, now)


def keep_time(connection: Connection, now: dt.datetime) -> None:
    """Keep the latest time; where the clock went back, end all sessions and links, and begin anew."""
    latest = sessions.latest(connection)
    if went_back(latest, now):
        sessions.end_all(connection, now)
        links.end_all(connection, now)
    if latest is None or latest < now or went_back(latest, now):
        sessions.set_latest(connection, now)


def subject_of(found: SignedIn) -> Subject:
    """Return who a session stands for."""
    return _subject(found.membership, found.session.id)


def by_key(connection: Connection, secret: str, now: dt.datetime) -> tuple[Subject, bool] | None:
    """Return whom a program's key stands for, and whether to write down its use; None for a key not in force."""
    found = subjects.by_key(connection, digest(secret))
    if found is None:
        return None
    key, role, disabled = found
    if key.revoked_at or key.expires_at <= now or disabled or not in_force(role, now):
        return None
    return _subject(role, key.id, frozenset(key.scopes.split())), is_due(key.used_at, now)


def touch_key(connection: Connection, key: str, now: dt.datetime) -> None:
    """Write down that a key is in use."""
    api_keys.touch(connection, key, now)


def _subject(role: Membership, session: str, granted: frozenset[str] | None = None) -> Subject:
    about = role.organisation, role.candidate, role.sponsor, role.lead
    return Subject(Role(role.role), role.account, role.territory, *about, session, granted)
