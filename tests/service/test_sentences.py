"""Every code of the engine has its sentence in every language, true and whole for any facts it may come with."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import criteria, enums, levers, sponsor_levers
from matching.criteria import CRITERIA
from matching.criteria.occupation import READ_STEPS, STEPS
from matching.criteria.sponsor.trade import TRADE_STEPS
from service import i18n, phrases
from service.i18n import LANGUAGES, name, sentence
from tests.service.sentence_facts import FACTS, facts_of, family_of

NARROW = "\u202f"
LABELS = {
    "criterion": enums.Criterion,
    "side": enums.Side,
    "contract": enums.ContractType,
    "kind": enums.OpeningKind,
    "time": enums.WorkingTime,
    "mode": enums.TravelMode,
    "level": [str(level) for level in range(1, 9)],
    "help": enums.HelpKind,
    "day": enums.Weekday,
}


APART = (  # what is not said of a match; see test_path_sentences.py, test_pseudonyms.py
    *("names", "words", "shared", "pooling", "pathways", "suggested", "accounts", "serve", "keeping", "jobs", "web"),
)


def _sentences(language: str) -> list[tuple[str, Any]]:
    groups = i18n.read_locale(language)
    return [pair for group in groups if not group.startswith(APART) for pair in groups[group].items()]


def _leaves(text: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text under a code, with the way to it: conditions, and the number of each block."""
    if isinstance(text, str):
        yield path, text
    else:
        for key, part in enumerate(text) if isinstance(text, list) else text.items():
            yield from _leaves(part, f"{path} | {key}")


def _strings(tree: ast.AST) -> set[str]:
    looked_up = {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in looked_up]
    return {node.value for node in constants if isinstance(node.value, str) and re.fullmatch(r"[a-z_]+", node.value)}


def _reason_codes() -> set[str]:
    """Return what the `reason` functions of the criteria can say."""
    codes = {code for _, code in (*STEPS, *READ_STEPS, *TRADE_STEPS)}
    for file in Path(criteria.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "reason":
                codes |= _strings(node)
    return codes


def _lever_codes() -> set[str]:
    sources = [Path(module.__file__).read_text("utf-8") for module in (levers, sponsor_levers)]
    return {text for source in sources for text in _strings(ast.parse(source)) if text.startswith("lever_")}


REASONS, LEVERS = _reason_codes(), _lever_codes()
FILTERS = [rule for kind in CRITERIA.values() for rule in kind.filters]
FINDINGS = {f"{rule.criterion}_{said}" for rule in FILTERS for said in ("blocked", "to_check")}
QUESTIONS = {
    f"ask_{rule.criterion}_{side}"
    for kind in CRITERIA.values()
    for rule in kind.scorers
    for side in (enums.Side.CANDIDATE, kind.side)
}
REMOVALS = {f"removed_{rule.criterion}" for rule in FILTERS}
CODES = sorted(REASONS | LEVERS | FINDINGS | QUESTIONS | REMOVALS)

every_code = pytest.mark.parametrize("code", CODES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def test_the_scan_finds_the_codes_of_the_engine():
    assert {"same_title", "near_home", "skills_usual", "beginner_welcome", "place_not_asked"} <= REASONS
    assert {"lever_skill", "lever_km", "lever_course", "lever_certificate"} <= LEVERS
    assert len(REASONS) > 35
    assert len(LEVERS) == 13


@every_language
def test_every_code_of_the_engine_has_one_sentence_and_no_sentence_is_idle(language):
    assert sorted(code for code, _ in _sentences(language)) == CODES


@every_language
@pytest.mark.parametrize("group", LABELS)
def test_every_listed_value_has_a_label_and_no_label_is_idle(group, language):
    assert set(i18n.read_locale(language)["names"][group]) == set(LABELS[group])
    assert all(name(group, value, language) for value in LABELS[group])


def test_both_languages_have_the_same_names_words_variants_and_facts():
    def outline(language: str) -> dict[str, set[str]]:
        groups = i18n.read_locale(language)
        return {
            path: {field for _, field, _, _ in Formatter().parse(text) if field}
            for group in groups
            if group != "words"
            for path, text in _leaves(groups[group], group)
        }

    assert outline("fr") == outline("en")
    assert set(i18n.read_locale("fr")["words"]) == set(i18n.read_locale("en")["words"])


@every_language
def test_a_text_names_no_fact_that_its_code_does_not_have(language):
    for code, text in _sentences(language):
        known = {*FACTS[family_of(code)], *phrases.MADE, "from", "to", "as", "what"}
        for path, leaf in _leaves(text, code):
            fields = {f for _, field, _, _ in Formatter().parse(leaf) if field for f in field.split("..")}
            asked = {word for word in re.findall(r"[a-z_]+", path.split(" | ", 1)[-1]) if " | " in path}
            assert fields | asked <= known | {"no", "otherwise"}, path


@every_language
def test_every_text_ends_with_a_full_stop_or_a_question_mark(language):
    for code, text in _sentences(language):
        for path, leaf in _leaves(text, code):
            shared = path.endswith("| as") or code.startswith(("lever", "removed"))  # the shared text ends these
            assert shared or leaf.endswith((".", "?")), path


@every_language
@every_code
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_sentence_is_whole_whatever_the_facts(data, code, language):
    said = sentence(code, data.draw(facts_of(code)), language)
    assert not re.search(r"None|\bnan\b|[{}]|  |''|««", said), said
    assert re.search(r"[.?]$", said) and not re.search(r"\.\.|[,:;] ?\.|\( ?\)", said), said
    assert said[0] == said[0].upper() and "'" not in said, said
    if language == "fr":
        assert not re.search(rf"[^{NARROW}][;:!?%€»]|«[^{NARROW}]", said), said


@every_language
def test_a_code_that_nobody_wrote_is_an_error_that_names_it(language):
    with pytest.raises(KeyError, match="no_such_code"):
        sentence("no_such_code", {}, language)


def test_a_missing_fact_is_an_error_that_names_the_code_and_the_fact():
    with pytest.raises(KeyError, match=r"near_home.*km"):
        sentence("near_home", {}, "fr")
    with pytest.raises(KeyError, match=r"lever_skill.*skill"):
        sentence("lever_skill", {"skill": None, "more": 1, "best_after": None}, "fr")


def test_an_unknown_language_of_the_reader_or_value_of_a_list_is_an_error():
    with pytest.raises(KeyError, match="tlh"):
        sentence("near_home", {}, "tlh")
    with pytest.raises(KeyError, match="CDX"):
        name("contract", "CDX", "fr")


def test_a_spoken_language_without_a_name_keeps_its_code():
    assert name("language", "ar", "fr") == "arabe"
    assert name("language", "tlh", "fr") == "tlh"
