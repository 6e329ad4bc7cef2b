"""Sparse vectors: their lengths, and where a text lies in the latent space."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
    assert found.indices.tolist() == rows.indices.tolist()
    for start, end in pairwise(rows.indptr):
        own = rows.data[start:end] * rare[rows.indices[start:end]]
        np.testing.assert_allclose(found.data[start:end], own / np.linalg.norm(own), rtol=1e-5)


@EXAMPLES
@given(st.lists(TEXT, min_size=1, max_size=6))
def test_a_text_lies_where_the_words_that_the_space_knows_put_it(texts):
    rows = weighed(counts(texts, words), SPACE.rare)
    whole = unit(np.asarray(rows[:, SPACE.columns] @ SPACE.axes, np.float32))
    assert SPACE.place(texts).tobytes() == whole.tobytes()
