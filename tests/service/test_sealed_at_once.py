"""What a file tells of sensitive statuses is sealed by the command that loads it."""

from pathlib import Path

from sqlalchemy import func, select

from service.cli import demo_answers, sealing
from service.db import personal, statuses
from service.db.base import open_store
from service.keys import open_keys
from service.settings import Settings
from tests.service.cli import answer, write_lines
from tests.service.demo_data import load_demo

PEOPLE = [{"id": "p1", "last_name": "Quenouillard", "rsa": "oui"}, {"id": "p2", "last_name": "Bergamotte"}]


def open_facts(url: str) -> int:
    with open_store(url) as store, store.read() as connection:
        return len(personal.named(connection, statuses.KINDS))


def test_a_command_that_loads_people_seals_their_statuses(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/visavis.db"
    file = tmp_path / "people.jsonl"
    write_lines(file, *PEOPLE)
    answer("import", "candidates", file, "--dry-run", db=url)
    answer("import", "candidates", file, db=url)
    assert open_facts(url) == 0
    with open_store(url) as store, store.read() as connection:
        [row] = connection.execute(select(statuses.statuses)).all()
        known = personal.read_all(connection)
    keys = open_keys(Settings(db=url))
    assert '"rsa"' in keys.unseal(row.sealed, f"status:{row.id}")
    assert row.consent is None, "nobody reads it before the person agrees"
    assert sorted(facts["last_name"] for facts in known.values()) == ["Bergamotte", "Quenouillard"]


def test_where_nothing_is_to_be_sealed_no_keys_are_made(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/visavis.db"
    write_lines(tmp_path / "people.jsonl", *PEOPLE[1:])
    answer("import", "candidates", tmp_path / "people.jsonl", db=url)
    assert not (tmp_path / "visavis.db.key").exists()


def test_the_demonstrations_statuses_are_sealed_too(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/visavis.db"
    load_demo(url)
    before = open_facts(url)
    with open_store(url) as store:
        sealing.seal(store, url)
        with store.read() as connection:
            sealed = connection.scalar(select(func.count()).select_from(statuses.statuses))
    assert before == sealed and open_facts(url) == 0
    assert "sealing" in vars(demo_answers)
