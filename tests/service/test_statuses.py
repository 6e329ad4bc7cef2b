"""Sensitive statuses: sealed, by consent, without proof once checked, and out of reach of whatever ranks."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select

import service
from service.db import consents, documents, personal
from service.db.paging import Asked
from service.db.statuses import KINDS
from service.db.statuses import statuses as table
from service.errors import NotFound, Stale
from service.i18n import LANGUAGES, name
from service.usecases import consenting, notes, statuses
from tests.service.followed import KEYS, by_adviser, database_url, follow, people, right, tell  # noqa: F401
from tests.service.world import NOW

SERVICE = Path(service.__file__).parent
PROOF = "decision of 2 March"


@pytest.fixture
def scene(world):
    """(world, connection, a person who was told and is followed)."""
    with world.store.write() as connection:
        [person] = people(connection, 1)
        follow(connection, world, [person])
        tell(connection, [person])
        yield world, connection, person


def declare(world, connection, person, kind="rqth", holds=True):
    where, told = right(world, "adviser", "status"), statuses.Told(kind, holds, PROOF)
    return statuses.declare(connection, KEYS, where, person, told, by_adviser(world), NOW)


def test_a_status_is_kept_by_a_consent_of_its_own(scene):
    world, connection, person = scene
    declare(world, connection, person, "rqth")
    declare(world, connection, person, "rsa", False)
    where = right(world, "adviser", "status")
    assert [(s.kind, s.holds) for s in statuses.browse(connection, KEYS, where, person, NOW)] == [
        ("rqth", True),
        ("rsa", False),
    ]
    rows = consenting.browse(connection, right(world, "adviser", "consent"), person, Asked(), NOW).rows
    told = {consenting.detail_of(KEYS, right(world, "adviser", "consent"), row) for row in rows}
    assert told == {"rqth", "rsa"} and {row.purpose for row in rows} == {"status"}


def test_the_proof_goes_once_it_was_checked(scene):
    world, connection, person = scene
    found = declare(world, connection, person)
    assert found.proof == PROOF
    where = right(world, "adviser", "status")
    found = statuses.check(connection, KEYS, where, person, found.id, found.version, NOW)
    assert (found.proof, found.holds, found.checked_at) == (None, True, NOW)
    with pytest.raises(Stale):
        statuses.check(connection, KEYS, where, person, found.id, 1, NOW)


def test_with_the_consent_the_status_goes_and_with_the_status_the_consent(scene):
    world, connection, person = scene
    first, other = declare(world, connection, person, "rqth"), declare(world, connection, person, "rsa")
    where, agreeing = right(world, "adviser", "status"), right(world, "adviser", "consent")
    consenting.withdraw(connection, agreeing, person, first.consent, NOW)
    statuses.withdraw(connection, KEYS, where, person, other.id, NOW)
    assert connection.execute(select(table)).all() == []
    rows = consenting.browse(connection, agreeing, person, Asked(), NOW).rows
    assert len(rows) == 2 and all(row.withdrawn_at for row in rows)
    with pytest.raises(NotFound):
        statuses.withdraw(connection, KEYS, where, person, other.id, NOW)


def test_no_status_and_no_note_can_be_read_without_the_keys(scene):
    world, connection, person = scene
    for kind in KINDS:
        declare(world, connection, person, kind)
    notes.add(connection, KEYS, right(world, "adviser", "note"), person, "a canary sings", NOW)
    raw = repr([connection.execute(query).all() for query in (select(table), select(consents.consents))])
    raw += repr(connection.execute(select(documents.CANDIDATES.records)).all())
    assert not [word for word in (*KINDS, PROOF, "canary") if f"'{word}'" in raw or f'"{word}"' in raw]


def test_what_a_file_told_goes_where_the_person_agrees(scene):
    world, connection, person = scene
    personal.save(connection, person, {"rqth": "oui", "nom": "X"})
    declare(world, connection, person, "rqth")
    assert personal.read(connection, person) == {"nom": "X"}


def test_what_files_tell_is_sealed_and_nobody_reads_it_before_the_person_agrees(scene):
    world, connection, person = scene
    declare(world, connection, person, "rsa", False)
    personal.save(connection, person, {"rqth": "oui", "qpv": "non", "rsa": "oui", "nom": "X"})
    assert statuses.seal_imported(connection, KEYS, NOW) == 3
    assert personal.read(connection, person) == {"nom": "X"}
    assert len(connection.execute(select(table)).all()) == 3
    found = statuses.browse(connection, KEYS, right(world, "adviser", "status"), person, NOW)
    assert [(status.kind, status.holds) for status in found] == [("rsa", False)]  # the person's word stays
    assert statuses.seal_imported(connection, KEYS, NOW) == 0


def test_a_note_is_read_by_the_person_and_changed_by_its_author(world):
    own = world.subject("candidate").candidate
    with world.store.write() as connection:
        follow(connection, world, [own])
        written = notes.add(connection, KEYS, right(world, "adviser", "note"), own, "bonjour", NOW)
        [row] = notes.browse(connection, right(world, "candidate", "note", "R"), own, Asked(), NOW).rows
        assert notes.opened(KEYS, row)["text"] == "bonjour"
        where = right(world, "adviser", "note")
        assert notes.change(connection, KEYS, where, own, written["id"], "salut", 1, NOW)["version"] == 2
        with pytest.raises(Stale):
            notes.delete(connection, where, own, written["id"], 1, NOW)
        notes.delete(connection, where, own, written["id"], 2, NOW)
        [other] = people(connection, 1)
        with pytest.raises(NotFound):
            notes.add(connection, KEYS, where, other, "x", NOW)


def test_a_status_has_a_name_in_every_language():
    for language in LANGUAGES:
        assert all(name("sensitive_status", kind, language) for kind in KINDS)


def imported(path):
    tree = ast.parse(path.read_text("utf-8"))
    names = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    return {f"{n.module}.{alias.name}" for n in names for alias in n.names} | {n.module for n in names}


def reached_from(starts):
    """All files of ours that these import, directly or through others."""
    seen, left = set(starts), list(starts)
    while left:
        for module in imported(left.pop()):
            path = SERVICE.parent / f"{(module or '').replace('.', '/')}.py"
            if path.is_file() and path not in seen:
                seen.add(path)
                left.append(path)
    return seen


RANKERS = ("usecases/ranking.py", "usecases/suggesting.py", "usecases/recommend.py", "catalogue.py", "live.py")


def test_nothing_that_ranks_imports_the_statuses_or_the_notes():
    found = reached_from([SERVICE / name for name in RANKERS] + sorted((SERVICE.parent / "matching").rglob("*.py")))
    assert len(found) > 60
    forbidden = {SERVICE / f"db/{name}.py" for name in ("statuses", "notes", "personal")}
    assert not found & forbidden
    assert reached_from([SERVICE / "usecases/statuses.py"]) & forbidden  # the negative control


def test_no_ranking_reads_a_table_of_statuses(scene, database_url):  # noqa: F811
    from service.catalogue import load_catalogue
    from service.usecases.recommend import openings_for

    world, connection, person = scene
    declare(world, connection, person)
    heard: list[str] = []
    listen = lambda _c, _cur, statement, *_: heard.append(statement)  # noqa: E731
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        openings_for({"id": "x"}, load_catalogue(connection), 10)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert heard and not [one for one in heard if "statuses" in one or "notes" in one]
