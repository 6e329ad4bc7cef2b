"""Companies see people without a name, only those who were told and agreed, and nobody who could be recognised."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import pseudonyms
from service.errors import NotFound
from service.i18n import LANGUAGES, read_locale, sentence
from service.pseudonyms import ALWAYS, LEVELS, resolve, tellable, withheld
from tests.service.market_world import NOW, Market, agree, documents, market_at, tell, withdraw
from tests.service.world import HOME

BASE = "/api/v1"
MINE = ("rank", "pseudonym", "fits", "score", "skills", "reasons")


@pytest.fixture
def market(tmp_path) -> Iterator[Market]:
    with market_at(tmp_path) as opened:
        yield opened


def suggested(market: Market, opening: str, **query: Any) -> dict[str, Any]:
    answer = market.client("company").get(f"{BASE}/openings/{opening}/suggestions", params={"limit": 100} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


NAMES = (*ALWAYS, "score", "skills", "hours", "7")


@given(n=st.integers(0, 60), seed=st.integers(0, 2**32 - 1), most=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_whatever_is_told_of_somebody_is_true_of_enough_people(n, seed, most):
    draw = np.random.default_rng(seed)
    assert not _recognisable({name: draw.integers(0, most, n) for name in NAMES})


def test_without_the_floor_somebody_could_be_recognised(monkeypatch):
    monkeypatch.setattr(pseudonyms, "SHARED_BY", 1)
    draw = np.random.default_rng(0)
    assert _recognisable({name: draw.integers(0, 4, 40) for name in NAMES})


def _recognisable(facts: dict[str, Any]) -> list[int]:
    """Those of whom too much is told for a floor of five."""
    found = []
    for person in np.flatnonzero(~withheld(facts)).tolist():
        told = tellable(facts, person)
        assert set(ALWAYS) <= set(told)
        same = np.all([facts[name] == value for name, value in told.items()], axis=0)
        if np.count_nonzero(same) < 5:
            found.append(person)
    return found


def test_nobody_is_visible_who_has_not_agreed_or_was_not_told(market):
    people, opening = market.people, market.openings[0]
    fresh = len(suggested(market, opening)["items"])
    with market.store.write() as connection:
        agree(connection, people)
    untold = suggested(market, opening)
    with market.store.write() as connection:
        tell(connection, people)
    print(f"P8: {fresh} of {len(people)} fresh people visible; P3: {len(untold['items'])} before they were told")
    assert fresh == len(untold["items"]) == 0 and untold["withheld"] is None
    assert len(suggested(market, opening)["items"]) == 100


def test_withdrawing_acts_at_the_next_request(market):
    _show(market, market.people)
    opening, keys = market.openings[0], market.app.state.services.keys
    first = suggested(market, opening)["items"][0]["pseudonym"]
    with market.store.read() as connection:
        person = resolve(connection, keys, HOME, opening, first, NOW)
    with market.store.write() as connection:
        withdraw(connection, person)
    told, cursor = [], None
    while True:
        page = suggested(market, opening, **({"cursor": cursor} if cursor else {}))
        told += [item["pseudonym"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert told and first not in told
    with market.store.read() as connection, pytest.raises(NotFound):
        resolve(connection, keys, HOME, opening, first, NOW)


def test_a_company_reads_nothing_that_names_places_or_counts_a_person(market):
    _show(market, market.people)
    with market.store.read() as connection:
        records = [json.loads(text) for text in documents.records(connection, documents.CANDIDATES)]
    ours = {item for record in records for item in (record["id"], record.get("place", {}).get("insee"))} - {None}
    checked = 0
    for opening in market.openings[:10]:
        for item in suggested(market, opening)["items"]:
            assert tuple(item) == MINE
            told = json.dumps({name: item[name] for name in ("fits", "score", "reasons")}, ensure_ascii=False)
            assert not [word for word in (*market.people, *ours) if word in told]
            assert _only_bands(item)
            checked += 1
    print(f"P8: {checked} suggestions read, nothing personal in them")
    assert checked > 100


def _only_bands(item: dict[str, Any]) -> bool:
    """Digits stand only in the names of codes, in the bands of score and distance."""
    band = item["score"]
    texts = " ".join(reason["text"] for reason in item["reasons"] if reason["code"] != "seen_skills_held")
    left = texts.replace("10", "").replace("30", "")
    return not any(letter.isdigit() for letter in left) and (band is None or band["high"] - band["low"] == 20)


def test_a_pseudonym_is_another_for_each_opening(market):
    _show(market, market.people)
    one, other = (
        {item["pseudonym"] for item in suggested(market, opening)["items"]} for opening in market.openings[:2]
    )
    assert one and other and not one & other


def test_a_company_suggests_nobody_for_the_opening_of_another(market):
    _show(market, market.people)
    answers = [
        market.world.client(market.app, "company", "there").get(f"{BASE}/openings/{id}/suggestions")
        for id in (market.openings[0], "00000000-0000-4000-8000-00000000dead")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


def test_a_cursor_of_another_list_is_refused(market):
    _show(market, market.people)
    cursor = suggested(market, market.openings[0], limit=5)["next"]
    for opening, sent in ((market.openings[1], cursor), (market.openings[0], "AAAA"), (market.openings[0], "é")):
        answer = market.client("company").get(f"{BASE}/openings/{opening}/suggestions", params={"cursor": sent})
        assert answer.status_code == 422


def test_who_was_shown_reads_for_what(market):
    person = market.world.subject("candidate").candidate
    assert market.client("candidate").get(f"{BASE}/people/{person}/showings").json()["items"] == []
    _show(market, [person, *market.people])
    for opening in market.openings[:6]:
        suggested(market, opening)
    shown = market.client("candidate").get(f"{BASE}/people/{person}/showings").json()["items"]
    assert shown and {item["role"] for item in shown} == {"company"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_that_is_told_has_its_sentence_and_none_is_idle(language):
    criteria = ["occupation", *(criterion.value for criterion in pseudonyms._NEXT)]
    codes = {f"seen_{criterion}_{level}" for criterion, level in product(criteria, LEVELS)}
    codes |= {"seen_fits_yes", "seen_fits_no", "seen_distance_unknown", *(f"seen_distance_{band}" for band in range(3))}
    assert all(sentence(code, {}, language).endswith(".") for code in codes)
    others = {"seen_skills_held", "suggested_withheld", "suggested_removed"}
    assert set(read_locale(language)["suggested"]) == codes | others
    for count in (None, 12):
        assert sentence("suggested_withheld", {"count": count}, language).endswith(".")


def _show(market: Market, people: list[str]) -> None:
    with market.store.write() as connection:
        tell(connection, people)
        agree(connection, people)
