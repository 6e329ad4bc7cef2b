"""Jobs told in a CV: for each dated entry its title, its employer and its times."""

from dataclasses import replace

from matching.text.cv.entries import MOST_ENTRIES, Entry, Piece, is_head, pieces_of
from matching.text.cv.lines import Line
from matching.text.cv.words import DIPLOMA, SCHOOL, is_employer, is_place
from matching.text.reading import Span, Stay

_LONGEST_TITLE = 150
_LONGEST_TOLD = 4000


def jobs_in(lines: tuple[Line, ...], entries: list[Entry], text: str) -> list[Stay]:
    """Return the jobs of a section on work, one for each date; without any date, the lines that name a job."""
    entries = [entry for entry in entries if not is_study(entry)]
    if entries:
        return [stay for entry in entries if (stay := _stay(entry, text) or _untitled(entry, text))]
    return _undated(lines, text)


def loose_jobs_in(entries: list[Entry], text: str) -> list[Stay]:
    """Return the jobs among lines that no heading says anything about: only where a title tells it.

    What stands above the first date is the top of the CV, or another column.
    """
    entries = [entry for entry in entries if not is_study(entry)]
    alone = [
        replace(entry, above=()) if not place or _titled(entry.beside) else entry for place, entry in enumerate(entries)
    ]
    sure = [entry for entry in alone if _titled(_pieces(entry))]
    return [stay for entry in sure if (stay := _stay(entry, text)) is not None]


def is_study(entry: Entry) -> bool:
    """Return whether an entry tells a course or a diploma rather than a job."""
    pieces = _pieces(entry)
    if any(DIPLOMA.match(piece.key) for piece in pieces[:2]):
        return True
    if _titled(pieces):
        return pieces[0].key.startswith("formation")
    return any(DIPLOMA.search(piece.key) or SCHOOL.search(piece.key) for piece in pieces)


def _pieces(entry: Entry) -> tuple[Piece, ...]:
    near = entry.above + entry.beside
    return near if _titled(near) else near + entry.below


def _titled(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.likeness >= 2 for piece in pieces)


def _stay(entry: Entry, text: str) -> Stay | None:
    pieces = _pieces(entry)
    title = _title(entry.beside) if _titled(entry.beside) else _title(pieces)
    if title is None or entry.period is None:
        return None
    period = entry.period
    return Stay(
        " ".join(text[title.start : title.end].split()),
        _employer(pieces, title, entry, text),
        period.start,
        period.end,
        period.current,
        period.months,
        text[entry.told[0] : entry.told[1]][:_LONGEST_TOLD],
        Span("text", title.start, title.end),
    )


def _untitled(entry: Entry, text: str) -> Stay | None:
    """Return a dated entry that names no job, in its own words, so that the person is asked about it."""
    period, pieces = entry.period, _pieces(entry)
    if period is None or not period.start:
        return None
    start, end = (pieces[0].start, pieces[0].end) if pieces else (period.at, period.to)
    told = text[entry.told[0] : entry.told[1]][:_LONGEST_TOLD]
    title = " ".join(text[start:end].split())[:_LONGEST_TITLE]
    return Stay(title, "", period.start, period.end, period.current, period.months, told, Span("text", start, end))


def _title(pieces: tuple[Piece, ...]) -> Piece | None:
    """Return the piece most like a job title, the first of equals; None where all are places or terms."""
    fit = [piece for piece in pieces if len(piece.key) <= _LONGEST_TITLE and piece.likeness > -2]
    return max(fit, key=lambda piece: piece.likeness, default=None)


def _employer(pieces: tuple[Piece, ...], title: Piece, entry: Entry, text: str) -> str:
    others = [piece for piece in (*pieces, *entry.below[:2]) if piece != title and not is_place(piece.key)]
    fit = [piece for piece in others if -2 < piece.likeness < 2]
    near = [piece for piece in fit if piece not in entry.below or text[piece.start : piece.end].isupper()]
    named = [piece for piece in fit if is_employer(piece.key)] or near
    return " ".join(text[named[0].start : named[0].end].split())[:200] if named else ""


def _undated(lines: tuple[Line, ...], text: str) -> list[Stay]:
    found = []
    for line in lines[: 4 * MOST_ENTRIES]:
        pieces = pieces_of(line)
        if is_head(line) and pieces and pieces[0].likeness >= 3:
            title = pieces[0]
            span = Span("text", title.start, title.end)
            found.append(Stay(" ".join(text[title.start : title.end].split()), span=span))
    return found[:MOST_ENTRIES]
