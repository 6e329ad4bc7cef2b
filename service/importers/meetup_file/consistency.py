"""What the values of a meetup's file must not say together: one identifier for two, pairs that clash."""

from collections.abc import Mapping, Sequence
from typing import Any

from matching.fields import Fault
from service.importers.meetup_file.fields import MOST_PAIRS

Record = dict[str, Any]
Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def crowded(people: Sequence[Record], hosts: Sequence[Record]) -> list[Fault]:
    """Return the fault of more pairs than the engine holds scores for."""
    if len(people) * len(hosts) <= MOST_PAIRS:
        return []
    return [("hosts", f"{len(people)} people and {len(hosts)} hosts are too many: plan them as several meetups")]


def indices(
    people: Sequence[Record], hosts: Sequence[Record], faults: list[Fault]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the index of each person and of each host by identifier; one that is given twice adds a fault."""
    seen: dict[str, str] = {}
    found: list[dict[str, int]] = []
    for key, records in (("people", people), ("hosts", hosts)):
        found.append({})
        for number, record in enumerate(records):
            identifier, where = record.get("id"), f"{key}[{number}].id"
            if identifier is None:
                continue
            if identifier in seen:
                faults.append((where, f"{identifier!r} is already {seen[identifier]}: give each their own id"))
            seen.setdefault(identifier, where)
            found[-1].setdefault(identifier, number)
    return found[0], found[1]


def contradictions(settings: Record, rows: Rows) -> list[Fault]:
    """Return the faults between lists: must against never, a pair met or scored twice, an aim named twice."""
    aims = settings.get("aims", [])
    repeated = [(f"aims[{n}]", f"{aim!r} is given twice; keep one") for n, aim in enumerate(aims) if aim in aims[:n]]
    return [*repeated, *_against_never(rows), *_twice(rows)]


def backwards(key: str, records: Sequence[Record]) -> list[Fault]:
    """Return the faults of those who would leave before they come."""
    return [
        (f"{key}[{number}].until", f"before from ({record['from']}); correct one of the two")
        for number, record in enumerate(records)
        if "from" in record and "until" in record and record["until"] < record["from"]
    ]


def _against_never(rows: Rows) -> list[Fault]:
    never = {pair: number for number, pair in enumerate(rows["never"])}
    return [
        (f"must[{number}]", f"this pair is also never[{never[pair]}]: keep one of the two")
        for number, pair in enumerate(rows["must"])
        if pair in never
    ]


def _twice(rows: Rows) -> list[Fault]:
    """Return the pairs that a list gives twice where that says two things: two rounds, or two scores."""
    faults = []
    for key in ("must", "met", "scores"):
        seen: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(rows[key]):
            first = seen.setdefault(row[:2], number)
            if first != number and (key != "scores" or row != rows[key][first]):
                faults.append((f"{key}[{number}]", f"this pair is already {key}[{first}]: keep one of the two"))
    return faults
