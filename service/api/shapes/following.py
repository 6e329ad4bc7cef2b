"""Caseloads, consents, statuses and notes as pages show them."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from service.api.fields import Answer, Body, Id, ListQuery, PageAnswer, Reason, code, number, paragraphs, words
from service.i18n import names

Version = number(1, 1_000_000_000, "One more at each change; the ETag", 3)
Account = Annotated[str, Field(description="An account (UUID)", examples=["3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"])]
MaybeId = Annotated[str | None, Field(description="Identifier (UUID); null = none", examples=[None])]
At = Annotated[dt.datetime, Field(description="When, in UTC (ISO 8601)", examples=["2026-12-01T08:30:00Z"])]
MaybeAt = Annotated[dt.datetime | None, Field(description="When, in UTC; null = not yet", examples=[None])]
Channel = Annotated[
    Literal["app", "paper", "phone", "interpreter"],
    Field(description="How they were told or agreed: app for oneself, another for somebody else", examples=["paper"]),
]
TextVersion = code(60, "The version of the text that they read or heard", "2026-11")
Purpose = Annotated[
    Literal["company_visibility", "identity", "learning_opt_out", "messages"],
    Field(description="What is agreed to", examples=["company_visibility"]),
]
Kind = Annotated[
    Literal["aah", "ass", "qpv", "refugee", "rqth", "rsa"], Field(description="Which status", examples=["rqth"])
]
Holds = Annotated[bool, Field(description="Whether the status holds", examples=[True])]
NoteText = paragraphs(5_000, "What the note says; the person reads it", "Préfère être appelé le matin.")


class NewAssignment(Body):
    """Whom an adviser is to follow."""

    person: Id
    adviser: Id
    reason: Reason


class HandingOver(Body):
    """Who follows the person from now on."""

    adviser: Id
    reason: Reason


class Assignment(Answer):
    """Who follows whom."""

    id: Id
    person: Id
    adviser: Account
    organisation: Id
    starts_at: At
    ends_at: MaybeAt
    reason: Reason


class AssignmentPage(PageAnswer):
    """A page of assignments, the newest first."""

    items: list[Assignment]


class AssignmentQuery(ListQuery):
    """Which assignments."""

    person: Annotated[Id | None, Field(description="Of this person", examples=[None])] = None
    ended: Annotated[bool, Field(description="Also those that have ended", examples=[False])] = False


class Evidence(Body):
    """How it is known what somebody agreed to, or was told."""

    channel: Channel
    text_version: TextVersion


class NewConsent(Evidence):
    """A consent; `identity` names an introduction or a sponsor, `messages` a means (mail, phone, sms)."""

    purpose: Purpose
    introduction: Id | None = None
    sponsor: Id | None = None
    detail: code(20, "The means of messages", "mail") | None = None  # type: ignore[valid-type]


class GivenNotice(Answer):
    """That a person was told what is done with what is known of them."""

    id: Id
    given_at: At
    given_by: Account
    channel: Channel
    text_version: TextVersion


class GivenNotices(Answer):
    """The notices that a person had, the newest first."""

    items: list[GivenNotice]


class Consent(Answer):
    """A consent with its proof."""

    id: Id
    purpose: Annotated[str, Field(description="What is agreed to", examples=["identity"])]
    organisation: MaybeId
    sponsor: MaybeId
    introduction: MaybeId
    detail: Annotated[str | None, Field(description="Which status, or the means of messages", examples=["mail"])]
    given_at: At
    expires_at: MaybeAt
    withdrawn_at: MaybeAt
    given_by: Account
    channel: Channel
    text_version: TextVersion
    seen_at: Annotated[MaybeAt, Field(description="When the person saw what was recorded for them")]  # type: ignore[valid-type]


class ConsentPage(PageAnswer):
    """A page of consents, the newest first, with those that have ended."""

    items: list[Consent]


class Sharing(Answer):
    """What was shown of a person, to whom."""

    id: Id
    at: At
    organisation: MaybeId
    sponsor: MaybeId
    what: Annotated[str, Field(description="What was shown", examples=["identity"])]


class SharingPage(PageAnswer):
    """A page of what was shown, the newest first."""

    items: list[Sharing]


class SeenByPerson(Answer):
    """That the person saw it."""

    seen: Annotated[bool, Field(description="Always true", examples=[True])]


class NewStatus(Evidence):
    """A status that the person agrees to have kept."""

    kind: Kind
    holds: Holds
    proof: words(200, "What shows it; forgotten once it was checked", "Décision du 2 mars 2026") | None = None  # type: ignore[valid-type]


class Status(Answer):
    """A status; its proof is gone once it was checked."""

    id: Id
    version: Version
    kind: Kind
    holds: Holds
    proof: Annotated[str | None, Field(description="What shows it; null = none, or checked", examples=[None])]
    checked_at: MaybeAt
    recorded_at: At


class Statuses(Answer):
    """The statuses that a person agreed to have kept."""

    items: list[Status]


class Gone(Answer):
    """What is no longer kept."""

    id: Id


class NewNote(Body):
    """A note about a person."""

    text: NoteText


class Note(Answer):
    """A note about a person, which they read too."""

    id: Id
    version: Version
    author: Account
    organisation: MaybeId
    text: NoteText
    written_at: At
    changed_at: At


class NotePage(PageAnswer):
    """A page of notes, the newest first."""

    items: list[Note]


def assignment(row: Any, language: str) -> dict[str, Any]:
    """Return an assignment as pages show it, with a reason that nobody typed in the reader's language."""
    told = _only(row, "id", "adviser", "organisation", "starts_at", "ends_at")
    return {**told, "reason": names("assignment_reason", language).get(row.reason, row.reason), "person": row.candidate}


def notice(row: Any) -> dict[str, Any]:
    """Return a notice as pages show it."""
    return _only(row, "id", "given_at", "given_by", "channel", "text_version")


def consent(row: Any, detail: str | None) -> dict[str, Any]:
    """Return a consent as pages show it; `detail` in words."""
    to = _only(row, "id", "purpose", "organisation", "sponsor", "introduction")
    proof = _only(row, "given_at", "expires_at", "withdrawn_at", "given_by", "channel", "text_version", "seen_at")
    return {**to, **proof, "detail": detail}


def sharing(row: Any) -> dict[str, Any]:
    """Return what was shown of a person as pages show it."""
    return _only(row, "id", "at", "organisation", "sponsor", "what")


def status(found: Any) -> dict[str, Any]:
    """Return a status as pages show it."""
    return _only(found, "id", "version", "kind", "holds", "proof", "checked_at", "recorded_at")


def note(told: Any) -> dict[str, Any]:
    """Return an opened note as pages show it."""
    names = ("id", "version", "author", "organisation", "text", "written_at", "changed_at")
    return {name: told[name] for name in names}


def _only(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
