"""`visavis assign` as an organiser meets it: a file in, pairs out, and plain words for what is wrong."""

import json
import re

import pytest

from tests.service.cli import answer, call, refusal

ASKED = {
    "people": ["C1", "C2", "C3", "C4"],
    "places": [{"id": "P1", "capacity": 2, "taken": 1}, {"id": "P2", "capacity": 1}, {"id": "P3", "capacity": 1}],
    "scores": [["C1", "P1", 0.7], ["C2", "P1", 0.8], ["C2", "P2", 0.75], ["C3", "P2", 0.5], ["C4", "P3", 0.4]],
    "never": [["C4", "P3", "refused"]],
}
NO_DB = "sqlite:////nowhere/at/all.db"  # with scores, no database is opened


@pytest.fixture
def ask(tmp_path):
    def written(asked):
        path = tmp_path / "asked.json"
        path.write_text(asked if isinstance(asked, str) else json.dumps(asked), "utf-8")
        return path

    return written


def test_a_file_with_scores_needs_no_database(ask):
    for what in ("sponsors", "openings"):
        found = answer("assign", what, ask(ASKED), db=NO_DB)
        assert [(pair["person"], pair["place"]) for pair in found["pairs"]] == [("C1", "P1"), ("C2", "P2")]
        assert (found["placed"], found["proved"], found["worst_off"]) == (2, True, 0.7)
        assert found["total"] == pytest.approx(1.45)
        assert found["bound"] == pytest.approx(1.45, abs=1e-6)
        assert found["loads"] == {"P1": 1, "P2": 1, "P3": 0}
        assert set(found["prices"]) == {"P1", "P2", "P3"}
        assert found["stability"] == {"blocking_pairs": 1, "examples": [["C2", "P1"]]}


def test_who_is_left_out_is_named_with_the_reason_and_the_change(ask):
    full, barred = answer("assign", "sponsors", ask(ASKED), db=NO_DB)["left_out"]
    assert (full["person"], full["reason"]) == ("C3", "full")
    change = {"kind": "seat", "place": "P2", "capacity": 2, "must": None, "lift": None, "blockers": []}
    assert full["change"] == change
    assert full["change_text"] == "One more seat at P2 would do."
    assert (barred["person"], barred["reason"], barred["facts"]["never"]) == ("C4", "no_pair", {"refused": 1})
    assert barred["change"]["lift"] == ["C4", "P3", "refused"]


def test_the_change_written_into_the_file_does_what_it_says(ask):
    before = answer("assign", "sponsors", ask(ASKED), db=NO_DB)
    for one in before["left_out"]:
        asked = json.loads(json.dumps(ASKED))
        change = one["change"]
        if change["capacity"] is not None:
            next(place for place in asked["places"] if place["id"] == change["place"])["capacity"] = change["capacity"]
        if change["must"]:
            asked.setdefault("must", []).append(change["must"])
        if change["lift"]:
            asked["never"].remove(change["lift"])
        after = answer("assign", "sponsors", ask(asked), db=NO_DB)
        placed = {pair["person"] for pair in after["pairs"]}
        assert {one["person"], *(pair["person"] for pair in before["pairs"])} <= placed


def test_aims_and_weights_choose_what_matters(ask):
    grid = [["C1", "P1", 1.0], ["C1", "P2", 0.4], ["C2", "P1", 0.5], ["C2", "P2", 0.1]]
    assert answer("assign", "sponsors", ask({"scores": grid}), db=NO_DB)["worst_off"] == 0.1
    fair = answer("assign", "sponsors", ask({"scores": grid, "aims": ["worst_off"]}), db=NO_DB)
    assert fair["worst_off"] == 0.4
    assert [one["aim"] for one in fair["aims"]] == ["placed", "worst_off", "fit"]
    weights = {"placed": 1, "fit": 1, "even": 0.1}
    weighed = answer("assign", "sponsors", ask({"scores": grid, "weights": weights}), db=NO_DB)
    assert weighed["aims"] == []
    assert weighed["worth"] == pytest.approx(2 + 1.1 - 0.2)


def test_the_pairs_are_written_to_a_file(ask, tmp_path):
    for suffix in (".csv", ".xlsx", ".json"):
        out = tmp_path / f"plan{suffix}"
        assert call("assign", "sponsors", ask(ASKED), "--out", out).code == 0
        assert out.stat().st_size > 100
    assert '"C2";"P2";"0.75"' in (tmp_path / "plan.csv").read_text("utf-8")
    assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["placed"] == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Qui va où", "prouvé", "Il suffirait d’une place de plus chez P2."]),
        ("en", ["Who goes where", "proved"]),
    ],
)
def test_the_screen_says_it_in_words(ask, language, words):
    done = call("assign", "sponsors", ask(ASKED), "--lang", language, env={"COLUMNS": "200"})
    assert done.code == 0
    assert all(word in done.out for word in words), done.out


WRONG = [
    ({"must": [["C9", "P1"]]}, "must[0]: 'C9' is not among the people"),
    ({"must": [["C1", "P9"]]}, "must[0]: 'P9' is not among the places"),
    ({"scores": [["C1", "P1", 0.5], ["C7", "P1", 0.5]]}, "scores[1]: 'C7' is not among the people"),
    ({"must": [["C4", "P3"]]}, "must[0]: the same pair is under never"),
    ({"must": [["C1", "P1"], ["C1", "P2"]]}, "must[1]: 'C1' must already go to 'P1'"),
    ({"must": [["C1", "P1"], ["C2", "P1"]]}, "must[1]: 'P1' has no seat left for this must"),
    ({"must": [["C1", "P1"], ["C1", "P1"]]}, "must[1]: this pair stands at must[0] too"),
    ({"places": [{"id": "P1", "capacity": -1}]}, "places[0].capacity: -1 is not between 0"),
    ({"places": [{"id": "P1"}, {"id": "P1"}]}, "places[1]: 'P1' is there twice"),
    ({"places": [{"capacity": 1}]}, "places[0].id: missing"),
    ({"places": [{"id": "P1", "seats": 1}]}, "places[0].seats: unknown field"),
    ({"people": ["C1", "C1"]}, "people[1]: 'C1' is there twice"),
    ({"people": [["C1"]]}, "people[0]: text expected, found a list"),
    ({"people": [f"C{n}" for n in range(10_001)]}, "people: more than 10,000 of them"),
    ({"scores": [["C1", "P1", "good"]]}, "scores[0]: number expected, found text"),
    ({"scores": [["C1", "P1", True]]}, "scores[0]: number expected, found yes/no"),
    ({"scores": [["C1", "P1", 0.1], ["C1", "P1", 0.2]]}, "scores[1]: this pair stands at scores[0] too"),
    ({"scores": [["C1", "P1"]]}, "scores[0]: number expected"),
    ({"scores": {"C1": 3}}, "scores: list expected, found named values"),
    ({"never": [["C1", "P1", "hates"]]}, "never[0]: 'hates' is none of refused, family, conflict"),
    ({"never": ["C1"]}, "never[0]: a pair with its reason such as"),
    ({"aims": ["fun"]}, "aims[0]: 'fun' is none of placed, fit, worst_off, even"),
    ({"aims": ["fit", "fit"]}, "aims[1]: 'fit' is there twice"),
    ({"weights": {"worst_off": 1}}, "weights: worst_off cannot be weighed"),
    ({"weights": {"fit": 0}}, "weights: one of them must be above 0"),
    ({"weights": {"fit": -1}}, "weights.fit: -1 is not between 0"),
    ({"capacity": 3}, "capacity: unknown field"),
]


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_is_wrong_is_named_with_its_place_and_nothing_is_written(ask, tmp_path, change, said):
    out = tmp_path / "plan.csv"
    code, text = refusal("assign", "sponsors", ask(ASKED | change), "--out", out, db=NO_DB)
    assert (code, said in text) == (2, True), text
    assert not out.exists()
    french = refusal("assign", "sponsors", ask(ASKED | change), "--lang", "fr", db=NO_DB)[1]
    assert "rien n’a été attribué" in french
    assert not re.search(r"\b(the|is|are|not|missing|expected|found|of them)\b", re.sub("'[^']*'", "", french)), french


@pytest.mark.parametrize("text", ["", "[]", "[1, 2]", "nothing", '{"scores": [["C1", "P1", NaN]]}', '{"people": ["a'])
def test_what_is_no_question_is_refused(ask, text):
    assert refusal("assign", "openings", ask(text), db=NO_DB)[0] == 2


def test_what_is_asked_is_never_overwritten(ask):
    path = ask(ASKED)
    code, said = refusal("assign", "sponsors", path, "--out", path, db=NO_DB)
    assert code == 2 and "would be lost" in said and json.loads(path.read_text("utf-8")) == ASKED


def test_scores_of_a_file_are_shown_as_it_has_them(ask):
    out = call("assign", "sponsors", ask(ASKED), "--db", NO_DB).out
    assert "0.700" in out and "sum of the scores: 1.450 (mean of a pair: 0.725)" in out
