"""The file of a meetup is read whole, or refused with the line, the place and the mend of every fault."""

import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scheduling.model import Aim
from service.errors import Invalid
from service.importers.meetup_file import parse_meetup, read_meetup
from service.importers.meetup_file.lines import line_of
from service.importers.meetup_file.seats_csv import read_seats_csv

PLAIN = {"rounds": 3, "people": [{"id": "J1"}, {"id": "J2"}], "hosts": [{"id": "P1"}, {"id": "P2"}]}


def raw(**more):
    return json.dumps({**PLAIN, **more}).encode()


def faults(**more):
    found, problems = parse_meetup(raw(**more))
    assert found is None
    return [(problem.field, problem.reason) for problem in problems if not problem.kept]


def test_all_but_rounds_people_and_hosts_is_optional():
    file = read_meetup(raw())
    meetup = file.meetup
    assert (meetup.rounds, meetup.people, meetup.hosts) == (3, ("J1", "J2"), ("P1", "P2"))
    assert meetup.person_free.all() and meetup.host_free.all() and not file.scored
    assert meetup.score.tolist() == [[1, 1], [1, 1]] and meetup.seats.tolist() == [1, 1]
    assert meetup.aims == tuple(Aim)


def test_a_pair_without_a_score_is_worth_nothing_where_others_have_one():
    file = read_meetup(raw(scores=[["J1", "P2", 0.5]]))
    assert file.scored and file.meetup.score.tolist() == [[0, 0.5], [0, 0]]


def test_rounds_count_from_one():
    people = [{"id": "J1", "away": [3]}, {"id": "J2", "from": 2, "until": 2}]
    file = read_meetup(raw(people=people, met=[["J1", "P2", 1]]))
    assert file.meetup.person_free.tolist() == [[True, True, False], [False, True, False]]
    assert file.meetup.met.tolist() == [[0, 1, 0]]


def test_wishes_come_right_after_the_minimum_unless_they_are_named():
    assert read_meetup(raw(aims=["minimum", "total"])).meetup.aims == (Aim.MINIMUM, Aim.WISHES, Aim.TOTAL)
    assert read_meetup(raw(aims=["total"])).meetup.aims == (Aim.WISHES, Aim.TOTAL)
    assert read_meetup(raw(aims=["total", "wishes"])).meetup.aims == (Aim.TOTAL, Aim.WISHES)


def test_what_people_read_stays_beside_the_meetup():
    people = [{"id": "J1", "name": "A B", "min_meetings": 2}, {"id": "J2"}]
    file = read_meetup(
        raw(
            **{"people": people, "title": "T", "place": "S", "date": "2026-12-01", "start": "18h30"},
            **{"round_minutes": 8, "break_minutes": 2, "tables": "moving", "min_meetings": 1, "time_limit_s": 5},
            **{"reasons": [["J1", "P1", "x"], ["J1", "P1", "y"]], "questions": [["J2", "P1", "q?"]]},
        )
    )
    assert (file.labels["J1"], file.labels["J2"], file.title, file.place) == ("A B", "J2", "T", "S")
    assert (file.date, file.start) == (dt.date(2026, 12, 1), dt.time(18, 30))
    assert (file.round_minutes, file.break_minutes, file.seconds, file.meetup.moving) == (8, 2, 5, True)
    assert file.reasons == {("J1", "P1"): ("x", "y")} and file.questions == {("J2", "P1"): "q?"}
    assert file.meetup.minimum.tolist() == [2, 1]


def test_companies_are_one_whatever_their_capitals():
    hosts = [{"id": "P1", "company": "X"}, {"id": "P2", "company": "x"}, {"id": "P3"}, {"id": "P4", "company": "y"}]
    assert read_meetup(raw(hosts=hosts)).meetup.company.tolist() == [0, 0, -1, 1]


def test_an_unknown_field_is_a_remark():
    found, problems = parse_meetup(raw(people=[{"id": "J1", "hat": 3}]))
    assert found and [(p.field, p.kept) for p in problems] == [("people[0].hat", True)]


BAD = [
    ({"people": [{"id": "P1"}]}, "hosts[0].id", "'P1' is already people[0].id: give each their own id"),
    ({"people": [{"id": "J1"}, {"id": "J1"}]}, "people[1].id", "'J1' is already people[0].id: give each their own id"),
    ({"people": [{"name": "x"}]}, "people[0].id", "missing"),
    ({"people": []}, "people", "missing"),
    ({"people": ["J1"]}, "people[0]", 'named values such as {"id": "J1"} are expected'),
    ({"hosts": [{"id": "P1", "seats": -1}]}, "hosts[0].seats", "-1 is not between 1 and 1000"),
    ({"hosts": [{"id": "P1", "seats": 0}]}, "hosts[0].seats", "0 is not between 1 and 1000"),
    ({"hosts": [{"id": "P1", "seats": 1.5}]}, "hosts[0].seats", "whole number expected, found 1.5"),
    ({"must": [["J1", "P9"]]}, "must[0][1]", "'P9' is not in hosts: add it there, or correct it"),
    ({"wish": [["P1", "J1"]]}, "wish[0][0]", "'P1' is not in people: add it there, or correct it"),
    ({"never": [["J1"]]}, "never[0]", 'a list such as ["J1", "P1"] is expected'),
    ({"must": [["J1", "P1"]], "never": [["J1", "P1"]]}, "must[0]", "this pair is also never[0]: keep one of the two"),
    ({"must": [["J1", "P1"]] * 2}, "must[1]", "this pair is already must[0]: keep one of the two"),
    ({"met": [["J1", "P1", 1], ["J1", "P1", 2]]}, "met[1]", "this pair is already met[0]: keep one of the two"),
    ({"met": [["J1", "P1", 4]]}, "met[0][2]", "4 is not between 1 and 3"),
    ({"scores": [["J1", "P1", -1]]}, "scores[0][2]", "-1 is not between 0 and 1e+06"),
    ({"scores": [["J1", "P1", "x"]]}, "scores[0][2]", "number expected, found 'x'"),
    ({"scores": [["J1", "P1", float("nan")]]}, "scores[0][2]", "NaN is not a number"),
    (
        {"scores": [["J1", "P1", 1], ["J1", "P1", 0.5]]},
        "scores[1]",
        "this pair is already scores[0]: keep one of the two",
    ),
    ({"rounds": 101}, "rounds", "101 is not between 1 and 100"),
    ({"rounds": None}, "rounds", "number expected, found NoneType"),
    ({"people": [{"id": "J1", "away": [4]}]}, "people[0].away[0]", "4 is not between 1 and 3"),
    ({"people": [{"id": f"J{n}"} for n in range(10_001)]}, "people", "more than 10000 items"),
    ({"aims": ["fun"]}, "aims[0]", "'fun' is none of minimum, wishes, worst_off, total"),
    ({"start": "25:00"}, "start", "no such time of day: '25:00' (expected 18:00)"),
]


@pytest.mark.parametrize(("more", "place", "reason"), BAD)
def test_a_fault_is_told_with_its_place_and_its_mend(more, place, reason):
    assert (place, reason) in faults(**more)


def test_the_same_score_twice_is_no_fault():
    assert read_meetup(raw(scores=[["J1", "P1", 1]] * 2)).scored


def test_a_fault_names_its_line():
    text = json.dumps({**PLAIN, "must": [["J1", "P1"], ["J1", "P9"]]}, indent=1)
    _, (problem,) = parse_meetup(text.encode())
    assert '"P9"' in text.split("\n")[problem.line - 1]
    with pytest.raises(Invalid, match=f"the file: line {problem.line}, {re_escaped(problem.field)}: 'P9' is not"):
        read_meetup(text.encode())


def re_escaped(place):
    return place.replace("[", r"\[").replace("]", r"\]")


@pytest.mark.parametrize("text", ["", " \n", "[]", "3", '{"rounds": 3', '{"rounds": 3 "a"}', '{"a":1}\n{"a":2}', "x"])
def test_what_is_no_json_object_is_refused_at_once(text):
    with pytest.raises(Invalid):
        parse_meetup(text.encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "away", "seats"]), inner),
    max_leaves=6,
)
FIELDS = ["rounds", "people", "hosts", "scores", "must", "met", "aims", "min_meetings", "reasons", "start", "x"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_no_content_breaks_the_reader(more):
    found, problems = parse_meetup(json.dumps({**PLAIN, **more}).encode())
    assert found is not None or any(not problem.kept for problem in problems)


@given(JSON, st.integers(0, 4))
def test_the_line_of_a_place_is_where_it_stands(value, indent):
    text = json.dumps({"a": [1, value], "b": {"c": "here"}}, indent=indent)
    assert "here" in text.split("\n")[line_of(text, "b.c") - 1]
    assert line_of(text, "b.missing") == line_of(text, "b")


def test_a_plan_made_by_hand_is_csv():
    assert read_seats_csv(b"Round;Person;Host\n1;J1;P1\n2;J2;P1\n") == [(1, "J1", "P1", ""), (2, "J2", "P1", "")]
    assert read_seats_csv(b"round,person,host,table\n1,J1,P1,7\n") == [(1, "J1", "P1", "7")]
    assert read_seats_csv(b'{"meetings": []}') is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"round,person\n1,J1\n", "no column `host`"),
        (b"round,person,host\nx,J1,P1\n", "line 2: round: number expected"),
        (b"round,person,host\n1,,P1\n", "line 2: person: missing"),
        (b"round,person,host,tour\n1,J1,P1,2\n", "the column `round` is given twice"),
        (b"round,person,host,table\n1,J1,P1,99999999999999999999\n", "line 2: table: '9+' does not look like"),
    ],
)
def test_a_bad_plan_by_hand_names_its_line(text, said):
    with pytest.raises(Invalid, match=said):
        read_seats_csv(text)


def test_the_score_of_a_large_file_is_read():
    people, hosts = ([{"id": f"{kind}{n}"} for n in range(60)] for kind in "JP")
    scores = [[f"J{a}", f"P{b}", (a + b) / 120] for a in range(60) for b in range(60)]
    read = read_meetup(raw(people=people, hosts=hosts, scores=scores)).meetup.score
    np.testing.assert_allclose(read, np.add.outer(np.arange(60), np.arange(60)) / 120)


def test_who_leaves_before_coming_is_told_so_at_the_place():
    _, [problem] = parse_meetup(raw(people=[{"id": "J1"}, {"id": "J2", "from": 3, "until": 1}]))
    assert (problem.field, problem.reason) == ("people[1].until", "before from (3); correct one of the two")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (b'{"rounds": 2, "rounds": 3, "people": [{"id": "J1"}], "hosts": [{"id": "P1"}]}', ["rounds"]),
        (b'{"rounds": 2, "people": [{"id": "J1", "id": "J2"}], "hosts": [{"id": "P1"}]}', ["people[0].id"]),
        (b'{"rounds": 2, "people": [{}], "hosts": [{"id": "P1"}]}', ["people[0].id"]),
    ],
)
def test_what_cannot_be_read_is_not_told_missing_too(text, places):
    _, problems = parse_meetup(text)
    assert [problem.field for problem in problems] == places


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2028"])
def test_nothing_turns_the_words_of_a_screen_around(mark):
    wrong = raw(people=[{"id": f"J{mark}1"}, {"id": "J2", "name": f"x{mark}y"}], title=f"x{mark}y")
    found, problems = parse_meetup(wrong)
    assert found is None and {problem.field for problem in problems} == {"people[0].id", "people[1].name", "title"}
    assert all("forbidden character" in problem.reason for problem in problems)


def test_a_day_that_no_calendar_has_is_a_fault():
    assert [problem.field for problem in parse_meetup(raw(date="0001-01-01"))[1]] == ["date"]
    assert [problem.field for problem in parse_meetup(raw(date="9999-12-31"))[1]] == ["date"]


def test_more_scores_than_pairs_are_refused():
    many = [["J1", "P1", 1]] * 3
    _, [problem] = parse_meetup(raw(people=[{"id": "J1"}], hosts=[{"id": "P1"}, {"id": "P2"}], scores=many))
    assert (problem.field, problem.reason) == ("scores", "more than 2 items")


def test_a_plan_given_as_a_meetup_is_one_clear_line():
    with pytest.raises(Invalid, match="this is a plan; give the meetup"):
        parse_meetup(b'{"meetings": [], "total": 3}')
