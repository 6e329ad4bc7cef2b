"""What answers say to those who read them: moments, titles, reasons and files as people need them."""

import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert

from service.api.fields import Moment
from service.db.taxonomy import titles
from service.errors import Conflict
from service.problems import in_language
from service.steps import Past, Side, Told, check
from tests.service.relations import ABSENT

READ = TypeAdapter(Moment).validate_python
DAY = dt.date(2026, 11, 2)


@pytest.mark.parametrize("told", ["2026-12-08T18:00:00+01:00", "2026-12-08T17:00:00Z", "2026-12-08T07:30:00-09:30"])
def test_a_moment_is_kept_as_the_same_moment_whatever_its_offset(told):
    assert READ(told).isoformat() == "2026-12-08T17:00:00+00:00"


def test_a_moment_outside_the_calendar_is_refused():
    with pytest.raises(ValidationError, match="between the years"):
        READ("9999-12-31T23:00:00-09:00")


def test_an_opening_told_by_a_code_is_listed_by_what_the_code_means(world, app):
    with world.store.write() as connection:
        row = {column.name: "" for column in titles.c} | {"code": "DT9", "label": "Soudeur / Soudeuse"}
        connection.execute(insert(titles).values(row))
    company = world.client(app, "company")
    made = [company.post("/api/v1/openings", json={"record": {"title_code": code}}) for code in ("DT9", "DT0")]
    assert [one.status_code for one in made] == [201, 201]
    shown = {one["title"] for one in company.get("/api/v1/openings").json()["items"]}
    assert shown == {"Soudeur / Soudeuse", "DT0"}


@pytest.mark.parametrize(("language", "reason"), [("fr", "rien n’a cet identifiant"), ("en", "nothing has that")])
def test_each_row_of_many_says_why_not_in_the_readers_language(world, app, language, reason):
    body = {"action": "renew", "ids": [ABSENT]}
    headers = {"accept-language": language}
    answer = world.client(app, "company").post("/api/v1/openings/bulk", json=body, headers=headers)
    assert answer.json()["items"][0]["reason"].startswith(reason)


def test_ones_own_data_come_as_a_file_with_a_name(world, app):
    person = world.subject("candidate").candidate
    answer = world.client(app, "candidate").get(f"/api/v1/people/{person}/rights/export.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="visavis.zip"'


def test_a_step_that_another_side_must_say_tells_whose_word_it_is():
    past = [Past(1, "suggested", Side.ADVISER, DAY)]
    with pytest.raises(Conflict, match="the word of person") as refusal:
        check(past, Told("proposed", Side.ADVISER, DAY), Side.ADVISER, DAY)
    assert in_language(str(refusal.value), "fr").endswith("cette étape est la parole de «\u202fperson\u202f»")
