"""Pathways and courses in the terminal."""

from typing import Any

from rich import box
from rich.table import Table

from service.cli.terminal import console, escape
from service.i18n import name, worded
from service.importers.strict_json import printable

Json = dict[str, Any]
SHOWN = 4  # things that a step gives
NAMED = 8  # people whom a course helps


def paths(answer: Json, language: str) -> None:
    """Show the earliest and the surest path, or what is missing."""
    screen = console()
    title = f"{_said('title', language)} · {escape(answer['candidate'])} → {escape(answer['to'])}"
    screen.print(f"[bold]{title}[/]")
    if answer["impossible"]:
        _impossible(answer["impossible"], language)
    elif _same(answer["shortest"], answer["surest"]):
        _path("both", answer["shortest"], language)
    else:
        _path("shortest", answer["shortest"], language)
        _path("surest", answer["surest"], language)
    for opening in answer["undated"]:
        told = escape(opening.get("title", opening["opening"]))
        screen.print(f"[cyan]→[/] {_said('undated', language).format(told)}", soft_wrap=True)
    for fact in answer["facts_not_asked"]:
        screen.print(f"[yellow]·[/] {_said('not_asked', language).format(escape(printable(fact)))}", soft_wrap=True)


def _same(one: Json, other: Json) -> bool:
    return one["opening"] == other["opening"] and one["steps"] == other["steps"]


def _path(which: str, path: Json, language: str) -> None:
    screen = console()
    head = _said("reached", language).format(
        escape(path.get("title", path["opening"])),
        worded(path["day"], "date", language),
        round(100 * path["confidence"]),
    )
    screen.print(f"\n[bold]{_said(which, language)}[/] · {head}", soft_wrap=True)
    if path["steps"]:
        screen.print(_steps(path["steps"], language))
    else:
        screen.print(f"   {_said('no_step', language)}")
    for finding in path["to_check"]:
        screen.print(f"   [yellow]?[/] {escape(finding['text'])}", soft_wrap=True)
    before, after = path["before"], path["after"]
    counts = _said("effect", language).format(
        before["reachable"], after["reachable"], _points(before["score"]), _points(after["score"])
    )
    if after["reachable"] < before["reachable"]:
        counts += f" {_said('fewer', language)}"
    screen.print(f"   {counts}", style="dim", soft_wrap=True)


def _steps(steps: list[Json], language: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    for column, ratio in (("when", 2), ("step", 4), ("seats", None), ("sure", None), ("why", 5)):
        table.add_column(_said(column, language), ratio=ratio, overflow="fold")
    for step in steps:
        about = "\n".join(part for part in (step["programme"], _some(step["gives"], language)) if part)
        notes = [f"+ {note['text']}" for note in step["why"]]
        notes += [f"? {finding['text']}" for finding in step["to_check"]]
        notes += [f"? {fact['text']}" for fact in step["missing_facts"]]
        seats = "?" if step["seats_left"] is None else str(step["seats_left"])
        when = _said("from_to", language).format(*(worded(step[end], "date", language) for end in ("start", "end")))
        title = f"{escape(step['title'])}\n[dim]{escape(about)}[/]"
        table.add_row(when, title, seats, str(round(100 * step["confidence"])), escape("\n".join(notes)))
    return table


def _impossible(found: Json, language: str) -> None:
    screen = console()
    head = _said("impossible", language)
    if "opening" in found:
        head += f" {_said('nearest', language).format(escape(found.get('title', found['opening'])))}"
    screen.print(f"\n[bold]{head}[/]", soft_wrap=True)
    for text in [*(finding["text"] for finding in found["blockers"]), *([found["text"]] if found["text"] else [])]:
        screen.print(f"   [red]✗[/] {escape(text)}", soft_wrap=True)
    for closed in found["closed"]:
        why = " ".join(note["text"] for note in closed["why"])
        screen.print(f"   [yellow]·[/] {escape(closed['title'])} — {escape(why)}", soft_wrap=True)


def courses(answer: Json, language: str) -> None:
    """Show which courses to open next."""
    screen = console()
    table = Table(title=_said("courses", language), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for column in ("rank", "course", "when", "effect_of"):
        table.add_column(_said(column, language), overflow="fold")
    for course in answer["courses"]:
        when = worded(course["start"], "date", language) if course["exists"] else _said("to_open", language)
        gives = _some(course["gives"], language)
        title = f"{escape(course['title'])}\n[dim]{escape(gives)}[/]"
        whom = _said("whom", language).format(escape(_few(course["people"])))
        table.add_row(str(course["rank"]), title, when, f"{escape(course['text'])}\n[dim]{whom}[/]")
    screen.print(table if answer["courses"] else _said("no_course", language))
    counts = _said("now", language).format(answer["placed"], answer["people"], answer["positions"])
    screen.print(counts, style="dim")


def _some(gives: list[str], language: str) -> str:
    return worded(gives[:SHOWN], "quoted", language) if gives else ""


def _few(identifiers: list[str]) -> str:
    more = f" … (+{len(identifiers) - NAMED})" if len(identifiers) > NAMED else ""
    return ", ".join(identifiers[:NAMED]) + more


def _points(score: float | None) -> str:
    return "—" if score is None else str(round(100 * score))


def _said(key: str, language: str) -> str:
    return name("path", key, language)
