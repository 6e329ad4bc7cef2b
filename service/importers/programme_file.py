"""Programmes in a TOML or JSON file: their steps, sessions, seats and rules, as steps of a pathway.

The file: `[facts]` says for each fact that the rules ask what to ask the person; `[[programmes]]` have `id`, `title`,
`rule` (see matching/eligibility.py) and `steps`. A step has `id`, `title`, `after` (ids of steps of the programme that
come before it), `sessions` (`start`, `end`, `seats`, `taken`), `gives`, and what an opening may ask.
"""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from matching.eligibility import NOTHING_ASKED, Rule, read_rule
from matching.fields import Date, Fault, Field, Group, Many, Number, Text, read_fields
from matching.pathways.model import Session, Step
from matching.records import CANDIDATE, OPENING
from service.errors import Invalid
from service.importers.reading import content_of, text_of
from service.importers.strict_json import MAX_DEPTH, decoded, printable, usable

MAX_BYTES: Final = 5_000_000
_ID: Final = Text("a name without spaces", 60, r"[^\s/:]+")
_SEATS: Final = Number("seats", 0, 10_000, whole=True)
_ASKS: Final = ("occupation", "place", "experience", "education", "languages", "licences", "certificates", "skills")
_GIVES: Final = ("skills", "licences", "certificates", "languages", "education", "experience")
_SESSION: Final = Group({"start": Date(), "end": Date(), "seats": _SEATS, "taken": _SEATS}, ("start",))
_STEP: Final[dict[str, Field]] = {
    "id": _ID,
    "title": Text(),
    "after": Many(_ID),
    "sessions": Many(_SESSION),
    "gives": Group({name: CANDIDATE[name] for name in _GIVES}),
    **{name: OPENING[name] for name in _ASKS},
}
_PROGRAMME: Final[dict[str, Field]] = {"id": _ID, "title": Text()}


@dataclass(frozen=True, slots=True)
class Programmes:
    """The steps of all programmes, the title of each programme, and what to ask for each fact of the rules."""

    steps: tuple[Step, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)


def read_programmes(path: Path) -> Programmes:
    """Return the programmes of a file; raise Invalid with every place that is wrong and why."""
    file, raw = content_of(path, MAX_BYTES)
    found, faults = parse(_decoded(file, text_of(file, raw)))
    if faults:
        told = "; ".join(f"{printable(place)}: {reason}" for place, reason in faults[:10])
        raise Invalid(f"{file}, programmes: {told}")
    return found


def parse(raw: Any) -> tuple[Programmes, list[Fault]]:
    """Return the programmes of a decoded file, and every fault with its place."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("programmes"), list):
        return Programmes(), [("programmes", "a list of programmes is needed")]
    raw, faults = usable(_plain(raw))
    faults += [(name, "unknown field") for name in raw if name not in ("programmes", "facts")]
    questions, more = _questions(raw.get("facts", {}))
    faults += more
    steps: list[Step] = []
    titles: dict[str, str] = {}
    for number, each in enumerate(raw.get("programmes", [])):
        found, wrong = _programme(each, f"programmes[{number}]", titles)
        steps += found
        faults += wrong
    return Programmes(tuple(steps), titles, questions), faults


def _decoded(file: str, text: str) -> Any:
    try:
        return decoded(text) if file.lower().endswith(".json") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"{file}: not TOML nor JSON ({' '.join(str(error).split())}); mend that place") from None


def _plain(value: Any, depth: int = 0) -> Any:
    """Return the value with dates as ISO text, as JSON has them; deeper than may be used, as it is."""
    if depth > MAX_DEPTH:
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(part, depth + 1) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, depth + 1) for part in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _questions(raw: Any) -> tuple[dict[str, str], list[Fault]]:
    if not isinstance(raw, Mapping):
        return {}, [("facts", "a question for each fact is needed")]
    return read_fields(raw, {name: Text() for name in raw}, "facts.")


def _programme(raw: Any, where: str, titles: dict[str, str]) -> tuple[list[Step], list[Fault]]:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("steps"), list) or not raw["steps"]:
        return [], [(where, "a programme is an object with a list of steps")]
    told = {name: value for name, value in raw.items() if name not in ("rule", "steps")}
    about, faults = read_fields(told, _PROGRAMME, f"{where}.")
    faults += [
        (f"{where}.{name}", "missing") for name in _PROGRAMME if name not in about and name not in _named(faults)
    ]
    if about.get("id") in titles:
        faults.append((f"{where}.id", "given twice"))
    titles[about.get("id", "")] = about.get("title", "")
    rule, wrong = read_rule(raw["rule"], f"{where}.rule") if "rule" in raw else (NOTHING_ASKED, [])
    faults += wrong
    steps = []
    for number, each in enumerate(raw["steps"]):
        step, wrong = _step(each, f"{where}.steps[{number}]", about.get("id", ""), rule)
        steps.append(step)
        faults += wrong
    return steps, faults + list(_out_of_order(steps, where))


def _named(faults: list[Fault]) -> set[str]:
    return {place.rsplit(".", 1)[-1] for place, _ in faults}


def _step(raw: Any, where: str, programme: str, rule: Rule) -> tuple[Step, list[Fault]]:
    if not isinstance(raw, Mapping):
        return Step("", "", {}, ()), [(where, "a step is an object")]
    found, faults = read_fields(raw, _STEP, f"{where}.")
    for name in ("id", "title", "sessions"):
        if not found.get(name) and not any(place.startswith(f"{where}.{name}") for place, _ in faults):
            faults.append((f"{where}.{name}", "missing"))
    sessions = []
    for number, session in enumerate(found.get("sessions", [])):
        read, wrong = _session(session, f"{where}.sessions[{number}]")
        sessions += read
        faults += wrong
    key = f"{programme}/{found.get('id', '')}"
    opening = {"id": key, "kind": "training", **{name: found[name] for name in _ASKS if name in found}}
    after = frozenset(f"{programme}/{each}" for each in found.get("after", []))
    return Step(
        key, found.get("title", ""), opening, tuple(sessions), found.get("gives", {}), after, rule, programme
    ), faults


def _session(raw: Mapping[str, Any], where: str) -> tuple[list[Session], list[Fault]]:
    if missing := [name for name in ("start", "end") if name not in raw]:
        return [], [(f"{where}.{name}", "missing") for name in missing]
    start, end = (dt.date.fromisoformat(raw[name]).toordinal() for name in ("start", "end"))
    faults = [(f"{where}.end", "before start")] if end < start else []
    if "taken" in raw and raw["taken"] > raw.get("seats", -1):
        faults.append((f"{where}.taken", "more than the seats"))
    left = raw["seats"] - raw.get("taken", 0) if "seats" in raw else None
    return [Session(start, end, left)], faults


def _out_of_order(steps: list[Step], where: str) -> Iterator[Fault]:
    """Yield what is wrong with the order: keys given twice, steps that nothing is called, circles."""
    keys: list[str] = [step.key for step in steps]
    for number, step in enumerate(steps):
        place = f"{where}.steps[{number}]"
        if step.key in keys[:number]:
            yield f"{place}.id", "given twice"
        for other in sorted(step.after - set(keys)):
            yield f"{place}.after", f"no step is called {other.split('/', 1)[-1]!r}"
    done: set[str] = set()
    while ready := [step.key for step in steps if step.key not in done and step.after & set(keys) <= done]:
        done.update(ready)
    for number, step in enumerate(steps):
        if step.key not in done:
            yield f"{where}.steps[{number}].after", "these steps wait for each other"
