"""What all importers share: the problem with a line, and what parsing hands back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a file; `kept` when the line was loaded all the same."""

    line: int  # 1 = the first line of the file; 0 = the file itself
    field: str
    reason: str
    kept: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, each with the line it came from, and numbered problems. Parsing never stops at a bad line."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would change in the store."""

    added: int
    changed: int
    gone: int
    same: int

    @property
    def nothing(self) -> bool:
        """True when loading changes nothing."""
        return not (self.added or self.changed or self.gone)


def compare(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the keys added, changed and gone from `old` to `new`, in the order they are met."""
    added = [key for key in new if key not in old]
    changed = [key for key, row in new.items() if key in old and old[key] != row]
    return added, changed, [key for key in old if key not in new]


def summary(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many lines were refused and how many were kept with a remark."""
    found = list(problems)
    return {"refused": len({p.line for p in found if not p.kept}), "remarks": sum(p.kept for p in found)}


def filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is neither null nor empty; 0 and false are told."""
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}
