"""A programme's rules: Kleene's logic, dates, what is missing, and what is wrong in a file."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.eligibility import facts_asked, judge, read_rule
from matching.enums import Evidence

DAY = dt.date(2027, 1, 4)
YES, NO, OPEN = Evidence.MET, Evidence.NOT_MET, Evidence.UNKNOWN
FACTS = {YES: True, NO: False}


def answer(raw: Any, facts: dict[str, Any], day: dt.date = DAY) -> Any:
    rule, faults = read_rule(raw)
    assert faults == []
    return judge(rule, facts, day)


def rule_of(how: str) -> dict[str, Any]:
    return {how: [{"fact": "a", "is": True}, {"fact": "b", "is": True}]}


@pytest.mark.parametrize("one", [YES, NO, OPEN])
@pytest.mark.parametrize("other", [YES, NO, OPEN])
def test_all_and_any_follow_kleenes_truth_tables(one: Evidence, other: Evidence) -> None:
    facts = {name: FACTS[value] for name, value in (("a", one), ("b", other)) if value != OPEN}
    assert answer(rule_of("all_of"), facts).evidence == min(one, other)
    assert answer(rule_of("any_of"), facts).evidence == max(one, other)


LEAVES = st.one_of(
    st.builds(lambda fact, n: {"fact": fact, "at_least": n}, st.sampled_from("ab"), st.integers(0, 3)),
    st.builds(lambda fact, n: {"fact": fact, "at_most": n}, st.sampled_from("ab"), st.integers(0, 3)),
    st.builds(
        lambda fact, n: {"fact": fact, "one_of": n}, st.sampled_from("cd"), st.lists(st.integers(0, 3), min_size=1)
    ),
    st.builds(lambda fact, n: {"fact": fact, "is": n, "valid_until": "2026-12-31"}, st.just("c"), st.integers(0, 3)),
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda how, parts: {how: parts}, st.sampled_from(["all_of", "any_of"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
KNOWN = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3))


@given(RULES, KNOWN, KNOWN)
def test_knowing_more_never_turns_a_definite_answer(raw: Any, known: dict[str, int], more: dict[str, int]) -> None:
    before, after = answer(raw, known), answer(raw, more | known)
    assert before.evidence in (OPEN, after.evidence)


@given(RULES, KNOWN)
def test_an_open_answer_names_the_missing_facts_and_is_settled_by_them(raw: Any, known: dict[str, int]) -> None:
    found = answer(raw, known)
    assert (found.evidence == OPEN) == bool(found.missing)
    assert set(found.missing).isdisjoint(known) and set(found.missing) <= set(facts_asked(read_rule(raw)[0]))
    assert answer(raw, dict.fromkeys(found.missing, 1) | known).evidence != OPEN or set("abcd") - set(known) - set(
        found.missing
    )


def test_a_young_person_may_enter_from_sixteen_to_twenty_five() -> None:
    raw = {"fact": "age", "at_least": 16, "at_most": 25, "source": "règle du programme"}
    assert [answer(raw, {"age": years}).evidence for years in (15, 16, 25, 26)] == [NO, YES, YES, NO]
    found = answer(raw, {})
    assert (found.evidence, found.missing) == (OPEN, ("age",))
    assert answer(raw, {"age": 30}).reasons[0].condition.source == "règle du programme"


def test_a_rule_that_is_not_in_force_asks_nothing() -> None:
    raw = {"all_of": [{"fact": "age", "at_least": 16}, {"fact": "city", "is": "x", "valid_from": "2027-06-01"}]}
    assert answer(raw, {"age": 18}).evidence == YES
    assert answer(raw, {"age": 18}, dt.date(2027, 6, 1)).missing == ("city",)
    assert answer({"any_of": [{"fact": "a", "is": 1, "valid_until": "2020-01-01"}]}, {}).evidence == YES


@pytest.mark.parametrize("value", ["18", None, [18], True])
def test_a_value_of_another_kind_tells_nothing(value: Any) -> None:
    assert answer({"fact": "age", "at_least": 16}, {"age": value}).evidence == OPEN


def test_a_list_holds_what_is_in_it() -> None:
    raw = {"fact": "measures", "holds": "PLIE"}
    assert answer(raw, {"measures": ["PLIE"]}).evidence == YES
    assert answer(raw, {"measures": []}).evidence == NO


def test_a_test_that_fails_decides_where_another_tells_nothing() -> None:
    raw = {"fact": "age", "at_least": 18, "is": "x"}
    assert [answer(raw, {"age": age}).evidence for age in (17, 18)] == [NO, OPEN]


@pytest.mark.parametrize(("value", "wanted"), [(True, 1), (1, True), (False, 0), (0.0, False)])
def test_yes_is_not_one_and_no_is_not_zero_in_a_list(value: Any, wanted: Any) -> None:
    assert answer({"fact": "a", "one_of": [wanted]}, {"a": value}).evidence == OPEN
    assert answer({"fact": "a", "one_of": [wanted, not value, value]}, {"a": value}).evidence == YES
    assert answer({"fact": "a", "holds": wanted}, {"a": [value]}).evidence == NO
    assert answer({"fact": "a", "holds": wanted}, {"a": [value, wanted]}).evidence == YES


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        ([], "rule", "a rule is an object"),
        ({}, "rule", "one of fact, all_of and any_of is needed"),
        ({"fact": "age"}, "rule", "one of at_least, at_most, is, one_of and holds is needed"),
        ({"fact": "Age!", "is": 1}, "rule.fact", "does not look like"),
        ({"all_of": []}, "rule.all_of", "a list of rules is needed"),
        ({"any_of": [{"fact": "a", "is": {}}]}, "rule.any_of[0].is", "a number, a text"),
        ({"fact": "a", "one_of": []}, "rule.one_of", "a list of values is needed"),
        ({"fact": "a", "at_least": [18]}, "rule.at_least", "a number, a text"),
        ({"fact": "a", "at_most": [18]}, "rule.at_most", "a number, a text"),
        ({"all_of": [{"fact": "a", "is": ["a", "b"]}]}, "rule.all_of[0].is", "a number, a text"),
        ({"fact": "a", "holds": ["a"]}, "rule.holds", "a number, a text"),
        ({"fact": "a", "one_of": [1, [2]]}, "rule.one_of[1]", "a number, a text"),
        ({"fact": "a", "is": 1, "valid_from": "soon"}, "rule.valid_from", "no such date"),
        ({"fact": "a", "is": 1, "valid_from": "2027-01-02", "valid_until": "2027-01-01"}, "rule.valid_until", "before"),
        ({"fact": "a", "is": 1, "why": "x"}, "rule.why", "unknown field"),
    ],
)
def test_what_is_wrong_in_a_rule_is_named_with_its_place(raw: Any, place: str, reason: str) -> None:
    faults = read_rule(raw)[1]
    assert any(where == place and reason in why for where, why in faults), faults


def test_a_rule_nested_without_end_is_refused() -> None:
    raw: Any = {"fact": "a", "is": 1}
    for _ in range(30):
        raw = {"all_of": [raw]}
    assert any(why == "nested too deeply" for _, why in read_rule(raw)[1])
