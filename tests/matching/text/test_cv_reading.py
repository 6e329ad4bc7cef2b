"""CVs as text: jobs with their dates, courses, skills, languages, licences and place, in many layouts."""

from datetime import date

import pytest

from matching.text.cv import resume_of
from matching.text.cv.dates import periods_in
from matching.text.cv.sections import Part, part_of
from matching.text.facts.base import folded
from matching.text.reading import Resume
from matching.text.stays import is_unpaid
from tests.matching.text.cv_texts import (
    BY_SKILL,
    CHILD_CARE,
    GAPS_AND_INTERIM,
    NO_HEADINGS,
    ONE_PERSON,
    SAMPLES,
    Sample,
)

TODAY = date(2026, 1, 15)
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))


def _text(sample: Sample) -> str:
    return sample.text.format(**ONE_PERSON)


def _read(sample: Sample) -> Resume:
    return resume_of(_text(sample), TODAY)


def _codes(resume: Resume, name: str) -> tuple[str, ...]:
    return tuple(fact.value["code"] for fact in resume.facts if fact.name == name)


@every_sample
def test_each_job_is_found_with_its_title_and_its_dates(sample: Sample) -> None:
    jobs = _read(sample).jobs
    assert [(stay.start, "now" if stay.current else stay.end) for stay in jobs] == [told[1:] for told in sample.jobs]
    assert all(stay.title.startswith(told[0]) for stay, told in zip(jobs, sample.jobs, strict=True))


@every_sample
def test_skills_languages_licences_and_postcode_are_found(sample: Sample) -> None:
    resume = _read(sample)
    assert not sample.skills or tuple(wording for wording, _ in resume.skills) == sample.skills
    assert _codes(resume, "licences") == sample.licences
    assert _codes(resume, "languages") == sample.languages
    assert [fact.value["postcode"] for fact in resume.facts if fact.name == "place"] == [sample.postcode] * bool(
        sample.postcode
    )


@every_sample
def test_the_headline_is_the_job_wished(sample: Sample) -> None:
    assert _read(sample).headline.startswith(sample.headline) and bool(_read(sample).headline) == bool(sample.headline)


@every_sample
def test_every_span_points_at_the_words(sample: Sample) -> None:
    text, resume = _text(sample), _read(sample)
    for stay in (*resume.jobs, *resume.studies):
        assert stay.span and " ".join(text[stay.span.start : stay.span.end].split()) == stay.title
    for wording, span in resume.skills:
        assert span and text[span.start : span.end] == wording
    for fact in resume.facts:
        assert 0 <= fact.span.start < fact.span.end <= len(text)


@every_sample
def test_line_ends_of_another_system_change_nothing(sample: Sample) -> None:
    other = resume_of(_text(sample).replace("\n", "\r\n"), TODAY)
    assert [(s.title, s.start, s.end) for s in other.jobs] == [(s.title, s.start, s.end) for s in _read(sample).jobs]


def test_voluntary_work_under_its_heading_is_told_with_its_dates_and_as_such() -> None:
    text = "Expérience\n2015-2018 Cariste, Société Exemple\nBénévolat\n{}\nLoisirs\n2019-2020 Chef de chœur\n"
    told = text.format("2019 - 2021 Aide cuisinier, Association Exemple\nServir des repas")
    jobs = resume_of(told, TODAY).jobs
    assert [(stay.title, stay.start, is_unpaid(stay)) for stay in jobs] == [
        ("Cariste", "2015", False),
        ("Aide cuisinier", "2019", True),
    ]
    assert jobs[1].organisation.startswith("Association Exemple") and jobs[1].text == "Servir des repas"
    undated = resume_of(text.format("- Bénévole, Association Exemple"), TODAY).jobs
    assert [stay.title for stay in undated if is_unpaid(stay)] == ["Bénévole"]


def test_two_dates_alone_on_two_lines_are_both_ends_of_a_job() -> None:
    text = "Expérience\n01/2019\n06/2021\nCariste\nSociété Exemple\n- Charger\n07/2021\n03/2024\nMagasinier\n"
    assert [(stay.title, stay.start, stay.end) for stay in resume_of(text, TODAY).jobs] == [
        ("Cariste", "2019-01", "2021-06"),
        ("Magasinier", "2021-07", "2024-03"),
    ]


@pytest.mark.parametrize(
    "told", ["2021\n2019", "2017\n2019\n2021", "01/2019\n2021", "CAP 2019\n2021", "2019\n2021 BEP", "2019\n\n2021"]
)
def test_dates_of_several_lines_that_need_not_belong_together_stay_apart(told: str) -> None:
    assert not any(period.spans for period in periods_in(folded(told), TODAY))


def test_hobbies_are_no_jobs_and_a_course_is_no_job() -> None:
    assert len(_read(CHILD_CARE).jobs) == 3
    assert [stay.title for stay in _read(NO_HEADINGS).studies] == ["CAP Vente"]


def test_months_told_in_words_are_kept_where_there_are_no_dates() -> None:
    assert [stay.months for stay in _read(BY_SKILL).jobs] == [24, 18, None]
    assert _read(GAPS_AND_INTERIM).jobs[2].months == 6


def test_the_employer_is_kept_apart_from_the_title() -> None:
    assert [stay.organisation for stay in _read(BY_SKILL).jobs][:2] == ["EHPAD Exemple", "Mairie d'Exemple"]


@pytest.mark.parametrize(
    ("told", "start", "end"),
    [
        ("Depuis 2021", "2021", "now"),
        ("2019 - 2021", "2019", "2021"),
        ("2019/2021", "2019", "2021"),
        ("2019-21", "2019", "2021"),
        ("2019   2021", "2019", "2021"),
        ("de mars 2018 à juin 2020", "2018-03", "2020-06"),
        ("de mars à juin 2020", "2020-03", "2020-06"),
        ("décembre - mars 2020", "2019-12", "2020-03"),
        ("03/2018 – 06/2020", "2018-03", "2020-06"),
        ("03/18 - 06/20", "2018-03", "2020-06"),
        ("du 1er septembre 2019 au 30 juin 2020", "2019-09", "2020-06"),
        ("01/09/2019 au 30/06/2020", "2019-09", "2020-06"),
        ("sept. 2019", "2019-09", "2019-09"),
        ("Été 2017", "2017-07", "2017-08"),
        ("Juin 2019 à ce jour", "2019-06", "now"),
        ("2016 à aujourd’hui", "2016", "now"),
        ("mars 2018 -\njuin 2020", "2018-03", "2020-06"),
        ("01/2019\n06/2021", "2019-01", "2021-06"),
        ("texte\n 2019 \n2021\ntexte", "2019", "2021"),
        ("September 2014 to January 2016", "2014-09", "2016-01"),
        ("09/2014 to Current", "2014-09", "now"),
        ("Apr 2020Jun 2020", "2020-04", "2020-06"),
        ("2021-03 - 2022-04", "2021-03", "2022-04"),
        ("09/2014 - 06/2013", "2014-09", ""),
    ],
)
def test_dates_are_read_however_they_are_written(told: str, start: str, end: str) -> None:
    (period,) = periods_in(folded(told), TODAY)
    assert (period.start, "now" if period.current else period.end) == (start, end)


@pytest.mark.parametrize(
    "told", ["13/2019 ", "ISO 9001", "78130", "1850 - 1900", "depuis 2031", "2019 €", "2 ans d'expérience"]
)
def test_other_numbers_are_no_dates(told: str) -> None:
    assert not [period for period in periods_in(folded(told), TODAY) if period.spans or period.months]


@pytest.mark.parametrize(("told", "months"), [("6 mois", 6), ("1 an et demi", 18), ("un an", 12), ("2 ans 6 mois", 30)])
def test_durations_in_words_are_months(told: str, months: float) -> None:
    assert [period.months for period in periods_in(folded(told), TODAY)] == [months]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("MES EXPÉRIENCES PROFESSIONNELLES", Part.JOBS),
        ("Experiences profesionnelles", Part.JOBS),
        ("Parcours professionnel", Part.JOBS),
        ("Parcours scolaire", Part.STUDIES),
        ("FORMATIONS & DIPLÔMES", Part.STUDIES),
        ("F O R M A T I O N", Part.STUDIES),
        ("ProfessionalSummary", Part.PROFILE),
        ("Centres d’intérêt", Part.LEISURE),
        ("Langues", Part.LANGUAGES),
        ("FORMATTION", Part.STUDIES),
        ("Expérience bénévole", Part.VOLUNTEERING),
        ("SKILLS (most important first)", Part.SKILLS),
        ("Formation des nouveaux arrivants", None),
        ("Cariste", None),
        ("", None),
    ],
)
def test_headings_are_known_by_their_words(heading: str, part: Part | None) -> None:
    assert part_of(heading) == part


def test_an_empty_text_gives_an_empty_resume() -> None:
    assert resume_of("", TODAY) == resume_of(" \n\t\n", TODAY) == Resume()


def test_hostile_texts_are_read_within_bounds() -> None:
    for hostile in (
        "2019 - " * 15000,
        "a" * 100_000,
        "\n" * 100_000,
        "né le " * 16_000,
        "(" * 100_000,
        "Cariste 2019\n" * 7_000,
    ):
        resume = resume_of(hostile, TODAY)
        assert len(resume.jobs) <= 200 and len(resume.skills) <= 200
    resume_of("Compétences\n" + ", ".join(f"mot {n}" for n in range(9000)) + " " * 50_000 + "1@" * 9000, TODAY)
