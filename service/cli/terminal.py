"""What all screens of the terminal are made of, and those that say what a file changed."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from service.i18n import NARROW, name
from service.problems import in_language

Json = dict[str, Any]
PROBLEMS_SHOWN = 20
_RATIOS = {
    "reasons": 5,
    "questions": 3,
    "opening": 3,
    "sponsor": 3,
    "candidate": 2,
    "reason": 6,
    "lever": 6,
}
_QUOTED = re.compile(
    r"""(?<!\w)(?P<mark>['"])(?P<text>(?:(?!(?P=mark)).)*)(?P=mark)(?!\w)"""
)  # as repr() writes a text

_HELD = str.maketrans("\xa0\u202f", "\ue0a0\ue0af")  # as private letters of the same width
_FREED = str.maketrans("\ue0a0\ue0af", "\xa0\u202f")


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


def loaded(answer: Json, language: str) -> None:
    """Show what a load changed, and the lines that have a problem."""
    screen = console()
    title = ui("dry_run" if answer["dry_run"] else "loaded", language)
    table = blank_table(title, language, "table", "added", "changed", "gone", "same")
    for what, counts in answer["tables"].items():
        table.add_row(what, *(str(counts[part]) for part in ("added", "changed", "gone", "same")))
    screen.print(table)
    problems = answer["problems"]
    for problem in problems[:PROBLEMS_SHOWN]:
        mark = "[yellow]·[/]" if problem["kept"] else "[red]✗[/]"
        line = f"{ui('line', language)} {problem['line']}" if problem["line"] else ui("whole_file", language)
        where = " ".join(part for part in (problem["file"], line) if part)
        told = (where, field_name(problem["field"], language), reason_in(problem["reason"], language))
        screen.print(f"{mark} {' · '.join(escape(part) for part in told if part)}", soft_wrap=True)
    if len(problems) > PROBLEMS_SHOWN:
        screen.print(f"… {len(problems) - PROBLEMS_SHOWN} {ui('more_problems', language)}")
    counts = (f"{ui(part, language)}{colon(language)} {answer[part]}" for part in ("refused", "remarks"))
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
    console().print(f"{count} {ui('exported_one' if count == 1 else 'exported', language)} {escape(str(path))}")


def chapter(key: str, language: str) -> None:
    """Print a line between the parts of the demonstration."""
    console().print(f"\n[bold cyan]{ui(key, language)}[/]\n")


class _Screen(Console):
    """A console that breaks no line at a no-break space: rich would, so it sees letters, which _Output turns back."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(text.translate(_HELD), **options)


@dataclass(frozen=True)
class _Output:
    """The standard output, on which no-break spaces are themselves again."""

    file: TextIO

    def write(self, text: str) -> int:
        return self.file.write(text.translate(_FREED))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def console() -> Console:
    """Return the terminal; what is redirected to a file gets wide lines, unless COLUMNS says how wide."""
    output = cast(TextIO, _Output(sys.stdout))
    screen = _Screen(file=output, highlight=False)
    fixed = screen.is_terminal or "COLUMNS" in os.environ
    return screen if fixed else _Screen(file=output, highlight=False, width=max(screen.width, 140))


def blank_table(title: str, language: str, *columns: str) -> Table:
    """Return a table without rows; columns are keys of the names of the terminal."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, expand=True, show_lines=False
    )
    for column in columns:
        numeric = column in ("rank", "more", "added", "changed", "gone", "same", "removed_by", "alone", "unknown")
        table.add_column(
            ui(column, language),
            justify="right" if numeric else "left",
            no_wrap=numeric or column == "slots",
            ratio=_RATIOS.get(column),
        )
    return table


def colon(language: str) -> str:
    """Return the colon with the space that a language wants before it."""
    return "\u202f:" if language == "fr" else ":"


def ui(key: str, language: str) -> str:
    """Return a word of the screens."""
    return name("terminal", key, language)
