"""Every row about a person: from their own row along the foreign keys that point at it, and by their id elsewhere."""

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Integer, Table, false, or_, select

from service.db.base import metadata

Rows = dict[str, list[dict[str, Any]]]  # by table

_LEFT_OUT: Final = frozenset({"row", "items", "password", "digest", "secret", "recipient"})
_ELSEWHERE: Final = {  # table: the columns that hold the person's public id, or that of a row about them
    "history": ("public_id",),
    "memberships": ("candidate",),
    "outbox": ("about",),
    "reminders": ("about",),
    "rights_requests": ("candidate",),
    "run_people": ("candidate",),
    "runs": ("subject_id",),
}
_OF_OTHERS_TOO: Final = frozenset({"run_people"})  # names the others who were shown: only their own row is theirs
_OWN_ACCOUNT: Final = {"accounts": "id", "account_activity": "account", "sessions": "account", "links": "account"}
_OWN_ACCOUNT |= {"api_keys": "made_by", "recovery_codes": "account", "second_factors": "account"}


def of(connection: Connection, person: str) -> Rows:
    """Return all rows about a candidate, by table; none of somebody unknown.

    What is packed for the engine, what would let others in, and the database's own numbers are left out; what is
    sealed stays so.
    """
    found: dict[str, dict[tuple[Any, ...], Any]] = {}
    candidates = metadata.tables["candidates"]
    _follow(connection, candidates, candidates.c.public_id == person, found)
    for name, columns in _ELSEWHERE.items():
        table = metadata.tables[name]
        _follow(connection, table, or_(*(table.c[column] == person for column in columns)), found)
    runs = metadata.tables["runs"]
    shown = {row.run for row in found["run_people"].values()}
    _follow(connection, runs, runs.c.id.in_(shown), found)
    accounts = {row.account for row in found.get("memberships", {}).values()}
    for name, column in _OWN_ACCOUNT.items():
        table = metadata.tables[name]
        _follow(connection, table, table.c[column].in_(accounts) if accounts else false(), found)
    return {name: [_plain(metadata.tables[name], row) for row in rows.values()] for name, rows in found.items()}


def _follow(
    connection: Connection, table: Table, which: ColumnElement[bool], found: dict[str, dict[tuple[Any, ...], Any]]
) -> None:
    """Add the rows that meet a condition, and all that point at them."""
    known = found.setdefault(str(table.name), {})
    rows = {
        tuple(row._mapping[c] for c in table.primary_key): row for row in connection.execute(select(table).where(which))
    }
    new = [row for key, row in rows.items() if key not in known]
    known |= rows
    for other in metadata.sorted_tables if new else ():
        for key in other.foreign_keys:
            if key.column.table is table and other.name not in _OF_OTHERS_TOO:
                values = {row._mapping[key.column] for row in new}
                _follow(connection, other, key.parent.in_(values), found)


def _plain(table: Table, row: Any) -> dict[str, Any]:
    kept = (c for c in table.columns if c.name not in _LEFT_OUT and not _is_number(c))
    return {str(column.name): row._mapping[column] for column in kept}


def _is_number(column: Column[Any]) -> bool:
    """Return whether a column numbers the rows, which means nothing outside."""
    return column.name == "id" and isinstance(column.type, Integer)
