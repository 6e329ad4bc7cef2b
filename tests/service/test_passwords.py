"""Which passwords are taken, and what is kept of them (S7)."""

import re

import pytest

from service import passwords
from tests.service.sign_ins import PASSWORD


def test_the_hash_is_argon2id_of_at_least_19_mib_and_two_passes():
    kept = passwords.hashed(PASSWORD)
    memory, passes, lanes = map(int, re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", kept).groups())
    assert memory >= 19 * 1024
    assert passes >= 2
    assert lanes == 1
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(kept, PASSWORD + "!")


GUESSABLE = """
aaaaaaaaaaaaaaaaaa|123456789012345678|azertyuiopqsdfghjklm|password123456789|MotDePasse2026!!|Bonjour-Bonjour-1
camille.martin.1990|martinmartinmartin|visavis-visavis-visavis|qwertyuiop12345|0987654321098765|P@ssw0rdP@ssw0rd
abcabcabcabcabcabc|candidat2026candidat|soleilsoleil2026|Welcome-Admin-2026|zyxwvutsrqponmlk
"""


@pytest.mark.parametrize("password", [part for line in GUESSABLE.split("\n") for part in line.split("|") if part])
def test_what_others_would_guess_is_no_password(password):
    with pytest.raises(passwords.Invalid, match="easy to guess"):
        passwords.check(password, ["camille.martin@example.org", "Camille Martin"])


@pytest.mark.parametrize("password", ["court", "x" * 14, "é" * 129])
def test_a_password_has_15_to_128_characters(password):
    with pytest.raises(passwords.Invalid, match="15 to 128"):
        passwords.check(password, [])


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery staple", "jfkdlsqmrueizoapbn", "une vache bleue dort"]
)
def test_no_capital_digit_or_sign_is_asked_for(password):
    passwords.check(password, ["camille.martin@example.org"])
