"""Whole ads: occupation, skills and facts, each at its place in the text."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.enums import Requirement
from matching.records import read_opening
from matching.text.ads import GUESS, LIKELY, AdRead, read_ads, read_work, reading_of, texts_of
from matching.text.features import Ad
from matching.text.labels import BLOCK
from matching.text.model import Judge
from matching.text.reading import OccupationRead, SkillRead
from service.words import default_model
from tests.matching.text.trades import EMPTY, INDEX, MODEL, SKILL
from tests.strategies import FEW

LEARNED = default_model()
MODELS = pytest.mark.parametrize("model", [MODEL, LEARNED], ids=["plain", "learned"])
WELDER = Ad(
    "Soudeur / Soudeuse (H/F)",
    "Atelier de métal. Vous savez souder au TIG, c'est exigé. Lire un plan serait un plus.\nPermis B exigé. 35h.",
    "25",
)
CLEANER = Ad("Poste à pourvoir", "Vous lavez les sols, videz les corbeilles et désinfectez les bureaux.")
VAGUE = Ad("Conducteur", "Vous déchargez des camions et rangez des palettes dans l'entrepôt avec un chariot.")
ADS = [WELDER, CLEANER, VAGUE, Ad("Infirmière"), Ad("", ""), Ad("zzz", "\ud800")]
TEXT = st.sampled_from([ad.title for ad in ADS] + [ad.description for ad in ADS]) | st.text(
    st.characters(), max_size=80
)
AD = st.builds(Ad, TEXT, TEXT, st.sampled_from(["", "25", "10.71C", "ZZ", " 8"]))


def read(ad, model=MODEL, **how):
    return next(read_ads([ad], INDEX, model, **how))


@MODELS
def test_the_title_gives_the_occupation_and_the_facts_stand_in_the_text(model):
    found = read(WELDER, model)
    assert found.occupations[0].code == "H2913" and found.occupations[0].because == ("Soudeur", "Soudeuse")
    licence = next(fact for fact in found.facts if fact.name == "licences")
    assert WELDER.description[licence.span.start : licence.span.end].startswith("Permis B")


@MODELS
def test_the_description_tells_where_the_title_does_not(model):
    assert read(CLEANER, model).occupations[0].code == "K2204"


@MODELS
def test_the_description_decides_between_occupations_that_a_title_may_mean(model):
    route = Ad(VAGUE.title, "Vous transportez des marchandises sur la route et tenez votre carnet de bord.")
    assert read(VAGUE, model).occupations[0].code == "N1101"
    assert read(route, model).occupations[0].code == "N4101"


@MODELS
def test_a_title_alone_is_enough(model):
    assert read(Ad("Boulangère"), model).occupations[0].code == "D1102"


def test_a_sector_moves_the_answer_towards_the_occupations_that_it_hires():
    model = replace(
        MODEL, ads=replace(MODEL.ads, weights=MODEL.ads.weights | {"sector": 3.0}), sectors={"49": {"N4101": 1.0}}
    )

    def sure(sector):
        found = read(Ad("Conducteur", sector=sector), model).occupations
        return next(o.confidence for o in found if o.code == "N4101")

    assert sure("49.41A") > sure("") == sure("10") == sure("ZZ")


@MODELS
def test_every_span_stands_in_its_text_and_at_its_words(model):
    found = read(WELDER, model)
    texts = texts_of(WELDER)
    spans = [item.span for item in (*found.skills, *found.facts) if item.span]
    assert len(spans) > 3
    assert all(0 <= span.start < span.end <= len(texts[span.field]) for span in spans)
    told = {s.code: texts[s.span.field][s.span.start : s.span.end] for s in found.skills if s.span}
    assert "souder au TIG" in told[SKILL["Souder au TIG"]] and "Lire un plan" in told[SKILL["Lire un plan"]]


@MODELS
def test_the_wording_says_what_is_a_must_and_what_a_wish(model):
    asked = {skill.code: skill.requirement for skill in read(WELDER, model).skills}
    assert asked[SKILL["Souder au TIG"]] == Requirement.MUST
    assert asked[SKILL["Lire un plan"]] == Requirement.WISH
    assert asked.get(SKILL["Plier une tôle"]) is None


@MODELS
@pytest.mark.parametrize("text", ["", "zzz", "???", "\ud800", "Заведующий"])
def test_an_ad_without_a_word_that_is_known_says_nothing(text, model):
    found = read(Ad(text, text, "25"), model)
    assert found.occupations == () and all(skill.span is None for skill in found.skills)


def test_without_reference_data_there_are_only_facts():
    found = next(read_ads([WELDER], EMPTY, MODEL))
    assert found.occupations == found.skills == () and found.facts == read(WELDER).facts != ()


@pytest.mark.parametrize("k", [0, 1, 3, 10, 99])
def test_fewer_are_the_beginning_of_more(k):
    whole, some = read(WELDER, k=99), read(WELDER, k=k)
    assert (some.occupations, some.skills) == (whole.occupations[:k], whole.skills[:k])


@MODELS
def test_an_ad_has_the_same_answer_alone_and_in_any_batch(model):
    alone = [read(ad, model) for ad in ADS]
    batch = (ADS * (BLOCK // len(ADS) + 2))[: BLOCK + 3]
    for number, found in enumerate(read_ads(batch, INDEX, model)):
        other = alone[number % len(ADS)]
        assert [o.code for o in found.occupations] == [o.code for o in other.occupations]
        assert [(s.code, s.span, s.requirement) for s in found.skills] == [
            (s.code, s.span, s.requirement) for s in other.skills
        ]
        assert found.facts == other.facts
        for name in ("occupations", "skills"):
            here, there = ([item.confidence for item in getattr(part, name)] for part in (found, other))
            np.testing.assert_allclose(here, there, atol=2e-4)


@FEW
@given(st.lists(AD, max_size=3), st.sampled_from([MODEL, LEARNED]))
def test_any_ad_is_read_best_first_within_bounds_and_at_places_of_its_text(ads, model):
    for ad, found in zip(ads, read_ads(ads, INDEX, model, today=dt.date(2026, 9, 1)), strict=True):
        for items in (found.occupations, found.skills):
            sure = [item.confidence for item in items]
            assert sure == sorted(sure, reverse=True) and all(0 <= value <= 1 for value in sure)
        assert sum(o.confidence for o in found.occupations) <= 1 + 1e-3
        texts = texts_of(ad)
        spans = [item.span for item in (*found.skills, *found.facts) if item.span]
        assert all(0 <= span.start <= span.end <= len(texts[span.field]) for span in spans)


@pytest.mark.parametrize("piece", ["soudeur ", "x", "Savoir souder exigé. ", "(e)", "\n", "\ud800", "•", ". "])
def test_ten_thousand_characters_are_read(piece):
    text = piece * (10_000 // len(piece))
    assert isinstance(read(Ad(text, text, text)), AdRead)


def test_what_ranking_keeps_is_the_surest_occupation_and_the_skills_worth_asking_about():
    likely = SkillRead("91004", "Souder", 0.6)
    unlikely = SkillRead("91005", "Lire un plan", LIKELY - 0.01)
    best, other = OccupationRead("H2913", "Soudeur", "1", 0.7), OccupationRead("H2902", "Tôlier", "2", 0.2)
    assert reading_of(AdRead((best, other), (likely, unlikely), ())) == {
        "occupation": "H2913",
        "confidence": 0.7,
        "skills": [{"code": "91004", "confidence": 0.6}],
    }
    assert reading_of(AdRead((best,), (unlikely,), ())) == {"occupation": "H2913", "confidence": 0.7}


@MODELS
@settings(max_examples=20)
@given(ad=AD)
def test_what_ranking_keeps_is_the_same_where_the_skills_of_a_guess_are_not_read(ad, model):
    whole, least = (next(read_work([ad], INDEX, model, least=least)) for least in (0.0, GUESS))
    assert reading_of(least) == reading_of(whole) and least.occupations == whole.occupations
    assert least.skills == (whole.skills if reading_of(whole) else ())


@MODELS
@pytest.mark.parametrize("ad", ADS[:4])
def test_what_ranking_keeps_is_a_field_that_records_may_have(ad, model):
    record = {"id": "a", "title": "x", "read": reading_of(read(ad, model))}
    assert read_opening(record) == record


def test_a_judge_without_weights_of_a_feature_does_not_hear_it():
    deaf = replace(MODEL, ads=Judge({"letters": 1.0}))
    one, other = (read(Ad("Soudeur", text), deaf).occupations for text in ("Lave les sols.", "Fait des piqûres."))
    assert [(o.code, o.confidence) for o in one] == [(o.code, o.confidence) for o in other]
