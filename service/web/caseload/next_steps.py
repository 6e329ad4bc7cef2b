"""Which outcomes an introduction may have next, and which may stand in for its last one."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from service.steps import BEGUN, KEPT_MONTHS, LIFE, OUTCOMES, REASONS, Past, Side, months_after, standing

REASONS_TO_LEAVE: Final = REASONS["left", Side.PERSON]


def choices(introduction: Mapping[str, Any], today: dt.date) -> list[str]:
    """Return the outcomes that may follow where an introduction stands, as far as their time has come."""
    begun = [step["day"] for step in introduction["steps"] if step["step"] in BEGUN]
    return [
        step
        for step in LIFE[introduction["step"]]
        if step in OUTCOMES and (step not in KEPT_MONTHS or months_after(begun[-1], KEPT_MONTHS[step]) <= today)
    ]


def corrections(introduction: Mapping[str, Any]) -> list[str]:
    """Return what may stand in for the last outcome, itself among them (on another day); nothing for other steps."""
    names = ("number", "step", "side", "day", "corrects")
    stand = standing(Past(*(step[name] for name in names)) for step in introduction["steps"])
    if len(stand) < 2 or stand[-1].step not in OUTCOMES:
        return []
    return [step for step in LIFE[stand[-2].step] if step in OUTCOMES]
