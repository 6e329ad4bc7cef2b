"""Signing in: by password or by a link that came by mail, then by the second factor; and signing out."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from service import passwords
from service.db import accounts, audit, documents, links, memberships, outbox, sessions, subjects
from service.db.accounts import Account, normalised
from service.db.base import Store
from service.db.links import Link
from service.db.memberships import Membership
from service.db.sessions import Session
from service.db.subjects import SignedIn
from service.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from service.permissions import Subject
from service.tokens import address, digest, new_token

__all__ = ["normalised"]  # named here too, for who counts attempts


@dataclass(frozen=True, slots=True)
class Started:
    """A session that has just begun, with the token that only the browser keeps."""

    token: str
    session: Session
    membership: Membership
    new: bool = False  # a sign-in, not another token of one


@dataclass(frozen=True, slots=True)
class Described:
    """A session as its own browser may know it."""

    session: Session
    account: Account
    roles: list[Membership]
    complete: bool
    enrolled: bool


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody may tell when they use a link: a new password, and who the first administrator is."""

    password: str | None = None
    email: str | None = None
    name: str | None = None


def by_password(store: Store, email: str, password: str, agent: str, now: dt.datetime) -> Started:
    """Begin a session; raise Unauthenticated, in the same words and after the same work whatever is wrong."""
    with store.read() as connection:
        found = accounts.by_email(connection, email)
    good = passwords.matches(found.password if found else "", password)
    if found is None or not good or found.disabled_at:
        raise Unauthenticated("this e-mail and password do not go together: try again, or ask for a link by mail")
    again = passwords.hashed(password) if passwords.is_outdated(found.password) else None
    with store.write() as connection:
        if again:
            accounts.set_password(connection, found.id, again)
        return _start(connection, found, None, agent, now)


def send_link(connection: Connection, email: str, url: str, now: dt.datetime) -> None:
    """Mail a link to who has that address; do nothing for anybody else."""
    account = accounts.by_email(connection, email)
    if account and not account.disabled_at and memberships.of_account(connection, account.id, now):
        token = links.make(connection, links.SIGN_IN, account.id, None, now)
        facts = {"link": address(url, token), "minutes": links.MINUTES}
        outbox.add(connection, str(account.email), "sign_in_link", facts, account.language)


def by_link(store: Store, token: str, told: Newcomer, agent: str, now: dt.datetime) -> Started:
    """Begin a session with a one-time link; raise Unauthenticated for one that is used, too old or unknown.

    A new password replaces the old one and ends all other sessions; raise Invalid for one that is too weak.
    """
    with store.read() as connection:
        account = accounts.get(connection, _usable(connection, token, now).account)
    if told.password is not None:
        about = (account.email or told.email or "", account.name, told.name or "")
        passwords.check(told.password, about)
    new = told.password and passwords.hashed(told.password)
    with store.write() as connection:
        link = _usable(connection, token, now)
        links.use(connection, link, now)
        account = _introduced(connection, accounts.get(connection, link.account), told)
        if new:
            replace_password(connection, account, new, None, now)
        return _start(connection, account, link, agent, now)


def replace_password(
    connection: Connection, account: Account, kept: str, session: str | None, now: dt.datetime
) -> None:
    """Keep another password, end all sessions but one and all links, and tell the person."""
    accounts.set_password(connection, account.id, kept)
    sessions.end_of_account(connection, account.id, now, but=session)
    links.end_of_account(connection, account.id, now)
    if account.email:
        outbox.add(connection, account.email, "password_changed", {}, account.language)


def renew(connection: Connection, found: SignedIn, role: Membership, complete: bool, now: dt.datetime) -> Started:
    """Return the session under a new token, in a role, with its second factor or without; the old token ends."""
    old, token = found.session, new_token()
    sessions.end(connection, old.id, now)
    began = old.started_at
    new = sessions.add(connection, digest(token), old.account, role.id, complete, old.agent, began, now)
    return Started(token, new, role)


def switch(connection: Connection, found: SignedIn, membership: str, now: dt.datetime) -> Started:
    """Return the session in another of the account's roles; raise NotFound for a role that it does not have."""
    mine = {role.id: role for role in memberships.of_account(connection, found.session.account, now)}
    if membership not in mine:
        raise NotFound("no such role")
    return renew(connection, found, mine[membership], found.session.complete, now)


def change_password(store: Store, subject: Subject, current: str | None, new: str, now: dt.datetime) -> None:
    """Replace one's own password; raise Unauthenticated for a wrong one, Invalid for a new one that is too weak."""
    with store.read() as connection:
        account = accounts.get(connection, str(subject.account))
    if account.password and not passwords.matches(account.password, current or ""):
        raise Unauthenticated("the current password is another: try again", "wrong_password")
    passwords.check(new, (account.email or "", account.name), "new")
    kept = passwords.hashed(new)
    with store.write() as connection:
        replace_password(connection, account, kept, subject.session, now)


def complete(connection: Connection, found: SignedIn, now: dt.datetime) -> Started:
    """Return the session after its second factor."""
    return renew(connection, found, found.membership, True, now)


def describe(connection: Connection, token: str, now: dt.datetime) -> Described:
    """Return the session with that token, which is in force."""
    found = subjects.by_session(connection, digest(token))
    assert found is not None
    account = accounts.get(connection, found.session.account)
    roles = memberships.of_account(connection, account.id, now)
    return Described(found.session, account, roles, not found.needs_second_factor, found.enrolled)


def sign_out(connection: Connection, found: SignedIn, now: dt.datetime) -> None:
    """End the session."""
    sessions.end(connection, found.session.id, now)


def _usable(connection: Connection, token: str, now: dt.datetime) -> Link:
    link = links.find(connection, token, now)
    if link is None or accounts.get(connection, link.account).disabled_at:
        raise Unauthenticated("this link was used or is too old: ask for a new one", "link")
    return link


def _introduced(connection: Connection, account: Account, told: Newcomer) -> Account:
    """Return the account; the first administrator's, which nobody has yet, gets its e-mail and name."""
    if account.email is not None:
        return account
    if not (told.email and told.name and told.password):
        raise Invalid("tell your e-mail, your name and a password: you are the first to use this account", "newcomer")
    if accounts.by_email(connection, told.email):
        raise Conflict("another account has this e-mail: take another")
    accounts.introduce(connection, account.id, told.email, told.name)
    return accounts.get(connection, account.id)


def _start(connection: Connection, account: Account, link: Link | None, agent: str, now: dt.datetime) -> Started:
    roles = memberships.of_account(connection, account.id, now)
    if not roles:
        raise Forbidden("this account has no role: ask the administrator of your territory", "no_role")
    role = next((role for role in roles if link and role.id == link.membership), roles[0])
    complete = bool(link and link.purpose == links.DEMONSTRATION) and _is_demonstration(connection)
    token = new_token()
    session = sessions.add(connection, digest(token), account.id, role.id, complete, agent, now, now)
    how = link.purpose if link else "password"
    about = role.organisation, role.candidate, role.sponsor, role.lead, session.id
    audit.record(
        connection,
        Subject(role.role, account.id, role.territory, *about),
        "account:W",
        [],
        "",
        tags=f"sign_in {how}",
        at=now,
    )
    return Started(token, session, role, new=True)


def _is_demonstration(connection: Connection) -> bool:
    """Return whether the store holds invented people: only there may a link replace a second factor."""
    return documents.sources(connection) - {documents.API} == {"demo"}
