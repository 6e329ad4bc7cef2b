"""Pools of part-time openings as plain JSON, with their sentences."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from matching.layout import EPOCH
from matching.model import Match
from matching.pooling import Note, Pool, Pools
from matching.records import Record
from service import shapes
from service.i18n import sentence
from service.names import Named

Json = dict[str, Any]
Openings = Mapping[int, tuple[str, Record]]  # id in the market → name and record
_TERMS: Final = ("hours", "working_times", "contract", "months", "start")


def pools(found: Pools, openings: Openings, named: Named, language: str) -> Json:
    """Return the pools of one candidate, best first."""
    return {
        "considered": found.considered,
        "reachable": found.reachable,
        "wanted": {"min": found.wanted.low, "max": found.wanted.high},
        "pools": [
            {"rank": rank, **_pool(pool, openings, named, language)} for rank, pool in enumerate(found.pools, start=1)
        ],
    }


def _pool(pool: Pool, openings: Openings, named: Named, language: str) -> Json:
    parts = [
        _part(*openings[number], match, named, language)
        for number, match in zip(pool.openings, pool.matches, strict=True)
    ]
    titles = {number: part.get("title", part["opening"]) for number, part in zip(pool.openings, parts, strict=True)}
    if len(set(titles.values())) < len(titles):  # two of one title: told apart by their names
        titles = {number: f"{title} ({openings[number][0]})" for number, title in titles.items()}
    low, high = pool.hours
    return {
        "score": pool.score,
        "hours": {"min": low, "max": high},
        "openings": parts,
        "reasons": _notes(pool.reasons, titles, language),
        "to_check": _notes(pool.to_check, titles, language),
        "questions": _notes(pool.questions, titles, language),
    }


def _part(name: str, record: Record, match: Match, named: Named, language: str) -> Json:
    told = shapes.match(match, named, language)
    terms = {term: record[term] for term in _TERMS if term in record}
    return {"opening": name, **shapes.about_opening(record, named), **terms} | {
        part: told[part] for part in ("score", "low", "high", "reasons", "to_check")
    }


def _notes(notes: Iterable[Note], titles: Mapping[int, str], language: str) -> list[Json]:
    return [_note(note, titles, language) for note in notes]


def _note(note: Note, titles: Mapping[int, str], language: str) -> Json:
    facts = dict(note.numbers)
    for name in ("openings", "silent"):
        if name in facts:
            facts[name] = [titles[number] for number in facts[name]]
    for name in ("first_day", "all_day", "end_day"):
        if facts.get(name) is not None:
            facts[name] = (EPOCH + dt.timedelta(days=int(facts[name]))).isoformat()
    return {"code": note.code, "text": sentence(note.code, facts, language), "facts": facts}
