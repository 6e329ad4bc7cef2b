"""Matches with sponsors as plain JSON, with the hours that both have; what sponsors, who have no name, are called."""

from collections.abc import Mapping, Sequence
from typing import Any

from matching.enums import Criterion
from matching.model import Match, Ranking
from service import shapes
from service.i18n import sentence
from service.names import Named

Json = dict[str, Any]


def ranking(found: Ranking, heads: Sequence[Json], named: Named, language: str) -> Json:
    """Return a ranking; `heads` tells, for each match, who it is with."""
    timed = [{**head, "slots": _slots(m)} for head, m in zip(heads, found.matches, strict=True)]
    return shapes.ranking(found, timed, named, language)


def match(m: Match, named: Named, language: str) -> Json:
    """Return one match with its reasons as sentences, and the first hours in common by the sponsor's clock."""
    return {"slots": _slots(m), **shapes.match(m, named, language)}


def called(connection: Any, records: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return what tells sponsors from each other, who have no name here: company or trade, and some signs."""
    named = shapes.words(connection, [], records.values(), language)
    untold = sentence("sponsors_untold", {}, language)

    def does(record: dict[str, Any]) -> str:
        about = shapes.about_sponsor(record, named)
        return str(about.get("company") or about.get("title", untold).split(", ")[0])

    return {id: f"{does(record)} · {id[:4]}" for id, record in records.items()}


def _slots(m: Match) -> list[Json]:
    when = next(reason for reason in m.reasons if reason.criterion == Criterion.AVAILABILITY)
    return list(when.numbers["common_slots"])
