"""Give somebody all their data: every row about them, opened, who saw it, and the rankings with what they rest on."""

import datetime as dt
import json
from typing import Any, Final

from sqlalchemy import Connection

from service.db import audit_log, belongings, reached
from service.db.belongings import Rows
from service.db.documents import CANDIDATES, SPONSORS
from service.db.paging import Asked
from service.errors import NotFound
from service.keys import Keys
from service.permissions import Reach

Json = dict[str, Any]
_KINDS: Final = {"candidate": CANDIDATES, "sponsor": SPONSORS}
_PAGE: Final = 200
_SEALED: Final = {  # what each is sealed to
    ("notes", "sealed"): "note:{}",
    ("statuses", "sealed"): "status:{}",
    ("statuses", "proof"): "status:{} proof",
    ("outbox", "sealed"): "{}",
}


def give_own(connection: Connection, keys: Keys, reach: Reach, whose: str, person: str, now: dt.datetime) -> Json:
    """Return what `give` does, of a candidate or sponsor within reach; raise NotFound for anybody else."""
    reached.row(connection, reach, _KINDS[whose], person, now)
    return give(connection, keys, person, now)


def give(connection: Connection, keys: Keys, person: str, now: dt.datetime) -> Json:
    """Return all that is kept about a candidate or a sponsor: rows by table, who saw the file; raise NotFound.

    Of rankings in which others were shown too, only the person's own line is given.
    """
    rows = belongings.of(connection, person)
    if not rows:
        raise NotFound("nobody has that identifier")
    _open(keys, rows)
    rows["runs"] = [_own_line(run, person) for run in rows["runs"]]
    return {"person": person, "at": now, "tables": rows, "seen": _seen(connection, person)}


def _open(keys: Keys, rows: Rows) -> None:
    """Put what sealed parts say in their place."""
    for (table, column), about in _SEALED.items():
        for row in rows.get(table, []):
            if row[column] is not None:
                row[column] = keys.unseal(row[column], about.format(row["id"]))


def _own_line(run: Json, person: str) -> Json:
    shown = json.loads(run["shown"])
    if run["what"] == "candidates":
        shown = [line for line in shown if line["id"] == person]
    return {**run, "shown": shown, "request": json.loads(run["request"])}


def _seen(connection: Connection, person: str) -> list[Json]:
    found, cursor = [], None
    while True:
        page = audit_log.about(connection, person, Asked(_PAGE, cursor))
        found += [{name: row._mapping[name] for name in ("at", "role", "organisation", "action")} for row in page.rows]
        if (cursor := page.next) is None:
            return found
