"""`visavis import` of anyone's spreadsheet: shown first, loaded once agreed to, remembered for the next file."""

import json

import pytest
from sqlalchemy import column, table

from service.db import documents, mappings, personal
from service.db.base import open_store
from service.importers.personal import masked
from tests.service.cli import answer, call, refusal
from tests.service.spreadsheets import ADVISER, COMPANY, as_csv, as_xlsx


@pytest.fixture
def adviser(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(as_csv(ADVISER, ";", "cp1252"))
    return path


def saved(url):
    with open_store(url) as store, store.read() as connection:
        return [json.loads(text) for text in documents.records(connection, documents.CANDIDATES)]


def test_nothing_is_saved_that_nobody_has_seen_and_the_second_time_nothing_is_asked(adviser, database_url):
    shown = answer("import", "candidates", adviser, db=database_url)
    assert shown["dry_run"] and shown["next"].endswith("--yes") and saved(database_url) == []
    assert shown["mapping"]["Métier recherché"] == "wishes" and shown["mapping"]["Observations"] is None
    assert {column["example"] for column in shown["columns"] if column["column"] == "NOM"} == {"xxx"}
    wet = answer("import", "candidates", adviser, "--yes", db=database_url)
    assert wet["tables"]["candidates"]["added"] == 2 and wet["next"] is None
    again = answer("import", "candidates", adviser, db=database_url)
    assert again["tables"]["candidates"] == {"added": 0, "changed": 0, "gone": 0, "same": 2} and not again["dry_run"]
    assert {column["rule"] for column in again["columns"]} == {"remembered"}
    with open_store(database_url) as store, store.read() as connection:
        ids = documents.public_ids(connection, documents.CANDIDATES, "own")
        facts = [personal.read(connection, public) for public in ids.values()]
    assert sorted(known["last_name"] for known in facts) == ["NOM", "NOMDEUX"]
    assert "arrive tard" not in json.dumps([saved(database_url), facts], ensure_ascii=False)


def test_a_changed_header_is_said_and_asked_about_again(adviser, either_url):
    answer("import", "candidates", adviser, "--yes", db=either_url)
    adviser.write_bytes(as_csv([[cell if cell != "Ville" else "Commune" for cell in row] for row in ADVISER]))
    shown = answer("import", "candidates", adviser, db=either_url)
    assert shown["dry_run"] and shown["mapping"]["Commune"] == "place.label"
    assert {(p["field"], p["reason"]) for p in shown["problems"] if "last load" in p["reason"]} == {
        ("Commune", "a new column since the last load"),
        ("Ville", "gone since the last load"),
    }
    adviser.write_bytes(as_csv([row[:4] + row[5:] for row in ADVISER]))
    assert not answer("import", "candidates", adviser, db=either_url)["dry_run"]


def test_another_source_is_asked_for_itself_and_a_dry_run_remembers_nothing(adviser, either_url):
    answer("import", "candidates", adviser, "--yes", "--dry-run", db=either_url)
    assert answer("import", "candidates", adviser, db=either_url)["dry_run"]
    answer("import", "candidates", adviser, "--yes", db=either_url)
    assert answer("import", "candidates", adviser, "--source", "other", db=either_url)["dry_run"]


def test_a_mapping_by_hand_counts_alone_or_before_the_proposal(adviser, either_url, tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({"Métier recherché": "skills", "Observations": None}), "utf-8")
    alone = answer("import", "candidates", adviser, "--map", path, "--dry-run", db=either_url)
    assert {name: field for name, field in alone["mapping"].items() if field} == {"Métier recherché": "skills"}
    both = answer("import", "candidates", adviser, "--map", path, "--yes", db=either_url)
    assert both["mapping"]["Métier recherché"] == "skills" and both["mapping"]["Ville"] == "place.label"
    path.write_text(json.dumps(both), "utf-8")
    assert answer("import", "candidates", adviser, "--map", path, db=either_url)["tables"]["candidates"]["same"] == 2
    for wrong in ('{"Autre": "wishes"}', '{"Ville": "wished"}', "[]", "{", '{"mapping": 3}'):
        path.write_text(wrong, "utf-8")
        assert refusal("import", "candidates", adviser, "--map", path, db=either_url)[0] == 2


def test_a_file_in_our_own_format_is_loaded_as_before(either_url, tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text("id;wishes;max_km;nom\na;Soudeur;20;NOM\n", "utf-8")
    done = answer("import", "candidates", path, db=either_url)
    assert not done["dry_run"] and "mapping" not in done and saved(either_url)[0]["max_km"] == 20


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_shown_has_no_hole_and_no_personal_value(adviser, either_url, language):
    done = call("import", "candidates", adviser, "--db", either_url, "--lang", language, env={"COLUMNS": "200"})
    assert (done.code, done.err) == (0, "")
    assert "--yes" in done.out and "99/99/9999" in done.out
    assert not any(private in done.out for private in ("NOMDEUX", "0600000001", "@example.org", "arrive", "2001"))
    assert not (language == "fr" and any(word in done.out for word in ("the words", "not read", "header")))


def test_openings_from_a_workbook_are_shown_then_loaded(either_url, tmp_path):
    path = tmp_path / "offres.xlsx"
    path.write_bytes(as_xlsx([["Lisez-moi"]], COMPANY))
    assert answer("import", "openings", path, db=either_url)["dry_run"]
    assert answer("import", "openings", path, "--yes", db=either_url)["tables"]["openings"]["added"] == 2
    assert answer("import", "openings", path, db=either_url)["tables"]["openings"]["same"] == 2


def test_a_database_of_the_first_version_gets_the_table_and_keeps_its_rows(bare_url, monkeypatch):
    from alembic import command

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, head: upgrade(config, "v0001_first_tables"))
    with open_store(bare_url) as store, store.write() as connection:
        row = {"public_id": "one", "source": "here", "external_id": "a", "row": b"", "items": b""}
        connection.execute(table("openings", *map(column, row)).insert().values(row))
        kept = {"public_id": "one", "record": '{"id":"a"}'}
        connection.execute(table("openings_records", *map(column, kept)).insert().values(kept))
    monkeypatch.undo()
    with open_store(bare_url) as store, store.write() as connection:
        mappings.save(connection, "here", "candidates", {"Métier": "wishes", "Avis": None}, "00")
        mappings.save(connection, "here", "candidates", {"Métier": "skills"}, "00")
        assert mappings.read(connection, "here", "candidates") == ({"Métier": "skills"}, "00")
        assert mappings.read(connection, "here", "openings") is None
        assert list(documents.records(connection, documents.OPENINGS)) == ['{"id":"a"}']


def test_what_people_write_of_themselves_in_any_cell_is_nowhere_to_be_read(tmp_path, either_url):
    header = ["Nom", "Métier recherché", "Compétences", "Langues", "Permis"]
    one, two, three = (tmp_path / name for name in ("f1.csv", "f2.csv", "f3.csv"))
    one.write_bytes(as_csv([header, ["NOM", "Cariste", "Word", "anglais", "B"]]))
    wish = "Prénom NOM prenom.nom@exemple.org 06 12 34 56 79"
    skills = "RQTH, séropositive, Excel, 06 11 22 33 44, secret@exemple.org"
    private = ["NOM", wish, skills, "né le 01/02/1980", "appeler 06 11 22 33 44"]
    two.write_bytes(as_csv([header, private]))
    three.write_bytes(as_csv([header, ["NOMDEUX", "Cariste; " + wish, *private[2:]]]))
    answer("import", "candidates", one, "--source", "s1", "--yes", db=either_url)
    told = [answer("import", "candidates", path, "--source", "s1", db=either_url) for path in (two, three)]
    records = saved(either_url)
    everything = json.dumps([told, records], ensure_ascii=False)
    hidden = ("exemple.org", "06 1", "RQTH", "ropositive", "né le", "1980")
    assert not [word for word in hidden if word in everything]
    assert [{"label": "Excel"}] in [record.get("skills") for record in records]
    left = {problem["field"] for problem in told[1]["problems"] if problem["reason"] == "personal, left out"}
    assert left == {"Métier recherché", "Compétences", "Langues"}


def test_a_number_in_a_remark_or_an_example_keeps_its_shape_only():
    assert masked("Cariste 06 12 34 56 79, nom@exemple.org, 78440, 2025") == "Cariste 99 99 99 99 99, x@x, 78440, 2025"
