"""Codes and facts → sentences, in the words of the files in locale/fr and locale/en.

How those files are written:
- Under [names] stand the words for listed values (contracts, modes …), under [words] the small words that
  numbers, dates and lists need, under [shared] what several sentences have in common. Every other heading
  only groups sentences, each under its code.
- A code has one text; or a table of variants: the first whose condition holds is said; or several such tables
  ([[…]]): each adds its sentence, or nothing. A table with `as` says a shared text, with its other entries as facts.
- A condition is `otherwise`, or some of these, with commas between: `fact` (known, not empty, not false), `no fact`,
  `fact = 0`, `fact > other_fact` (also <, >=, <=). A list counts its items; a comparison with an unknown fails.
- {fact} is a whole number or ready text; {fact:format} is worded by one of wording.FORMATS or a list of [names];
  {fact:one|several} chooses by number; {low..high:format} is a range, either end of which may be unknown.
- Ordinary spaces do: those that French wants narrow and unbreakable become so when the file is read.
"""

import operator
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Final

from service.wording import Words, is_known, shown, shown_range

LANGUAGES: Final = ("fr", "en")
_NOT_SENTENCES: Final = ("names", "words", "shared")
NARROW: Final = "\u202f"
_COMPARE: Final = {"=": operator.eq, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}
_MADE: Final[Mapping[str, tuple[str, str, Callable[[float, float], float]]]] = {  # facts made from two others
    "km_low": ("km", "slack_km", lambda km, slack: max(km - slack, 0.0)),
    "km_high": ("km", "slack_km", operator.add),
    "must_open": ("must", "must_held", operator.sub),
    "months_short": ("asked_months", "near_months", operator.sub),
}

Facts = Mapping[str, Any]


def sentence(code: str, facts: Facts, language: str) -> str:
    """Return what a code says with these facts; raise KeyError, naming the code, when a word or a fact is missing."""
    texts = _texts(language)
    if code not in texts["sentences"]:
        raise KeyError(f"{code}: no such sentence in {language}")
    try:
        said = _say(texts["sentences"][code], {**facts, **_made(facts)}, texts)
    except KeyError as error:
        raise KeyError(f"{code}: fact {error.args[0]} is missing or unknown") from error
    if not said:
        raise KeyError(f"{code}: nothing to say with {dict(facts)}")
    return said[0].upper() + said[1:]


def name(group: str, value: str, language: str) -> str:
    """Return the label of a listed value; raise KeyError for any other, except that a language may be just its code."""
    labels: dict[str, str] = _texts(language)["words"]["names"][group]
    if group == "language":
        return labels.get(value, value)
    if str(value) not in labels:
        raise KeyError(f"{group} {value}: no such name in {language}")
    return labels[str(value)]


def names(group: str, language: str) -> Mapping[str, str]:
    """Return the labels of all values of a list."""
    found: dict[str, str] = _texts(language)["words"]["names"][group]
    return found


def worded(value: Any, how: str, language: str) -> str:
    """Return a known value, or a list of them, in one of the formats of wording.py."""
    return shown(value, how, _texts(language)["words"])


@cache
def _texts(language: str) -> dict[str, Any]:
    if language not in LANGUAGES:
        raise KeyError(f"{language}: no such language")
    found = read_locale(language, narrowed if language == "fr" else str)
    sentences = {code: text for group in found if group not in _NOT_SENTENCES for code, text in found[group].items()}
    return {"sentences": sentences, "shared": found["shared"], "words": {**found["words"], "names": found["names"]}}


def read_locale(folder: str, prepared: Callable[[str], str] = str) -> dict[str, Any]:
    """Return what the files of a folder in locale/ say together: tables of one name are joined.

    Raise KeyError, naming the file, where two give the same text.
    """
    found: dict[str, Any] = {}
    for file in sorted(files("service").joinpath("locale", folder).iterdir(), key=lambda file: file.name):
        _join(found, tomllib.loads(prepared(file.read_text("utf-8"))), f"{folder}/{file.name}")
    return found


def _join(found: dict[str, Any], more: dict[str, Any], where: str) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(found.get(name), dict):
            _join(found[name], value, f"{where}: {name}")
        elif name in found:
            raise KeyError(f"{where}: {name} is said twice")
        else:
            found[name] = value


def narrowed(source: str) -> str:
    """Return French text with narrow unbreakable spaces where it wants them."""
    return re.sub(r"« | (?=[;:!?%€»])", lambda space: space[0].replace(" ", NARROW), source)


def _made(facts: Facts) -> dict[str, float]:
    pairs = {made: (facts.get(a), facts.get(b), make) for made, (a, b, make) in _MADE.items()}
    return {made: make(a, b) for made, (a, b, make) in pairs.items() if a is not None and b is not None}


def _say(text: Any, facts: Facts, texts: Mapping[str, Any]) -> str:
    """Return a text with its facts, the empty string when none of its variants applies."""
    if isinstance(text, str):
        return _filled(text, facts, texts["words"])
    if isinstance(text, list):
        return " ".join(filter(None, (_say(part, facts, texts) for part in text)))
    if "as" in text:
        own = {fact: _say(part, facts, texts) for fact, part in text.items() if fact != "as"}
        return _say(texts["shared"][text["as"]], {**facts, **own}, texts)
    return next((_say(part, facts, texts) for condition, part in text.items() if _holds(condition, facts)), "")


def _holds(condition: str, facts: Facts) -> bool:
    return all(_true(part, facts) for part in _parts(condition))


@cache
def _parts(condition: str) -> tuple[list[str], ...]:
    return () if condition == "otherwise" else tuple(part.split() for part in condition.split(", "))


def _true(part: list[str], facts: Facts) -> bool:
    if len(part) < 3:
        return is_known(facts[part[-1]]) == (len(part) == 1)
    left, right = (_size(word, facts) for word in (part[0], part[2]))
    return left is not None and right is not None and bool(_COMPARE[part[1]](left, right))


def _size(word: str, facts: Facts) -> Any:
    if word.isdigit():
        return int(word)
    return len(facts[word]) if isinstance(facts[word], list | tuple) else facts[word]


def _filled(text: str, facts: Facts, words: Words) -> str:
    return "".join(
        plain + (_shown(field, how or "", facts, words) if field else "") for plain, field, how, _ in _holes(text)
    )


@cache
def _holes(text: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    return tuple(Formatter().parse(text))


def _shown(field: str, how: str, facts: Facts, words: Words) -> str:
    low, dots, high = field.partition("..")
    if not (is_known(facts[low]) or (dots and is_known(facts[high]))):
        raise KeyError(field)
    if dots:
        return shown_range(facts[low], facts[high], how, words)
    if "|" in how:
        one, several = how.split("|")
        return one if _size(field, facts) in words["singular"] else several
    return shown(facts[field], how, words)
