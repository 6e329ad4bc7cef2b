"""Files that are broken or meant to break: a clear message, and the good lines load."""

import json

import pytest

from service.errors import Invalid
from service.importers import offers, own, sheets
from service.importers.reading import content_of
from tests.service import hostile

GOOD = {"id": "good", "max_km": 10}


def ids(parsed):
    return [row["record"]["id"] for _, row in parsed.rows]


def said(parsed):
    return [(problem.line, problem.field, problem.reason, problem.kept) for problem in parsed.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_accents_survive_every_encoding_and_separator(encoding, separator):
    text = f"id{separator}wishes\nä1{separator}Maçon à l’œuvre\n2{separator}Boulangère\n"
    parsed = own.parse_candidates(text.encode(encoding))
    assert [row["record"]["wishes"][0]["title"] for _, row in parsed.rows] == ["Maçon à l’œuvre", "Boulangère"]
    assert parsed.problems == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_json_lines_in_any_encoding_load(encoding):
    raw = '{"id": "é"}\n{"id": "œ"}\n'.encode(encoding)
    assert ids(own.parse_candidates(raw)) == ["é", "œ"]


def test_broken_bytes_spoil_only_their_own_line():
    raw = '{"id": "été"}\n{"id": "x'.encode() + b'\xff"}\n' + '{"id": "à"}'.encode()
    parsed = own.parse_candidates(raw)
    assert ids(parsed) == ["été", "à"]
    assert said(parsed)[-1] == (2, "id", "forbidden character U+DCFF", False)


def test_a_cut_line_is_refused_and_the_others_load():
    parsed = own.parse_candidates(hostile.lines_of(GOOD, {"id": "b"}, '{"id": "c", "max'))
    assert ids(parsed) == ["good", "b"]
    assert said(parsed) == [(3, "line", "not JSON at column 13 (Unterminated string starting at)", False)]


@pytest.mark.parametrize(
    "text", ['[{"id": "a"},\n {"id": "b"', '{"id": "a",\n "max_km"', '{"resultats": [\n{"id": "a"},\n{"id": 2}']
)
@pytest.mark.parametrize("parse", [own.parse_candidates, own.parse_openings, offers.parse])
def test_a_cut_array_or_object_names_the_position(text, parse):
    with pytest.raises(Invalid, match=r"the file: not JSON at line [23] column \d+ .*export it again"):
        parse(text.encode())


NUMBERS = [
    ("1" + "0" * 400, "number too large (401 digits)"),
    ("9" * 10_000, "number too large (10000 digits)"),
    ("-1" + "0" * 400, "number too large (402 digits)"),
    ("1e400", "number too large (1e400)"),
    ("-1e999", "number too large (-1e999)"),
    ("NaN", "NaN is not a number"),
    ("-Infinity", "-Infinity is not a number"),
]


@pytest.mark.parametrize(("number", "reason"), NUMBERS)
@pytest.mark.parametrize("parse", [own.parse_candidates, own.parse_openings])
def test_numbers_without_end_refuse_the_line_and_name_the_field(parse, number, reason):
    raw = hostile.lines_of({"id": "a"}, f'{{"id": {number}, "place": {{"lat": {number}, "lon": 2}}}}', {"id": "b"})
    parsed = parse(raw)
    assert len(parsed.rows) == 2
    assert said(parsed) == [(2, "id", reason, False), (2, "place.lat", reason, False)]


@pytest.mark.parametrize("number", ["9223372036854775808", "18446744073709551616", "-9223372036854775809"])
def test_whole_numbers_that_no_store_holds_are_refused(number):
    parsed = own.parse_candidates(hostile.lines_of(GOOD, f'{{"id": {number}, "max_km": {number}}}'))
    assert ids(parsed) == ["good"]
    assert {problem.field for problem in parsed.problems} == {"id", "max_km"}


def test_a_name_given_twice_is_reported_and_neither_value_wins():
    parsed = own.parse_candidates(hostile.lines_of(GOOD, '{"id": "b", "max_km": 10, "max_km": 900}'))
    assert ids(parsed) == ["good"]
    assert said(parsed) == [(2, "max_km", "given twice", False)]


@pytest.mark.parametrize("text", [r'"\ud800"', r'"a\u0000b"', r'"a\u0085b"', r'"\udfff\ud800"'])
@pytest.mark.parametrize("field", ["id", "wishes"])
def test_lone_surrogates_and_nulls_are_refused_and_can_be_printed(text, field):
    parsed = own.parse_candidates(
        hostile.lines_of(GOOD, f'{{"id": "b", "{field}2": 1, "{field}": {text}}}'.replace('"id": "b", "id2"', '"id2"'))
    )
    assert ids(parsed) == ["good"]
    assert any("forbidden character U+" in problem.reason for problem in parsed.problems)
    json.dumps([problem.reason for problem in parsed.problems], ensure_ascii=False).encode()


def test_a_field_name_with_control_characters_is_spelt_out():
    parsed = own.parse_candidates(hostile.lines_of(r'{"id": "a", "x\ud800\u0000": 1}'))
    assert said(parsed) == [(1, "x\\ud800\\u0000", "unknown field, ignored", True)]


@pytest.mark.parametrize("parse", [own.parse_candidates, own.parse_openings, offers.parse])
def test_a_file_nested_a_hundred_thousand_deep_is_refused(parse):
    with pytest.raises(Invalid, match="nested too deeply"):
        parse(hostile.nested().encode())


@pytest.mark.parametrize("depth", [50, 500, 900, 100_000])
@pytest.mark.parametrize("field", ["skills", "contracts", "start", "unknown"])
def test_a_deep_value_spoils_only_its_own_line(depth, field):
    parsed = own.parse_candidates(hostile.lines_of(GOOD, f'{{"id": "b", "{field}": {hostile.nested(depth)}}}'))
    assert ids(parsed) == ["good"]
    assert "nested" in parsed.problems[0].reason


def test_days_that_do_not_exist_are_refused():
    days = ["2026-02-30", "30/02/2026", "2026-13-01", "2025-02-29", "0000-00-00", "tomorrow"]
    parsed = own.parse_candidates(
        hostile.lines_of(GOOD, *({"id": day, "start": day} for day in days), {"id": "leap", "start": "29/02/2028"})
    )
    assert ids(parsed) == ["good", "leap"]
    assert said(parsed)[0] == (2, "start", "no such date: '2026-02-30' (expected 2026-12-01)", False)
    assert len(parsed.problems) == len(days)


def test_the_same_identifier_twice_keeps_the_first_and_names_its_line():
    parsed = own.parse_openings(hostile.lines_of({"id": "a", "title": "x"}, {"id": "b"}, {"id": "a", "title": "y"}))
    assert [(line, row.get("title")) for line, row in parsed.rows] == [(1, "x"), (2, None)]
    assert said(parsed) == [(3, "id", "'a' was already given on line 1", False)]


def test_an_identifier_whose_first_line_was_refused_may_come_again():
    parsed = own.parse_openings(hostile.lines_of({"id": "a", "months": -1}, {"id": "a"}))
    assert [line for line, _ in parsed.rows] == [2]


@pytest.mark.parametrize("value", ["null", "true", "3", '"text"', "[]", '["id"]'])
def test_a_line_that_is_no_object_is_refused(value):
    parsed = own.parse_candidates(f'[{{"id": "a"}}, {value}]'.encode())
    assert ids(parsed) == ["a"]
    assert [(problem.line, problem.kept) for problem in parsed.problems] == [(2, False)]


@pytest.mark.parametrize("raw", [b"", b"  \n\n", b"\xef\xbb\xbf", b"[]", b"[\n]"])
@pytest.mark.parametrize("parse", [own.parse_candidates, own.parse_openings, offers.parse])
def test_an_empty_file_is_an_empty_list(raw, parse):
    assert parse(raw) == offers.Parsed()


NO_LIST = {
    "%PDF-1.7": b"%PDF-1.7\n...",
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "gzip": b"\x1f\x8b\x08" + bytes(20),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "noise": bytes(range(256)) * 20,
    "prose": b"Bonjour, voici ma liste.\nMerci",
    "web page": b"<!doctype html><html><body>404</body></html>",
    "another zip": hostile.workbook(["id"]).replace(b"workbook.xml", b"workbook.txt"),
    "half a workbook": hostile.cut_workbook(),
    "a far cell": hostile.workbook_with_a_far_cell(),
}


@pytest.mark.parametrize("kind", NO_LIST)
@pytest.mark.parametrize("parse", [own.parse_candidates, own.parse_openings, offers.parse])
def test_what_is_no_list_is_refused_with_the_mend(kind, parse):
    with pytest.raises(Invalid, match=r"^the file: .*(give|save|first line)"):
        parse(NO_LIST[kind])


def test_a_message_names_the_file(tmp_path):
    (tmp_path / "Liste été.csv").write_bytes(b"%PDF-1.4")
    with pytest.raises(Invalid, match=r"^Liste été\.csv: this is a PDF"):
        own.parse_candidates(tmp_path / "Liste été.csv")


def test_an_absent_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "absent.csv", str(tmp_path / "absent.csv")):
        with pytest.raises(Invalid, match="cannot be read"):
            own.parse_candidates(path)


def test_a_file_above_the_cap_is_not_read(tmp_path):
    (tmp_path / "big.csv").write_bytes(b"id\n" + b"a" * 2000)
    with pytest.raises(Invalid, match=r"big\.csv: larger than 1,000 bytes; split it"):
        content_of(tmp_path / "big.csv", max_bytes=1000)


def test_zip_bombs_are_refused_before_they_are_unpacked():
    with pytest.raises(Invalid, match="1,000,000,000 bytes once unpacked"):
        own.parse_candidates(hostile.zip_bomb())
    with pytest.raises(Invalid, match="lies about the size"):
        own.parse_candidates(hostile.lying_zip_bomb())


def test_a_workbook_that_packs_well_is_not_a_bomb():
    rows = [["id", "wishes"], *([f"c{number}", "Cuisinier / Cuisinière"] for number in range(3000))]
    assert len(own.parse_candidates(hostile.workbook(*rows)).rows) == 3000


def test_a_text_shared_by_a_great_many_cells_cannot_fill_the_memory():
    raw = hostile.workbook_with_a_shared_text(cells=3, length=10)
    assert sheets.xlsx_rows("x", raw, "candidates") == [(number, ["x" * 10]) for number in (1, 2, 3)]
    for cells in (1_000, 75_000):
        with pytest.raises(Invalid, match="too much memory"):
            own.parse_candidates(hostile.workbook_with_a_shared_text(cells))


def test_csv_faults_stay_on_their_line():
    text = 'id,max_km\na,10\nb,"20"x\nc,30\nd,40,50\ne,60\nf,"70\n'
    parsed = own.parse_candidates(text.encode())
    assert ids(parsed) == ["a", "c", "e"]
    assert [problem.line for problem in parsed.problems] == [3, 5, 7]
    assert "5 columns" not in str(parsed.problems[1]) and "3 cells under 2 columns" in parsed.problems[1].reason


def test_a_cell_of_three_million_characters_spoils_only_its_line():
    parsed = own.parse_candidates(b"id,wishes\na,x\nb," + b"y" * 3_000_000 + b"\nc,z\n")
    assert ids(parsed) == ["a", "c"]


def test_a_null_in_a_table_spoils_only_its_line():
    parsed = own.parse_candidates(b"id,wishes\na,x\nb,y\0z\nc,z\n")
    assert ids(parsed) == ["a", "c"]
    assert parsed.problems[0].reason == "forbidden character U+0000"


def test_too_many_columns_are_refused():
    with pytest.raises(Invalid, match="5001 columns"):
        own.parse_candidates(("id," + ",".join(f"c{number}" for number in range(5000))).encode())
