"""Notices, runs of jobs and messages that did not go, as lists show them."""

from typing import Annotated, Any

from pydantic import Field

from service.api.fields import Answer, Id, Moment


class Notification(Answer):
    """One notice."""

    id: Id
    at: Moment
    subject: Annotated[str, Field(description="What it is about", examples=["Une réponse est attendue"])]
    text: Annotated[str, Field(description="The notice itself", examples=["Une mise en relation attend …"])]


class Notifications(Answer):
    """The last notices, the newest first."""

    items: list[Notification]


class JobRun(Answer):
    """One run of a job."""

    id: Id
    name: Annotated[str, Field(description="Which job", examples=["nightly"])]
    started_at: Moment
    ended_at: Annotated[Moment | None, Field(description="null = still running, or ended with its process")]
    result: Annotated[dict[str, Any] | None, Field(description="What it did, in numbers", examples=[{"sent": 3}])]
    error: Annotated[str | None, Field(description="Why it failed, for programs", examples=[None])]


class JobRuns(Answer):
    """The last runs, the newest first."""

    items: list[JobRun]


class Unsent(Answer):
    """A message that was given up; to whom and what it said stays sealed."""

    id: Id
    template: Annotated[str, Field(description="Which kind of message", examples=["reply_reminder"])]
    language: Annotated[str, Field(description="In which language", examples=["fr"])]
    created_at: Moment
    failed_at: Moment
    tries: Annotated[int, Field(description="How often it was tried", examples=[6])]
    error: Annotated[str, Field(description="The last error's name", examples=["SMTPRecipientsRefused"])]


class UnsentMessages(Answer):
    """Messages that were given up, the newest first."""

    items: list[Unsent]


class Reminded(Answer):
    """A reminder that was sent."""

    id: Id
    reminded: Annotated[int, Field(description="How many people were written to", examples=[1])]
