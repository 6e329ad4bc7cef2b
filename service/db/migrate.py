"""Brings a database up to the tables of this version, in one transaction: old or new, never between."""

import sys
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from service.errors import Unavailable

FOLDER = Path(__file__).parent / "migrations"


@cache
def steps() -> list[str]:
    """Return the names of the migrations of this version, oldest first."""
    return sorted(path.stem for path in (FOLDER / "versions").glob("v*.py"))


def is_current(connection: Connection) -> bool:
    """Return whether the tables are those of this version.

    Raise Unavailable for the database of a newer version, or of another program.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise Unavailable(f"this database holds tables of another program ({tables[0]}); give Visavis its own")
        return False
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is not None and found not in steps():
        raise Unavailable(
            f"this database was written by a newer Visavis (step {found}); install that version or a newer one"
        )
    return bool(found == steps()[-1])


def upgrade(connection: Connection) -> None:
    """Bring the tables up to this version inside the caller's transaction; nothing to do is no error."""
    if is_current(connection):  # another process may have been first
        return
    from alembic import command  # slow to import, and seldom needed

    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection):  # type: ignore[no-untyped-def]
    """Return Alembic's configuration for commands run on that connection."""
    from alembic.config import Config

    config = Config(stdout=sys.stdout, attributes={"connection": connection})  # its own is that of its first import
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
