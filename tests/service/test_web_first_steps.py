"""The first steps, and the way back: an empty installation, the demonstration, and all of it gone in one go."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select

from service import live
from service.db import accounts, emptying, memberships, schema, sessions  # noqa: F401 (all tables)
from service.db.base import metadata, open_store
from service.db.memberships import Membership
from service.db.outbox import seal_with
from service.db.territories import HOME, territories
from service.permissions import Role
from service.tokens import digest, new_token
from service.usecases import demonstration, keeping
from tests.service.pages import Reader, said
from tests.service.sign_ins import token_of

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
KINDS = ("candidates", "openings", "sponsors", "offers")


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what is deleted is told by one list for both."""
    return sqlite_url


@pytest.fixture
def site(application, sqlite_url):
    """The application on an empty store, and an administrator of one's own who has signed in."""
    whole = application.state.services
    with open_store(sqlite_url) as store:
        settings = replace(whole.settings, db=sqlite_url, rate_anonymous=1000)
        seal_with(store.engine, whole.keys)
        application.state.services = replace(whole, store=store, settings=settings, now=lambda: NOW)
        yield application
    application.state.services = whole


def signed_in(app, email="me@example.org"):
    store = app.state.services.store
    with store.write() as connection:
        known = accounts.by_email(connection, email)
        account = known.id if known else accounts.add(connection, email, "Moi", "fr", NOW)
        if known is None:
            memberships.add(connection, Membership(Role.ADMIN, HOME, account), NOW)
        token, role = new_token(), memberships.of_account(connection, account, NOW)[0].id
        sessions.add(connection, digest(token), account, role, True, "test", NOW, NOW)
    return Reader(app, token)


def rows(app):
    with app.state.services.store.read() as connection:
        count = select(func.count())
        return {table.name: connection.scalar(count.select_from(table)) for table in metadata.sorted_tables}


def test_what_stays_points_at_nothing_that_goes():
    stays = emptying.STAYS | set(emptying.THEIRS)
    assert stays <= set(metadata.tables)
    pointed = {key.column.table.name for name in stays for key in metadata.tables[name].foreign_keys}
    assert pointed - stays == {"organisations"}  # of roles for an organisation, which go


def test_an_empty_installation_loads_the_demonstration_shows_it_and_is_empty_again(site):
    me = signed_in(site)
    assert me.get("/").headers["location"] == "/first-steps"
    before = rows(site)
    assert said(me.get("/first-steps")).fields(action="/first-steps/demonstration")
    assert me.post("/first-steps/demonstration").headers["location"] == "/first-steps"
    page = said(me.get("/first-steps"))
    assert "240 personnes, 120 offres, 60 parrains et marraines" in page.text
    assert not page.fields(action="/first-steps/demonstration")
    assert page.fields(action="/demonstration/remove")  # on every page
    assert me.post("/first-steps/demonstration").status_code == 409
    links = said(me.post("/first-steps/links"))
    (link,) = [one["href"] for one in links.fields() if "/sign-in#" in one.get("href", "")][:1]
    guest = Reader(site, token_of(Reader(site).post("/sign-in/link", data={"link": link})))
    assert guest.get("/account").status_code == 200
    assert in_memory(site) > 100
    _removes(site, me, before)
    assert guest.get("/account").status_code == 303
    assert in_memory(site) == 0
    services = site.state.services
    assert keeping.check_store(services.store, services.keys) == []  # the log among it: its chain is whole


def in_memory(app):
    """How many openings rankings would read."""
    with app.state.services.store.read() as connection:
        return len(live.at(connection, HOME, NOW.date()).market.opening_ids)


def _removes(site, me, before):
    assert me.post("/demonstration/remove").headers["location"] == "/demonstration/remove"
    asked = said(me.get("/demonstration/remove"))
    assert "240 personnes" in asked.text
    assert "ajoutés depuis" not in asked.text
    done = me.post("/demonstration/remove", data={"read": "yes"})
    assert (done.status_code, done.headers["location"]) == (303, "/first-steps")
    after = rows(site)
    kept = {"audit", "audit_ends", "audit_objects", "answers", "changes", "clock", "history", "job_runs", "pseudonyms"}
    assert {name: n for name, n in after.items() if name not in kept} == {n: before[n] for n in after if n not in kept}
    assert after["history"] == 420  # marks without content, so that catalogues let go of what they hold
    assert me.get("/").headers["location"] == "/first-steps"
    with site.state.services.store.read() as connection:
        assert demonstration.may_begin(connection)


def test_what_somebody_added_is_told_before_it_goes(site):
    me = signed_in(site)
    _lived_in(site)
    with site.state.services.store.write() as connection:
        openings = metadata.tables["openings"]
        mine = {"public_id": "o", "source": "api", "external_id": "o", "row": b"", "items": b""}
        connection.execute(insert(openings), mine)
    assert "0 personne, 1 offre, 0 parrain" in said(me.get("/demonstration/remove")).text


def test_an_account_of_the_demonstration_does_not_remove_it_and_reads_what_to_do(site):
    _lived_in(site)
    guest = signed_in(site, "admin@demo.invalid")
    page = said(guest.get("/demonstration/remove"))
    assert "visavis account administrator" in page.text
    assert not page.fields(name="read")
    assert guest.post("/demonstration/remove", data={"read": "yes"}).status_code == 403


def test_nothing_is_removed_beside_another_territory(site):
    me = signed_in(site)
    _lived_in(site)
    with site.state.services.store.write() as connection:
        connection.execute(territories.insert(), {"id": "other", "name": "Ailleurs"})
    assert me.post("/demonstration/remove", data={"read": "yes"}).status_code == 409


def _lived_in(site):
    """The least that shows that the demonstration is there."""
    with site.state.services.store.write() as connection:
        for role in (Role.ADVISER, Role.ADMIN):
            account = accounts.add(connection, f"{role}@demo.invalid", "inventé", "fr", NOW)
            memberships.add(connection, Membership(role, HOME, account), NOW)


def test_an_installation_in_use_gets_no_demonstration(world, app):
    me = Reader(app, world.session("admin"))
    assert me.get("/").headers["location"] == "/admin"
    assert not said(me.get("/first-steps")).fields(action="/first-steps/demonstration")
    refused = me.post("/first-steps/demonstration")
    assert (refused.status_code, "installation vide" in said(refused).text) == (409, True)
    assert me.get("/demonstration/remove").status_code == 404
    assert Reader(app, world.session("organiser")).post("/first-steps/demonstration").status_code == 403


def test_ones_own_files_are_openings_at_once_and_people_by_whoever_is_invited(site):
    me = signed_in(site)
    page = said(me.get("/first-steps"))
    assert page.fields(href="/imports") and page.fields(action="/first-steps/colleague")
    assert "visavis import communes communes.csv" in page.text, "without them no place of a file is recognised"
    kinds = [one["value"] for one in said(me.get("/imports")).fields() if one.get("value") in KINDS]
    assert kinds == ["openings", "offers"]
    refused = me.post("/first-steps/colleague", data={"name": "Animation", "email": "nowhere", "form_id": "colleague"})
    assert (refused.status_code, said(refused).fields(value="Animation") != []) == (422, True)
    told = {"name": "Animation", "email": "animation@example.org"}
    assert me.post("/first-steps/colleague", data=told).headers["location"] == "/admin/members"
    waiting = said(me.get("/admin/members?state=pending")).text
    assert "1 rôle " in waiting and "visavis account administrator" in waiting


def test_loading_that_is_under_way_or_was_cut_off_is_told(site):
    me = signed_in(site)
    with site.state.services.store.write() as connection:
        demonstration.begin(connection, NOW)
    page = said(me.get("/first-steps"))
    assert "se charge" in page.text
    assert not page.fields(action="/first-steps/demonstration")
    assert me.post("/first-steps/demonstration").status_code == 409
    with site.state.services.store.write() as connection:
        connection.execute(metadata.tables["job_runs"].update().values(started_at=NOW - dt.timedelta(hours=1)))
    assert said(me.get("/first-steps")).fields(action="/first-steps/demonstration")
