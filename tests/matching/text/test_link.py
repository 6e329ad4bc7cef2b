"""Any list of labels, ranked for a wording: with reference data and without."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from matching.text.labels import BLOCK, LETTERS, SENSE, TOGETHER, WORDS, likenesses
from matching.text.link import FAINT, MEANING, RESPELT, SHARPNESS, SPELLING, rank_labels, searchable
from matching.text.normalise import title_words
from tests.matching.text.trades import EMPTY, INDEX
from tests.strategies import FEW

LABELS = [
    *("Boulanger-pâtissier", "Vendeuse en prêt-à-porter", "Soudeur TIG", "Tuyauteur soudeur", "Chaudronnier"),
    *("Conducteur de poids lourd", "Conductrice d'autocar", "Infirmière libérale", "Aide-soignant de nuit"),
    *("Agent d'entretien", "Agent de sécurité", "Secrétaire médicale", "Développeuse web", "Cariste d'entrepôt"),
]
CONCEPTS = [0, 1, 2, 2, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10]
TEXTS = ["soudeuse", "routier PL", "infirmier", "nettoyeur de bureaux", "secretaire", "truck driver", "cariste"]
TEXT = st.sampled_from(TEXTS) | st.text(st.characters(), max_size=25)
INDEXES = [None, EMPTY, INDEX]
ALONE = range(len(LABELS))


def ranked(texts, labels=LABELS, concepts=None, index=None, k=1000):
    concepts = range(len(labels)) if concepts is None else concepts
    return list(rank_labels(texts, searchable(labels, concepts, index), k))


def first(text, **how):
    return LABELS[ranked([text], **how)[0][0][1]]


@pytest.mark.parametrize("index", INDEXES, ids=["no index", "empty index", "index"])
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("soudeuse TIG", "Soudeur TIG"),
        ("soudeur tuyauteuse", "Tuyauteur soudeur"),
        ("PL conductrice", "Conducteur de poids lourd"),
        ("secrétaires médicales (H/F)", "Secrétaire médicale"),
        ("chaudronier", "Chaudronnier"),
        ("welder tig", "Soudeur TIG"),
        ("dev web", "Développeuse web"),
        ("agent sécurité", "Agent de sécurité"),
    ],
)
def test_the_label_that_a_person_would_choose_is_first(text, label, index):
    assert first(text, index=index) == label


def test_with_reference_data_two_titles_of_one_occupation_are_near_whatever_their_words():
    labels = ["Tourier", "Boucher", "Toiturier"]
    assert ranked(["boulanger"], ["Tourière", "Toiturier"], index=INDEX)[0][0][0] == 0
    without = {c: score for c, _, score in ranked(["boulanger"], labels)[0]}
    with_it = {c: score for c, _, score in ranked(["boulanger"], labels, index=INDEX)[0]}
    assert max(without, key=without.get) == 1 and max(with_it, key=with_it.get) == 0


def test_an_empty_reference_is_no_reference():
    assert ranked(TEXTS, index=EMPTY) == ranked(TEXTS, index=None)


def test_concepts_are_ranked_each_once_with_its_nearest_label():
    found = ranked(["chaudronnière"], concepts=CONCEPTS)[0]
    assert found[0][:2] == (2, LABELS.index("Chaudronnier"))
    assert len({concept for concept, _, _ in found}) == len(found) <= max(CONCEPTS) + 1
    assert all(CONCEPTS[label] == concept for concept, label, _ in found)


def test_equal_labels_keep_their_order():
    assert [c for c, _, _ in ranked(["soudeur"], ["Soudeur", "Soudeuse", "Soudeur"])[0]] == [0, 1, 2]


@pytest.mark.parametrize("index", INDEXES, ids=["no index", "empty index", "index"])
@pytest.mark.parametrize("labels", [[], [""], ["H/F", ""]])
def test_a_list_without_words_has_nothing_to_rank(labels, index):
    assert ranked(["soudeur", "", "zzz"], labels, index=index) == [[], [], []]


@pytest.mark.parametrize("index", INDEXES, ids=["no index", "empty index", "index"])
def test_a_text_that_tells_nothing_has_no_label_and_no_texts_have_no_answers(index):
    assert ranked(["", "H/F", "\ud800", "123"], index=index) == [[], [], [], []] and ranked([], index=index) == []


@pytest.mark.parametrize("index", INDEXES, ids=["no index", "empty index", "index"])
def test_fewer_are_the_beginning_of_more(index):
    whole = ranked(TEXTS, index=index)
    for k in (0, 1, 3, 99):
        assert ranked(TEXTS, index=index, k=k) == [row[:k] for row in whole]


def test_the_score_of_a_label_for_itself_is_one_and_never_more():
    for labels in (["soudeur", ""], ["Agent", "Agent de sécurité"]):
        assert ranked([labels[0]], labels)[0][0] == (0, 0, 1.0)


def brute_force(text, index):
    """Every concept's score, from `likenesses` and what the module promises, one by one."""
    among = searchable(LABELS, CONCEPTS, index)
    found = likenesses([text], among.labels, index.latent if index else None)
    scores = found.total[0].astype(float)
    if index:

        def meant(wording):
            near = np.maximum(likenesses([wording], index.titles, index.latent).total[0], 0)
            near = (near / (LETTERS + WORDS + TOGETHER + SENSE)) ** SHARPNESS
            near = near / max(float(np.linalg.norm(near)), 1e-9)
            return np.where(near < FAINT, 0, near)

        mine = meant(text)
        for concept in range(len(scores)):
            scores[concept] += MEANING * max(
                mine @ meant(label) for label, c in zip(LABELS, CONCEPTS, strict=True) if c == concept
            )
    told = " ".join(title_words(text))
    assert len(scores) <= RESPELT
    for concept in range(len(scores) if told else 0):
        label = LABELS[found.nearest(0, concept, among.labels)]
        scores[concept] += SPELLING * fuzz.ratio(told, " ".join(title_words(label))) / 100
    return scores / (LETTERS + WORDS + TOGETHER + SPELLING + (SENSE + MEANING if index else 0))


@pytest.mark.parametrize("index", [None, INDEX], ids=["no index", "index"])
@pytest.mark.parametrize("text", [*TEXTS, "agent", "", "zzz"])
def test_the_ranking_equals_brute_force(text, index):
    expected = brute_force(text, index)
    found = ranked([text], concepts=CONCEPTS, index=index)[0]
    assert {concept for concept, _, _ in found} == set(np.flatnonzero(expected > 0).tolist())
    np.testing.assert_allclose([score for _, _, score in found], [expected[c] for c, _, _ in found], atol=1e-5)


@FEW
@given(st.lists(TEXT, max_size=4), st.sampled_from([None, INDEX]), st.integers(0, 20))
def test_any_text_is_ranked_best_first_and_within_bounds(texts, index, k):
    for row in ranked(texts, concepts=CONCEPTS, index=index, k=k):
        scores = [score for _, _, score in row]
        assert len(row) <= k and scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("index", [None, INDEX], ids=["no index", "index"])
def test_a_text_has_the_same_answer_alone_and_in_any_batch(index):
    texts = (TEXTS * (BLOCK // len(TEXTS) + 2))[: BLOCK + 5]
    among = searchable(LABELS, CONCEPTS, index)
    alone = {text: next(rank_labels([text], among, 5)) for text in TEXTS}
    for text, row in zip(texts, rank_labels(texts, among, 5), strict=True):
        assert [pair[:2] for pair in row] == [pair[:2] for pair in alone[text]]
        assert [score for *_, score in row] == pytest.approx([score for *_, score in alone[text]], abs=1e-5)
