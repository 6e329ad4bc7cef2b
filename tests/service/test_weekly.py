"""What companies are told once a week: only what waits for them, as their pages show it, and nothing of anybody."""

import json
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from service.api.calls import Services
from service.db import consents, documents, outbox
from service.db.base import Store
from service.db.documents import CANDIDATES
from service.db.territories import HOME
from service.filing import new_document
from service.mail import post_office
from service.usecases import mailing, weekly
from tests.service.followed import database_url, show  # noqa: F401
from tests.service.post_boxes import mail_server
from tests.service.sign_ins import API
from tests.service.weeks import DAY, SITE, appear, choose, post, propose, run, services_of, taken, texts
from tests.service.world import NOW, World


@pytest.fixture
def services(store: Store, tmp_path: Path) -> Services:
    return services_of(store, tmp_path)


def test_it_says_what_waits_for_the_company_and_where(world: World, services: Services) -> None:
    soon, later = post(world, "Soudeur", 5), post(world, "Peintre", 60)
    propose(world, later)
    assert run(services) == 1
    assert texts(services.store) == [
        f"1 mise en relation attend votre réponse\u202f:\n{SITE}/introductions?awaits=company\n\n"
        "L’offre «\u202fSoudeur\u202f» se termine le 28\u00a0novembre\u00a02026. Pour la prolonger ou la "
        "fermer\u202f:\n"
        f"{SITE}/openings/{soon}"
    ]


def test_where_there_is_nothing_to_say_nothing_is_sent(world: World, services: Services) -> None:
    post(world)
    post(world, "Peintre", None)
    assert run(services) == 0
    assert taken(services.store) == []


def test_new_people_are_counted_from_eleven_on_and_each_once(world: World, services: Services) -> None:
    opening = post(world)
    told = []
    for week, more in enumerate((10, 1, 10, 0, 1, 30)):
        services.now.at = NOW + 7 * week * DAY
        appear(world, more, services.now.at - DAY)
        run(services)
        told.append([line for text in texts(services.store) for line in text.splitlines()])
    page = f"{SITE}/openings/{opening}/people"
    said = "{} nouvelles personnes sont suggérées pour l’offre «\u202fSoudeur\u202f»\u202f:"
    assert told == [[], [said.format(11), page], [], [], [said.format(11), page], [said.format(30), page]]


def test_those_are_counted_whom_the_page_shows(world: World, services: Services, app: Any) -> None:
    opening = post(world, place={"lat": 50.0, "lon": 3.0})
    with services.store.write() as connection:
        for number in range(15):  # the last three live farther away than anybody else: who they are could be guessed
            place = {"lat": 50.0, "lon": 3.3 if number > 11 else 3.0}
            document = new_document(CANDIDATES, f"placed {number}", {"place": place, "max_km": 100})
            documents.save(connection, CANDIDATES, "weekly", [document], HOME)
        show(connection, list(documents.public_ids(connection, CANDIDATES, "weekly", HOME).values()))
    run(services)
    [text] = texts(services.store)
    seen = world.client(app, "company").get(f"{API}/openings/{opening}/suggestions", params={"limit": 100}).json()
    assert sum(one["fits"] for one in seen["items"]) == 12
    assert text.startswith("12 nouvelles personnes")


def test_who_agrees_again_is_nobody_new(world: World, services: Services) -> None:
    post(world)
    known = appear(world, 20)
    assert run(services) == 1
    with services.store.write() as connection:
        show(connection, known, NOW + DAY)
    services.now.at = NOW + 8 * DAY
    assert run(services) == 0


def test_with_many_openings_five_are_told_the_newest_first(world: World, services: Services) -> None:
    for number in range(8):
        post(world, f"Offre {number}")
    appear(world, 12)
    run(services)
    [text] = texts(services.store)
    assert len(re.findall("nouvelles personnes", text)) == weekly.TOLD
    services.now.at = NOW + 7 * DAY
    run(services)
    [text] = texts(services.store)
    assert len(re.findall("nouvelles personnes", text)) == 8 - weekly.TOLD


def test_it_tells_nothing_of_anybody(world: World, services: Services) -> None:
    openings = [post(world, days=5), post(world, "Peintre")]
    persons = [
        *appear(world, 12),
        propose(world, openings[0]),
        propose(world, openings[1], ("accepted", "company")),
    ]
    run(services)
    [message] = taken(services.store)
    said = json.dumps([message.facts, message.template])
    assert not [one for one in (*persons, world.subject("company").account) if one in said]
    assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", said)) == set(openings)


def test_what_one_company_is_told_is_its_own(world: World, services: Services) -> None:
    propose(world, post(world, days=5))
    run(services)
    assert {message.to for message in taken(services.store)} == {"company@here.test"}


def test_two_weeks_after_they_were_to_meet_it_asks_for_news(world: World, services: Services) -> None:
    propose(world, post(world), ("accepted", "company"))
    services.now.at = NOW + 13 * DAY
    assert run(services) == 0
    services.now.at = NOW + 14 * DAY
    run(services)
    [text] = texts(services.store)
    assert text.startswith("1 mise en relation attend de vos nouvelles")


def test_it_asks_for_news_of_who_is_at_work_while_the_person_shows_themselves(world: World, services: Services) -> None:
    person = propose(world, post(world), ("accepted", "company"), ("hired", "company"))
    services.now.at = NOW + 93 * DAY
    assert run(services) == 0, "the company no longer sees them"
    with services.store.write() as connection:
        connection.execute(consents.consents.update().values(expires_at=None))
    assert run(services) == 1
    [text] = texts(services.store)
    assert person not in text
    assert text.startswith("1 mise en relation attend de vos nouvelles")


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("fr", "Votre semaine sur Visavis", "Ce point arrive une fois par semaine au plus"),
        ("en", "Your week on Visavis", "This message comes once a week at most"),
    ],
)
def test_it_goes_in_the_language_of_its_reader_with_a_way_to_stop_it_at_one_click(
    world: World, services: Services, language: str, subject: str, said: str
) -> None:
    post(world, days=5)
    choose(world, language=language)
    run(services)
    with mail_server() as (box, told):
        settings = replace(told, url=SITE)
        mailing.send_due(services.store, partial(post_office, settings), services.now)
    [mail] = box.received
    plain = mail.get_body(("plain",)).get_content()
    [link] = re.findall(rf"{SITE}/unsubscribe/\S+", plain)
    assert (mail["Subject"], mail["Content-Language"]) == (subject, language)
    assert said in plain
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f'href="{link}"' in mail.get_body(("html",)).get_content()


def test_no_other_message_says_how_to_stop_it(services: Services) -> None:
    with services.store.write() as connection:
        outbox.add(connection, "a@mail.invalid", "password_changed", {}, "fr")
    with mail_server() as (box, told):
        mailing.send_due(services.store, partial(post_office, told), services.now)
    assert box.received[0]["List-Unsubscribe"] is None
