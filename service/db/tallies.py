"""What stays of people who were erased: how many, of what, in which month. No person, no text, no day."""

import datetime as dt

from sqlalchemy import Column, Connection, Integer, Table, Text, select

from service.db.base import metadata
from service.db.times import utc

tallies = Table(
    "tallies",
    metadata,
    Column("territory", Text, primary_key=True),
    Column("what", Text, primary_key=True),  # introduction, sponsorship, consent
    Column("code", Text, primary_key=True),  # the step that it came to, or the purpose
    Column("month", Text, primary_key=True),  # in which it began: 2026-11
    Column("count", Integer, nullable=False),
)

_COUNTED = {  # what: its table, and the columns of its code and of when it began
    "introduction": ("introductions", "step", "created_at"),
    "sponsorship": ("sponsorships", "step", "created_at"),
    "consent": ("consents", "purpose", "given_at"),
}


def count(connection: Connection, territory: str, column: str, person: str) -> None:
    """Count what is about somebody (`column` is candidate or sponsor) before it is erased."""
    for what, (name, code, began) in _COUNTED.items():
        table = metadata.tables[name]
        query = select(table.c[code], table.c[began]).where(table.c[column] == person)
        for told, at in connection.execute(query).all():
            add(connection, territory, what, told, at)


def add(connection: Connection, territory: str, what: str, code: str, at: dt.datetime) -> None:
    """Count one more."""
    row = {"territory": territory, "what": what, "code": code, "month": f"{utc(at):%Y-%m}"}
    here = [tallies.c[name] == value for name, value in row.items()]
    if not connection.execute(tallies.update().where(*here).values(count=tallies.c.count + 1)).rowcount:
        connection.execute(tallies.insert().values(**row, count=1))
