"""What France Travail's offers tell: place, skills, experience, contract, hours and wage, in every shape seen."""

import pytest

from tests.service.french_offers import parsed, read

PLACES = [
    (
        {"libelle": "07 - AUBENAS", "codePostal": "07200", "commune": "07019", "latitude": 44.6, "longitude": "4,39"},
        {"insee": "07019", "postcode": "07200", "label": "AUBENAS", "lat": 44.6, "lon": 4.39},
    ),
    ({"libelle": "75 - Paris"}, {"label": "Paris", "department": "75"}),
    ({"libelle": "92 - Hauts-de-Seine"}, {"label": "Hauts-de-Seine", "department": "92"}),
    ({"libelle": "2A - Corse du Sud"}, {"label": "Corse du Sud", "department": "2A"}),
    ({"libelle": "974 - La Réunion"}, {"label": "La Réunion", "department": "974"}),
    ({"libelle": "France"}, {"label": "France"}),
    ({"libelle": "France", "latitude": "43.59", "longitude": "1.43"}, {"label": "France", "lat": 43.59, "lon": 1.43}),
    ({"libelle": "75 - Paris", "commune": "75056"}, {"insee": "75056", "label": "Paris"}),
    ({"commune": 1053, "codePostal": 1000}, {"insee": "01053", "postcode": "01000"}),
    (
        {"libelle": "57 - METZ TECHNOPOLE", "commune": "57463", "codePostal": "57070"},
        {"insee": "57463", "postcode": "57070", "label": "METZ TECHNOPOLE"},
    ),
]


@pytest.mark.parametrize(("given", "place"), PLACES)
def test_a_place_is_read_as_near_as_it_is_known(given, place):
    assert read(lieuTravail=given)["place"] == place


@pytest.mark.parametrize(
    "point", [{"latitude": 48.8}, {"latitude": "x", "longitude": 2}, {"latitude": 0, "longitude": 0}]
)
def test_a_point_that_is_none_is_left_out_and_the_place_stays(point):
    record, problems = parsed(lieuTravail={"libelle": "78 - Les Mureaux", "commune": "78440"} | point)
    assert record["place"] == {"insee": "78440", "label": "Les Mureaux"}
    assert problems[0][0] == "place"


def test_a_company_may_lack_its_name_or_number():
    assert "company" not in read(entreprise={})
    assert read(entreprise={"entrepriseAdaptee": False}, codeNAF="56.10A")["company"] == {"sector": "56.10A"}
    company = read(entreprise={"nom": "Atelier", "siret": 1234567890123}, secteurActivite="25")["company"]
    assert company == {"name": "Atelier", "siret": "01234567890123", "sector": "25"}


def test_skills_come_with_or_without_a_code_and_qualities_are_wishes():
    record = read(
        competences=[
            {"code": 120130, "libelle": "Souder", "exigence": "E"},
            {"libelle": "Lire un plan", "exigence": "S"},
            {"code": "120130", "libelle": "Souder", "exigence": "S"},
            "Meuler",
        ],
        qualitesProfessionnelles=[{"libelle": "Rigueur", "description": "…"}],
        outilsBureautiques="Tableur",
    )
    assert record["skills"] == [
        {"code": "120130", "label": "Souder", "requirement": "must"},
        {"label": "Lire un plan", "requirement": "wish"},
        {"label": "Meuler"},
        {"label": "Rigueur", "requirement": "wish"},
    ]


def test_a_language_nobody_listed_is_kept_under_a_short_code():
    record, problems = parsed(langues=[{"libelle": "Anglais", "exigence": "S"}, {"libelle": "Klingon standard"}])
    assert record["languages"] == [{"code": "en", "requirement": "wish"}, {"code": "klingons"}]
    assert problems == [("languages", "unknown language 'Klingon standard', kept as 'klingons'")]


def test_of_several_levels_the_lowest_is_asked_and_a_must_only_when_all_are():
    cap, bac = ({"niveauLibelle": label} for label in ("CAP, BEP et équivalents", "Bac ou équivalent"))
    must, wish = {"exigence": "E"}, {"exigence": "S"}
    assert read(formations=[bac | must, cap | must])["education"] == {"level": 3, "requirement": "must"}
    assert read(formations=[bac | must, cap | wish])["education"] == {"level": 3, "requirement": "wish"}
    assert "education" not in read(formations=[{"domaineLibelle": "Commerce", "exigence": "E"}])


EXPERIENCE = [
    ("D", "Débutant accepté", 0, "wish"),
    ("D", None, 0, "wish"),
    ("D", "Débutant accepté - si diplome", 0, "wish"),
    ("E", "2 An(s)", 24, "must"),
    ("E", "Expérience exigée de 3 An(s)", 36, "must"),
    ("E", "Expérience exigée de 4 An(s) (+ 4 ans, confirmé)", 48, "must"),
    ("E", "6 mois - dans la vente", 6, "must"),
    ("E", "1 an - Débutant accepté domaine similaire", 12, "must"),
    ("E", "24 Mois", 24, "must"),
    ("E", "0 An(s)", 0, "wish"),
    ("S", "1 An(s)", 12, "wish"),
]


@pytest.mark.parametrize(("asked", "label", "months", "requirement"), EXPERIENCE)
def test_experience_is_in_months(asked, label, months, requirement):
    record = read(experienceExige=asked, experienceLibelle=label)
    assert record["experience"] == {"months": months, "requirement": requirement}


@pytest.mark.parametrize(("asked", "label"), [("E", "Expérience exigée"), ("S", "Expérience souhaitée"), ("E", None)])
def test_experience_without_a_duration_is_not_invented(asked, label):
    assert "experience" not in read(experienceExige=asked, experienceLibelle=label)


CONTRACTS = [
    ("CDI", "Contrat travail", "CDI", "CDI", None, None),
    ("CDD", "Contrat travail", "CDD - 6 Mois", "CDD", 6, None),
    ("MIS", "Contrat travail", "Mission intérimaire - 18 Mois", "MIS", 18, None),
    ("MIS", "Contrat travail", "Intérim - 10 Jour(s)", "MIS", 0.33, None),
    ("CDD", "Contrat travail", "CDD - 1 Jour(s)", "CDD", 0.03, None),
    ("SAI", "Contrat travail", "Saisonnier - 6 Mois", "SAI", 6, None),
    ("DDI", "Contrat travail", "CDD insertion - 4 Mois", "CDDI", 4, None),
    ("CDD", "Insertion par l'activ.éco.", "CDD - 4 Mois", "CDDI", 4, None),
    ("CDD", "I1", None, "CDDI", None, None),
    ("CDD", "Contrat apprentissage", "Contrat à durée déterminée - 24 Mois", "APP", 24, "apprenticeship"),
    ("CDI", "E2", "CDI", "APP", None, "apprenticeship"),
    ("CDD", "Cont. professionnalisation", "CDD - 12 Mois", "PRO", 12, "apprenticeship"),
    ("CDD", "FS", None, "PRO", None, "apprenticeship"),
    ("LIB", "Emploi non salarié", "Profession libérale", "LIB", None, None),
    ("CCE", "Emploi non salarié", "Profession commerciale", "LIB", None, None),
    ("FRA", None, "Franchise", "LIB", None, None),
    ("REP", None, "Reprise d'entreprise", "LIB", None, None),
    (None, None, "Contrat à durée indéterminée", "CDI", None, None),
]


@pytest.mark.parametrize(("kind", "nature", "label", "contract", "months", "opening"), CONTRACTS)
def test_contracts_have_their_code_length_and_kind(kind, nature, label, contract, months, opening):
    record = read(typeContrat=kind, natureContrat=nature, typeContratLibelle=label, alternance=opening is not None)
    assert (record.get("contract"), record.get("months"), record.get("kind")) == (contract, months, opening)


def test_a_contract_nobody_knows_is_left_out_and_said():
    record, problems = parsed(typeContrat="XYZ")
    assert "contract" not in record
    assert problems == [("contract", "unknown contract 'XYZ', left out")]
    record, problems = parsed(typeContrat="CDD", alternance=True)
    assert record["kind"] == "apprenticeship" and "contract" not in record and problems[0][0] == "contract"


@pytest.mark.parametrize(
    "text", ["temps partiel - 1H Travail en journée", "Temps partiel - 1H15/semaine", "1607H/an", "99H"]
)
def test_hours_that_cannot_be_are_left_out_and_said(text):
    record, problems = parsed(dureeTravailLibelle=text, contexteTravail={"horaires": [text]})
    assert "hours" not in record
    assert [field for field, _ in problems] == ["hours"]


def test_hours_may_come_from_the_context_alone_as_text_or_list():
    assert read(contexteTravail={"horaires": "35H Autre", "conditionsExercice": ""})["hours"] == {"min": 35, "max": 35}
    assert read(contexteTravail={"horaires": ["28H"]})["hours"] == {"min": 28, "max": 28}
    assert read(dureeTravailLibelleConverti="Temps plein")["hours"] == {"min": 35}


def test_working_times_are_absent_when_nothing_is_said():
    assert "working_times" not in read(dureeTravailLibelle="35H Autre")
    record = read(dureeTravailLibelle="35H Autre", complementExercice="Travail le samedi", conditionExercice="de nuit")
    assert record["working_times"] == ["night", "saturday"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Annuel de 12.0 Euros", "is not between 300 and 30000"),
        ("Mensuel de 35000.0 Euros à 40000.0 Euros sur 13.0 mois", "is not between 300 and 30000"),
        ("Mensuel de 0.0 Euros", "is not between 300 and 30000"),
        ("Entre 2500 et 2900 euros brut/h", "is not between 300 and 30000"),
        ("Cachet de 120 Euros", "not by the hour, month or year"),
        ("60€/jour", "not by the hour, month or year"),
        ("Autre de 2100,00 Euros à 2300,00 Euros", "by the hour, the month or the year?"),
        ("12.17 EUR / BRUT", "by the hour, the month or the year?"),
        ("1800 € net par mois", "net, not gross"),
    ],
)
def test_a_wage_that_cannot_be_read_is_left_out_and_said(text, reason):
    record, problems = parsed(salaire={"libelle": text})
    assert "wage" not in record
    assert [(field, reason in why) for field, why in problems] == [("wage", True)]


@pytest.mark.parametrize(
    "shape",
    [
        {"libelle": "Mensuel de 2000.0 Euros"},
        [{"libelle": "Mensuel de 2000.0 Euros"}],
        "Mensuel de 2000.0 Euros",
        {"commentaire": "2000 € brut par mois", "complement1": "Autre"},
        {"libelle": "Selon profil", "commentaire": "2000 euros mensuel", "listeComplements": [{"code": "1"}]},
        [{}, {"libelle": "Mensuel de 2000.0 Euros"}],
    ],
)
def test_a_wage_comes_in_every_shape(shape):
    assert read(salaire=shape)["wage"] == {"min": 2000, "max": 2000}
    assert "wage" not in read(salaire={}) and "wage" not in read(salaire=[])


def test_a_monthly_wage_for_part_time_is_counted_for_full_time():
    record, problems = parsed(dureeTravailLibelle="temps partiel - 14H", salaire={"libelle": "Mensuel de 840.0 Euros"})
    assert record["wage"] == {"min": 2100, "max": 2100}
    assert problems == [("wage", "paid for 14 hours a week: counted for 35")]
    assert read(dureeTravailLibelle="temps partiel - 14H", salaire="Horaire de 12 Euros")["wage"]["min"] == 1820.04
