"""The demonstration territory behind a real server, for browsers: filled once, then copied."""

import datetime as dt
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from service.cli.demo_serving import prepared
from service.db import memberships, sessions
from service.db.base import open_store
from service.permissions import Role
from service.settings import Settings
from service.tokens import digest, new_token
from service.usecases.inhabiting import Inhabited
from tests.service.http_server import Loaded

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "demonstration"
FILLED_BY = ("matching", "service")
SCREENS = ("api", "http", "web")  # what shows it, and does not fill it


@dataclass(frozen=True)
class Site:
    """A running server, and who lives there."""

    address: str
    folder: Path
    settings: Settings
    cast: Inhabited

    def token(self, role: str) -> str:
        """Return the token of a new session in that role."""
        token, now = new_token(), dt.datetime.now(dt.UTC)
        account = str(self.cast.subjects[Role(role)].account)
        with open_store(self.settings.db) as store, store.write() as connection:
            membership = memberships.of_account(connection, account, now)[0]
            sessions.add(connection, digest(token), account, membership.id, True, "test", now, now)
        return token

    @property
    def ids(self) -> Mapping[str, str]:
        """The identifiers of what the demonstration shows first, to fill addresses with."""
        return {"candidate": self.cast.candidate, "opening": self.cast.opening, "sponsor": self.cast.sponsor}

    def faults(self) -> list[str]:
        """Return what the server wrote down of its last fault: the way to it in our code, and what kind it was."""
        lines = (self.folder / "server.log").read_text("utf-8").splitlines()
        told = [json.loads(line) for line in lines if '"event": "fault"' in line]
        ways = (
            [*(frame for frame in told[-1]["frames"] if str(ROOT / "service") in frame), told[-1]["type"]]
            if told
            else []
        )
        return [*ways, *[line for line in lines if re.match(r"[\w.]+Error: ", line)][-1:]]


@contextmanager
def served(servers: Loaded, folder: Path) -> Iterator[Site]:
    """Yield a site of its own on a copy of the demonstration, which is put into an empty folder."""
    shutil.copytree(_filled(), folder, dirs_exist_ok=True)
    settings = _settings(folder)
    cast = prepared(settings, dt.datetime.now(dt.UTC))
    with servers.server(settings.db, folder) as server:
        yield Site(f"http://127.0.0.1:{server.port}", folder, settings, cast)


def _filled() -> Path:
    """Return a folder with the demonstration of today, as the program of now fills it; made where it is not kept."""
    kept = KEPT / _name()
    if not kept.is_dir():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT, ignore_cleanup_errors=True) as folder:
            prepared(_settings(Path(folder)), dt.datetime.now(dt.UTC))
            with suppress(OSError):  # somebody else was quicker
                Path(folder).rename(kept)
        for old in set(KEPT.glob("2*")) - {kept}:
            shutil.rmtree(old, ignore_errors=True)
    return kept


def _settings(folder: Path) -> Settings:
    return Settings(db=f"sqlite:///{folder / 'demo.db'}", key=str(folder / "visavis.key"))


def _name() -> str:
    whole = hashlib.sha256()
    for place in FILLED_BY:
        for path in sorted((ROOT / place).rglob("*.py")):
            if path.relative_to(ROOT).parts[1] not in SCREENS:
                whole.update(path.read_bytes())
    return f"{dt.date.today()}-{whole.hexdigest()[:16]}"
