"""Job titles as people write them → occupations, surest first; nothing where it would be a guess."""

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text.features import official, wording
from matching.text.labels import BLOCK
from matching.text.titles import read_titles
from service.db.base import open_store
from service.usecases.reference import import_rome
from service.words import default_model, load_words
from tests.matching.text.trades import EMPTY, INDEX, MODEL, REFERENCE
from tests.strategies import FEW
from training.personas import read_personas

LEARNED = default_model()
MODELS = pytest.mark.parametrize("model", [MODEL, LEARNED], ids=["plain", "learned"])
EVERYDAY = [
    ("URGENT – cariste CACES 1-3-5 (H/F) – Gargenville", "N1101"),
    ("soudeuse", "H2913"),
    ("SOUDEUR", "H2913"),
    ("Soudeur·euse (f/h) à Meulan", "H2913"),
    ("boulangre", "D1102"),
    ("boulanger(ère) confirmé(e)", "D1102"),
    ("livreur chauffeur", "N4101"),
    ("infirmieres", "J1506"),
    ("IDE de nuit", "J1506"),
    ("AS", "J1501"),
    ("Aide soignant(e) diplômé(e)", "J1501"),
    ("auxilliaire de vie", "K1302"),
    ("agents de netoyage", "K2204"),
    ("conducteur chariot elevateur", "N1101"),
    ("conductrice PL", "N4101"),
    ("Truck driver", "N4101"),
    ("welder", "H2913"),
    ("nurse", "J1506"),
    ("Dev web junior", "M1855"),
    ("secrétariat", "M1607"),
    ("vendeuse en boulangerie", "D1106"),
    ("direction : assistante", "M1607"),
]
NOTHING = ["", "   ", "H/F", "zzz qqq", "12345", "🙂", "Заведующий", "\ud800", "dompteur de lions", "CDI temps plein"]
OWN = [(label, code) for _, label, _, code in REFERENCE.titles if "équipe" not in label]  # of one occupation
TITLE = st.sampled_from([text for text, _ in EVERYDAY] + NOTHING) | st.text(st.characters(), max_size=40)


def read(title, model=MODEL, k=5):
    return next(read_titles([title], INDEX, model, k))


@MODELS
@pytest.mark.parametrize(("title", "code"), EVERYDAY)
def test_an_everyday_title_gives_the_occupation_that_a_person_sees(title, code, model):
    assert read(title, model)[0].code == code


@MODELS
@pytest.mark.parametrize("title", NOTHING)
def test_what_names_no_job_known_has_no_answer(title, model):
    assert read(title, model) == []


@MODELS
@pytest.mark.parametrize(("label", "code"), OWN)
def test_an_official_title_gives_its_own_occupation_with_what_official_titles_are_worth(label, code, model):
    best = read(label, model)[0]
    assert (best.code, best.title) == (code, label)
    assert best.confidence == pytest.approx(model.official, abs=1e-3)
    assert best.title_code == next(row[0] for row in REFERENCE.titles if row[1] == label)


@MODELS
@pytest.mark.parametrize("title", ["Chef / Cheffe d'équipe", "chef d'equipe", "Cheffe d'équipe H/F"])
def test_a_title_of_two_occupations_gives_both_equally_sure(title, model):
    one, other = read(title, model)[:2]
    assert {one.code, other.code} == {"H2902", "K2204"}
    assert one.confidence == other.confidence == pytest.approx(model.official / 2, abs=1e-3)
    assert one.title_code != other.title_code


def test_the_words_that_decided_are_told_as_they_were_written():
    assert read("URGENT – Caristes CACES 3 (H/F)")[0].because == ("Caristes",)
    assert read("Chaufeur-livreuse")[0].because == ("Chaufeur-livreuse",)
    assert read("conductrice PL, Poissy")[0].because == ("conductrice", "PL")


def test_where_one_word_fits_several_occupations_the_answer_is_less_sure():
    assert read("conducteur")[0].confidence < read("conducteur de chariot élévateur")[0].confidence
    assert {found.code for found in read("conducteur")[:2]} == {"N1101", "N4101"}


def test_an_empty_reference_knows_no_title_and_no_titles_have_no_answers():
    assert list(read_titles(["soudeur", ""], EMPTY, MODEL)) == [[], []] and list(read_titles([], INDEX, MODEL)) == []


@pytest.mark.parametrize("title", ["soudeuse", "conducteur", "chef d'équipe"])
def test_fewer_are_the_beginning_of_more_and_more_than_all_are_all(title):
    whole = read(title, k=99)
    assert len(whole) <= len(INDEX.occupations)
    assert [read(title, k=k) for k in (0, 1, 2, 5)] == [whole[:k] for k in (0, 1, 2, 5)]


def test_what_learning_says_of_official_titles_is_what_they_are_given():
    assert read("soudeuse", replace(MODEL, official=0.6))[0].confidence == pytest.approx(0.6, abs=1e-3)


@FEW
@given(st.lists(TITLE, max_size=5), st.sampled_from([MODEL, LEARNED]))
def test_any_title_has_answers_best_first_and_about_one_together(titles, model):
    for found in read_titles(titles, INDEX, model, 99):
        sure = [occupation.confidence for occupation in found]
        assert sure == sorted(sure, reverse=True) and all(0 <= value <= 1 for value in sure)
        assert sum(sure) <= 1 + 1e-3 and len({occupation.code for occupation in found}) == len(found)


@MODELS
def test_a_title_has_the_same_answer_alone_and_in_any_batch(model):
    titles = [text for text, _ in EVERYDAY] + NOTHING + ["conducteur", "agent"]
    alone = {title: read(title, model) for title in titles}
    batch = Random(0).choices(titles, k=BLOCK + 9)
    for title, found in zip(batch, read_titles(batch, INDEX, model), strict=True):
        assert [(o.code, o.title_code, o.because) for o in found] == [
            (o.code, o.title_code, o.because) for o in alone[title]
        ]
        np.testing.assert_allclose([o.confidence for o in found], [o.confidence for o in alone[title]], atol=2e-4)


@pytest.mark.parametrize("piece", ["soudeur ", "x", "H/", "(e)", " ", "\ud800", "ﬃ", "1 ", "l'"])
def test_ten_thousand_characters_are_read(piece):
    assert isinstance(read(piece * (10_000 // len(piece))), list)


@pytest.fixture(scope="module")
def rome(data_dir: Path, tmp_path_factory: pytest.TempPathFactory):
    """The whole of ROME as words."""
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('rome') / 'rome.db'}") as store:
        import_rome(store, data_dir / "rome_v460")
        with store.read() as connection:
            return load_words(connection, lambda done, total, what: None)


@pytest.mark.real_data
def test_official_wordings_of_rome_give_their_own_occupation_first(rome):
    drawn = Random(0).sample(range(len(rome.index.titles.labels)), 1500)
    titles = [rome.index.titles.labels[place] for place in drawn]
    place = {code: number for number, code in enumerate(rome.index.occupations)}
    found = read_titles(titles, rome.index, rome.model, 1)
    own = []
    for drawn_place, title, read_ in zip(drawn, titles, found, strict=True):
        named = official(rome.index).get(wording(title), (rome.index.titles.concept[drawn_place],))
        own.append(bool(read_) and place[read_[0].code] in named)
    assert np.mean(own) >= 0.97


@pytest.mark.real_data
def test_nothing_is_read_in_texts_that_name_no_job_of_rome(rome):
    assert list(read_titles(["", "?", "H/F", "zzz qqq"], rome.index, rome.model)) == [[], [], [], []]


@pytest.mark.real_data
def test_most_jobs_that_personas_wish_are_recognised(rome, data_dir):
    """Their codes are of an older list, so families count."""
    people = read_personas(data_dir / "profils/personas.json5")
    wishes = {(wish["title"], wish["occupation"]) for person in people for wish in person["wishes"]}
    family = dict(zip(rome.index.occupations, rome.index.parents, strict=True))
    titles, codes = zip(*sorted(wishes), strict=True)
    found = list(read_titles(titles, rome.index, rome.model, 5))
    right = [bool(f) and family[f[0].code] == family.get(code, code) for f, code in zip(found, codes, strict=True)]
    assert np.mean(right) >= 0.65 and all(found)
