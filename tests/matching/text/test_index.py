"""The index of reference data: complete, the same however the rows come, and the same after being written."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matching.taxonomy import Reference
from matching.text.ads import read_ads
from matching.text.features import Ad, official, wording
from matching.text.index import CORE_LINK, LINK, WordIndex, build_index
from matching.text.titles import read_titles
from service.array_files import arrays_of, value_of
from tests.matching.text.trades import EMPTY, INDEX, MODEL, REFERENCE, SKILL

ODD = [
    Reference(occupations=[("A1", "Soudage", "", False)]),
    Reference(occupations=[("A1", "", "", False)]),
    Reference(occupations=[("A1", "Soudage", "", False)], titles=[("1", "Couvreur", "Couvreur", "B9")]),
    Reference(skills=[("1", "skill", "Souder", "")], titles=[("1", "Couvreur", "Couvreur", "B9")]),
    Reference(
        occupations=[("A1", "Soudage", "", False), ("A2", "Soudage", "", False)],
        skills=[("1", "skill", "", "")],
        links=[("A1", "1", True), ("A1", "9", True), ("B9", "1", True)],
        texts=[("A1", "\ud800"), ("B9", "Rien")],
    ),
]


def test_every_occupation_title_and_skill_is_in_it():
    assert set(INDEX.occupations) == {row[0] for row in REFERENCE.occupations}
    assert {code for code in INDEX.title_codes if code} == {row[0] for row in REFERENCE.titles}
    assert set(INDEX.skills.codes) == {row[0] for row in REFERENCE.skills}
    named = {(INDEX.occupations[o], label) for o, label in zip(INDEX.titles.concept, INDEX.titles.labels, strict=True)}
    assert {(row[3], row[1]) for row in REFERENCE.titles} <= named


def test_each_wording_of_an_occupation_is_there_once():
    pairs = [
        (int(o), tuple(sorted(wording(label))))
        for o, label in zip(INDEX.titles.concept, INDEX.titles.labels, strict=True)
    ]
    assert len(pairs) == len(set(pairs))


def test_a_skill_is_used_by_the_occupations_that_are_linked_to_it_its_core_more():
    skill = INDEX.skills.codes.index(SKILL["Souder au TIG"])
    used = {INDEX.occupations[o]: INDEX.skills.used[o, skill] for o in range(len(INDEX.occupations))}
    assert {code: value for code, value in used.items() if value} == {"H2913": CORE_LINK, "H2902": LINK}
    assert INDEX.skills.occupations[skill] == 2


def test_a_word_of_a_definition_tells_for_its_occupation_only():
    like = next(read_ads([Ad("", "piqûres")], INDEX, MODEL))
    assert like.occupations[0].code == "J1506"


def test_a_title_of_two_occupations_names_both():
    places = official(INDEX)[wording("Cheffe d'équipe")]
    assert {INDEX.occupations[place] for place in places} == {"H2902", "K2204"}


def test_a_title_whose_only_word_reads_like_noise_does_not_name_every_empty_text():
    odd = replace(REFERENCE, titles=[*REFERENCE.titles, ("79999", "Urgentiste", "Urgentiste", "J1506")])
    index = build_index(odd)
    assert () not in official(index)
    assert list(read_titles(["", "?", "H/F", "CDI"], index, MODEL)) == [[], [], [], []]


def test_the_order_of_the_rows_changes_no_answer():
    draw = Random(0)
    mixed = Reference(
        **{
            name: draw.sample(list(getattr(REFERENCE, name)), len(getattr(REFERENCE, name)))
            for name in ("occupations", "titles", "links", "texts")
        },
        skills=REFERENCE.skills,
    )
    texts = ["soudeuse", "chauffeur", "agent", "chef d'équipe"]
    here, there = (list(read_titles(texts, index, MODEL, 3)) for index in (INDEX, build_index(mixed)))
    for one, other in zip(here, there, strict=True):
        assert [found.code for found in one] == [found.code for found in other]
        np.testing.assert_allclose([f.confidence for f in one], [f.confidence for f in other], atol=1e-3)


@pytest.mark.parametrize("index", [INDEX, EMPTY, *map(build_index, ODD)], ids=range(2 + len(ODD)))
def test_written_to_arrays_and_back_it_gives_the_same_answers(index):
    again = value_of(WordIndex, arrays_of(index))
    texts = ["soudeuse", "chef d'équipe", "boulangre", "", "\ud800"]
    assert list(read_titles(texts, again, MODEL)) == list(read_titles(texts, index, MODEL))
    ads = [Ad(text, "Lave les sols. Savoir souder exigé.", "10") for text in texts]
    assert list(read_ads(ads, again, MODEL)) == list(read_ads(ads, index, MODEL))


@pytest.mark.parametrize("reference", ODD, ids=range(len(ODD)))
def test_an_odd_reference_is_indexed_all_the_same(reference):
    index = build_index(reference)
    for found in read_titles(["soudage", "couvreur", ""], index, MODEL):
        assert {occupation.code for occupation in found} <= {row[0] for row in reference.occupations}
    assert not np.isnan(index.places).any() and not np.isnan(index.described.data).any()
