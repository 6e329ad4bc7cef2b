"""The tabs of what is suggested to a person: openings, sponsors and courses, the best first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from matching.enums import ContractType
from service import ranking_shapes as said
from service import shapes
from service.api.fields import PathId
from service.usecases import choosing, ranking
from service.web.pages import Page, screen
from service.web.suggestions.lines import line
from service.web.suggestions.paths import wished_jobs
from service.web.suggestions.person import SIDES, What, address, person_of, tabs_of

router: Final = APIRouter()

Json = dict[str, Any]
OF_A_PAGE: Final = 10
CONTRACTS: Final = tuple(ContractType)


@dataclass(frozen=True, slots=True)
class Filters:
    """What hides lines of a ranking; its order stays as it is."""

    contract: str = ""
    max_km: float | None = None
    sure: bool = False  # only those where nothing is to be checked
    page: int = 1

    @property
    def hide(self) -> bool:
        """Whether any line may be hidden."""
        return bool(self.contract or self.max_km is not None or self.sure)

    def lets_through(self, line: Json) -> bool:
        """Return whether a line is shown; how far something is that is not known hides nothing."""
        return (
            (not self.contract or line["facts"].get("contract") == self.contract)
            and (self.max_km is None or line["km"] is None or line["km"] <= self.max_km)
            and not (self.sure and line["to_check"])
        )


def filters_of(query: Mapping[str, str]) -> Filters:
    """Return the filters of an address; what is no filter hides nothing."""
    contract, km, page = (query.get(name, "") for name in ("contract", "max_km", "page"))
    return Filters(
        contract if contract in set(CONTRACTS) else "",
        _number(km, float),
        query.get("sure") == "true",
        min(max(_number(page, int) or 1, 1), choosing.MOST // OF_A_PAGE),
    )


def _number(text: str, kind: Callable[[str], Any]) -> Any:
    try:
        return kind(text.replace(",", ".")) if text and len(text) < 10 else None
    except ValueError:
        return None


@router.get("/people/{id}/suggestions")
def first(page: Annotated[Page, screen("ranking", "R")], id: PathId) -> Response:
    """Lead to the first tab."""
    return page.go(f"/people/{id}/suggestions/openings")


@router.get("/people/{id}/suggestions/{what}")
def suggestions(page: Annotated[Page, screen("ranking", "R")], id: PathId, what: What) -> Response:
    """Show what suits a person best, with reasons, questions, and what to do with it."""
    filters, made = filters_of(page.request.query_params), []
    wanted = choosing.MOST if filters.hide else filters.page * OF_A_PAGE

    def look(connection: Any, reach: Any) -> Json:
        chosen = choosing.suggestions(connection, reach, page.now, what, id, wanted)
        made.append(chosen.ranked.run)
        told = said.ranked(connection, chosen.ranked, True, page.language)
        told["items"] = [
            line(match, SIDES[what], record) for match, record in zip(told["items"], chosen.ranked.records, strict=True)
        ]
        put_aside = _put_aside(connection, what, chosen.beside.aside, page.language)
        return {**told, "beside": chosen.beside, "proposed": chosen.proposed, "put_aside": put_aside}

    found = page.look(look, "ranking:R")
    ranking.keep(page.services.store, *made)
    return page.show(
        "suggestions/list.html",
        what=what,
        person=person_of(page, id),
        tabs=tabs_of(page, id),
        jobs=wished_jobs(page, id) if what == "courses" else [],
        found=found,
        put_aside=found["put_aside"],
        filters=filters,
        contracts=CONTRACTS,
        moved=_moved(page.request.query_params, found["items"]),
        address=lambda **changes: address(page, **changes),
        next=address(page).removeprefix(page.path) or None,
        **_shown(found, filters),
    )


def _shown(found: Json, filters: Filters) -> Json:
    """Return the lines of a page, how many are hidden, and whether more follow."""
    aside = found["beside"].aside
    there = [each for each in found["items"] if each["id"] not in aside]
    left = [each for each in there if filters.lets_through(each)]
    end = filters.page * OF_A_PAGE
    return {
        "lines": left[end - OF_A_PAGE : end],
        "looked_through": len(there),
        "left": len(left),
        "more": len(left) > end or len(found["items"]) < min(found["reachable"], choosing.MOST),
    }


def _put_aside(connection: Any, what: str, aside: Mapping[str, Any], language: str) -> list[Json]:
    """Return what was set aside of a kind, the latest first, wherever the ranking would have it."""
    records = choosing.heads(connection, what, aside)
    named = shapes.words(connection, [], records.values(), language)
    about = shapes.about_sponsor if what == "sponsors" else shapes.about_opening
    shown = {id: about(record, named) for id, record in records.items()}
    return [
        {"title": head.get("title", "?"), "why": aside[id]}
        for id, head in shown.items()
        if what != "courses" or head.get("kind") == "training"
    ]


def _moved(query: Mapping[str, str], items: list[Json]) -> Json | None:
    """Return from where to where the line moved whose question was just answered; None without an answer."""
    before, points = _number(query.get("place", ""), int), _number(query.get("points", ""), int)
    if before is None or points is None or not query.get("answered"):
        return None
    now = next((each for each in items if each["id"] == query["answered"]), None)
    facts = {"before": before, "points_before": points}
    if now is None:
        return {**facts, "id": None}
    here = {"place": now["rank"], "points": round(now["score"] * 100)}
    return {**facts, **here, "id": now["id"], "title": now["title"] or "?"}
