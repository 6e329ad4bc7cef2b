"""Figures in words: what was counted, of which quarters, with the finding that each chart is titled by."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from service.i18n import name, names, sentence, worded

Told = Mapping[str, Any]

ORDER: Final = ("arrivals", "introductions", "sponsorships", "openings", "meetups", "departures")
HOLDS: Final = "holds"
FIELDS: Final = ("figure", "first", "last", "by", "what", "count", "people", "median_days")
_WORDS: Final = {
    "kind": "kind",
    "sector": "figure_sector",
    "status": "figure_opening",
    "attendance": "figure_attendance",
}


def charts(items: Iterable[Told], language: str) -> list[dict[str, Any]]:
    """Return one chapter for each kind of figure: its quarters, and its latest quarters divided, in words."""
    by_figure: dict[str, list[Told]] = {}
    for item in items:
        by_figure.setdefault(item["figure"], []).append(item)
    return [_chapter(name, by_figure[name], language) for name in ORDER if name in by_figure]


def rows(items: Iterable[Told], language: str) -> list[dict[str, Any]]:
    """Return all of it as the rows of a file, each with its words: totals first, then each division."""
    found = []
    for item in items:
        head = {"figure": name("figure", item["figure"], language), "first": item["first"], "last": item["last"]}
        total = {"by": "", "what": sentence("figures_total", {}, language), "median_days": None}
        found.append({**head, **total, "count": item["count"], "people": item["people"]})
        for by, cells in item["by"].items():
            about = name("figure_by", by, language)
            found += [
                {**head, "by": about, "what": _label(item["figure"], by, cell["codes"], language), "people": None}
                | {part: cell[part] for part in ("count", "median_days")}
                for cell in cells
            ]
    return found


def period(first: dt.date, last: dt.date, language: str) -> str:
    """Return the quarters that a figure is about: one, or from one to another."""
    begins, ends = (
        _inline("figures_quarter", {"number": _quarter(d), "year": str(d.year)}, language) for d in (first, last)
    )
    return begins if begins == ends else _inline("figures_quarters", {"begins": begins, "ends": ends}, language)


def _chapter(figure: str, items: Sequence[Told], language: str) -> dict[str, Any]:
    """Return what is told of one kind of figure, the latest quarters last in its columns."""
    past = sorted(items, key=lambda item: item["first"])
    latest, before = past[-1], past[-2]["count"] if len(past) > 1 else None
    facts = {"count": latest["count"], "period": period(latest["first"], latest["last"], language)}
    change = (
        {} if before is None else {"more": max(0, facts["count"] - before), "less": max(0, before - facts["count"])}
    )
    return {
        "name": figure,
        "heading": name("figure", figure, language),
        "about": name("figure_about", figure, language),
        "finding": sentence(f"figures_found_{figure}", facts, language),
        "change": sentence("figures_change", change, language) if change else "",
        "period": facts["period"],
        "people": latest["people"],
        "within": latest["within"],
        "columns": [
            (period(i["first"], i["last"], language), _short(i["first"], i["last"], language), i["count"]) for i in past
        ],
        "parts": [_part(figure, by, cells, latest, language) for by, cells in _divided(latest)],
        "count": latest["count"],
        "statuses": [
            (name("sensitive_status", kind, language), cells[0]["count"])
            for kind, cells in latest["by"].items()
            if cells and cells[0]["codes"] == [HOLDS]
        ],
    }


def _divided(item: Told) -> list[tuple[str, Sequence[Told]]]:
    """Return the divisions that divide: a cell that holds all of it tells nothing."""
    return [(by, cells) for by, cells in item["by"].items() if by in {*_WORDS, "step"} and len(cells) > 1]


def _part(figure: str, by: str, cells: Sequence[Told], item: Told, language: str) -> dict[str, Any]:
    rows = [(_label(figure, by, cell["codes"], language), cell["count"], cell["median_days"]) for cell in cells]
    label, count, _ = max(rows, key=lambda row: row[1])
    facts = {"what": _brief(label), "count": count, "of": item["count"], "share": round(100 * count / item["count"])}
    has_days = any(days is not None for *_, days in rows)
    return {
        "by": name("figure_by", by, language),
        "finding": sentence("figures_most", facts, language),
        "bars": [(_brief(label), count) for label, count, _ in rows],
        "rows": rows if has_days else [row[:2] for row in rows],
        "has_days": has_days,
    }


def _label(figure: str, by: str, codes: Sequence[str], language: str) -> str:
    """Return what a cell counts; steps of one kind are told once, with their reasons after it."""
    if by == "step":
        return _steps(figure, codes, language)
    words = names(_WORDS[by], language) if by in _WORDS else names("figure_status", language)
    return ", ".join(words[code] for code in codes)


def _steps(figure: str, codes: Sequence[str], language: str) -> str:
    if figure == "sponsorships":
        return ", ".join(name("figure_sponsorship", code, language) for code in codes)
    split = [(step, side, reason) for step, side, reason in (f"{code}..".split(".")[:3] for code in codes)]
    return ", ".join(
        _step(step, side, [reason for *_, reason in parts], language)
        for (step, side), parts in ((key, list(found)) for key, found in groupby(split, lambda part: part[:2]))
    )


def _step(step: str, side: str, reasons: Sequence[str], language: str) -> str:
    told = name("introduction_step", step, language)
    if not side:
        return told
    by, why = (
        name("introduction_side", side, language),
        worded([name("introduction_reason", reason, language) for reason in reasons], "", language),
    )
    return _inline("figures_step", {"step": told, "by": by, "why": why}, language)


def _inline(code: str, facts: Told, language: str) -> str:
    """Return a sentence as it stands within another."""
    said = sentence(code, facts, language)
    return said[0].lower() + said[1:]


def _brief(text: str, most: int = 80) -> str:
    """Return the first parts of a label that is too long for a chart; the table has all of it."""
    return text if len(text) <= most else f"{text[:most].rpartition(', ')[0] or text[:most]}, …"


def _quarter(day: dt.date) -> int:
    return (day.month + 2) // 3


def _short(first: dt.date, last: dt.date, language: str) -> str:
    """Return quarters as they stand under a column."""
    begins, ends = (
        sentence("figures_quarter_short", {"number": _quarter(day), "year": str(day.year)}, language)
        for day in (first, last)
    )
    return ends if begins == ends else f"{begins} – {ends}"
