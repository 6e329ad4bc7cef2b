"""Cases whose answer a person sees at once."""

import json

import pytest

from matching.enums import Criterion, Side
from matching.errors import InvalidProfile
from matching.explain import explain_pairs
from matching.profiles import RankProfile
from matching.ranking import rank_openings
from tests.factories import PROFILE, ROOT, SKILL, TITLE, Record, ids, market, match

HOME = {"lat": 48.9918, "lon": 1.9095}
WELDER: Record = {
    "wishes": [{"title": "Soudeur / Soudeuse TIG"}],
    "skills": [{"label": "Souder TIG", "level": 3}, {"label": "Souder à l'arc"}],
    "experience": [{"occupation": "H2913", "months": 30}],
    "education": 3,
    "languages": [{"code": "fr", "level": "C1"}],
    "licences": [{"code": "B"}],
    "certificates": [{"code": "CACES R489 3"}],
    "place": HOME,
    "max_km": 15,
    "contracts": ["CDI"],
    "hours": {"min": 35, "max": 39},
    "start": "2026-12-01",
    "wage_floor": 1900,
    "refuses": ["night"],
    "kinds": ["job"],
}
WELDING: Record = {
    "kind": "job",
    "title": "soudeuse tig",
    "place": HOME,
    "skills": [{"code": SKILL["Souder TIG"], "level": 3, "requirement": "must"}, {"label": "souder à l'arc"}],
    "experience": {"months": 24, "requirement": "must"},
    "education": {"level": 3},
    "languages": [{"code": "fr", "level": "B1"}],
    "licences": [{"code": "B"}],
    "certificates": [{"code": "caces r489 3"}],
    "contract": "CDI",
    "hours": {"min": 35, "max": 35},
    "working_times": ["day"],
    "start": "2026-12-01",
    "wage": {"min": 2000, "max": 2200},
}
CLEANING: Record = {"title": "Agent de nettoyage", "place": HOME, "contract": "CDI", "wage": {"min": 2000}}
EMPTY: Record = {}


def test_a_perfect_opening_scores_1_for_both_sides() -> None:
    found = match(WELDER, WELDING)
    for score in (found.score, found.candidate_score, found.counterpart_score, found.low, found.high):
        assert score == pytest.approx(1.0, abs=1e-12)
    assert (found.blockers, found.to_check, found.questions, found.missing) == ((), (), (), ())


def test_an_opening_with_nothing_of_what_is_wished_scores_0_for_the_candidate() -> None:
    elsewhere = {"occupation": "J1506", "place": {"lat": -21.1, "lon": 55.5}, "contract": "MIS", "hours": {"max": 5}}
    wishes = {"wish": ["reach", "contracts", "hours", "start", "wage_floor", "refuses", "kinds"]}
    found = match(WELDER | wishes, elsewhere | {"start": "2036-01-01", "wage": {"max": 500}})
    assert found.candidate_score < 0.01


def test_a_welder_near_a_welding_job_finds_it_before_a_cleaning_job() -> None:
    jobs = market([WELDER], [CLEANING, WELDING | {"place": {"insee": "78401"}}])
    found = rank_openings(jobs.candidates, jobs.openings, jobs.taxonomy, PROFILE, 2)
    assert ids(jobs, [m.counterpart for m in found.matches]) == ["o1", "o0"]
    assert found.matches[0].score > 2 * found.matches[1].score


def test_nearer_work_of_the_same_kind_comes_first() -> None:
    towns = ["78646", "78440", "78498", "78401"]
    jobs = market([WELDER | {"max_km": 60}], [WELDING | {"place": {"insee": town}} for town in towns])
    found = rank_openings(jobs.candidates, jobs.openings, jobs.taxonomy, PROFILE, 4)
    assert [towns[int(name[1])] for name in ids(jobs, [m.counterpart for m in found.matches])] == towns[1::2] + towns[
        2::-2
    ]


def test_title_then_occupation_then_family_then_official_move_then_domain_then_the_rest() -> None:
    wish = {"wishes": [{"title_code": TITLE["Soudeur / Soudeuse TIG"]}]}
    ladder = ["same_title", "same_occupation", "same_family", "near_occupation", "near_occupation", "other_occupation"]
    jobs: list[Record] = [
        {"title": "Soudeuse TIG"},
        {"title": "Soudeuse à l'arc"},
        {"occupation": "H2925"},
        {"occupation": "H2902"},
        {"occupation": "H2911"},
        {"occupation": "K2204"},
    ]
    found = [next(r for r in match(wish, job).reasons if r.criterion == Criterion.OCCUPATION) for job in jobs]
    assert [reason.code for reason in found] == ladder
    assert [reason.met for reason in found] == sorted({reason.met for reason in found}, reverse=True)
    domain = next(
        r for r in match({"wishes": [{"occupation": "H2902"}]}, jobs[2]).reasons if r.criterion == "occupation"
    )
    assert domain.code == "same_domain"
    assert found[4].met > domain.met > found[5].met


def test_a_move_is_official_in_one_direction_only() -> None:
    there, back = (
        match({"wishes": [{"occupation": wish}]}, {"occupation": job}).candidate_score
        for wish, job in (("H2913", "H2911"), ("H2911", "H2913"))
    )
    assert there > back


def test_an_empty_profile_is_judged_by_the_means_and_asked_for_what_is_missing() -> None:
    found = match(EMPTY, WELDING)
    for reason in found.reasons:
        assert (reason.met, reason.unknown) == (0.0, 1.0), reason.criterion
        assert reason.contribution == pytest.approx(reason.most * PROFILE.weights[reason.criterion].mean)
    assert found.questions and {q.side for q in found.questions} == {Side.CANDIDATE}
    assert not found.blockers


def test_an_empty_profile_stands_between_a_good_one_and_a_bad_one() -> None:
    bad = WELDER | {"wishes": [{"occupation": "J1506"}], "skills": [{"label": "Souder TIG", "held": False}]}
    bad |= {"experience": [], "languages": [], "licences": [], "certificates": [], "education": 1}
    scores = [match(profile, WELDING).score for profile in (bad, EMPTY, WELDER)]
    assert scores == sorted(set(scores))


def test_a_skill_held_is_worth_more_than_its_group_a_sibling_and_an_unrelated_one() -> None:
    job = {"skills": [{"label": "Souder TIG"}]}
    held = ["Souder TIG", "Assembler des métaux", "Meuler", "Faire un lit"]
    met = [_met({"skills": [{"label": label}]}, job, Criterion.SKILLS) for label in held]
    assert met[0] == 1.0 and met[3] == 0.0
    assert met == sorted(set(met), reverse=True)


def test_a_must_weighs_two_wishes_and_a_core_skill_more_than_another() -> None:
    tig, bed = {"label": "Souder TIG"}, {"label": "Faire un lit"}
    must = {"skills": [tig | {"requirement": "must"}, bed]}
    assert _met({"skills": [tig]}, must, Criterion.SKILLS) == pytest.approx(2 / 3)
    core = {"occupation": "H2913", "skills": [tig, bed]}
    assert _met({"skills": [tig]}, core, Criterion.SKILLS) == pytest.approx(2 / 3)


def test_the_side_that_is_silent_is_the_one_that_is_asked() -> None:
    rough = HOME | {"radius_km": 5}
    cases = [
        ({"place": rough}, {"place": HOME}, Criterion.DISTANCE, Side.CANDIDATE),
        ({"place": HOME}, {"place": rough}, Criterion.DISTANCE, Side.OPENING),
        ({}, {"place": HOME}, Criterion.DISTANCE, Side.CANDIDATE),
        ({"place": HOME}, {}, Criterion.DISTANCE, Side.OPENING),
        ({"wishes": [{"title": "dresseur de nuages"}]}, {"occupation": "H2913"}, Criterion.OCCUPATION, Side.CANDIDATE),
        ({"wishes": [{"occupation": "H2913"}]}, {}, Criterion.OCCUPATION, Side.OPENING),
        ({"wage_floor": 1}, {}, Criterion.WAGE, Side.OPENING),
        ({}, {"wage": {"min": 1801}}, Criterion.WAGE, Side.CANDIDATE),
        ({"licences": []}, {}, Criterion.PERMITS, Side.OPENING),
        ({}, {"licences": [{"code": "B"}]}, Criterion.PERMITS, Side.CANDIDATE),
    ]
    for candidate, opening, criterion, side in cases:
        asked = {q.criterion: q.side for q in match(candidate, opening).questions}
        assert asked[criterion] == side, (candidate, opening)


def test_c_is_not_c_plus_plus() -> None:
    assert _met({"skills": [{"label": "C++"}]}, {"skills": [{"label": "C#"}]}, Criterion.SKILLS) == 0.0


def _met(candidate: Record, opening: Record, criterion: Criterion) -> float:
    return next(reason.met for reason in match(candidate, opening).reasons if reason.criterion == criterion)


def test_a_profile_survives_json_and_changes_the_scores_it_weighs() -> None:
    assert RankProfile.from_json(PROFILE.to_json()) == RankProfile.from_json(PROFILE.to_json())
    pair = market([WELDER], [CLEANING])
    raw = json.loads(PROFILE.to_json())
    raw["criteria"]["occupation"]["weight"] = 0
    blind = RankProfile.from_json(json.dumps(raw))
    seen, unseen = (explain_pairs(pair.candidates, pair.openings, pair.taxonomy, p)[0] for p in (PROFILE, blind))
    assert unseen.candidate_score > seen.candidate_score
    assert unseen.counterpart_score == pytest.approx(seen.counterpart_score)


RAW = json.loads((ROOT / "service/profiles/opening.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf"), "much", None])
def test_a_weight_that_is_no_share_is_refused(weight: object) -> None:
    criteria = RAW["criteria"] | {"skills": RAW["criteria"]["skills"] | {"weight": weight}}
    with pytest.raises(InvalidProfile):
        RankProfile.from_json(json.dumps(RAW | {"criteria": criteria}))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "a", "version": "1", "criteria": []}', '{"criteria": {}}'])
def test_a_profile_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(InvalidProfile):
        RankProfile.from_json(text)
