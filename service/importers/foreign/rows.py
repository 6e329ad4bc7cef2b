"""From a table and its mapping to rows of our own format: a cell that cannot be read is left out with a remark."""

import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.codes import plain
from matching.records import Record
from matching.text.facts.hours import FULL_TIME
from service.importers.base import Parsed, Problem
from service.importers.foreign.columns import Proposed
from service.importers.foreign.converters import birth_date, read_cell
from service.importers.foreign.dates import Order, order_of
from service.importers.foreign.reads import PER, Column
from service.importers.foreign.tables import Table
from service.importers.foreign.targets import PERSONAL, Kind
from service.importers.mending import first_of_each, read_best
from service.importers.personal import readable, without_private
from service.importers.strict_json import printable

_NAMES = ("last_name", "first_name", "name")
_DATES = ("start", "latest_start", "published", f"{PERSONAL}birth_date")
_WRITTEN = {  # in whose cells people write anything; the texts of openings name whom to call
    "candidates": ("wishes", "skills", "experience", "certificates", "languages", "description"),
    "openings": ("skills", "certificates"),
}
_ORDERS = (
    (Order.EITHER, "day or month first? Nothing in the column tells: read with the day first"),
    (Order.MIXED, "some dates have the day first, others the month: read with the day first where that is a date"),
    (Order.MONTH_FIRST, "the month comes first in this column, as its dates prove"),
)


@dataclass(frozen=True, slots=True)
class _Planned:
    """One column that is read: where it stands, what it becomes, and what its reader is told."""

    place: int
    name: str
    target: str
    column: Column


@dataclass(slots=True)
class _Row:
    """What has been read of one row so far."""

    raw: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


def rows_of(table: Table, columns: Sequence[Proposed], kind: Kind, key: bytes) -> Parsed:
    """Return rows as own.parse_candidates and own.parse_openings do, and numbered problems.

    A cell that cannot be read is left out with a remark, never the row. Where no column is the identifier, one is
    made that is the same at the next import: of the name and birth date, or the e-mail, or the name and phone, or else
    of all that was read; without `key` nobody can find out from it who it is.
    """
    plan = _plan(table, columns, kind)
    rows: list[tuple[int, dict[str, Any]]] = []
    problems = [*table.problems, *_remarks(table, plan)]
    lonely = 0
    for line, cells in table.rows:
        row = _read(cells, plan)
        lonely += _settle_experience(row.raw)
        _settle_wage(row)
        if not row.raw and not row.facts:
            problems.append(Problem(line, "line", "nothing in it can be read"))
            continue
        record, personal = _finished(row, kind, key)
        problems += [Problem(line, printable(where), printable(reason), kept=True) for where, reason in row.faults]
        rows.append((line, {"record": record, "personal": personal} if kind.name == "candidates" else record))
    if lonely:
        reason = f"a duration without the job it was spent in: left out of {lonely} rows"
        problems.append(Problem(table.line, "experience", reason, kept=True))
    return first_of_each(Parsed(rows, problems))


def _plan(table: Table, columns: Sequence[Proposed], kind: Kind) -> list[_Planned]:
    return [
        _Planned(place, column.name, column.target, Column(header, order_of(table.cells(place)), kind.name))
        for place, column in enumerate(columns)
        if column.target
        for header in ["" if re.fullmatch(r"#\d+", column.name) else column.name]
    ]


def _remarks(table: Table, plan: Iterable[_Planned]) -> list[Problem]:
    said = dict(_ORDERS)
    found = [
        Problem(table.line, planned.name, said[planned.column.order], kept=True)
        for planned in plan
        if planned.target in _DATES and planned.column.order in said
    ]
    if not any(planned.target == "id" for planned in plan):
        made = "no column is the identifier: one is made for each row, the same at the next import"
        found.append(Problem(table.line, "id", made, kept=True))
    return found


def _read(cells: Sequence[str], plan: Iterable[_Planned]) -> _Row:
    row = _Row()
    for planned in plan:
        cell = cells[planned.place].strip() if planned.place < len(cells) else ""
        if not cell:
            continue
        if planned.target.startswith(PERSONAL):
            fact = planned.target.removeprefix(PERSONAL)
            row.facts.setdefault(fact, birth_date(cell, planned.column.order) if fact == "birth_date" else cell)
            continue
        told = without_private(cell) if planned.target in _WRITTEN[planned.column.kind] else cell
        if told != cell:
            row.faults.append((planned.name, "personal, left out"))
            if not plain(told):
                continue
        found, wrong = read_cell(told, planned.target, planned.column)
        _merge(row.raw, found)
        if wrong:
            row.faults.append((planned.name, wrong))
    return row


def _merge(raw: dict[str, Any], found: Mapping[str, Any]) -> None:
    """Add what a cell says to what the row has said: lists grow, groups fill up, the highest level counts."""
    for name, value in found.items():
        before = raw.get(name)
        if before is None:
            raw[name] = value
        elif isinstance(before, list) and isinstance(value, list):
            raw[name] = before + [item for item in value if item not in before]
        elif isinstance(before, dict) and isinstance(value, dict):
            both_levels = name == "education" and value["level"] > before["level"]
            raw[name] = value | before if not both_levels else value
        elif name == "education" and isinstance(before, int) and isinstance(value, int):
            raw[name] = max(before, value)
        elif name == "description":
            raw[name] = f"{before}\n{value}"


def _settle_experience(raw: dict[str, Any]) -> bool:
    """Give a duration that stands alone to the only job without one; return whether one had to be left out."""
    told = raw.get("experience")
    if not isinstance(told, list) or not told:
        return False
    jobs = [entry for entry in told if len(entry.keys() - {"months"})]
    lonely = [entry for entry in told if not len(entry.keys() - {"months"})]
    open_jobs = [job for job in jobs if "months" not in job]
    given = len(lonely) == 1 and len(open_jobs) == 1 and len(jobs) == 1
    raw["experience"] = [jobs[0] | lonely[0]] if given else jobs
    if not jobs:
        del raw["experience"]
    return bool(lonely) and not given


def _settle_wage(row: _Row) -> None:
    """Count a wage for full time where it is paid by the month or the year for fewer hours."""
    wage, hours, per = row.raw.get("wage"), row.raw.get("hours"), row.raw.pop(PER, "hour")
    if per == "hour" or not isinstance(wage, dict) or not isinstance(hours, dict):
        return
    worked = hours.get("max", FULL_TIME)
    if worked == hours.get("min") and 0 < worked < FULL_TIME:
        row.raw["wage"] = {end: round(amount * FULL_TIME / worked, 2) for end, amount in wage.items()}
        row.faults.append(("wage", f"paid for {worked:g} hours a week: counted for {FULL_TIME}"))


def _finished(row: _Row, kind: Kind, key: bytes) -> tuple[Record, dict[str, str]]:
    facts, unkept = readable(row.facts)
    identifier = str(row.raw.get("id", "")).strip()
    bad = not identifier or len(identifier) > 64 or not identifier.isprintable()
    raw = row.raw | {"id": _made(row, key) if bad else identifier}
    record, faults = read_best(raw, kind.fields)
    row.faults += [(where, f"{reason}; ignored") for where, reason in faults] + unkept
    return record, facts


def _made(row: _Row, key: bytes) -> str:
    digest = hmac.new(key, _identity(row).encode("utf-8", "backslashreplace"), "sha256").hexdigest()
    return f"row-{digest[:20]}"


def _identity(row: _Row) -> str:
    """Return what tells a row from all others and stays the same: see rows_of."""
    words = sorted(word for name in _NAMES for word in plain(row.facts.get(name, "")).split())
    named = " ".join(words)
    born, mail = row.facts.get("birth_date", ""), row.facts.get("email", "").strip().casefold()
    phone = re.sub(r"\D", "", row.facts.get("phone", ""))[-9:]
    if named and born:
        return "|".join(["born", born, named])
    if mail:
        return "|".join(["mail", mail])
    if named and phone:
        return "|".join(["phone", phone, named])
    return json.dumps([row.raw, row.facts], ensure_ascii=False, sort_keys=True)
