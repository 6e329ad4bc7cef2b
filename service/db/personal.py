"""Facts about a person that must never weigh in a match, kept apart from everything that does.

Names, contacts, sex, birth date, nationality, address labels, statuses (QPV, RSA, RQTH …). The engine
and whatever feeds it never read this table.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, Text, select

from service.collation import search_key, sort_key
from service.db.base import metadata

personal_facts = Table(
    "personal_facts",
    metadata,
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

person_names = Table(  # how lists of people are ordered and searched
    "person_names",
    metadata,
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), primary_key=True),
    Column("sort_key", Text, nullable=False),
    Column("search_key", Text, nullable=False),
    Column("version", Integer, nullable=False),  # one more at each change of the facts
)

LAST_NAME: Final = ("last_name", "nom", "lastname", "surname", "family_name", "nom_de_famille", "name", "nom_prenom")
FIRST_NAME: Final = ("first_name", "prenom", "firstname", "given_name", "prenoms")


def save(connection: Connection, candidate: str, facts: Mapping[str, str]) -> None:
    """Keep these facts of a person beside those already known; the candidate is a public id that exists."""
    change(connection, candidate, facts)


def change(connection: Connection, candidate: str, facts: Mapping[str, str | None]) -> None:
    """Likewise, and forget the facts that are None."""
    whole = {name: value for name, value in {**read(connection, candidate), **facts}.items() if value is not None}
    number = version(connection, candidate)
    erase(connection, candidate)
    rows = [{"candidate": candidate, "name": name, "value": value} for name, value in whole.items()]
    if rows:
        connection.execute(personal_facts.insert(), rows)
    name = f"{last_name(whole)} {first_name(whole)}"
    keys = {"sort_key": sort_key(name), "search_key": search_key(name), "version": number + 1}
    connection.execute(person_names.insert(), {"candidate": candidate, **keys})


def version(connection: Connection, candidate: str) -> int:
    """Return how often the person's facts have changed."""
    query = select(person_names.c.version).where(person_names.c.candidate == candidate)
    return connection.execute(query).scalar() or 0


def last_name(facts: Mapping[str, str]) -> str:
    """Return a person's last name, by whatever name their file told it; empty where it is not known."""
    return next((facts[name] for name in LAST_NAME if name in facts), "")


def first_name(facts: Mapping[str, str]) -> str:
    """Return a person's first name likewise."""
    return next((facts[name] for name in FIRST_NAME if name in facts), "")


def read(connection: Connection, candidate: str) -> dict[str, str]:
    """Return the person's facts by name; none are known of somebody unknown."""
    facts = personal_facts.c
    query = select(facts.name, facts.value).where(facts.candidate == candidate).order_by(facts.name)
    return {row.name: row.value for row in connection.execute(query)}


def read_all(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the facts of everybody of whom some are known, by their public ids."""
    found: dict[str, dict[str, str]] = {}
    for candidate, name, value in connection.execute(select(personal_facts).order_by(personal_facts.c.name)):
        found.setdefault(candidate, {})[name] = value
    return found


def named(connection: Connection, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (candidate, name, value) of all facts with one of these names."""
    here = personal_facts.c
    query = select(here.candidate, here.name, here.value).where(here.name.in_(names))
    return [(row.candidate, row.name, row.value) for row in connection.execute(query.order_by(here.candidate))]


def erase(connection: Connection, candidate: str) -> int:
    """Forget the person's facts and return how many there were."""
    connection.execute(person_names.delete().where(person_names.c.candidate == candidate))
    return connection.execute(personal_facts.delete().where(personal_facts.c.candidate == candidate)).rowcount
