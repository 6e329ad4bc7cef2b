"""What was read, in the terminal: one line for each thing, best first."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from rich.markup import escape

from service.cli.read_values import asked, percent, quoted, value_of
from service.cli.terminal import console, field_name, reason_in
from service.i18n import name

Json = dict[str, Any]
_LEAST_OCCUPATION, _LEAST_SKILL = 0.03, 0.05  # confidences that are shown
_UNSURE = 0.1  # where an ad's best occupation is less sure, none is shown
_NEARLY = 3  # percent: confidences that differ by no more say little of which is better


def title(answer: Json, language: str) -> None:
    """Show a title, its occupations with how sure they are, and the words that decided; ties share a line."""
    _print(f"[bold]{escape(answer['text'])}[/]", *_occupations(answer["occupations"], language))


def ad(answer: Json, language: str) -> None:
    """Show what an ad asks and where it says so."""
    lines = [f"[bold]{escape(' · '.join(filter(None, (answer['id'], answer['title']))))}[/]"]
    lines += [f" {_ui('occupations', language)}", *_occupations(answer["occupations"], language, _UNSURE)]
    lines += _skills([skill for skill in answer["skills"] if skill["confidence"] >= _LEAST_SKILL], language)
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
    lines += [f" [cyan]{_ui('confirm', language)}[/] · {_question(item, language)}" for item in answer["confirm"]]
    for item in answer["problems"]:
        told = (_ui("problems", language), field_name(item["field"], language), reason_in(item["reason"], language))
        lines.append(f" {' · '.join(escape(part) for part in told if part)}")
    _print(*lines, "")


def linked(answer: Json, language: str) -> None:
    """Show the labels that are near a query."""
    lines = [f"[bold]{escape(answer['query'])}[/]"]
    for item in answer["labels"]:
        concept = f"{escape(item['concept'])} · " if "concept" in item else ""
        lines.append(
            f"  {percent(item['score'], language)}  {concept}{escape(item['label'])} "
            f"[dim]({_ui('line', language)} {item['line']})[/]"
        )
    _print(*(lines if answer["labels"] else [*lines, f"  [dim]{_ui('unknown', language)}[/]"]))


def _occupations(found: list[Json], language: str, least: float = _LEAST_OCCUPATION) -> Iterator[str]:
    """Yield those that are not too unlikely, or that none is known where even the best is less sure than `least`."""
    best = max((item["confidence"] for item in found), default=0)
    shown = [item for item in found if best >= least and item["confidence"] >= _LEAST_OCCUPATION]
    if not shown:
        yield f"  [dim]{_ui('unknown', language)}[/]"
    for confidence, group in groupby(shown, key=lambda item: item["confidence"]):
        tied = list(group)
        near = best >= _UNSURE and confidence < best and round(100 * best) - round(100 * confidence) <= _NEARLY
        mark = f" {_ui('tie' if len(tied) > 1 else 'near_tie', language)}" if len(tied) > 1 or near else ""
        named = " [dim]|[/] ".join(f"{item['code']} {escape(item['title'])}" for item in tied)
        words = list(dict.fromkeys(word for item in tied for word in item["because"]))
        yield f"  {percent(confidence, language)}{mark}  {named}{_because(words, language)}"


def _because(words: list[str], language: str) -> str:
    if not words:
        return ""
    lead = "" if words == [_ui("coded", language)] else f"{_ui('because', language)} "
    told = escape(", ".join(words))
    return f" {_dim(f'· {lead}{told}')}"


def _skills(shown: list[Json], language: str) -> list[str]:
    """Return the skills that the ad tells, then those that only its occupation suggests, under a line of their own."""
    told = [skill for skill in shown if skill["span"] or skill["confidence"] == 1]
    usual = [skill for skill in shown if skill not in told]
    lines = [f" {_ui('skills', language)}"] if shown else []
    lines += [_skill(skill, language) for skill in told]
    return lines + ([f"  {_ui('usual', language)}", *(_skill(skill, language) for skill in usual)] if usual else [])


def _skill(skill: Json, language: str) -> str:
    wanted = f" ({asked(skill['requirement'], language, 'skills')})" if skill["requirement"] else ""
    passage = f"· {quoted(skill['span']['text'], language)}" if skill["span"] else ""
    source = f" {_dim(passage)}" if passage else ""
    return f"  {percent(skill['confidence'], language)}  {escape(skill['label'])}{wanted}{source}"


def _fact(fact: Json, language: str) -> str:
    passage = quoted(fact["span"]["text"], language)
    told = f"{_field(fact['name'], language)} · {value_of(fact['value'], language, fact['name'])}"
    return f"  {percent(fact['confidence'], language)}  {told} {_dim(f'· {passage}')}"


def _question(item: Json, language: str) -> str:
    said = item["told"] or value_of(item["value"], language, item["field"])
    question = f"{_field(item['field'], language)} · {quoted(said, language)} · {name('unsure', item['why'], language)}"
    if likely := item["likely"]:
        sure = percent(likely["confidence"], language).strip()
        question += f" {likely['code']} {escape(likely['title'])} ({sure})"
    return question


def _told(field: str, value: Any, answer: Json, language: str) -> str:
    """Return the value of a record's field; occupations, and skills said in other words, on lines of their own."""
    if not isinstance(value, list):
        return value_of(value, language, field)
    entries = [_entry(field, item, answer, language) for item in value]
    apart = field == "skills" or all(isinstance(item, dict) and "occupation" in item for item in value)
    return ("\n       " if apart else ", ").join(entries)


def _entry(field: str, item: Any, answer: Json, language: str) -> str:
    if isinstance(item, dict) and "label" in item:
        said = answer["wordings"].get(item.get("code"), item["label"]) if field == "skills" else item["label"]
        differs = said.casefold() != item["label"].casefold()
        return escape(item["label"]) + (f" {_dim(f'· {quoted(said, language)}')}" if differs else "")
    if not isinstance(item, dict) or "occupation" not in item:
        return value_of(item, language, field)
    months = f", {value_of(item['months'], language, 'months')}" if "months" in item else ""
    return f"{item['occupation']} {escape(answer['labels'].get(item['occupation'], ''))}{months}"


def _dim(text: str) -> str:
    return f"[dim]{text}[/]"


def _field(key: str, language: str) -> str:
    return name("field", key, language)


def _ui(key: str, language: str) -> str:
    return name("read", key, language)


def _print(*lines: str) -> None:
    console().print("\n".join(lines), soft_wrap=True)
