"""Hostile pages and linked data end with a reason, or cost only what is wrong in them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.records import read_opening
from service.errors import Invalid
from service.importers import job_posting
from service.importers.html_text import linked_data, text_of_html
from tests.service.postings import POSTING, parsed


def deep(n, inner="1"):
    return '{"a":' * n + inner + "}" * n


HOSTILE = {
    "nested": deep(100_000).encode(),
    "nested lists": ("[" * 100_000 + "]" * 100_000).encode(),
    "many items": b"[" + b"{}," * 300_000 + b"{}]",
    "a large page": b"<html>" + b"<p>" * 7_000_000,
    "no posting": b"<html><body>Bonjour</body></html>",
    "a number": b"12",
    "text": "Bonjour à tous".encode(),
    "zip": b"PK\x03\x04",
    "pdf": b"%PDF-1.7",
    "no end": b'<script type="application/ld+json">' * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name):
    try:
        found = job_posting.parse(HOSTILE[name])
    except Invalid as error:
        assert "the file" in str(error)
    else:
        assert found.rows == [] and found.problems


@pytest.mark.parametrize(
    "value",
    [
        {"title": "x\ud800"},
        {"skills": ["x"] * 300_000},
        {"jobLocation": [{"address": "Lyon"}] * 200_000},
        {"description": "<div>" * 200_000},
        {"description": "<!--" * 300_000 + "&" * 300_000},
        {"description": json.loads("[" * 30 + '"x"' + "]" * 30)},
        {"hiringOrganization": {"name": {"name": {"name": "x"}}}},
        {"baseSalary": {"value": {"value": "9" * 5_000, "unitText": "MONTH"}}},
        {"baseSalary": {"value": {"minValue": -1, "maxValue": 1e308, "unitText": "HOUR"}}},
        {"identifier": {"value": "a\tb"}, "datePosted": "hier", "totalJobOpenings": "beaucoup"},
        {"jobLocation": {"geo": {"latitude": "1e999", "longitude": True}}},
        dict.fromkeys(POSTING, None),
        {name: [[[]]] for name in POSTING},
        dict.fromkeys(POSTING, True),
        dict.fromkeys(POSTING, 12),
    ],
    ids=range(15),
)
def test_a_hostile_value_costs_only_itself(value):
    found = parsed({**POSTING, **value, "@type": "JobPosting"})
    for _, row in found.rows:
        assert read_opening(row) == row
    assert len(found.rows) == 1


WORDS = ["CDI", "PT1H", "12 €", "<p>", "N1101", "2026-13-45"]
NAMES = ["name", "value", "@type", "address", "geo", "minValue", "unitText", "termCode", "latitude"]
MORE = ["jobDuration", "workHours", "industry", "relevantOccupation"]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
VALUES = st.recursive(
    LEAVES | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from([*POSTING, *MORE]), VALUES))
def test_no_posting_raises_anything(values):
    found = job_posting.parse(json.dumps({**values, "@type": "JobPosting"}).encode())
    assert all(read_opening(row) == row for _, row in found.rows)


@given(st.text("<>!-/scriptdl+jon \"'=&;", max_size=60))
def test_no_page_raises_anything_but_invalid(text):
    linked_data(text)
    text_of_html(text)
