"""What is printed of a meetup and what follows it, as plain JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from matching.scheduling.after import Floats, Learned
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
        "calendars": sum(name.endswith(".ics") for name in files),
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


def reranked(
    file: MeetupFile,
    criteria: Sequence[str],
    found: Learned,
    scores: Floats,
    met: Sequence[tuple[str, str, int]],
) -> Json:
    """Return what was learned (logits), of hosts only where many said, and by what factors scores changed."""
    old = file.meetup.score
    factors = np.divide(scores, old, out=np.ones_like(old), where=old > 0)
    hosts = sorted(
        zip(file.meetup.hosts, found.appeal.tolist(), strict=True), key=lambda told: (-abs(told[1]), told[0])
    )
    return {
        "answers": found.said,
        "met": len(met),
        "criteria": [
            {"criterion": name, "weight": round(weight, 4)}
            for name, weight in zip(criteria, found.weights.tolist(), strict=True)
        ],
        "hosts": [{"host": name, "appeal": round(appeal, 4)} for name, appeal in hosts if found.said >= FEWEST],
        "least_factor": round(float(factors.min(initial=1.0)), 4),
        "most_factor": round(float(factors.max(initial=1.0)), 4),
    }
