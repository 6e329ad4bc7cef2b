"""The log tells the same of a screen as of its endpoint, and nothing of whom a forged address names."""

import uuid
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from service.db import accounts, memberships, personal
from service.db.audit import audit, audit_objects, pseudonyms
from service.db.memberships import Membership
from service.permissions import Role
from tests.service import followed
from tests.service.pages import Reader
from tests.service.world import HOME, NOW

API = "/api/v1"
PROOF = {"channel": "paper", "text_version": "1"}
ALIKE = {  # who, the form, the same over the API; {0} is about one person, opening or sponsor, {1} about the other
    "a consent of one's own": (
        *("candidate", "/me/privacy/consents", {"purpose": "learning_opt_out"}),
        *("/people/{me}/consents", {"purpose": "company_visibility", "channel": "app", "text_version": "1"}),
    ),
    "a request of one's own": (
        *("candidate", "/me/privacy/requests", {"kind": "explanation", "text": ""}),
        *("/people/{me}/rights", {"kind": "human_review", "text": ""}),
    ),
    "a note": ("adviser", "/people/{p0}/notes", {"text": "x"}, "/people/{p1}/notes", {"text": "x"}),
    "a notice": ("adviser", "/people/{p0}/notices", PROOF, "/people/{p1}/notices", PROOF),
    "a status": (
        *("adviser", "/people/{p0}/statuses", {"kind": "rsa", "holds": "true", **PROOF}),
        *("/people/{p1}/statuses", {"kind": "rsa", "holds": True, **PROOF}),
    ),
    "an introduction": (
        *("adviser", "/people/{p0}/suggestions/openings/{o0}/propose", {}),
        *("/introductions", {"opening": "{o1}", "person": "{p1}"}),
    ),
    "a sponsorship": (
        *("adviser", "/people/{p0}/suggestions/sponsors/{s0}/propose", {}),
        *("/sponsorships", {"sponsor": "{s1}", "person": "{p1}"}),
    ),
    "an opening that is renewed": ("company", "/openings/{o0}/renew", {}, "/openings/{o1}/renew", {}),
    "an emergency": (
        *("admin", "/admin/emergencies", {"person": "{p0}", "reason": "Appel des secours"}),
        *("/break-glass", {"person": "{p1}", "reason": "Appel des secours"}),
    ),
    "a file that is closed": ("adviser", "/people/{p0}/close", {}, "/people/{p1}/close", {}),
    "what is refused": ("adviser", "/people/{far}/notes", {"text": "x"}, "/people/{far}/notes", {"text": "x"}),
}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what the log holds is tested on both elsewhere."""
    return sqlite_url


@pytest.fixture
def known(world):
    """Two people whom the adviser follows, as they are called in ALIKE, the candidate, and somebody out of reach."""
    with world.store.write() as connection:
        me = world.subject("candidate").candidate
        *persons, far = followed.people(connection, 3)
        for person in (*persons, far):
            personal.save(connection, person, {"first_name": "Ida", "last_name": "Faubourg"})
        followed.follow(connection, world, persons, NOW)
        followed.show(connection, persons)
        followed.tell(connection, [me])
        openings, sponsors = followed.openings(connection, world, 2), followed.sponsors(connection, 2, capacity=3)
    told = {f"{name}{n}": id for name, ids in zip("pos", (persons, openings, sponsors), strict=True)
            for n, id in enumerate(ids)}  # fmt: skip
    return {**told, "me": me, "far": far}


def log(world):
    """The rows of the log: what was done, by whom, in which role, and about what."""
    with world.store.read() as connection:
        called = {row.pseudonym: row.id for row in connection.execute(select(pseudonyms))}
        about = connection.execute(select(audit_objects)).all()
        rows = connection.execute(select(audit).order_by(audit.c.seq)).all()
    return [
        (row.action, row.role, called.get(row.account), row.organisation, row.territory, row.tags,
         {called[one.object] for one in about if one.seq == row.seq})
        for row in rows
    ]  # fmt: skip


def filled(told, known):
    if isinstance(told, dict):
        return {name: filled(value, known) for name, value in told.items()}
    return told.format(**known) if isinstance(told, str) else told


def done(world, known, act):
    """The rows that an act adds; what it is about by its kind, without what it made."""
    before = len(log(world))
    act()
    kinds = {id: name.rstrip("01") for name, id in known.items()}
    return [(*row[:-1], {kinds[id] for id in row[-1] if id in kinds}) for row in log(world)[before:]]


def test_the_log_says_the_same_of_a_screen_as_of_its_endpoint(world, app, known):
    for case, (role, *rest) in ALIKE.items():
        form, fields, endpoint, body = (filled(one, known) for one in rest)
        wanted = (404,) if case == "what is refused" else (200, 201, 303)
        by_page = done(world, known, lambda: answered(send(world, app, role, form, **fields), wanted))  # noqa: B023
        client = world.client(app, role)
        by_api = done(world, known, lambda: answered(client.post(API + endpoint, json=body), wanted))  # noqa: B023
        assert by_page == by_api, case
        assert bool(by_page) == (404 not in wanted), case


def answered(answer, wanted):
    assert answer.status_code in wanted, answer.text[-900:]


def send(world, app, role, path, **fields):
    return Reader(app, world.session(role)).post(path, data=fields)


def colleague(world):
    """Another adviser of the same organisation."""
    with world.store.write() as connection:
        account = accounts.add(connection, f"{uuid.uuid4()}@here.test", "Colleague", "fr", NOW)
        told = Membership(Role.ADVISER, HOME, account, organisation=world.subject("adviser").organisation)
        memberships.add(connection, told, NOW)
    return account


def made(world, app, path, **body):
    answer = world.client(app, "adviser").post(API + path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_nobody_writes_into_the_log_of_somebody_whom_they_only_name(world, app, known):
    """Each of these acts on what is one's own, under the address of somebody else."""
    far, p0, p1 = known["far"], known["p0"], known["p1"]
    theirs = world.client(app, "adviser").get(f"{API}/caseloads?person={p0}").json()["items"][0]["id"]
    proposal = made(world, app, "/introductions", opening=known["o0"], person=p0)["id"]
    sponsorship = made(world, app, "/sponsorships", sponsor=known["s0"], person=p0)["id"]
    meetup = world.client(app, "organiser").post(f"{API}/meetups", json=MEETUP).json()
    opened = {"json": {"status": "open"}, "headers": {"if-match": f'"{meetup["version"]}"'}}
    world.client(app, "organiser").patch(f"{API}/meetups/{meetup['id']}", **opened)
    guest = made(world, app, f"/meetups/{meetup['id']}/people", person=p0)["id"]
    forged = [
        ("adviser", f"/follow/{theirs}", {"adviser": colleague(world), "reason": "Départ"}),
        ("adviser", "/suggestions/openings/withdrawals", {"proposal": proposal, "version": "1"}),
        ("adviser", "/suggestions/sponsors/withdrawals", {"proposal": sponsorship, "version": "1"}),
        ("adviser", f"/suggestions/meetups/{meetup['id']}/leave", {"guest": guest}),
        ("candidate", f"/suggestions/openings/{known['o1']}/propose", {"agreed": "true"}),
    ]
    for role, path, fields in forged:
        for whose in (far, p1):
            before = len(log(world))
            answer = send(world, app, role, f"/people/{whose}{path}", **fields)
            assert answer.status_code == 404, (path, answer.status_code)
            assert not [row for row in log(world)[before:] if row[0].endswith(":W")], path
    for role, path, fields in reversed(forged[:-1]):
        answer = send(world, app, role, f"/people/{p0}{path}", **fields)
        assert answer.status_code == 303, (path, answer.text[-900:])


def test_who_is_named_among_many_is_in_the_log_only_if_something_was_done(world, app, known):
    far, p0, other = known["far"], known["p0"], colleague(world)
    asked = {"person": [p0, far], "opening": known["o0"], "adviser": other, "reason": "Départ"}
    for path in ("/people/propose", "/people/hand-over"):
        before = len(log(world))
        answer = send(world, app, "adviser", path, **asked)
        assert answer.status_code == 303, answer.text[-900:]
        [row] = log(world)[before:]
        assert p0 in row[-1] and far not in row[-1], path
    before = len(log(world))
    body = {"action": "assign", "ids": [far], "adviser": other, "reason": "Départ"}
    assert world.client(app, "adviser").post(f"{API}/people/bulk", json=body).status_code == 200
    assert not [row for row in log(world)[before:] if far in row[-1]]


def test_what_became_of_many_can_be_made_up_and_tells_nothing(world, app, known):
    client, far, shown = Reader(app, world.session("adviser")), known["far"], 0
    pages = {"/people/propose/done": {"opening": known["o0"]}, "/people/hand-over/done": {"adviser": colleague(world)}}
    for failed in ("", ".", "x", far, f"{far}.", f"{far}.nonsense", f"{far}.already", f"{known['p0']}.<b>", "é.é"):
        for path, about in pages.items():
            answer = client.get(f"{path}?{urlencode({**about, 'done': 1, 'failed': failed})}")
            assert answer.status_code in (200, 404, 422), (path, failed)
            assert "Faubourg" not in answer.text or known["p0"] in failed
            shown += answer.status_code == 200
    assert shown


MEETUP = {"title": "Soir", "rounds": 2, "places": 5, "host_places": 5, "date": "2026-12-03", "start": "18:00"}


def test_a_file_opened_in_an_emergency_can_be_read_and_no_more_than_that(world, app, known):
    send(world, app, "admin", "/admin/emergencies", person=known["p0"], reason="Appel des secours")
    client = Reader(app, world.session("admin"))
    page = client.get(f"/people/{known['p0']}")
    assert page.status_code == 200 and "Faubourg" in page.text
    assert f"/people/{known['p0']}/" not in page.text, "no link leads to what an administrator may not do"
    assert client.get(f"/people/{known['p1']}").status_code == 404
