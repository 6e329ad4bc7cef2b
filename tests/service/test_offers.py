"""France Travail's offers: every trap that was seen in real answers, and the real answers themselves."""

import json
from collections import Counter

import pytest

from matching.records import read_opening
from service.errors import Invalid
from service.importers import offers

OFFER = {
    "id": "200ABCD",
    "intitule": "Soudeur H/F",
    "description": "Vous soudez.",
    "dateCreation": "2026-03-01T10:00:00.000Z",
    "romeCode": "H2913",
    "appellationlibelle": "Soudeur / Soudeuse",
    "typeContrat": "CDI",
}


def parsed(**fields):
    """The record and the problems of one offer with those fields."""
    result = offers.parse(json.dumps(OFFER | fields).encode())
    assert all(problem.kept for problem in result.problems)
    ((line, record),) = result.rows
    assert line == 1
    assert read_opening(record) == record
    return record, [(problem.field, problem.reason) for problem in result.problems]


def read(**fields):
    """The record of one offer that gives no problem."""
    record, problems = parsed(**fields)
    assert problems == []
    return record


def test_a_plain_offer_becomes_an_opening():
    assert read() == {
        "id": "200ABCD",
        "title": "Soudeur / Soudeuse",
        "occupation": "H2913",
        "description": "Soudeur H/F\n\nVous soudez.",
        "contract": "CDI",
        "published": "2026-03-01",
    }


ENVELOPES = {
    "answer of the API": {"resultats": [OFFER, OFFER | {"id": "2"}], "filtresPossibles": []},
    "array": [OFFER, OFFER | {"id": "2"}],
}


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_an_answer_and_an_array_number_their_offers_from_one(envelope):
    rows = offers.parse(json.dumps(ENVELOPES[envelope], indent=1).encode()).rows
    assert [(number, row["id"]) for number, row in rows] == [(1, "200ABCD"), (2, "2")]


def test_json_lines_of_offers_and_of_answers_keep_their_line(tmp_path):
    path = tmp_path / "offers.jsonl"
    answer = {"resultats": [OFFER | {"id": "a"}, OFFER | {"id": "b"}]}
    path.write_text(f"{json.dumps(OFFER)}\n\n{json.dumps(answer)}\n", encoding="utf-8")
    assert [(number, row["id"]) for number, row in offers.parse(path).rows] == [(1, "200ABCD"), (3, "a"), (3, "b")]


def test_one_offer_alone_and_an_empty_answer_are_read():
    assert len(offers.parse(json.dumps(OFFER, indent=2).encode()).rows) == 1
    assert offers.parse(b'{"resultats": []}') == offers.Parsed()


def test_a_table_is_no_answer_of_the_api():
    with pytest.raises(Invalid, match="offers are read from JSON"):
        offers.parse(b"id,title\n1,Soudeur\n")


def test_offers_without_a_usable_identifier_are_refused_and_the_others_load():
    bad = [{**OFFER, "id": value} for value in (None, "", "  ", [], {}, True, "x" * 65, "a\ud800")]
    result = offers.parse(json.dumps([*bad, "text", None, 3, [OFFER], OFFER]).encode())
    assert [number for number, _ in result.rows] == [13]
    assert {problem.line for problem in result.problems if not problem.kept} == set(range(1, 13))


def test_an_offer_met_on_two_pages_is_loaded_once():
    result = offers.parse(json.dumps([OFFER, OFFER]).encode())
    assert len(result.rows) == 1
    assert [problem.reason for problem in result.problems] == ["'200ABCD' was already given on line 1"]


def test_unknown_keys_are_silent_however_strange():
    deep = json.loads("[" * 200 + "]" * 200)
    assert read(nouveau={"a": [1]}, _source="x", autre=deep, contact={"courriel": "Voir https://exemple.fr"}) == read()


@pytest.mark.parametrize("wrong", [[], {}, 3, True, [[1]], {"libelle": []}, [None], "texte", [{"code": {}}], ""])
@pytest.mark.parametrize("field", offers.SHAPE)
def test_a_field_of_any_shape_never_spoils_the_rest(field, wrong):
    record, _ = parsed(**({field: wrong} if field != "id" else {}))
    assert record["id"] == "200ABCD"
    kept = {"title", "occupation", "description", "published", "contract"}
    touched = {"intitule", "description", "dateCreation", "romeCode", "appellationlibelle", "typeContrat"}
    assert field in touched | {"alternance", "natureContrat", "romeLibelle"} or kept <= record.keys()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("salaire", 3),
        ("lieuTravail", ["75"]),
        ("competences", [3, "Souder"]),
        ("entreprise", []),
        ("contexteTravail", "x"),
        ("nombrePostes", "beaucoup"),
        ("dateCreation", "2026-02-30T00:00:00Z"),
        ("intitule", {"a": 1}),
        ("alternance", "peut-être"),
        ("langues", [{"libelle": ["Anglais"]}]),
    ],
)
def test_a_field_of_the_wrong_shape_is_a_problem_that_keeps_the_offer(field, wrong):
    _, problems = parsed(**{field: wrong})
    assert problems


def test_a_value_nested_too_deeply_is_a_problem_that_keeps_the_offer():
    record, problems = parsed(competences=json.loads("[" * 300 + "]" * 300))
    assert "skills" not in record
    assert "nested more than" in problems[0][1]


def test_one_bad_skill_does_not_spoil_the_others():
    record, problems = parsed(competences=[{"libelle": "Souder"}, {"libelle": "x" * 301}, {"libelle": "a\0"}])
    assert record["skills"] == [{"label": "Souder"}]
    assert [field for field, _ in problems] == ["skills[1].label", "skills[2].label"]


def test_a_text_too_long_is_cut_and_said():
    record, problems = parsed(description="x" * 50_000)
    assert len(record["description"]) == 40_000
    assert problems == [("description", "cut at 40000 characters")]


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


@pytest.mark.real_data
def test_the_real_offers_all_load_and_most_of_what_they_say_is_read(data_dir):
    result = offers.parse(data_dir / "offres" / "offres_france_travail.jsonl")
    assert len(result.rows) == 940
    assert [problem for problem in result.problems if not problem.kept] == []
    assert len(result.problems) < 50
    counts = Counter(name for _, record in result.rows for name in record)
    least = {"title": 940, "place": 940, "contract": 940, "experience": 885, "wage": 431, "hours": 414, "company": 633}
    least |= {"working_times": 352, "skills": 252, "months": 138, "education": 113, "licences": 77, "languages": 29}
    assert {name: counts[name] for name in least} == least
    assert all(read_opening(record) == record for _, record in result.rows)
