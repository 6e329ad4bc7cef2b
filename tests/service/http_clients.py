"""Clients of a server that may die: what they were told was kept, and what of it the store holds."""

import datetime as dt
import itertools
import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select, text

from service.db import documents
from service.db.audit import audit
from service.db.base import Store, open_store
from service.db.history import history
from service.db.idempotency import answers
from service.db.listing import opening_details
from tests.service.http_server import LOST, Browser
from tests.service.world import World, build

POSTED = "/openings"


def now() -> dt.datetime:
    """The time by the clock of this machine, which real servers go by."""
    return dt.datetime.now(dt.UTC)


def inhabit(url: str, role: str = "company") -> str:
    """Fill an empty store with the small world; return the token of a session in a role."""
    with open_store(url) as store:
        return token_of(build(store, now()), role)


def token_of(world: World, role: str) -> str:
    """The token of a new session that began now."""
    return world.session(role, now=now())


def opening(title: str) -> dict[str, Any]:
    """What posts an opening."""
    return {"record": {"title": title}}


@dataclass
class Posting:
    """Somebody who posts opening after opening, each with a key, and asks again with it whenever no answer came."""

    token: str
    name: str
    said: dict[str, str] = field(default_factory=dict)  # title: the id that the server acknowledged
    refused: list[Any] = field(default_factory=list)
    again: int = 0  # requests that were sent once more
    _title: str | None = None  # of the request that waits for its answer
    _numbers: Any = field(default_factory=itertools.count)

    def post(self, browser: Browser) -> Any:
        """Send what has no answer yet, else something new; return the answer, or raise one of LOST."""
        self.again += self._title is not None
        title = self._title = self._title or f"{self.name} {next(self._numbers)}"
        answer = browser.ask("POST", POSTED, opening(title), idempotency_key=title)
        if answer.status == 201:
            self.said[title], self._title = answer.body["id"], None
        else:
            self.refused.append(answer)
        return answer

    def until(self, gone: threading.Event, port: int) -> None:
        """Post until the server or the time is over."""
        browser = Browser(port, self.token)
        try:
            while not gone.is_set():
                self.post(browser)
        except LOST:
            pass
        finally:
            browser.leave()


def start(people: Iterable[Posting], port: int, gone: threading.Event) -> list[threading.Thread]:
    """Let all of them post at once."""
    threads = [threading.Thread(target=one.until, args=(gone, port), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    return threads


def kept(store: Store) -> dict[str, str]:
    """Return the openings by title, after making sure that each is whole: document, record, history, log, answer."""
    main, records = documents.OPENINGS.main, documents.OPENINGS.records
    with store.write() as connection:  # its turn comes when those who were killed have let go
        rows = connection.execute(select(opening_details.c.title, opening_details.c.id)).all()
        ids = {row.id for row in rows}
        assert len({row.title for row in rows}) == len(rows), "one request, two effects"
        past = select(history.c.public_id).where(history.c.kind == documents.OPENINGS.name)
        for query in (select(main.c.public_id), select(records.c.public_id), past):
            assert sorted(connection.execute(query).scalars()) == sorted(ids)
        for query in (_count(audit).where(audit.c.action == "opening:W"), _count(answers)):
            assert connection.execute(query).scalar() == len(ids)
        if store.engine.dialect.name == "sqlite":
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        return {row.title: row.id for row in rows}


def reopened(url: str) -> dict[str, str]:
    """Return the same of a store that nobody has open: what was left in its log is read again, as after a crash."""
    with open_store(url) as store:
        return kept(store)


def lost(people: Iterable[Posting], found: dict[str, str]) -> list[str]:
    """Return what was acknowledged and is not there."""
    return [title for one in people for title, id in one.said.items() if found.get(title) != id]


def told(people: Iterable[Posting]) -> int:
    """Return how much was acknowledged."""
    return sum(len(one.said) for one in people)


def new_posting(token: str, number: int = 0) -> Posting:
    """Somebody whose titles nobody else uses."""
    return Posting(token, f"{number} {uuid.uuid4().hex[:8]}")


def _count(table: Any) -> Select[Any]:
    return select(func.count()).select_from(table)
