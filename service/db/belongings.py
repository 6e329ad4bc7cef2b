"""Every row about a person: from their own row along the foreign keys that point at it, and by their id elsewhere."""

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Integer, Table, false, or_, select, true

from service.db.base import metadata

Rows = dict[str, list[dict[str, Any]]]  # by table

_LEFT_OUT: Final = frozenset({"row", "items", "password", "digest", "secret", "recipient"})
_ELSEWHERE: Final = {  # table: the columns that hold the person's public id, or that of a row about them
    "history": ("public_id",),
    "memberships": ("candidate", "sponsor"),
    "outbox": ("about",),
    "reminders": ("about",),
    "rights_requests": ("candidate", "sponsor"),
    "run_people": ("candidate",),
    "runs": ("subject_id",),
}
_OF_OTHERS_TOO: Final = {  # names the others who were shown: only their own row is theirs; of the people whom a
    "candidates": frozenset({"run_people"}),  # sponsor meets, nothing that those have not told them
    "sponsors": frozenset({"run_people", "consents", "dismissals", "sharings", "introductions", "person_quarters"}),
}
_OTHERS_WORD: Final = {  # of two who met, each is told only what they said themselves: interest is told if it is mutual
    "candidates": frozenset({"host_interest", "host_said_by"}),
    "sponsors": frozenset({"candidate", "person", "person_interest", "person_said_by", "reason"}),  # why it ended
}
_OTHERS_SIDE: Final = {"candidates": "host", "sponsors": "person"}
_OWN_ACCOUNT: Final = {"accounts": "id", "account_activity": "account", "sessions": "account", "links": "account"}
_OWN_ACCOUNT |= {"api_keys": "made_by", "recovery_codes": "account", "second_factors": "account"}


def of(connection: Connection, person: str) -> Rows:
    """Return all rows about a candidate or a sponsor, by table; none of somebody unknown.

    What is packed for the engine, what would let others in, and the database's own numbers are left out, and so is
    what those whom they met said of them. What is sealed stays so.
    """
    for kind in _OF_OTHERS_TOO:
        table = metadata.tables[kind]
        if connection.execute(select(table.c.public_id).where(table.c.public_id == person)).first():
            return _rows(connection, kind, person)
    return {}


def _rows(connection: Connection, kind: str, person: str) -> Rows:
    found: dict[str, dict[tuple[Any, ...], Any]] = {name: {} for name in _OF_OTHERS_TOO[kind]}
    root = metadata.tables[kind]
    _follow(connection, root, root.c.public_id == person, found, kind)
    for name, columns in _ELSEWHERE.items():
        table = metadata.tables[name]
        _follow(connection, table, or_(*(table.c[column] == person for column in columns)), found, kind)
    runs = metadata.tables["runs"]
    shown = {row.run for row in found["run_people"].values()}
    _follow(connection, runs, runs.c.id.in_(shown), found, kind)
    accounts = {row.account for row in found.get("memberships", {}).values()}
    for name, column in _OWN_ACCOUNT.items():
        table = metadata.tables[name]
        _follow(connection, table, table.c[column].in_(accounts) if accounts else false(), found, kind)
    return {name: [_plain(metadata.tables[name], row, kind) for row in rows.values()] for name, rows in found.items()}


def _follow(
    connection: Connection,
    table: Table,
    which: ColumnElement[bool],
    found: dict[str, dict[tuple[Any, ...], Any]],
    kind: str,
) -> None:
    """Add the rows that meet a condition, and all that point at them."""
    known = found.setdefault(str(table.name), {})
    rows = {
        tuple(row._mapping[c] for c in table.primary_key): row
        for row in connection.execute(select(table).where(which, _is_told(table, kind)))
    }
    new = [row for key, row in rows.items() if key not in known]
    known |= rows
    for other in metadata.sorted_tables if new else ():
        for key in other.foreign_keys:
            if key.column.table is table and other.name not in _OF_OTHERS_TOO[kind]:
                values = {row._mapping[key.column] for row in new}
                _follow(connection, other, key.parent.in_(values), found, kind)


def _is_told(table: Table, kind: str) -> ColumnElement[bool]:
    """Return the condition that a row is not the other side's alone: its wishes, or what it has not agreed to yet."""
    if table.name == "meetup_wishes":
        return table.c.side != _OTHERS_SIDE[kind]
    if table.name == "sponsorships" and kind == "sponsors":
        return table.c.person_agreed_at.is_not(None)
    return true()


def _plain(table: Table, row: Any, kind: str) -> dict[str, Any]:
    kept = (c for c in table.columns if c.name not in _LEFT_OUT | _OTHERS_WORD[kind] and not _is_number(c))
    return {str(column.name): row._mapping[column] for column in kept}


def _is_number(column: Column[Any]) -> bool:
    """Return whether a column numbers the rows, which means nothing outside."""
    return column.name == "id" and isinstance(column.type, Integer)
