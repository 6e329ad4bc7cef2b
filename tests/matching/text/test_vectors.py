"""Sparse vectors: their lengths, and where a text lies in the latent space."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.text.labels import terms_of
from matching.text.latent import latent_of, unit
from matching.text.vectors import counts, rarity, weighed, words
from tests.strategies import EXAMPLES

KNOWN = ["soudeur", "boulanger", "phare", "garde", "livre", "camion"]
TEXT = st.lists(st.sampled_from([*KNOWN, "zzz", "inconnu"]), max_size=6)
SPACE = latent_of([KNOWN[:3], KNOWN[2:5], KNOWN[3:], ["zzz", "phare"]])


@EXAMPLES
@given(st.lists(TEXT, min_size=1, max_size=6))
def test_every_row_is_at_length_1_and_an_empty_one_stays_empty(texts):
    rows = counts(texts, words)
    rare = rarity(rows)
    found = weighed(rows, rare)
    assert found.columns.tolist() == rows.columns.tolist()
    for start, end in pairwise(rows.ends):
        own = rows.values[start:end] * rare[rows.columns[start:end]]
        np.testing.assert_allclose(found.values[start:end], own / np.linalg.norm(own), rtol=1e-5)


@EXAMPLES
@given(st.lists(TEXT, min_size=1, max_size=6), st.lists(TEXT, max_size=12))
def test_what_texts_and_queries_share_is_the_product_of_their_matrices_bit_for_bit(texts, queries):
    terms, asked = terms_of(texts), weighed(counts(queries, words), terms_of(texts).rare)
    assert asked.met(terms.by_term).tobytes() == (asked.matrix @ terms.by_term).toarray().tobytes()


@EXAMPLES
@given(st.lists(TEXT, max_size=6))
def test_each_word_of_a_text_is_one_column_with_the_logarithm_of_its_count(texts):
    for text, found in zip(texts, counts(texts, words).matrix, strict=True):
        told = Counter(words(text))
        assert found.indices.tolist() == sorted(told)
        np.testing.assert_allclose(found.data, [1 + np.log(told[column]) for column in sorted(told)], rtol=1e-6)


@EXAMPLES
@given(st.lists(TEXT, min_size=1, max_size=6))
def test_a_text_lies_where_the_words_that_the_space_knows_put_it(texts):
    told = counts(texts, words)
    rows = weighed(told, SPACE.rare).matrix
    whole = unit(np.asarray(rows[:, SPACE.columns] @ SPACE.axes, np.float32))
    assert SPACE.place(told).tobytes() == whole.tobytes()
