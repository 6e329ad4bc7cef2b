"""What was read, in the terminal: one line for each thing, best first."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from rich.markup import escape

from service.i18n import NARROW, name
from service.terminal import console

Json = dict[str, Any]
_LONGEST = 90  # characters of a passage that is shown
_LEAST = 0.005  # of a confidence that is shown: less would read "0 %"
_NAMED = {  # field → the [names] of its values
    "kind": "kind",
    "contract": "contract",
    "working_times": "time",
    "education": "level",
    "level": "level",
    "languages": "language",
}


def title(answer: Json, language: str) -> None:
    """Show a title, its occupations with how sure they are, and the words that decided; ties share a line."""
    _print(f"[bold]{escape(answer['text'])}[/]", *_occupations(answer["occupations"], language))


def ad(answer: Json, language: str) -> None:
    """Show what an ad asks and where it says so."""
    lines = [f"[bold]{escape(' · '.join(filter(None, (answer['id'], answer['title']))))}[/]"]
    lines += [f" {_ui('occupations', language)}", *_occupations(answer["occupations"], language)]
    if answer["skills"]:
        lines += [f" {_ui('skills', language)}", *(_skill(skill, language) for skill in answer["skills"])]
    if answer["facts"]:
        lines += [f" {_ui('facts', language)}", *(_fact(fact, language) for fact in answer["facts"])]
    _print(*lines, "")


def cv(answer: Json, language: str) -> None:
    """Show the profile that a CV tells, what it says and a profile leaves out, and what to ask the person."""
    lines = [f"[bold]{escape(answer['file'])}[/]", f" {_ui('profile', language)}"]
    record = {key: value for key, value in answer["record"].items() if key not in ("id", "partial")}
    lines += [f"   {_field(key, language)} · {_told(key, value, answer, language)}" for key, value in record.items()]
    if not record:
        lines.append(f"   {_ui('nothing', language)}")
    if answer["left_out"]:
        matters = ", ".join(name("matter", item["matter"], language) for item in answer["left_out"])
        lines.append(f" [yellow]{_ui('left_out', language)}[/] · {matters}")
    for item in answer["confirm"]:
        said = item["told"] or _value(item["value"], language)
        asked = (
            f"{_field(item['field'], language)} · {_quoted(said, language)} · {name('unsure', item['why'], language)}"
        )
        lines.append(f" [cyan]{_ui('confirm', language)}[/] · {asked}")
    for item in answer["problems"]:
        lines.append(f" {_ui('problems', language)} · {escape(item['field'])} · {escape(item['reason'])}")
    _print(*lines, "")


def linked(answer: Json, language: str) -> None:
    """Show the labels that are near a query."""
    lines = [f"[bold]{escape(answer['query'])}[/]"]
    for item in answer["labels"]:
        concept = f"{escape(item['concept'])} · " if "concept" in item else ""
        lines.append(
            f"  {_percent(item['score'], language)}  {concept}{escape(item['label'])} "
            f"[dim]({_ui('line', language)} {item['line']})[/]"
        )
    _print(*(lines if answer["labels"] else [*lines, f"  [dim]{_ui('unknown', language)}[/]"]))


def _occupations(found: list[Json], language: str) -> Iterator[str]:
    shown = [item for item in found if item["confidence"] >= _LEAST]
    if not shown:
        yield f"  [dim]{_ui('unknown', language)}[/]"
    for confidence, group in groupby(shown, key=lambda item: item["confidence"]):
        tied = list(group)
        mark = f" {_ui('tie', language)}" if len(tied) > 1 else ""
        named = " [dim]|[/] ".join(f"{item['code']} {escape(item['title'])}" for item in tied)
        words = list(dict.fromkeys(word for item in tied for word in item["because"]))
        yield f"  {_percent(confidence, language)}{mark}  {named}{_because(words, language)}"


def _because(words: list[str], language: str) -> str:
    if not words:
        return ""
    lead = "" if words == [_ui("coded", language)] else f"{_ui('because', language)} "
    told = escape(", ".join(words))
    return f" {_dim(f'· {lead}{told}')}"


def _skill(skill: Json, language: str) -> str:
    asked = f" ({_ui(skill['requirement'], language)})" if skill["requirement"] else ""
    where = _quoted(skill["span"]["text"], language) if skill["span"] else _ui("from_occupation", language)
    source = f" {_dim(f'· {where}')}" if skill["span"] or skill["confidence"] < 1 else ""
    return f"  {_percent(skill['confidence'], language)}  {escape(skill['label'])}{asked}{source}"


def _fact(fact: Json, language: str) -> str:
    quoted = _quoted(fact["span"]["text"], language)
    told = f"{_field(fact['name'], language)} · {_value(fact['value'], language, fact['name'])}"
    return f"  {_percent(fact['confidence'], language)}  {told} {_dim(f'· {quoted}')}"


def _told(field: str, value: Any, answer: Json, language: str) -> str:
    """Return the value of a record's field, each occupation by its name on a line of its own."""
    if not isinstance(value, list):
        return _value(value, language, field)
    coded = all(isinstance(item, dict) and "occupation" in item for item in value)
    return ("\n       " if coded else ", ").join(_entry(field, item, answer["labels"], language) for item in value)


def _entry(field: str, item: Any, labels: dict[str, str], language: str) -> str:
    if not isinstance(item, dict) or "occupation" not in item:
        return _value(item["label"] if isinstance(item, dict) and "label" in item else item, language, field)
    months = f", {item['months']:g} {_ui('months', language)}" if "months" in item else ""
    return f"{item['occupation']} {escape(labels.get(item['occupation'], ''))}{months}"


def _value(value: Any, language: str, field: str = "") -> str:
    """Return a value in few words: what is listed by its name, other things as they are."""
    if isinstance(value, dict):
        shown = {key: _value(part, language, field if key == "code" else key) for key, part in value.items()}
        if set(value) <= {"min", "max"}:
            return "–".join(dict.fromkeys(shown[key] for key in ("min", "max") if key in shown))
        return ", ".join(shown.values())
    if isinstance(value, list):
        return ", ".join(_value(part, language, field) for part in value)
    if field in _NAMED:
        return _listed(_NAMED[field], value, language)
    if isinstance(value, float):
        return f"{value:g}".replace(".", "," if language == "fr" else ".")
    return _ui(value, language) if value in ("must", "wish") else escape(str(value))


def _listed(group: str, value: Any, language: str) -> str:
    """Return the name of a listed value; a level of language, such as B2, is its own."""
    try:
        return name(group, str(value), language)
    except KeyError:
        return escape(str(value))


def _quoted(text: str, language: str) -> str:
    short = " ".join(text.split())
    short = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
    return escape(f"«{NARROW}{short}{NARROW}»" if language == "fr" else f"“{short}”")


def _dim(text: str) -> str:
    return f"[dim]{text}[/]"


def _percent(share: float, language: str) -> str:
    return f"{100 * share:3.0f}{NARROW if language == 'fr' else ''}%"


def _field(key: str, language: str) -> str:
    return name("field", key, language)


def _ui(key: str, language: str) -> str:
    return name("read", key, language)


def _print(*lines: str) -> None:
    console().print("\n".join(lines), soft_wrap=True)
