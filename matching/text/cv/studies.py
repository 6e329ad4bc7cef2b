"""Courses and diplomas told in a CV: the title, the school and the year, as far as they are told."""

from matching.text.cv.dates import Period
from matching.text.cv.entries import MOST_ENTRIES, Entry, Piece, is_head, pieces_of
from matching.text.cv.jobs import is_study
from matching.text.cv.lines import Line
from matching.text.cv.words import DIPLOMA, SCHOOL, is_place
from matching.text.reading import Span, Stay


def studies_in(lines: tuple[Line, ...], entries: list[Entry], text: str) -> list[Stay]:
    """Return the courses of a section on education; lines without a date count where they name a diploma."""
    found = [_stay(entry.above + entry.beside or entry.below, entry.period, text) for entry in entries]
    return [stay for stay in found if stay] or _undated(lines, text)


def loose_studies_in(entries: list[Entry], text: str) -> list[Stay]:
    """Return the courses among the dated lines that stand under no heading or under that of work."""
    entries = [entry for entry in entries if is_study(entry)]
    found = [_stay(entry.above + entry.beside or entry.below, entry.period, text) for entry in entries]
    return [stay for stay in found if stay]


def _stay(pieces: tuple[Piece, ...], period: Period | None, text: str) -> Stay | None:
    fit = [piece for piece in pieces if not is_place(piece.key)]
    if not fit:
        return None
    title = max(fit, key=lambda piece: 2 * bool(DIPLOMA.search(piece.key)) - bool(SCHOOL.search(piece.key)))
    school = [piece for piece in fit if piece != title and SCHOOL.search(piece.key)]
    return Stay(
        _words(title, text),
        _words(school[0], text) if school else "",
        period.start if period else "",
        period.end if period else "",
        bool(period and period.current),
        period.months if period else None,
        span=Span("text", title.start, title.end),
    )


def _undated(lines: tuple[Line, ...], text: str) -> list[Stay]:
    heads = [line for line in lines[:MOST_ENTRIES] if is_head(line) and DIPLOMA.search(line.key[:120])]
    return [stay for line in heads if (stay := _stay(tuple(pieces_of(line)), None, text))]


def _words(piece: Piece, text: str) -> str:
    return " ".join(text[piece.start : piece.end].split())[:300]
