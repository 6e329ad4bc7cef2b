"""A programme's rules at a date → yes, no or unknown, with the reasons and the facts that nobody has told.

Rules and facts are data. Facts are handed in apart from every table: they decide who may enter a programme,
never where anybody stands in a ranking. Unknown follows Kleene's strong logic: an answer that is definite
stays the same whatever else becomes known.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from matching.enums import Evidence
from matching.fields import Date, FieldError, Number, Text

Facts = Mapping[str, Any]  # name of the fact → number, text, date as ISO text, yes or no, or a list of texts
Fault = tuple[str, str]  # (place in the rule, reason)
DEEPEST: Final = 20  # groups in groups

_ABOUT: Final = ("valid_from", "valid_until", "source")
_GROUPS: Final = ("all_of", "any_of")


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact and what it has to be: all the tests that are given."""

    fact: str
    tests: Mapping[str, Any]
    valid_from: str = ""  # ISO dates; "" = no limit
    valid_until: str = "~"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of which all, or any, are to hold."""

    how: str  # "all_of" or "any_of"
    parts: "tuple[Rule, ...]"
    valid_from: str = ""
    valid_until: str = "~"
    source: str = ""


Rule = Condition | Group
NOTHING_ASKED: Final = Group("all_of", ())


@dataclass(frozen=True, slots=True)
class Judged:
    """What one condition in force says."""

    condition: Condition
    evidence: Evidence
    value: Any  # None = unknown


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer, the conditions that decide it, and the facts whose absence keeps it open."""

    evidence: Evidence
    reasons: tuple[Judged, ...]
    missing: tuple[str, ...]


def judge(rule: Rule, facts: Facts, day: dt.date) -> Eligibility:
    """Return whether the facts keep a rule on a day; parts of it that are not in force then ask nothing.

    For no, the reasons are the conditions that fail; for unknown, those that nobody knows, whose facts are
    `missing`; for yes, those that are met.
    """
    found = _judge(rule, facts, day.isoformat())
    if found is None:
        return Eligibility(Evidence.MET, (), ())
    evidence, judged = found
    reasons = tuple(each for each in judged if each.evidence == evidence)
    missing = dict.fromkeys(each.condition.fact for each in reasons) if evidence == Evidence.UNKNOWN else ()
    return Eligibility(evidence, reasons, tuple(missing))


def _judge(rule: Rule, facts: Facts, day: str) -> tuple[Evidence, tuple[Judged, ...]] | None:
    """Return the evidence of a rule and its deciding conditions, None for one that is not in force."""
    if not rule.valid_from <= day <= rule.valid_until:
        return None
    if isinstance(rule, Condition):
        value = facts.get(rule.fact)
        evidence = _tested(rule.tests, value)
        return evidence, (Judged(rule, evidence, None if evidence == Evidence.UNKNOWN else value),)
    found = [each for part in rule.parts if (each := _judge(part, facts, day)) is not None]
    if not found:
        return None
    decide = min if rule.how == "all_of" else max
    evidence = decide(each for each, _ in found)
    return evidence, tuple(one for each, judged in found if each == evidence for one in judged)


def _tested(tests: Mapping[str, Any], value: Any) -> Evidence:
    """Return whether a value passes every test; a value of another kind than the test's tells nothing.

    One test that fails decides, even where another tells nothing.
    """
    found = [_TESTS[name](value, wanted) for name, wanted in tests.items()]
    return Evidence.NOT_MET if False in found else Evidence.UNKNOWN if None in found else Evidence.MET


def _alike(value: Any, wanted: Any) -> bool:
    """Return whether two values compare: both numbers, both texts, or both yes or no."""
    kinds = [
        bool if isinstance(each, bool) else float if isinstance(each, int | float) else type(each)
        for each in (value, wanted)
    ]
    return kinds[0] is kinds[1]


def _equal(value: Any, wanted: Any) -> bool | None:
    return bool(value == wanted) if _alike(value, wanted) else None


def _one_of(value: Any, wanted: Any) -> bool | None:
    found = [same for each in wanted if (same := _equal(value, each)) is not None]
    return any(found) if found else None


_TESTS: Final[Mapping[str, Callable[[Any, Any], bool | None]]] = {
    "at_least": lambda value, wanted: value >= wanted if _alike(value, wanted) else None,
    "at_most": lambda value, wanted: value <= wanted if _alike(value, wanted) else None,
    "is": _equal,
    "one_of": _one_of,
    "holds": lambda value, wanted: any(_equal(x, wanted) for x in value) if isinstance(value, list | tuple) else None,
}


def read_rule(raw: Any, where: str = "rule") -> tuple[Rule, list[Fault]]:
    """Return the rule of a JSON value, and every fault with its place; a rule with faults is not to be used."""
    faults: list[Fault] = []
    rule = _read(raw, where, faults, 0)
    return rule, faults


def facts_asked(rule: Rule) -> Iterator[str]:
    """Yield the facts that a rule asks, in its order, with repetition."""
    if isinstance(rule, Condition):
        yield rule.fact
    else:
        for part in rule.parts:
            yield from facts_asked(part)


def _read(raw: Any, where: str, faults: list[Fault], depth: int) -> Rule:
    if not isinstance(raw, Mapping) or depth > DEEPEST:
        faults.append((where, "a rule is an object" if depth <= DEEPEST else "nested too deeply"))
        return NOTHING_ASKED
    kinds = [name for name in ("fact", *_GROUPS) if name in raw]
    if len(kinds) != 1:
        faults.append((where, "one of fact, all_of and any_of is needed"))
        return NOTHING_ASKED
    kind = kinds[0]
    known = {kind, *_ABOUT, *(_TESTS if kind == "fact" else ())}
    faults += [(f"{where}.{name}", "unknown field") for name in raw if name not in known]
    about = _about(raw, where, faults)
    return _condition(raw, where, about, faults) if kind == "fact" else _group(raw, kind, where, about, faults, depth)


def _about(raw: Mapping[str, Any], where: str, faults: list[Fault]) -> dict[str, str]:
    """Return from when, until when and why a rule holds."""
    found: dict[str, str] = {}
    for name, field in (("valid_from", Date()), ("valid_until", Date()), ("source", Text())):
        if name in raw:
            found |= {name: value} if (value := _field(field, raw[name], f"{where}.{name}", faults)) else {}
    if found.get("valid_from", "") > found.get("valid_until", "~"):
        faults.append((f"{where}.valid_until", "before valid_from"))
    return found


def _group(
    raw: Mapping[str, Any], kind: str, where: str, about: dict[str, str], faults: list[Fault], depth: int
) -> Rule:
    parts = raw[kind]
    if not isinstance(parts, list) or not parts:
        faults.append((f"{where}.{kind}", "a list of rules is needed"))
        return NOTHING_ASKED
    read = (_read(part, f"{where}.{kind}[{place}]", faults, depth + 1) for place, part in enumerate(parts))
    return Group(kind, tuple(read), **about)


def _condition(raw: Mapping[str, Any], where: str, about: dict[str, str], faults: list[Fault]) -> Rule:
    fact = _field(Text("a name such as age", 60, "[a-z][a-z0-9_]*"), raw["fact"], f"{where}.fact", faults)
    tests = {name: raw[name] for name in _TESTS if name in raw}
    if not tests:
        faults.append((where, "one of at_least, at_most, is, one_of and holds is needed"))
    for name, wanted in tests.items():
        place = f"{where}.{name}"
        if name != "one_of":
            _value(wanted, place, faults)
        elif not (isinstance(wanted, list) and wanted):
            faults.append((place, "a list of values is needed"))
        else:
            for number, value in enumerate(wanted):
                _value(value, f"{place}[{number}]", faults)
    return Condition(str(fact or ""), tests, **about)


def _value(value: Any, where: str, faults: list[Fault]) -> None:
    """Add what is wrong with a value that facts are compared with."""
    if not isinstance(value, str | int | float):
        faults.append((where, "a number, a text, true or false is needed"))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _field(Number(low=-1e12, high=1e12), value, where, faults)


def _field(field: Any, value: Any, where: str, faults: list[Fault]) -> Any:
    try:
        return field.read(value, where)
    except FieldError as error:
        faults += error.faults
        return None
