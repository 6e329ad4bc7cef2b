"""People and openings that may be there twice: found, told by ids and reasons, never merged, never by their values."""

import json
from random import Random

import pytest

from service.db import documents, personal
from service.db.base import open_store
from service.same_opening import agreements as same_job
from service.same_opening import company_words, job_of
from service.same_person import agreements, person_of
from service.usecases.duplicates import _job_pairs, _people_pairs
from tests.service import doubles
from tests.service.cli import answer, call, write_lines

NOBODY = {"nom": "Nom-Un", "prenom": "Prénom", "date_naissance": "03/04/1990", "telephone": "06 00 00 00 00"}
AGAIN = {"full_name": "PRENOM NOM UN", "birth_date": "1990-04-03", "email": "un@example.org"}


def codes(left, right):
    return [code for code, _ in agreements(person_of(left), person_of(right))]


def test_names_in_another_order_with_a_birth_date_are_one_person():
    assert codes(NOBODY, AGAIN) == ["same_names", "same_birth_date"]
    assert codes(NOBODY, AGAIN | {"birth_date": "1990-03-04"}) == ["same_names", "near_birth_date"]


def test_a_telephone_is_the_same_however_it_is_written():
    assert codes(NOBODY, {"nom": "nomun", "prenom": "prenom", "mobile": "+33 6.00.00.00.00"})[-1] == "same_phone"


@pytest.mark.parametrize(
    "other",
    [
        {"nom": "Nom-Un", "prenom": "Prénom"},  # a name alone
        {"date_naissance": "03/04/1990", "telephone": ""},  # a date alone
        {"nom": "Nom-Un", "prenom": "Autre", "telephone": "06 00 00 00 00", "date_naissance": "05/09/1961"},  # a parent
        {"nom": "Nom-Un", "prenom": "Prénoms", "telephone": "06 00 00 00 00", "date_naissance": "05/09/1961"},
        {"nom": "Tout", "prenom": "Différent", "date_naissance": "03/04/1990", "telephone": "0600000000"},
        {},
    ],
)
def test_less_than_a_name_with_a_date_or_a_contact_is_nobody_else(other):
    assert codes(NOBODY, other) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [("Nom Prénom", "Autrenom Prénom"), ("Nom-Un Prénom", "Nomdemari Prénomlong"), ("Nom Un Prénom", "Deux Nom")],
)
def test_with_a_birth_date_and_a_contact_one_name_in_common_is_enough(name, other):
    facts = {"birth_date": "1990-04-03", "phone": "0600000000"}
    left, right = ({"full_name": each, **facts} for each in (name, other))
    assert codes(left, right) == ["common_name", "same_birth_date", "same_phone"]
    assert codes(left, right | {"phone": ""}) == codes(left, right | {"birth_date": ""}) == []


def test_people_without_facts_are_never_one():
    assert _people_pairs([person_of({})] * 50) == {}


def test_of_300_people_typed_twice_nearly_all_are_found_and_no_relative():
    rng = Random(0)
    people = [doubles.person(rng) for _ in range(2_000)]
    truth = {(i, len(people) + i) for i in range(300)}
    people += [doubles.typed_again(people[i], rng) for i in range(300)]
    people += [doubles.relative(people[i], rng) for i in range(300, 600)]
    found = set(_people_pairs([person_of(facts) for facts in people]))
    assert len(found & truth) / len(truth) >= 0.95
    assert len(found & truth) / len(found) >= 0.98


def test_of_300_openings_posted_twice_nearly_all_are_found_and_no_other_job():
    rng = Random(0)
    jobs = [doubles.opening(rng, number) for number in range(2_000)]
    truth = {(i, len(jobs) + i) for i in range(300)}
    jobs += [doubles.posted_again(jobs[i], rng, 2_000 + i) for i in range(300)]
    jobs += [doubles.other_job(jobs[i], rng, 2_300 + i) for i in range(300, 600)]
    points = {insee: (lat, lon) for insee, lat, lon in doubles.PLACES}
    found = set(_job_pairs([job_of(record, {}, points) for record in jobs]))
    assert len(found & truth) / len(truth) >= 0.93
    assert len(found & truth) / len(found) >= 0.98


def test_a_company_is_the_same_with_and_without_its_legal_form():
    assert company_words("S.A.R.L. Établissements Inventés") == company_words("ÉTS INVENTÉS SAS") == "inventes"
    assert company_words("SA") == "sa"


OFFER = {"title": "Cariste", "company": {"name": "Inventé SARL"}, "place": {"insee": "78440"}}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"title": "CARISTE (H/F)", "company": {"name": "INVENTÉ"}}, ["same_company", "same_title", "same_place"]),
        ({"place": {"insee": "78267"}}, ["same_company", "same_title", "near_place"]),
        ({"place": {"insee": "75056"}}, []),
        ({"title": "Comptable"}, []),
        ({"company": {"name": "Autre"}}, []),
        ({"company": {}}, []),
        ({"place": {}}, []),
        ({"kind": "internship"}, []),
    ],
)
def test_an_opening_is_the_same_by_company_title_and_place(other, expected):
    points = {"78440": (48.98, 1.85), "78267": (48.985, 1.80), "75056": (48.86, 2.35)}
    left, right = job_of(OFFER, {}, points), job_of(OFFER | other, {}, points)
    assert [code for code, _ in same_job(left, right)] == expected


def test_two_establishments_of_one_siren_are_one_company():
    offers = [OFFER | {"company": {"siret": f"12345678900{n}"}} for n in ("011", "029")]
    assert same_job(*(job_of(offer, {}, {}) for offer in offers))[0] == ("same_siren", {})


def test_an_import_says_which_new_lines_look_known_and_keeps_them(database_url, tmp_path):
    first = write_lines(tmp_path / "one.jsonl", {"id": "a", **NOBODY})
    answer("import", "candidates", first, db=database_url)
    second = write_lines(
        tmp_path / "two.jsonl", {"id": "a", **NOBODY}, {"id": "b", **AGAIN}, {"id": "c", "nom": "Seul"}
    )
    for options in (["--dry-run"], []):
        loaded = answer("import", "candidates", second, *options, db=database_url)
        assert [(problem["line"], problem["reason"], problem["kept"]) for problem in loaded["problems"]] == [
            (0, "one new line looks like one that is there already", True),
            (2, "looks like 'a', kept: compare them", True),
        ]
        assert loaded["tables"]["candidates"]["added"] == 2
    assert answer("import", "candidates", second, db=database_url)["problems"] == []
    pairs = answer("duplicates", "candidates", db=database_url)["pairs"]
    assert [(pair["first"], pair["second"]) for pair in pairs] == [("a", "b")]
    with open_store(database_url) as store, store.read() as connection:
        assert len(list(documents.records(connection, documents.CANDIDATES))) == 3
        names = documents.public_ids(connection, documents.CANDIDATES, "own").values()
        assert personal.read_all(connection) == {name: personal.read(connection, name) for name in names}


def test_the_same_opening_of_two_sources_is_told_by_source_and_id(either_url, tmp_path):
    path = write_lines(tmp_path / "openings.jsonl", {"id": "a", **OFFER})
    answer("import", "openings", path, "--source", "one", db=either_url)
    loaded = answer("import", "openings", path, "--source", "two", db=either_url)
    assert loaded["problems"][-1]["reason"] == "looks like 'a', kept: compare them"
    [pair] = answer("duplicates", "openings", db=either_url)["pairs"]
    assert (pair["first"], pair["second"]) == ("one:a", "two:a")
    assert [each["text"] for each in pair["agreements"]] == ["same company", "same title", "same place"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_personal_value_is_ever_shown(either_url, tmp_path, language):
    path = write_lines(tmp_path / "people.jsonl", {"id": "a", **NOBODY}, {"id": "b", **AGAIN})
    other = write_lines(tmp_path / "other.jsonl", {"id": "z", **AGAIN})
    said = [call("import", "candidates", path, "--db", either_url)]
    said.append(call("import", "candidates", other, "--dry-run", "--json", "--db", either_url))
    for options in ([], ["--json"]):
        said.append(call("duplicates", "candidates", *options, "--db", either_url, "--lang", language))
    shown = json.dumps([done.out + done.err for done in said], ensure_ascii=False).casefold()
    for value in ("nom-un", "nom un", "prénom", "prenom", "1990", "00 00", "example.org"):
        assert value not in shown


def test_nothing_twice_is_said_so(either_url):
    assert call("duplicates", "openings", "--db", either_url).out == "Nothing seems to be there twice.\n"
