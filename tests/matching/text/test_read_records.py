"""What was read in a text, as records keep it and as ranking hears it: less than what was said, and never a limit."""

import copy
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.codes import code_key
from matching.criteria import occupation
from matching.enums import Criterion
from matching.errors import InvalidRecord
from matching.packing import pack_candidate, pack_opening
from matching.ranking import rank_openings
from matching.records import CANDIDATE, OPENING, read_candidate, read_opening
from matching.taxonomy import ONE
from service.exports import write_records
from service.importers import own
from tests.factories import PROFILE, SKILL, Record, market, match
from tests.strategies import EXAMPLES, candidates, openings

CODES = st.sampled_from(["H2913", "H2925", "H2902", "K2204", "J1506", "Z9999"])
SKILLS = st.lists(st.sampled_from(["100004", "100005", "100010", "999999"]), max_size=3, unique=True)
MUST = {"requirement": "must"}
WELDER = {"wishes": [{"occupation": "H2913"}], "skills": [{"code": SKILL["Souder TIG"]}]}
CLOUDS = "Dresseur de nuages"
READ_OPENING = {"occupation": "H2913", "confidence": 0.7, "skills": [{"code": "100004", "confidence": 0.4}]}
READ_CANDIDATE = {
    "titles": [{"title": CLOUDS, "occupation": "H2913", "confidence": 0.5}],
    "skills": [{"label": "fondre du métal", "code": "100004", "confidence": 0.7}],
}


def read(code: str, sure: float = 0.8, *skills: str) -> Record:
    found: Record = {"occupation": code, "confidence": sure}
    return {"read": found | ({"skills": [{"code": s, "confidence": 0.5} for s in skills]} if skills else {})}


def understood(code: str, *titles: str, **skills: str) -> Record:
    """What was understood of a candidate's titles, all as one occupation, and of wordings of skills."""
    meant = [{"title": title, "occupation": code, "confidence": 0.4} for title in titles]
    return {
        "read": {"titles": meant, "skills": [{"label": w, "code": c, "confidence": 0.7} for w, c in skills.items()]}
    }


def score(candidate: Record, opening: Record) -> float:
    return match(candidate, opening).candidate_score


def reasons(candidate: Record, opening: Record) -> dict[Criterion, str]:
    return {reason.criterion: reason.code for reason in match(candidate, opening).reasons}


@pytest.mark.parametrize(
    ("record", "reader", "fields", "parse"),
    [
        ({"id": "a", "title": "x", "read": READ_OPENING}, read_opening, OPENING, own.parse_openings),
        (
            {"id": "a", "wishes": [{"title": CLOUDS}], "read": READ_CANDIDATE},
            read_candidate,
            CANDIDATE,
            own.parse_candidates,
        ),
    ],
    ids=["opening", "candidate"],
)
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_what_was_read_is_the_same_after_reading_and_after_an_export(tmp_path, record, reader, fields, parse, suffix):
    assert reader(record) == record == reader(reader(record))
    write_records(tmp_path / f"out{suffix}", [record], fields)
    parsed = parse(tmp_path / f"out{suffix}")
    assert parsed.problems == [] and [row.get("record", row) for _, row in parsed.rows] == [record]


@pytest.mark.parametrize("sure", [-0.1, 1.1, "sure"])
def test_a_confidence_is_a_share(sure):
    with pytest.raises(InvalidRecord):
        read_opening({"id": "a", "read": {"occupation": "H2913", "confidence": sure}})


def test_an_opening_of_which_an_occupation_was_read_is_ranked_where_it_was_not():
    silent = {"description": "Vous soudez."}
    assert score(WELDER, silent | read("H2913")) > score(WELDER, silent) > score(WELDER, silent | read("K2204"))


def test_the_reason_says_that_it_was_read():
    assert reasons(WELDER, {"occupation": "H2913"})[Criterion.OCCUPATION] == "same_occupation"
    assert reasons(WELDER, read("H2913", 0.9))[Criterion.OCCUPATION] == "read_same"
    assert reasons(WELDER, read("K2204", 0.9))[Criterion.OCCUPATION] == "read_other"
    assert reasons(WELDER, read("H2913", 0.9, "100004"))[Criterion.SKILLS] == "skills_read"


def test_a_coded_opening_beats_the_same_opening_read():
    steps = [score(WELDER, read("H2913", sure)) for sure in (0.0, 0.2, 0.5, 0.9)]
    assert all(more > less for less, more in pairwise([*steps, score(WELDER, {"occupation": "H2913"})]))


def test_of_two_other_jobs_the_one_that_is_surely_another_stands_last():
    assert (
        score(WELDER, read("K2204", 0.2)) > score(WELDER, read("K2204", 0.9)) > score(WELDER, {"occupation": "K2204"})
    )


def test_coded_openings_stand_before_read_ones_in_a_ranking():
    jobs = [read("H2913", 0.6), {"occupation": "H2913"}, read("H2913", 0.9), read("K2204", 0.9)]
    here = market([WELDER], jobs)
    ranking = rank_openings(here.candidates, here.openings, here.taxonomy, PROFILE, 9)
    assert [here.opening_ids[found.counterpart] for found in ranking.matches] == ["o1", "o2", "o0", "o3"]


def test_what_is_stated_is_not_overruled_by_what_was_read():
    for stated in ({"occupation": "K2204"}, {"title_code": "10014"}, {"title": "Agent de nettoyage"}):
        assert pack_opening({"id": "a", **stated})[0] == pack_opening({"id": "a", **stated, **read("H2913")})[0]
        assert score(WELDER, stated | read("H2913", 1.0)) == score(WELDER, stated)
    stated = {"occupation": "H2913", "skills": [{"code": "100004"}]}
    assert match(WELDER, stated | read("H2913", 1.0, "100010")) == match(WELDER, stated)


def test_the_order_of_a_market_keeps_to_each_opening_what_was_read_of_it():
    found = [read("H2913", 0.7, "100004"), {"occupation": "K2204"}, read("J1506", 0.2)]
    jobs = [{"id": f"j{i}", "place": {"insee": code}, **found[i]} for i, code in enumerate(("78440", "78029", "78440"))]
    for order in permutations(jobs):
        here = market([WELDER], list(order))
        of = {here.opening_ids[row]: at for at, row in enumerate(here.openings.ids)}
        assert [int(here.openings.sure[of[name]]) for name in ("j0", "j1", "j2")] == [45, ONE, 13]
        assert [bool(here.openings.skills_read[of[name]]) for name in ("j0", "j1", "j2")] == [True, False, False]
        codes = [int(here.taxonomy.occupations.codes[here.openings.occupation[of[name]]]) for name in of]
        assert set(codes) == {code_key(code) for code in ("H2913", "K2204", "J1506")}


@EXAMPLES
@given(candidates(), openings(), CODES, st.floats(0, 1), SKILLS)
def test_what_was_read_of_an_opening_never_removes_it(candidate, opening, code, sure, skills):
    before, after = match(candidate, opening), match(candidate, opening | read(code, sure, *skills))
    assert {b.criterion for b in after.blockers} <= {b.criterion for b in before.blockers}


@EXAMPLES
@given(candidates(), openings(), CODES, st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_the_surer_a_reading_the_nearer_the_score_to_that_of_the_code(candidate, opening, code, sure):
    bare = {name: value for name, value in opening.items() if name not in ("title", "title_code", "occupation")}
    less, more = (match(candidate, bare | read(code, value)).candidate_score for value in sorted(sure))
    whole = match(candidate, bare | {"read": {"occupation": code, "confidence": 1}}).candidate_score
    assert abs(whole - more) <= abs(whole - less) + 1e-9


def test_a_must_of_another_job_is_only_to_be_checked_where_the_job_was_read():
    candidate = {"wishes": [{"occupation": "H2913", **MUST}]}
    assert [b.criterion for b in match(candidate, {"occupation": "K2204"}).blockers] == [Criterion.OCCUPATION]
    found = match(candidate, read("K2204", 0.98))
    assert found.blockers == () and Criterion.OCCUPATION in {f.criterion for f in found.to_check}


def test_a_must_of_experience_is_only_to_be_checked_where_the_job_was_read():
    candidate = {"experience": [{"occupation": "K2204", "months": 40}]}
    asked = {"experience": {"months": 12, **MUST}}
    assert match(candidate, asked | {"occupation": "H2913"}).blockers != ()
    assert match(candidate, asked | read("H2913", 0.98)).blockers == ()


def test_a_wish_in_words_is_met_by_the_occupation_that_it_was_understood_as():
    told = {"wishes": [{"title": CLOUDS}]}
    before, after = (match(told | more, {"occupation": "H2913"}) for more in ({}, understood("H2913", CLOUDS)))
    assert after.candidate_score > before.candidate_score
    coded = match({"wishes": [{"title": CLOUDS, "occupation": "H2913"}]}, {"occupation": "H2913"})
    assert after.candidate_score == coded.candidate_score


def test_a_wish_of_two_meanings_is_met_by_both():
    meant = [{"title": CLOUDS, "occupation": code, "confidence": 0.4} for code in ("H2913", "K2204")]
    told = {"wishes": [{"title": CLOUDS}], "read": {"titles": meant}}
    here, there, elsewhere = (score(told, {"occupation": code}) for code in ("H2913", "K2204", "J1506"))
    assert here == there > elsewhere


def test_case_and_spaces_of_a_title_do_not_part_it_from_what_was_understood():
    told = {"wishes": [{"title": f"  {CLOUDS.upper()} "}]} | understood("H2913", CLOUDS)
    assert score(told, {"occupation": "H2913"}) > score(told, {"occupation": "K2204"})


def test_months_of_a_title_count_in_the_occupation_that_it_was_understood_as_and_once():
    told = {"experience": [{"title": CLOUDS, "months": 9}]}
    meant = {"read": {"titles": [{"title": CLOUDS, "occupation": c, "confidence": 0.4} for c in ("H2913", "H2913")]}}
    job = {"occupation": "H2913", "experience": {"months": 12}}
    numbers = {reason.criterion: reason.numbers for reason in match(told | meant, job).reasons}
    assert numbers[Criterion.EXPERIENCE]["months"] == 9


def test_a_skill_in_words_counts_as_the_skill_that_it_was_understood_as():
    told = {"skills": [{"label": "fondre du métal", "level": 3}]}
    job = {"occupation": "H2913", "skills": [{"code": "100004"}]}
    meant = told | understood("H2913", **{"fondre du métal": "100004"})
    assert match(meant, job) == match({"skills": [{"code": "100004", "level": 3}]}, job) != match(told, job)


def test_codes_that_were_stated_are_not_overruled_by_what_was_understood():
    told = {"wishes": [{"title": CLOUDS, "occupation": "K2204"}], "skills": [{"label": "souder", "code": "100010"}]}
    meant = told | understood("H2913", CLOUDS, souder="100004")
    assert pack_candidate({"id": "a", **meant}) == pack_candidate({"id": "a", **told})


def test_a_wish_in_words_that_is_a_must_removes_no_job_for_what_it_was_understood_as():
    told = {"wishes": [{"title": CLOUDS, **MUST}]}
    found = match(told | understood("H2913", CLOUDS), {"occupation": "K2204"})
    assert found.blockers == match(told, {"occupation": "K2204"}).blockers == ()
    assert Criterion.OCCUPATION in {f.criterion for f in found.to_check}


def test_a_skill_in_words_that_is_not_held_denies_no_published_skill():
    told = {"skills": [{"label": "fondre du métal", "held": False}]}
    job = {"occupation": "H2913", "skills": [{"code": "100004", **MUST}]}
    assert match(told | understood("H2913", **{"fondre du métal": "100004"}), job).blockers == ()
    assert match({"skills": [{"code": "100004", "held": False}]}, job).blockers != ()


@EXAMPLES
@given(candidates(), openings(), CODES)
def test_what_was_understood_of_a_person_never_removes_an_opening(candidate, opening, code):
    titles = [w["title"] for name in ("wishes", "experience") for w in candidate.get(name, []) if "title" in w]
    labels = {skill["label"]: "100004" for skill in candidate.get("skills", []) if "code" not in skill}
    meant = copy.deepcopy(candidate) | understood(code, *titles, **labels)
    before, after = match(candidate, opening), match(meant, opening)
    assert {b.criterion for b in after.blockers} <= {b.criterion for b in before.blockers}


def test_a_score_that_was_read_leaves_a_part_unknown():
    here = market([WELDER], [read("H2913", 0.5)])
    found = occupation.score(here.candidates, here.openings, here.taxonomy)
    assert (found.met[0], found.unknown[0]) == (58 / 64 * 0.5, 0.5)
