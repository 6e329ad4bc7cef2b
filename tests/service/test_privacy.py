"""Personal facts never weigh and never show: what is ranked, explained or exported is the same whatever they are."""

import ast
import csv
import json
import random
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, event

import service.__main__
from matching.explain import explain_pairs
from service.catalogue import load_catalogue
from service.cli.snapshot import snapshot
from service.db import documents, offered, personal
from service.db.base import open_store
from service.demo import territory
from service.usecases.recommend import openings_for
from tests.service.cli import answer, call, write_lines
from tests.service.demo_data import load_demo

ROOT = Path(service.__main__.__file__).parents[1]
CANARY = "CANARI"
FACTS = ("qpv", "rsa", "rqth", "sex", "birth_date", "nationality", "name", "refugee", "family", "email", "religion")
_FEEDING = ("catalogue", "cli/snapshot", "usecases/recommend", "names", "shapes", "exports", "db/documents")
FEEDS = [*sorted((ROOT / "matching").rglob("*.py")), *(ROOT / f"service/{name}.py" for name in _FEEDING)]


def flipped(facts, rng):
    other = {True: False, False: True, "F": "M", "M": "F"}
    return {name: other.get(value, f"not {value}") for name, value in facts.items()}


def invented(facts, rng):
    return {name: rng.choice([True, False, 7, "autre", "1990-01-01"]) for name in FACTS}


def removed(facts, rng):
    return dict(sorted(facts.items())[:1])


def marked(facts, rng):
    return {name: f"{CANARY}-{name}-{rng.randint(0, 9)}" for name in FACTS}


WAYS = {flipped: 1_000, invented: 3_000, removed: 3_000, marked: 3_000}  # how many pairs are judged


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with its facts, its records in the words that a file brings; its keys beside it."""
    folder = tmp_path_factory.mktemp("demo")
    url = load_demo(f"sqlite:///{folder / 'visavis.db'}")
    path = write_lines(folder / "records.jsonl", *territory().candidates)
    answer("import", "candidates", path, "--source", "demo", db=url)
    return folder


@pytest.fixture
def demo_db(demo_folder: Path, tmp_path: Path) -> str:
    """The same, for one test."""
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path / 'visavis.db'}"


def rewritten(path, make):
    """Write the demonstration's candidates with their personal facts made anew."""
    rng, shown = random.Random(0), territory()
    known = {row["candidate"]: row["facts"] for row in shown.personal}
    people = [{**record, **make(known.get(record["id"], {}), rng)} for record in shown.candidates]
    return write_lines(path, *people)


def ranked_by(url, pairs):
    """Return all that the engine reads and all that it answers for some pairs, to be compared bit by bit."""
    with open_store(url) as store, store.read() as connection:
        packed = offered.packed(connection, documents.CANDIDATES)
        records = documents.existing(connection, documents.CANDIDATES, "demo")
        catalogue = load_catalogue(connection)
        everything = json.dumps(snapshot(connection))
    market = catalogue.market
    tables = market.candidates.take(pairs[0]), market.openings.take(pairs[1])
    matches = explain_pairs(*tables, market.taxonomy, catalogue.profile)
    people = [json.loads(records[name]) for name in sorted(records)][::24]
    return packed, records, everything, repr(matches), repr([openings_for(person, catalogue, 20) for person in people])


def facts_of(url):
    with open_store(url) as store, store.read() as connection:
        public = documents.public_ids(connection, documents.CANDIDATES, "demo")
        return {name: personal.read(connection, public[name]) for name in public}


def forget_everybody(url):
    with open_store(url) as store, store.write() as connection:
        for public in documents.public_ids(connection, documents.CANDIDATES, "demo").values():
            personal.erase(connection, public)


@pytest.mark.parametrize(
    "make", [flipped, *(pytest.param(way, marks=pytest.mark.slow) for way in (invented, removed, marked))]
)
def test_no_personal_fact_moves_a_record_a_byte_a_score_an_order_or_a_reason(demo_db, tmp_path, make):
    rng = np.random.default_rng(WAYS[make])
    pairs = rng.integers(240, size=WAYS[make]), rng.integers(120, size=WAYS[make])
    before, known = ranked_by(demo_db, pairs), facts_of(demo_db)
    if make is removed:  # a file only adds to what is known of a person
        forget_everybody(demo_db)
    path = rewritten(tmp_path / "people.jsonl", make)
    loaded = answer("import", "candidates", path, "--source", "demo", "--complete", db=demo_db)
    assert loaded["tables"]["candidates"] == {"added": 0, "changed": 0, "gone": 0, "same": 240}
    assert loaded["refused"] == 0
    now = facts_of(demo_db)
    assert sum(now[name] != known[name] for name in known) > 100  # the facts themselves did change
    for part, other in zip(before, ranked_by(demo_db, pairs), strict=True):
        assert part == other


def test_personal_columns_of_a_spreadsheet_change_nothing_either(demo_db, tmp_path):
    before = ranked_by(demo_db, (np.arange(120), np.arange(120)))
    assert call("export", "candidates", tmp_path / "out.csv", "--db", demo_db).code == 0
    header, *rows = csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    columns, sealed = ["Nom", "Date de naissance", "Sexe", "Situation familiale"], ["QPV", "Bénéficiaire RSA"]
    with (tmp_path / "more.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [[*columns, *sealed, *header], *([f"{CANARY}{i}"] * 6 + row for i, row in enumerate(rows))]
        )
    loaded = answer("import", "candidates", tmp_path / "more.csv", "--source", "demo", db=demo_db)
    assert loaded["tables"]["candidates"]["same"] == 240 and loaded["refused"] == 0
    assert CANARY not in str(loaded["problems"])
    assert all(
        sum(CANARY in str(fact) for fact in facts.values()) == len(columns) for facts in facts_of(demo_db).values()
    )
    assert ranked_by(demo_db, (np.arange(120), np.arange(120))) == before


def test_personal_facts_are_in_no_answer_no_export_and_no_snapshot(demo_db, tmp_path):
    path = rewritten(tmp_path / "people.jsonl", marked)
    hidden = {"id": "bad", "max_km": -1, "nom": CANARY, "family": {"children": [CANARY]}, "photo": [CANARY]}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(hidden) + "\n" + json.dumps(hidden | {"id": "odd", "max_km": 1}) + "\n")
    said = []
    for more in ((), ("--json",), ("--json", "--dry-run")):
        said.append(call("import", "candidates", path, "--source", "demo", *more, "--db", demo_db))
    assert CANARY in str(facts_of(demo_db))
    questions = [("rank", "openings", "--candidate", "C062"), ("rank", "candidates", "--opening", "O022")]
    questions += [("levers", "--candidate", "C062"), ("nobody", "--opening", "O022")]
    questions += [("why", "--candidate", "C062", "--opening", "O022"), ("rank", "openings", "--candidate", CANARY)]
    for question in questions:
        for more in (("--json",), ("--lang", "fr"), ("--lang", "en")):
            said.append(call(*question, *more, "--db", demo_db))
    told = "".join(done.out + done.err for done in said)
    for echoed in (f"nothing is called {CANARY}", f"ne porte l’identifiant {CANARY}"):
        told = told.replace(echoed, "")
    assert CANARY not in told
    with open_store(demo_db) as store, store.read() as connection:
        assert CANARY not in json.dumps(snapshot(connection))


def test_an_export_of_candidates_holds_no_personal_fact(demo_db, tmp_path):
    path = rewritten(tmp_path / "people.jsonl", marked)
    answer("import", "candidates", path, "--source", "demo", db=demo_db)
    for suffix in (".jsonl", ".csv", ".xlsx"):
        out = tmp_path / f"out{suffix}"
        assert call("export", "candidates", out, "--db", demo_db).code == 0
        parts = [out.read_bytes()]
        if suffix == ".xlsx":
            with zipfile.ZipFile(out) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        assert not [part for part in parts if CANARY.encode() in part or b"birth" in part or b"qpv" in part], suffix


def test_no_question_reads_the_table_of_personal_facts(demo_db, tmp_path):
    statements: list[str] = []

    def hear(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        for words in (("rank", "openings", "--candidate", "C062"), ("rank", "candidates", "--opening", "O022")):
            answer(*words, db=demo_db)
        answer("levers", "--candidate", "C062", db=demo_db)
        answer("nobody", "--opening", "O022", db=demo_db)
        answer("why", "--candidate", "C062", "--opening", "O022", db=demo_db)
        call("export", "candidates", tmp_path / "out.jsonl", "--db", demo_db)
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert len(statements) > 20
    assert not [statement for statement in statements if "personal" in statement]


def imports_of(path):
    """Return every module that a file imports, and every name that it imports from one."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def reached(starts):
    """Return the files of the project that these files import, directly or through others."""
    seen, left = set(starts), list(starts)
    while left:
        for name in imports_of(left.pop()):
            path = ROOT / f"{name.replace('.', '/')}.py"
            if path.is_file() and path not in seen:
                seen.add(path)
                left.append(path)
    return seen


def test_nothing_that_feeds_the_engine_imports_the_personal_facts():
    assert all(path.is_file() for path in FEEDS)
    found = {path.relative_to(ROOT).as_posix() for path in reached(FEEDS)}
    assert len(found) > len(FEEDS)
    assert not [path for path in found if "personal" in path]
