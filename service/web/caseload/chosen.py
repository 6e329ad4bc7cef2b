"""Several people of the list at once: who was chosen, or a whole list of them; and of each whether it was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

from service.api.fields import ID_RULE, Search
from service.api.shapes.people import WantedStep
from service.usecases import caseload
from service.web.pages import Page

MOST: Final = 200  # people at a time, as everywhere else


@dataclass(frozen=True, slots=True)
class Chosen:
    """The people whose boxes were ticked; or, with `filters`, all of the list that these show."""

    persons: Sequence[str] = ()
    filters: tuple[str, str, bool] | None = None  # words, step, closed files too


def chosen(
    person: Annotated[list[Annotated[str, ID_RULE]], Query(max_length=MOST)] = [],  # noqa: B006 (never changed)
    q: Search = None,
    step: WantedStep = None,
    closed: bool = False,
    all: bool = False,
) -> Chosen:
    """Return who is meant by an address."""
    return Chosen(person, (q or "", step or "", closed) if all else None)


ByAddress = Annotated[Chosen, Depends(chosen)]


def listed(page: Page, who: Chosen) -> Mapping[str, Any]:
    """Return the lines of the people chosen, and whether more are meant than can be at a time."""

    def look(c: Any, reach: Any) -> dict[str, Any]:
        if who.filters is None:
            lines, more = caseload.some(c, reach, who.persons, page.now), False
        else:
            found = caseload.browse(c, reach, *who.filters, "name", caseload.Asked(MOST), page.now)
            lines, more = found.lines, found.next is not None
        return {"items": [{"id": line.id} for line in lines], "lines": lines, "most": MOST if more else None}

    told = page.look(look, "identity:R")
    return {"lines": told["lines"], "most": told["most"]}


def report(items: Iterable[Mapping[str, Any]], **about: Any) -> str:
    """Return the filters of an address that tell how many were done, and of the others why not."""
    rows = list(items)
    failed = [f"{one['id']}.{one['code']}" for one in rows if not one["done"]]
    return urlencode({**about, "done": len(rows) - len(failed), "failed": failed}, doseq=True)


def left_out(page: Page, failed: Sequence[str]) -> Mapping[str, Any]:
    """Return whom such an address tells of as not done, and the code of the reason, by person."""
    codes = dict(one.rpartition(".")[::2] for one in failed)
    return {"codes": codes, "lines": listed(page, Chosen(list(codes)))["lines"]}
