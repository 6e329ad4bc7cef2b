"""An assignment as plain JSON: the documented answer of `visavis assign`, and what its screens show."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from matching.assignment.changes import Change, changed
from matching.assignment.left_out import LeftOut, Why
from service.i18n import name
from service.usecases.assigning import Planned, Posed, removed_by

Json = dict[str, Any]
Place = tuple[int, int]  # person and place by number
_EXAMPLES: Final = 5


def plan(
    posed: Posed, planned: Planned, told: Mapping[Place, Json], language: str, called: Callable[[str], str] = str
) -> Json:
    """Return the whole answer; `told` holds what else is known of a pair (its slot, its reasons).

    `called` returns what sentences call a place.
    """
    found = planned.found
    return {
        "pairs": [
            {"person": posed.people[i], "place": posed.places[j], "score": score, **told.get((i, j), {})}
            for (i, j), score in zip(found.pairs.tolist(), found.scores.tolist(), strict=True)
        ],
        "total": found.total,
        "worth": found.worth,
        "bound": found.bound,
        "gap": found.gap,
        "proved": found.proved,
        "placed": len(found.pairs),
        "worst_off": _known(found.worst_off),
        "aims": [{"aim": one.aim.value, "value": _known(one.value), "bound": _known(one.bound)} for one in found.aims],
        "loads": dict(zip(posed.places, found.load.tolist(), strict=True)),
        "prices": dict(zip(posed.places, found.prices.tolist(), strict=True)),
        "left_out": [
            _left_out(posed, one, change, sought, told, language, called)
            for one, change, sought in zip(planned.left_out, planned.changes, planned.sought, strict=True)
        ],
        "stability": {
            "blocking_pairs": len(planned.blocking),
            "examples": [[posed.people[i], posed.places[j]] for i, j in planned.blocking[:_EXAMPLES].tolist()],
        },
    }


def rows(answer: Json) -> Iterable[Json]:
    """Yield the lines of a table: the pairs, then those left out."""
    for pair in answer["pairs"]:
        slot = pair.get("slot")
        yield {
            "person": pair["person"],
            "place": pair["place"],
            "score": pair["score"],
            "slot": f"{slot['start']} / {slot['end']}" if slot else None,
            "shared": slot["shared"] if slot else None,
            "reasons": " ".join(pair.get("reasons", [])) or None,
        }
    for one in answer["left_out"]:
        yield {"person": one["person"], "left_out": one["text"], "change": one["change_text"]}


def _left_out(
    posed: Posed,
    one: LeftOut,
    change: Change | None,
    sought: bool,
    told: Mapping[Place, Json],
    language: str,
    called: Callable[[str], str],
) -> Json:
    blockers = told.get((one.person, change.place), {}).get("blockers", []) if change else []
    place = called(posed.places[change.place]) if change else ""
    return {
        "person": posed.people[one.person],
        "reason": one.why.value,
        "text": _why(posed, one, language),
        "facts": {
            "allowed": one.allowed,
            "no_score": one.unlisted,
            "never": {kind.value: count for kind, count in one.never.items()},
            "removed": dict(removed_by(posed, one.person)),
            "fits_better_or_as_well": one.ahead,
            "fits_less": one.behind,
        },
        "change": None if change is None else _change(posed, one.person, change, blockers),
        "change_text": _change_text(place, change, sought, blockers, language),
    }


def _why(posed: Posed, one: LeftOut, language: str) -> str:
    key = "full_fits_better" if one.why is Why.FULL and not one.behind else one.why
    said = _ui(key, language).format(allowed=one.allowed, ahead=one.ahead, behind=one.behind)
    removed = removed_by(posed, one.person)
    parts = [f"{_ui(kind, language)} {count}" for kind, count in one.never.items()]
    parts += [f"{name('criterion', rule, language)} {count}" for rule, count in removed.items()]
    if rest := one.unlisted - sum(removed.values()):
        parts.append(f"{_ui('no_score', language)} {rest}")
    return f"{said} {_ui('removed', language).format(', '.join(parts))}" if parts and one.why is Why.NO_PAIR else said


def _change(posed: Posed, person: int, change: Change, blockers: list[Json]) -> Json:
    """Return a change as the file would say it, and the blockers of the pair."""
    after = changed(posed.problem, person, change)
    pair = [posed.people[person], posed.places[change.place]]
    more = after.capacity[change.place] > posed.problem.capacity[change.place]
    return {
        "kind": change.kind.value,
        "place": pair[1],
        "capacity": int(after.capacity[change.place]) if more else None,
        "must": pair if len(after.must) > len(posed.problem.must) else None,
        "lift": None if change.never is None else [*pair, change.never.value],
        "blockers": blockers,
    }


def _change_text(place: str, change: Change | None, sought: bool, blockers: list[Json], language: str) -> str:
    if change is None:
        return _ui("no_change" if sought else "not_sought", language)
    never = "" if change.never is None else _ui(change.never, language)
    said = _ui(f"change_{change.kind}", language).format(place=place, never=never)
    return " ".join((said, *(blocker["text"] for blocker in blockers)))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _ui(key: str, language: str) -> str:
    return name("assignment", key, language)
