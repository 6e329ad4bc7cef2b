"""Openings as lists and pages show them."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from matching.enums import OpeningKind
from matching.records import OPENING
from service.api.fields import Answer, Body, Day, Id, ListQuery, PageAnswer, Reason, Search, code, listed, number
from service.api.shapes.records import OpeningRecord

Status = Annotated[
    Literal["draft", "published", "filled", "closed", "expired", "withdrawn"],
    Field(
        description="Only what is published and not expired is proposed to people; closed = nobody is sought any more",
        examples=["published"],
    ),
]
Kind = Annotated[OpeningKind, Field(description="What is offered", examples=["job"])]
Posts = number(1, 10_000, "How many people are sought", 2)
Filled = number(0, 10_000, "How many of the posts are filled", 0)
Hired = number(0, 10_000, "How many of the filled posts went to people introduced here", 0)
Version = number(1, 1_000_000_000, "One more at each change; the ETag", 3)
Title = Annotated[str, Field(description="The job's title, as it was written", examples=["Soudeur / Soudeuse"])]
RECORD: Final = tuple(name for name in OPENING if name not in ("id", "read"))
STALE: Final = 90  # days
INSEE: Final = "INSEE code of a commune"


class NewOpening(Body):
    """An opening to post."""

    record: OpeningRecord
    expires_on: Day | None = None
    draft: Annotated[bool, Field(description="Keep it to oneself for now", examples=[False])] = False


class OpeningChange(Body):
    """What is to change: fields of the record that are not named stay, null removes one."""

    record: OpeningRecord | None = None
    expires_on: Day | None = None


class Publishing(Body):
    """Until when; 60 days unless said."""

    expires_on: Day | None = None


class Filling(Body):
    """How many posts are filled."""

    filled: Filled


class Unpublishing(Body):
    """Why it must leave the market."""

    reason: Reason


class OpeningsAction(Body):
    """One thing to do to many openings."""

    action: Annotated[Literal["close", "renew", "publish"], Field(description="What to do", examples=["renew"])]
    ids: listed(Id, 200, "The openings, at most 200")  # type: ignore[valid-type]


class OpeningExport(Body):
    """Which openings go into a file."""

    kind: Kind | None = None
    status: Status | None = None
    q: Search = None


class OpeningQuery(ListQuery):
    """Which openings, in which order."""

    kind: Kind | None = None
    status: Status | None = None
    occupation: code(10, "Code of the occupation (ROME)", "H2913") | None = None  # type: ignore[valid-type]
    organisation: Id | None = None
    q: Search = None
    expires_before: Day | None = None
    near: Annotated[str | None, Field(pattern="^[0-9][0-9AB][0-9]{3}$", description=INSEE, examples=["59350"])] = None
    km: Annotated[float, Field(ge=1, le=200, description="How far from there, in km", examples=[20])] = 20
    sort: Annotated[
        Literal["title", "-title", "published", "-published", "expires", "-expires"],
        Field(description="The order; - in front turns it round", examples=["-published"]),
    ] = "title"


class OpeningItem(Answer):
    """An opening in a list."""

    id: Id
    version: Version
    status: Status
    expires_on: Annotated[dt.date | None, Field(description="The last day in the market", examples=["2027-01-22"])]
    organisation: Annotated[str | None, Field(description="Who offers, where they are known here", examples=[None])]
    kind: Kind
    title: Title
    occupation: Annotated[str, Field(description="Code of the occupation (ROME), or empty", examples=["H2913"])]
    company: Annotated[str, Field(description="Who offers, or empty", examples=["Atelier du Faubourg"])]
    place: Annotated[str, Field(description="Where, or empty", examples=["Lille"])]
    published: Annotated[str, Field(description="Since when (ISO 8601), or empty", examples=["2026-11-02"])]
    positions: Posts
    filled: Filled
    hired: Hired
    stale: Annotated[bool, Field(description="Nothing about it has changed for 90 days", examples=[False])]


class OpeningPage(PageAnswer):
    """A page of openings."""

    items: list[OpeningItem]


class Opening(Answer):
    """An opening."""

    id: Id
    version: Version
    status: Status
    expires_on: Annotated[dt.date | None, Field(description="The last day in the market", examples=["2027-01-22"])]
    organisation: Annotated[str | None, Field(description="Who offers, where they are known here", examples=[None])]
    filled: Filled
    hired: Hired
    reason: Annotated[str, Field(description="Why it was taken out of the market, or empty", examples=[""])]
    record: OpeningRecord


def item(row: Any, now: dt.datetime) -> dict[str, Any]:
    """Return an opening as a line of a list."""
    return {
        "id": row.public_id,
        "version": row.version,
        "status": row.status,
        "expires_on": row.expires_on,
        "organisation": row.organisation,
        "kind": row.kind,
        "title": row.title,
        "occupation": row.occupation,
        "company": row.company,
        "place": row.place,
        "published": row.published,
        "positions": row.positions,
        "filled": row.filled,
        "hired": row.hired,
        "stale": row.updated_at.replace(tzinfo=dt.UTC) < now - dt.timedelta(days=STALE),
    }


def whole(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return an opening with its record."""
    record = found["record"]
    return {
        "id": found["public_id"],
        **{name: found[name] for name in ("version", "status", "expires_on", "organisation")},
        **{name: found[name] for name in ("filled", "hired", "reason")},
        "record": {name: record[name] for name in RECORD if name in record},
    }
