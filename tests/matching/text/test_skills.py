"""Skills that a text asks or tells: what its sentences say, what its occupation usually asks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.enums import Requirement
from matching.text.model import Judge
from matching.text.skills import SENTENCES, TOLD, match_wordings, read_skills
from tests.matching.text.trades import EMPTY, INDEX, MODEL, SKILL
from tests.strategies import FEW

NONE = np.zeros(len(INDEX.occupations), np.float32)
LABELS = sorted(SKILL)


def only(code):
    """Shares that are all of one occupation."""
    return np.array([float(own == code) for own in INDEX.occupations], np.float32)


def read(text, occupations=NONE, k=10, model=MODEL):
    return read_skills({"title": "", "description": text}, occupations, INDEX, model, k)


@pytest.mark.parametrize("label", LABELS)
def test_a_label_in_a_sentence_is_read_there_whatever_the_occupation(label):
    text = f"Notre maison est belle. Il faut {label.lower()}. Nous sommes dix."
    best = read(text)[0]
    assert best.code == SKILL[label] and label.lower() in text[best.span.start : best.span.end]


def test_what_an_occupation_usually_asks_is_suggested_without_a_place():
    found = {skill.code: skill for skill in read("Rien de particulier.", only("H2902"))}
    assert {SKILL["Plier une tôle"], SKILL["Lire un plan"]} <= found.keys()
    assert found[SKILL["Plier une tôle"]].span is None and found[SKILL["Plier une tôle"]].requirement is None


def test_the_same_sentence_is_surer_where_the_occupation_asks_it():
    def sure(code):
        return next(s.confidence for s in read("Lire un plan.", only(code)) if s.code == SKILL["Lire un plan"])

    assert sure("H2902") > sure("M1607")


@pytest.mark.parametrize(
    ("wording", "asked"),
    [
        ("Lire un plan est exigé", Requirement.MUST),
        ("Lire un plan : obligatoire", Requirement.MUST),
        ("Lire un plan serait un plus", Requirement.WISH),
        ("Idéalement, lire un plan", Requirement.WISH),
        ("Lire un plan", None),
        ("Lire un plan n'est pas exigé", None),
    ],
)
def test_the_wording_tells_how_it_is_asked(wording, asked):
    assert read(f"Bonjour. {wording}.")[0].requirement == asked


def test_one_sentence_does_not_speak_for_another():
    found = {skill.code: skill.requirement for skill in read("Lire un plan exigé. Plier une tôle serait un plus.")}
    assert (found[SKILL["Lire un plan"]], found[SKILL["Plier une tôle"]]) == (Requirement.MUST, Requirement.WISH)


def test_an_empty_text_and_an_empty_reference_ask_nothing():
    assert read_skills({}, np.zeros(0, np.float32), EMPTY, MODEL) == []
    assert read_skills({"description": "Lire un plan"}, np.zeros(0, np.float32), EMPTY, MODEL) == []
    assert all(skill.span is None for skill in read(""))


def test_of_a_very_long_text_the_beginning_is_read():
    late = "Bonjour à tous. " * SENTENCES + "Lire un plan."
    assert all(skill.span is None for skill in read(late))
    assert read("Lire un plan. " + late)[0].span.start == 0


def test_fewer_are_the_beginning_of_more():
    whole = read("Lire un plan. Laver un sol.", only("H2902"), 99)
    assert [read("Lire un plan. Laver un sol.", only("H2902"), k) for k in (0, 1, 5)] == [whole[:k] for k in (0, 1, 5)]


def test_how_often_a_skill_is_asked_counts_where_it_was_learned():
    common = SKILL["Conseiller un client"]
    model = replace(MODEL, skills=Judge(MODEL.skills.weights | {"asked": 5.0}), asked={common: 1.0})
    text, office = "Rien de particulier.", only("M1607")
    assert read(text, office, 1)[0].code == SKILL["Tenir un agenda"]
    assert read(text, office, 1, model)[0].code == common


@FEW
@given(st.text(st.characters(), max_size=200), st.sampled_from(INDEX.occupations))
def test_any_text_has_skills_best_first_at_places_of_the_text(text, code):
    found = read(text, only(code))
    sure = [skill.confidence for skill in found]
    assert sure == sorted(sure, reverse=True) and all(0 <= value <= 1 for value in sure)
    assert len({skill.code for skill in found}) == len(found) <= 10
    assert all(0 <= s.span.start < s.span.end <= len(text) for s in found if s.span)


@pytest.mark.parametrize("label", LABELS)
def test_a_person_who_names_a_skill_as_it_is_published_means_it(label):
    near = match_wordings([label.upper()], INDEX)[0]
    assert (near.code, near.label) == (SKILL[label], label) and near.confidence == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("souder TIG", "Souder au TIG"),
        ("conduire des camions", "Conduire un camion"),
        ("laver les sols", "Laver un sol"),
        ("Parler aux plantes", None),
        ("", None),
        ("\ud800", None),
    ],
)
def test_other_words_mean_a_skill_only_where_they_are_near_enough(wording, label):
    near = match_wordings([wording], INDEX)[0]
    assert (near and near.label) == label and (near is None or near.confidence >= TOLD)


def test_each_wording_has_its_answer_in_any_company():
    wordings = [*LABELS, "", "souder TIG", "zzz"]
    assert match_wordings(wordings, INDEX) == [match_wordings([wording], INDEX)[0] for wording in wordings]
    assert match_wordings([], INDEX) == [] and match_wordings(["x", ""], EMPTY) == [None, None]
