"""Matches, levers and diagnoses as plain JSON: the documented answer of every command and, later, of the API."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from matching.changes import lift
from matching.codes import code_key, code_of
from matching.diagnosis import Diagnosis
from matching.layout import EPOCH
from matching.model import Finding, Match, Question, Ranking, Reason
from matching.packing import place_key
from matching.records import Record
from service import labels
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
    keys = {key for numbers in told for key in keys_in(numbers)} | title_keys(shown)
    named = complete(connection, names_in(shown), keys, language)
    codes = {code for record in shown if (code := record.get("place", {}).get("insee"))}
    return named | {
        place_key("insee", code): {"label": label} for code, label in labels.communes(connection, codes).items()
    }


def complete(connection: Connection, named: Named, keys: Iterable[int], language: str) -> Named:
    """Return the words of records, with the reference data's labels for the other keys."""
    codes = {code: key for key in keys if (code := code_of(key))}
    found = labels.concepts(connection, codes)
    for code, key in codes.items():
        label = found.get(code) or named.get(key, {}).get("label") or name("language", code, language)
        named[key] = {**named.get(key, {}), "code": code, "label": label}
    return named


def ranking(found: Ranking, heads: Iterable[Json], named: Named, language: str) -> Json:
    """Return a ranking; `heads` tells, for each match, who or what it is with."""
    return {
        "considered": found.considered,
        "reachable": found.reachable,
        "removed": {criterion.value: count for criterion, count in found.removed.items() if count},
        "matches": [
            {"rank": rank, **head, **match(m, named, language)}
            for rank, (m, head) in enumerate(zip(found.matches, heads, strict=True), start=1)
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


def about_sponsor(record: Record, named: Named) -> Json:
    """Return what a list shows of a sponsor: trades, company, commune and help, nothing that tells who it is."""
    trades = [title for trade in record.get("occupations", []) if (title := _title(trade, named))]
    facts = {
        "title": ", ".join(trades),
        "company": record.get("company", {}).get("name"),
        "place": _commune(record.get("place", {}), named),
        "help": record.get("help"),
        "remote": record.get("remote"),
    }
    return {field: value for field, value in facts.items() if value not in (None, "", [])}


def about_candidate(record: Record, named: Named) -> Json:
    """Return what a list shows of a candidate: wishes and commune, nothing that tells who it is."""
    wishes = [title for wish in record.get("wishes", []) if (title := _title(wish, named))]
    facts = {"wishes": wishes, "place": _commune(record.get("place", {}), named)}
    return {field: value for field, value in facts.items() if value}


def match(m: Match, named: Named, language: str) -> Json:
    """Return one match with its reasons as sentences, strongest first."""
    found = (*m.reasons, *m.to_check, *m.blockers)  # a question has the numbers of its reason
    facts = {part.criterion: _facts(part.numbers, named) for part in found}
    said = {reason.criterion: _reason(reason, facts[reason.criterion], language) for reason in m.reasons}
    return {
        "score": m.score,
        "candidate_score": m.candidate_score,
        f"{m.side}_score": m.counterpart_score,
        "low": m.low,
        "high": m.high,
        "reasons": list(said.values()),
        "missing": [said[reason.criterion] for reason in m.missing],
        "unknown": [said[reason.criterion] for reason in m.unknown],
        "to_check": [_finding(finding, facts[finding.criterion], language) for finding in m.to_check],
        "blockers": [_finding(finding, facts[finding.criterion], language) for finding in m.blockers],
        "questions": [_question(question, facts[question.criterion], language) for question in m.questions],
    }


def _commune(place: Record, named: Named) -> str | None:
    code = place.get("insee")
    return named.get(place_key("insee", code), {}).get("label", code) if code else place.get("postcode")


def _title(record: Record, named: Named) -> str | None:
    """Return the title of an opening or a wish: its own words, else the label of its code or occupation."""
    labels = (named.get(code_key(record[part]), {}).get("label") for part in _TITLED if part in record)
    return record.get("title") or next((label for label in labels if label), None)


def title_keys(records: Iterable[Record]) -> set[int]:
    """Return the keys of the titles and occupations that records name by code."""
    parts = [p for record in records for p in (record, *record.get("wishes", []), *record.get("occupations", []))]
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


def _reason(reason: Reason, facts: Json, language: str) -> Json:
    return {
        "criterion": reason.criterion.value,
        "code": reason.code,
        "side": reason.side.value,
        "contribution": reason.contribution,
        "most": reason.most,
        "met": reason.met,
        "unknown": reason.unknown,
        "text": sentence(reason.code, facts, language),
        "facts": facts,
    }


def _finding(finding: Finding, facts: Json, language: str) -> Json:
    text = sentence(finding.code, facts, language)
    return {"criterion": finding.criterion.value, "code": finding.code, "text": text, "facts": facts}


def _question(question: Question, facts: Json, language: str) -> Json:
    return {
        "criterion": question.criterion.value,
        "code": question.code,
        "to": question.side.value,
        "low": question.low,
        "high": question.high,
        "text": sentence(question.code, facts, language),
        "facts": facts,
    }


def _facts(numbers: Mapping[str, Any], named: Named) -> Json:
    facts = resolved(numbers, named)
    for day in _DAYS:
        if facts.get(day) is not None:
            facts[day] = (EPOCH + dt.timedelta(days=int(facts[day]))).isoformat()
    return facts
