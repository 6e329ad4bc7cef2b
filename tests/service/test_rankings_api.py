"""Rankings over HTTP: explained to the last point, the same for all who ask, and changed by no reading."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from service.db import schema, sponsorships
from service.db.base import metadata
from service.db.territories import HOME
from tests.service.followed import alias
from tests.service.market_world import Market, agree, change, documents, market_at, tell

assert schema
BASE = "/api/v1"
UNCHANGED_BUT = {"runs", "run_people", "audit", "sessions", "throttles", "limits"}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with market_at(tmp_path_factory.mktemp("market")) as opened:
        with opened.store.write() as connection:
            tell(connection, opened.people)
            agree(connection, opened.people[:200])
        yield opened


def got(client: Any, path: str, **query: Any) -> Any:
    answer = client.get(f"{BASE}{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def order(answer: Any, of: str) -> list[tuple[str, float]]:
    return [(match[of], match["score"]) for match in answer["items"]]


@pytest.mark.parametrize(("what", "of"), [("openings", "opening"), ("sponsors", "sponsor"), ("courses", "opening")])
def test_the_contributions_of_each_side_sum_to_its_score(market, what, of):
    client, largest, count = market.client("adviser"), 0.0, 0
    for person in market.people[:8]:
        for match in got(client, f"/people/{person}/ranking/{what}")["items"]:
            for side in ("candidate", of):
                told = sum(reason["contribution"] for reason in match["reasons"] if reason["side"] == side)
                largest, count = max(largest, abs(told - match[f"{side}_score"])), count + 1
    print(f"F4: {count} scores of {what}, largest difference {largest:.1e}")
    assert largest <= 1e-9 and count


def test_reading_a_ranking_never_changes_it(market):
    client = market.client("adviser")
    before = [order(got(client, f"/people/{person}/ranking/openings"), "opening") for person in market.people[:5]]
    for _ in range(4):
        for person in market.people[:5]:
            got(client, f"/people/{person}/ranking/openings")
            got(client, f"/openings/{market.openings[0]}/suggestions")
    assert before == [order(got(client, f"/people/{p}/ranking/openings"), "opening") for p in market.people[:5]]


def test_no_reading_writes_anything_but_runs(market):
    def everything() -> dict[str, list[Any]]:
        with market.store.read() as connection:
            tables = [table for table in metadata.sorted_tables if table.name not in UNCHANGED_BUT]
            return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}

    clients = {role: market.client(role) for role in ("adviser", "company", "candidate", "sponsor", "organiser")}
    before, draw = everything(), random.Random(0)
    for _ in range(60):
        person, opening, sponsor = (draw.choice(ids) for ids in (market.people, market.openings, market.sponsors))
        path = draw.choice(
            [
                f"/people/{person}/ranking/openings",
                f"/people/{person}/ranking/sponsors",
                f"/openings/{opening}/suggestions",
                f"/sponsors/{sponsor}/suggestions",
                f"/pairs?person={person}&opening={opening}",
                f"/openings/{opening}/nobody",
                f"/runs?person={person}",
            ]
        )
        answer = clients[draw.choice(list(clients))].get(f"{BASE}{path}")
        assert answer.status_code in (200, 403, 404), answer.text
    assert everything() == before


def test_what_if_changes_the_answer_and_not_the_record(market):
    client, person = market.client("adviser"), market.people[0]
    plain = got(client, f"/people/{person}/ranking/openings", limit=50)
    wider = got(client, f"/people/{person}/ranking/openings", limit=50, **{"with": '{"contracts": ["MIS"]}'})
    assert wider["reachable"] > plain["reachable"]
    assert order(got(client, f"/people/{person}/ranking/openings", limit=50), "opening") == order(plain, "opening")


@pytest.mark.parametrize("change", ["[]", "{", '{"max_km": "far"}', '{"sex": "f"}', "{}"])
def test_a_what_if_that_cannot_be_is_refused(market, change):
    answer = market.client("adviser").get(f"{BASE}/people/{market.people[0]}/ranking/openings", params={"with": change})
    assert (answer.status_code, answer.json()["code"]) == (422, "with")


def test_whom_one_may_not_see_cannot_be_told_from_nobody(market):
    nobody = "00000000-0000-4000-8000-00000000dead"
    for role, where in (("adviser", "there"), ("candidate", "here"), ("candidate", "there")):
        client = market.client(role, where)
        for path in ("/people/{}/ranking/openings", "/people/{}/levers", "/people/{}/showings"):
            answers = [client.get(BASE + path.format(id)) for id in (market.people[0], nobody)]
            assert [answer.status_code for answer in answers] == [404, 404], (role, path)
            assert answers[0].json()["detail"] == answers[1].json()["detail"]


def test_the_order_for_one_opening_is_the_same_for_every_viewer(market):
    opening = market.openings[3]
    seen = _all(market.client("adviser"), f"/openings/{opening}/suggestions", "person")
    told = _all(market.client("company"), f"/openings/{opening}/suggestions", "pseudonym")
    named = _resolved(market, opening, told)
    assert set(named) <= set(seen) and len(named) > 50
    assert named == [person for person in seen if person in set(named)]


def test_pages_bring_everybody_once_also_those_whom_a_rule_removes(market):
    opening = market.openings[3]
    assert sorted(_all(market.client("adviser"), f"/openings/{opening}/suggestions", "person")) == sorted(market.people)


def test_a_ranking_sees_a_change_that_was_acknowledged_before(market):
    client, person = market.client("adviser"), market.people[5]
    first = got(client, f"/people/{person}/ranking/openings")["items"][0]["opening"]
    with market.store.write() as connection:
        change(connection, documents.OPENINGS, first, title="Un titre tout à fait nouveau")
    assert "Un titre tout à fait nouveau" in {
        match.get("title") for match in got(client, f"/people/{person}/ranking/openings", limit=100)["items"]
    }


def test_whom_a_sponsor_follows_already_is_not_suggested_to_that_sponsor(market):
    client, (one, other) = market.client("adviser"), market.sponsors[:2]
    followed, *rest = _all(client, f"/sponsors/{one}/suggestions", "person")
    values = {"candidate": followed, "sponsor": one, "territory": HOME, "created_by": "test", "changed_by": "test"}
    with market.store.write() as connection:
        name = sponsorships.add(connection, {**values, "step": "offered"}, market.world.now)
    assert followed in _all(client, f"/sponsors/{one}/suggestions", "person"), "nobody follows them yet"
    with market.store.write() as connection:
        sponsorships.move(connection, name, 1, {"step": "active"})
    assert _all(client, f"/sponsors/{one}/suggestions", "person") == rest
    assert followed in _all(client, f"/sponsors/{other}/suggestions", "person")


def test_counts_of_few_people_are_not_told_to_those_who_may_not_see_them(market):
    shown = 0
    for opening in market.openings[:12]:
        exact = got(market.client("adviser"), f"/openings/{opening}/nobody")
        coarse = got(market.client("company"), f"/openings/{opening}/nobody")
        assert coarse["reachable"] is None or coarse["reachable"] >= 11
        for rule in coarse["rules"]:
            assert rule["removed"] >= 11 and not 0 < exact["considered"] - rule["removed"] < 11
            assert rule["alone"] is rule["unknown"] is None
            shown += 1
    assert shown


def _all(client: Any, path: str, of: str) -> list[str]:
    found, query = [], {"limit": 100}
    while True:
        answer = got(client, path, **query)
        found += [item[of] for item in answer["items"]]
        if answer["next"] is None:
            return found
        query["cursor"] = answer["next"]


def _resolved(market: Market, opening: str, told: list[str]) -> list[str]:
    keys = market.app.state.services.keys
    with market.store.read() as connection:
        names = {alias(connection, keys, opening, person): person for person in market.people}
    return [names[each] for each in told]


@pytest.mark.parametrize("question", ["openings", "sponsors", "suggestions", "pair"])
def test_an_answer_tells_each_reason_once_and_its_numbers_only_if_asked(market, question):
    path, pair = _question(market, question)
    brief, whole = (got(market.client("adviser"), path, **pair, **asked) for asked in ({}, {"facts": "true"}))
    for short, long in zip(
        *(answer.get("matches", answer.get("items", [answer])) for answer in (brief, whole)), strict=True
    ):
        for name in ("reasons", "to_check", "blockers", "questions"):
            assert [
                {**part, "facts": more["facts"]} for part, more in zip(short[name], long[name], strict=True)
            ] == long[name]
            assert not any("facts" in part for part in short[name])
        known = [reason["criterion"] for reason in short["reasons"]]
        for name in ("missing", "unknown"):
            assert short[name] == long[name] and set(short[name]) <= set(known)


def _question(market: Market, question: str) -> tuple[str, dict[str, str]]:
    person, opening = market.people[0], market.openings[0]
    return {
        "pair": ("/pairs", {"person": person, "opening": opening}),
        "suggestions": (f"/openings/{opening}/suggestions", {}),
    }.get(question, (f"/people/{person}/ranking/{question}", {}))
