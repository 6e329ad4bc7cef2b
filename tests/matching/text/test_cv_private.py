"""What is personal in a CV is recognised, named, and reaches nothing else."""

from datetime import date

import pytest

from matching.text.cv import MATTERS, resume_of
from matching.text.cv.private import is_private
from matching.text.profile import profile_of
from matching.text.reading import OccupationRead, Resume, SkillRead
from tests.matching.text.cv_texts import ANOTHER_PERSON, ONE_PERSON, SAMPLES, Sample

TODAY = date(2026, 1, 15)
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))


def _occupation(text: str) -> OccupationRead:
    return OccupationRead(text.casefold(), text, "", 0.9)


def _skill(text: str) -> SkillRead | None:
    return None


def _told(resume: Resume) -> list[object]:
    """Return all that a resume tells but places, what was left out aside."""
    stays = [
        (s.title, s.organisation, s.start, s.end, s.months, s.text.split()) for s in (*resume.jobs, *resume.studies)
    ]
    facts = [(fact.name, fact.value, fact.confidence) for fact in resume.facts]
    return [resume.headline, stays, [wording for wording, _ in resume.skills], facts]


@every_sample
def test_another_person_with_the_same_past_has_the_same_profile(sample: Sample) -> None:
    one, another = (resume_of(sample.text.format(**who), TODAY) for who in (ONE_PERSON, ANOTHER_PERSON))
    assert _told(one) == _told(another)
    assert profile_of(one, _occupation, _skill, TODAY)[0] == profile_of(another, _occupation, _skill, TODAY)[0]


@every_sample
@pytest.mark.parametrize("who", [ONE_PERSON, ANOTHER_PERSON], ids=["one", "another"])
def test_no_personal_word_reaches_a_part_of_the_resume(sample: Sample, who: dict[str, str]) -> None:
    resume = resume_of(sample.text.format(**who), TODAY)
    told = str(_told(resume)).casefold()
    for name in (
        "name",
        "email",
        "phone",
        "street",
        "social_number",
        "licence_number",
        "mandate",
        "volunteering",
        "hobby",
    ):
        assert who[name].casefold() not in told


@pytest.mark.parametrize(
    ("line", "matter"),
    [
        ("32 ans", "age"),
        ("Âgé de 45 ans", "age"),
        ("Age: 27 years old", "age"),
        ("Né(e) le 3 mai 1988 à Exempleville", "birth"),
        ("Date et lieu de naissance : 03/05/1988, Exempleville", "birth"),
        ("Pacsée", "family"),
        ("mariée 3 enfants", "family"),
        ("Situation familiale : séparé", "family"),
        ("3 enfants à charge", "family"),
        ("Nationalité congolaise", "nationality"),
        ("Titre de séjour valable jusqu'en 2027", "nationality"),
        ("Sexe : F", "sex"),
        ("Photo", "photo"),
        ("Religion : aucune", "religion"),
        ("Reconnaissance de la qualité de travailleur handicapé", "health"),
        ("Non-fumeur", "health"),
        ("Taille : 1,75 m", "body"),
        ("Adhérente à la CGT", "politics"),
        ("Dégagé des obligations militaires", "military"),
        ("prenom.nom@exemple.fr", "email"),
        ("+33 6 12 34 56 78", "phone"),
        ("14 bis, avenue de l'Exemple", "address"),
        ("Bât. C, appt 12", "address"),
        ("N° de sécurité sociale : 1 85 05 78 006 084 36", "number"),
        ("1850578006084 36", "number"),
        ("Permis B n° 123456789012", "number"),
        ("linkedin.com/in/prenom-nom", "link"),
        ("Bénéficiaire du RSA", "benefits"),
        ("Casier judiciaire vierge", "record"),
        ("Nom : NOM", "name"),
    ],
)
def test_each_personal_matter_is_named(line: str, matter: str) -> None:
    text = f"Cariste\n{line}\nExpérience\n2019-2021 Cariste, Société Exemple\n"
    assert matter in {item.name for item in resume_of(text, TODAY).left_out} <= set(MATTERS)


@pytest.mark.parametrize(
    "line",
    [
        "Accompagnement de personnes en situation de handicap",
        "32 ans d'expérience en magasin",
        "Garde de 3 enfants de 2 à 6 ans",
        "Entretien d'une église classée",
        "Agent technique, syndicat mixte de l'Exemple",
        "Aide aux familles séparées",
        "Conduite de 12 camions dans la rue",
    ],
)
def test_the_words_of_a_trade_are_not_taken_for_the_person(line: str) -> None:
    text = f"Cariste\nExpérience\n2019-2021 Employé, Société Exemple\n- {line}\n"
    assert resume_of(text, TODAY).left_out == ()


def test_the_name_is_found_again_further_down() -> None:
    text = "Prénom NOM\nCariste\nExpérience\n2019-2021 Cariste, Société Exemple\nFait par NOM Prénom\n"
    assert [text[item.span.start : item.span.end] for item in resume_of(text, TODAY).left_out] == [
        "Prénom NOM",
        "NOM Prénom",
    ]


@pytest.mark.parametrize(
    "title", ["AGENT D'ENTRETIEN", "Aide Soignante", "Soudeur TIG", "Head Chef", "SALES AGENT", "ASH"]
)
def test_a_title_at_the_top_is_not_taken_for_a_name(title: str) -> None:
    resume = resume_of(f"{title}\nExpérience\n2019-2021 Employé, Société Exemple\n", TODAY)
    assert resume.left_out == () and resume.headline == title


def test_time_off_for_a_personal_reason_is_left_out_with_its_dates() -> None:
    text = "Expérience\n2020 - 2022 Congé parental\n2015 - 2019 Cariste, Société Exemple\n"
    assert [stay.start for stay in resume_of(text, TODAY).jobs] == ["2015"]


@pytest.mark.parametrize(
    ("line", "matter", "gone"),
    [
        ("2019 - 2022 : Aide-soignante (remplacement pendant congé maternité de Mme X)", "family", ("mater", "Mme X")),
        ("2019 - 2022 : Aide-soignante, EHPAD Exemple, arrêt maladie 6 mois", "health", ("maladie", "6 mois")),
        ("2019 - 2022 ASH (remplacement congé maternité)", "family", ("mater",)),
    ],
)
def test_a_leave_beside_a_job_takes_only_its_own_words(line: str, matter: str, gone: tuple[str, ...]) -> None:
    resume = resume_of(f"Cariste\nExpérience\n{line}\n2015 - 2018 Cariste, Société Exemple\n", TODAY)
    assert [(stay.start, stay.end) for stay in resume.jobs] == [("2019", "2022"), ("2015", "2018")]
    assert resume.jobs[0].title.startswith(("Aide-soignante", "ASH"))
    assert matter in {item.name for item in resume.left_out}
    assert not [word for word in gone if word in repr(resume.jobs)]


@pytest.mark.parametrize("line", ["2019 - 2022 Femme en congé maternité", "2019 - 2022 Arrêt maladie, ancien cariste"])
def test_a_leave_with_no_job_before_it_takes_its_line(line: str) -> None:
    text = f"Expérience\n{line}\n2015 - 2018 Cariste, Société Exemple\n"
    assert [stay.start for stay in resume_of(text, TODAY).jobs] == ["2015"]


PRIVATE = """
RQTH|séropositive|06 11 22 33 44|secret@exemple.org|né le 01/02/1980|32 ans|célibataire|nationalité malienne|VIH
musulmane pratiquante|bénéficiaire du RSA|1 85 05 78 006 084 36|diabétique|handicapée|Prénom NOM p@exemple.org
"""
OF_A_TRADE = """
Accompagnement de personnes en situation de handicap|Garde de 3 enfants|Entretien d'une église|Auxiliaire de vie
Aide aux personnes handicapées|CACES R489 3|32 ans d'expérience|Cariste|Français|100001|Aide-soignante|H0B0
"""


@pytest.mark.parametrize("item", PRIVATE.strip().replace("\n", "|").split("|"))
def test_an_item_that_tells_of_the_person_is_private(item: str) -> None:
    assert is_private(item)


@pytest.mark.parametrize("item", OF_A_TRADE.strip().replace("\n", "|").split("|"))
def test_an_item_of_a_trade_is_not_private(item: str) -> None:
    assert not is_private(item)


def test_a_name_is_found_though_other_things_share_its_line() -> None:
    text = (
        "Prénom NOM - 32 ans - Permis B - 78130 Exempleville\nCariste\nExpérience\n2019-2021 Cariste, Société Exemple\n"
    )
    assert [item.name for item in resume_of(text, TODAY).left_out] == ["name", "age"]
