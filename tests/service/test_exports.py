"""What is written in our own format is read back unchanged, and no spreadsheet runs it."""

import datetime as dt
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from matching.enums import Weekday
from matching.fields import Choice, Date, Flag, Group, Many, Number, Text
from matching.records import CANDIDATE, OPENING, faults_of, read_candidate, read_opening
from matching.time_fields import Clock, Days
from service.errors import Invalid
from service.exports import guarded, write_records
from service.importers import own

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
    text = ("=1+1\r\n_x000D_ é" * 4000)[:40_000].strip()
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
    records = [
        read_opening({"id": re.sub(r"\s", "", text), "title": text, "title_code": text, "description": text})
        for text in texts
    ]
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


AWKWARD = st.sampled_from([*";|=\\\"'\n\r\t,+-@_x#&<>", "\u2028", "é", "_x000D_", "\\p", "\\;", "B"])
ANY = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")  # XML holds the others
TEXTS = st.lists(AWKWARD | ANY, max_size=12).map("".join)


def values_of(field):
    """Any raw value that the field may take, as canonical as the field makes it."""
    match field:
        case Text():
            short = TEXTS.map(lambda text: text[: min(field.longest, 12)].strip())
            return st.from_regex(field.pattern, fullmatch=True) if field.pattern else short.filter(bool)
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
        case Clock():
            return st.times().map(lambda time: time.strftime("%H:%M"))
        case Days():
            days = st.sets(st.sampled_from(Weekday), min_size=1)
            return days.map(lambda told: [day.value for day in Weekday if day in told])
    raise TypeError(field)


def _groups(field):
    """Draw groups with at least the one field that they need, so that none is thrown away."""
    parts = {name: values_of(part) for name, part in field.fields.items()}

    def around(needed):
        others = {name: part for name, part in parts.items() if name != needed}
        return st.fixed_dictionaries({needed: parts[needed]}, optional=others)

    return st.sampled_from(field.any_of or tuple(parts)).flatmap(around)


def records_of(fields):
    """Canonical records, drawn from the list of fields itself."""
    drawn = st.fixed_dictionaries(
        {"id": values_of(fields["id"]).map(lambda text: re.sub(r"[\t\r\n]", "-", text))},
        optional={name: values_of(part) for name, part in fields.items() if name != "id"},
    )
    return drawn.map(lambda raw: _canonical(raw, fields)).filter(lambda record: record is not None)


def _canonical(raw, fields):
    record, faults = faults_of(raw, fields)
    for place in {re.split(r"[.\[]", field)[0] for field, _ in faults}:
        record.pop(place, None)
    return record if "id" in record and not faults_of(record, fields)[1] else None


@pytest.mark.parametrize("suffix", (".csv", ".xlsx"))
def test_an_item_may_end_with_a_backslash(tmp_path, suffix):
    records = [read_candidate({"id": "a", "skills": [{"label": "a\\"}, {"label": "b"}]})]
    write_records(tmp_path / f"out{suffix}", records, CANDIDATE)
    assert [row["record"] for _, row in own.parse_candidates(tmp_path / f"out{suffix}").rows] == records


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("fields", "parse"), [(CANDIDATE, own.parse_candidates), (OPENING, own.parse_openings)])
def test_any_record_is_read_back_unchanged(tmp_path, suffix, fields, parse):
    path = tmp_path / f"out{suffix}"

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
    @given(st.lists(records_of(fields), max_size=8, unique_by=lambda record: record["id"]))
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
