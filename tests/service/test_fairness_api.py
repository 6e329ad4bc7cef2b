"""Who somebody is changes no score over HTTP, and neither does what they do not agree to (F5, P10)."""

from collections.abc import Iterator
from typing import Any

import pytest

from service.db import personal
from tests.service.market_world import Market, agree, market_at, tell, withdraw

BASE = "/api/v1"
FLIPS = {  # what is flipped, and to which values
    "sex": ("female", "male"),
    "birth_date": ("1961-03-02", "2006-09-30"),
    "qpv": ("yes", "no"),
    "rsa": ("yes", "no"),
    "rqth": ("yes", "no"),
    "refugee": ("yes", "no"),
    "name": ("Prénom Nom", "Autreprénom Autrenom"),
    "nationality": ("FR", "XX"),
    "family": ("three children", "alone"),
}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with market_at(tmp_path_factory.mktemp("fairness")) as opened:
        yield opened


def rankings(market: Market, people: list[str]) -> list[Any]:
    """Each person's openings in their order, with scores and reasons."""
    client, found = market.client("adviser"), []
    for person in people:
        answer = client.get(f"{BASE}/people/{person}/ranking/openings?limit=100")
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
    return found


def told(market: Market, people: list[str], fact: str, value: str) -> None:
    with market.store.write() as connection:
        for person in people:
            personal.save(connection, person, {fact: value})


def changed_scores(market: Market, people: list[str]) -> tuple[int, dict[str, int]]:
    """How many scores there are, and how many change by what was flipped: one value for all, then the other."""
    found = {}
    for fact, values in FLIPS.items():
        told(market, people, fact, values[0])
    before = rankings(market, people)
    for fact, values in FLIPS.items():
        told(market, people, fact, values[1])
        found[fact] = sum(a != b for a, b in zip(before, rankings(market, people), strict=True))
    return len(before), found


def test_nothing_personal_changes_a_score(market):
    count, found = changed_scores(market, market.people[:8])
    print(f"F5 over HTTP: {sum(found.values())} changed scores of {count} x {len(found)} facts")
    assert count and found == dict.fromkeys(FLIPS, 0)


def test_agreeing_to_nothing_leaves_the_adviser_the_same_ranking(market):
    people = market.people[20:30]
    with market.store.write() as connection:
        tell(connection, people)
        agree(connection, people)
    before = rankings(market, people)
    with market.store.write() as connection:
        for person in people:
            withdraw(connection, person)
    assert rankings(market, people) == before


@pytest.mark.slow
def test_nothing_personal_changes_a_score_of_anybody(market):
    count, found = changed_scores(market, market.people)
    print(f"F5 over HTTP: {sum(found.values())} changed scores of {count} x {len(found)} facts")
    assert count >= 10_000 and found == dict.fromkeys(FLIPS, 0)
