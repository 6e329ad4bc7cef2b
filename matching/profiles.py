"""How much each criterion weighs: numbers with a written reason, in and out of JSON."""

import json
from dataclasses import dataclass
from math import inf

from matching.criteria import CRITERIA
from matching.criteria.base import Criteria
from matching.enums import Criterion, PairKind
from matching.errors import InvalidProfile


@dataclass(frozen=True, slots=True)
class Weight:
    """One criterion's weight within its side, and the market's mean that stands for what is unknown."""

    weight: float
    mean: float  # in [0, 1]
    reason: str


@dataclass(frozen=True, slots=True)
class RankProfile:
    """The weights of every criterion of one kind of pair. Those of a side add up to 1."""

    name: str
    version: str
    kind: PairKind
    weights: dict[Criterion, Weight]

    @property
    def criteria(self) -> Criteria:
        """The scorers and filters of that kind of pair."""
        return CRITERIA[self.kind]

    @staticmethod
    def from_json(text: str) -> "RankProfile":
        """Return a profile; raise InvalidProfile where a criterion, a weight, a mean or a reason is not right."""
        try:
            raw = json.loads(text)
            weights = {
                Criterion(name): Weight(float(row["weight"]), float(row["mean"]), str(row["reason"]))
                for name, row in raw["criteria"].items()
            }
            kind = PairKind(raw["kind"])
            profile = RankProfile(str(raw["name"]), str(raw["version"]), kind, _normalised(weights, kind))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InvalidProfile(f"{type(error).__name__}: {error}") from error
        return profile

    def to_json(self) -> str:
        """Return the profile as JSON that `from_json` reads back."""
        criteria = {
            name.value: {"weight": row.weight, "mean": row.mean, "reason": row.reason}
            for name, row in self.weights.items()
        }
        told = {"name": self.name, "version": self.version, "kind": self.kind.value, "criteria": criteria}
        return json.dumps(told, ensure_ascii=False)


def _normalised(weights: dict[Criterion, Weight], kind: PairKind) -> dict[Criterion, Weight]:
    known = {scorer.criterion: scorer.side for scorer in CRITERIA[kind].scorers}
    if missing := [name.value for name in known if name not in weights]:
        raise InvalidProfile(f"no weight for {', '.join(missing)}")
    for name, row in weights.items():
        if name not in known:
            raise InvalidProfile(f"{name.value} has no scorer")
        if not (0 <= row.weight < inf and 0 <= row.mean <= 1 and row.reason.strip()):
            raise InvalidProfile(f"{name.value}: a weight of at least 0, a mean in [0, 1] and a reason are needed")
    total = {side: sum(weights[name].weight for name, at in known.items() if at == side) for side in known.values()}
    if not all(total.values()):
        raise InvalidProfile("each side needs a weight above 0")
    return {
        name: Weight(weights[name].weight / total[side], weights[name].mean, weights[name].reason)
        for name, side in known.items()
    }
