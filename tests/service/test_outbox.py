"""Messages to send: kept with what they tell of, sent at least once, sealed while they wait."""

import datetime as dt
import multiprocessing
import os
import signal
from contextlib import contextmanager
from functools import partial

import pytest
import sqlalchemy as sa

from service.db import outbox
from service.db.base import Store, open_store
from service.errors import Unavailable
from service.keys import Keys
from service.mail import post_office
from service.usecases import mailing, tidying
from tests.service.post_boxes import free_port, mail_server, settings

KEYS = Keys((bytes(range(32)),))
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
LINK = {"link": "https://visavis.invalid/in/abc?x=1&y=2", "minutes": 15}


def add(store: Store, n_messages: int, to: str = "person{}@mail.invalid") -> list[str]:
    ids = []
    for number in range(n_messages):
        with store.write() as connection:
            ids.append(outbox.add(connection, to.format(number), "sign_in_link", LINK, "fr", f"person-{number}"))
    return ids


def send(store: Store, told, at: dt.datetime = NOON):
    return mailing.send_due(store, partial(post_office, told), lambda: at)


def test_a_message_goes_once_and_says_what_its_template_says(store: Store) -> None:
    [id] = add(store, 1)
    with mail_server() as (box, told):
        assert send(store, told) == {"sent": 1}
        assert send(store, told) == {}
    [mail] = box.received
    assert box.recipients == [["person0@mail.invalid"]]
    assert mail["Message-ID"] == f"<{id}@visavis>"
    assert mail["Subject"] == "Votre lien de connexion"
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert LINK["link"] in plain
    assert 'href="https://visavis.invalid/in/abc?x=1&amp;y=2"' in html


def test_what_is_undone_leaves_no_message(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        outbox.add(connection, "a@mail.invalid", "sign_in_link", LINK, "fr")
        1 / 0  # noqa: B018
    with store.read() as connection:
        assert outbox.waiting(connection) == 0


def test_neither_the_address_nor_the_text_can_be_read_in_the_database(store: Store) -> None:
    add(store, 1, "canary{}@mail.invalid")
    with store.read() as connection:
        raw = str([bytes(value) if isinstance(value, memoryview) else value
                   for row in connection.execute(sa.select(outbox.outbox)) for value in row])  # fmt: skip
    assert "canary" not in raw
    assert "visavis.invalid" not in raw


def test_a_store_without_keys_takes_no_message(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store, pytest.raises(Unavailable, match="secret keys"), store.write() as connection:
        outbox.add(connection, "a@mail.invalid", "sign_in_link", LINK, "fr")


def test_messages_wait_while_the_server_is_down_longer_and_longer_and_then_go(store: Store) -> None:
    add(store, 3)
    port, at = free_port(), NOON
    for delay in mailing.DELAYS[:-1]:
        assert send(store, settings(port), at) == {"put_off": 3}
        assert send(store, settings(port), at + delay * 0.9) == {}
        at += delay
    with mail_server(port) as (box, told):
        assert send(store, told, at) == {"sent": 3}
    assert len(set(box.ids)) == 3


def test_after_the_last_try_a_message_is_given_up_and_shown_without_its_address(store: Store) -> None:
    add(store, 1)
    told, at = settings(free_port()), NOON
    for delay in mailing.DELAYS:
        assert send(store, told, at) == {"put_off": 1}
        at += delay
    assert send(store, told, at) == {"given_up": 1}
    assert send(store, told, at + dt.timedelta(days=9)) == {}
    with store.read() as connection:
        [failure] = outbox.failed(connection, 10)
    assert (failure["tries"], failure["error"]) == (6, "ConnectionRefusedError")
    assert "person0" not in str(failure)


def test_one_refused_address_or_unwritable_message_keeps_no_other_from_going(store: Store) -> None:
    add(store, 1, "nobody{}@mail.invalid")
    for to in ("two@mail.invalid, three@mail.invalid", "a@mail.invalid\r\nBcc: b@mail.invalid", "no address", ""):
        add(store, 1, to)
    with store.write() as connection:
        outbox.add(connection, "a@mail.invalid", "no such template", {}, "fr")
        outbox.add(connection, "a@mail.invalid", "sign_in_link", {}, "fr")
    add(store, 2)
    with mail_server() as (box, told):
        assert send(store, told) == {"put_off": 1, "given_up": 6, "sent": 2}
    assert sorted(name for names in box.recipients for name in names) == [
        "person0@mail.invalid",
        "person1@mail.invalid",
    ]


def test_what_one_sender_has_taken_no_other_takes_until_the_lease_ends(store: Store) -> None:
    ids = add(store, 3)
    until = NOON + mailing.LEASE
    with store.write() as connection:
        taken = [message.id for message in outbox.take(connection, NOON, until, 2)]
        assert [message.id for message in outbox.take(connection, NOON, until, 9)] == [
            id for id in ids if id not in taken
        ]
        assert outbox.take(connection, NOON, until, 9) == []
        assert len(outbox.take(connection, until, until, 9)) == 3


def test_after_thirty_days_nothing_personal_is_left_of_a_message(store: Store) -> None:
    add(store, 1)
    with store.write() as connection:
        connection.execute(outbox.outbox.update().values(created_at=NOON))
    with store.write() as connection:
        assert tidying.messages(connection, NOON + dt.timedelta(days=29)) == 0
        assert tidying.messages(connection, NOON + dt.timedelta(days=31)) == 1
        row = connection.execute(sa.select(outbox.outbox)).one()
        assert (row.sealed, row.recipient, row.about) == (None, "", None)
        assert outbox.take(connection, NOON + dt.timedelta(days=31), NOON, 9) == []


def test_messages_of_somebody_are_deleted_by_person_and_by_address(store: Store) -> None:
    add(store, 3)
    with store.write() as connection:
        assert outbox.forget(connection, "person-0") == 1
        assert outbox.forget_address(connection, "PERSON1@mail.invalid") == 1
        assert outbox.waiting(connection) == 1


def _dying(url: str, told, sent_before: int) -> None:
    """Send, and be killed as one message has gone and is not marked yet."""
    gone = 0

    @contextmanager
    def office():
        nonlocal gone
        with post_office(told) as post:

            def last_words(message) -> None:
                nonlocal gone
                post(message)
                gone += 1
                if gone > sent_before:
                    os.kill(os.getpid(), signal.SIGKILL)

            yield last_words

    with open_store(url) as store:
        outbox.seal_with(store.engine, KEYS)
        mailing.send_due(store, office, lambda: NOON)


def killed(url: str, n_kills: int) -> tuple[int, int, int]:
    """Kill a sender again and again; return how many messages are missing, came twice, and came twice unmarked."""
    fork = multiprocessing.get_context("fork")
    with mail_server() as (box, told):
        with open_store(url) as store:
            outbox.seal_with(store.engine, KEYS)
            ids: list[str] = []
        for kill in range(n_kills):
            with open_store(url) as store:
                outbox.seal_with(store.engine, KEYS)
                ids += add(store, 2)
            child = fork.Process(target=_dying, args=(url, told, kill % 2))
            child.start()
            child.join()
            assert child.exitcode == -signal.SIGKILL
            with open_store(url) as store, store.write() as connection:
                connection.execute(outbox.outbox.update().values(leased_until=None))  # the lease has run out
        with open_store(url) as store:
            outbox.seal_with(store.engine, KEYS)
            send(store, told)
    known = {f"<{id}@visavis>" for id in ids}
    return len(known - set(box.ids)), len(box.ids) - len(set(box.ids)), len(set(box.ids) - known)


def test_killed_between_sending_and_marking_no_message_is_lost_and_copies_share_their_id(database_url: str) -> None:
    missing, twice, unknown = killed(database_url, 6)
    print(f"R11: 6 kills: {missing} missing, {twice} came twice with one Message-ID, {unknown} with another")
    assert (missing, unknown) == (0, 0)
    assert twice > 0  # the kills did hit the gap


@pytest.mark.slow
def test_five_hundred_kills_lose_no_message(database_url: str) -> None:
    missing, twice, unknown = killed(database_url, 250)
    print(f"R11: 250 kills on this engine: {missing} missing, {twice} came twice, {unknown} unknown")
    assert (missing, unknown) == (0, 0)
