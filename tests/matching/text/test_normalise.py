"""One form for what a person takes for the same word: case, accents, gender, plural, abbreviation, noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text.abbreviations import ABBREVIATIONS, BORROWED, NOISE
from matching.text.normalise import folded, one_gender, stems, title_stems, title_words
from tests.strategies import EXAMPLES

EMPLOYEES = [
    *("employé", "employée", "Employé(e)", "employé.e", "employé·e", "employé-e", "employé/e", "EMPLOYÉ(E)"),
    *("employé (e)", "employé/employée", "employé, employée", "employé ou employée", "employés", "employé(e)s"),
]
DRIVERS = [
    *("conducteur", "conductrice", "conducteur/trice", "conducteur(trice)", "conducteur.trice", "conducteur·rice"),
    *("Conducteur / Conductrice", "conducteur-trice", "conductrices", "conducteurs/trices", "conducteur·trice·s"),
]
BOTH_SEXES = [
    *("H/F", "(H/F)", "F/H", "(f/h)", "h/f/x", "(m/f/d)", "(m/w/d)", "H-F", "H.F", "H|F", "(HF)", "(FH)", "- H/F"),
    *("[H/F]", "H / F", "(H,F)", "Homme/Femme", "(homme / femme)", "M/F", "F/H/NB", "hf", "H ou F"),
]
PAIRS = [
    *(("soudeuse", "soudeur"), ("infirmière", "infirmier"), ("technicienne", "technicien"), ("hôtesse", "hôte")),
    *(("cheffe", "chef"), ("directrice", "directeur"), ("serveuses", "serveurs"), ("sportive", "sportif")),
    *(("patronne", "patron"), ("agente", "agent"), ("assistante", "assistant"), ("chargée", "chargé")),
    *(("hôte(sse)", "hôte"), ("vendeur·euse·s", "vendeur"), ("infirmier.ère", "infirmière")),
    *(("œuvre", "oeuvre"), ("ÉLECTRICIEN", "electricien"), ("e\u0301lectricien", "électricien")),
    *(("TP", "travaux publics"), ("PL", "poids lourd"), ("ASH", "agent de service hospitalier")),
    *(("welder", "soudeur"), ("cleaner", "agent de nettoyage"), ("l'agent d’entretien", "agent entretien")),
]
OTHERS = [
    *(
        ("soudeur", "souffleur"),
        ("boucher", "boulanger"),
        ("C++", "C#"),
        ("soudeur TIG", "soudeur MIG"),
        ("agent", "agence"),
        ("maçon", "maison"),
    ),
    *(("pâtissier", "pâtissier chocolatier"), ("infirmier", "infirme"), ("coiffeur", "chauffeur")),
]
ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates included
TITLE_LIKE = st.text("soudeur agenté·().-/ HF0'\n", max_size=40)


@pytest.mark.parametrize("title", EMPLOYEES)
def test_both_genders_of_an_employee_have_one_form(title):
    assert title_stems(title) == title_stems("employé")


@pytest.mark.parametrize("title", DRIVERS)
def test_both_genders_of_a_driver_have_one_form(title):
    assert title_stems(title) == ["conducteur"]


@pytest.mark.parametrize("both", BOTH_SEXES)
def test_both_sexes_are_no_part_of_a_title(both):
    assert title_stems(f"Soudeur {both}") == title_stems(f"{both} Soudeur") == ["soudeur"]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_means_the_same_has_the_same_stems(one, other):
    assert title_stems(one) == title_stems(other) != []


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_what_means_something_else_has_other_stems(one, other):
    assert title_stems(one) != title_stems(other)


def test_urgency_contract_and_numbers_are_no_part_of_a_title():
    assert title_stems("URGENT – cariste CACES 1-3-5 (H/F) – CDI temps plein 78") == ["carist"]


def test_a_title_tells_each_word_once_and_keeps_their_order():
    assert title_stems("Soudeur / Soudeuse à l'arc, soudeur") == ["soudeur", "arc"]
    assert stems("soudeur soudeuse") == ["soudeur", "soudeur"]


def test_words_keep_their_letters_where_stems_lose_them():
    assert title_words("Infirmières (H/F)") == ["infirmiers"] and title_stems("Infirmières") == ["infirmi"]


@pytest.mark.parametrize("empty", ["", " ", "H/F", "(e)", "de la", "\ud800", "🙂", "Заведующий", "12 345", "..."])
def test_what_tells_nothing_has_no_stem(empty):
    assert title_stems(empty) == title_words(empty) == []


def test_no_entry_of_the_dictionary_spells_itself_out_as_noise():
    spelt = ABBREVIATIONS | BORROWED
    assert [short for short in spelt if short in NOISE] == [short for short in spelt if not stems(short)] == []


@EXAMPLES
@given(ANY_TEXT | TITLE_LIKE)
def test_any_text_has_stems_of_plain_letters(text):
    for told in (stems(text), title_stems(text), title_words(text)):
        assert all(word.isascii() and word == word.lower() and " " not in word for word in told)
    assert len(title_stems(text)) == len(set(title_stems(text)))


@EXAMPLES
@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


@EXAMPLES
@given(TITLE_LIKE)
def test_case_and_the_spaces_around_change_nothing(text):
    assert title_stems(text) == title_stems(text.upper()) == title_stems(f"  {text}\n")


@EXAMPLES
@given(st.sampled_from([*EMPLOYEES, *DRIVERS]), st.sampled_from(BOTH_SEXES))
def test_one_gender_taken_twice_takes_no_more(title, both):
    once = one_gender(f"{title} {both}")
    assert title_stems(one_gender(once)) == title_stems(once)


@pytest.mark.parametrize("piece", ["x", "é", "H/", "(e)", "a(e", " ", "-", "h ", "s ", "l'", "\u0390", "İ", "1 ", "a."])
def test_ten_thousand_characters_are_read(piece):
    text = "soudeur" + piece * (10_000 // len(piece)) + " H"
    assert isinstance(title_stems(text), list) and isinstance(title_words(text), list)
