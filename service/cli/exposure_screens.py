"""Crowding before and after in the terminal, with the first lists."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from service.cli.terminal import console
from service.i18n import NARROW, name
from service.importers.strict_json import printable

Json = dict[str, Any]
_LISTS_SHOWN, _ITEMS_SHOWN, _NAMED = 5, 5, 5
_SHARES = ("coverage", "max_share", "mean_loss", "worst_loss")
_COUNTS = ("max_shown", "never_shown")


def exposure(answer: Json, language: str) -> None:
    """Show the figures, what could not be kept, the front if it is there, and the first lists."""
    screen = console()
    screen.print(_before_and_after(answer, language))
    if answer["header"]:
        screen.print(f"{_ui('header', language)} {_plain(', '.join(answer['header']))}", style="dim")
    for reason, items in answer["not_kept"].items():
        if items:
            screen.print(f"[yellow]·[/] {_ui(reason, language)} {len(items)} ({_some(items)})")
    if "front" in answer:
        screen.print(_front(answer, language))
    _first_lists(screen, answer, language)


def _before_and_after(answer: Json, language: str) -> Table:
    given = ", ".join(_parameter(key, value, language) for key, value in answer["parameters"].items())
    made = _ui(f"method_{answer['method']}", language)
    table = Table(title=f"{_ui('title', language)} · {made} ({given})", title_justify="left")
    table.add_column(_ui("figure", language))
    for column in ("before", "after"):
        table.add_column(_ui(column, language), justify="right")
    for figure, value in answer["after"].items():
        before = answer["before"][figure]
        table.add_row(_ui(figure, language), _number(figure, before, language), _number(figure, value, language))
    return table


def _front(answer: Json, language: str) -> Table:
    shown = ("ndcg", "worst_ndcg", "congestion", "gini", "coverage", "max_shown", "never_shown")
    allowed = _number("max_share", answer["front_max_loss"], language)
    table = Table(title=_ui("front", language).format(allowed), title_justify="left")
    for column in ("alpha", *shown):
        table.add_column(_ui(column, language), justify="right")
    for row in answer["front"]:
        table.add_row(_short(row["alpha"], language), *(_number(figure, row[figure], language) for figure in shown))
    return table


def _first_lists(screen: Console, answer: Json, language: str) -> None:
    screen.print(f"[bold]{_ui('lists', language)}[/] {len(answer['lists'])}")
    for of in answer["lists"][:_LISTS_SHOWN]:
        items = ", ".join(
            f"{_plain(item['column'])} [dim]({item['before']})[/]" if item["before"] != item["rank"]
            else _plain(item["column"])
            for item in of["items"][:_ITEMS_SHOWN]
        )  # fmt: skip
        more = " …" if len(of["items"]) > _ITEMS_SHOWN else ""
        screen.print(f"  {_plain(of['row'])} → {items}{more}")
    screen.print(_ui("own_rank", language), style="dim")


def _parameter(key: str, value: float, language: str) -> str:
    said = _number("max_share", value, language) if key == "max_loss" else _short(value, language)
    return _ui(f"with_{key}", language).format(said)


def _short(value: float, language: str) -> str:
    return f"{value:g}".replace(".", ",") if language == "fr" else f"{value:g}"


def _some(items: list[Any]) -> str:
    named = [_plain(item["column"] if isinstance(item, dict) else item) for item in items[:_NAMED]]
    return ", ".join(named) + (" …" if len(items) > _NAMED else "")


def _number(figure: str, value: float | None, language: str) -> str:
    if value is None:
        return "–"
    if figure in _COUNTS:
        return str(value)
    said = f"{100 * value:.1f}" if figure in _SHARES else f"{value:.3f}"
    unit = ("%" if language == "en" else f"{NARROW}%") if figure in _SHARES else ""
    return (said.replace(".", ",") if language == "fr" else said) + unit


def _plain(text: str) -> str:
    return escape(printable(text))


def _ui(key: str, language: str) -> str:
    return name("exposure", key, language)
