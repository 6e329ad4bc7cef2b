"""The texts of a language as functions: each is taken apart once, then only its facts are put in. See i18n.py."""

import operator
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any, Final

from service.wording import Words, is_known, shown, shown_range

Facts = Mapping[str, Any]
Say = Callable[[Facts], str]

_COMPARE: Final = {"=": operator.eq, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}
MADE: Final[Mapping[str, tuple[str, str, Callable[[float, float], float]]]] = {  # facts made from two others
    "km_low": ("km", "slack_km", lambda km, slack: max(km - slack, 0.0)),
    "km_high": ("km", "slack_km", operator.add),
    "must_open": ("must", "must_held", operator.sub),
    "months_short": ("asked_months", "near_months", operator.sub),
}


def saying(text: Any, shared: Mapping[str, Any], words: Words) -> Say:
    """Return what says a text with facts: the empty string where none of its variants applies.

    It raises KeyError for a fact that is missing, or that is unknown where it must be said.
    """
    if isinstance(text, str):
        return _filled(text, words)
    if isinstance(text, list):
        parts = [saying(part, shared, words) for part in text]
        return lambda facts: " ".join(filter(None, [say(facts) for say in parts]))
    if "as" in text:
        own = {fact: saying(part, shared, words) for fact, part in text.items() if fact != "as"}
        whole = saying(shared[text["as"]], shared, words)
        return lambda facts: whole({**facts, **{fact: say(facts) for fact, say in own.items()}})
    return _first([(_tests(condition), saying(part, shared, words)) for condition, part in text.items()])


def _first(variants: list[tuple[list[Callable[[Facts], bool]], Say]]) -> Say:
    def say(facts: Facts) -> str:
        for tests, said in variants:
            for test in tests:
                if not test(facts):
                    break
            else:
                return said(facts)
        return ""

    return say


def _tests(condition: str) -> list[Callable[[Facts], bool]]:
    return [] if condition == "otherwise" else [_test(*part.split()) for part in condition.split(", ")]


def _test(*part: str) -> Callable[[Facts], bool]:
    if len(part) < 3:
        fact, wanted = _fact(part[-1]), len(part) == 1
        return lambda facts: is_known(fact(facts)) == wanted
    left, compare, right = _size(part[0]), _COMPARE[part[1]], _size(part[2])

    def holds(facts: Facts) -> bool:
        low, high = left(facts), right(facts)
        return low is not None and high is not None and bool(compare(low, high))

    return holds


def _fact(name: str) -> Callable[[Facts], Any]:
    if name not in MADE:
        return operator.itemgetter(name)
    one, other, make = MADE[name]

    def made(facts: Facts) -> Any:
        a, b = facts.get(one), facts.get(other)
        return facts[name] if a is None or b is None else make(a, b)

    return made


def _size(word: str) -> Callable[[Facts], Any]:
    if word.isdigit():
        number = int(word)
        return lambda facts: number
    fact = _fact(word)

    def size(facts: Facts) -> Any:
        value = fact(facts)
        return len(value) if isinstance(value, list | tuple) else value

    return size


def _filled(text: str, words: Words) -> Say:
    parts: list[str | Say] = []
    for plain, field, how, _ in Formatter().parse(text):
        parts += [plain, _hole(field, how or "", words)] if field else [plain]
    if len(parts) == 1 and isinstance(whole := parts[0], str):
        return lambda facts: whole
    return lambda facts: "".join([part if isinstance(part, str) else part(facts) for part in parts])


def _hole(field: str, how: str, words: Words) -> Say:
    if ".." in field:
        return _range(field, how, words)
    fact, size = _fact(field), _size(field)
    one, _, several = how.partition("|")

    def say(facts: Facts) -> str:
        value = fact(facts)
        if not is_known(value):
            raise KeyError(field)
        if several:
            return one if size(facts) in words["singular"] else several
        return shown(value, how, words)

    return say


def _range(field: str, how: str, words: Words) -> Say:
    low, high = map(_fact, field.split(".."))

    def say(facts: Facts) -> str:
        least, most = low(facts), high(facts)
        if not (is_known(least) or is_known(most)):
            raise KeyError(field)
        return shown_range(least, most, how, words)

    return say
