"""Matches, levers and diagnoses as plain JSON: the documented answer of every command and, later, of the API."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from matching.changes import lift
from matching.codes import code_key, code_of
from matching.diagnosis import Diagnosis
from matching.layout import EPOCH
from matching.levers import Lever
from matching.model import Finding, Match, Question, Ranking, Reason
from matching.packing import place_key
from matching.records import Record
from service.catalogue import Catalogue
from service.db import places, taxonomy
from service.db.documents import OPENINGS, get
from service.i18n import name, sentence
from service.importers.base import Difference, Problem
from service.names import Named, keys_in, names_in, resolved

Json = dict[str, Any]
_TITLED = ("title_code", "occupation")
_DAYS = ("day", "latest_day", "free_day")


def words(connection: Connection, matches: Iterable[Match], records: Iterable[Record], language: str) -> Named:
    """Return the words for every key that these matches speak of."""
    shown = list(records)
    told = [part.numbers for m in matches for part in (*m.reasons, *m.blockers, *m.to_check)]
    keys = {key for numbers in told for key in keys_in(numbers)} | _codes(shown)
    named = complete(connection, names_in(shown), keys, language)
    codes = {code for record in shown if (code := record.get("place", {}).get("insee"))}
    return named | {
        place_key("insee", code): {"label": label} for code, label in places.labels(connection, codes).items()
    }


def complete(connection: Connection, named: Named, keys: Iterable[int], language: str) -> Named:
    """Return the words of records, with the reference data's labels for the other keys."""
    codes = {code: key for key in keys if (code := code_of(key))}
    found = {}
    for table in ("items", "titles", "occupations"):
        found |= taxonomy.labels(connection, table, codes)
    for code, key in codes.items():
        label = found.get(code) or named.get(key, {}).get("label") or name("language", code, language)
        named[key] = {**named.get(key, {}), "code": code, "label": label}
    return named


def ranking(found: Ranking, rows: list[tuple[str, Record]], counterpart: str, named: Named, language: str) -> Json:
    """Return a ranking; `rows` names the counterpart of each match and gives its record."""
    return {
        "considered": found.considered,
        "reachable": found.reachable,
        "removed": {criterion.value: count for criterion, count in found.removed.items() if count},
        "matches": [
            {"rank": rank, counterpart: identifier, **_ABOUT[counterpart](record, named), **match(m, named, language)}
            for rank, (m, (identifier, record)) in enumerate(zip(found.matches, rows, strict=True), start=1)
        ],
    }


def about_opening(record: Record, named: Named) -> Json:
    """Return what a list shows of an opening."""
    place = record.get("place", {})
    facts = {
        "title": _title(record, named),
        "kind": record.get("kind"),
        "occupation": record.get("occupation"),
        "company": record.get("company", {}).get("name"),
        "place": place.get("label") or _commune(place, named),
    }
    return {field: value for field, value in facts.items() if value}


def about_candidate(record: Record, named: Named) -> Json:
    """Return what a list shows of a candidate: wishes and commune, nothing that tells who it is."""
    wishes = [title for wish in record.get("wishes", []) if (title := _title(wish, named))]
    facts = {"wishes": wishes, "place": _commune(record.get("place", {}), named)}
    return {field: value for field, value in facts.items() if value}


_ABOUT = {"opening": about_opening, "candidate": about_candidate}


def match(m: Match, named: Named, language: str) -> Json:
    """Return one match with its reasons as sentences, strongest first."""
    return {
        "score": m.score,
        "candidate_score": m.candidate_score,
        "opening_score": m.opening_score,
        "low": m.low,
        "high": m.high,
        "reasons": [_reason(reason, named, language) for reason in m.reasons],
        "missing": [_reason(reason, named, language) for reason in m.missing],
        "unknown": [_reason(reason, named, language) for reason in m.unknown],
        "to_check": [_finding(finding, named, language) for finding in m.to_check],
        "blockers": [_finding(finding, named, language) for finding in m.blockers],
        "questions": [_question(question, named, language) for question in m.questions],
    }


def levers(connection: Connection, found: Iterable[Lever], catalogue: Catalogue, language: str) -> list[Json]:
    """Return levers: each change in the record's own words, and what it does to which openings."""
    shown, identifiers = list(found), catalogue.market.opening_ids
    names = {rise.opening: identifiers[rise.opening] for lever in shown for rise in lever.rises}
    records = {
        number: json.loads(get(connection, OPENINGS, catalogue.openings[name]).record) for number, name in names.items()
    }
    named = names_in([*records.values(), *(lever.change for lever in shown)])
    keys = {key for lever in shown for key in keys_in(lever.numbers)}
    complete(connection, named, keys | _codes(records.values()), language)
    return [_lever(lever, records, identifiers, named, language) for lever in shown]


def _lever(found: Lever, records: Mapping[int, Record], identifiers: tuple[str, ...], named: Named, lang: str) -> Json:
    rises = [
        {
            "opening": identifiers[r.opening],
            **about_opening(records[r.opening], named),
            "before": r.before,
            "after": r.after,
        }
        for r in found.rises
    ]
    best = found.rises[0] if found.rises else None
    facts = {
        **resolved(found.numbers, named),
        "more": found.more,
        "best_title": _title(records[best.opening], named) if best else None,
        "best_before": None if best is None or best.before is None else round(100 * best.before),
        "best_after": round(100 * best.after) if best else None,
    }
    return {
        "code": found.code,
        "text": sentence(found.code, facts, lang),
        "change": found.change,
        "more": found.more,
        "reachable": found.reachable,
        "gain": found.gain,
        "rises": rises,
    }


def _commune(place: Record, named: Named) -> str | None:
    code = place.get("insee")
    return named.get(place_key("insee", code), {}).get("label", code) if code else place.get("postcode")


def _title(record: Record, named: Named) -> str | None:
    """Return the title of an opening or a wish: its own words, else the label of its code or occupation."""
    labels = (named.get(code_key(record[part]), {}).get("label") for part in _TITLED if part in record)
    return record.get("title") or next((label for label in labels if label), None)


def _codes(records: Iterable[Record]) -> set[int]:
    """Return the keys of the titles and occupations that records name by code."""
    parts = [part for record in records for part in (record, *record.get("wishes", []))]
    return {code_key(part[name_]) for part in parts for name_ in _TITLED if name_ in part}


def loaded(
    tables: Mapping[str, Difference], problems: Iterable[Problem], refused: int, remarks: int, dry_run: bool
) -> Json:
    """Return what a load changed, table by table, and the problems with their lines."""
    return {
        "dry_run": dry_run,
        "tables": {name: asdict(difference) for name, difference in tables.items()},
        "refused": refused,
        "remarks": remarks,
        "problems": [asdict(problem) for problem in problems],
    }


def diagnosis(found: Diagnosis, language: str) -> Json:
    """Return what every rule removes, the rules that remove nobody left out."""
    return {
        "considered": found.considered,
        "reachable": found.reachable,
        "rules": [
            {
                "criterion": c.value,
                **asdict(r),
                "text": sentence(f"removed_{c}", {"count": r.removed, **asdict(r)}, language),
            }
            for c, r in found.rules.items()
            if r.removed or r.unknown
        ],
    }


def lifts(m: Match, named: Named) -> list[Json]:
    """Return, for each blocker of a pair, the change of the candidate's record that lifts it, if there is one."""
    return [{"criterion": blocker.criterion.value, "change": lift(blocker, named)} for blocker in m.blockers]


def _reason(reason: Reason, named: Named, language: str) -> Json:
    return {
        "criterion": reason.criterion.value,
        "code": reason.code,
        "side": reason.side.value,
        "contribution": reason.contribution,
        "most": reason.most,
        "met": reason.met,
        "unknown": reason.unknown,
        **_said(reason.code, reason.numbers, named, language),
    }


def _finding(finding: Finding, named: Named, language: str) -> Json:
    return {
        "criterion": finding.criterion.value,
        "code": finding.code,
        **_said(finding.code, finding.numbers, named, language),
    }


def _question(question: Question, named: Named, language: str) -> Json:
    return {
        "criterion": question.criterion.value,
        "code": question.code,
        "to": question.side.value,
        "low": question.low,
        "high": question.high,
        **_said(question.code, question.numbers, named, language),
    }


def _said(code: str, numbers: Mapping[str, Any], named: Named, language: str) -> Json:
    facts = resolved(numbers, named)
    for day in _DAYS:
        if facts.get(day) is not None:
            facts[day] = (EPOCH + dt.timedelta(days=int(facts[day]))).isoformat()
    return {"text": sentence(code, facts, language), "facts": facts}
