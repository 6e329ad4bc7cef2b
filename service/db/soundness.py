"""What an engine itself finds wrong with a database."""

from sqlalchemy import Connection, and_, exists, select, text

from service.db.base import metadata


def faults(connection: Connection) -> list[str]:
    """Return "pages" for a damaged file, and "table.column" of every foreign key that points at nothing."""
    pages = []
    if connection.dialect.name == "sqlite":
        pages = ["pages"] * (connection.scalar(text("PRAGMA integrity_check")) != "ok")
    return pages + dangling(connection)


def dangling(connection: Connection) -> list[str]:
    """Return the columns with a value that the table which they point at does not have."""
    found = []
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: key.column_keys):
            there = key.referred_table.alias()
            pairs = [(each.parent, there.c[each.column.name]) for each in key.elements]
            met = exists().where(*(mine == other for mine, other in pairs))
            told = and_(*(mine.is_not(None) for mine, _ in pairs))
            if connection.execute(select(1).select_from(table).where(told, ~met).limit(1)).first():
                found.append(f"{table.name}.{','.join(key.column_keys)}")
    return found
