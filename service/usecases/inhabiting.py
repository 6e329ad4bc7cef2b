"""The demonstration territory as a service finds it: organisations, an account in every role, who follows whom."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from service.db import (
    accounts,
    api_keys,
    caseloads,
    consents,
    documents,
    links,
    listing,
    memberships,
    organisations,
    territories,
)
from service.db.accounts import Account
from service.db.api_keys import ApiKey
from service.db.base import Store
from service.db.consents import Agreed, Proof
from service.db.documents import CANDIDATES, OPENINGS, SPONSORS
from service.db.memberships import Membership
from service.db.territories import HOME
from service.errors import Conflict
from service.filing import document_of
from service.permissions import Role, Subject
from service.tokens import digest, new_token

SOURCE: Final = "demo"
SITE: Final = "demo.invalid"  # a name that no mail ever reaches
TERRITORY: Final = "Territoire de démonstration"
FOLLOWED: Final = 80  # people whom the adviser follows
EARLY: Final = 50  # of them from the first day; the others came later
VISIBLE: Final = 4  # of every five people, so many agree to be suggested without their name
LIVED: Final = dt.timedelta(days=200)  # since when everybody is there
LATER: Final = dt.timedelta(days=100)  # after which the adviser began to follow the others
NOTICE: Final = "demo-1"
KEY_SCOPES: Final = "opening:R profile:R ranking:R run:R"
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
    """What one needs to look around: a one-time link for each role, a key, the person to rank for, and who is who."""

    tokens: Mapping[Role, str]
    key: str  # of a program that ranks for the adviser, until the links end
    candidate: str  # public id
    opening: str  # likewise
    sponsor: str  # likewise
    subjects: Mapping[Role, Subject]
    is_new: bool  # whether nobody lived there before


def inhabit(store: Store, shown: Shown, now: dt.datetime) -> Inhabited:
    """Make what is missing, and new links that each open one session; doing it again only makes links.

    Raise Conflict for a store that holds more than the demonstration: its links sign in without a second factor.
    """
    with store.write() as connection:
        foreign = documents.sources(connection) - {SOURCE, documents.API}
        if foreign:
            raise Conflict(f"this store holds {', '.join(sorted(foreign))}; give the demonstration its own: --db")
        people, openings, sponsors = (
            documents.public_ids(connection, kind, SOURCE) for kind in (CANDIDATES, OPENINGS, SPONSORS)
        )
        is_new = not is_settled(connection)
        if is_new:
            _settle(connection, shown, people, now - LIVED)
        who = {role: _subject(connection, role, now) for role in _TITLES}
        return Inhabited(
            {role: _link(connection, role, now) for role in _TITLES},
            _key(connection, now),
            people[shown.candidate],
            openings[shown.opening],
            sponsors[shown.sponsor],
            who,
            is_new,
        )


def links_of(connection: Connection, now: dt.datetime) -> dict[Role, str]:
    """Return new links that each open one session, in every role but that of administrators.

    Raise Conflict where the accounts are gone.
    """
    return {role: _link(connection, role, now) for role in _TITLES if role is not Role.ADMIN}


def is_inhabited(store: Store) -> bool:
    """Return whether somebody lives in the demonstration already: then it is not loaded again over what they did."""
    with store.read() as connection:
        return is_settled(connection)


def is_settled(connection: Connection) -> bool:
    """Return the same, in a transaction that is open already."""
    return accounts.by_email(connection, _email(Role.ADVISER)) is not None


def _settle(connection: Connection, shown: Shown, people: Mapping[str, str], now: dt.datetime) -> None:
    territories.rename(connection, HOME, territories.get(connection, HOME).version, TERRITORY)
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
            began = now if number < EARLY or name == shown.candidate else now + LATER
            caseloads.assign(connection, person, adviser, helps, "demo", adviser, began)


def _link(connection: Connection, role: Role, now: dt.datetime) -> str:
    membership = _membership(connection, role, now)
    return links.make(connection, links.DEMONSTRATION, membership.account, membership.id, now)


def _key(connection: Connection, now: dt.datetime) -> str:
    """Return a new key in the adviser's role: where everybody is invented, a program may follow people."""
    membership, secret = _membership(connection, Role.ADVISER, now), f"vv_{new_token()}"
    until = now + links.LIVES[links.DEMONSTRATION]
    key = ApiKey(str(uuid.uuid4()), SOURCE, membership.id, KEY_SCOPES, membership.account, now, until)
    api_keys.add(connection, digest(secret), key)
    return secret


def _subject(connection: Connection, role: Role, now: dt.datetime) -> Subject:
    found = _membership(connection, role, now)
    return Subject(role, found.account, found.territory, found.organisation, found.candidate, found.sponsor, found.lead)


def _membership(connection: Connection, role: Role, now: dt.datetime) -> Membership:
    return memberships.of_account(connection, _account(connection, role).id, now)[0]


def _account(connection: Connection, role: Role) -> Account:
    found = accounts.by_email(connection, _email(role))
    if found is None:
        raise Conflict("the accounts of the demonstration are gone: start with a new store")
    return found


def _email(role: Role) -> str:
    return f"{role}@{SITE}"
