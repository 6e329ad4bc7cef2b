"""What French offers write in words: languages, licences, levels, contracts, hours, times and wages."""

import pytest

from matching.text.facts.durations import months_in
from matching.text.facts.education_labels import education_level
from matching.text.facts.hours import weekly_hours
from matching.text.facts.language_names import LANGUAGES, language_code
from matching.text.facts.licences import licence_code
from matching.text.facts.wage_labels import wage_in
from matching.text.facts.working_times import working_times


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Français", "fr"), ("Anglais", "en"), ("Arabe", "ar"), ("Allemand", "de"), ("Espagnol", "es"),
        ("Italien", "it"), ("Portugais", "pt"), ("Vietnamien", "vi"), ("Chinois (Mandarin)", "zh"), ("Russe", "ru"),
        ("Turc", "tr"), ("Polonais", "pl"), ("Roumain", "ro"), ("Néerlandais", "nl"), ("Japonais", "ja"),
        ("Langue des signes", "fsl"), ("Ukrainien", "uk"), ("Tamoul", "ta"), ("en", "en"), ("Elfique", None),
    ],
)  # fmt: skip
def test_languages_have_their_code(label, code):
    assert language_code(label) == code


def test_every_language_code_fits_its_field():
    assert all(len(code) <= 3 for code in LANGUAGES.values())


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("B - Véhicule léger", "B"), ("B - Véhicule léger Exigé", "B"), ("CE - Poids lourd + remorque (= EC)", "CE"),
        ("C1E - Poids lourd < 7,5 T + remorque", "C1E"), ("D - Transport de personnes", "D"), ("A - Moto", "A"),
        ("BE - Véhicule léger + remorque (PTAC > 4,25 T)", "BE"), ("permis B", "B"), ("B", "B"), ("EC", "CE"),
        ("FIMO", None), ("A l'aise en voiture", None), ("", None),
    ],
)  # fmt: skip
def test_licences_have_their_code(label, code):
    assert licence_code(label) == code


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("Aucune formation scolaire", 1), ("AFS", 1), ("Primaire à 4ème", 2), ("4ème achevée", 2), ("CFG", 2),
        ("BEPC ou 3ème achevée", 2), ("2nd ou 1ère achevée", 2), ("C12", 2), ("CAP, BEP et équivalents", 3), ("NV5", 3),
        ("Bac ou équivalent", 4), ("NV4", 4), ("Bac+2 ou équivalents", 5), ("Bac+3, Bac+4 ou équivalents", 6),
        ("NV2", 6), ("Bac+5 et plus ou équivalents", 7), ("NV1", 7), ("Doctorat", 8), ("Autre", None),
    ],
)  # fmt: skip
def test_levels_of_education_are_european(label, level):
    assert education_level(label) == level


HOURS = [
    ("35H/semaine\nTravail en journée", 35, 35),
    ("35H Autre", 35, 35),
    ("35 H", 35, 35),
    ("39H", 39, 39),
    ("temps partiel - 25H Autre", 25, 25),
    ("Temps partiel - 24H/semaine\nTravail en journée", 24, 24),
    ("36H30/semaine", 36.5, 36.5),
    ("37H50/semaine\nTravail en journée", 37.83, 37.83),
    ("37H4 Autre", 37.07, 37.07),
    ("35H38/semaine", 35.63, 35.63),
    ("38H/semaine\nTravail posté (2x8, 3x8, 5x8, etc.)", 38, 38),
    ("temps partiel - 3H45 Autre", 3.75, 3.75),
    ("37,5H/semaine", 37.5, 37.5),
    ("35 heures par semaine", 35, 35),
    ("temps partiel - 20H à 24H", 20, 24),
    ("24H à 30H par semaine", 24, 30),
    ("entre 24h et 30h/semaine", 24, 30),
    ("151H67/mois", 35, 35),
    ("Temps plein", 35, None),
    ("Temps partiel", None, None),
    ("8h à 17h", None, None),
    ("\nTravail en journée", None, None),
    ("2x8", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "low", "high"), HOURS)
def test_hours_a_week(text, low, high):
    hours, complaint = weekly_hours(text)
    assert (hours.get("min"), hours.get("max"), complaint) == (
        pytest.approx(low, abs=0.01),
        pytest.approx(high, abs=0.01),
        "",
    )


TIMES = [
    ("35H/semaine\nTravail en journée", ["day"]),
    ("35H Horaires normaux", ["day"]),
    ("Travail de nuit", ["night"]),
    ("35H Travail le samedi", ["saturday"]),
    ("Travail le dimanche", ["sunday"]),
    ("42H Travail les week-ends et jours fériés", ["saturday", "sunday"]),
    ("1 week end sur 2", ["saturday", "sunday"]),
    ("du lundi au dimanche", ["saturday", "sunday"]),
    ("du lundi au samedi", ["saturday"]),
    ("Travail posté (2x8, 3x8, 5x8, etc.)", ["shifts"]),
    ("Par roulement", ["shifts"]),
    ("Travail en horaires décalés", ["early", "evening"]),
    ("Astreintes possibles", ["on_call"]),
    ("Horaires coupés", ["split"]),
    ("en soirée selon programmation", ["evening"]),
    ("Service du midi uniquement", ["day"]),
    ("Travail de nuit, le samedi", ["night", "saturday"]),
    ("Pas de travail le dimanche, travail le samedi", ["saturday"]),
    ("35H Autre", []),
    ("Du lundi au mercredi", []),
    ("Travail selon un rythme irrégulier et des pics d'activité", []),
]


@pytest.mark.parametrize(("text", "times"), TIMES)
def test_when_the_work_is_done(text, times):
    assert working_times([text]) == times


WAGES = [
    ("Mensuel de 1923.00 Euros sur 12 mois", 1923, 1923),
    ("Mensuel de 2000.0 Euros à 2500.0 Euros sur 12.0 mois", 2000, 2500),
    ("Mensuel de 1911.18 Euros à 1978.69 Euros sur 13.0 mois", 1911.18, 1978.69),
    ("Mensuel de 1764,00 Euros", 1764, 1764),
    ("Mensuel de 2 174,50 Euros", 2174.5, 2174.5),
    ("Horaire de 11,98 Euros à 13,90 Euros", 1817.01, 2108.21),
    ("Horaire de 11.88 Euros sur 0.0 mois", 1801.84, 1801.84),
    ("Horaire de 13.90 Euros à 11.98 Euros", 1817.01, 2108.21),
    ("Annuel de 45000.0 Euros à 60000.0 Euros sur 13.0 mois", 3750, 5000),
    ("Annuel de 39000.00 Euros sur 13 mois", 3250, 3250),
    ("Annuel de 35000.0 Euros à 40000.0 Euros sur 4.0 mois", 2916.67, 3333.33),
    ("12,50 €/h brut", 1895.87, 1895.87),
    ("12,50€ de l'heure", 1895.87, 1895.87),
    ("A partir de 2174 euros brut mensuel", 2174, None),
    ("à partir de 24600€/an", 2050, None),
    ("jusqu'à 32000 euros/an", None, 2666.67),
    ("30-36 k€", 2500, 3000),
    ("Entre 30K€ et 36K€ par an", 2500, 3000),
    ("De 1900 € à 2100 € par mois", 1900, 2100),
    ("Selon profil", None, None),
    ("% smic selon l'âge", None, None),
    ("Fonction publique : catégorie B", None, None),
    ("Carte repas : 8 € par jour", None, None),
    ("Prime de 6000 € par an", None, None),
    ("817.46", None, None),
]


@pytest.mark.parametrize(("text", "low", "high"), WAGES)
def test_wages_in_euros_a_month(text, low, high):
    wage = wage_in(text)
    assert (wage.span.get("min"), wage.span.get("max"), wage.complaint) == (low, high, "")


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2 An(s)", 24), ("18 Mois", 18), ("1 an", 12), ("2 ans", 24), ("2 années", 24), ("4 semaines", 0.92),
        ("3 angles", None), ("Mois", None),
    ],
)  # fmt: skip
def test_durations_are_in_months(text, months):
    assert months_in(text) == months
