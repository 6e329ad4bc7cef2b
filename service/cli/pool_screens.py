"""Pools of part-time openings in the terminal: each as a small table, what fits, what to check, what to ask."""

from typing import Any

from rich import box
from rich.table import Table

from service.cli.terminal import console, escape
from service.i18n import name, worded

Json = dict[str, Any]
REASONS_SHOWN = 2  # of each opening


def pools(answer: Json, language: str) -> None:
    """Show the pools of one candidate."""
    screen = console()
    screen.print(f"[bold]{_said('title', language)} · {escape(answer['candidate'])}[/]")
    for pool in answer["pools"]:
        head = f"{pool['rank']}. {_said('score', language)} {round(100 * pool['score'])}"
        screen.print(f"\n[bold]{head}[/] · {_span(pool['hours'], language)}")
        screen.print(_table(pool["openings"], language))
        for mark, notes in (("[green]+[/]", "reasons"), ("[yellow]?[/]", "to_check"), ("[cyan]→[/]", "questions")):
            for note in pool[notes]:
                screen.print(f"   {mark} {escape(note['text'])}", soft_wrap=True)
    if not answer["pools"]:
        screen.print(_said("none", language).format(_span(answer["wanted"], language)))
    counts = _said("counts", language).format(answer["reachable"], answer["considered"])
    screen.print(f"\n{counts}", style="dim")


def _table(openings: list[Json], language: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=True)
    for column, ratio in (("opening", 4), ("hours", None), ("times", 2), ("start", 2), ("score", None), ("why", 5)):
        table.add_column(_said(column, language), ratio=ratio, overflow="fold")
    for opening in openings:
        about = " · ".join(escape(opening[part]) for part in ("company", "place") if part in opening)
        title = escape(opening.get("title", opening["opening"]))
        met = [reason["text"] for reason in opening["reasons"] if reason["met"] >= 0.5][:REASONS_SHOWN]
        table.add_row(
            f"{title}\n{about}\n[dim]{escape(opening['opening'])}[/]",
            _span(opening.get("hours", {}), language),
            worded(opening["working_times"], "time", language) if opening.get("working_times") else "?",
            worded(opening["start"], "date", language) if "start" in opening else "?",
            str(round(100 * opening["score"])),
            escape("\n".join(met)),
        )
    return table


def _span(hours: Json, language: str) -> str:
    ends = [worded(hours[end], "hours", language) for end in ("min", "max") if end in hours]
    return " – ".join(dict.fromkeys(ends)) or "?"


def _said(key: str, language: str) -> str:
    return name("pool", key, language)
