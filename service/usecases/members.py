"""Who has which role: invitations, the approval of a second person, and ends."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from service.collation import search_key
from service.db import accounts, documents, links, memberships, organisations, outbox, scoping, sessions
from service.db.accounts import Account
from service.db.memberships import Membership
from service.db.paging import Asked
from service.errors import Conflict, Forbidden, Invalid
from service.permissions import Reach, Role, Scope, Subject
from service.tokens import address

CONTENT: Final = frozenset({Role.CANDIDATE, Role.ADVISER, Role.COMPANY, Role.SPONSOR, Role.ORGANISER})
PAIRED: Final = frozenset({Role.CANDIDATE, Role.ORGANISER, Role.ADMIN})  # whoever gives one needs a second person
WITHIN: Final = frozenset({Role.COMPANY, Role.ADVISER})  # roles that act for an organisation
ANOTHER: Final = (
    "another organiser or administrator must approve this; where there is none, the command "
    "“visavis account administrator” on the server makes one"
)
MISTAKE: Final = dt.timedelta(minutes=15)  # in which the end of a role is undone
Member = tuple[Membership, Account]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is invited."""

    email: str
    name: str
    language: str


def browse(connection: Connection, reach: Reach, asked: Asked) -> tuple[list[Member], str | None]:
    """Return a page of the members within reach, ended ones too, the newest first, and the next page's cursor."""
    found, cursor = memberships.page_within(connection, reach, asked)
    return [(one, accounts.get(connection, one.account)) for one in found], cursor


def search(connection: Connection, reach: Reach, q: str, role: str, state: str) -> list[Member]:
    """Return all members within reach whose names or addresses begin with the words typed; "" = any.

    `state` is that of the role: see `state_of`.
    """
    found = memberships.all_within(connection, reach)
    wanted = [one for one in found if role in ("", one.role) and state in ("", state_of(one))]
    known, words = accounts.among(connection, {one.account for one in wanted}), search_key(q).split()
    told = ((one, known[one.account]) for one in wanted)
    return [(one, account) for one, account in told if _is_called(account, words)]


def state_of(found: Membership) -> str:
    """Return whether a role is "active", "pending" for a second person, or "over"."""
    return "over" if found.ends_at else "pending" if found.pending else "active"


def get(connection: Connection, reach: Reach, membership: str) -> Member:
    """Return a member; raise NotFound."""
    found = memberships.get(connection, reach, membership)
    return found, accounts.get(connection, found.account)


def invite(
    connection: Connection, reach: Reach, person: Person, role: Membership, url: str, now: dt.datetime
) -> Member:
    """Give a person a role in one's territory and mail them a link.

    A role that sees people's files waits for a second person when an administrator gives it, and one that opens a
    file or makes others approve always does: else two accounts of one person would do. Raise Forbidden for a role
    that one may not give, NotFound for an organisation or person out of reach, Conflict for a role that they have.
    """
    subject = reach.subject
    _may_give(subject, role)
    _stands(connection, reach, role, now)
    waits = role.role in PAIRED or (subject.role is Role.ADMIN and role.role in CONTENT)
    return _add(connection, subject, role, _account(connection, person, now), waits, url, now)


def invite_to_file(
    connection: Connection, reach: Reach, candidate: str, person: Person, url: str, now: dt.datetime
) -> Member:
    """Give a person of one's caseload an account for their own file; raise NotFound for anybody else."""
    if not reach.has(Scope.CASELOAD):
        raise Forbidden("only the adviser of a person gives them an account")
    role = Membership(Role.CANDIDATE, str(reach.subject.territory), candidate=candidate)
    _stands(connection, reach, role, now)
    return _add(connection, reach.subject, role, _account(connection, person, now), False, url, now)


def approve(connection: Connection, reach: Reach, membership: str, url: str, now: dt.datetime) -> Member:
    """Let a role begin that waits for a second person, and mail its link; raise Forbidden for who gave or gets it."""
    if not reach.has(Scope.TERRITORY):
        raise Forbidden(ANOTHER)
    found, account = get(connection, reach, membership)
    if reach.subject.account in (found.given_by, found.account):
        raise Forbidden(ANOTHER)
    if not found.pending or found.ends_at:
        raise Conflict("this role does not wait for anybody")
    memberships.approve(connection, membership, str(reach.subject.account), now)
    _mail(connection, account, membership, url, now)
    return get(connection, reach, membership)


def is_stuck(connection: Connection, found: Membership, now: dt.datetime) -> bool:
    """Return whether a role waits for a second person, and there is none yet."""
    besides = {account for account in (found.given_by, found.account) if account}
    return found.pending and not memberships.has_approver(connection, found.territory, besides, now)


def end(connection: Connection, reach: Reach, membership: str, now: dt.datetime) -> Member:
    """End a role, and the sessions in it; raise Forbidden for one's own, or an administrator's for another role."""
    _may_end(reach.subject, get(connection, reach, membership)[0])
    memberships.end(connection, membership, now)
    sessions.end_of_membership(connection, membership, now)
    return get(connection, reach, membership)


def resume(connection: Connection, reach: Reach, membership: str, now: dt.datetime) -> Member:
    """Let a role go on that was ended by mistake a moment ago, as it was; its sessions stay ended.

    Raise Forbidden as `end` does, and Conflict for a role that goes on, was given anew, or ended longer ago: a role
    that sees files would then come back without a second person.
    """
    found, account = get(connection, reach, membership)
    _may_end(reach.subject, found)
    if found.ends_at is None or found.ends_at < now - MISTAKE:
        raise Conflict("a role that ended is given back within a quarter of an hour: invite the person again")
    _is_free(connection, found, account, now)
    memberships.resume(connection, membership)
    return get(connection, reach, membership)


def _may_end(subject: Subject, found: Membership) -> None:
    _may_manage(subject)
    if found.role is Role.ADMIN and subject.role is not Role.ADMIN:
        raise Forbidden("only an administrator ends the role of another")
    if found.account == subject.account:
        raise Forbidden("nobody ends their own role: ask another administrator")


def _may_manage(subject: Subject) -> None:
    if subject.role is Role.COMPANY and not subject.lead:
        raise Forbidden("only who leads an organisation manages its members")


def _may_give(subject: Subject, role: Membership) -> None:
    _may_manage(subject)
    own = role.role is Role.COMPANY and role.organisation == subject.organisation
    if subject.role is Role.COMPANY and not own:
        raise Forbidden("you invite members of your own organisation only")
    if role.role is Role.ADMIN and subject.role is not Role.ADMIN:
        raise Forbidden("only an administrator makes another")


def _stands(connection: Connection, reach: Reach, role: Membership, now: dt.datetime) -> None:
    """Raise Invalid or NotFound unless a role stands on what it needs, within reach, and on nothing else."""
    needed = {Role.CANDIDATE: "candidate", Role.SPONSOR: "sponsor"} | dict.fromkeys(WITHIN, "organisation")
    for name in ("candidate", "sponsor"):
        if bool(getattr(role, name)) != (needed.get(role.role) == name):
            raise Invalid(f"{name}: told for that role only, and needed for it")
    if role.role in WITHIN and not role.organisation:
        raise Invalid("organisation: needed for that role")
    if role.organisation:
        organisations.get(connection, reach, role.organisation)
    if role.candidate:
        column = documents.CANDIDATES.main.c.public_id
        within = scoping.candidates_in(reach, column, now)
        documents.get_by_id(connection, documents.CANDIDATES, role.candidate, within)
    if role.sponsor:
        column = documents.SPONSORS.main.c.public_id
        documents.get_by_id(connection, documents.SPONSORS, role.sponsor, scoping.sponsors_in(reach, column, now))


def _account(connection: Connection, person: Person, now: dt.datetime) -> Account:
    known = accounts.by_email(connection, person.email)
    return known or accounts.get(connection, accounts.add(connection, person.email, person.name, person.language, now))


def _add(
    connection: Connection, subject: Subject, role: Membership, account: Account, waits: bool, url: str,
    now: dt.datetime,
) -> Member:  # fmt: skip
    if account.id == subject.account:
        raise Forbidden("nobody gives a role to themselves: ask another administrator")
    _is_free(connection, role, account, now)
    new = replace(role, account=account.id, given_by=subject.account, pending=waits)
    id = memberships.add(connection, new, now)
    if not waits:
        _mail(connection, account, id, url, now)
    return replace(new, id=id, starts_at=now), account


def _is_free(connection: Connection, role: Membership, account: Account, now: dt.datetime) -> None:
    """Raise Conflict for an account that is closed, or that has this role."""
    if account.disabled_at:
        raise Conflict("this account is closed: nobody signs in with it any more")
    if any(_same(role, other) for other in memberships.of_account(connection, account.id, now)):
        raise Conflict("they have this role already")


def _is_called(account: Account, words: Sequence[str]) -> bool:
    told = search_key(f"{account.name} {account.email or ''}").split()
    return all(any(part.startswith(word) for part in told) for word in words)


def _same(one: Membership, other: Membership) -> bool:
    names = ("role", "territory", "organisation", "candidate", "sponsor")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _mail(connection: Connection, account: Account, membership: str, url: str, now: dt.datetime) -> None:
    if account.email:
        token = links.make(connection, links.INVITATION, account.id, membership, now)
        facts = {"link": address(url, token), "days": links.DAYS}
        outbox.add(connection, account.email, "invitation", facts, account.language)
