"""`visavis meetup new`: spreadsheets of people and hosts become the file of a meetup."""

import json

import pytest

from service.importers.meetup_file import read_meetup
from tests.service.printed_meetups import run, saved

PEOPLE = "Prénom;Nom;Arrive;Téléphone\nAda;Martin;;06\nBéa;Noir;2;07\n"
HOSTS = "id,name,company,seats\nG1,Hugo,Garage,2\nG2,Inès,,\n"


def new(folder, *options, people=PEOPLE, hosts=HOSTS, language="fr"):
    files = saved(folder / "people.csv", people), saved(folder / "hosts.csv", hosts)
    words = ("--people", files[0], "--hosts", files[1], "--save", folder / "m.json", *options)
    return run("new", *words, language=language), folder / "m.json"


def test_a_meetup_is_made_of_two_spreadsheets_and_can_be_planned(tmp_path):
    done, path = new(tmp_path, "--rounds", 3, "--minimum", 1, "--title", "Soir", "--start", "18:00", "--json")
    assert done.code == 0 and json.loads(done.out)["next"].startswith("visavis meetup plan ")
    file = read_meetup(path)
    assert file.labels == {"J1": "Ada Martin", "J2": "Béa Noir", "G1": "Hugo", "G2": "Inès"}
    assert file.companies == {"G1": "Garage"} and file.meetup.seats.tolist() == [2, 1]
    assert file.meetup.person_free.tolist() == [[True] * 3, [False, True, True]]
    assert file.meetup.minimum.tolist() == [1, 1] and file.title == "Soir"
    assert run("plan", path, "--preview").code == 0


def test_each_person_and_host_has_a_line_of_the_file(tmp_path):
    _, path = new(tmp_path)
    assert '  {"id": "J1", "name": "Ada Martin"},\n' in path.read_text("utf-8")


def test_a_column_that_means_nothing_here_is_told_and_left_out(tmp_path):
    done, path = new(tmp_path)
    assert done.code == 0 and "Téléphone" in done.err and "06" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"hosts": "id,name,seats\nG1,Hugo,many\n"}, "hosts.csv · line 2 · seats"),
        ({"hosts": "id,name\nG1,Hugo\nG1,Inès\n"}, "already"),
        ({"hosts": "id,name\n"}, "nobody is in it"),
        ({"people": "age\n12\n"}, "no column name"),
        ({"people": ""}, "nobody is in it"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_written(tmp_path, more, told):
    done, path = new(tmp_path, language="en", **more)
    assert done.code == 2 and told in done.err and not path.exists()


def test_a_day_that_is_none_is_refused(tmp_path):
    done, path = new(tmp_path, "--date", "demain")
    assert done.code == 2 and "date" in done.err and not path.exists()
