"""`visavis pool`: what it answers on the invented territory, and how it is shown."""

import re

import pytest

from tests.service.cli import answer, call, refusal
from tests.service.demo_data import load_demo

POOL = {"rank", "score", "hours", "openings", "reasons", "to_check", "questions"}


@pytest.fixture(scope="module")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration territory; tests only read it."""
    return load_demo(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")


def test_a_pool_names_its_openings_and_says_why(demo_db: str) -> None:
    found = answer("pool", "--candidate", "C005", "--top", 3, db=demo_db)
    assert set(found) == {"candidate", "considered", "reachable", "wanted", "pools"} and found["pools"]
    for pool in found["pools"]:
        assert set(pool) == POOL and 2 <= len(pool["openings"]) <= 4
        assert pool["hours"]["min"] == sum(opening["hours"]["min"] for opening in pool["openings"])
        assert len({opening["company"] for opening in pool["openings"]}) == len(pool["openings"])
        assert pool["reasons"] and (bool(pool["questions"]) == bool(pool["to_check"]))
    scores = [pool["score"] for pool in found["pools"]]
    assert scores == sorted(scores, reverse=True)


def test_other_hours_give_other_pools_and_minors_have_35_hours_at_most(demo_db: str) -> None:
    few = answer("pool", "--candidate", "C005", "--hours", 25, db=demo_db)
    assert few["wanted"] == {"min": 25, "max": 25}
    minor = answer("pool", "--candidate", "C005", "--minor", "--hours", 40, db=demo_db)
    assert minor["wanted"]["max"] == 35 and all(pool["hours"]["min"] <= 35 for pool in minor["pools"])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("candidate", ["C001", "C005", "C007", "C003"])
def test_pools_are_shown_in_the_terminal_without_a_hole(demo_db: str, language: str, candidate: str) -> None:
    done = call("pool", "--candidate", candidate, "--db", demo_db, "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert not re.search(r"\bNone\b|\bnan\b|[{}]|\[/?(bold|dim|red)", done.out)


def test_nobody_has_that_name(demo_db: str) -> None:
    assert refusal("pool", "--candidate", "nobody", db=demo_db)[0] == 3
