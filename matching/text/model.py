"""What was learned for reading words: weights, habits of those who code offers, and how sure a score is. JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from matching.errors import InvalidTable
from matching.text.vectors import Floats


@dataclass(frozen=True, slots=True)
class Judge:
    """A linear model over named features, and the logistic curve that turns its share into a confidence."""

    weights: Mapping[str, float]
    slope: float = 1.0
    level: float = 0.0
    official: float = 0.0  # added to the level where the title is an official one

    def scores(self, features: Mapping[str, Floats]) -> Floats:
        """Return the weighed sum of the features; one that the model does not weigh says nothing."""
        parts = [np.float32(weight) * features[name] for name, weight in self.weights.items()]
        return np.asarray(sum(parts[1:], parts[0]), np.float32)

    def confidence(self, shares: Floats, official: Floats | float = 0.0) -> Floats:
        """Return how sure one may be of shares or probabilities (Platt, 1999)."""
        bounded = np.clip(shares.astype(np.float64), 1e-9, 1 - 1e-9)
        sure = self.slope * np.log(bounded / (1 - bounded)) + self.level + self.official * official
        return np.asarray(1 / (1 + np.exp(-sure)), np.float32)


@dataclass(frozen=True, slots=True, eq=False)  # itself only: what is worked out for one is kept under it
class TextModel:
    """The numbers that `python -m training words` publishes."""

    titles: Judge
    ads: Judge
    skills: Judge
    official: float = 0.9  # the share of ads under an official title that are coded as its occupation
    occupations: Mapping[str, float] = field(default_factory=dict)  # code → how often it is offered, in logarithms
    asked: Mapping[str, float] = field(default_factory=dict)  # code of a skill → how often it is asked
    sectors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # NAF division → parent code → likelier

    @staticmethod
    def from_json(text: str) -> "TextModel":
        """Return the model; raise InvalidTable for JSON that is none."""
        try:
            raw: dict[str, Any] = json.loads(text)
            return TextModel(**raw | {name: Judge(**raw[name]) for name in ("titles", "ads", "skills")})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidTable(f"the model of words cannot be read: {error}") from None

    def to_json(self) -> str:
        """Return the model as JSON."""
        parts = (f"{json.dumps(name)}: {json.dumps(value, sort_keys=True)}" for name, value in asdict(self).items())
        return "{\n" + ",\n".join(parts) + "\n}"


def excluding(sure: Iterable[float]) -> list[float]:
    """Return confidences of things that exclude each other, surest first: each at most what the surer ones leave."""
    left, found = 1.0, []
    for confidence in sure:
        found.append(min(float(confidence), left))
        left -= found[-1]
    return found


def shares(scores: Floats) -> Floats:
    """Return scores as probabilities over each row (softmax)."""
    above = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(above / above.sum(axis=1, keepdims=True), np.float32)
