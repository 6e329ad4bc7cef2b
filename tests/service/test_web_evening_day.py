"""The day of a meetup, as a browser without JavaScript sees it: rounds, the wall, who is missing, planning again."""

import html
import re

import pytest

from service.errors import Stale
from service.permissions import Action, Policy, reach
from service.usecases import evenings, playing, replanning, working
from tests.service.evenings import Planned
from tests.service.world import NOW


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough: the use cases are tested on both."""
    return sqlite_url


@pytest.fixture
def evening(world, app):
    return Planned(world, app)


def test_rounds_begin_one_after_the_other_and_a_step_back_is_undone(evening):
    assert "Pas encore commencé" in evening.lead.get(f"{evening.at}/day")
    evening.begin()
    page = evening.lead.get(f"{evening.at}/day").replace("\u202f", " ")
    assert "Tour 1 sur 3" in page and "Tables du tour 2" in page and "data-left=" in page and "Fin du tour à" in page
    assert evening.api.done("organiser", "GET", "")["status"] == "running"
    evening.begin(3)
    page = evening.lead.get(f"{evening.at}/day")
    assert "Tables du tour 3" in page and "Noter les présences" in page and "day/guest" not in page
    assert "les tours 1 à 3" in evening.lead.send(f"{evening.at}/day/round", 422, round="9")


def test_without_a_round_begun_the_plan_may_be_adjusted_again_until_attendance_is_noted(evening):
    lead = evening.lead
    evening.begin()
    assert "ne change plus ici" in lead.get(f"{evening.at}/grid")
    evening.begin(0)
    assert evening.api.done("organiser", "GET", "")["status"] == "planned"
    assert "Recalculer le reste" in lead.get(f"{evening.at}/grid")
    evening.begin()
    key = re.search(r'name="([^"]+)\.met"', lead.get(f"{evening.at}/attendance"))[1]
    lead.send(f"{evening.at}/attendance", **{f"{key}.met": "yes"})
    evening.begin(0)
    assert evening.api.done("organiser", "GET", "")["status"] == "running"


def test_the_wall_shows_tables_alone_and_is_asked_for_again_when_the_day_goes_on(evening):
    page = evening.lead.get(f"{evening.at}/day/wall")
    hosts = {one["host"] for one in evening.meetings() if one["round"] == 1}
    assert 'class="wall' in page and page.count('<li><p class="number">') == len(hosts)
    seen = html.unescape(re.search(r'hx-get="([^"]*)"', page)[1])
    assert evening.lead.get(seen, 204)
    evening.begin()
    assert evening.lead.get(seen).headers["HX-Refresh"] == "true"


def test_who_is_absent_is_planned_around_and_only_changed_sheets_are_printed(evening):
    gone = evening.meetings()[0]
    evening.lead.send(f"{evening.at}/day/guest", guest=gone["person"], state="absent")
    page = evening.lead.get(f"{evening.at}/day")
    assert f"{gone['person_label']}\u202f: absence notée" in page and "Refaire le plan à partir du tour 1" in page
    assert "pas encore dans le plan" in page
    page = evening.plan_again()
    assert all(one["person"] != gone["person"] for one in evening.meetings())
    assert "pas encore dans le plan" not in page and "only=changed" in page
    assert gone["person_label"] in page[page.index('id="changes"') :]
    pdf = evening.lead.get(f"{evening.at}/paper/itineraries.pdf?only=changed")
    assert pdf.headers["content-type"] == "application/pdf"
    evening.lead.send(f"{evening.at}/day/guest", guest=gone["person"], state="here")
    evening.plan_again()
    assert any(one["person"] == gone["person"] for one in evening.meetings())


def test_planning_again_tells_how_many_seats_changed_and_what_is_not_kept(evening):
    gone = evening.meetings()[0]
    evening.lead.send(f"{evening.at}/day/guest", guest=gone["host"], state="absent")
    report = evening.plan_again()
    assert re.search(r"Plan refait à partir du tour 1 : (les personnes présentes gardent|\d+ place)", report)
    assert "demande n’est pas tenue" in report or "demandes ne sont pas tenues" in report or "sont tenues" in report
    evening.lead.send(f"{evening.at}/day/guest", guest=gone["host"], state="here")
    assert report != evening.plan_again()


def test_who_leaves_the_page_finds_how_far_planning_again_is_and_may_stop_it(evening):
    lead = reach(evening.world.subject("organiser"), Policy("meetup", Action.WRITE))
    with evening.world.store.write() as connection:
        work = replanning.begin(connection, lead, evening.api.id, NOW)
    page = evening.lead.get(f"{evening.at}/day")
    assert "Le plan se refait" in page and f'hx-get="{evening.at}/day/progress"' in page
    assert "Refaire le plan" not in page
    assert "HX-Refresh" not in evening.screens["organiser"].client.get(f"{evening.at}/day/progress").headers
    evening.lead.send(f"{evening.at}/day/plan", 409)
    evening.lead.send(f"{evening.at}/day/stop")
    with evening.world.store.read() as connection:
        assert working.get(connection, lead, work, NOW).state == "stopping"
    replanning.beside(evening.world.store, lambda: NOW, lead, evening.api.id, work).join()
    assert "Plan refait à partir du tour 1" in evening.lead.get(f"{evening.at}/day").replace("\u202f", " ")
    evening.lead.get(f"{evening.at}/day/progress")


def test_a_day_that_no_plan_fits_names_the_rules_and_keeps_the_plan(evening):
    evening.begin(2)
    before = evening.meetings()
    person, met = before[0]["person"], {one["host"] for one in before if one["person"] == before[0]["person"]}
    left = {one["host"] for one in before if one["person"] == person and one["round"] == 3} | set(evening.hosts) - met
    assert len(left) > 1  # one of them after the other, and one round
    evening.api.done("organiser", "PUT", "/wishes", {"must": [{"person": person, "host": host} for host in left]})
    page = evening.plan_again()
    assert "Le plan n’a pas été refait" in page and f"{before[0]['person_label']} doit rencontrer" in page
    assert evening.meetings() == before
    evening.begin(3)
    assert "Le plan n’a pas été refait" not in evening.lead.get(f"{evening.at}/day")


def test_a_round_that_begins_meanwhile_is_never_planned_again(evening):
    lead, meetup = reach(evening.world.subject("organiser"), Policy("meetup", Action.WRITE)), evening.api.id
    evening.begin()
    with evening.world.store.read() as connection:
        of, day = playing.ready(connection, lead, meetup, NOW)
    found = evenings.plan_again(of, day, 1.0)
    evening.begin(2)
    with evening.world.store.write() as connection, pytest.raises(Stale, match="a round has begun"):
        playing.keep_again(connection, lead, of, day, found, NOW)


def test_what_was_noted_of_somebody_is_undone(evening):
    guest = evening.people[0]
    evening.lead.send(f"{evening.at}/day/guest", guest=guest, state="late", turn="3")
    page = evening.lead.get(f"{evening.at}/day")
    assert "arrivée notée pour le tour 3" in page.replace("\u202f", " ")
    assert 'name="away" value=""' in page
    evening.lead.send(f"{evening.at}/day/away", guest=guest, away="")
    assert "absence notée" not in evening.lead.get(f"{evening.at}/day").replace("C’est annulé.", "")


def test_a_mark_without_a_round_keeps_what_was_typed(evening):
    page = evening.lead.send(f"{evening.at}/day/guest", 422, guest=evening.people[0], state="leaves")
    assert 'id="f-turn-fault"' in page and f'value="{evening.people[0]}" selected' in page


def test_who_walks_in_is_named_until_the_plan_has_a_seat_for_them(evening):
    evening.begin()
    evening.lead.send(f"{evening.at}/guests", names="Ana Exemple", side="person")
    page = evening.lead.get(f"{evening.at}/day").replace("\u202f", " ")
    assert "1 arrivée n’a pas encore de rendez-vous" in page and "Ana Exemple" in page
    page = evening.plan_again()
    assert "pas encore de rendez-vous" not in page and "Plan refait à partir du tour 2" in page
