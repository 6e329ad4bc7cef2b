"""The adviser's screens: what a day tells, the list, the sheet and each of its forms, a CV, an outcome."""

import datetime as dt
import re

import pytest

from service.db import appointments, changes, documents, meetups, notes, places, rights
from service.permissions import Action, Policy, reach
from service.usecases import my_day, people, sponsorships
from tests.service import followed
from tests.service.followed import KEYS, right
from tests.service.pages import Reader, said
from tests.service.world import HOME, NOW

CV = """Soudeur TIG

Né le 3 mars 1990

EXPÉRIENCE
2019 - 2022  Soudeur, Atelier du Faubourg, Lille

LANGUES
Anglais courant

Permis B
"""


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what differs between them is tested where the queries are."""
    return sqlite_url


@pytest.fixture
def adviser(world, app):
    return Reader(app, world.session("adviser"))


def record_of(world, person):
    with world.store.read() as connection:
        here = documents.CANDIDATES.main.c.public_id
        row = documents.get_by_id(connection, documents.CANDIDATES, person, here == person)
        told = people.get(connection, right(world, "adviser", "profile", "R"), person, NOW)
    return row.version, told["record"]


def led_to(answer):
    assert answer.status_code == 303, said(answer).text
    return answer.headers["location"]


def sent(answer):
    """The hidden fields of a page, by name, to be sent back."""
    return {field["name"]: field["value"] for field in said(answer).fields(type="hidden") if "name" in field}


def test_a_day_tells_whom_to_call_what_waits_and_who_answered(world, app, adviser, file):
    with world.store.write() as connection:
        [opening] = followed.openings(connection, world, 1)
        made = followed.suggest(connection, world, file, opening, NOW - dt.timedelta(days=35))
    told = said(adviser.get("/day")).text
    assert "Ida Faubourg" in told and "35 jours" in told and "on attend la personne" in told
    with world.store.write() as connection:
        notes.add(connection, KEYS, file, "somebody", None, "Vue", NOW)
        proof = {"told": "declined", "side": "person"}
        followed.record(connection, world, made, proof["told"], proof["side"], "too_far")
        steps = connection.exec_driver_sql("update introduction_steps set account = 'another' where step = 'declined'")
    assert steps.rowcount == 1
    told = said(adviser.get("/day")).text
    assert "refusée" in told and "Vous avez des nouvelles de tout le monde" in told
    assert "Aucune proposition n’attend de réponse" in told


def test_a_day_tells_what_is_due(world, adviser, file):
    ago = NOW - dt.timedelta(days=100)
    with world.store.write() as connection:
        [opening] = followed.openings(connection, world, 1)
        [sponsor] = followed.sponsors(connection, 1)
        made = followed.suggest(connection, world, file, opening, ago)
        for step, side in (("proposed", "person"), ("accepted", "company"), ("hired", "company")):
            made = followed.record(connection, world, made, step, side, now=ago)
        told = {"territory": HOME, "candidate": file, "kind": "access", "asked_at": NOW, "due_at": NOW}
        rights.add(connection, told)
        made = sponsorships.begin(connection, HOME, file, sponsor, None, "somebody", NOW)
        row = {"sponsorship": made, "sponsor": sponsor, "candidate": file, "place": "À la gare", "step": "booked"}
        soon = NOW + dt.timedelta(days=2)
        begins = soon, soon + dt.timedelta(minutes=30)
        appointments.book(connection, {**row, "booked_by": "somebody", "changed_by": "somebody"}, *begins)
        evening = {"title": "Repas de décembre", "place": "Salle", "date": soon.date(), "start": None, "rounds": 4}
        more = {"round_minutes": 8, "break_minutes": 2, "tables": "fixed", "places": 9, "host_places": 9}
        name = meetups.add(connection, HOME, {**evening, **more, "min_meetings": 1, "aims": []}, "somebody", NOW)
        meetups.change(connection, name, 1, {"status": "open"})
    text = said(adviser.get("/day")).text
    for due in ("(3 mois)", "copie", "À la gare", "Repas de décembre"):
        assert due in text


def test_a_day_of_somebody_who_follows_nobody_says_what_to_do(adviser):
    assert {"href": "/people/new", "class": "button secondary"} in said(adviser.get("/day")).fields(href="/people/new")


def test_the_day_is_the_advisers(world, app):
    for role in ("company", "sponsor", "organiser", "funder", "admin"):
        assert Reader(app, world.session(role)).get("/day").status_code == 403
    with world.store.read() as connection:
        who = reach(world.subject("adviser"), Policy("identity", Action.READ))
        assert my_day.of(connection, who, NOW).n_followed == 0


def test_the_list_keeps_its_filters_in_the_export(adviser, file):
    assert "1 personne" in said(adviser.get("/people?q=&step=")).text, "a form sends what is left empty, too"
    page = adviser.get("/people?q=faubuorg&step=quiet")
    assert "Personne ne s’appelle exactement" in said(page).text
    exports = [one["href"] for one in said(page).fields() if "export" in one.get("href", "")]
    assert exports == [f"/api/v1/people/export.{kind}?q=faubuorg&step=quiet" for kind in ("csv", "xlsx")]
    assert adviser.get(exports[0]).text.count("\n") == 2, "a head and one person"


def test_people_are_handed_over_after_a_look_and_each_refusal_is_told(world, adviser, file):
    other, who = followed_too(world), world.subject("adviser")
    assert "Aucun·e collègue" in said(adviser.get(f"/people/hand-over?person={file}")).text
    colleague = colleague_of(world)
    page = adviser.get(f"/people/hand-over?person={file}&person={other}")
    assert len([one for one in said(page).fields(name="person") if "checked" in one]) == 2
    told = {"person": [file, other], "adviser": colleague, "reason": "Congé"}
    for failed in (0, 2):
        report = led_to(adviser.post("/people/hand-over", data=told))
        text = said(adviser.get(report)).text
        assert ("Ce ou cette collègue suit déjà" in text) == bool(failed)
    refused = adviser.post("/people/hand-over", data={**told, "reason": ""})
    assert refused.status_code == 422
    assert len([one for one in said(refused).fields(name="person") if "checked" in one]) == 2, "what was ticked stays"
    assert who.account != colleague


def test_an_opening_is_proposed_to_several_and_each_refusal_is_told(world, adviser, file):
    other = followed_too(world)
    with world.store.write() as connection:
        [opening] = followed.openings(connection, world, 1)
    page = adviser.get(f"/people/propose?person={file}&person={other}&title=a")
    assert len([one for one in said(page).fields(name="person") if "checked" in one]) == 2
    told = {"person": [file, other], "opening": opening, "title": "a"}
    assert adviser.post("/people/propose", data={**told, "person": []}).status_code == 422
    assert adviser.post("/people/propose", data={**told, "opening": ""}).status_code == 422
    for persons, done in (([file], 1), ([file, other], 1), ([file, other], 0)):
        report = led_to(adviser.post("/people/propose", data={**told, "person": persons}))
        text = said(adviser.get(report)).text
        assert ("est proposée à 1 personne" in text) == bool(done)
        assert text.count("déjà en cours") == len(persons) - done
    assert said(adviser.get("/introductions?awaits=person")).text.count("Ida Faubourg") == 1
    assert "Ida Faubourg" not in said(adviser.get("/introductions?awaits=adviser")).text


def test_those_who_were_ticked_are_taken_along_and_nobody_else(world, adviser, file):
    other = followed_too(world)
    file_of = led_to(adviser.get(f"/people/export?person={file}&format=csv"))
    assert file in adviser.get(file_of).text and other not in adviser.get(file_of).text
    assert "Aucune personne n’est choisie" in said(adviser.get("/people/export?format=csv")).text
    adviser.post(f"/people/{file}/close")
    assert file not in adviser.get("/api/v1/people/export.csv").text, "as in the list, which shows whose file is open"
    assert file in adviser.get("/api/v1/people/export.csv?closed=true").text


def followed_too(world):
    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        followed.follow(connection, world, [person])
    return person


def colleague_of(world):
    from service.db import accounts, memberships
    from service.db.memberships import Membership
    from service.permissions import Role

    with world.store.write() as connection:
        account = accounts.add(connection, "colleague@here.test", "Collègue", "fr", NOW)
        role = Membership(Role.ADVISER, HOME, account, organisation=world.subject("adviser").organisation)
        memberships.add(connection, role, NOW)
    return account


def test_a_new_file_is_opened_once_the_same_person_was_looked_for(world, adviser):
    told = {"first_name": "Zoé", "last_name": "Rivage", "birth_date": "1990-05-17", "notice": "paper"}
    sheet = led_to(adviser.post("/people/new", data=told))
    assert "Zoé Rivage" in said(adviser.get(sheet)).text
    again = adviser.post("/people/new", data={**told, "first_name": "zoe"})
    assert again.status_code == 200 and "Un dossier existe déjà" in said(again).text
    assert {"name": "sure", "type": "hidden", "value": "yes"} in said(again).fields(name="sure")
    assert led_to(adviser.post("/people/new", data={**told, "sure": "yes"})) != sheet
    young = adviser.post("/people/new", data={**told, "first_name": "Ada", "birth_date": "2015-01-01"})
    assert young.status_code == 422 and "moins de 18 ans" in said(young).text
    assert said(young).fields(name="last_name")[0]["value"] == "Rivage"


def test_notes_are_added_changed_deleted_and_given_back(world, adviser, file):
    sheet = f"/people/{file}"
    assert led_to(adviser.post(f"{sheet}/notes", data={"text": "Préfère le matin."})) == f"{sheet}#timeline"
    note = re.search(rf"{sheet}/notes/[0-9a-f-]+", adviser.get(sheet).text)[0]
    led_to(adviser.post(note, data={"text": "Préfère le soir.", "version": "1"}))
    stale = adviser.post(note, data={"text": "Encore", "version": "1"})
    assert stale.status_code == 412 and "Encore" in stale.text
    gone = adviser.post(f"{note}/delete", data={"version": "2"})
    back = adviser.get(led_to(gone).partition("#")[0], headers={"cookie": both(adviser, gone)})
    assert sent(back)["text"] == "Préfère le soir."
    assert "Préfère le soir" not in said(adviser.get(sheet)).text


def both(browser, answer):
    note = answer.headers["set-cookie"].partition(";")[0]
    return f"__Host-visavis={browser.token}; {note}"


def test_a_part_is_typed_checked_and_undone(world, adviser, file):
    edit = f"/people/{file}/edit/limits"
    told = {"version": "1", "record.max_km": "vingt", "record.licences": "B ; CE", "place": "", "place_before": ""}
    wrong = adviser.post(edit, data=told)
    [field] = said(wrong).fields(name="record.max_km")
    assert (wrong.status_code, field["value"], field["aria-invalid"]) == (422, "vingt", "true")
    done = adviser.post(edit, data={**told, "record.max_km": "12,5", "record.contracts": ["CDI", "CDD"]})
    assert led_to(done) == f"/people/{file}"
    version, record = record_of(world, file)
    assert record["max_km"] == 12.5 and record["contracts"] == ["CDI", "CDD"]
    assert record["licences"] == [{"code": "B"}, {"code": "CE"}]
    led_to(adviser.post(f"/people/{file}/undo", data={"version": str(version)}))
    assert record_of(world, file)[1].keys() == {"id"}


def test_a_commune_is_typed_by_its_name_and_chosen_where_several_are_meant(world, adviser, file):
    rows = [("59350", "59000", "Lille"), ("76384", "76170", "Lillebonne"), ("76385", "76171", "Lillers-Test")]
    with world.store.write() as connection:
        for insee, postcode, name in rows:
            told = {"insee": insee, "postcode": postcode, "name": name, "basin": "", "basin_name": ""}
            connection.execute(places.communes.insert(), told)
        changes.advance(connection, changes.REFERENCE)
    edit, told = f"/people/{file}/edit/limits", {"version": "1", "place_before": ""}
    unclear = adviser.post(edit, data={**told, "place": "lill"})
    assert unclear.status_code == 422
    assert {one["value"] for one in said(unclear).fields(name="insee")} == {insee for insee, _, _ in rows}
    led_to(adviser.post(edit, data={**told, "place": "LILLE"}))
    assert record_of(world, file)[1]["place"] == {"insee": "59350"}
    led_to(adviser.post(edit, data={"version": "2", "place_before": "Lille", "place": "lill", "insee": "76384"}))
    assert record_of(world, file)[1]["place"] == {"insee": "76384"}
    led_to(adviser.post(edit, data={"version": "3", "place_before": "Lillebonne", "place": "Hameau du Test"}))
    assert record_of(world, file)[1]["place"] == {"label": "Hameau du Test"}


def test_hours_and_past_jobs_stay_as_they_are_when_nothing_is_changed(world, adviser, file):
    window = "mardi et jeudi 12h-14h"
    led_to(adviser.post(f"/people/{file}/edit/hours", data={"version": "1", "record.availability": window}))
    [line] = re.findall(
        r"<textarea[^>]*availability[^>]*>\n(.*?)</textarea>", adviser.get(f"/people/{file}/edit/hours").text
    )
    led_to(adviser.post(f"/people/{file}/edit/hours", data={"version": "2", "record.availability": line}))
    assert record_of(world, file)[1]["availability"] == [{"days": ["tue", "thu"], "start": "12:00", "end": "14:00"}]
    jobs = {"job": ["Soudeur", ""], "job_was": ["", ""], "job_code": ["", ""], "months": ["18", ""]}
    told = {"version": "2", "language": ["fr", ""], "level": ["B1", ""], "record.education": "3", **jobs}
    led_to(adviser.post(f"/people/{file}/edit/path", data=told))
    record = record_of(world, file)[1]
    assert record["experience"] == [{"title": "Soudeur", "months": 18}]
    assert (record["languages"], record["education"]) == ([{"code": "fr", "level": "B1"}], 3)


def test_words_become_skills_and_jobs_and_three_jobs_are_enough(world, adviser, file):
    for number in range(3):
        told = {"version": str(number + 1), "words": f"Métier {number}"}
        led_to(adviser.post(f"/people/{file}/wishes", data=told))
    full = adviser.post(f"/people/{file}/wishes", data={"version": "4", "words": "Un de trop"})
    assert full.status_code == 409
    led_to(adviser.post(f"/people/{file}/wishes/remove", data={"version": "4", "place": "1"}))
    assert [one["title"] for one in record_of(world, file)[1]["wishes"]] == ["Métier 0", "Métier 2"]
    led_to(adviser.post(f"/people/{file}/skills", data={"version": "5", "no": "300426", "label-300426": "Souder"}))
    led_to(adviser.post(f"/people/{file}/skills/held", data={"version": "6", "place": "0", "held": "yes"}))
    assert record_of(world, file)[1]["skills"] == [{"code": "300426", "label": "Souder"}]
    assert adviser.post(f"/people/{file}/skills/remove", data={"version": "7", "place": "9"}).status_code == 404


def test_consents_and_statuses_are_written_down_with_their_proof_and_taken_back(world, adviser, file):
    page, proof = f"/people/{file}/consents", {"channel": "paper", "text_version": "1"}
    led_to(adviser.post(page, data={"purpose": "messages", "detail": "sms", **proof}))
    led_to(adviser.post(f"/people/{file}/statuses", data={"kind": "rsa", "holds": "true", "proof": "vue", **proof}))
    told = adviser.get(page)
    assert "par SMS" in said(told).text.replace("Par SMS", "par SMS") and "revenu de solidarité" in said(told).text
    ways = [one["action"] for tag, one in said(told).elements if tag == "form" and "action" in one]
    check, delete = (next(way for way in ways if way.endswith(end)) for end in ("/check", "/delete"))
    led_to(adviser.post(check, data={"version": "1"}))
    led_to(adviser.post(delete))
    assert "Aucune situation" in said(adviser.get(page)).text
    wrong = adviser.post(page, data={"purpose": "messages", "detail": "sms", **proof, "text_version": ""})
    assert wrong.status_code == 422


def test_a_cv_is_shown_before_anything_is_saved_and_its_lines_can_be_corrected(world, adviser, file):
    shown = adviser.post(f"/people/{file}/cv", data={"text": CV})
    assert shown.status_code == 200, said(shown).text
    assert record_of(world, file)[1].keys() == {"id"}, "nothing is saved unseen"
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", shown.text)
    told = sent(shown)
    fields = {name.removeprefix("field-"): field for name, field in told.items() if name.startswith("field-")}
    [licence] = [n for n, field in fields.items() if field == "licences"]
    [spoken] = [n for n, field in fields.items() if field == "languages"]
    ticked = {f"keep-{n}": "yes" for n in (licence, spoken)} | {f"words-{licence}": "C", f"level-{spoken}": "C1"}
    assert adviser.post(f"/people/{file}/cv/save", data={**told, "version": "1"}).status_code == 422, "nothing ticked"
    led_to(adviser.post(f"/people/{file}/cv/save", data={**told, **ticked, "version": "1"}))
    record = record_of(world, file)[1]
    assert (record["licences"], record["languages"]) == ([{"code": "C"}], [{"code": "en", "level": "C1"}])
    assert sorted(record["partial"]) == ["languages", "licences"], "a CV need not tell all"
    assert "experience" not in record


def test_a_cv_that_is_no_document_is_refused_with_the_mend(adviser, file):
    refused = adviser.post(f"/people/{file}/cv", files={"file": ("cv.pdf", b"MZ\x90not a document")})
    assert refused.status_code == 422 and "DOCX" in said(refused).text
    assert adviser.post(f"/people/{file}/cv", data={"text": " "}).status_code == 422


def test_an_outcome_is_noted_and_corrected_and_what_was_noted_stays(world, adviser, file):
    with world.store.write() as connection:
        [opening] = followed.openings(connection, world, 1)
        followed.show(connection, [file])
        made = followed.led(connection, world, file, opening, ("proposed", "person"), ("accepted", "company"))
    sheet, way = f"/people/{file}", f"/people/{file}/introductions/{made.row.id}/outcome"
    offered = [one["value"] for one in said(adviser.get(sheet)).fields(name="step")]
    assert offered == ["met", "hired", "placed"]
    told = {"day": NOW.date().isoformat(), "side": "company", "version": str(made.row.version)}
    assert led_to(adviser.post(way, data={**told, "step": "hired"})) == f"{sheet}#introductions"
    page = adviser.get(sheet)
    [number] = {one["value"] for one in said(page).fields(name="corrects")} - {""}
    again = {**told, "step": "met", "corrects": number, "version": str(made.row.version + 1)}
    led_to(adviser.post(way, data=again))
    text = said(adviser.get(sheet)).text
    assert "embauche" in text and "Correction" in text and "rencontre faite" in text
    tomorrow = {**again, "step": "placed", "day": (NOW + dt.timedelta(days=3)).date().isoformat(), "corrects": ""}
    assert adviser.post(way, data={**tomorrow, "version": str(made.row.version + 2)}).status_code == 422


def test_a_file_is_closed_opened_handed_over_and_its_person_invited(world, adviser, file):
    assert led_to(adviser.post(f"/people/{file}/close")) == f"/people/{file}"
    assert "Dossier fermé" in said(adviser.get(f"/people/{file}")).text.replace("dossier", "Dossier")
    led_to(adviser.post(f"/people/{file}/reopen"))
    led_to(adviser.post(f"/people/{file}/account", data={"email": "ida@here.test", "name": "Ida", "language": "fr"}))
    colleague = colleague_of(world)
    page = adviser.get(f"/people/{file}/follow")
    way = next(one["action"] for _, one in said(page).elements if "/follow/" in one.get("action", ""))
    assert led_to(adviser.post(way, data={"adviser": colleague, "reason": "Congé"})) == "/people"
    assert adviser.get(f"/people/{file}").status_code == 404, "rights end with the assignment"


def test_nobody_else_opens_a_sheet(world, app, file):
    for role in ("company", "sponsor", "organiser", "funder", "admin"):
        browser = Reader(app, world.session(role))
        for page in ("", "/consents", "/skills", "/edit/identity", "/cv", "/follow"):
            assert browser.get(f"/people/{file}{page}").status_code in (403, 404), (role, page)


def test_somebody_sees_their_own_sheet_without_what_is_the_advisers(world, app):
    own = Reader(app, world.session("candidate")).get(f"/people/{world.subject('candidate').candidate}")
    assert own.status_code == 200
    assert "<h1>Mon dossier</h1>" in own.text and "la personne" not in said(own).text
    assert not [
        one for _, one in said(own).elements if re.search("/(notes|follow|account|close)$", one.get("action", ""))
    ]
