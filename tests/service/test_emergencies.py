"""Emergencies: an administrator sees one file for half an hour, and the person is told (S20)."""

import datetime as dt

from service.db import audit, personal
from tests.service.sign_ins import API, mailed


def emergency(world, app, territory="here"):
    told = {"person": world.subject("candidate", territory).candidate, "reason": "Hospitalisation, prévenir"}
    return world.client(app, "admin").post(f"{API}/break-glass", json=told)


def test_an_administrator_sees_one_file_for_half_an_hour_and_the_person_is_told(world, app):
    admin, person = world.client(app, "admin"), world.subject("candidate").candidate
    with world.store.write() as connection:
        personal.save(connection, person, {"last_name": "Exemple"})
    path = f"{API}/people/{person}/identity"
    assert admin.get(path).status_code == 404
    made = emergency(world, app)
    assert made.status_code == 201, made.text
    assert admin.get(path).status_code == 200
    assert admin.get(f"{API}/people/{world.subject('candidate', 'there').candidate}/identity").status_code == 404
    (message,) = mailed(app, "break_glass")
    assert (message.to, message.facts["reason"]) == ("candidate@here.test", "Hospitalisation, prévenir")
    world.now += dt.timedelta(minutes=30)
    assert admin.get(path).status_code == 404
    with world.store.read() as connection:
        rows = [row for row in connection.execute(audit.audit.select()) if row.role == "admin"]
    tagged = [row for row in rows if "break_glass" in row.tags]
    print(f"\nS20: {len(tagged)} of {len(rows)} actions of the administrator tagged, the person told by mail")
    assert {row.action for row in tagged} == {"emergency:W", "identity:R"}
    assert any(row.reason for row in tagged)


def test_an_emergency_is_closed_early(world, app):
    admin, made = world.client(app, "admin"), emergency(world, app).json()
    assert admin.delete(f"{API}/break-glass/{made['id']}").status_code == 200
    path = f"{API}/people/{world.subject('candidate').candidate}/identity"
    assert admin.get(path).status_code == 404
    assert admin.get(f"{API}/break-glass").json()["items"][0]["id"] == made["id"]


def test_an_emergency_needs_a_reason_an_administrator_and_somebody_of_the_territory(world, app):
    told = {"candidate": world.subject("candidate").candidate}
    admin = world.client(app, "admin")
    assert admin.post(f"{API}/break-glass", json=told).status_code == 422
    assert admin.post(f"{API}/break-glass", json={**told, "reason": "  "}).status_code == 422
    assert emergency(world, app, "there").status_code == 404
    for role in ("adviser", "organiser", "funder", "company", "candidate"):
        asked = world.client(app, role).post(f"{API}/break-glass", json={**told, "reason": "Une raison"})
        assert asked.status_code == 403
