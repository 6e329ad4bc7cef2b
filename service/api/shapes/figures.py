"""Figures as lists show them."""

from typing import Annotated, Literal

from pydantic import Field

from service.api.fields import Answer, Day


class Cell(Answer):
    """Events that are counted together: at least 11 people."""

    codes: Annotated[
        list[str],
        Field(
            description="What they are counted as; several codes go together where one has fewer than 11 people",
            examples=[["declined.person.too_far", "declined.person.hours"]],
        ),
    ]
    count: Annotated[int, Field(description="How many", examples=[14])]
    median_days: Annotated[
        float | None,
        Field(description="Median of the days since the introduction or sponsorship began", examples=[9]),
    ]


class Figure(Answer):
    """What was counted of one quarter, or of several where one has fewer than 11 people."""

    figure: Annotated[
        Literal["arrivals", "departures", "openings", "introductions", "sponsorships", "meetups"],
        Field(
            description="Who began or ceased to be followed, openings posted, steps of introductions and of "
            "sponsorships, people registered for meetups that are over",
            examples=["introductions"],
        ),
    ]
    first: Annotated[Day, Field(description="The first day counted", examples=["2026-07-01"])]
    last: Annotated[Day, Field(description="The last day counted", examples=["2026-09-30"])]
    count: Annotated[int, Field(description="How many in all", examples=[41])]
    people: Annotated[int, Field(description="How many people, or openings, these are about", examples=[29])]
    within: Annotated[
        int | None,
        Field(description="To how many introductions, sponsorships or meetups they belong; null = none", examples=[35]),
    ]
    by: Annotated[
        dict[str, list[Cell]],
        Field(
            description="The same divided: by step and reason, kind, sector (letter of ROME), status, attendance; "
            "by sensitive status with the person's consent only",
            examples=[{"step": [{"codes": ["suggested", "asked"], "count": 41, "median_days": 0}]}],
        ),
    ]


class Figures(Answer):
    """All that is told, the latest quarters first. What was told never changes; what is missing was too few people."""

    until: Annotated[
        Day | None,
        Field(
            description="The last day counted: what is not told up to it was about too few people, and is counted "
            "together with later quarters; null = no quarter has been counted yet",
            examples=["2026-09-30"],
        ),
    ]
    items: list[Figure]
