"""R13: an upgrade that is killed at any moment leaves the tables of the old version or of the new one, and each record.

From the version before the service, so that every migration since then is met; killed ones are left to the next start.
"""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alembic import command
from sqlalchemy import Connection, column, make_url, select, table, text

from matching.packing import pack_candidate, pack_opening
from service.db import migrate, postgresql, sqlite
from service.db.base import open_store
from tests.service import crash_child
from tests.service.crash_child import STEP
from tests.service.forked import start
from tests.service.test_crash import rest_of

BEFORE = "v0003_sponsors"
MADE = (("candidates", pack_candidate, {"max_km": 20}), ("openings", pack_opening, {"occupation": "H2913"}))
NUMBER = 30  # of each
N_NEW = len(migrate.steps()) - 1 - migrate.steps().index(BEFORE)
SEEN = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2",
    "postgresql": """
        SELECT c.relkind::text, c.relname::text, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        ORDER BY 1, 2, 3""",
}


@contextmanager
def looked_at(url: str) -> Iterator[Connection]:
    """Yield a connection that changes no table by opening, once the writer before has let go, be it by dying."""
    parsed = make_url(url)
    kind = {"sqlite": sqlite, "postgresql": postgresql}[parsed.get_backend_name()]
    engine = kind.create(parsed)
    try:
        kind.prepare(engine)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def make_older(url: str) -> None:
    """Make a database of the version before, with records in it, in the place of what is there."""
    if make_url(url).get_backend_name() == "sqlite":
        for path in Path(make_url(url).database).parent.glob("older.db*"):
            path.unlink()
    with looked_at(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        command.upgrade(migrate.configuration(connection), BEFORE)
        for kind, pack, record in MADE:
            for name in (f"{kind} {number}" for number in range(NUMBER)):
                row, items = pack({"id": name, **record})
                main = {"public_id": name, "source": "own", "external_id": name, "row": row, "items": items}
                connection.execute(table(kind, *map(column, main)).insert().values(main))
                whole = {"public_id": name, "record": json.dumps({"id": name, **record})}
                connection.execute(table(f"{kind}_records", *map(column, whole)).insert().values(whole))


def state(url: str) -> tuple[list[Any], dict[str, int], list[Any]]:
    """Return what tables, constraints and triggers there are, how many rows each table has, and the records."""
    with looked_at(url) as connection:
        seen = [tuple(row) for row in connection.execute(text(SEEN[connection.dialect.name]))]
        if connection.dialect.name == "sqlite":
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        names = {name for kind, name, _ in seen if kind in ("table", "r")}
        counts = {name: int(connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0) for name in names}
        records = [
            connection.execute(select(column("record")).select_from(table(f"{kind}_records"))).scalars().all()
            for kind, *_ in MADE
        ]
        return seen, counts, [sorted(each) for each in records]


def brought_up(url: str, moment: int = -1, seconds: float = 0.0, torn: bool = False) -> list[str] | None:
    """Open a database in another process; return its statements, or None where it was killed at that moment."""
    child, heard = start(crash_child.bring_up, url, moment, seconds, torn)
    with heard:
        done = rest_of(heard)[1:]
    child.join()
    assert child.exitcode == (0 if done else -signal.SIGALRM)
    return done[0] if done else None


def moments(statements: list[str], kills: int, rng: np.random.Generator) -> Iterator[int]:
    """Yield moments to be killed at: so many in each migration, every tenth of them at the commit of all."""
    ends = [number for number, what in enumerate(statements) if what.startswith(STEP)]
    assert len(ends) == N_NEW
    commit = statements.index("COMMIT")
    for first, last in pairwise([0, *ends]):
        for kill in range(kills):
            yield commit if kill % 10 == 9 else int(rng.integers(first, last + 1))


@pytest.fixture
def older_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'older.db'}"
    make_older(url)
    return url


@pytest.mark.parametrize(
    ("engine", "kills"),
    [("sqlite", 1), *(pytest.param(each, 50, marks=pytest.mark.slow) for each in ("sqlite", "postgresql"))],
)
def test_an_upgrade_that_is_killed_leaves_the_old_version_or_the_new_one(request, engine, kills):
    url = request.getfixturevalue("older_url" if engine == "sqlite" else "postgresql_url")
    rng, found = np.random.default_rng(kills), Counter()
    make_older(url)
    old, statements, new = state(url), brought_up(url), state(url)
    assert old[2] == new[2] and old[0] != new[0]
    make_older(url)
    for moment in moments(statements, kills, rng):
        late = brought_up(url, moment, 10 ** rng.uniform(-6, -1))
        left = state(url)
        assert left == new or (left == old and not late)
        found["late" if late else "old" if left == old else "new"] += 1
        if left == new:
            make_older(url)
    print(f"R13 {engine}: {kills} kills in each of {N_NEW} migrations: left {dict(found)}, 0 between")
    with open_store(url) as store, store.write() as connection:
        command.check(migrate.configuration(connection))
    assert state(url) == new


def test_in_a_transaction_each_the_migrations_would_leave_what_is_between(older_url: str):
    """The negative control."""
    old, statements = state(older_url), brought_up(older_url)
    new = state(older_url)
    make_older(older_url)
    brought_up(older_url, len(statements) // 2, 1e-6, torn=True)
    assert state(older_url) not in (old, new)


def test_of_eight_processes_that_meet_an_older_version_one_brings_it_up(older_url: str):
    children = [start(crash_child.bring_up, older_url, -1, 0.0) for _ in range(8)]
    done = [rest_of(heard)[1] for _, heard in children]
    for child, heard in children:
        child.join()
        heard.close()
    assert sum(any(what.startswith(STEP) for what in each) for each in done) == 1
