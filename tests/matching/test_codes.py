"""Labels in one form, whatever their characters."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from matching.codes import plain


def bare(label):
    """What a label is without accents and signs, told character by character."""
    spelled = unicodedata.normalize("NFKD", label.replace("œ", "oe").replace("Œ", "oe")).casefold()
    kept = (character for character in spelled if not unicodedata.combining(character))
    return " ".join("".join(character if character.isalnum() else " " for character in kept).split())


def test_common_characters_and_rare_ones_lose_their_accents_and_signs():
    every = [chr(number) for number in [*range(0x3100), *range(0x1D100, 0x1D400)]]
    assert [plain(f"A{one}b") for one in every] == [bare(f"A{one}b") for one in every]


@given(st.text())
def test_any_text_does(label):
    assert plain(label) == bare(label)
