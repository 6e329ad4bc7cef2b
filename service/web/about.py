"""What everybody may read about the service: help by role, how it ranks, personal data, accessibility."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Response

from matching.enums import Criterion, Side
from matching.profiles import RankProfile
from service import register
from service.i18n import name
from service.permissions import Action, Role, Scope, about, matrix
from service.web.pages import Page, visited

router = APIRouter(tags=["pages"], include_in_schema=False)

Anybody = Annotated[Page, Depends(visited)]
ROLES: Final = tuple(role for role in Role if role is not Role.ANONYMOUS)
UNSENT: Final = "visavis@localhost"  # from whom mails come where nobody has set it: no address to write to


class Right(NamedTuple):
    """What a role may do with one subject."""

    what: str
    may: list[tuple[list[Action], list[Scope]]]  # what is possible to the same extent stands together


class Weighed(NamedTuple):
    """A criterion as the profile weighs it, in hundredths of its side."""

    criterion: Criterion
    weight: int
    mean: int


@router.get("/help")
def help_page(page: Anybody) -> Response:
    """Say what each role may see and do, from the matrix that the service itself goes by."""
    role = _asked_role(page)
    return page.show("doors/help.html", role=role, roles=ROLES, rights=rights_of(role, page.language))


@router.get("/how-it-ranks")
def how_it_ranks(page: Anybody) -> Response:
    """Say how openings are ranked, from the profile that ranks them."""
    sides = {side: _weighed(side) for side in (Side.CANDIDATE, Side.OPENING)}
    rules = list(dict.fromkeys(rule.criterion for rule in _profile().criteria.filters))
    return page.show("doors/how_it_ranks.html", sides=sides, rules=rules, version=_profile().version)


@router.get("/privacy")
def privacy(page: Anybody) -> Response:
    """Say what is kept of whom, what for, how long, and what everybody may ask."""
    rules = [register.rule(code, page.language) for code in register.rules()]
    return page.show("doors/privacy.html", purposes=purposes(page.language), rules=rules, **_contact(page))


@router.get("/accessibility")
def accessibility(page: Anybody) -> Response:
    """State how accessible the pages are, what was tested, and where to say what is not."""
    return page.show("doors/accessibility.html", **_contact(page))


def rights_of(role: Role, language: str) -> list[Right]:
    """Return what a role may do, in the order in which the matrix tells it."""
    return [
        Right(about()[resource][language], _together(rights[role]))
        for resource, rights in matrix().items()
        if rights[role]
    ]


def purposes(language: str) -> list[Mapping[str, Any]]:
    """Return each purpose of the register with the bases and the roles of all that is kept for it."""
    found: dict[str, dict[str, Any]] = {}
    for entry in register.tables(language):
        row = found.setdefault(entry["purpose"], {"purpose": entry["purpose"], "basis": [], "roles": []})
        row["basis"] = _once((*row["basis"], entry["basis"]))
        row["roles"] = _once((*row["roles"], *(name("account_role", role, language) for role in entry["roles"])))
    return list(found.values())


def _together(rights: Mapping[Action, frozenset[Scope]]) -> list[tuple[list[Action], list[Scope]]]:
    found: dict[tuple[Scope, ...], list[Action]] = {}
    for action, scopes in rights.items():
        found.setdefault(tuple(sorted(scopes)), []).append(action)
    return [(actions, list(scopes)) for scopes, actions in found.items()]


def _asked_role(page: Page) -> Role:
    asked = page.request.query_params.get("role", "")
    if asked in ROLES:
        return Role(asked)
    return ROLES[0] if page.subject.role is Role.ANONYMOUS else page.subject.role


def _contact(page: Page) -> dict[str, str]:
    settings = page.services.settings
    return {"site": urlsplit(settings.url).netloc, "mail": "" if settings.sender == UNSENT else settings.sender}


def _weighed(side: Side) -> list[Weighed]:
    profile = _profile()
    mine = [scorer.criterion for scorer in profile.criteria.scorers if scorer.side == side]
    rows = [
        Weighed(one, round(100 * profile.weights[one].weight), round(100 * profile.weights[one].mean)) for one in mine
    ]
    return sorted(rows, key=lambda row: -row.weight)


@cache
def _profile() -> RankProfile:
    return RankProfile.from_json(files("service").joinpath("profiles", "opening.json").read_text("utf-8"))


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
