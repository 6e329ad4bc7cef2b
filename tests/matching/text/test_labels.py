"""Lists of labels: what is nearest, whatever their order, and what an empty list says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text.labels import firsts, label_list, likenesses
from tests.matching.text.trades import INDEX, REFERENCE
from tests.strategies import EXAMPLES, FEW

LABELS = sorted({label for _, label, _, _ in REFERENCE.titles})
WORDINGS = ["soudeuse", "chauffeur livreur", "boulangre", "agent", "", "zzz", "aide à domicile"]
WORDING = st.sampled_from(WORDINGS) | st.text(st.characters(), max_size=30)


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_nearest_to_itself(label):
    listed = label_list(LABELS, range(len(LABELS)))
    total = likenesses([label], listed).total[0]
    assert LABELS[int(total.argmax())] == label and total.max() > np.sort(total)[-2]


def test_labels_without_a_word_in_common_have_no_likeness_of_words():
    like = likenesses(["soudeuse"], label_list(["Boulanger", "Soudeur TIG"], [0, 1]))
    assert like.words[0, 0] == 0 < like.words[0, 1] and like.letters[0, 0] < like.letters[0, 1]


def test_a_misspelt_word_is_met_by_its_letters_alone():
    like = likenesses(["boulangre"], label_list(["Boulanger", "Soudeur"], [0, 1]))
    assert like.words.max() == 0 and like.letters[0, 0] > 0.5 > like.letters[0, 1]


def test_a_concept_is_as_near_as_its_nearest_label_and_that_one_is_told():
    listed = label_list(["Boulanger", "Soudeur", "Assembleur au chalumeau"], [0, 1, 1])
    like = likenesses(["assembleur au chalumeau", "soudeuse"], listed)
    assert like.letters.shape == (2, 2) and like.letters.argmax(axis=1).tolist() == [1, 1]
    assert [like.nearest(row, 1, listed) for row in (0, 1)] == [2, 1]


def test_labels_of_one_concept_count_together():
    listed = label_list(["Agent de quai", "Pointeur", "Agent pointeur"], [0, 0, 1])
    together = likenesses(["pointeur de quai"], listed).together[0]
    assert together[0] > together[1] > 0


def test_a_latent_space_adds_meaning_and_its_lack_adds_nothing():
    with_sense = likenesses(["malades"], INDEX.titles, INDEX.latent).sense[0]
    assert INDEX.occupations[int(with_sense.argmax())] in ("J1501", "J1506")
    assert likenesses(["malades"], label_list(["Soudeur"], [0])).sense.tolist() == [[0.0]]


@pytest.mark.parametrize("labels", [[], [""], ["", "H/F"]])
def test_a_list_without_words_is_near_nothing(labels):
    like = likenesses(["soudeur", ""], label_list(labels, range(len(labels))))
    assert like.total.shape == (2, len(labels)) and not like.total.any()


@FEW
@given(st.permutations(range(len(LABELS))), st.lists(WORDING, min_size=1, max_size=4))
def test_the_order_of_the_labels_does_not_change_scores(order, texts):
    here = likenesses(texts, label_list(LABELS, range(len(LABELS)))).total
    there = likenesses(texts, label_list([LABELS[i] for i in order], range(len(LABELS)))).total
    np.testing.assert_allclose(there, here[:, order], atol=1e-5)


@FEW
@given(st.lists(st.text(st.characters(), max_size=20), max_size=5), st.lists(WORDING, max_size=3))
def test_any_labels_and_any_texts_have_a_likeness_within_bounds(labels, texts):
    like = likenesses(texts, label_list(labels, range(len(labels))))
    for found in (like.letters, like.words, like.together, like.sense):
        assert found.shape == (len(texts), len(labels))
        assert np.isfinite(found).all() and (found >= 0).all() and (found <= 1 + 1e-5).all()


@EXAMPLES
@given(st.lists(st.integers(-3, 3), max_size=12), st.integers(0, 15))
def test_firsts_are_those_of_a_stable_sort(scores, k):
    values = np.array(scores, np.float32)
    assert firsts(values, k).tolist() == np.argsort(-values, kind="stable")[:k].tolist()
