"""From a CV in parts to a candidate's record: what is sure is written, the rest is to be confirmed."""

from datetime import date
from typing import Any

import pytest

from matching.records import read_candidate
from matching.text.cv import resume_of
from matching.text.profile import ToConfirm, WhyUnsure, profile_of
from matching.text.reading import Fact, OccupationRead, Resume, SkillRead, Span, Stay
from matching.text.stays import months_of
from tests.matching.text.cv_texts import CHRONOLOGICAL, ONE_PERSON, SAMPLES, Sample

TODAY = date(2026, 1, 15)
HERE = Span("text", 0, 1)
CODES = {"cariste": "N1101", "préparateur de commandes": "N1103", "magasinier": "N1103"}
TITLES = {"cariste": "11001", "préparateur de commandes": "11003", "magasinier": "11004"}


def _occupation(text: str) -> OccupationRead | None:
    name = text.casefold()
    return OccupationRead(CODES[name], text, TITLES[name], 0.9) if name in CODES else None


def _skill(text: str) -> SkillRead | None:
    return SkillRead("100", "Gérer les stocks", 0.9) if "stocks" in text.casefold() else None


def _profile(*jobs: Stay, **parts: Any) -> tuple[dict[str, Any], list[ToConfirm]]:
    return profile_of(Resume(jobs=jobs, **parts), _occupation, _skill, TODAY)


@pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))
def test_every_profile_is_a_record_of_our_format(sample: Sample) -> None:
    record, _ = profile_of(resume_of(sample.text.format(**ONE_PERSON), TODAY), _occupation, _skill, TODAY)
    assert read_candidate(record) == record


def test_a_whole_cv_becomes_a_record() -> None:
    record, asked = profile_of(resume_of(CHRONOLOGICAL.text.format(**ONE_PERSON), TODAY), _occupation, _skill, TODAY)
    assert record["wishes"] == [{"title_code": "11001", "occupation": "N1101"}]
    assert record["experience"] == [
        {"title_code": "11001", "occupation": "N1101", "months": 59},
        {"title_code": "11003", "occupation": "N1103", "months": 36},
    ]
    assert {"code": "100", "label": "Gérer les stocks"} in record["skills"]
    assert {"label": "conduite de chariots"} in record["skills"]
    assert (record["education"], record["licences"]) == (3, [{"code": "B"}])
    assert {"code": "CACES R489 3"} in record["certificates"]
    assert record["place"] == {"postcode": "78130", "label": "Les Mureaux"}
    assert record["partial"] == ["experience", "languages", "licences", "certificates"]
    assert [(item.told, item.why) for item in asked] == [("Manutentionnaire", WhyUnsure.NO_OCCUPATION)]


def test_times_of_one_occupation_that_overlap_count_once() -> None:
    stays = [
        Stay("Magasinier", start="2020-01", end="2020-12"),
        Stay("Préparateur de commandes", start="2020-07", end="2021-06"),
    ]
    record, _ = _profile(*stays)
    assert [item["months"] for item in record["experience"]] == [18]


@pytest.mark.parametrize(
    ("stay", "months"),
    [
        (Stay("Cariste", start="2020-01", end="2020-01"), 1),
        (Stay("Cariste", start="2025-12", current=True), 2),
        (Stay("Cariste", start="2019", end="2021"), 24),
        (Stay("Cariste", start="2019", end="2019"), 0),
        (Stay("Cariste", start="2019", end="2019", months=5.0), 5),
        (Stay("Cariste", start="2019"), 0),
        (Stay("Cariste", start="2025-01", end="2028-12"), 13),
        (Stay("Cariste", months=18.0), 18),
        (Stay("Cariste"), 0),
    ],
)
def test_months_are_counted_from_what_is_told(stay: Stay, months: float) -> None:
    assert months_of([stay], TODAY) == months


def test_what_is_not_sure_is_asked_and_not_written() -> None:
    stays = (
        Stay("Grand manitou", start="2020-01", end="2020-12"),
        Stay("Cariste", start="2019", end="2019"),
        Stay("Cariste", "bénévole, Association Exemple", "2017-01", "2017-06"),
    )
    facts = (Fact("education", 4, HERE, 0.5), Fact("licences", {"code": "B"}, HERE, 0.6))
    record, asked = _profile(*stays, facts=facts, headline="Rêveur")
    assert record == {"id": "cv"}
    assert [item.why for item in asked] == [
        WhyUnsure.NO_OCCUPATION,
        WhyUnsure.NO_OCCUPATION,
        WhyUnsure.NO_DATES,
        WhyUnsure.UNPAID,
        WhyUnsure.DOUBTFUL,
        WhyUnsure.DOUBTFUL,
    ]


def test_voluntary_work_is_asked_about_and_counts_for_nothing_until_confirmed() -> None:
    text = "Bénévolat\n01/2019\n12/2020\nCariste\nAssociation Exemple\n"
    record, [asked] = profile_of(resume_of(text, TODAY), _occupation, _skill, TODAY)
    assert "experience" not in record
    assert (asked.field, asked.told, asked.why) == ("experience", "Cariste", WhyUnsure.UNPAID)
    assert asked.value == {"title_code": "11001", "occupation": "N1101", "months": 24}


def test_a_placement_counts_as_experience_of_its_occupation() -> None:
    record, _ = _profile(Stay("Stage de magasinier", start="2020-01", end="2020-02"))
    assert record["experience"] == [{"title_code": "11004", "occupation": "N1103", "months": 2}]


def test_skills_shown_by_the_tasks_of_a_job_are_taken_only_when_they_are_sure() -> None:
    record, _ = _profile(Stay("Cariste", start="2020-01", current=True, text="• Gestion des stocks\n• Autre tâche"))
    assert record["skills"] == [{"code": "100", "label": "Gérer les stocks"}]


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x7f", "\x9b", "\ud800", "\ufffe"])
def test_signs_that_no_record_takes_are_read_as_spaces(sign: str) -> None:
    listed = f"- Gestion{sign}de stocks, Ranger{sign}les palettes\f- Compter\x85\n"
    text = f"Compétences\n{listed}Expérience\n2019 Cariste{sign}\n"
    resume = resume_of(text, TODAY)
    assert [wording for wording, _ in resume.skills] == ["Gestion de stocks", "Ranger les palettes", "Compter"]
    record, _ = profile_of(resume, _occupation, _skill, TODAY)
    assert read_candidate(record) == record
