"""Hostile files through the pages: they are refused or do no harm, and tell nothing of anybody out of reach."""

import pytest

from service.db import personal
from tests.service import followed
from tests.service.pages import Reader, said
from tests.service.world import NOW

IDA = {"nom": "Canari", "prenom": "Ida", "date_naissance": "1990-05-01", "mail": "ida@here.test"}
LINE = b'{"id": "x1", "nom": "Canari", "prenom": "Ida", "date_naissance": "1990-05-01", "mail": "ida@here.test"}\n'


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what is loaded is tested on both elsewhere."""
    return sqlite_url


@pytest.fixture
def ida(world):
    """Somebody of here, whom nobody follows."""
    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        personal.save(connection, person, IDA)
    return person


def sent(client, content=LINE, name="a.jsonl", kind="candidates"):
    return client.post("/imports", files={"file": (name, content)}, data={"kind": kind, "source": "suivi"})


@pytest.mark.parametrize("who, place", [("adviser", "there"), ("organiser", "there"), ("adviser", "here"),
                                        ("organiser", "here")])  # fmt: skip
def test_a_file_does_not_tell_who_is_known_out_of_reach(world, app, ida, who, place):
    client = Reader(app, world.session(who, place))
    address = sent(client).headers["location"]
    for path in (address, f"{address}/problems.csv"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "ressemble" not in answer.text and "p0-here" not in answer.text


def test_a_file_tells_of_whom_one_follows(world, app, ida):
    with world.store.write() as connection:
        followed.follow(connection, world, [ida], NOW)
    client = Reader(app, world.session("adviser"))
    assert "1 ligne ressemble" in said(client.get(sent(client).headers["location"])).text


def test_a_companys_file_is_not_compared_with_what_others_have_drafted(world, app):
    pass
