"""France Travail's offers: every trap that was seen in real answers, and the real answers themselves."""

import json
from collections import Counter

import pytest

from matching.records import read_opening
from service.errors import Invalid
from service.importers import offers
from tests.service.french_offers import OFFER, parsed, read


def test_a_plain_offer_becomes_an_opening():
    assert read() == {
        "id": "200ABCD",
        "title": "Soudeur / Soudeuse",
        "occupation": "H2913",
        "description": "Soudeur H/F\n\nVous soudez.",
        "contract": "CDI",
        "published": "2026-03-01",
    }


ENVELOPES = {
    "answer of the API": {"resultats": [OFFER, OFFER | {"id": "2"}], "filtresPossibles": []},
    "array": [OFFER, OFFER | {"id": "2"}],
}


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_an_answer_and_an_array_number_their_offers_from_one(envelope):
    rows = offers.parse(json.dumps(ENVELOPES[envelope], indent=1).encode()).rows
    assert [(number, row["id"]) for number, row in rows] == [(1, "200ABCD"), (2, "2")]


def test_json_lines_of_offers_and_of_answers_keep_their_line(tmp_path):
    path = tmp_path / "offers.jsonl"
    answer = {"resultats": [OFFER | {"id": "a"}, OFFER | {"id": "b"}]}
    path.write_text(f"{json.dumps(OFFER)}\n\n{json.dumps(answer)}\n", encoding="utf-8")
    assert [(number, row["id"]) for number, row in offers.parse(path).rows] == [(1, "200ABCD"), (3, "a"), (3, "b")]


def test_one_offer_alone_and_an_empty_answer_are_read():
    assert len(offers.parse(json.dumps(OFFER, indent=2).encode()).rows) == 1
    assert offers.parse(b'{"resultats": []}') == offers.Parsed()


def test_a_table_is_no_answer_of_the_api():
    with pytest.raises(Invalid, match="offers are read from JSON"):
        offers.parse(b"id,title\n1,Soudeur\n")


def test_offers_without_a_usable_identifier_are_refused_and_the_others_load():
    bad = [{**OFFER, "id": value} for value in (None, "", "  ", [], {}, True, "x" * 65, "a\ud800")]
    result = offers.parse(json.dumps([*bad, "text", None, 3, [OFFER], OFFER]).encode())
    assert [number for number, _ in result.rows] == [13]
    assert {problem.line for problem in result.problems if not problem.kept} == set(range(1, 13))


def test_an_offer_met_on_two_pages_is_loaded_once():
    result = offers.parse(json.dumps([OFFER, OFFER]).encode())
    assert len(result.rows) == 1
    assert [problem.reason for problem in result.problems] == ["'200ABCD' was already given on line 1"]


def test_unknown_keys_are_silent_however_strange():
    deep = json.loads("[" * 200 + "]" * 200)
    assert read(nouveau={"a": [1]}, _source="x", autre=deep, contact={"courriel": "Voir https://exemple.fr"}) == read()


@pytest.mark.parametrize("wrong", [[], {}, 3, True, [[1]], {"libelle": []}, [None], "texte", [{"code": {}}], ""])
@pytest.mark.parametrize("field", offers.SHAPE)
def test_a_field_of_any_shape_never_spoils_the_rest(field, wrong):
    record, _ = parsed(**({field: wrong} if field != "id" else {}))
    assert record["id"] == "200ABCD"
    kept = {"title", "occupation", "description", "published", "contract"}
    touched = {"intitule", "description", "dateCreation", "romeCode", "appellationlibelle", "typeContrat"}
    assert field in touched | {"alternance", "natureContrat", "romeLibelle"} or kept <= record.keys()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("salaire", 3),
        ("lieuTravail", ["75"]),
        ("competences", [3, "Souder"]),
        ("entreprise", []),
        ("contexteTravail", "x"),
        ("nombrePostes", "beaucoup"),
        ("dateCreation", "2026-02-30T00:00:00Z"),
        ("intitule", {"a": 1}),
        ("alternance", "peut-être"),
        ("langues", [{"libelle": ["Anglais"]}]),
    ],
)
def test_a_field_of_the_wrong_shape_is_a_problem_that_keeps_the_offer(field, wrong):
    _, problems = parsed(**{field: wrong})
    assert problems


def test_a_value_nested_too_deeply_is_a_problem_that_keeps_the_offer():
    record, problems = parsed(competences=json.loads("[" * 300 + "]" * 300))
    assert "skills" not in record
    assert "nested more than" in problems[0][1]


def test_one_bad_skill_does_not_spoil_the_others():
    record, problems = parsed(competences=[{"libelle": "Souder"}, {"libelle": "x" * 301}, {"libelle": "a\0"}])
    assert record["skills"] == [{"label": "Souder"}]
    assert [field for field, _ in problems] == ["skills[1].label", "skills[2].label"]


def test_a_text_too_long_is_cut_and_said():
    record, problems = parsed(description="x" * 50_000)
    assert len(record["description"]) == 40_000
    assert problems == [("description", "cut at 40000 characters")]


@pytest.mark.real_data
def test_the_real_offers_all_load_and_most_of_what_they_say_is_read(data_dir):
    result = offers.parse(data_dir / "offres" / "offres_france_travail.jsonl")
    assert len(result.rows) == 940
    assert [problem for problem in result.problems if not problem.kept] == []
    assert len(result.problems) < 50
    counts = Counter(name for _, record in result.rows for name in record)
    least = {"title": 940, "place": 940, "contract": 940, "experience": 885, "wage": 431, "hours": 414, "company": 633}
    least |= {"working_times": 352, "skills": 252, "months": 138, "education": 113, "licences": 77, "languages": 29}
    assert {name: counts[name] for name in least} == least
    assert all(read_opening(record) == record for _, record in result.rows)
