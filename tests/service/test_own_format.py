"""Our own format: what is read, what is set apart, and what is refused."""

import datetime as dt
import io
import json
import re

import pytest
from openpyxl import Workbook

from matching.records import CANDIDATE, read_candidate
from service.errors import Invalid
from service.importers import own
from service.importers.personal import split_personal
from tests.service import hostile


def problems(parsed):
    return [(problem.line, problem.field, problem.reason, problem.kept) for problem in parsed.problems]


def test_the_same_candidate_is_read_from_every_kind_of_file(tmp_path):
    columns = ["id", "wishes", "licences", "max_km", "start", "contracts"]
    row = ["c1", "H2913; Soudeur", "B;CE", 20, "01/12/2026", "cdi; mis"]
    record = dict(zip(columns, row, strict=True))
    lists = {name: re.split(r"; ?", record[name]) for name in ("wishes", "licences", "contracts")}
    book = [columns, [*row[:4], dt.date(2026, 12, 1), row[5]]]
    table = "\n".join(";".join(f'"{cell}"' for cell in line) for line in (columns, row))
    sources = {
        "array.json": json.dumps([record | lists]).encode(),
        "lines.jsonl": json.dumps(record | lists).encode(),
        "one.json": json.dumps(record, indent=2).encode(),
        "table.csv": table.encode(),
        "book.xlsx": hostile.workbook(*book),
        "misnamed.csv": hostile.workbook(*book),
    }
    expected = read_candidate(record)
    for name, raw in sources.items():
        (tmp_path / name).write_bytes(raw)
        for source in (tmp_path / name, str(tmp_path / name), raw):
            parsed = own.parse_candidates(source)
            assert [row["record"] for _, row in parsed.rows] == [expected], name
            assert parsed.problems == []


def test_rows_carry_the_line_they_begin_on():
    text = 'id,wishes\n\na,"Soudeur\nà l\'arc"\nb,Cuisinier\n'
    assert [line for line, _ in own.parse_candidates(text.encode()).rows] == [3, 5]
    book = hostile.workbook([], ["id"], [], ["a"], ["b"])
    assert [line for line, _ in own.parse_candidates(book).rows] == [4, 5]


def test_the_sheet_with_the_right_name_is_read_or_else_the_first():
    book = Workbook()
    book.active.append(["Lisez-moi"])
    for name, title in (("Openings", "Soudeur"), ("candidates", "")):
        book.create_sheet(name).append(["id", "title"])
        book[name].append([name, title])
    buffer = io.BytesIO()
    book.save(buffer)
    assert own.parse_openings(buffer.getvalue()).rows == [(2, {"id": "Openings", "title": "Soudeur"})]
    assert [row["record"]["id"] for _, row in own.parse_candidates(buffer.getvalue()).rows] == ["candidates"]
    assert len(own.parse_openings(hostile.workbook(["id"], ["a"], sheet="Feuil1")).rows) == 1


def test_numbers_dates_and_yes_or_no_in_cells_are_read_as_they_look():
    book = hostile.workbook(
        ["ID", "Skills", "max_km", "start", "wage_floor", "place"],
        [78440, 120130, 12.5, dt.datetime(2026, 12, 1), 1801.8, "insee=01053|postcode=01000"],
    )
    ((_, row),) = own.parse_candidates(book).rows
    assert row["record"] == {
        "id": "78440",
        "skills": [{"code": "120130"}],
        "place": {"insee": "01053", "postcode": "01000"},
        "max_km": 12.5,
        "start": "2026-12-01",
        "wage_floor": 1801.8,
    }


def test_an_unknown_field_is_reported_and_the_line_loads():
    raw = hostile.lines_of(
        {"id": "a", "hobby": "tennis", "place": {"insee": "78440", "floor": 3}, "skills": [{"label": "x", "y": 1}]}
    )
    parsed = own.parse_candidates(raw)
    assert parsed.rows[0][1]["record"] == {"id": "a", "skills": [{"label": "x"}], "place": {"insee": "78440"}}
    assert {field for _, field, _, _ in problems(parsed)} == {"hobby", "place.floor", "skills[0].y"}
    assert {(reason, kept) for _, _, reason, kept in problems(parsed)} == {("unknown field, ignored", True)}


def test_an_unknown_column_is_reported_once_on_the_line_of_the_header():
    text = "id;hobby;;email\na;tennis;;x@example.org\nb;judo;;\n"
    assert problems(own.parse_candidates(text.encode())) == [(1, "hobby", "unknown field, ignored", True)]
    assert [field for _, field, _, _ in problems(own.parse_openings(text.encode()))] == ["hobby", "email"]


def test_a_refused_line_names_every_field_at_fault_and_the_others_load():
    raw = hostile.lines_of(
        {"id": "a"},
        {"id": "b", "max_km": -1, "start": "2026-02-30", "education": 9, "hobby": "x", "skills": [{"level": 7}]},
        {"max_km": 3},
        {"id": "c"},
    )
    parsed = own.parse_candidates(raw)
    assert [line for line, _ in parsed.rows] == [1, 4]
    refused = {(problem.line, problem.field) for problem in parsed.problems if not problem.kept}
    assert refused == {(2, field) for field in ("max_km", "start", "education", "skills[0].level", "hobby")} | {
        (3, "id")
    }


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_header_shows_the_separator(separator):
    text = separator.join(("id", "title", "months")) + "\n" + separator.join(("a", '"Cariste ; jour, nuit"', "6"))
    assert own.parse_openings(text.encode()).rows == [(2, {"id": "a", "title": "Cariste ; jour, nuit", "months": 6})]


@pytest.mark.parametrize("header", ["id;title;title", "ID;id", "id;wishes;Wishes"])
def test_a_column_given_twice_refuses_the_file(header):
    with pytest.raises(Invalid, match="is given twice; keep one"):
        (own.parse_openings if "title" in header else own.parse_candidates)(f"{header}\na;b;c\n".encode())


def test_a_table_without_identifiers_says_which_columns_are_known():
    with pytest.raises(Invalid, match="no column `id` in the first line; the columns known are id, kind, title"):
        own.parse_openings(b"numero;title\n1;Soudeur\n")


COLUMNS = """
name Name last_name first_name lastName FIRSTNAME nom NOM prenom Prénom email E-mail_2 phone telephone Téléphone
address adresse birth_date date_naissance age Âge sex sexe gender nationality nationalité photo family qpv QPV rsa RQTH
beneficiaire_rsa is_refugee refugee refugie Réfugié aah ase religion health santé handicap nir situation_familiale
email2 mobile date-de-naissance
"""


@pytest.mark.parametrize("column", COLUMNS.split())
def test_columns_that_name_a_person_or_a_status_never_reach_the_record(column):
    record, facts = split_personal({"id": "a", column: "secret", "max_km": 5})
    assert record == {"id": "a", "max_km": 5}
    assert list(facts.values()) == ["secret"]
    for raw in (json.dumps({"id": "a", column: "secret"}).encode(), f"id,{column}\na,secret\n".encode()):
        parsed = own.parse_candidates(raw)
        assert parsed.problems == []
        ((_, row),) = parsed.rows
        assert row == {"record": {"id": "a"}, "personal": facts}


@pytest.mark.parametrize("column", [*CANDIDATE, "langage", "page", "message", "agent", "secteur", "hobby"])
def test_other_columns_are_not_personal(column):
    assert split_personal({column: 1}) == ({column: 1}, {})


def test_names_of_personal_facts_are_the_same_for_every_spelling():
    names = {
        name
        for column in ("Date de Naissance", "date_de_naissance", "DATE DE NAISSANCE")
        for name in split_personal({column: 1})[1]
    }
    assert names == {"date_de_naissance"}


def test_a_personal_fact_that_cannot_be_kept_is_left_out_without_its_value():
    raw = hostile.lines_of(
        {"id": "a", "family": {"children": ["Zoé"]}, "age": 33, "rsa": True, "nom": "a\0Zoé", "sex": None}
    )
    parsed = own.parse_candidates(raw)
    assert parsed.rows == [(1, {"record": {"id": "a"}, "personal": {"age": "33", "rsa": "oui"}})]
    assert [(field, kept) for _, field, _, kept in problems(parsed)] == [("family", True), ("nom", True)]
    assert "Zoé" not in str(problems(parsed))


@pytest.mark.parametrize(
    ("column", "name"),
    [
        *[("Bénéficiaire du RSA", "rsa"), ("Réfugié", "refugee"), ("is_refugee", "refugee"), ("Habitant QPV", "qpv")],
        *[("Date fin RSA", "date_fin_rsa"), ("RSA / AAH", "rsa_aah")],
    ],
)
def test_a_status_has_one_name_however_its_column_is_headed(column, name):
    assert list(split_personal({column: 1})[1]) == [name]
