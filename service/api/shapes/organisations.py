"""Organisations as pages show them."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from service.api.fields import Answer, Body, Id, ListQuery, PageAnswer, Search, number, words

Kind = Annotated[
    Literal["company", "association", "school", "public_body"], Field(description="What it is", examples=["company"])
]
Name = words(200, "What it is called", "Atelier du Faubourg")
Siret = Annotated[str, Field(pattern="^([0-9]{14})?$", description="SIRET, or empty", examples=["73282932000074"])]
Website = Annotated[
    str,
    StringConstraints(max_length=300, pattern=r"^(https?://[^\s\x00-\x1f\x7f]+)?$"),
    Field(description="Its site, or empty", examples=["https://www.example.org"]),
]
Version = number(1, 1_000_000_000, "One more at each change; the ETag", 3)


class NewOrganisation(Body):
    """An organisation to add."""

    kind: Kind
    name: Name
    siret: Siret = ""
    website: Website = ""


class OrganisationChange(Body):
    """What is to change; what is not named stays."""

    name: Name | None = None
    siret: Siret | None = None
    website: Website | None = None


class OrganisationQuery(ListQuery):
    """Which organisations."""

    kind: Kind | None = None
    q: Search = None


class Organisation(Answer):
    """An organisation."""

    id: Id
    version: Version
    kind: Kind
    name: Name
    siret: Siret
    website: Website
    closed: Annotated[bool, Field(description="No longer in the lists", examples=[False])]


class OrganisationPage(PageAnswer):
    """A page of organisations."""

    items: list[Organisation]


def whole(row: Any) -> dict[str, Any]:
    """Return an organisation."""
    shown = {name: getattr(row, name) for name in ("id", "version", "kind", "name", "siret", "website")}
    return {**shown, "closed": row.closed_at is not None}
