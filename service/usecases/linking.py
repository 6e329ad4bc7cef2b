"""Any list of labels (of another country, of a company) ranked for each query. Nothing is saved.

The same from Python (`concepts` are 0 … n-1, ascending; here each label is one):

    from matching.text.link import rank_labels, searchable

    among = searchable(labels, range(len(labels)))
    for best in rank_labels(queries, among, k=10):
        print([(labels[label], score) for concept, label, score in best])
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from matching.text.index import WordIndex
from matching.text.labels import BLOCK
from matching.text.link import Searchable, rank_labels, searchable
from service.word_pool import answers

LONGEST = 500  # characters of a query; the rest tells nothing more


@dataclass(frozen=True, slots=True)
class Labels:
    """A list of labels to search, and for each label the line that it came from and its concept."""

    among: Searchable
    lines: tuple[int, ...]
    concepts: tuple[str, ...]  # empty for a label that stands for itself


@dataclass(frozen=True, slots=True)
class Linked:
    """A label that is near a query."""

    label: str
    line: int
    concept: str
    score: float


T = TypeVar("T")
LinkShape = Callable[[int, str, Sequence[Linked]], T]


def labels(lines: Iterable[str], index: WordIndex | None) -> Labels:
    """Return lines of labels as a list to search; after a tab a line may name its concept. Empty lines are skipped."""
    told = [(number, *_label(line)) for number, line in enumerate(lines, start=1)]
    told = [row for row in told if row[1]]
    order: dict[str | int, int] = {}
    rows = sorted(
        (order.setdefault(concept or number, len(order)), number, label, concept) for number, label, concept in told
    )
    among = searchable([row[2] for row in rows], [row[0] for row in rows], index)
    return Labels(among, tuple(row[1] for row in rows), tuple(row[3] for row in rows))


def link(queries: Iterable[str], among: Labels, k: int, shape: LinkShape[T]) -> Iterator[T]:
    """Yield each query with its k best labels, or with its k best concepts by their best labels, nearest first.

    `shape` makes an answer of the query's line, the query and its labels, in whatever process ranks.
    """
    return answers(partial(_link, k=k, shape=shape), enumerate(queries, start=1), among, BLOCK)


def _label(line: str) -> tuple[str, str]:
    label, _, concept = line.partition("\t")
    return label.strip(), concept.strip()


def _link(queries: Sequence[tuple[int, str]], among: Labels, k: int, shape: LinkShape[T]) -> list[T]:
    found = rank_labels([query[:LONGEST] for _, query in queries], among.among, k)
    return [shape(number, query, _linked(best, among)) for (number, query), best in zip(queries, found, strict=True)]


def _linked(best: Iterable[tuple[int, int, float]], among: Labels) -> list[Linked]:
    texts = among.among.labels.labels
    return [Linked(texts[label], among.lines[label], among.concepts[label], score) for _, label, score in best]
