"""What is given to somebody: every row about them, and nothing of others."""

import json

import pytest
from sqlalchemy import select

import service.db.schema  # noqa: F401  (it fills `metadata`)
from service.db import runs
from service.db.base import Store, metadata
from service.db.runs import Run
from service.db.territories import HOME
from service.errors import NotFound
from service.given_file import as_json, summary
from service.usecases import giving
from tests.service.kept import KEYS, NOW, fill, people

MINE, OTHER = "Quenouillard", "Bergamotte"


def walked(store: Store, person: str) -> dict[str, int]:
    """How many rows of each table stand under a person, by foreign keys alone, found here in another way: all rows
    are read, and those are marked that point at a marked one, until no more are."""
    with store.read() as connection:
        rows = [(table, row._mapping) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    marked = {("candidates", "public_id", person)}
    mine: set[int] = set()
    while True:
        before = len(mine)
        for number, (table, row) in enumerate(rows):
            points = {(k.column.table.name, k.column.name, row[k.parent]) for k in table.foreign_keys}
            if points & marked or (table.name == "candidates" and row[table.c.public_id] == person):
                mine.add(number)
                marked |= {(table.name, column.name, row[column]) for column in table.primary_key}
        if len(mine) == before:
            break
    found: dict[str, int] = {}
    for number in mine:
        found[rows[number][0].name] = found.get(rows[number][0].name, 0) + 1
    return found


def give(store: Store, person: str):
    with store.read() as connection:
        return giving.give(connection, KEYS, person, NOW)


def test_every_row_that_a_walk_along_the_foreign_keys_finds_is_given(store: Store):
    mine = fill(store, MINE)
    fill(store, OTHER)
    given, expected = give(store, mine), walked(store, mine)
    counts = {table: len(rows) for table, rows in given["tables"].items()}
    assert {table: n for table, n in expected.items() if counts.get(table, 0) < n} == {}
    assert len(expected) > 12
    print(f"P4: {sum(expected.values())} of {sum(expected.values())} rows in {len(expected)} tables given")


def test_nothing_of_others_is_given_and_what_is_sealed_is_opened(store: Store):
    mine, other = fill(store, MINE), fill(store, OTHER)
    text = as_json(give(store, mine)).decode()
    assert OTHER not in text and other not in text
    given = json.loads(text)["tables"]
    assert MINE in given["notes"][0]["sealed"] and MINE in given["statuses"][0]["sealed"]
    assert "password" not in given["accounts"][0]


def test_of_a_ranking_with_others_only_the_own_line_is_given(store: Store):
    [mine, other] = people(store, 2)
    shown = [{"id": person, "score": 0.5, "reasons": []} for person in (mine, other)]
    subject = ("r1", HOME, "candidates", "openings", "opening", NOW, "company", "company", "org", "1", "p", 1, 1)
    with store.write() as connection:
        runs.save(connection, Run(*subject, {}, "input", shown))
    given = as_json(give(store, mine)).decode()
    assert mine in given and other not in given


def test_nobody_is_given_what_is_not_there(store: Store):
    with pytest.raises(NotFound):
        give(store, "nobody")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_in_words_what_is_given(store: Store, language: str):
    mine = fill(store, MINE)
    page = summary(json.loads(as_json(give(store, mine))), language)
    assert "identity:R" in page and "notes: 1" in page and "{" not in page


def test_no_number_of_the_database_is_given(store: Store):
    tables = json.loads(as_json(give(store, fill(store, MINE))))["tables"]
    ids = {name: [row["id"] for row in rows if "id" in row] for name, rows in tables.items()}
    assert ids["notes"], "other identifiers are"
    assert [name for name, found in ids.items() if any(isinstance(id, int) for id in found)] == []
