"""JSON Resume and Europass become the parts of a CV; what is personal stays outside, what is wrong is told."""

import json
from dataclasses import asdict

import pytest

from matching.text.reading import Stay
from service.importers.cv_files import read_document
from tests.service import cv_documents as made

STAYS = [
    Stay("Cariste", "Entrepôt Exemple", "2019-03", "2021-06", text="Quai\n- Charger"),
    Stay("Préparatrice de commandes", "", "2021", current=True),
]


def bare(stays):
    return [{**asdict(stay), "span": None} for stay in stays]


def facts(resume):
    return [(fact.name, fact.value, fact.span.field) for fact in resume.facts]


def test_a_json_resume_is_read_in_parts():
    read = read_document(json.dumps(made.RESUME).encode())
    resume = read.resume
    assert (resume.headline, read.text, read.problems) == ("Cariste", "Rigoureuse", ())
    assert bare(resume.jobs) == bare(STAYS)
    assert bare(resume.studies) == bare([Stay("Bac pro Logistique", "Lycée Exemple", "", "2010")])
    assert [words for words, _ in resume.skills] == ["Logistique", "inventaire", "SAP", "Titre Exemple"]
    assert facts(resume) == [
        ("languages", {"code": "en", "level": "B1"}, "languages[0]"),
        ("languages", {"code": "fr", "level": "C2"}, "languages[1]"),
        ("licences", {"code": "B"}, "certificates[0].name"),
        ("certificates", {"code": "CACES R489 3"}, "certificates[1].name"),
        ("education", 4, "education[0]"),
        ("place", {"postcode": "78130", "label": "Les Mureaux"}, "basics.location"),
    ]


def test_a_europass_of_2013_is_read_in_parts():
    resume = read_document(made.PASSPORT.encode()).resume
    assert resume.headline == "Cariste"
    assert bare(resume.jobs) == bare(
        [
            Stay("Préparatrice de commandes", "Entrepôt Exemple", "2019-03", "2021", text="Préparer\nCharger"),
            Stay("Cariste", "", "2021-05", current=True),
        ]
    )
    assert bare(resume.studies) == bare([Stay("Bac pro logistique", "Lycée Exemple", "", "2010")])
    assert [words for words, _ in resume.skills] == ["Excel", "SAP"]
    assert [(name, value) for name, value, _ in facts(resume)] == [
        ("languages", {"code": "fr", "level": "C2"}),
        ("languages", {"code": "en", "level": "B1"}),
        ("licences", {"code": "B"}),
        ("licences", {"code": "BE"}),
        ("education", 4),
        ("place", {"postcode": "78130", "label": "Les Mureaux"}),
    ]


def test_a_europass_in_json_is_read_like_the_one_in_xml():
    period = {"From": {"Year": 2021, "Month": 5}, "Current": True}
    skills = {"Linguistic": {"MotherTongue": [{"Description": {"Code": "ar"}}]}, "Driving": {"Description": ["B"]}}
    learner = {"WorkExperience": [{"Period": period, "Position": {"Label": "Cariste"}}], "Skills": skills}
    resume = read_document(json.dumps({"SkillsPassport": {"LearnerInfo": learner}}).encode()).resume
    assert bare(resume.jobs) == bare([Stay("Cariste", "", "2021-05", current=True)])
    assert [(name, value) for name, value, _ in facts(resume)] == [
        ("languages", {"code": "ar", "level": "C2"}),
        ("licences", {"code": "B"}),
    ]


def test_a_europass_of_today_is_read_in_parts():
    read = read_document(made.CANDIDATE.encode())
    resume = read.resume
    assert (read.text, read.problems) == ("Rigoureuse", ())
    assert bare(resume.jobs) == bare([Stay("Cariste", "Entrepôt Exemple", "2018-09", "2020-01", text="Charger")])
    assert bare(resume.studies) == bare([Stay("Bac pro logistique", "Lycée Exemple", "", "2010")])
    assert [words for words, _ in resume.skills] == ["Gestion de stock"]
    assert [(name, value) for name, value, _ in facts(resume)] == [
        ("languages", {"code": "fr", "level": "C2"}),
        ("languages", {"code": "en", "level": "B1"}),
        ("licences", {"code": "B"}),
        ("education", 4),
        ("place", {"postcode": "78130", "label": "Les Mureaux"}),
    ]


PERSONAL = ["Prénom", "Nom", "Inventée", "example.org", "0100000000", "1990", "x.png", "AAAA"]


@pytest.mark.parametrize("raw", [json.dumps(made.RESUME).encode(), made.PASSPORT.encode(), made.CANDIDATE.encode()])
def test_nothing_personal_enters_the_parts_and_what_was_left_out_is_named(raw):
    resume = read_document(raw).resume
    assert not [word for word in PERSONAL if word in repr(resume)]
    assert {"name", "email", "phone", "birth", "address", "nationality"} <= {entry.name for entry in resume.left_out}


WRONG = [
    None,
    3,
    True,
    "x",
    [],
    {},
    [[]],
    [None, 1, "x"],
    {"a": []},
    [{"name": {"x": 1}}],
    -1.5,
    "2021-99",
    ["x"] * 300,
]


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_values_of_the_wrong_type_are_problems_and_the_others_are_read(wrong):
    for part, value in made.RESUME.items():
        named = list(value) if isinstance(value, dict) else list(value[0])
        for name in named:
            broken = {**value, name: wrong} if isinstance(value, dict) else [{**value[0], name: wrong}, wrong]
            read = read_in_parts({**made.RESUME, part: broken})
            assert read.resume is not None
            assert all(problem.kept and problem.field for problem in read.problems)


def read_in_parts(value):
    from service.importers.cv_files import Document
    from service.importers.resumes import json_resume

    resume, text, problems = json_resume.resume_of(value)
    return Document("x", text, resume, tuple(problems))


def test_numbers_without_end_and_names_given_twice_are_told_where_they_stand():
    first = '{"position": NaN, "name": 1e999, "startDate": "2021-13"}'
    raw = f'{{"work": [{first}, {{"position": "a", "position": "b", "name": "c"}}]}}'.encode()
    read = read_document(raw)
    assert [(problem.field, problem.reason) for problem in read.problems] == [
        ("work[0].startDate", "no such date: '2021-13' (expected 2026-12-01)"),
        ("work[0].position", "NaN is not a number"),
        ("work[0].name", "number too large (1e999)"),
        ("work[1].position", "given twice"),
    ]
    assert [stay.organisation for stay in read.resume.jobs] == ["c"]


def test_names_that_no_screen_can_show_are_spelt_out_in_the_places_of_what_was_left_out():
    read = read_document(b'{"basics": {"label": "Cariste", "photo\\udc80": "x", "photo\\u001b[2J": "x"}}')
    places = [entry.span.field for entry in read.resume.left_out]
    assert places == ["basics.photo\\udc80", "basics.photo\\u001b[2J"]
