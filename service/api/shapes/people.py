"""People as each role may see them: every answer is built from a list of what that role may see."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import Field

from matching.records import CANDIDATE
from service.api.fields import (
    Answer,
    Body,
    Email,
    Id,
    Language,
    ListQuery,
    PageAnswer,
    Reason,
    Search,
    listed,
    number,
    words,
)
from service.api.shapes.records import CandidateRecord
from service.permissions import Role
from service.pseudonyms import AT_WORK

Channel = Annotated[
    Literal["email", "phone", "post"], Field(description="How the person wishes to be reached", examples=["phone"])
]
FirstName = words(100, "First name", "Prénom")
LastName = words(100, "Last name", "Nom")
Phone = words(30, "Telephone", "+33 3 20 00 00 00")
Line = words(200, "A line of the postal address", "1 rue de l’Exemple")
Postcode = words(10, "Postcode", "59000")
BirthDate = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), description="Birth date", examples=["1990-05-17"])]
Status = Annotated[Literal["published", "closed"], Field(description="Closed = in no ranking", examples=["published"])]
WantedStep = Annotated[
    str | None,
    Query(
        max_length=20,
        pattern="^[a-z_0-9]*$",
        description="With an introduction at this step; none = with none that is open, quiet = no news for 30 days",
        examples=[None],
    ),
]
Version = number(0, 1_000_000_000, "One more at each change; the ETag", 3)
Seen = Annotated[
    str, Field(description="By which right it is seen: the scopes of the help page", examples=["caseload"])
]

FACTS: Final = (
    *("first_name", "last_name", "birth_date", "email", "phone"),
    *("street", "postcode", "city", "channel", "language"),
)
TO_COMPANIES: Final = ("first_name", "last_name", "email", "phone", "channel")
PROFILE: Final = tuple(name for name in CANDIDATE if name not in ("id", "read"))
AGREED: Final = (*AT_WORK, "education", "contracts", "hours", "start", "modes", "kinds")
TO_SPONSORS: Final = (*AT_WORK, "education", "help", "sectors", "availability", "away", "timezone", "remote")


class IdentityChange(Body):
    """What is to change; null forgets a fact, what is not named stays."""

    first_name: FirstName | None = None
    last_name: LastName | None = None
    birth_date: BirthDate | None = None
    email: Email | None = None
    phone: Phone | None = None
    street: Line | None = None
    postcode: Postcode | None = None
    city: Line | None = None
    channel: Channel | None = None
    language: Language | None = None


class Identity(IdentityChange):
    """Who a person is, and how they are reached."""

    first_name: FirstName
    last_name: LastName


class Notice(Body):
    """How the person was told what is done with what is known of them."""

    channel: Annotated[
        Literal["app", "paper", "phone", "interpreter"], Field(description="How they were told", examples=["paper"])
    ]
    text_version: words(40, "Which text they read or heard", "2026-11")  # type: ignore[valid-type]


class NewPerson(Body):
    """A file to open."""

    identity: Annotated[Identity, Field(description="Who they are; sealed, shown to few")]
    record: CandidateRecord = Field(default_factory=dict)
    notice: Annotated[Notice | None, Field(description="How they were told what is done with it")] = None


class ProfileChange(Body):
    """Fields of the record that are not named stay, null removes one."""

    record: CandidateRecord


class NewSearch(Body):
    """Exactly who is sought."""

    first_name: FirstName
    last_name: LastName
    birth_date: BirthDate


class PeopleAction(Body):
    """Let a colleague follow people."""

    action: Annotated[Literal["assign"], Field(description="What to do", examples=["assign"])]
    adviser: Annotated[Id, Field(description="The colleague's account")]
    reason: Reason
    ids: listed(Id, 200, "The people, at most 200")  # type: ignore[valid-type]


class PeopleQuery(ListQuery):
    """Which people, in which order."""

    q: Search = None
    closed: Annotated[bool, Field(description="Closed files, too", examples=[False])] = False
    sort: Annotated[Literal["name", "-name"], Field(description="The order", examples=["name"])] = "name"


class PeopleExport(Body):
    """Which people to take along: those of the list with these filters, or only some of them."""

    q: Search = None
    step: WantedStep = None
    closed: Annotated[bool, Field(description="Closed files, too", examples=[False])] = False
    person: Annotated[
        list[Id], Field(max_length=200, description="Only these people; none = all of the list", default_factory=list)
    ]


class PersonItem(Answer):
    """A person in a list."""

    id: Id
    status: Status | None = None
    first_name: Annotated[str | None, Field(description="First name", examples=["Prénom"])] = None
    last_name: Annotated[str | None, Field(description="Last name", examples=["Nom"])] = None


class PeoplePage(PageAnswer):
    """A page of people."""

    items: list[PersonItem]


class Profile(Answer):
    """What a person can do and looks for; how much of it depends on who asks."""

    id: Id
    version: Version
    seen: Seen
    status: Status | None = None
    record: CandidateRecord


class WhoTheyAre(IdentityChange):
    """Who a person is, as far as the one who asks may know."""

    id: Id
    version: Version
    seen: Seen
    contact: Annotated[
        str | None,
        Field(description="To a sponsor: where they wish to be reached", examples=["prenom.nom@example.org"]),
    ] = None


class Found(Answer):
    """Who was found."""

    id: Id


class FoundPeople(Answer):
    """Who is called exactly that and born that day."""

    items: list[Found]


def item(row: Any, facts: Mapping[str, str], role: Role) -> dict[str, Any]:
    """Return a person as a line of a list; to a sponsor, by first name only."""
    shown = {"id": row.public_id, "first_name": facts.get("first_name", "")}
    if role is Role.SPONSOR:
        return shown
    shown["last_name"] = facts.get("last_name", "")
    return shown if role is Role.COMPANY else {**shown, "status": row.status}


def profile(found: Mapping[str, Any], role: Role) -> dict[str, Any]:
    """Return a person's profile: whole to themselves, their adviser and in an emergency, else what was agreed."""
    record, seen = found["record"], found["seen"]
    shown = {"id": found["public_id"], "version": found["version"], "seen": seen}
    if seen in ("own", "caseload", "break_glass"):
        return {**shown, "status": found["status"], "record": _of(record, PROFILE)}
    agreed = TO_SPONSORS if role is Role.SPONSOR else AGREED
    return {**shown, "record": _of(record, agreed if seen == "consent" else AT_WORK)}


def identity(found: Mapping[str, Any], role: Role) -> dict[str, Any]:
    """Return who a person is: to a sponsor, a first name and the chosen channel; to a company, how to reach them."""
    facts, seen = found["facts"], found["seen"]
    shown = {"id": found["public_id"], "version": found["version"], "seen": seen}
    if role is Role.SPONSOR:
        channel = facts.get("channel")
        contact = facts.get(channel) if channel in ("email", "phone") else None
        return {**shown, "first_name": facts.get("first_name", ""), "channel": channel, "contact": contact}
    return {**shown, **_of(facts, TO_COMPANIES if seen == "consent" else FACTS)}


def _of(whole: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: whole[name] for name in names if name in whole}
