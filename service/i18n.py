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

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from service.phrases import Facts, Say, saying
from service.wording import shown

LANGUAGES: Final = ("fr", "en")
_NOT_SENTENCES: Final = ("names", "words", "shared")
NARROW: Final = "\u202f"


def sentence(code: str, facts: Facts, language: str) -> str:
    """Return what a code says with these facts; raise KeyError, naming the code, when a word or a fact is missing."""
    say = _saying(code, language)
    try:
        said = say(facts)
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


def options(group: str, language: str) -> list[tuple[str, str]]:
    """Return the values of a list with their labels, as a choice of a form shows them."""
    return [(value, label[:1].upper() + label[1:]) for value, label in names(group, language).items()]


def worded(value: Any, how: str, language: str) -> str:
    """Return a known value, or a list of them, in one of the formats of wording.py."""
    return shown(value, how, _texts(language)["words"])


@cache
def _saying(code: str, language: str) -> Say:
    texts = _texts(language)
    if code not in texts["sentences"]:
        raise KeyError(f"{code}: no such sentence in {language}")
    return saying(texts["sentences"][code], texts["shared"], texts["words"])


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
