"""The demonstration territory as a service finds it: organisations, an account in every role, who follows whom."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from service.db import accounts, caseloads, consents, documents, links, listing, memberships, organisations
from service.db.accounts import Account
from service.db.base import Store
from service.db.consents import Agreed, Proof
from service.db.documents import CANDIDATES, OPENINGS, SPONSORS
from service.db.memberships import Membership
from service.db.territories import HOME
from service.errors import Conflict
from service.filing import document_of
from service.permissions import Role

SOURCE: Final = "demo"
SITE: Final = "demo.invalid"  # a name that no mail ever reaches
FOLLOWED: Final = 80  # people whom the adviser follows
VISIBLE: Final = 4  # of every five people, so many agree to be suggested without their name
NOTICE: Final = "demo-1"
_TITLES: Final = {
    Role.ADVISER: "Conseil (démonstration)",
    Role.COMPANY: "Entreprise (démonstration)",
    Role.ORGANISER: "Animation (démonstration)",
    Role.CANDIDATE: "Personne accompagnée (démonstration)",
    Role.SPONSOR: "Parrainage (démonstration)",
    Role.FUNDER: "Financement (démonstration)",
    Role.ADMIN: "Administration (démonstration)",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom and what the accounts of the demonstration are about, by the names that it gives them."""

    candidate: str
    opening: str
    sponsor: str


@dataclass(frozen=True, slots=True)
class Inhabited:
    """What one needs to look around: a one-time link for each role, and the person to rank for."""

    tokens: Mapping[Role, str]
    candidate: str  # public id


def inhabit(store: Store, shown: Shown, now: dt.datetime) -> Inhabited:
    """Make what is missing, and new links that each open one session; doing it again only makes links.

    Raise Conflict for a store that holds more than the demonstration: its links sign in without a second factor.
    """
    with store.write() as connection:
        foreign = documents.sources(connection) - {SOURCE, documents.API}
        if foreign:
            raise Conflict(f"this store holds {', '.join(sorted(foreign))}; give the demonstration its own: --db")
        people = documents.public_ids(connection, CANDIDATES, SOURCE)
        if accounts.by_email(connection, _email(Role.ADVISER)) is None:
            _settle(connection, shown, people, now)
        return Inhabited({role: _link(connection, role, now) for role in _TITLES}, people[shown.candidate])


def _settle(connection: Connection, shown: Shown, people: Mapping[str, str], now: dt.datetime) -> None:
    posts = _companies(connection, shown.opening)
    helps = _organisation(connection, "association", "Association d’accompagnement (démonstration)")
    funds = _organisation(connection, "public_body", "Financeur public (démonstration)")
    sponsor = documents.public_ids(connection, SPONSORS, SOURCE)[shown.sponsor]
    about = {
        Role.ADVISER: {"organisation": helps},
        Role.COMPANY: {"organisation": posts, "lead": True},
        Role.CANDIDATE: {"candidate": people[shown.candidate]},
        Role.SPONSOR: {"sponsor": sponsor},
        Role.FUNDER: {"organisation": funds},
    }
    for role, title in _TITLES.items():
        account = accounts.add(connection, _email(role), title, "fr", now)
        memberships.add(connection, Membership(role, HOME, account, **about.get(role, {})), now)
    _follow(connection, shown, people, helps, now)


def _companies(connection: Connection, opening: str) -> str:
    """Give every opening to the company that its record names; return the one of an opening."""
    records = [json.loads(text) for text in documents.records(connection, OPENINGS, SOURCE)]
    names = sorted({record["company"]["name"] for record in records if "company" in record})
    ids = {name: _organisation(connection, "company", name) for name in names}
    held = {record["id"]: ids.get(record.get("company", {}).get("name")) for record in records}
    given = (document_of(OPENINGS, record, organisation=held[record["id"]]) for record in records)
    documents.save(connection, OPENINGS, SOURCE, given)
    listing.refresh(connection)
    return held[opening] or ""


def _organisation(connection: Connection, kind: str, name: str) -> str:
    return organisations.add(connection, HOME, {"kind": kind, "name": name})


def _follow(connection: Connection, shown: Shown, people: Mapping[str, str], helps: str, now: dt.datetime) -> None:
    """Let the adviser follow the first people; tell everybody, and let most agree to be suggested."""
    adviser = _account(connection, Role.ADVISER).id
    told = Proof(adviser, "paper", NOTICE)
    for number, (name, person) in enumerate(sorted(people.items())):
        consents.tell(connection, person, told, now)
        if number % 5 < VISIBLE:
            consents.give(connection, Agreed(person, "company_visibility"), told, now)
        if number < FOLLOWED or name == shown.candidate:
            caseloads.assign(connection, person, adviser, helps, "demo", adviser, now)


def _link(connection: Connection, role: Role, now: dt.datetime) -> str:
    account = _account(connection, role)
    membership = memberships.of_account(connection, account.id, now)[0]
    return links.make(connection, links.DEMONSTRATION, account.id, membership.id, now)


def _account(connection: Connection, role: Role) -> Account:
    found = accounts.by_email(connection, _email(role))
    if found is None:
        raise Conflict("the accounts of the demonstration are gone: start with a new store")
    return found


def _email(role: Role) -> str:
    return f"{role}@{SITE}"
