"""Our own format: what is read, what is set apart, and that what is written is read back unchanged."""

import datetime as dt
import io
import json
import re
import string
import unicodedata
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from matching.fields import Choice, Date, FieldError, Flag, Group, Many, Number, Text
from matching.records import CANDIDATE, OPENING, faults_of, read_candidate, read_opening
from service import exports
from service.errors import Invalid
from service.exports import guarded, write_records
from service.importers import own
from service.importers.personal import split_personal
from tests.service import hostile

SUFFIXES = (".jsonl", ".csv", ".xlsx")
CANDIDATES = [
    {
        "id": "c1",
        "wishes": [{"occupation": "H2913"}, {"title": "Soudeur; soudeuse | à l'arc", "requirement": "wish"}],
        "skills": [{"code": "120130", "level": 3}, {"label": "=Souder(A1)", "held": False}],
        "licences": [],
        "place": {"insee": "78440", "lat": 48.99, "lon": -1.9},
        "contracts": ["CDI", "MIS"],
        "start": "2026-12-01",
        "wage_floor": 1801.8,
    },
    {"id": "007"},
]


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


@pytest.mark.parametrize("header", ["id;title;title", "ID;id", "id;wishes;Wishes"])
def test_a_column_given_twice_refuses_the_file(header):
    with pytest.raises(Invalid, match="is given twice; keep one"):
        (own.parse_openings if "title" in header else own.parse_candidates)(f"{header}\na;b;c\n".encode())


def test_a_table_without_identifiers_says_which_columns_are_known():
    with pytest.raises(Invalid, match="no column `id` in the first line; the columns known are id, kind, title"):
        own.parse_openings(b"numero;title\n1;Soudeur\n")


PERSONAL = """
name Name last_name first_name lastName FIRSTNAME nom NOM prenom Prénom email E-mail_2 phone telephone Téléphone
address adresse birth_date date_naissance age Âge sex sexe gender nationality nationalité photo family qpv QPV rsa RQTH
beneficiaire_rsa is_refugee refugee refugie Réfugié aah ase religion health santé handicap nir situation_familiale
email2 mobile date-de-naissance
""".split()


@pytest.mark.parametrize("column", PERSONAL)
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


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_candidates_are_read_back_as_they_were_written(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    records = [read_candidate(record) for record in CANDIDATES]
    write_records(path, records, CANDIDATE)
    parsed = own.parse_candidates(path)
    assert [row["record"] for _, row in parsed.rows] == records
    assert parsed.problems == []
    assert [child.name for child in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_text_longer_than_a_cell_is_read_back(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    text = ("=1+1\r\n_x000D_ é\ufffe" * 4000)[:40_000].strip()
    records = [read_opening({"id": "a", "description": text}), read_opening({"id": "b", "description": "x" * 40_000})]
    write_records(path, records, OPENING)
    assert [row for _, row in own.parse_openings(path).rows] == records


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_records_make_an_empty_list(tmp_path, suffix):
    write_records(tmp_path / f"out{suffix}", [], OPENING)
    assert own.parse_openings(tmp_path / f"out{suffix}") == own.Parsed()


def test_another_suffix_and_a_folder_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(Invalid, match=r"write to one of \.jsonl, \.csv, \.xlsx"):
        write_records(tmp_path / "out.pdf", [], OPENING)
    with pytest.raises(Invalid, match="check the folder"):
        write_records(tmp_path / "absent" / "out.csv", [], OPENING)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_failed_writing_leaves_the_old_file_and_nothing_else(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(Exception):  # noqa: B017 - whichever the writer raises
        write_records(path, [{"id": "a", "title": object()}, {"id": "\ud800"}], OPENING)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''+1", "=cmd|' /C calc'!A0", "＝1+1", "#N/A", "=", "'", "'a", "-"]


def test_no_text_is_a_live_formula_in_a_spreadsheet(tmp_path):
    texts = [*FORMULAS, "a\n=1+1", 'x";=1+1', "x,=1+1"]
    records = [read_opening({"id": text, "title": text, "title_code": text, "description": text}) for text in texts]
    write_records(tmp_path / "out.xlsx", records, OPENING)
    write_records(tmp_path / "out.csv", records, OPENING)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")
    cells = [cell for row in load_workbook(tmp_path / "out.xlsx").active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    shown = [str(cell.value) for cell in cells if cell.value is not None]
    quoted = re.findall(r'"((?:[^"]|"")*)"', (tmp_path / "out.csv").read_text(encoding="utf-8-sig"))
    assert not [text for text in shown + quoted if text[:1] in "=+-@\t\r\n＝＋－＠" and text]
    for suffix in (".csv", ".xlsx"):
        assert [row for _, row in own.parse_openings(tmp_path / f"out{suffix}").rows] == records


@given(st.text(st.sampled_from("'=+-@\t\r\na＝"), max_size=6))
def test_the_guard_against_formulas_can_always_be_undone(text):
    assert guarded(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert own.unguarded(guarded(text)) == text


AWKWARD = st.sampled_from([*";|=\\\"'\n\r\t,+-@_x#&<>", "\u2028", "\ufffe", "é", "_x000D_", "\\p", "\\;", "B"])
TEXTS = st.lists(AWKWARD | st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map("".join)


def values_of(field):
    """Any raw value that the field may take, as canonical as the field makes it."""
    match field:
        case Text():
            return TEXTS.map(lambda text: text[: min(field.longest, 12)]).filter(lambda text: text.strip())
        case Number(whole=True):
            return st.integers(int(field.low), int(min(field.high, 10_000)))
        case Number():
            return st.floats(field.low, min(field.high, 10_000), allow_nan=False).map(lambda value: round(value, 6))
        case Flag():
            return st.booleans()
        case Date():
            return st.dates().map(dt.date.isoformat)
        case Choice():
            return st.sampled_from([value.value for value in field.values])
        case Many():
            return st.lists(values_of(field.item), max_size=3)
        case Group():
            return _groups(field)
    raise TypeError(field)


def _groups(field):
    parts = {name: values_of(part) for name, part in field.fields.items()}
    return st.fixed_dictionaries({}, optional=parts).filter(
        lambda group: group and (not field.any_of or any(name in group for name in field.any_of))
    )


def records_of(fields):
    """Canonical records, drawn from the list of fields itself."""
    drawn = st.fixed_dictionaries(
        {"id": values_of(fields["id"])},
        optional={name: values_of(part) for name, part in fields.items() if name != "id"},
    )
    return drawn.map(lambda raw: _canonical(raw, fields)).filter(lambda record: record is not None)


def _canonical(raw, fields):
    record, faults = faults_of(raw, fields)
    for place in {re.split(r"[.\[]", field)[0] for field, _ in faults}:
        record.pop(place, None)
    return record if "id" in record and not faults_of(record, fields)[1] else None


SLOWLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("fields", "parse"), [(CANDIDATE, own.parse_candidates), (OPENING, own.parse_openings)])
def test_any_record_is_read_back_unchanged(tmp_path, suffix, fields, parse):
    path = tmp_path / f"out{suffix}"

    @SLOWLY
    @given(st.lists(records_of(fields), max_size=3, unique_by=lambda record: record["id"]))
    def check(records):
        write_records(path, records, fields)
        parsed = parse(path)
        assert parsed.problems == []
        assert [row.get("record", row) for _, row in parsed.rows] == records

    check()


@pytest.mark.real_data
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_real_offers_are_read_back_unchanged(tmp_path, data_dir, suffix):
    from service.importers import offers

    records = [row for _, row in offers.parse(data_dir / "offres" / "offres_france_travail.jsonl").rows]
    write_records(tmp_path / f"out{suffix}", records, OPENING)
    parsed = own.parse_openings(tmp_path / f"out{suffix}")
    assert parsed.problems == []
    assert [row for _, row in parsed.rows] == records
