"""What the columns of anyone's spreadsheet become: by their headers, by their contents, and when nobody can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Invalid
from service.importers.foreign import columns
from service.importers.foreign.columns import Rule, propose
from service.importers.foreign.headers import means_something
from service.importers.foreign.tables import separator_of, table_of
from service.importers.foreign.targets import CANDIDATES, KINDS, OPENINGS
from tests.service.spreadsheets import ADVISER, SPREADSHEETS, as_csv


def mapped(raw, kind=CANDIDATES):
    table = table_of(raw, lambda header: means_something(header, kind))
    return {column.name: column.target for column in propose(table, kind)}


def column(raw, name, kind=CANDIDATES):
    table = table_of(raw, lambda header: means_something(header, kind))
    return next(column for column in propose(table, kind) if column.name == name)


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_what_the_columns_of_a_spreadsheet_become(name):
    raw, kind, expected = SPREADSHEETS[name]
    assert mapped(raw, kind) == expected


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_phrase_of_the_vocabulary_stands_for_something_that_exists(kind):
    assert [
        target for target in kind.phrases.values() if not (kind.has(target) or target in ("-text", "-person"))
    ] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_our_own_fields_are_understood_as_headers(kind):
    apart = {"place": "place.label"}
    for field in kind.fields:
        assert kind.phrases[field.replace("_", " ")].partition(".")[0] == apart.get(field, field).partition(".")[0]


OTHER = {
    "Emploi trouvé": ("Cariste", "ASH"),
    "Date d'inscription": ("01/09/2025", "15/09/2025"),
    "Statut": ("suivi", "sorti"),
    "Remarques de la conseillère": ("à voir", "bien"),
    "Date de fin de contrat": ("01/09/2025", "15/09/2025"),
    "Couleur": ("vert", "bleu"),
}


@pytest.mark.parametrize("header", OTHER)
def test_a_column_that_nobody_can_be_sure_of_is_left_out_and_says_why(header):
    raw = as_csv([["Nom", "CP", header], ["NOM", "78200", OTHER[header][0]], ["NOMDEUX", "78440", OTHER[header][1]]])
    found = column(raw, header)
    assert found.target is None and found.why


@pytest.mark.parametrize("header", ["H/sem", "Heures/sem.", "h par semaine"])
def test_hours_of_a_week_are_known_by_their_short_names(header):
    raw = as_csv([["Poste", "CP", header], ["Soudeur", "78200", "35"], ["Cariste", "78440", "24"]])
    assert column(raw, header, OPENINGS).target == "hours"


def test_what_names_a_person_or_a_status_is_kept_apart_whatever_it_is_called():
    headers = [
        "Nationalité du jeune",
        "Situation familiale",
        "Titre de séjour",
        "Enfants à charge",
        "Adresse mail perso",
    ]
    found = mapped(as_csv([headers, *(["x"] * 5, ["y"] * 5)]))
    assert all(target is None or target.startswith("personal.") for target in found.values()), found


def test_contents_that_reach_somebody_are_kept_apart_under_any_header():
    raw = as_csv([["Nom", "Métier recherché"], ["NOM", "06 00 00 00 01"], ["NOMDEUX", "06 00 00 00 02"]])
    assert column(raw, "Métier recherché").target == "personal.phone"
    assert column(raw, "Métier recherché").rule is Rule.CONTENTS


def test_a_row_number_is_no_identifier_and_neither_is_one_that_comes_twice():
    for cells, target in ((("1", "2"), None), (("A1", "A1"), None), (("A1", "A2"), "id")):
        raw = as_csv([["N°", "Nom", "CP"], [cells[0], "NOM", "78200"], [cells[1], "NOMDEUX", "78440"]])
        assert column(raw, "N°").target == target


def test_the_surer_of_two_columns_fills_a_field_and_the_other_says_so():
    raw = as_csv([["Ville", "Lieu"], ["Mantes", "Issou"], ["Issou", "Mantes"]])
    assert column(raw, "Ville").target == "place.label"
    assert (column(raw, "Lieu").target, "Ville" in column(raw, "Lieu").why) == (None, True)


def test_two_personal_columns_of_one_kind_are_both_kept():
    raw = as_csv([["Téléphone", "Portable", "CP"], ["0600000001", "0600000002", "78200"]])
    assert list(mapped(raw).values()) == ["personal.phone", "personal.phone_2", "place.postcode"]


def test_a_mapping_by_hand_says_all_and_only_what_exists():
    table = table_of(as_csv(ADVISER), lambda header: means_something(header, CANDIDATES))
    by_hand = columns.given(table, CANDIDATES, {"metier recherche": "skills", "Ville": None}, Rule.HAND)
    assert {c.name: c.target for c in by_hand if c.target} == {"Métier recherché": "skills"}
    for wrong in (
        {"Métier recherché": "wish list"},
        {"Métier recherché": 3},
        {"Autre": "wishes"},
        {"Ville": "place.x"},
    ):
        with pytest.raises(Invalid):
            columns.given(table, CANDIDATES, wrong, Rule.HAND)


def test_the_separator_is_the_one_that_cuts_the_lines_alike():
    assert separator_of("Liste, à jour, du 3\n\na;b;c\n1,5;2,5;x\n") == ";"
    assert separator_of('a|b\n"x;y;z"|2\n') == "|"
    assert separator_of("a\tb, c\n1\t2\n") == "\t"
    assert separator_of("") == ";"


@given(
    st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from([*KINDS.values()]),
)
def test_any_table_gets_one_answer_for_each_column(rows, kind):
    raw = (
        as_csv(rows, ";", "utf-8")
        if not any("\ud800" <= c <= "\udfff" for row in rows for cell in row for c in cell)
        else b"a"
    )
    try:
        table = table_of(raw, lambda header: means_something(header, kind))
    except Invalid:
        return
    found = propose(table, kind)
    assert [column.name for column in found] == list(table.names) and len(set(table.names)) == len(table.names)
    assert all(0 <= column.confidence <= 1 and column.why for column in found)
    assert all(column.target is None or kind.has(column.target) for column in found)
