"""Words of ads that look like a fact and mean another, and facts in the short words of everyday ads."""

import datetime as dt

import pytest

from tests.matching.text.facts.reading_ads import codes, first

TODAY = dt.date(2026, 1, 15)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("education", "Licence de soudage TIG exigée"),
        ("education", "Une licence de taxi est demandée"),
        ("education", "Vous préparez un BTS MCO"),
        ("education", "BTS MCO en apprentissage"),
        ("start", "Prise de poste au plus tard le 2 février 2026"),
        ("positions", "3 ans sur un poste de comptable"),
        ("working_times", "Restauration du midi offerte"),
        ("working_times", "Départ 14h retour 5h"),
        ("experience", "CDD de 2 ans mini"),
    ],
)
def test_what_only_looks_like_a_fact_is_none(name, text):
    assert first(name, text, today=TODAY) is None


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("education", "Titulaire d'une licence de droit", {"level": 6, "requirement": "must"}),
        ("positions", "1 poste de comptable à pourvoir", 1),
        ("working_times", "Service du midi", ["day"]),
        ("working_times", "Prise de poste à 5h", ["early"]),
        ("contract", "Intérim 6 mois pouvant se prolonger en CDI", "MIS"),
        ("experience", "3 ans d'xp minimum", {"months": 36, "requirement": "must"}),
        ("experience", "Cariste, 2 ans mini", {"months": 24, "requirement": "must"}),
        ("experience", "Première expérience de 6 mois exigée", {"months": 6, "requirement": "must"}),
        ("wage", "Magasinier, 42-50 k€", {"min": 3500.0, "max": 4166.67}),
        ("wage", "1 850 € brut sur 13 mois", {"min": 1850.0, "max": 1850.0}),
    ],
)
def test_everyday_words_tell_a_fact(name, text, value):
    assert first(name, text, today=TODAY) == value


def test_one_of_several_is_no_must():
    assert codes("certificates", "CACES 2 ou B1 exigé") == {"CACES R482 B1": "wish"}
    assert codes("licences", "Permis A ou B exigé") == {"A": "wish", "B": "wish"}
    assert codes("licences", "Permis B et C exigés") == {"B": "must", "C": "must"}


def test_one_place_is_told_once_with_all_that_is_known_of_it():
    text = "Lieu : Mantes-la-Jolie. Envoyez à 78200 Mantes-la-Jolie"
    assert first("place", text) == {"label": "Mantes-la-Jolie", "postcode": "78200"}
