"""A meetup from its plan on, as a browser without JavaScript sees it: paper, invitations, what follows."""

import csv
import io
import re
import zlib

import pytest
from icalendar import Calendar

from service.db import consents, personal
from service.db.consents import Agreed, Proof
from service.usecases import on_paper
from tests.service.evenings import Evening, Planned, sponsorships_of
from tests.service.screens import Screens
from tests.service.world import NOW

PROOF = Proof("somebody", "app", "1")


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough: the use cases are tested on both."""
    return sqlite_url


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


@pytest.mark.parametrize(
    "kind", ["wall_by_name", "wall_by_round", "table_cards", "badges", "itineraries", "meeting_cards"]
)
def test_paper_is_tagged_and_titled(evening, kind):
    pdf = evening.lead.get(f"{evening.at}/paper/{kind}.pdf").content
    plain = pdf + b"".join(inflated(pdf))
    assert b"pdfuaid" in plain and b"/MarkInfo" in plain and b"/StructTreeRoot" in plain
    assert b"dc:title" in plain and "Rencontre d’hiver".encode() in plain


def test_a_preview_says_what_is_printed_without_the_names_of_who_registered(evening):
    person = evening.registered()["person"]
    with evening.world.store.write() as connection:
        personal.save(connection, person, {"first_name": "Ana", "last_name": "Exemple"})
    assert evening.registered()["last_name"] == "Exemple"
    listed = evening.lead.get(f"{evening.at}/paper")
    for kind in on_paper.SHEETS:
        page = evening.lead.get(f"{evening.at}/paper/{kind}")
        assert all(label in page for label in ("J1", f"{kind}.pdf")) and "Exemple" not in page
        assert f'{evening.at}/paper/{kind}"' in listed
    evening.lead.get(f"{evening.at}/paper/posters", 404)


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
    assert all(
        text in shown for text in ("METHOD:REQUEST", "SEQUENCE:0", "Vos rendez-vous", "Dans l’agenda", "jusqu’à")
    )
    assert "mailto:" not in shown
    assert evening.posted() == []


def test_who_has_not_answered_is_counted_listed_first_and_found_by_the_address(evening):
    gone = evening.people[0]
    evening.lead.send(f"{evening.at}/day/guest", guest=gone, state="absent")
    page = evening.lead.get(f"{evening.at}/invitations")
    rows = re.findall(r'<th scope="row">.*?>(J\d+|P\d+)<.*?badge[^>]*>([^<]*)<', page, re.S)
    answers = [answer for _, answer in rows]
    assert answers == sorted(answers, key=("sans réponse", "vient", "ne vient pas").index) and len(set(answers)) == 3
    assert ("J1", "ne vient pas") in rows and ("P1", "vient") in rows  # who registered themselves said yes
    assert f"{evening.at}/guests/{gone}" in page
    part = evening.lead.get(f"{evening.at}/invitations?answer=not_coming")
    assert part.count('<th scope="row">') == 1 and f"{evening.at}/guests/{gone}" in part


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
    evening.plan_again()
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


def test_before_the_first_round_attendance_says_when_it_serves_and_shows_guests_their_own_meetings(evening):
    page = evening.lead.get(f"{evening.at}/attendance")
    assert 'class="empty"' in page and "à partir du premier tour" in page and f'{evening.at}/day"' in page
    assert "<select" not in page and "attendance.csv" in page
    own = evening.screens["candidate"].get(f"{evening.at}/attendance")
    mine = [one for one in evening.meetings() if one["person"] == evening.people[0]]
    assert "vous voulez poursuivre" in own and own.count('<th scope="row">') == len(mine)


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
