"""What is printed of a meetup and what follows it, as plain JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from matching.scheduling.after import Floats, Learned
from service.i18n import name
from service.importers.meetup_file import MeetupFile
from service.printing.folder import Print
from service.usecases.after_meetup import FEWEST, Outcome

Json = dict[str, Any]
INTRODUCTION = ("person", "person_name", "host", "host_name", "company", "round", "reasons")


def printed(folder: Path, work: Print, files: Sequence[str]) -> Json:
    """Return what was written, and whose sheets and invitations it holds."""
    cancelled = {guest for guest, version in work.versions.items() if version.cancelled}
    return {
        "folder": str(folder),
        "files": list(files),
        "sheets": sorted(set(work.whose) - cancelled),
        "cancelled": sorted(set(work.whose) & cancelled),
        "calendars": sum(file.endswith(".ics") for file in files),
    }


def outcome(file: MeetupFile, found: Outcome) -> Json:
    """Return the figures and the introductions."""
    introductions = [
        {
            "person": to.person,
            "person_name": file.labels.get(to.person, to.person),
            "host": to.host,
            "host_name": file.labels.get(to.host, to.host),
            "company": file.companies.get(to.host, ""),
            "round": to.round,
            "reasons": list(to.reasons),
        }
        for to in found.introductions
    ]
    return {"figures": asdict(found.figures), "introductions": introductions}


def table_of(introductions: Sequence[Json], language: str) -> tuple[list[str], list[Json]]:
    """Return introductions for a spreadsheet: the columns in the language of the reader, and the rows by them."""
    heads = {key: name("after_column", key, language) for key in INTRODUCTION}
    rows = [row | {"reasons": " ".join(row["reasons"])} for row in introductions]
    return list(heads.values()), [{heads[key]: row[key] for key in INTRODUCTION} for row in rows]


def reranked(
    file: MeetupFile,
    criteria: Sequence[str],
    found: Learned,
    told_of_hosts: Sequence[bool],
    scores: Floats,
    met: Sequence[tuple[str, str, int]],
) -> Json:
    """Return what was learned (logits), and by what factors scores changed: only where many said, for few show who."""
    old, many = file.meetup.score, found.said >= FEWEST
    factors = np.divide(scores, old, out=np.ones_like(old), where=old > 0)
    weights = zip(criteria, found.weights.tolist(), strict=True)
    appeal = zip(file.meetup.hosts, found.appeal.tolist(), told_of_hosts, strict=True)
    hosts = sorted(((host, value) for host, value, told in appeal if told), key=lambda told: (-abs(told[1]), told[0]))
    return {
        "for": "organiser",
        "answers": found.said,
        "met": len(met),
        "criteria": [{"criterion": of, "weight": round(weight, 4) if many else None} for of, weight in weights],
        "hosts": [{"host": host, "appeal": round(value, 4)} for host, value in hosts],
        "least_factor": round(float(factors.min(initial=1.0)), 4) if many else None,
        "most_factor": round(float(factors.max(initial=1.0)), 4) if many else None,
    }
