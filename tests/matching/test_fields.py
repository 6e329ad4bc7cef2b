"""Fields: what they refuse, and that what they return reads back unchanged, from JSON and from a cell."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.cells import to_cell
from matching.enums import Requirement
from matching.errors import InvalidRecord
from matching.fields import Choice, Date, Field, FieldError, Flag, Group, Many, Number, Text
from matching.records import CANDIDATE, OPENING, read_candidate, read_opening
from tests.factories import Record
from tests.strategies import EXAMPLES, candidates, openings

WORDS = Many(Group({"label": Text(), "level": Number(high=4)}, ("label",)))
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["a;b", "a\\", "\\;", "a|b", "label=a", "=", "\\p", "a\nb", ";", "'=1"]
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((Text(), bad) for bad in ("a\0b", "\ud800", "a\x1bb", 10**400, True, [], {}, "x" * 301)),
        *((Number(), bad) for bad in (10**400, math.nan, math.inf, -1, "nan", "inf", "1e999", "un", True, [], "")),
        *((Number(low=-math.inf), bad) for bad in (-(10**400), -math.inf)),
        (Number(whole=True), 1.5),
        *((Date(), bad) for bad in ("2026-02-30", "31/04/2026", "2026-13-01", "demain", 10**400, "", True, "01/02/26")),
        *((Flag(), bad) for bad in ("peut-être", 2, None, "", 10**400)),
        *((Choice(Requirement), bad) for bad in ("always", "", 10**400, None)),
        *((WORDS, bad) for bad in (5, {}, [{}], [{"label": ""}], [{"name": "x"}], ["x"], [None], [{"label": "\0"}])),
        *((Group({"min": Number()}, ("min",)), bad) for bad in ("35", 35, [], {"max": 1}, "max=1", True)),
    ],
    ids=lambda value: ascii(value)[:30] if isinstance(value, str) or not isinstance(value, int) else str(type(value)),
)
def test_what_is_not_in_the_format_is_refused(field: Field, value: Any) -> None:
    with pytest.raises(FieldError):
        field.read(value, "here")


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        (Number(), "1 234,5".replace(" ", "\u202f"), 1234.5),
        (Number(), 35.0, 35),
        (Text(), 78440.0, "78440"),
        (Text(), " e\u0301te\u0301 ", "été"),
        (Date(), "1/9/2026", "2026-09-01"),
        (Date(), "2026-09-01T10:00:00", "2026-09-01"),
        (Flag(), "Oui", True),
        (Flag(), 0, False),
        (Choice(Requirement), " MUST ", "must"),
        (WORDS, "label=souder|level=2; label=braser", [{"label": "souder", "level": 2}, {"label": "braser"}]),
        (WORDS, ";", []),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_the_spellings_of_spreadsheets_are_understood(field: Field, value: Any, read: Any) -> None:
    found = field.read(value, "here")
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("record", "at_fault"),
    [
        ({}, "id"),
        ({"id": "a", "place": {"lat": 48.9}}, "place"),
        ({"id": "a", "must": ["reach"], "wish": ["reach"]}, "must"),
        ({"id": "a", "hours": {"min": 30, "max": 20}}, "hours"),
        ({"id": "a", "photo": "me.jpg"}, "photo"),
        ({"id": "a", "skills": [{"code": "1", "level": 9}]}, "skills[0].level"),
        ({"id": "a", "max_km": 10**400}, "max_km"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_record_that_contradicts_itself_names_the_field(record: Record, at_fault: str) -> None:
    with pytest.raises(InvalidRecord) as error:
        read_candidate(record)
    assert [field for field, _ in error.value.problems] == [at_fault]


def test_every_fault_of_a_record_is_reported_at_once() -> None:
    with pytest.raises(InvalidRecord) as error:
        read_opening(
            {"id": "a", "latest_start": "2026-01-01", "start": "2026-02-01", "wage": {"min": "x"}, "kind": "y"}
        )
    assert sorted(field for field, _ in error.value.problems) == ["kind", "latest_start", "wage.min"]


def test_the_last_day_of_the_calendar_is_a_start_as_any_other() -> None:
    assert read_candidate({"id": "a", "start": "9999-12-31"})["start"] == "9999-12-31"


@EXAMPLES
@given(candidates(), openings())
def test_reading_twice_gives_the_same_and_so_do_cells(candidate: Record, opening: Record) -> None:
    for record, read, fields in (
        (read_candidate({"id": "1"} | candidate), read_candidate, CANDIDATE),
        (read_opening({"id": "1"} | opening), read_opening, OPENING),
    ):
        assert read(record) == record
        assert {name: fields[name].read(to_cell(value), name) for name, value in record.items()} == record
        assert read({name: to_cell(value) for name, value in record.items()}) == record


@EXAMPLES
@given(st.lists(st.fixed_dictionaries({"label": TEXTS}, optional={"level": st.integers(1, 4)}), max_size=4))
def test_any_words_survive_a_cell(items: list[Record]) -> None:
    kept = WORDS.read([item for item in items if item["label"].strip()], "here")
    assert WORDS.read(to_cell(kept), "here") == kept


@EXAMPLES
@given(st.lists(TEXTS.filter(str.strip), max_size=3))
def test_any_words_survive_a_cell_within_a_group(words: list[str]) -> None:
    field = OPENING["gives"]
    value = field.read({"skills": [{"label": word} for word in words], "licences": []}, "gives")
    assert field.read(to_cell(value), "gives") == value


def test_an_empty_place_survives_a_cell() -> None:
    record = read_candidate({"id": "a", "place": {}})
    assert read_candidate({name: to_cell(value) for name, value in record.items()}) == record


@pytest.mark.parametrize("code", [100004, 100004.0, "100004"])
def test_a_bare_code_is_a_code_however_a_spreadsheet_types_it(code: Any) -> None:
    assert read_candidate({"id": "a", "skills": [code]})["skills"] == [{"code": "100004"}]


def test_what_is_not_a_number_is_not_a_word_either() -> None:
    for value in (math.nan, math.inf):
        with pytest.raises(FieldError):
            Text().read(value, "here")
