"""From the characters of a page, as they were drawn, to lines in reading order; columns are read one after the other.

Most programs draw a page in its reading order, which is then kept. Only where drawing goes to and fro between two
columns of prose are they put one after the other; dates or labels beside what they are about stay on their line.
"""

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_SPACE = 0.12  # of the height of a line: the least gap between two words, beyond the gap between letters
_OVERHANG = 0.03  # the same after a letter that leans over the space, such as f
_APART = 1.2  # of the height: a gap between two columns
_FEWEST = 4  # lines in a column
_SPARSE = 1.8  # lines of labels are that much further apart than the lines they stand beside
_DATED = re.compile(
    r"(?i)\b(?:19|20)\d\d\b|\b\d{1,2}[/.]\d{2,4}\b|present|current|aujourd|ce jour|\b\d+ (?:ans?|mois|years?|months?)\b"
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and where it stands; `guessed` when no character was drawn there (a line end or a space)."""

    character: str
    left: float
    right: float
    bottom: float
    top: float
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Words on one line with no gap as wide as between columns."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """How high the line is; never 0."""
        return max(self.top - self.bottom, 1.0)

    def is_beside(self, other: "Run") -> bool:
        """Return whether both stand on one line."""
        return min(self.top, other.top) - max(self.bottom, other.bottom) > 0.5 * min(self.height, other.height)


def lines_of(glyphs: Iterable[Glyph]) -> list[str]:
    """Return the lines of a page in reading order."""
    drawn = list(glyphs)
    return _joined(_in_columns(list(_runs(drawn, _widths(drawn))), 3))


def _widths(glyphs: list[Glyph]) -> dict[str, float]:
    """Return how far each letter moves the next one, as a share of the height, where it is often met."""
    steps: dict[str, list[float]] = {}
    for before, after in pairwise(glyphs):
        if not (before.guessed or after.guessed) and before.left < after.left and before.bottom <= after.top:
            steps.setdefault(before.character, []).append((after.left - before.left) / _height(before))
    return {letter: sorted(found)[len(found) // 4] for letter, found in steps.items() if len(found) > 4}


def _height(glyph: Glyph) -> float:
    return max(glyph.top - glyph.bottom, 1.0)


def _runs(glyphs: Iterable[Glyph], widths: dict[str, float]) -> Iterator[Run]:
    held: list[Glyph] = []
    for glyph in glyphs:
        if glyph.guessed and glyph.character in "\r\n":
            yield from _words(held, widths)
            held = []
        elif not glyph.guessed:
            if held and _is_apart(held[-1], glyph):
                yield from _words(held, widths)
                held = []
            held.append(glyph)
    yield from _words(held, widths)


def _is_apart(before: Glyph, after: Glyph) -> bool:
    height = max(_height(before), _height(after))
    return after.left - before.right > _APART * height or after.left < before.left - height


def _words(held: list[Glyph], widths: dict[str, float]) -> Iterator[Run]:
    drawn = [glyph for glyph in held if not glyph.character.isspace()]
    if not drawn:
        return
    gaps = [after.left - before.right for before, after in pairwise(drawn)]
    usual = max(statistics.median(gaps), 0.0) if len(gaps) > 3 else 0.0  # letters drawn apart: G R A N D
    text = held[0].character
    for before, after in pairwise(held):
        text += " " * _is_space(before, after, usual, widths) + after.character
    bottom, top = statistics.median(g.bottom for g in drawn), statistics.median(g.top for g in drawn)
    yield Run(text, min(g.left for g in drawn), max(g.right for g in drawn), bottom, top)


def _is_space(before: Glyph, after: Glyph, usual: float, widths: dict[str, float]) -> bool:
    if before.character.isspace() or after.character.isspace():
        return False
    gap, height = after.left - before.right - usual, _height(after)
    beyond = after.left - before.left - usual - widths.get(before.character, 9.0) * height
    return gap > _SPACE * height or (gap > _OVERHANG * height and beyond > _SPACE * height)


def _in_columns(runs: list[Run], times: int) -> list[Run]:
    """Return the runs in reading order; those that cross the space between columns keep their place in the page."""
    middle = _middle(runs) if times else None
    if middle is None:
        return runs
    across = sorted((run for run in runs if run.left < middle < run.right), key=lambda run: -run.top)
    ordered: list[Run] = []
    rest = [run for run in runs if not run.left < middle < run.right]
    for run in [*across, None]:
        above = [other for other in rest if run is None or other.bottom + other.top > run.bottom + run.top]
        rest = [other for other in rest if other not in above]
        for side in ([r for r in above if r.right <= middle], [r for r in above if r.left >= middle]):
            ordered += _in_columns(side, times - 1)
        ordered += [run] if run else []
    return ordered


def _middle(runs: list[Run]) -> float | None:
    """Return the x of the space between two columns that were drawn to and fro; None when there is none."""
    if len(runs) < 2 * _FEWEST:
        return None
    edges = sorted({round(run.left) for run in runs})
    best, crossed = None, len(runs) // 4
    for edge in edges:
        middle = edge - 1.5
        crossing = sum(run.left < middle < run.right for run in runs)
        if crossing <= crossed and _are_columns(runs, middle):
            best, crossed = middle, crossing - 1
    return best


def _are_columns(runs: list[Run], middle: float) -> bool:
    left = [run for run in runs if run.right <= middle]
    right = [run for run in runs if run.left >= middle]
    if min(len(left), len(right)) < _FEWEST:
        return False
    sides = [run.left >= middle for run in runs if not run.left < middle < run.right]
    turns = sum(before != after for before, after in pairwise(sides))
    if turns <= min(len(left), len(right)):  # drawn one column after the other, or nearly
        return False
    return not (_are_labels(left, right) or _are_labels(right, left))


def _are_labels(labels: list[Run], beside: list[Run]) -> bool:
    """Return whether one side is dates, or labels with more room between them than the other side's lines."""
    dated = sum(bool(_DATED.search(run.text)) or run.text.rstrip().endswith(":") for run in labels)
    if 2 * dated >= len(labels) and any(run.is_beside(labels[0]) for run in beside):
        return True
    return _leading(labels) > _SPARSE * _leading(beside)


def _leading(runs: list[Run]) -> float:
    tops = sorted({round(run.top) for run in runs})
    steps = [after - before for before, after in pairwise(tops) if after - before > 2]
    return statistics.median(steps) if steps else 1.0


def _joined(runs: list[Run]) -> list[str]:
    lines: list[str] = []
    before: Run | None = None
    for run in runs:
        if before and run.is_beside(before) and run.left >= before.right - before.height:
            lines[-1] += f" {run.text}" if lines[-1][-1:].strip() else run.text
        else:
            lines.append(run.text)
        before = run
    return [line for text in lines if (line := text.strip())]
