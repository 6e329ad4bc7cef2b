"""Facts about a person that must never weigh in a match, kept apart from everything that does.

Names, contacts, sex, birth date, nationality, address labels, statuses (QPV, RSA, RQTH …). The engine
and whatever feeds it never read this table.
"""

from collections.abc import Mapping

from sqlalchemy import Column, Connection, ForeignKey, Table, Text, select

from service.db.base import metadata

personal_facts = Table(
    "personal_facts",
    metadata,
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)


def save(connection: Connection, candidate: str, facts: Mapping[str, str]) -> None:
    """Keep these facts of a person beside those already known; the candidate is a public id that exists."""
    whole = read(connection, candidate) | dict(facts)
    erase(connection, candidate)
    rows = [{"candidate": candidate, "name": name, "value": value} for name, value in whole.items()]
    if rows:
        connection.execute(personal_facts.insert(), rows)


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


def erase(connection: Connection, candidate: str) -> int:
    """Forget the person's facts and return how many there were."""
    return connection.execute(personal_facts.delete().where(personal_facts.c.candidate == candidate)).rowcount
