"""Answers as tables in the terminal. The facts come from shapes.py; here they only find their place."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape as escaped
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from service.i18n import NARROW, name
from service.problems import in_language

Json = dict[str, Any]
REASONS_SHOWN = 4
MISSING_SHOWN = 2
PROBLEMS_SHOWN = 20
_QUOTED = re.compile(
    r"""(?<!\w)(?P<mark>['"])(?P<text>(?:(?!(?P=mark)).)*)(?P=mark)(?!\w)"""
)  # as repr() writes a text
USEFUL = 0.02  # points of a side: a reason that gives less is not worth a line


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """Yield what use cases call as they advance: a bar on the error output, or nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def advance(done: int, total: int, what: str) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield advance


def ranking(answer: Json, language: str) -> None:
    """Show the best matches for one, each with its reasons, what to check and what to ask."""
    screen = console()
    side = "candidate" if "candidate" in answer else "opening"
    other = "opening" if side == "candidate" else "candidate"
    title = f"{_ui(f'ranked_{other}s', language)} · {escape(answer[side])}" + _paren(answer.get("title"))
    table = _table(title, language, "rank", "score", other, "reasons", "questions")
    for match in answer["matches"]:
        table.add_row(str(match["rank"]), _score(match), _head(match, other), _why(match), _ask(match))
    if side == "candidate" and answer["matches"] and not any(map(_is_wished, answer["matches"])):
        screen.print(f"[yellow]{_ui('not_wished', language)}[/]")
    screen.print(table if answer["matches"] else f"[bold]{title}[/]\n{_ui('nothing', language)}")
    screen.print(_counts(answer, language), style="dim")


def why(answer: Json, language: str) -> None:
    """Show all that explains one pair: both sides' points, blockers with what lifts them, what to ask."""
    screen = console()
    verdict = "fits" if answer["ranked"] else "removed"
    pair = f"[bold]{escape(answer['candidate'])} ↔ {escape(answer['opening'])}[/]{_paren(answer.get('title'))}"
    screen.print(f"{pair} · {_ui(verdict, language)}")
    for blocker in answer["blockers"]:
        screen.print(f"[red]✗[/] {escape(blocker['text'])}")
    for finding in answer["to_check"]:
        screen.print(f"[yellow]?[/] {escape(finding['text'])}")
    table = _table(_sides(answer, language), language, "criterion", "side", "points", "reason")
    for reason in answer["reasons"]:
        points = f"{100 * reason['contribution']:.1f} / {100 * reason['most']:.0f}"
        table.add_row(
            name("criterion", reason["criterion"], language),
            name("side", reason["side"], language),
            points,
            f"{_sign(reason)} {escape(reason['text'])}",
        )
    screen.print(table)
    for question in answer["questions"][:3]:
        screen.print(f"[cyan]→[/] {escape(question['text'])} [dim]({_span(question, language)})[/]")


def levers(answer: Json, language: str) -> None:
    """Show what would bring most openings within reach."""
    now = f"{answer['reachable']} {_ui('reachable', language)}"
    title = f"{_ui('levers', language)} · {escape(answer['candidate'])} ({now})"
    table = _table(title, language, "more", "lever")
    for lever in answer["levers"]:
        table.add_row(f"+{lever['more']}", escape(lever["text"]))
    console().print(table if answer["levers"] else f"[bold]{title}[/]\n{_ui('no_lever', language)}")


def nobody(answer: Json, language: str) -> None:
    """Show what every rule removes from one opening."""
    title = f"{_ui('nobody', language)} · {escape(answer['opening'])}{_paren(answer.get('title'))}"
    table = _table(title, language, "criterion", "removed_by", "alone", "unknown", "reason")
    for rule in answer["rules"]:
        counts = [str(rule[name_]) for name_ in ("removed", "alone", "unknown")]
        table.add_row(name("criterion", rule["criterion"], language), *counts, escape(rule["text"]))
    screen = console()
    screen.print(table)
    screen.print(_counts(answer, language), style="dim")


def loaded(answer: Json, language: str) -> None:
    """Show what a load changed, and the lines that have a problem."""
    screen = console()
    title = _ui("dry_run" if answer["dry_run"] else "loaded", language)
    table = _table(title, language, "table", "added", "changed", "gone", "same")
    for what, counts in answer["tables"].items():
        table.add_row(what, *(str(counts[part]) for part in ("added", "changed", "gone", "same")))
    screen.print(table)
    problems = answer["problems"]
    for problem in problems[:PROBLEMS_SHOWN]:
        mark = "[yellow]·[/]" if problem["kept"] else "[red]✗[/]"
        line = f"{_ui('line', language)} {problem['line']}" if problem["line"] else _ui("whole_file", language)
        where = " ".join(part for part in (problem["file"], line) if part)
        told = (where, field_name(problem["field"], language), reason_in(problem["reason"], language))
        screen.print(f"{mark} {' · '.join(escaped(part) for part in told if part)}", soft_wrap=True)
    if len(problems) > PROBLEMS_SHOWN:
        screen.print(f"… {len(problems) - PROBLEMS_SHOWN} {_ui('more_problems', language)}")
    counts = (f"{_ui(part, language)}{_colon(language)} {answer[part]}" for part in ("refused", "remarks"))
    screen.print(" · ".join(counts))


def field_name(field: str, language: str) -> str:
    """Return the name of a field for people; what stands inside it, such as [2].label, follows as it is."""
    if field in ("file", "line"):  # nothing but where the problem is, which its line says already
        return ""
    word = re.match(r"\w*", field)[0]
    try:
        return name("field", word, language) + field[len(word) :]
    except KeyError:
        return field


def reason_in(reason: str, language: str) -> str:
    """Return a reason in a language, with the quotation marks of that language."""
    left, right = (f"«{NARROW}", f"{NARROW}»") if language == "fr" else ("“", "”")
    said = in_language(reason, language)
    return _QUOTED.sub(lambda found: f"{left}{found['text']}{right}", said)


def exported(count: int, path: Path, language: str) -> None:
    """Say what was written where."""
    console().print(f"{count} {_ui('exported_one' if count == 1 else 'exported', language)} {escape(str(path))}")


def chapter(key: str, language: str) -> None:
    """Print a line between the parts of the demonstration."""
    console().print(f"\n[bold cyan]{_ui(key, language)}[/]\n")


def console() -> Console:
    """Return the terminal; what is redirected to a file gets wide lines, unless COLUMNS says how wide."""
    screen = Console(highlight=False)
    fixed = screen.is_terminal or "COLUMNS" in os.environ
    return screen if fixed else Console(highlight=False, width=max(screen.width, 140))


def _table(title: str, language: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, expand=True, show_lines=False
    )
    for column in columns:
        numeric = column in ("rank", "more", "added", "changed", "gone", "same", "removed_by", "alone", "unknown")
        table.add_column(
            _ui(column, language),
            justify="right" if numeric else "left",
            no_wrap=numeric,
            ratio={"reasons": 5, "questions": 3, "opening": 3, "candidate": 1, "reason": 6, "lever": 6}.get(column),
        )
    return table


def _is_wished(match: Json) -> bool:
    """Return whether a match is the job wished or one near it, or whether nobody can say."""
    occupation = next(reason["code"] for reason in match["reasons"] if reason["criterion"] == "occupation")
    return occupation not in ("other_occupation", "same_domain")


def _score(match: Json) -> str:
    low, high = round(100 * match["low"]), round(100 * match["high"])
    return f"[bold]{round(100 * match['score'])}[/]\n[dim]{low}–{high}[/]"


def _head(match: Json, other: str) -> str:
    parts = [match.get("company"), ", ".join(match.get("wishes", [])), match.get("place")]
    about = " · ".join(escape(part) for part in parts if part)
    return "\n".join(
        part for part in (escape(match.get("title") or match[other]), about, f"[dim]{escape(match[other])}[/]") if part
    )


def _why(match: Json) -> str:
    shown = [r for r in match["reasons"] if r["met"] > 0 and r["contribution"] >= USEFUL][:REASONS_SHOWN]
    missing = [r for r in match["missing"] if r not in shown and r["met"] + r["unknown"] < 0.5][:MISSING_SHOWN]
    lines = [f"{_sign(reason)} {escape(reason['text'])}" for reason in shown]
    return "\n".join([*lines, *(f"[red]−[/] {escape(reason['text'])}" for reason in missing)])


def _ask(match: Json) -> str:
    lines = [f"[yellow]?[/] {escape(finding['text'])}" for finding in match["to_check"][:2]]
    return "\n".join([*lines, *(f"[cyan]→[/] {escape(q['text'])}" for q in match["questions"][:1])])


def _sign(reason: Json) -> str:
    if reason["met"] + reason["unknown"] < 0.5:
        return "[red]−[/]"
    return "[green]+[/]" if reason["met"] >= 0.5 else "[yellow]~[/]"


def _span(question: Json, language: str) -> str:
    return (
        f"{_ui('from', language)} {round(100 * question['low'])} {_ui('to', language)} {round(100 * question['high'])}"
    )


def _counts(answer: Json, language: str) -> str:
    removed = ", ".join(f"{name('criterion', c, language)} {n}" for c, n in answer.get("removed", {}).items())
    counts = f"{answer['reachable']} {_ui('reachable', language)} / {answer['considered']}"
    return counts + (f" · {_ui('removed_by', language)}{_colon(language)} {removed}" if removed else "")


def _paren(text: str | None) -> str:
    return f" ({escape(text)})" if text else ""


def escape(text: str) -> str:
    """Return a text for a cell; lines must not break inside quotation marks, which rich would allow."""
    return escaped(text.replace("«\u202f", "«").replace("\u202f»", "»"))


def _sides(answer: Json, language: str) -> str:
    """Return the joint score, what the unknowns leave open, and the score of each side."""
    low, high, joint = (round(100 * answer[part]) for part in ("low", "high", "score"))
    sides = (f"{name('side', s, language)} {round(100 * answer[f'{s}_score'])}" for s in ("candidate", "opening"))
    return f"{joint}/100 ({low}–{high}) · {' · '.join(sides)}"


def _colon(language: str) -> str:
    return "\u202f:" if language == "fr" else ":"


def _ui(key: str, language: str) -> str:
    return name("terminal", key, language)
