"""The search of people: by name, telephone and wished job; forgiving, but never where somebody is called exactly so."""

import datetime as dt
import json

import pytest

from matching.packing import pack_candidate
from service import seeking
from service.db import documents, notes, personal
from service.db.documents import CANDIDATES, Document
from service.usecases import caseload, exporting, my_day, people
from service.usecases.exporting import Wanted
from tests.service import followed
from tests.service.followed import KEYS, database_url, right  # noqa: F401 (a fixture)
from tests.service.world import HOME, NOW

WHO = {
    "a": ({"first_name": "Éloïse", "last_name": "Durand"}, [{"title": "Électricien"}]),
    "b": ({"first_name": "Ada", "last_name": "Durant", "telephone": "03 20 11 22 33"}, [{"title": "Manager"}]),
    "c": ({"first_name": "Ida", "last_name": "Faubourg", "phone": "+33 6 00 11 22 33"}, [{"title": "Vêtements"}]),
}  # fmt: skip


@pytest.fixture
def scene(world):
    """Three people whom the adviser follows, by their letters."""
    records = {letter: {"id": letter, "wishes": wishes} for letter, (_, wishes) in WHO.items()}
    made = [Document(one["id"], json.dumps(one), *pack_candidate(one)) for one in records.values()]
    with world.store.write() as connection:
        documents.save(connection, CANDIDATES, "test", made, HOME)
        ids = documents.public_ids(connection, CANDIDATES, "test", HOME)
        for letter, (facts, _) in WHO.items():
            personal.save(connection, ids[letter], facts)
        followed.follow(connection, world, list(ids.values()), NOW - dt.timedelta(days=40))
    return world, {public: letter for letter, public in ids.items()}


def found(scene, q="", step=""):
    world, letters = scene
    with world.store.read() as connection:
        who = seeking.sought(connection, right(world, "adviser", "identity", "R"), q, step, False, NOW)
    return who.ids and "".join(sorted(letters[id] for id in who.ids)), who.near


def test_a_name_a_telephone_or_a_wished_job_is_enough_however_it_is_written(scene):
    asked = {
        **{"durand": "a", "DURAN": "ab", "eloise": "a", "éloïse durand": "a", "electri": "a", "ada manager": "b"},
        **{"0320112233": "b", "03 20 11": "b", "06.00.11.22.33": "c", "vetements": "c"},
    }
    assert {q: found(scene, q) for q in asked} == {q: (who, False) for q, who in asked.items()}


def test_one_wrong_letter_is_forgiven_where_nobody_is_called_so(scene):
    asked = {"faubuorg": "c", "Durandt": "ab", "eletricien": "a", "elotse": "a"}
    assert {q: found(scene, q) for q in asked} == {q: (who, True) for q, who in asked.items()}


def test_other_words_are_not_taken_for_each_other(scene):
    assert [found(scene, q) for q in ("verte", "manger", "inconnu", "adu", "99 99 99 99")] == [([], False)] * 5


def test_nothing_asked_is_everybody_and_nobody_to_name(scene):
    assert found(scene) == (None, False)


def test_an_open_step_and_silence_are_filters_too(scene):
    world, letters = scene
    by_letter = {letter: public for public, letter in letters.items()}
    with world.store.write() as connection:
        [opening] = followed.openings(connection, world, 1)
        followed.suggest(connection, world, by_letter["a"], opening)
        notes.add(connection, KEYS, by_letter["b"], "somebody", None, "Vue aujourd’hui", NOW)
    assert found(scene, step="suggested") == ("a", False)
    assert found(scene, step=seeking.NONE_OPEN) == ("bc", False)
    assert found(scene, step=seeking.QUIET) == ("c", False)
    assert found(scene, q="durand", step=seeking.QUIET)[0] == []


def test_the_list_the_interface_for_programs_and_the_export_find_the_same(scene):
    world, letters = scene
    adviser = right(world, "adviser", "identity", "R")
    with world.store.write() as connection:
        listed = caseload.browse(connection, adviser, "faubuorg", "", False, "-news", caseload.Asked(), NOW).lines
        told, _ = people.browse(connection, adviser, "faubuorg", False, False, people.Asked(), NOW)
        taken = exporting.people_of(connection, right(world, "adviser", "bulk_export", "X"), Wanted("faubuorg"), NOW)
    assert [line.name for line in listed] == ["Ida Faubourg"]
    assert [letters[row.public_id] for row in told.rows] == [letters[row["id"]] for row in taken] == ["c"]


def test_lists_are_ordered_by_name_by_news_and_by_when_it_began(scene):
    world, letters = scene
    by_letter = {letter: public for public, letter in letters.items()}
    with world.store.write() as connection:
        notes.add(connection, KEYS, by_letter["b"], "somebody", None, "Vue hier", NOW - dt.timedelta(days=1))
    with world.store.read() as connection:
        reach = right(world, "adviser", "identity", "R")

        def order(sort):
            lines = caseload.browse(connection, reach, "", "", False, sort, caseload.Asked(), NOW).lines
            return "".join(letters[line.id] for line in lines)

        assert (order("name"), order("-name"), order("-news")[0]) == ("abc", "cba", "b")
        assert {order("since")} <= {"abc", "acb", "bac", "bca", "cab", "cba"}


def test_the_day_counts_those_of_whom_nothing_was_heard(scene):
    world, letters = scene
    by_letter = {letter: public for public, letter in letters.items()}
    with world.store.write() as connection:
        [opening] = followed.openings(connection, world, 1)
        followed.suggest(connection, world, by_letter["a"], opening, NOW - dt.timedelta(days=3))
    with world.store.read() as connection:
        day = my_day.of(connection, right(world, "adviser", "identity", "R"), NOW)
    assert (day.n_followed, day.n_quiet, day.answers, day.due) == (3, 2, [], [])
    assert [(one.person, one.days, one.side) for one in day.waiting] == [(by_letter["a"], 3, "person")]
    assert {day.names[one.person] for one in day.quiet} == {"Ada Durant", "Ida Faubourg"}
