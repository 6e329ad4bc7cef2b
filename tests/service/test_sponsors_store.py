"""The database of the version before sponsors: it opens, keeps every record, and holds what this engine reads."""

import json

import pytest
from alembic import command
from sqlalchemy import column, table

from matching.packing import pack_candidate, pack_opening
from service.db import documents, migrate, offered
from service.db.base import open_store
from service.db.documents import CANDIDATES, KINDS, OPENINGS, SPONSORS, Document

PERSON = {"id": "C1", "wishes": [{"occupation": "H2913"}], "max_km": 20}
JOB = {"id": "O1", "occupation": "H2913", "hours": {"min": 35}}


@pytest.fixture
def older_url(bare_url, monkeypatch):
    """A database of step v0002 with a candidate and an opening whose bytes are of another layout."""
    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, head: upgrade(config, "v0002_column_mappings"))
    with open_store(bare_url) as store, store.write() as connection:
        for kind, record in (("candidates", PERSON), ("openings", JOB)):
            name = record["id"]
            main = {"public_id": f"public {name}", "source": "own", "external_id": name, "row": b"old", "items": b"old"}
            connection.execute(table(kind, *map(column, main)).insert().values(main))
            whole = {"public_id": f"public {name}", "record": json.dumps(record)}
            connection.execute(table(f"{kind}_records", *map(column, whole)).insert().values(whole))
        assert not migrate.is_current(connection)
    monkeypatch.undo()
    return bare_url


def test_records_of_an_older_store_stay_and_their_bytes_are_made_again(older_url):
    with open_store(older_url) as store, store.read() as connection:
        for kind, record, pack in ((CANDIDATES, PERSON, pack_candidate), (OPENINGS, JOB, pack_opening)):
            [(_, source, name, row, items)] = offered.packed(connection, kind)
            assert (source, name, (row, items)) == ("own", record["id"], pack(record))
            assert json.loads(documents.get(connection, kind, name).record) == record


def test_an_older_store_takes_sponsors_once_it_is_open(older_url):
    with open_store(older_url) as store, store.write() as connection:
        assert list(documents.records(connection, SPONSORS)) == []
        assert documents.save(connection, SPONSORS, "own", [Document("P1", '{"id":"P1"}', b"row", b"")]).added == 1
        assert documents.sources(connection) == {"own"} and set(KINDS) == {"candidates", "openings", "sponsors"}
