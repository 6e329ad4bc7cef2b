"""How much each criterion weighs: numbers with a written reason, in and out of JSON."""

import json
from dataclasses import dataclass
from math import inf

from matching.criteria import SCORERS
from matching.enums import Criterion, Side
from matching.errors import InvalidProfile


@dataclass(frozen=True, slots=True)
class Weight:
    """One criterion's weight within its side, and the market's mean that stands for what is unknown."""

    weight: float
    mean: float  # in [0, 1]
    reason: str


@dataclass(frozen=True, slots=True)
class RankProfile:
    """The weights of every criterion. Those of a side add up to 1."""

    name: str
    version: str
    weights: dict[Criterion, Weight]

    @staticmethod
    def from_json(text: str) -> "RankProfile":
        """Return a profile; raise InvalidProfile where a criterion, a weight, a mean or a reason is not right."""
        try:
            raw = json.loads(text)
            weights = {
                Criterion(name): Weight(float(row["weight"]), float(row["mean"]), str(row["reason"]))
                for name, row in raw["criteria"].items()
            }
            profile = RankProfile(str(raw["name"]), str(raw["version"]), _normalised(weights))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InvalidProfile(f"{type(error).__name__}: {error}") from error
        return profile

    def to_json(self) -> str:
        """Return the profile as JSON that `from_json` reads back."""
        criteria = {
            name.value: {"weight": row.weight, "mean": row.mean, "reason": row.reason}
            for name, row in self.weights.items()
        }
        return json.dumps({"name": self.name, "version": self.version, "criteria": criteria}, ensure_ascii=False)


def _normalised(weights: dict[Criterion, Weight]) -> dict[Criterion, Weight]:
    known = {scorer.criterion: scorer.side for scorer in SCORERS}
    if missing := [name.value for name in known if name not in weights]:
        raise InvalidProfile(f"no weight for {', '.join(missing)}")
    for name, row in weights.items():
        if name not in known:
            raise InvalidProfile(f"{name.value} has no scorer")
        if not (0 <= row.weight < inf and 0 <= row.mean <= 1 and row.reason.strip()):
            raise InvalidProfile(f"{name.value}: a weight of at least 0, a mean in [0, 1] and a reason are needed")
    total = {side: sum(weights[name].weight for name, at in known.items() if at == side) for side in Side}
    if not all(total.values()):
        raise InvalidProfile("each side needs a weight above 0")
    return {
        name: Weight(weights[name].weight / total[side], weights[name].mean, weights[name].reason)
        for name, side in known.items()
    }
