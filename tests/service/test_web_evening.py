"""A meetup from its plan on, as a browser without JavaScript sees it: paper, invitations, the day, what follows."""

import csv
import html
import io
import re
import zlib

import pytest
from icalendar import Calendar

from service.db import consents, personal
from service.db.consents import Agreed, Proof
from service.mail import post_office
from service.usecases.mailing import send_due
from tests.service.evenings import Evening, sponsorships_of
from tests.service.post_boxes import mail_server
from tests.service.screens import Screens
from tests.service.world import NOW

PROOF = Proof("somebody", "app", "1")


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough: the use cases are tested on both."""
    return sqlite_url


class Planned:
    """An evening with a plan, and screens for each role."""

    def __init__(self, world, app):
        self.api = Evening(world, app)
        self.people, self.hosts = self.api.fill(3, 2)
        self.api.done("organiser", "POST", "/plan", {"seconds": 1})
        self.at = f"/meetups/{self.api.id}"
        self.screens = {role: Screens(client) for role, client in self.api.clients.items()}
        self.lead = self.screens["organiser"]
        self.world = world

    def meetings(self):
        return self.api.done("organiser", "GET", "/plan")["meetings"]

    def labels(self):
        return {one["person"]: one["person_label"] for one in self.meetings()}

    def version(self):
        return re.search(r'name="version" value="(\d+)"', self.lead.get(f"{self.at}/invitations/send"))[1]

    def invite(self):
        page = self.lead.get(f"{self.at}/invitations/send")
        guests = re.findall(r'name="guest" value="([0-9a-f-]{36})" checked', page)
        self.lead.send(f"{self.at}/invitations/send", version=self.version(), guest=guests)
        return guests

    def posted(self):
        """What a real mail server gets now."""
        with mail_server() as (box, settings):
            done = send_due(self.world.store, lambda: post_office(settings), lambda: NOW)
        assert done.total() == done["sent"]
        return box.received

    def begin(self, number=1):
        self.lead.send(f"{self.at}/day/round", round=str(number))


@pytest.fixture
def evening(world, app):
    return Planned(world, app)


def calendar(mail):
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    read = Calendar.from_ical(part.get_content())
    return part["content-type"].params["method"], read["METHOD"], read.walk("VEVENT")[0]


def test_before_a_plan_every_screen_says_what_to_do_next(world, app):
    early = Evening(world, app)
    screens = Screens(early.clients["organiser"])
    for place in ("paper", "invitations", "day", "day/wall", "attendance"):
        page = screens.get(f"/meetups/{early.id}/{place}")
        assert 'class="empty"' in page, place


def test_only_organisers_lead_the_evening(evening):
    for role in ("candidate", "sponsor", "company", "adviser"):
        for place in ("paper", "invitations", "day", "day/wall"):
            evening.screens[role].get(f"{evening.at}/{place}", 403)


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
    evening.lead.send(f"{evening.at}/day/plan")
    page = evening.lead.get(f"{evening.at}/day")
    assert all(one["person"] != gone["person"] for one in evening.meetings())
    assert "pas encore dans le plan" not in page and "only=changed" in page
    assert gone["person_label"] in page[page.index('id="changes"') :]
    pdf = evening.lead.get(f"{evening.at}/paper/itineraries.pdf?only=changed")
    assert pdf.headers["content-type"] == "application/pdf"
    evening.lead.send(f"{evening.at}/day/guest", guest=gone["person"], state="here")
    evening.lead.send(f"{evening.at}/day/plan")
    assert any(one["person"] == gone["person"] for one in evening.meetings())


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


@pytest.mark.parametrize(
    "kind", ["wall_by_name", "wall_by_round", "table_cards", "badges", "itineraries", "meeting_cards"]
)
def test_paper_is_tagged_and_titled(evening, kind):
    pdf = evening.lead.get(f"{evening.at}/paper/{kind}.pdf").content
    plain = pdf + b"".join(inflated(pdf))
    assert b"pdfuaid" in plain and b"/MarkInfo" in plain and b"/StructTreeRoot" in plain
    assert b"dc:title" in plain and "Rencontre d’hiver".encode() in plain


def inflated(pdf):
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue


def test_invitations_are_shown_before_they_are_sent(evening):
    page = evening.lead.get(f"{evening.at}/invitations")
    assert "à inviter" in page and "prévenir autrement" in page
    one = re.search(rf'{evening.at}/invitations/([0-9a-f-]{{36}})"', page)[0].rstrip('"')
    shown = evening.lead.get(one)
    assert all(text in shown for text in ("METHOD:REQUEST", "SEQUENCE:0", "Vos rendez-vous"))
    assert "mailto:" not in shown
    assert evening.posted() == []


def test_a_calendar_goes_by_mail_with_a_number_that_rises_when_the_sheet_changes(evening):
    guests = evening.invite()
    first = {str(mail["To"]): calendar(mail) for mail in evening.posted()}
    assert len(first) == len(guests) == 3
    assert {(method, inner, int(entry["SEQUENCE"])) for method, inner, entry in first.values()} == {
        ("REQUEST", "REQUEST", 0)
    }
    assert all(str(entry["ATTENDEE"]) == f"mailto:{to}" for to, (_, _, entry) in first.items())
    page = evening.lead.get(f"{evening.at}/invitations")
    assert "toutes les invitations qui peuvent partir sont à jour" in page

    evening.lead.send(f"{evening.at}/day/guest", guest=guests[0], state="absent")
    evening.lead.send(f"{evening.at}/day/plan")
    assert guests[0] in evening.invite()
    again = {str(mail["To"]): calendar(mail) for mail in evening.posted()}
    off = [told for told in again.values() if told[1] == "CANCEL"]
    assert [told[0] for told in off] == ["CANCEL"] and all(int(told[2]["SEQUENCE"]) == 1 for told in again.values())
    assert all(str(again[to][2]["UID"]) == str(first[to][2]["UID"]) for to in again)
    assert "annulation envoyée" in evening.lead.get(f"{evening.at}/invitations")


def test_nothing_is_sent_of_a_plan_that_was_not_shown_or_to_nobody(evening):
    version = evening.version()
    page = evening.lead.send(f"{evening.at}/invitations/send", 409, version=version)
    assert "au moins une personne" in page
    evening.lead.send(f"{evening.at}/day/guest", guest=evening.people[0], state="absent")
    page = evening.lead.send(f"{evening.at}/invitations/send", 412, version=version, guest=evening.people)
    assert "a changé depuis" in page and evening.posted() == []


def test_an_address_in_a_file_is_used_only_by_those_who_agreed_to_messages_by_mail(evening):
    guests = evening.api.done("organiser", "GET", "/guests")["items"]
    person = next(one["person"] for one in guests if one["id"] == evening.people[1])
    with evening.world.store.write() as connection:
        personal.save(connection, person, {"email": "agreed@mail.invalid"})
    before = evening.lead.get(f"{evening.at}/invitations").count("Ni compte")
    with evening.world.store.write() as connection:
        consents.tell(connection, person, PROOF, NOW)
        consents.give(connection, Agreed(person, "messages", detail="mail"), PROOF, NOW)
    assert evening.lead.get(f"{evening.at}/invitations").count("Ni compte") == before - 1
    evening.invite()
    assert "agreed@mail.invalid" in {str(mail["To"]) for mail in evening.posted()}


def told(evening, role):
    """The meetings that somebody may speak of: their keys."""
    return re.findall(r'name="(J\d+P\d+)\.\w+"', evening.screens[role].get(f"{evening.at}/attendance"))


def test_interest_of_both_sides_proposes_a_sponsor_and_of_one_side_is_shown_to_nobody(evening):
    evening.begin()
    candidate, sponsor = evening.people[0], evening.hosts[0]
    pair = next(one for one in evening.meetings() if (one["person"], one["host"]) == (candidate, sponsor))
    key = f"{pair['person_label']}{pair['host_label']}"
    assert key in told(evening, "candidate") and key in told(evening, "sponsor")
    evening.screens["candidate"].send(f"{evening.at}/attendance", **{f"{key}.person": "yes", f"{key}.host": "yes"})
    assert sponsorships_of(evening.world) == []
    assert "Réciproque</span>" not in evening.screens["sponsor"].get(f"{evening.at}/attendance")
    page = evening.lead.get(f"{evening.at}/attendance")
    assert ">Noté<" in page and "Réciproque</span>" not in page
    evening.lead.send(f"{evening.at}/attendance", **{f"{key}.host": "yes"})
    page = evening.lead.get(f"{evening.at}/attendance")
    assert "Réciproque</span>" in page and "Parrainage proposé" in page and len(sponsorships_of(evening.world)) == 1


def test_the_table_of_meetings_is_filled_in_and_read_again(evening):
    evening.begin()
    raw = evening.lead.get(f"{evening.at}/attendance.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw), delimiter=";"))
    assert len(rows) == len(evening.meetings()) and not any(row["met"] for row in rows)
    lines = raw.splitlines()
    filled = "\r\n".join([lines[0], *(line.replace(";;;;", ";oui;non;;") for line in lines[1:])])
    evening.lead.send(f"{evening.at}/attendance/file", files={"file": ("x.csv", filled.encode())})
    page = evening.lead.get(f"{evening.at}/attendance").replace("\u202f", " ")
    assert f"{len(rows)} rendez-vous notés" in page and f"{len(rows)} sur {len(rows)}" in page
    wrong = "round;person;host;met\n1;J99;P1;oui\n"
    page = evening.lead.send(f"{evening.at}/attendance/file", 422, files={"file": ("x.csv", wrong.encode())})
    assert "J99" in page and "rien n’a été noté" in page
