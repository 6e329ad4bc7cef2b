"""CVs: what is told without being certain is kept and asked about, never dropped."""

from datetime import date

from matching.text.cv import resume_of
from matching.text.profile import WhyUnsure, profile_of
from matching.text.reading import OccupationRead, Resume, Stay

TODAY = date(2026, 1, 15)
TOP = "Prénom NOM\n12 rue des Exemples\nLes Mureaux\n06 00 00 00 00\n"


def test_a_bare_town_below_an_address_is_the_place():
    facts = {fact.name: fact.value for fact in resume_of(TOP, TODAY).facts}
    assert facts["place"] == {"label": "Les Mureaux"}


def test_a_european_level_counts_more_than_the_word_before_it():
    facts = resume_of(TOP + "LANGUES\nFrançais : courant (C1)\nAnglais courant\n", TODAY).facts
    told = {fact.value["code"]: fact.value["level"] for fact in facts if fact.name == "languages"}
    assert told == {"fr": "C1", "en": "B2"}


def test_every_dated_line_of_the_jobs_is_asked_about():
    text = TOP + "EXPÉRIENCES\n2018 - 2019 Foo Bar\n2015 - 2016\n2012 - 2013 Cariste\n"
    resume = resume_of(text, TODAY)
    assert [stay.start for stay in resume.jobs] == ["2018", "2015", "2012"]
    _, asked = profile_of(resume, lambda title: None, lambda told: None, TODAY)
    assert [item.told for item in asked if item.field == "experience"] == ["Foo Bar", "2015 - 2016", "Cariste"]


def test_an_unsure_job_is_asked_about_with_the_occupation_that_it_may_be():
    resume = Resume(jobs=(Stay("magasinage", start="2019-01", end="2019-12"),))
    read = OccupationRead("N1103", "Magasinier", "11004", 0.4)
    _, (asked,) = profile_of(resume, lambda title: read, lambda told: None, TODAY)
    assert asked.why == WhyUnsure.NO_OCCUPATION
    assert asked.value == {"title_code": "11004", "occupation": "N1103", "months": 12.0}
