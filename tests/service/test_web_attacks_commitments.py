"""What a company offers is changed by that company alone, and used by others no more often than there is of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.service.pages import Reader

API = "/api/v1"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: places are taken on both elsewhere."""
    return sqlite_url


@pytest.fixture
def offered(world, app):
    """The address of two mock interviews that the company offers."""
    told = {"kind": "mock_interview", "places": 2, "note": "Le mardi"}
    made = world.client(app, "company").post(f"{API}/commitments", json=told)
    assert made.status_code == 201, made.text
    return f"/commitments/{made.json()['id']}"


def reader(world, app, role, place="here"):
    return Reader(app, world.session(role, place))


def told(world, app, offered):
    return world.client(app, "company").get(API + offered).json()


ACTS = ("", "/withdraw", "/offer", "/use", "/give-back")


MAY = {
    **{(role, "there"): () for role in ("company", "organiser", "adviser")},
    **{(role, "here"): () for role in ("candidate", "sponsor", "funder", "admin")},
    **{(role, "here"): ("/use", "/give-back") for role in ("organiser", "adviser")},
    ("company", "here"): ("", "/withdraw", "/offer"),
}


def test_nobody_does_more_with_it_than_their_role_may(world, app, offered):
    before = told(world, app, offered)
    fields = {"version": str(before["version"]), "places": "9", "note": "x"}
    for (role, place), may in MAY.items():
        client = reader(world, app, role, place)
        assert client.get(offered).status_code == (200 if may else 404 if place == "there" else 403), (role, place)
        for act in ACTS:
            if act not in may:
                assert client.post(offered + act, data=fields).status_code in (403, 404), (role, place, act)
    assert told(world, app, offered) == before


def test_what_many_use_at_once_is_used_no_more_often_than_there_is_of_it(world, app, offered):
    tokens = [world.session("adviser") for _ in range(6)]
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda token: Reader(app, token).post(f"{offered}/use"), tokens))
    assert sorted(answer.status_code for answer in answers) == [303, 303, 409, 409, 409, 409]
    assert told(world, app, offered)["used"] == 2
    undone = [reader(world, app, "adviser").post(f"{offered}/give-back").status_code for _ in range(4)]
    assert undone == [303, 303, 409, 409]


def test_a_form_says_nothing_but_what_it_asks(world, app, offered):
    before = told(world, app, offered)
    client = reader(world, app, "company")
    for wrong in ({"places": "0"}, {"places": "-1"}, {"places": "9" * 30}, {"note": "x" * 100_000}, {"ends_on": "x"}):
        fields = {"places": "2", "note": "", **wrong, "version": str(before["version"])}
        assert client.post(offered, data=fields).status_code == 422, wrong
    forged = {"organisation": world.organisations["company", "there"], "territory": "x", "used": "0", "id": "x",
              "kind": "sponsor", "places": "3", "note": "", "version": str(before["version"])}  # fmt: skip
    assert client.post(offered, data=forged).status_code == 303
    after = told(world, app, offered)
    assert {name for name in after if after[name] != before[name]} <= {"places", "note", "version"}
