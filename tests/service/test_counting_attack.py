"""A company that asks again and again with an opening a little farther on: what it can count is bounded."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from service import limits
from service.db import documents
from service.db.documents import CANDIDATES
from service.db.territories import HOME
from service.errors import TooMany
from service.filing import new_document
from service.limits import Limit
from service.settings import Settings
from tests.service.followed import database_url, show  # noqa: F401
from tests.service.sign_ins import API
from tests.service.world import World

PLACES, ALLOWED = 14, 5
STEP = 0.02  # degrees of longitude at 50° north: about 1.4 km


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few questions a day that the test is short."""
    limit = limits.QUESTIONS
    monkeypatch.setattr(limits, "QUESTIONS", Limit(limit.name, ALLOWED, limit.seconds, limit.text))


@pytest.fixture
def inhabited(world: World) -> World:
    """Thirty people who agreed to be visible, from west to east."""
    with world.store.write() as connection:
        for n in range(30):
            told = {"place": {"lat": 50.0, "lon": 3.0 + n * STEP}, "max_km": 100}
            document = new_document(CANDIDATES, f"w{n}", told)
            documents.save(connection, CANDIDATES, "attack", [document], HOME)
        ids = documents.public_ids(connection, CANDIDATES, "attack", HOME).values()
        show(connection, list(ids))
    return world


def counts(browser: Any) -> Iterator[tuple[int, Any]]:
    """Move an opening to the east; yield each answer's status, and how many people it tells near."""
    made = browser.post(f"{API}/openings", json={"record": {"title": "Soudeur"}}).json()
    url = f"{API}/openings/{made['id']}"
    for version in range(1, PLACES + 1):
        told = {"record": {"place": {"lat": 50.0, "lon": 3.0 + version * STEP}}}
        assert browser.patch(url, json=told, headers={"if-match": f'"{version}"'}).status_code == 200
        answer = browser.get(f"{url}/suggestions", params={"limit": 100})
        yield answer.status_code, answer
        assert browser.get(f"{url}/nobody").status_code == answer.status_code, "the same question in other words"


def between(browser: Any) -> int:
    """Between how many pairs of places the company has learned how many people live."""
    told = [str(sorted(map(_near, answer.json()["items"]))) for status, answer in counts(browser) if status == 200]
    return sum(before != after for before, after in pairwise(told))


def _near(item: dict[str, Any]) -> str:
    return str(item.get("reasons"))


def test_what_a_company_learns_by_moving_an_opening_is_bounded(few: None, inhabited: World, app: Any) -> None:
    learned = between(inhabited.client(app, "company"))
    print(f"P10: {PLACES} places asked, {ALLOWED} answers a day, {learned} differences learned")
    assert learned < ALLOWED


def test_without_the_limit_it_learns_more(few: None, inhabited: World, app: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "check_question", lambda *_: None)
    assert between(inhabited.client(app, "company")) >= ALLOWED


def test_who_asks_too_much_is_told_when_to_come_back_and_the_same_question_is_free(
    few: None, inhabited: World, app: Any
) -> None:
    browser = inhabited.client(app, "company")
    answers = [answer for _, answer in counts(browser)]
    assert [answer.status_code for answer in answers] == [200] * ALLOWED + [429] * (PLACES - ALLOWED)
    assert int(answers[-1].headers["retry-after"]) > 3600
    assert answers[-1].json()["code"] == "too_many"
    assert browser.get(answers[-1].request.url).status_code == 429


def test_a_file_that_was_refused_is_refused_again(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(db=f"sqlite:///{tmp_path}/visavis.db")
    monkeypatch.setattr(limits, "FILES", Limit("files", 2, 3600.0))
    for person in ("first", "second", "first"):
        limits.check_file(settings, "account", person)
    for _ in range(2):
        with pytest.raises(TooMany):
            limits.check_file(settings, "account", "third")
