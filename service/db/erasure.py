"""Where people stand in the tables, and what becomes of each place when one of them is erased.

Every foreign key to a person, and every column that names one, is listed here: tests walk the tables, so that a
new one fails them until it is.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from typing import Final, Literal

from sqlalchemy import Connection, func, or_, select

from service.db.base import Store, metadata
from service.db.refusals import translated
from service.keys import Keys

Fate = Literal["delete", "clear", "keep"]  # the row; the name in it; nothing, for the reason beside it

KEYS: Final = {"candidates": "public_id", "sponsors": "public_id", "accounts": "id"}  # the kinds of people
CALLED: Final = {  # names of columns that hold a person of a kind
    "candidates": ("candidate",),
    "sponsors": ("sponsor",),
    "accounts": ("account",),  # others hold who did something: a name of nobody once the account is blank
}
FATES: Final[dict[str, dict[str, Fate]]] = {  # kind of person → table.column → what becomes of it
    "candidates": {
        "appointments.candidate": "delete",
        "break_glass.candidate": "delete",
        "candidates_records.public_id": "keep",  # documents.erase deletes it with the document
        "caseloads.candidate": "delete",
        "cohort_members.candidate": "delete",
        "consents.candidate": "delete",
        "dismissals.candidate": "delete",
        "introductions.candidate": "delete",
        "meetup_guests.candidate": "delete",
        "meetup_invitations.candidate": "delete",
        "memberships.candidate": "delete",
        "notes.candidate": "delete",
        "notices.candidate": "delete",
        "person_names.candidate": "delete",
        "person_quarters.of": "delete",
        "personal_facts.candidate": "delete",
        "rights_requests.candidate": "clear",  # that it was answered in time can still be shown
        "run_people.candidate": "keep",  # runs.forget makes the run nameless
        "sharings.candidate": "delete",
        "sponsorships.candidate": "delete",
        "statuses.candidate": "delete",
    },
    "sponsors": {
        "appointments.sponsor": "delete",
        "consents.sponsor": "delete",
        "dismissals.sponsor": "delete",
        "introductions.sponsor": "clear",
        "meetup_guests.sponsor": "delete",
        "meetup_invitations.sponsor": "delete",
        "memberships.sponsor": "delete",
        "rights_requests.sponsor": "clear",
        "sharings.sponsor": "delete",
        "sponsor_places.of": "delete",
        "sponsor_quarters.of": "delete",
        "sponsors_records.public_id": "keep",  # documents.erase
        "sponsorships.sponsor": "delete",
    },
    "accounts": {
        "account_activity.account": "delete",
        "answers.account": "delete",
        "audit.account": "keep",  # a pseudonym, which audit.forget deletes
        "break_glass.account": "keep",  # who opened a file in an emergency is told to whose file it was
        "introduction_steps.account": "keep",  # here and in the rest: what was done, by an account without a name
        "links.account": "delete",
        "meetup_guests.account": "delete",
        "meetup_invitations.account": "delete",
        "memberships.account": "delete",
        "person_searches.account": "delete",
        "recovery_codes.account": "delete",
        "runs.account": "keep",
        "second_factors.account": "delete",
        "sessions.account": "delete",
        "sharings.account": "keep",
        "uploads.account": "keep",
        "works.account": "keep",
    },
}
_EMPTY: Final = {  # what is blanked where a name is cleared, since it may tell more of the person
    "rights_requests": {"candidate": None, "sponsor": None, "text": "", "answer": ""},
    "introductions": {"sponsor": None},
}


def named_in(kind: str) -> set[str]:
    """Return every table.column that points at a kind of person, or is called as one."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in CALLED[kind] or any(key.column.table.name == kind for key in column.foreign_keys)
    }


def sweep(connection: Connection, kind: str, person: str) -> list[str]:
    """Do to every place where somebody stands what becomes of it; return the ids of the rows that went."""
    gone: list[str] = []
    for table in reversed(metadata.sorted_tables):
        for place, fate in FATES[kind].items():
            name, column = place.split(".")
            if name != table.name or fate == "keep":
                continue
            here = table.c[column] == person
            if fate == "clear":
                connection.execute(table.update().where(here).values(_EMPTY[name]))
                continue
            if "id" in table.c:
                gone += [str(id) for id in connection.execute(select(table.c.id).where(here)).scalars()]
            connection.execute(table.delete().where(here))
    return gone


def accounts_of(connection: Connection, column: str, person: str) -> list[str]:
    """Return the accounts that are somebody's (`column` is candidate or sponsor) and have no other role."""
    here = metadata.tables["memberships"].c
    others = select(here.account).where(or_(here[column].is_(None), here[column] != person))
    query = select(here.account).where(here[column] == person, here.account.not_in(others)).distinct()
    return [str(account) for account in connection.execute(query).scalars()]


def blank(connection: Connection, account: str, now: dt.datetime) -> str | None:
    """Take everything from an account that tells whose it was, and return the address that it had.

    The row stays, without a name: what it did points at it.
    """
    accounts = metadata.tables["accounts"]
    email = connection.scalar(select(accounts.c.email).where(accounts.c.id == account))
    empty = {"email": None, "name": "", "password": "", "disabled_at": now, "version": accounts.c.version + 1}
    connection.execute(accounts.update().where(accounts.c.id == account).values(empty))
    return email


def territory_of(connection: Connection, kind: str, person: str) -> str | None:
    """Return the territory of a candidate or a sponsor; None of somebody unknown."""
    table = metadata.tables[kind]
    return connection.scalar(select(table.c.territory).where(table.c[KEYS[kind]] == person))


def everybody(connection: Connection, kind: str) -> Iterator[str]:
    """Yield the public ids of all people of a kind; not those of accounts that are blank."""
    table = metadata.tables[kind]
    query = select(table.c[KEYS[kind]])
    yield from connection.execute(query.where(table.c.name != "") if kind == "accounts" else query).scalars()


def forget_answers(connection: Connection, keys: Keys, person: str) -> None:
    """Delete the answers kept for repeated requests that name somebody; they are sealed, so each is opened."""
    answers = metadata.tables["answers"].c
    for row in connection.execute(select(answers.account, answers.key, answers.body)).all():
        if person in keys.unseal(row.body, row.account + row.key):
            mine = answers.account == row.account, answers.key == row.key
            connection.execute(metadata.tables["answers"].delete().where(*mine))


def forget_files(connection: Connection, kind: str, person: str) -> None:
    """Empty the files that somebody may have come in by: those that were loaded into their source."""
    documents, uploads = metadata.tables[kind].c, metadata.tables["uploads"]
    theirs = select(documents.source, documents.territory).where(documents.public_id == person)
    for source, territory in connection.execute(theirs).all():
        here = uploads.c.source == source, uploads.c.territory == territory
        connection.execute(uploads.update().where(*here).values(content=None, undo=None))


def unname_runs(connection: Connection, sponsor: str) -> None:
    """Take a sponsor out of the rankings that were shown."""
    runs = metadata.tables["runs"]
    connection.execute(runs.update().where(runs.c.subject_id == sponsor).values(subject_id="", input="", request="{}"))
    without = func.replace(runs.c.shown, sponsor, "")
    connection.execute(runs.update().where(runs.c.shown.contains(sponsor, autoescape=True)).values(shown=without))


def overwrite(store: Store) -> bool:
    """Have the bytes of what was deleted go too; return whether they went, which a long reader delays.

    SQLite overwrites deleted rows (secure_delete) but keeps older pages in its log until that is emptied;
    PostgreSQL gives the space of deleted rows free, to be written over.
    """
    with translated(store.engine), store.only_writer():
        if store.engine.dialect.name == "sqlite":
            return _emptied_log(store)
        with closing(store.engine.raw_connection()) as outside_a_transaction:
            outside_a_transaction.cursor().execute("VACUUM")
    return True


def _emptied_log(store: Store) -> bool:
    raw = store.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone() or (1,)
        return not busy
    finally:
        raw.close()
