"""Facts read from ads: what a person sees at once in a sentence, and what must never become a fact."""

import datetime as dt

import pytest

from matching.records import read_opening
from matching.text.facts import READERS, found_in, read_facts
from matching.text.facts.confidence import confidence
from tests.matching.text.facts.reading_ads import first


@pytest.mark.parametrize(
    ("text", "contract"),
    [
        ("Poste en CDI à temps plein.", "CDI"),
        ("Type de contrat : CDD de 6 mois", "CDD"),
        ("Mission en intérim de 3 mois, possibilité de CDI.", "MIS"),
        ("Agence spécialisée en CDI et CDD.\nContrat : CDD", "CDD"),
        ("Dans le cadre d'un contrat d'apprentissage de 24 mois", "APP"),
        ("Contrat de professionnalisation, 12 mois", "PRO"),
        ("Contrat saisonnier de juin à août", "SAI"),
        ("Statut de travailleur indépendant", "LIB"),
        ("Un poste varié dans une équipe soudée.", None),
    ],
)
def test_the_contract_offered_is_read(text, contract):
    assert first("contract", text) == contract


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("CDD de 6 mois renouvelable", 6),
        ("Contrat : intérim\nDurée : 18 mois", 18),
        ("CDD d'un an", 12),
        ("CDI avec période d'essai de 4 mois", None),
        ("CDD, 3 ans d'expérience", None),
    ],
)
def test_the_length_of_a_contract_is_in_months(text, months):
    assert first("months", text) == months


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("CDI 35h, du lundi au vendredi", {"min": 35, "max": 35}),
        ("Travail de 36H30 par semaine", {"min": 36.5, "max": 36.5}),
        ("temps partiel, 20 à 24 h / semaine", {"min": 20, "max": 24}),
        ("151.67h/mois", {"min": 35, "max": 35}),
        ("Poste à temps plein", {"min": 35}),
        ("Ouvert de 8h à 17h", None),
        ("Horaires en 2x8", None),
    ],
)
def test_hours_a_week_are_read_and_clock_times_are_not(text, hours):
    assert first("hours", text) == hours


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("Salaire : 12,50 €/h brut", {"min": 1895.87, "max": 1895.87}),
        ("Mensuel de 1923.00 Euros sur 12 mois", {"min": 1923, "max": 1923}),
        ("Rémunération : 30 à 36 k€ selon profil", {"min": 2500, "max": 3000}),
        ("Salaire brut de 2 200 € à 2 400 € par mois", {"min": 2200, "max": 2400}),
        ("Salaire : 12€50/h", {"min": 1895.87, "max": 1895.87}),
        ("Salaire à partir de 24 000 € brut par an", {"min": 2000}),
        ("Salaire 2000 € brut par mois + prime de 300 €", {"min": 2000, "max": 2000}),
        ("Salaire : 2000 € net par mois", None),
        ("Prime de 1 500 € par an", None),
        ("Tickets restaurant à 9 €", None),
        ("Chiffre d'affaires de 35 000 € par mois", None),
        ("Payé au SMIC", None),
        ("Un groupe de 5,8 milliards d'euros", None),
    ],
)
def test_wages_are_monthly_and_gross(text, wage):
    assert first("wage", text) == wage


def test_the_wage_of_part_time_is_counted_for_full_time():
    assert first("wage", "Salaire brut de 1000 € par mois, 17,5h par semaine") == {"min": 2000, "max": 2000}
    assert first("wage", "Salaire 12 €/h, 17,5h par semaine") == {"min": 1820.04, "max": 1820.04}


@pytest.mark.parametrize(
    ("text", "months", "requirement"),
    [
        ("Vous justifiez d'une expérience de 2 ans minimum.", 24, "must"),
        ("3 à 5 ans d'expérience exigés", 36, "must"),
        ("Entre 5 et 9 ans d'expérience", 60, "must"),
        ("Une expérience de deux ans serait un plus", 24, "wish"),
        ("Débutants acceptés", 0, "wish"),
        ("Débutant(e) accepté(e)", 0, "wish"),
        ("Expérience non exigée", 0, "wish"),
        ("At least 4 years of experience required", 48, "must"),
    ],
)
def test_the_experience_asked_is_in_months(text, months, requirement):
    assert first("experience", text) == {"months": months, "requirement": requirement}


@pytest.mark.parametrize(
    "text",
    [
        "Notre groupe, fort de 12 ans d'expérience, compte 250 salariés.",
        "Depuis 1990, une entreprise de 30 ans d'expérience.",
        "Créée en 1998, la société recrute dans 12 pays.",
    ],
)
def test_a_companys_history_is_no_fact_of_the_opening(text):
    assert not {fact.name for fact in read_facts({"description": text})} & {
        "experience",
        "positions",
        "start",
        "months",
    }


@pytest.mark.parametrize(
    ("text", "level", "requirement"),
    [
        ("Titulaire d'un CAP ou d'un BEP", 3, "must"),
        ("De formation Bac +3/5 en informatique", 6, "must"),
        ("Vous êtes issu d'une formation BTS ou licence pro", 5, "must"),
        ("Bac pro souhaité", 4, "wish"),
        ("Master's degree required", 7, "must"),
        ("Niveau d'études minimum requis : Non diplômé", 1, "wish"),
    ],
)
def test_the_lowest_diploma_named_is_the_level_asked(text, level, requirement):
    assert first("education", text) == {"level": level, "requirement": requirement}


@pytest.mark.parametrize("text", ["Responsable Master Data", "tenir le cap", "nettoyer les bacs", "Scrum Master"])
def test_words_that_look_like_diplomas_are_none(text):
    assert first("education", text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Poste à pourvoir à partir du 1er juillet 2026.", "2026-07-01"),
        ("Prise de poste : 05/09/2025", "2025-09-05"),
        ("Date de début : 2025-08-31", "2025-08-31"),
        ("Démarrage en septembre 2026", "2026-09-01"),
        ("Poste à pourvoir dès que possible", None),
        ("Prise de poste le 14 avril", None),
        ("Candidature avant le 12/09/2026", None),
        ("Prise de poste le 31/02/2026", None),
    ],
)
def test_the_first_day_is_a_real_date(text, day):
    assert first("start", text) == day


@pytest.mark.parametrize(
    ("today", "day"),
    [(dt.date(2026, 2, 2), "2026-04-14"), (dt.date(2025, 12, 2), "2026-04-14"), (dt.date(2026, 5, 2), None)],
)
def test_a_day_without_a_year_is_told_only_where_it_is_soon(today, day):
    assert first("start", "Prise de poste le 14 avril", today=today) == day


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("4 postes à pourvoir", 4),
        ("Nous recherchons deux conducteurs", 2),
        ("Nombre de postes : 3", 3),
        ("Nous recherchons un boulanger", 1),
        ("Vous encadrez 5 personnes", None),
    ],
)
def test_the_number_of_people_sought(text, positions):
    assert first("positions", text) == positions


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Poste à Gargenville (78)", {"label": "Gargenville", "department": "78"}),
        ("Poste basé à Bourg-en-Bresse", {"label": "Bourg-en-Bresse"}),
        ("Agence de 01000 BOURG", {"label": "BOURG", "postcode": "01000"}),
        ("à Vienne-sur-Rien, 38200", {"label": "Vienne-sur-Rien", "postcode": "38200"}),
        ("conforme à la norme ISO 14001", None),
        ("une architecture basée sur Python", None),
    ],
)
def test_the_place_of_work(text, place):
    assert first("place", text) == place


def test_the_company_is_read_where_it_says_that_it_recruits():
    assert first("company", "Ets Exemple recrute un boulanger.") == {"name": "Ets Exemple"}
    assert first("company", "Notre client recherche un boulanger.") is None


def test_a_short_title_of_an_ad_tells_many_facts():
    facts = read_facts({"title": "URGENT - cariste CACES 1-3-5 (H/F) - CDI - Gargenville (78)", "description": ""})
    assert {fact.name for fact in facts} >= {"certificates", "contract", "place"}


def test_every_fact_is_in_its_text_and_the_surest_of_a_name_comes_first():
    texts = {
        "title": "Cariste CDI",
        "description": "Contrat : CDD de 6 mois. Permis B exigé. Salaire 12 €/h. 35h/semaine.",
    }
    facts = read_facts(texts)
    assert all(0 <= fact.span.start < fact.span.end <= len(texts[fact.span.field]) for fact in facts)
    assert all(0 < fact.confidence < 1 for fact in facts)
    for name in {fact.name for fact in facts}:
        sure = [fact.confidence for fact in facts if fact.name == name]
        assert sure == sorted(sure, reverse=True)


def test_what_is_read_is_what_the_fields_of_an_opening_read():
    text = (
        "CDD de 6 mois, 35h/semaine, travail de nuit. Salaire : 12,50 €/h. 2 ans d'expérience exigés. "
        ""
        "Bac pro souhaité. Anglais courant. Permis B. CACES 3. Poste à Gargenville (78) à partir du 01/09/2026. "
        "2 postes à pourvoir."
    )
    lists = ("languages", "licences", "certificates")
    raw = {"id": "1"}
    for fact in reversed(read_facts({"description": text})):
        raw[fact.name] = [fact.value] if fact.name in lists else fact.value
    assert len(read_opening(raw)) == 14


def test_every_reader_and_every_way_of_reading_is_counted():
    text = "CDI. Permis B. CACES 3. Anglais courant. 12 €/h. 35h/semaine. BTS exigé. 2 ans d'expérience."
    assert READERS and all(confidence(found.kind) != 0.5 for found in found_in(text))


@pytest.mark.parametrize(
    "text",
    [
        *(character * 100_000 for character in "1 .€-\n"),
        *(word * 12_000 for word in ("1 ", "Aa-de-", "caces 1,", "contrat de ", "x8 2x8 ", "(01)", "expérience ")),
        "\ud800\x00" * 100,
    ],
)
def test_hostile_texts_are_read_without_harm(text):
    assert isinstance(read_facts({"description": text}), list)


def test_an_empty_text_says_nothing():
    assert read_facts({"title": "", "description": ""}) == []
