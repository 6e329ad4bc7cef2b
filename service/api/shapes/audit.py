"""The log as lists show it."""

from typing import Annotated, Any

from pydantic import Field

from service.api.fields import Answer, Id, Moment, PageAnswer

ACTION = Field(description="What was done, as resource:action: R read, W change, D withdraw …", examples=["identity:R"])
Named = Annotated[str | None, Field(description="Its name; null = none", examples=["Mission locale"])]


class Entry(Answer):
    """One row of the log."""

    number: Annotated[int, Field(description="Its place in the log", examples=[41])]
    at: Moment
    role: Annotated[str, Field(description="In which role; anonymous = the service itself", examples=["adviser"])]
    organisation: Named
    action: Annotated[str, ACTION]
    tags: Annotated[list[str], Field(description="Such as break-glass", examples=[[]])]
    request: Annotated[str, Field(description="The request's id, as in the service's own log", examples=["8f14e45f"])]
    reason: Annotated[str | None, Field(description="Why; null = none was asked, or not shown", examples=[None])]
    objects: Annotated[list[Id] | None, Field(description="What it was about; null = not shown")]


class Log(PageAnswer):
    """A page of the log, the newest row first."""

    items: list[Entry]


class TimeSeen(Answer):
    """One time that somebody saw or changed a file."""

    at: Moment
    role: Annotated[str, Field(description="In which role", examples=["company"])]
    organisation: Named
    action: Annotated[str, ACTION]
    tags: Annotated[list[str], Field(description="Such as break-glass", examples=[[]])]
    reason: Annotated[str | None, Field(description="Why, where it had to be said", examples=[None])]


class SeenPage(PageAnswer):
    """Who saw or changed a file, the last time first."""

    items: list[TimeSeen]


def entry(row: Any, objects: dict[int, list[str]]) -> dict[str, Any]:
    """Return a row of the log; about what and why only where the ids were looked up."""
    shown = row.seq in objects
    own = {"number": row.seq, "request": row.request, "objects": objects[row.seq] if shown else None}
    return {**seen(row), **own, "reason": row.reason or None if shown else None}


def seen(row: Any) -> dict[str, Any]:
    """Return who did what, without the name of a person: it is the organisation that answers for it."""
    return {
        "at": row.at,
        "role": row.role,
        "organisation": row.organisation_name,
        "action": row.action,
        "tags": row.tags.split(),
        "reason": row.reason or None,
    }
