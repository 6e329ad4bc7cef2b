"""Undoes the load of a file: each document becomes what it was, unless somebody has changed it since."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import Connection

from service.db import audit, documents, listing, personal, uploads
from service.db.documents import CANDIDATES, Kind
from service.db.uploads import LOADED
from service.errors import Conflict, ServiceError
from service.filing import document_of
from service.keys import Keys
from service.permissions import Reach


def undo(connection: Connection, keys: Keys, reach: Reach, id: str, now: dt.datetime) -> list[dict[str, Any]]:
    """Put back what a load changed, and tell of each document whether it was, else why not.

    Raise Conflict for a file that is not loaded, or was undone.
    """
    row = uploads.get(connection, reach, id)
    if row.applied_at is None or row.undone_at is not None:
        raise Conflict("this file is not loaded, or was undone", "not_applied")
    kind = uploads.kind_of(row.kind)
    done = [_put_back(connection, kind, one) for one in uploads.undo_of(row, keys)]
    audit.record(connection, reach.subject, LOADED, [one["id"] for one in done], id, tags="undo", at=now)
    uploads.undone(connection, keys, id, [one for one in done if not one["done"]], now)
    listing.refresh(connection)
    return done


def _put_back(connection: Connection, kind: Kind, one: dict[str, Any]) -> dict[str, Any]:
    try:
        with connection.begin_nested():
            _as_before(connection, kind, one)
    except ServiceError as error:
        return {"id": one["id"], "done": False, "code": error.code, "reason": str(error)}
    return {"id": one["id"], "done": True, "code": None, "reason": None}


def _as_before(connection: Connection, kind: Kind, one: dict[str, Any]) -> None:
    if kind is CANDIDATES and personal.read(connection, one["id"]) != one["now"]:
        raise Conflict("changed since it was loaded: left as it is", "changed_since")
    if one["record"] is None:
        if uploads.in_use(connection, kind, one["id"]):
            raise Conflict("in use since it was loaded: left as it is", "in_use")
        if (
            documents.get_by_id(connection, kind, one["id"], kind.main.c.public_id == one["id"]).version
            != one["version"]
        ):
            raise Conflict("changed since it was loaded: left as it is", "changed_since")
        documents.erase(connection, kind, one["id"])
        return
    record, is_open = one["record"]
    documents.change(connection, kind, one["id"], one["version"], document_of(kind, json.loads(record), open=is_open))
    if one["facts"] != one["now"]:
        personal.change(connection, one["id"], {**dict.fromkeys(one["now"]), **one["facts"]})
