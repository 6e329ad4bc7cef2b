"""Files over HTTP: kept once looked at, loaded once the columns are agreed to, with what is needed to undo it."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection

from service.db import audit, caseloads, documents, personal, reached, uploads
from service.db.documents import CANDIDATES, OPENINGS, Kind
from service.errors import Conflict, Forbidden
from service.importers.base import Difference
from service.keys import Keys
from service.permissions import Action, Policy, Reach, Role
from service.permissions import reach as reach_of
from service.usecases import loading, mapping, statuses
from service.usecases.loading import Prepared
from service.usecases.looking import Looked

LASTS: Final = dt.timedelta(days=60)  # that an opening from a file stays in the market
EXPIRED: Final = "expired"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with what loading it changes, or has changed."""

    row: Any
    looked: Looked
    difference: Difference


def keep(connection: Connection, keys: Keys, reach: Reach, looked: Looked, now: dt.datetime) -> Upload:
    """Keep a file that was looked at and return what loading it would change; raise Forbidden as `apply` does."""
    _check_own(connection, reach, looked.prepared, now)
    who, file = reach.subject, looked.file
    whose = {"account": who.account, "territory": who.territory, "organisation": who.organisation}
    what = {"kind": file.kind, "source": file.source, "suffix": file.suffix}
    id = uploads.add(connection, keys, {**whose, **what}, file.name, file.content, now)
    return stands(connection, reach, id, looked)


def stands(connection: Connection, reach: Reach, id: str, looked: Looked) -> Upload:
    """Return a file that was kept, with what loading it would change; raise NotFound."""
    row = uploads.get(connection, reach, id)
    return Upload(row, looked, loading.difference(connection, looked.prepared, reach.subject.territory or ""))


def agree(connection: Connection, reach: Reach, id: str, looked: Looked) -> None:
    """Keep what somebody agreed to that the columns of a source become; raise Conflict for a file that is loaded."""
    if uploads.get(connection, reach, id).applied_at is not None:
        raise Conflict("this file is loaded already", "applied")
    if looked.sheet:
        mapping.remember_within(connection, looked.sheet, looked.file.kind, looked.file.source)


def apply(connection: Connection, keys: Keys, reach: Reach, id: str, looked: Looked, now: dt.datetime) -> Upload:
    """Load a file, all of it; people whom an adviser loads join their caseload.

    Raise Conflict for one that is loaded already, or whose columns nobody has agreed to, Forbidden for an adviser's
    with somebody whom colleagues follow.
    """
    row, who, new = uploads.get(connection, reach, id), reach.subject, looked.prepared
    if row.applied_at is not None:
        raise Conflict("this file is loaded already", "applied")
    if not looked.agreed:
        raise Conflict("say what the columns become: send the mapping", "mapping_needed")
    before = uploads.states(connection, new.kind, new.source)
    _check_own(connection, reach, looked.prepared, now)
    facts = _facts(connection, new.kind, [state.id for state in before.values()])
    if looked.sheet:
        mapping.remember_within(connection, looked.sheet, looked.file.kind, looked.file.source)
    digest = hashlib.sha256(looked.file.content).hexdigest()
    new = _ending(new, before, now)
    changed = loading.save(connection, new, who.territory or "", f"file{row.suffix}", digest)
    statuses.seal_imported(connection, keys, now)
    after = uploads.states(connection, new.kind, new.source)
    uploads.applied(connection, keys, id, _undo(connection, new.kind, before, after, facts), now)
    told = [after[one.external_id].id for one in new.documents]
    audit.record(connection, who, uploads.LOADED, told, id, tags="import", at=now)
    if who.role is Role.ADVISER:
        _follow(connection, reach, told, now)
    return Upload(uploads.get(connection, reach, id), looked, changed)


def _ending(new: Prepared, before: Mapping[str, uploads.State], now: dt.datetime) -> Prepared:
    """Return openings with their last day: of new ones, and of those that had expired, which come back."""
    if new.kind is not OPENINGS:
        return new
    standing = {name for name, state in before.items() if state.status != EXPIRED}
    until = {"expires_on": now.date() + LASTS, "status": documents.PUBLISHED}
    ended = [one if one.external_id in standing else replace(one, **until) for one in new.documents]
    return replace(new, documents=ended)


def _facts(connection: Connection, kind: Kind, ids: list[str]) -> dict[str, dict[str, str]]:
    return {id: personal.read(connection, id) for id in ids} if kind is CANDIDATES else {}


def _undo(
    connection: Connection,
    kind: Kind,
    before: Mapping[str, uploads.State],
    after: Mapping[str, uploads.State],
    facts: Mapping[str, dict[str, str]],
) -> list[dict[str, Any]]:
    """Return, of each document that a load changed, what it was, and how it stands now."""
    now_known = _facts(connection, kind, [state.id for state in after.values()])
    found = []
    for name, state in after.items():
        old, told = before.get(name), now_known.get(state.id, {})
        if old != state or (old and facts.get(old.id, {}) != told):
            record = None if old is None else [old.record, old.open]
            found.append({"id": state.id, "version": state.version, "record": record, "now": told,
                          "facts": facts.get(state.id, {})})  # fmt: skip
    return found


def _check_own(connection: Connection, reach: Reach, new: Prepared, now: dt.datetime) -> None:
    if reach.subject.role is not Role.ADVISER:
        return
    known = uploads.states(connection, new.kind, new.source)
    mine = reached.people(connection, reach_of(reach.subject, Policy("profile", Action.WRITE)), now)
    if not mine.issuperset(known[one.external_id].id for one in new.documents if one.external_id in known):
        raise Forbidden("this file names people whom your colleagues follow: ask to follow them too", "followed")


def _follow(connection: Connection, reach: Reach, people: list[str], now: dt.datetime) -> None:
    who = reach.subject
    for person in people:
        try:
            with connection.begin_nested():
                whose = (who.account or "", who.organisation or "")
                caseloads.assign(connection, person, *whose, caseloads.LOADED, who.account or "", now)
        except Conflict:  # followed already
            continue
