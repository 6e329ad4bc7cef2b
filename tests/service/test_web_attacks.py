"""Hostile users of the pages: what they send is refused, never a fault of ours, and shows nothing of anybody."""

import re

import pytest

from service.permissions import Role
from tests.service import followed
from tests.service.pages import Reader, said
from tests.service.test_web_rights import may, screens

LONG = "9" * 5000  # more digits than Python makes a number of
HOSTILE = ("", "-1", LONG, "²", "NaN", "[]", "null", "{", '{"a":1}', "a=b|c", "é", "9999-12-31", "a\r\nb: c", "9" * 19)
ROLES = [role for role in Role if role is not Role.ANONYMOUS]
NAMES = (
    *("list", "place", "before", "held", "purpose", "need", "ask", "minutes", "day", "time", "value-0", "field-0"),
    *("job", "job_was", "job_code", "months", "at", "round", "column", "field", "seat", "to", "capacity", "yes"),
    *("next", "step", "kind", "status", "person", "ids", "scopes", "role", "expires_on", "reason", "text", "words"),
)


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: hostile values are refused before they reach it."""
    return sqlite_url


def reader(world, app, role):
    return Reader(app, world.session(role))


@pytest.mark.parametrize("role", ROLES)
def test_a_form_filled_with_anything_is_no_fault_of_ours(world, app, file, role):
    for address in forms(app, role):
        filled(
            reader(world, app, role), mine(world, role, file, address), HOSTILE[sum(map(ord, address)) % len(HOSTILE)]
        )


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_form_filled_with_everything_is_no_fault_of_ours(world, app, file, role):
    for address in forms(app, role):
        for value in HOSTILE:
            filled(reader(world, app, role), mine(world, role, file, address), value)


def forms(app, role):
    """The addresses of the forms that somebody in a role may send, but those that end the account or take long."""
    last = re.compile(r"/account/close$|/backups|/first-steps|/demonstration")
    return [address for address, policy in screens(app, "POST") if may(role, policy) and not last.search(address)]


def mine(world, role, file, address):
    """The same address about somebody of whom the role may read."""
    subject = world.subject(role)
    return re.sub(r"(?<=/)[0-9a-f-]{36}", subject.candidate or subject.sponsor or file, address, count=1)


def filled(client, address, value):
    answer = client.post(address, data=dict.fromkeys(NAMES, value) | {"version": "1"})
    assert answer.status_code < 500, (address, value[:20])


@pytest.mark.parametrize("charset, half", [("utf-7", b"+2AA-"), ("raw_unicode_escape", rb"\ud800")])
def test_half_a_character_in_a_form_is_refused(world, app, charset, half):
    part = b'--x\r\nContent-Disposition: form-data; name="language"\r\n\r\n' + half + b"\r\n--x--\r\n"
    kind = {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    for path in ("/language", "/account", "/account/password"):
        answer = reader(world, app, "adviser").post(path, content=part, headers=kind)
        assert answer.status_code == 422, path
        assert "U+D800" in said(answer).text


def test_a_null_character_in_a_form_is_refused(world, app, file):
    client = reader(world, app, "adviser")
    for path in (f"/people/{file}/suggestions/openings/restored", f"/people/{file}/cv"):
        answer = client.post(path, data={"dismissal": "a\0b", "text": "a\0b"})
        assert answer.status_code == 422
        assert "U+0000" in said(answer).text


def test_hours_come_back_only_as_they_were(world, app):
    client = reader(world, app, "candidate")
    for told in ({"list": "away", "before": "{"}, {"list": "away", "place": LONG}):
        path = "/me/hours/back" if "before" in told else "/me/hours/remove"
        assert client.post(path, data={"version": "1", **told}).status_code == 404


def test_nobody_agrees_to_a_purpose_that_there_is_not(world, app, file):
    with world.store.write() as connection:
        followed.tell(connection, [world.subject("candidate").candidate])
    client = reader(world, app, "candidate")
    assert client.post("/me/privacy/consents", data={"purpose": "anything"}).status_code == 422
    assert client.get("/me/privacy").status_code == 200


def test_a_way_back_cannot_break_the_header(world, app, file):
    client = reader(world, app, "adviser")
    for onward in ("?a=é", "?a=\r\nX-Mine: 1", f"/people/{file}/suggestions/é"):
        told = {"dismissal": "", "next": onward, "run": "", "reason": "too_far", "version": "1"}
        for word in ("restored",):
            answer = client.post(f"/people/{file}/suggestions/openings/{word}", data=told)
            assert answer.status_code < 500 and "x-mine" not in answer.headers


def test_the_lines_of_a_cv_come_back_as_they_were_shown(world, app, file):
    client = reader(world, app, "adviser")
    line = {"field-0": "skills", "value-0": "{}", "was-0": "x", "words-0": "x", "why-0": "", "place-0": "0-1"}
    wrong = ({"value-0": "{"}, {"field-0": "zz"}, {"why-0": "zz"}, {"field-0": "languages", "value-0": "1"},
             {"field-0": "education"}, {"field-0": "experience", "value-0": "[]"})  # fmt: skip
    for change in wrong:
        told = {**line, **change, "version": "1", "text": "x"}
        assert client.post(f"/people/{file}/cv/save", data=told).status_code == 422, change
    far = {**line, "place-0": f"0-{LONG}", "left-zz": "1", "version": "1", "text": "x"}
    assert said(client.post(f"/people/{file}/cv/save", data=far)).fields(name="field-0", value="skills")


def test_days_of_the_log_are_days(world, app):
    client = reader(world, app, "admin")
    for asked in ("until=9999-12-31", "since=0001-01-01"):
        assert client.get(f"/admin/log?{asked}").status_code == 422, asked


def test_nobody_is_named_to_somebody_elsewhere(world, app):
    other = world.subject("adviser", "there").account
    answer = reader(world, app, "adviser").get(f"/people/hand-over/done?adviser={other}&done=1")
    assert answer.status_code == 404 and "adviser there" not in answer.text
