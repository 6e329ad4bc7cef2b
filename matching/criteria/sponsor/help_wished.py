"""Does the sponsor offer the help that the candidate wishes?"""

import numpy as np

from matching.criteria.base import Numbers, Scores, judged, pair_by_pair
from matching.enums import HelpKind
from matching.model import Candidates, Sponsors
from matching.taxonomy import Taxonomy


def score(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Scores:
    """Return the share of the help wished that is offered, unknown where either side has not said."""
    offered = np.bitwise_count(candidates.help & sponsors.help)
    share = offered / np.maximum(np.bitwise_count(candidates.help), 1)
    return judged(np.where((candidates.help > 0) & (sponsors.help > 0), share, np.nan))


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """List the help of one pair that is both wished and offered, wished only, offered only."""
    wished, offered = int(candidates.help[0]), int(sponsors.help[0])
    return {
        "common_help": _kinds(wished & offered),
        "lacking_help": _kinds(wished & ~offered),
        "offered_help": _kinds(offered),
    }


def _kinds(mask: int) -> list[str]:
    return [kind.value for bit, kind in enumerate(HelpKind) if mask >> bit & 1]


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the help fits, or who has not said."""
    if unknown:
        return "help_not_asked" if numbers["offered_help"] else "help_not_stated"
    if not met:
        return "help_other"
    return "help_partly" if numbers["lacking_help"] else "help_wished"
