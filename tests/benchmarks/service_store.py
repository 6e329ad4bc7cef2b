"""A store of the size that the service is measured at, with an account that may read all of it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from matching.records import read_candidate, read_opening
from service.db import accounts, documents, listing, memberships, sessions
from service.db.base import open_store
from service.db.caseloads import caseloads
from service.db.documents import CANDIDATES, OPENINGS
from service.db.memberships import Membership
from service.db.organisations import organisations
from service.db.territories import HOME
from service.filing import document_of
from service.permissions import Role
from service.tokens import csrf_token, digest, new_token
from service.usecases.reference import import_communes, import_rome
from tests.benchmarks.synthetic import synthetic_records

NOW = dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Signed:
    """A browser's session."""

    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What the browser sends."""
        return {"Cookie": f"__Host-visavis={self.token}", "X-CSRF-Token": csrf_token(self.token)}


@dataclass(frozen=True)
class Measured:
    """The store's address, who asks, and whom and what they ask about."""

    url: str
    adviser: Signed
    company: Signed
    people: list[str]
    openings: list[str]


def build(url: str, data: Path, n_candidates: int = 20_000, n_openings: int = 5_000) -> None:
    """Fill an empty store: all of ROME, the communes, people and openings of one region."""
    people, jobs = synthetic_records(data, n_candidates, n_openings)
    with open_store(url) as store:
        import_rome(store, next(data.glob("rome_v4*")))
        import_communes(store, data / "geo" / "communes.csv")
        with store.write() as connection:
            company, association = (_organisation(connection, kind) for kind in ("company", "association"))
            jobs_read = (document_of(OPENINGS, read_opening(job), organisation=company) for job in jobs)
            documents.save(connection, OPENINGS, "bench", jobs_read)
            documents.save(
                connection, CANDIDATES, "bench", (document_of(CANDIDATES, read_candidate(p)) for p in people)
            )
            listing.refresh(connection)
            adviser = _member(connection, Role.ADVISER, association)
            _member(connection, Role.COMPANY, company)
            _follow(connection, _ids(connection, documents.CANDIDATES), adviser, association)


def measured(url: str) -> Measured:
    """Return what a store that was filled once is measured with, in new sessions."""
    with open_store(url) as store, store.write() as connection:
        adviser, company = (_session(connection, role) for role in (Role.ADVISER, Role.COMPANY))
        return Measured(
            url, adviser, company, _ids(connection, documents.CANDIDATES), _ids(connection, documents.OPENINGS)
        )


def _organisation(connection: Connection, kind: str) -> str:
    row = {"id": str(uuid.uuid4()), "territory": HOME, "kind": kind, "name": kind, "sort_key": kind, "search_key": kind}
    connection.execute(organisations.insert(), row)
    return row["id"]


def _member(connection: Connection, role: Role, organisation: str) -> str:
    account = accounts.add(connection, f"{role}@bench.test", role, "fr", NOW)
    memberships.add(connection, Membership(role, HOME, account, organisation=organisation), NOW)
    return account


def _session(connection: Connection, role: Role) -> Signed:
    token, here = new_token(), memberships.memberships.c
    row = connection.execute(select(here.account, here.id).where(here.role == role)).one()
    sessions.add(connection, digest(token), row.account, row.id, True, "bench", NOW, NOW)
    return Signed(token)


def _follow(connection: Connection, people: list[str], adviser: str, organisation: str) -> None:
    same = {
        "adviser": adviser,
        "organisation": organisation,
        "starts_at": NOW,
        "reason": "bench",
        "assigned_by": adviser,
    }
    connection.execute(caseloads.insert(), [{"id": str(uuid.uuid4()), "candidate": one, **same} for one in people])


def _ids(connection: Connection, kind: documents.Kind) -> list[str]:
    return list(connection.execute(select(kind.main.c.public_id).order_by(kind.main.c.id)).scalars())
