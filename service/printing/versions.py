"""Which sheets changed since the last plan, and the number of each version: what calendars call SEQUENCE."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.printing.sheets import Event, Sheet


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of somebody's sheet: it lives on in plan.json."""

    sequence: int  # rises by 1 with every change that was sent
    digest: str  # of what the sheet says; empty once it is cancelled

    @property
    def cancelled(self) -> bool:
        """True for somebody who no longer comes."""
        return not self.digest


Versions = Mapping[str, Version]  # by the identifier of a person or host


def versions_of(event: Event, sheets: Iterable[Sheet], before: Versions) -> dict[str, Version]:
    """Return the version of every sheet with a meeting, and of those that had one before and are now cancelled."""
    now = {sheet.guest.id: _digest(event, sheet) for sheet in sheets if sheet.meetings}
    found = {guest: _next(before.get(guest), digest) for guest, digest in now.items()}
    return found | {guest: _next(version, "") for guest, version in before.items() if guest not in now}


def changed(now: Versions, before: Versions) -> set[str]:
    """Return whose sheet is new, says something else, or is cancelled."""
    return {guest for guest, version in now.items() if version != before.get(guest)}


def _next(before: Version | None, digest: str) -> Version:
    if before is None:
        return Version(0, digest)
    return before if before.digest == digest else Version(before.sequence + 1, digest)


def _digest(event: Event, sheet: Sheet) -> str:
    """Return a mark of what the sheet tells its reader; reasons and questions may change without a new invitation."""
    lines = [
        (met.round, str(line.round.begins), str(line.round.ends), met.table, sheet.met(met).label)
        for line in sheet.lines
        for met in line.meetings
    ]
    told = json.dumps([event.title, event.place, str(event.day), lines], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
