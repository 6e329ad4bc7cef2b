"""Matches with sponsors as plain JSON: the same contract as for openings, and the hours that both have."""

from collections.abc import Sequence
from typing import Any

from matching.enums import Criterion
from matching.model import Match, Ranking
from service import shapes
from service.names import Named

Json = dict[str, Any]


def ranking(found: Ranking, heads: Sequence[Json], named: Named, language: str) -> Json:
    """Return a ranking; `heads` tells, for each match, who it is with."""
    timed = [{**head, "slots": _slots(m)} for head, m in zip(heads, found.matches, strict=True)]
    return shapes.ranking(found, timed, named, language)


def match(m: Match, named: Named, language: str) -> Json:
    """Return one match with its reasons as sentences, and the first hours in common by the sponsor's clock."""
    return {"slots": _slots(m), **shapes.match(m, named, language)}


def _slots(m: Match) -> list[Json]:
    when = next(reason for reason in m.reasons if reason.criterion == Criterion.AVAILABILITY)
    return list(when.numbers["common_slots"])
