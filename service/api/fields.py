"""The kinds of value that requests may hold, each bounded, with what it means and an example."""

import datetime as dt
import re
from typing import Annotated, Any, Final, Literal

from fastapi import Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

UUID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
AN_ID: Final = "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # control, lone surrogates


def _sound(text: str) -> str:
    """Return the text; raise ValueError for characters that no database keeps or that steer a terminal."""
    if bad := _FORBIDDEN.search(text):
        raise ValueError(f"forbidden character U+{ord(bad[0]):04X}")
    return text


def _one_line(text: str) -> str:
    if any(character in "\t\n\r" for character in text):
        raise ValueError("one line is expected")
    return text


def _in_utc(moment: dt.datetime) -> dt.datetime:
    """Return the same moment in UTC: SQLite keeps the hour that it is given, and forgets the offset."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError("a moment between the years 1 and 9999 is expected") from None


def words(longest: int, about: str, example: str, shortest: int = 1) -> Any:
    """Return the type of one line of at most `longest` characters."""
    bounds = StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)
    checks = AfterValidator(_sound), AfterValidator(_one_line)
    return Annotated[str, bounds, *checks, Field(description=about, examples=[example])]


def paragraphs(longest: int, about: str, example: str) -> Any:
    """Return the type of a text of several lines and at most `longest` characters."""
    bounds = StringConstraints(strip_whitespace=True, max_length=longest)
    return Annotated[str, bounds, AfterValidator(_sound), Field(description=about, examples=[example])]


def number(low: int, high: int, about: str, example: int) -> Any:
    """Return the type of a whole number from `low` to `high`."""
    return Annotated[int, Field(ge=low, le=high, description=about, examples=[example])]


def code(longest: int, about: str, example: str) -> Any:
    """Return the type of a code: letters, digits, points and hyphens."""
    bounds = StringConstraints(min_length=1, max_length=longest, pattern=r"^[A-Za-z0-9._-]+$")
    return Annotated[str, bounds, Field(description=about, examples=[example])]


def listed(item: Any, most: int, about: str) -> Any:
    """Return the type of a list of one to `most` such items."""
    return Annotated[list[item], Field(min_length=1, max_length=most, description=about)]


ID_RULE: Final = StringConstraints(pattern=UUID)
Id = Annotated[str, ID_RULE, Field(description="Identifier (UUID)", examples=[AN_ID])]
PathId = Annotated[str, ID_RULE, Path(description="Identifier (UUID)", examples=[AN_ID])]
ShortText = words(200, "A line of at most 200 characters", "Atelier du Faubourg")
Day = Annotated[dt.date, Field(description="A day (ISO 8601)", examples=["2026-12-01"])]
Moment = Annotated[
    AwareDatetime,
    AfterValidator(_in_utc),
    Field(description="A moment with its offset (ISO 8601)", examples=["2026-12-01T09:30:00+01:00"]),
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=3,
        max_length=254,
        pattern=r"^[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@,;<>\"]+$",
    ),
    AfterValidator(_sound),
    Field(description="An e-mail address", examples=["prenom.nom@example.org"]),
]
Language = Annotated[Literal["fr", "en"], Field(description="Language of what is written to them", examples=["fr"])]
Count = number(0, 1_000_000, "A number of things", 3)
Reason = words(500, "Why, for the people concerned", "Le poste a été pourvu par une autre voie.", shortest=3)

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most (1 to 200)", examples=[50])]
Cursor = Annotated[
    str | None, StringConstraints(max_length=2000), Query(description="`next` of the page before", examples=[None])
]
WithTotal = Annotated[bool, Query(description="Also count all that the filters let through", examples=[False])]
Search = Annotated[
    str | None,
    StringConstraints(max_length=200),
    AfterValidator(lambda text: text and _sound(text)),
    Query(description="Words, accents and case aside; each may be the beginning of one", examples=["soud"]),
]


class Body(BaseModel):
    """What a request sends: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """What an answer holds: nothing that is not declared."""

    model_config = ConfigDict(extra="forbid")


class ListQuery(Body):
    """Which page of a list; lists add their filters. What is not declared is refused."""

    limit: Limit = 50
    cursor: Cursor = None
    total: WithTotal = False


class PageAnswer(Answer):
    """A page of a list; each list says what its items are."""

    next: Annotated[str | None, Field(description="Cursor of the next page; null = this is the last", examples=[None])]
    total: Annotated[int | None, Field(description="How many in all; only where it was asked", examples=[40])] = None


class OfMany(Answer):
    """What became of one of many."""

    id: Id
    done: Annotated[bool, Field(description="Whether it was done", examples=[True])]
    code: Annotated[str | None, Field(description="Why not, for programs", examples=["not_found"])]
    reason: Annotated[str | None, Field(description="Why not, for people", examples=[None])]


class Many(Answer):
    """What became of each."""

    items: list[OfMany]
