"""Sponsors as each role may see them: every answer is built from a list of what that role may see."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from matching.sponsor_record import SPONSOR
from service.api.fields import Answer, Body, Day, Id, ListQuery, PageAnswer, Search, number
from service.api.shapes.records import SponsorRecord

Status = Annotated[Literal["published", "withdrawn"], Field(description="Withdrawn = suggested to nobody")]
Version = number(1, 1_000_000_000, "One more at each change; the ETag", 3)
Seen = Annotated[str, Field(description="By which right it is seen: the scopes of the help page", examples=["own"])]

RECORD: Final = tuple(name for name in SPONSOR if name != "id")
PSEUDONYMOUS: Final = ("occupations", "sectors", "help", "languages", "remote")
AGREED: Final = (*PSEUDONYMOUS, "company", "place", "availability", "away", "timezone")


class NewSponsor(Body):
    """A sponsor to add."""

    record: SponsorRecord


class SponsorChange(Body):
    """Fields of the record that are not named stay, null removes one."""

    record: SponsorRecord


class Pause(Body):
    """From when they take nobody new; without a last day, for good."""

    first: Day
    last: Day | None = None


class SponsorQuery(ListQuery):
    """Which sponsors."""

    q: Search = None


class Sponsor(Answer):
    """A sponsor; how much of the record is seen depends on who asks."""

    id: Id
    version: Version
    seen: Seen
    status: Status
    record: SponsorRecord


class SponsorPage(PageAnswer):
    """A page of sponsors."""

    items: list[Sponsor]


def item(row: Any) -> dict[str, Any]:
    """Return a sponsor as a line of a list."""
    return whole({**row._mapping, "record": json.loads(row.record)})


def whole(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sponsor: whole to themselves and those who organise, else what tells no identity."""
    record, seen = found["record"], found["seen"]
    names = RECORD if seen in ("own", "territory") else AGREED if seen == "consent" else PSEUDONYMOUS
    shown = {"id": found["public_id"], "version": found["version"], "seen": seen, "status": found["status"]}
    return {**shown, "record": {name: record[name] for name in names if name in record}}
