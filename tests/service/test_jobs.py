"""What runs by itself: each occasion once, whoever runs it; dry runs change nothing; a clock that jumps is noticed."""

import datetime as dt
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service import jobs
from service.api.calls import Services
from service.db import audit, caseloads, consents, documents, job_runs, outbox, personal, reminders, schema
from service.db.base import Store, metadata
from service.db.documents import OPENINGS
from service.errors import Conflict, NotFound
from service.filing import new_document
from service.job_queue import queue_file, queue_of, work, working
from service.keys import Keys
from service.permissions import NOBODY
from service.settings import Settings
from service.usecases import leading, tidying
from tests.service.engines import sqlite_first
from tests.service.post_boxes import mail_server
from tests.service.world import NOW, World

assert schema
KEYS = Keys((bytes(range(32)),))
DAY = dt.timedelta(days=1)
PROOF = consents.Proof("", "oral", "1")


@dataclass
class Clock:
    """A clock that stands where it is put."""

    at: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.at


@pytest.fixture
def services(store: Store, tmp_path: Path) -> Services:
    return Services(store, Settings(key=str(tmp_path / "visavis.key")), KEYS, Clock())


def opening(world: World, expires_on: dt.date, updated_at: dt.datetime = NOW, name: str = "opening-1") -> str:
    """Post an opening of the company of this territory and return its id."""
    with world.store.write() as connection:
        here = {"organisation": world.organisations["company", "here"], "expires_on": expires_on}
        document = new_document(OPENINGS, name, {"title": "Soudeur"}, status="published", open=True, **here)
        documents.save(connection, OPENINGS, "api", [document], world.subject("company").territory or "")
        update = OPENINGS.main.update().where(OPENINGS.main.c.external_id == name).values(updated_at=updated_at)
        connection.execute(update)
        return documents.public_ids(connection, OPENINGS, "api", world.subject("company").territory or "")[name]


def mails(store: Store) -> list[tuple[str, Any]]:
    """The templates and recipients of all messages."""
    with store.write() as connection:
        taken = outbox.take(connection, NOW + 999 * DAY, NOW - 999 * DAY, 99)
        connection.execute(outbox.outbox.delete())
    return sorted((message.template, message.to) for message in taken)


def state(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in metadata.sorted_tables
        }


def test_a_company_is_reminded_seven_days_and_one_day_before_an_opening_ends(world: World, services: Services) -> None:
    end = (NOW + 10 * DAY).date()
    id = opening(world, end)
    told = {}
    for day in range(14):
        services.now.at = NOW + day * DAY
        result = jobs.run(services, "reminders")
        assert result.errors == {}
        jobs.run(services, "reminders")
        told[day] = [template for template, to in mails(services.store) if to == "company@here.test"]
    assert {day: names for day, names in told.items() if names} == {3: ["opening_closes"], 9: ["opening_closes"]}
    with services.store.read() as connection:
        row = connection.execute(sa.select(OPENINGS.main).where(OPENINGS.main.c.public_id == id)).one()
    assert (row.status, row.open) == (tidying.EXPIRED, False)


def test_a_company_is_asked_about_an_opening_that_nobody_changed_for_90_days(world: World, services: Services) -> None:
    opening(world, (NOW + 300 * DAY).date(), NOW - 89 * DAY)
    assert jobs.run(services, "reminders").done["openings_stale"] == 0
    services.now.at = NOW + DAY + dt.timedelta(minutes=1)
    assert jobs.run(services, "reminders").done["openings_stale"] == 1
    assert jobs.run(services, "reminders").done["openings_stale"] == 0
    assert mails(services.store) == [("opening_stale", "company@here.test")]


def introduce(world: World, at: dt.datetime) -> str:
    """Let an introduction wait for the company since then; return its id."""
    from service.db.introductions import introductions

    subject = world.subject("company")
    row = {
        "id": "00000000-0000-4000-8000-00000000abcd", "candidate": world.subject("candidate").candidate,
        "opening": opening(world, (NOW + 300 * DAY).date()), "organisation": subject.organisation,
        "territory": subject.territory, "step": "proposed", "asked_by": "person", "created_at": at,
        "created_by": subject.account, "answer_due": at + leading.LATER,
    }  # fmt: skip
    with world.store.write() as connection:
        connection.execute(introductions.insert(), row)
    return str(row["id"])


def test_who_is_awaited_is_reminded_five_times_and_at_sixty_days_it_ends(world: World, services: Services) -> None:
    introduce(world, NOW)
    told: dict[int, list[tuple[str, Any]]] = {}
    for day in range(66):
        services.now.at = NOW + day * DAY + dt.timedelta(hours=1)
        assert jobs.run(services, "reminders").errors == {}
        told[day] = mails(services.store)
    days = {day: found for day, found in told.items() if found}
    assert list(days) == [3, 7, 9, 21, 45, 60]
    assert all(days[day] == [("reply_reminder", "company@here.test")] for day in (3, 7, 9, 21, 45))
    assert days[60] == [("unanswered", "candidate@here.test")]


def test_after_a_long_stop_one_reminder_is_sent_and_not_all_that_were_missed(world: World, services: Services) -> None:
    introduce(world, NOW)
    services.now.at = NOW + 22 * DAY
    assert jobs.run(services, "reminders").done["replies"] == 1
    assert jobs.run(services, "reminders").done["replies"] == 0


def test_of_two_workers_that_remind_at_once_one_does(world: World, services: Services) -> None:
    introduce(world, NOW)
    services.now.at = NOW + 4 * DAY
    threads = [threading.Thread(target=jobs.run, args=(services, "reminders")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mails(services.store) == [("reply_reminder", "company@here.test")]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(world: World, services: Services) -> None:
    introduce(world, NOW)
    services.now.at = NOW + 4 * DAY
    before = state(services.store)
    for name in jobs.NAMES:
        assert jobs.run(services, name, dry_run=True).errors == {}
    assert jobs.run(services, "reminders", dry_run=True).done["replies"] == 1
    assert state(services.store) == before
    assert jobs.run(services, "reminders").done["replies"] == 1


def test_nothing_is_forgotten_after_the_clock_has_jumped_until_somebody_is_sure(services: Services) -> None:
    with services.store.write() as connection:
        audit.record(connection, NOBODY, "right:R", [], "", at=NOW)
    assert jobs.run(services, "forgetting").done["log"] == 0
    for jump in (400, -400, 3, -1):
        services.now.at = NOW + jump * DAY
        for _ in range(2):
            with pytest.raises(Conflict, match="clock"):
                jobs.run(services, "forgetting")
    with services.store.read() as connection:
        assert audit.end(connection)[0] == 1
        assert connection.scalar(sa.select(sa.func.count()).select_from(audit.audit)) == 1
    services.now.at = NOW + 400 * DAY
    assert jobs.run(services, "forgetting", sure=True).done["log"] >= 1
    services.now.at += DAY
    assert jobs.run(services, "forgetting").errors == {}


def test_every_run_is_written_down_with_what_it_did(services: Services) -> None:
    jobs.run(services, "reminders")
    with pytest.raises(NotFound):
        jobs.run(services, "no such job")
    with services.store.read() as connection:
        [run] = job_runs.latest(connection, 9)
        assert job_runs.last(connection, "reminders") == NOW
    assert (run["name"], run["error"]) == ("reminders", "")
    assert '"replies": 0' in run["result"]


def test_a_step_that_fails_keeps_no_other_from_its_work(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> int:
        raise ValueError("canary")

    monkeypatch.setitem(jobs.REMINDERS, "replies", broken)  # type: ignore[arg-type]
    result = jobs.run(services, "reminders")
    assert result.errors == {"replies": "ValueError"}
    assert "alerts" in result.done


def test_the_queue_has_its_times_and_sends_what_waits(services: Services) -> None:
    with mail_server() as (box, told):
        services = replace(services, settings=replace(services.settings, smtp=told.smtp))
        with services.store.write() as connection:
            outbox.add(connection, "a@mail.invalid", "password_changed", {}, "fr")
        queue = queue_of(services, immediate=True)
        due = {at: queue.read_periodic(dt.datetime(2026, 12, 1, *at)) for at in ((9, 0), (9, 13), (1, 27))}
        assert {at: sorted(task.name for task in tasks) for at, tasks in due.items()} == {
            (9, 0): ["every_few_minutes", "every_minute"],
            (9, 13): ["every_hour", "every_minute"],
            (1, 27): ["every_minute", "every_night"],
        }
        for tasks in due.values():
            services.now.at += dt.timedelta(minutes=1)
            for task in tasks:
                queue.execute(task)
    assert len(box.received) == 1
    with services.store.read() as connection:
        ran = [(run["name"], run["error"]) for run in job_runs.latest(connection, 9)]
    names = ("seal", "understand", *jobs.NIGHTLY)
    assert sorted(ran) == sorted((name, "") for name in names), "of backups the last one"


def test_statuses_that_a_file_told_are_sealed_within_the_hour(world: World, services: Services) -> None:
    person = world.subject("candidate").candidate or ""
    with services.store.write() as connection:
        personal.save(connection, person, {"rqth": "oui", "last_name": "Canari"})
    assert jobs.run(services, "seal").done["statuses"] == 1
    with services.store.read() as connection:
        assert personal.read(connection, person) == {"last_name": "Canari"}


def work_began(world: World, day: dt.date) -> str:
    """Let the introduction have led to work on that day, and somebody follow the person."""
    from service.db.introductions import introductions, steps

    id, adviser = introduce(world, NOW - 10 * DAY), world.subject("adviser")
    with world.store.write() as connection:
        row = {"id": id, "introduction": id, "number": 1, "step": "hired", "day": day, "at": NOW}
        connection.execute(steps.insert(), row | {"account": adviser.account})
        update = introductions.update().where(introductions.c.id == id)
        connection.execute(update.values(step="hired", answer_due=None))
        person = world.subject("candidate").candidate or ""
        caseloads.assign(connection, person, adviser.account or "", adviser.organisation or "", "", "", NOW)
    return id


def test_it_is_asked_once_at_3_6_and_12_months_whether_somebody_is_still_at_work(
    world: World, services: Services
) -> None:
    from service.steps import months_after

    work_began(world, NOW.date())
    for months in (3, 6, 12):
        services.now.at = dt.datetime.combine(months_after(NOW.date(), months), dt.time(9), dt.UTC)
        assert follow_ups_told(services) == [
            ("still_at_work", "candidate@here.test"),
            ("still_at_work_adviser", "adviser@here.test"),
        ]
        assert follow_ups_told(services) == []


def follow_ups_told(services: Services) -> list[tuple[str, Any]]:
    """What the next run of the reminders sends of what is due to be asked."""
    assert jobs.run(services, "reminders").errors == {}
    return [mail for mail in mails(services.store) if mail[0].startswith("still_at_work")]


def test_a_person_is_told_once_that_a_consent_ends_within_a_week(world: World, services: Services) -> None:
    person, company = world.subject("candidate"), world.subject("company")
    with services.store.write() as connection:
        agreed = consents.Agreed(person.candidate or "", "identity", organisation=company.organisation)
        consents.tell(connection, agreed.candidate, PROOF, NOW)
        consents.give(connection, agreed, PROOF, NOW)
    told = {}
    for day in range(80, 92):
        services.now.at = NOW + day * DAY
        assert jobs.run(services, "reminders").errors == {}
        told[day] = mails(services.store)
    assert {day: found for day, found in told.items() if found} == {83: [("consent_ends", "candidate@here.test")]}


def test_one_process_works_and_another_follows_when_it_ends(services: Services) -> None:
    stop = threading.Event()
    with working(services):
        while not queue_file(services).exists():
            time.sleep(0.01)
        with pytest.raises(Conflict):
            work(services, stop)
    stop.set()
    work(services, stop)


def test_somebody_who_opens_very_many_files_is_told_of_once_a_day(world: World, services: Services) -> None:
    adviser = world.subject("adviser")
    with services.store.write() as connection:
        for number in range(201):
            audit.record(connection, adviser, "identity:R", [f"person-{number}"], "", at=NOW)
    assert jobs.run(services, "reminders").done["alerts"] == 2  # the administrators of both territories
    assert jobs.run(services, "reminders").done["alerts"] == 0
    with services.store.write() as connection:
        assert not reminders.first(connection, f"files {NOW.date()}", adviser.account or "", NOW)


@sqlite_first
def test_a_message_leaves_within_seconds_and_once(services: Services) -> None:
    stop = threading.Event()
    with mail_server() as (box, told):
        services = replace(services, settings=replace(services.settings, smtp=told.smtp))
        worker = threading.Thread(target=work, args=(services, stop))
        worker.start()
        with services.store.write() as connection:
            outbox.add(connection, "a@mail.invalid", "password_changed", {}, "fr")
        for _ in range(200):  # 20 s
            if box.received:
                break
            time.sleep(0.1)
        stop.wait(3)
        stop.set()
        worker.join()
    assert len(box.received) == 1
