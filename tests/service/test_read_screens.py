"""What `visavis read` and imports show in the terminal: values with their units, and nothing that is a mere guess."""

import pytest

from service.cli import read_screens, terminal
from service.cli.read_values import value_of
from service.importers.base import Parsed
from service.importers.mending import first_of_each


def occupation(code, confidence):
    return {"code": code, "title": f"Métier {code}", "title_code": "", "confidence": confidence, "because": []}


def skill(label, confidence, told=False):
    span = {"field": "title", "start": 0, "end": 4, "text": "mots"} if told else None
    return {"code": "1", "label": label, "requirement": "must", "confidence": confidence, "span": span}


def shown_ad(capsys, occupations, skills=()):
    ad = {"id": "1", "title": "t", "occupations": occupations, "skills": list(skills), "facts": []}
    read_screens.ad(ad, "fr")
    return capsys.readouterr().out.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("field", "value", "french"),
    [
        ("experience", {"months": 12, "requirement": "must"}, "12 mois, exigée"),
        ("experience", {"months": 0, "requirement": "must"}, "débutant accepté"),
        ("wage", {"min": 1895.87, "max": 1895.87}, "1 895,87 € bruts par mois, à temps plein"),
        ("wage", {"min": 2000, "max": 2500.5}, "2 000–2 500,50 € bruts par mois, à temps plein"),
        ("hours", {"min": 24, "max": 35}, "24–35 h par semaine"),
        ("months", 6, "6 mois"),
        ("languages", [{"code": "fr", "level": "B2"}, {"code": "en", "level": "A2"}], "français (B2), anglais (A2)"),
        ("languages", {"code": "br", "requirement": "wish"}, "breton (souhaité)"),
        ("languages", {"code": "xx"}, "xx"),
        ("licences", {"code": "B", "requirement": "must"}, "B, exigé"),
        ("working_times", ["night", "sunday"], "la nuit, le dimanche"),
        ("education", {"level": 5}, "bac+2"),
    ],
)
def test_values_are_said_with_their_units_and_in_their_gender(field, value, french):
    assert value_of(value, "fr", field).replace("\u202f", " ") == french


def test_a_guess_is_not_shown_and_near_ties_say_so(capsys):
    out = shown_ad(capsys, [occupation("A", 0.29), occupation("B", 0.26), occupation("C", 0.2), occupation("D", 0.02)])
    assert "26 % presque ex æquo  B" in out and "20 %  C" in out and "Métier D" not in out
    out = shown_ad(capsys, [occupation("A", 0.09)])
    assert "je ne sais pas" in out and "Métier A" not in out
    read_screens.title({"text": "t", "occupations": [occupation("A", 0.09)]}, "fr")
    assert "Métier A" in capsys.readouterr().out


def test_skills_that_only_the_occupation_suggests_have_one_line_above_them(capsys):
    skills = [skill("Usuelle", 0.9), skill("Codée", 1.0), skill("Lue", 0.8, told=True), skill("Rare", 0.04)]
    out = shown_ad(capsys, [], skills)
    assert out.index("Codée (exigée)") < out.index("Lue") < out.index("courant dans ce métier") < out.index("Usuelle")
    assert out.count("courant dans ce métier") == 1 and "« mots »" in out and "Rare" not in out


@pytest.mark.parametrize(
    ("reason", "french"),
    [
        ("number expected, found 'a'", "il faut un nombre, pas « a »"),
        ('number expected, found "l\'un"', "il faut un nombre, pas « l'un »"),
        ("nobody knows 'a' of l'un", "nobody knows « a » of l'un"),
    ],
)
def test_reasons_have_the_quotation_marks_of_the_language(reason, french):
    assert terminal.reason_in(reason, "fr").replace("\u202f", " ") == french


def test_fields_have_names():
    assert terminal.field_name("wishes", "fr") == "métiers recherchés"
    assert terminal.field_name("skills[2].label", "fr") == "compétences[2].label"
    assert terminal.field_name("libelle", "fr") == "libelle" and terminal.field_name("file", "fr") == ""


def test_a_row_refused_for_an_identifier_that_nobody_has_seen_names_the_other_row():
    made = {"id": f"row-{'a1' * 10}"}
    people = first_of_each(Parsed([(n, {"record": made, "personal": {"name": "Prénom"}}) for n in (2, 5)]))
    openings = first_of_each(Parsed([(2, made), (5, made)]))
    said = [terminal.reason_in(parsed.problems[0].reason, "fr") for parsed in (people, openings)]
    assert said == ["même personne que la ligne 2", "identique à la ligne 2"]
