"""The administrator's screens: what waits, who has which role, the log, backups, keys, emergencies, requests."""

import datetime as dt
import re
from typing import Any

import pytest
from fastapi import FastAPI

from service.collation import search_key
from service.db import audit, audit_log, personal, rights
from service.db.audit_log import Sought
from service.db.paging import Asked
from service.permissions import Role
from service.seeking import SEARCHES
from service.usecases import auditing
from service.usecases.members import MISTAKE
from tests.service.followed import people, right
from tests.service.world import NOW, World

SCREENS = (
    *("/admin", "/admin/jobs", "/admin/backups", "/admin/log", "/admin/organisations", "/admin/organisations/new"),
    *("/admin/members", "/admin/members/new", "/admin/keys", "/admin/keys/new?role=company", "/admin/emergencies"),
    "/requests",
)


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what screens ask for is tested on both elsewhere."""
    return sqlite_url


def see(world: World, app: FastAPI, address: str, role: str = "admin", language: str = "fr", status: int = 200) -> str:
    head = {"accept": "text/html", "accept-language": language}
    answer = world.client(app, role).get(address, headers=head, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def send(world: World, app: FastAPI, address: str, who: str = "admin", status: int = 303, **fields: Any) -> Any:
    answer = world.client(app, who).post(address, data=fields, follow_redirects=False, headers={"accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer


@pytest.mark.parametrize("address", SCREENS)
def test_each_screen_is_there_in_both_languages(world: World, app: FastAPI, address: str) -> None:
    assert see(world, app, address) != see(world, app, address, language="en")


@pytest.mark.parametrize("address", [screen for screen in SCREENS if not screen.startswith("/requests")])
def test_who_does_not_administer_is_refused(world: World, app: FastAPI, address: str) -> None:
    see(world, app, address, role="funder", status=403)


def test_an_administrator_invites_a_member_whom_a_second_person_approves(world: World, app: FastAPI) -> None:
    told = {"name": "Une personne", "email": "new@here.test", "role": "organiser", "language": "fr"}
    send(world, app, "/admin/members", **told)
    assert "1 rôle " in see(world, app, "/admin/members?state=pending")
    [member] = [
        one
        for one in world.client(app, "admin").get("/api/v1/members").json()["items"]
        if one["email"] == told["email"]
    ]
    address = f"/admin/members/{member['id']}/approve"
    send(world, app, address, status=403)
    send(world, app, address, who="organiser")
    assert "0 rôle " in see(world, app, "/admin/members?state=pending")
    send(world, app, f"/admin/members/{member['id']}/end")
    assert "1 rôle " in see(world, app, "/admin/members?state=over")


def test_members_are_found_counted_and_ordered_by_what_the_address_says(world: World, app: FastAPI) -> None:
    for name in ("Zoé Exemple", "Élodie Exemple", "Éric Autre"):
        told = {"email": f"{search_key(name).replace(' ', '.')}@new.test", "role": "funder", "language": "fr"}
        send(world, app, "/admin/members", name=name, **told)
    page = see(world, app, "/admin/members?q=exemple&sort=name")
    assert "2 rôles " in page and page.index("Élodie") < page.index("Zoé") and "Éric" not in page
    down = see(world, app, "/admin/members?q=EXEMPLE&sort=-name&role=funder")
    assert down.index("Zoé") < down.index("Élodie")
    assert "1 rôle " in see(world, app, "/admin/members?q=eric"), "accents do not matter"
    assert "Aucun rôle ne correspond" in see(world, app, "/admin/members?q=personne&state=over")
    see(world, app, "/admin/members?sort=age", status=422)


def test_the_end_of_a_role_is_undone_for_a_quarter_of_an_hour_by_who_may_end_it(world: World, app: FastAPI) -> None:
    here = f"/admin/members/{world.members[Role.ADVISER, 'here']}"
    send(world, app, f"{here}/resume", status=409)
    send(world, app, f"{here}/end")
    assert "1 rôle " in see(world, app, "/admin/members?state=over")
    send(world, app, f"{here}/resume", who="funder", status=403)
    send(world, app, f"{here}/resume")
    assert "0 rôle " in see(world, app, "/admin/members?state=over")
    send(world, app, f"{here}/end")
    world.now += MISTAKE + dt.timedelta(seconds=1)
    assert "quart d’heure" in send(world, app, f"{here}/resume", status=409).text


def test_a_wrong_address_stays_in_the_form_with_its_fault(world: World, app: FastAPI) -> None:
    page = send(world, app, "/admin/members", status=422, name="Une personne", email="nobody", role="adviser").text
    assert 'value="nobody"' in page and 'aria-invalid="true"' in page and "nom@exemple.fr" in page


def test_an_organisation_is_added_found_changed_and_closed(world: World, app: FastAPI) -> None:
    send(world, app, "/admin/organisations", name="Atelier du Faubourg", kind="company")
    assert "Atelier du Faubourg" in see(world, app, "/admin/organisations?q=faub&kind=company")
    assert "Atelier du Faubourg" not in see(world, app, "/admin/organisations?kind=school")
    [found] = world.client(app, "admin").get("/api/v1/organisations?q=faubourg").json()["items"]
    here = f"/admin/organisations/{found['id']}"
    send(world, app, here, status=422, version="1", name="Atelier", siret="11111111111111")
    send(world, app, here, version="1", name="Atelier du Port", siret="73282932000074")
    assert "73282932000074" in see(world, app, "/admin/organisations?q=port")
    send(world, app, f"{here}/close")
    assert "Atelier du Port" not in see(world, app, "/admin/organisations?q=port")
    send(world, app, f"{here}/reopen")
    assert "Atelier du Port" in see(world, app, "/admin/organisations?q=port&sort=-name")


def test_the_territory_gets_another_name(world: World, app: FastAPI) -> None:
    send(world, app, "/admin/territory", version="1", name="Vallée d’en bas")
    assert "Vallée d’en bas" in see(world, app, "/admin")


def test_the_first_page_says_in_words_what_is_well_and_what_needs_a_look(world: World, app: FastAPI) -> None:
    page = see(world, app, "/admin")
    assert "tout va bien" in page
    assert "Aucun serveur d’e-mail à voir" in " ".join(page.split())


def test_a_backup_is_made_listed_and_read_again(world: World, app: FastAPI) -> None:
    world.now = NOW + dt.timedelta(hours=1)  # no other test has made one then
    send(world, app, "/admin/backups")
    name = re.search(r"visavis-\w+\.backup", see(world, app, "/admin/backups"))
    assert name is not None
    send(world, app, "/admin/backups/verify", name=name[0])
    send(world, app, "/admin/backups/verify", name="../visavis.key", status=404)
    send(world, app, "/admin/backups", who="funder", status=403)
    assert name[0] in see(world, app, "/admin/backups?sort=size")


def test_the_same_form_sent_twice_makes_one_backup(world: World, app: FastAPI) -> None:
    made, form = [], {"accept": "text/html", "idempotency-key": "the same form"}
    for seconds in (7200, 7230):
        world.now = NOW + dt.timedelta(seconds=seconds)
        assert world.client(app, "admin").post("/admin/backups", headers=form, follow_redirects=False).is_redirect
        made.append(set(re.findall(r"visavis-\w+\.backup", see(world, app, "/admin/backups"))))
    assert made[0] == made[1]


def test_the_log_is_searched_by_day_role_and_what_was_done(world: World, app: FastAPI) -> None:
    with world.store.write() as connection:
        for days, role, what in ((0, "adviser", "identity:R"), (0, "company", "opening:W"), (9, "adviser", "note:W")):
            audit.record(connection, world.subject(role), what, [], "", at=NOW - dt.timedelta(days=days))
    with world.store.read() as connection:
        reach, asked = right(world, "admin", "audit", "R"), Asked(50)

        def found(**sought: Any) -> list[str]:
            return [row.action for row in auditing.browse(connection, reach, asked, Sought(**sought))[0].rows]

        assert found() == ["note:W", "opening:W", "identity:R"]
        assert found(role="adviser") == ["note:W", "identity:R"]
        assert found(resource="note") == ["note:W"] and found(resource="not") == []
        assert found(action="W") == ["note:W", "opening:W"]
        assert found(since=NOW - dt.timedelta(days=1)) == ["opening:W", "identity:R"]
        assert found(until=NOW - dt.timedelta(days=1)) == ["note:W"]
        assert audit_log.of_territory(connection, "elsewhere", asked, Sought()).rows == []
    assert "1 ligne" in see(world, app, "/admin/log?role=company&since=&until=&resource=opening&action=W")
    assert "3 lignes" in see(world, app, f"/admin/log?since={NOW - dt.timedelta(days=9):%Y-%m-%d}&until={NOW:%Y-%m-%d}")


def test_the_secret_of_a_key_is_told_once(world: World, app: FastAPI) -> None:
    browser = world.client(app, "admin")
    told = {"name": "Site", "role": "funder", "scopes": ["figure:R"], "expires_on": "2027-01-01"}
    answer = browser.post("/admin/keys", data=told, follow_redirects=False)
    assert answer.status_code == 303 and "vv_" not in answer.headers["location"]
    note = answer.headers["set-cookie"].partition(";")[0]
    cookie = f"__Host-visavis={browser.token}; {note}"
    page = browser.get("/admin/keys", headers={"cookie": cookie, "accept": "text/html"})
    assert re.search(r"vv_[\w-]{43}", page.text)
    assert "vv_" not in browser.get("/admin/keys").text


def test_a_file_is_opened_in_an_emergency_and_closed_before_its_time(world: World, app: FastAPI) -> None:
    with world.store.write() as connection:
        [person] = people(connection, 1)
    send(world, app, "/admin/emergencies", person=person, reason="Appel des secours")
    assert "Encore 30 min" in (page := see(world, app, "/admin/emergencies")) or "Encore 31 min" in page
    [opened] = world.client(app, "admin").get("/api/v1/break-glass").json()["items"]
    send(world, app, f"/admin/emergencies/{opened['id']}/end")
    assert "Un dossier est ouvert" not in see(world, app, "/admin/emergencies")


def test_an_administrator_opens_the_file_of_who_is_called_exactly_so_and_no_other(world: World, app: FastAPI) -> None:
    with world.store.write() as connection:
        [person] = people(connection, 1)
        personal.save(connection, person, {"first_name": "Zoé", "last_name": "Canari", "birth_date": "1990-05-17"})
    who = {"first_name": "zoe", "last_name": "CANARI", "birth_date": "1990-05-17", "reason": "Appel des secours"}
    here = "/admin/emergencies"
    page = send(world, app, here, status=404, **{**who, "birth_date": "1990-05-18"}).text
    assert "ne porte exactement ce nom" in page and 'value="CANARI"' in page
    assert send(world, app, here, status=422, **{**who, "reason": ""}).text.count('aria-invalid="true"') == 1
    assert "Vous n’avez encore ouvert aucun dossier" in see(world, app, here)
    send(world, app, here, **who)
    assert "Un dossier est ouvert" in see(world, app, here)
    with world.store.read() as connection:
        log = auditing.browse(connection, right(world, "admin", "audit", "R"), Asked(50))[0].rows
        assert sum(row.action == "emergency:W" for row in log) >= 3, "who was sought in vain is in the log, too"
    for _ in range(SEARCHES - 2):
        send(world, app, here, status=404, **{**who, "last_name": "Merle"})
    send(world, app, here, status=429, **who)


def test_a_request_is_answered_and_an_erasure_only_when_it_is_confirmed(world: World, app: FastAPI) -> None:
    with world.store.write() as connection:
        [person] = people(connection, 1)
        told = {"territory": world.subject("admin").territory, "candidate": person, "kind": "erasure", "text": "Merci"}
        asked = rights.add(connection, {**told, "asked_at": NOW, "due_at": NOW + dt.timedelta(days=28)})
    assert "1 demande" in see(world, app, "/requests", role="organiser")
    assert "Votre décision" not in see(world, app, f"/requests/{asked.id}", role="admin")
    here, answer = f"/requests/{asked.id}/answer", {"version": "1", "granted": "true", "reason": "Fait."}
    page = send(world, app, here, who="organiser", status=422, **answer).text
    assert "Fait." in page
    send(world, app, here, who="organiser", confirmed="true", **answer)
    with world.store.read() as connection:
        assert rights.of(connection, "candidate", person) == []
    assert "Aucune demande" in see(world, app, "/requests", role="organiser")
