"""The CSV of a partner of France Travail: names of columns that differ, movements, and what nobody knows."""

import json

import pytest

from service.db import documents
from service.db.base import open_store
from service.errors import Invalid
from service.importers.partner_offers import parse
from tests.service.cli import answer

FULL = {
    "Par_ref_offre": "r1",
    "Par_cle": "CLE",
    "Par_nom": "PARTENAIRE",
    "Par_URL_offre": "https://example.org/1",
    "Code_OGR": "11564",
    "Libelle_metier_OGR": "Cariste",
    "Desc_offre": "Conduire des chariots.",
    "Type_contrat": "CDD",
    "Duree_contrat": "6 mois",
    "Duree_hebdo": "35",
    "Temps_travail": "Temps plein",
    "Code_commune": "78440",
    "Lieu": "Gargenville",
    "Salaire_min": "1900",
    "Salaire_max": "2100",
    "Type_salaire": "Mensuel",
    "Exp_exigee": "O",
    "Exp_duree": "12",
    "Permis": "B - Véhicule léger",
    "OST_poste_restant_nb": "2",
    "OST_poste_initial_nb": "3",
    "Date_creation": "01/11/2026",
    "Type_mouvement": "C",
}
RECORD = {
    "id": "r1",
    "title": "Cariste",
    "title_code": "11564",
    "description": "Cariste\n\nConduire des chariots.",
    "place": {"insee": "78440", "label": "Gargenville"},
    "experience": {"months": 12, "requirement": "must"},
    "licences": [{"code": "B"}],
    "contract": "CDD",
    "months": 6,
    "hours": {"min": 35, "max": 35},
    "wage": {"min": 1900, "max": 2100},
    "positions": 2,
    "published": "2026-11-01",
}


def table(*rows, separator=";"):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return "\n".join(separator.join(line) for line in lines).encode("cp1252")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_known_columns_are_read(separator):
    found = parse(table(FULL, separator=separator))
    assert [row for _, row in found.parsed.rows] == [RECORD]
    assert (found.parsed.problems, found.closed) == ([], [])


def test_an_unknown_column_is_listed_once_and_costs_nothing():
    found = parse(table(FULL | {"Inconnue": "x"}, {"Par_ref_offre": "r2"}))
    assert [(p.line, p.field, p.reason, p.kept) for p in found.parsed.problems] == [
        (1, "Inconnue", "unknown field, ignored", True)
    ]
    assert [row["id"] for _, row in found.parsed.rows] == ["r1", "r2"]


def test_a_line_without_a_reference_is_refused_and_the_others_are_not():
    found = parse(table(FULL, {"Libelle_metier_OGR": "Maçon"}))
    assert [(p.line, p.field, p.reason) for p in found.parsed.problems] == [(3, "id", "missing")]
    assert len(found.parsed.rows) == 1


def test_of_an_offer_made_and_taken_back_the_later_line_counts():
    taken = FULL | {"Type_mouvement": "S"}
    assert (parse(table(FULL, taken)).parsed.rows, parse(table(FULL, taken)).closed) == ([], ["r1"])
    assert [number for number, _ in parse(table(taken, FULL)).parsed.rows] == [3]
    assert parse(table(taken, FULL)).closed == []


def test_another_file_is_refused():
    with pytest.raises(Invalid, match="no column Par_ref_offre"):
        parse(b"id;title\n1;x\n")
    assert parse(b"").parsed.rows == []


def test_a_movement_s_closes_the_offer_and_m_changes_it(database_url, tmp_path):
    path = tmp_path / "flow.csv"

    def load(*rows):
        path.write_bytes(table(*rows))
        return answer("import", "partner", path, db=database_url)["tables"]["openings"]

    second = FULL | {"Par_ref_offre": "r2"}
    assert load(FULL, second) == {"added": 2, "changed": 0, "gone": 0, "same": 0}
    moved = [FULL | {"Type_mouvement": "M", "Salaire_max": "2200"}, second | {"Type_mouvement": "S"}]
    assert load(*moved) == {"added": 0, "changed": 1, "gone": 1, "same": 0}
    assert load(*moved) == {"added": 0, "changed": 0, "gone": 0, "same": 1}
    with open_store(database_url) as store, store.read() as connection:
        records = [json.loads(text) for text in documents.records(connection, documents.OPENINGS)]
    assert [(record["id"], record["wage"]["max"]) for record in records] == [("r1", 2200)]
