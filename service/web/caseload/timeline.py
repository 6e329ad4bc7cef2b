"""What happened with somebody, in one list: who follows them, notices, consents, notes, introductions, rankings."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from service.i18n import name, sentence

Entry = dict[str, Any]  # what the macro `timeline` shows


def entries(parts: Mapping[str, Iterable[Any]], called: Mapping[str, str], language: str) -> list[Entry]:
    """Return the entries of all parts, the latest first; `called` names accounts."""
    makers = {
        "caseload": _followed,
        "notices": _told,
        "consents": _agreed,
        "notes": _noted,
        "introductions": _introduced,
        "appointments": _met,
        "runs": _ranked,
    }
    made = [entry for part, rows in parts.items() for row in rows for entry in makers[part](row, language)]
    for entry in made:
        entry["by"] = called.get(entry.get("by") or "", "")
    return sorted(made, key=lambda entry: str(entry["at"]), reverse=True)


def _followed(row: Mapping[str, Any], language: str) -> Iterator[Entry]:
    yield _entry(row["starts_at"], "people_followed", language, row["adviser"], text=row["reason"])
    if row["ends_at"]:
        yield _entry(row["ends_at"], "people_followed_no_more", language, row["adviser"])


def _told(row: Mapping[str, Any], language: str) -> Iterator[Entry]:
    how = name("proof_channel", row["channel"], language)
    yield _entry(row["given_at"], "people_notice_given", language, row["given_by"], how=how)


def _agreed(row: Mapping[str, Any], language: str) -> Iterator[Entry]:
    what = name("purpose", row["purpose"], language)
    yield _entry(row["given_at"], "people_consent_given", language, row["given_by"], what=what)
    if row["withdrawn_at"]:
        yield _entry(row["withdrawn_at"], "people_consent_withdrawn", language, what=what)


def _noted(row: Mapping[str, Any], language: str) -> Iterator[Entry]:
    href = f"/people/{row['person']}/notes/{row['id']}" if row["is_own"] else None
    entry = _entry(row["written_at"], "people_note", language, row["author"], text=row["text"])
    yield {**entry, "href": href}


def _introduced(row: Mapping[str, Any], language: str) -> Iterator[Entry]:
    for step in row["steps"]:
        what = name("introduction_step", step["step"], language)
        why = step["reason"] and name("introduction_reason", step["reason"], language)
        facts = {
            "what": what,
            "title": row["title"],
            "company": row["company"],
            "corrects": step["corrects"] is not None,
        }
        entry = _entry(step["day"], "people_step_told", language, step["account"], text=why or "", **facts)
        yield {**entry, "at": f"{step['day']}T{_clock(step['at'])}"}


def _met(row: Mapping[str, Any], language: str) -> Iterator[Entry]:
    what = name("appointment_step", row["step"], language)
    yield _entry(row["starts_at"], "people_met_sponsor", language, what=what, text=row["place"])


def _ranked(row: Mapping[str, Any], language: str) -> Iterator[Entry]:
    yield _entry(row["at"], "people_ranked", language, count=row["count"])


def _entry(at: Any, code: str, language: str, by: str | None = None, text: str = "", **facts: Any) -> Entry:
    when = at.isoformat() if isinstance(at, dt.date) else str(at)
    return {"at": when, "title": sentence(code, facts, language), "by": by, "text": text}


def _clock(at: Any) -> str:
    return (at.isoformat() if isinstance(at, dt.datetime) else str(at))[11:19]
