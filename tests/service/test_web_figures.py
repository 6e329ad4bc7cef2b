"""Figures and the map on screens: every code in words, nothing about fewer than eleven people."""

import datetime as dt
import re
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from service import figure_words
from service.aggregates import LEAST
from service.db import documents, listing
from service.db.documents import OPENINGS
from service.db.places import communes
from service.filing import document_of
from service.i18n import LANGUAGES
from service.usecases import figures, localities
from service.usecases.figures import FIGURES
from tests.service.followed import openings, right
from tests.service.test_figures import KEYS, LATER, busy  # noqa: F401
from tests.service.world import NOW, World

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 9, 30)


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: figures are counted on both in test_figures.py."""
    return sqlite_url


def see(world: World, app: FastAPI, address: str, role: str = "funder", status: int = 200) -> str:
    answer = world.client(app, role).get(address, headers={"accept": "text/html", "accept-language": "fr"})
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("figure", FIGURES)
def test_every_code_that_is_counted_has_its_words(figure: str, language: str) -> None:
    by = {
        name: [{"codes": [code], "count": 11, "median_days": 3.0} for code in codes]
        for name, codes in FIGURES[figure].by.items()
    }
    item = {"figure": figure, "first": FIRST, "last": LAST, "count": 99, "people": 40, "within": 20, "by": by}
    [chapter] = figure_words.charts([item], language)
    rows = figure_words.rows([item], language)
    assert len(rows) == 1 + sum(map(len, by.values()))
    assert not [row["what"] for row in rows if "_" in row["what"] or not row["what"]]
    assert chapter["finding"] and all(part["finding"] for part in chapter["parts"])


@given(st.lists(st.integers(11, 10**6), min_size=1, max_size=8), st.sampled_from(LANGUAGES))
def test_a_finding_tells_the_last_quarters_and_what_changed(counts: list[int], language: str) -> None:
    told = {"figure": "arrivals", "people": 11, "within": None, "by": {}}
    starts = [dt.date(2024 + n // 4, 3 * (n % 4) + 1, 1) for n in range(len(counts))]
    items = [
        {**told, "first": first, "last": first + dt.timedelta(days=89), "count": count}
        for first, count in zip(starts, counts, strict=True)
    ]
    [chapter] = figure_words.charts(reversed(items), language)
    digits = re.sub(r"\D", "", chapter["finding"])
    assert digits.endswith(str(counts[-1]))
    assert [count for *_, count in chapter["columns"]] == counts
    assert bool(chapter["change"]) == (len(counts) > 1)


def test_before_the_first_quarter_the_page_says_when_figures_come(world: World, app: FastAPI) -> None:
    assert "Les premiers chiffres paraissent le 16 janvier 2027" in see(world, app, "/figures").replace("\xa0", " ")
    assert figures.due(NOW) == dt.date(2027, 1, 16)
    assert figures.due(LATER) == dt.date(2027, 4, 16)


def test_funders_see_charts_with_the_same_numbers_in_a_table_and_in_a_file(
    world: World,
    app: FastAPI,
    busy: list[str],  # noqa: F811
) -> None:
    with world.store.write() as connection:
        figures.count(connection, KEYS, LATER)
    world.now = LATER
    page = see(world, app, "/figures")
    assert "30 personnes accueillies" in page and "<svg" in page and page.count("<table>") >= 3
    assert "12" in page and "revenu de solidarité active" in page
    saved = world.client(app, "funder").get("/figures.csv", headers={"accept-language": "fr"})
    assert '"Personnes accueillies"' in saved.text
    assert world.client(app, "funder").get("/figures.xlsx").content[:2] == b"PK"
    see(world, app, "/figures", "candidate", status=403)
    assert "vos offres" in see(world, app, "/figures", "company")


def _settle(connection: Any) -> None:
    rows = (("78440", "Ici", 48.99, 1.91), ("78361", "Là", 48.99, 1.71))
    for insee, name, lat, lon in rows:
        row = {"insee": insee, "postcode": insee, "name": name, "lat": lat, "lon": lon}
        connection.execute(communes.insert(), {**row, "basin": "", "basin_name": ""})


def test_openings_stand_at_their_commune_and_a_company_sees_its_own(world: World, app: FastAPI) -> None:
    with world.store.write() as connection:
        _settle(connection)
        openings(connection, world, 1)  # of which no place is known
        place = {"insee": "78440", "lat": 48.991, "lon": 1.911}
        posted = [{"id": f"at{n}", "title": "Soudeur", "occupation": "H2913", "place": place} for n in range(3)]
        other = world.organisations["company", "there"]
        of = [world.organisations["company", "here"], world.organisations["company", "here"], other]
        given_ = [document_of(OPENINGS, one, organisation=whose) for one, whose in zip(posted, of, strict=True)]
        documents.save(connection, OPENINGS, "map", given_)
        listing.refresh(connection)
    with world.store.read() as connection:
        all_of_it = localities.browse(connection, right(world, "funder", "figure", "R"), "", NOW)
        own = localities.browse(connection, right(world, "company", "figure", "R"), "", NOW)
        none = localities.browse(connection, right(world, "funder", "figure", "R"), "N", NOW)
    assert [(one.name, one.openings, one.band) for one in all_of_it] == [("Ici", 3, None)]
    assert [(one.name, one.openings) for one in own] == [("Ici", 2)]
    assert none == []
    page = see(world, app, "/map")
    assert "3 offres dans 1 commune" in page and "moins de 11" in page.lower() and "<circle" in page
    assert "moins de 11" not in see(world, app, "/map", "company").lower()
    assert "Rien à placer" in see(world, app, "/map?sector=N")


@pytest.mark.parametrize(("people", "band"), [(0, None), (LEAST - 1, None), (LEAST, 0), (25, 0), (26, 1), (500, 3)])
def test_people_are_told_in_bands_of_eleven_at_least(people: int, band: int | None) -> None:
    assert localities._band(people) == band
