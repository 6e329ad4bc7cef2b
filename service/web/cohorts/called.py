"""What people and sponsors are called here: names to those who may know them, else a number or what they do."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.i18n import sentence
from service.usecases import presenting
from service.web.pages import Page


def names_of(page: Page, people: Sequence[str]) -> dict[str, str]:
    """Return the names of those of these people whom one accompanies."""
    if not (people and page.may("profile:W")):
        return {}
    told = page.look(lambda c, r: presenting.names(c, r, people, page.now), "identity:R")
    return {id: one["name"] for id, one in presenting.by_id(told).items() if one["name"]}


def called(page: Page, names: Mapping[str, str], members: Sequence[Any]) -> dict[str, str]:
    """Return what members (rows with `candidate` and `number`) are called, by their id."""
    return {
        row.candidate: names.get(row.candidate) or sentence("cohorts_person", {"number": row.number}, page.language)
        for row in members
    }


def order(called: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return them as the options of a choice, by what they are called."""
    return sorted(called.items(), key=lambda one: (one[1].casefold(), one[0]))
