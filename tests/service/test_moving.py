"""From one engine to the other: every row of every table arrives as it was, which equal checksums show."""

from pathlib import Path

import pytest

from service.db import dump
from service.db.base import open_store
from tests.service.cli import answer
from tests.service.kept import NOW, fill, people

WAYS = ["sqlite to postgresql", "postgresql to sqlite"]
SETTLED = {"changes", "audit", "audit_ends", "sessions", "links"}  # what a restore itself changes


@pytest.fixture(params=WAYS)
def urls(request: pytest.FixtureRequest) -> list[str]:
    """The database to move from, with a row at least in each table about people, and the empty one to move to."""
    found = [request.getfixturevalue(f"{name}_url") for name in request.param.split(" to ")]
    with open_store(found[0]) as store:
        fill(store, "moves")
        people(store, 600)
    return found


def test_every_table_moves_with_equal_checksums(urls: list[str], request: pytest.FixtureRequest):
    with open_store(urls[0]) as here, open_store(urls[1]) as there:
        with here.read() as old, there.write() as new:
            dump.load(new, (line.rstrip(b"\n") for line in dump.dump(old, NOW)))
        with here.read() as old, there.read() as new:
            told, found = dump.sums(old), dump.sums(new)
    held = [rows for rows, _ in told.values() if rows]
    equal = sum(found[name] == each for name, each in told.items())
    print(f"R19: {request.node.name}: {equal} of {len(told)} tables equal; {len(held)} hold {sum(held)} rows")
    assert found == told
    assert len(held) > 30


@pytest.mark.parametrize("urls", [WAYS[0], pytest.param(WAYS[1], marks=pytest.mark.slow)], indirect=True)
def test_the_commands_move_a_database_to_the_other_engine(urls: list[str], tmp_path: Path, monkeypatch):
    monkeypatch.setenv("VISAVIS_KEY", str(tmp_path / "visavis.key"))
    told = sums(urls[0])
    made = answer("backup", tmp_path / "moving", db=urls[0])
    assert answer("restore", made["file"], db=urls[1])["erased"] == 0
    assert answer("verify", db=urls[1]) == {"faults": []}
    assert sums(urls[1]) == told


def sums(url: str) -> dict[str, list[object]]:
    with open_store(url) as store, store.read() as connection:
        return {name: told for name, told in dump.sums(connection).items() if name not in SETTLED}
