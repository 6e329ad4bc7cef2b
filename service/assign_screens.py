"""An assignment in the terminal: who goes where, what it is worth, who is left out and what would change that."""

from collections.abc import Iterator
from typing import Any, Final

from rich import box
from rich.table import Table

from service.i18n import name, worded
from service.terminal import console, escape

Json = dict[str, Any]
_SHOWN: Final = 60  # pairs, and people left out


def plan(answer: Json, language: str) -> None:
    """Show the pairs with their reasons, the figures, then those left out."""
    screen = console()
    screen.print(_pairs(answer, language))
    _more(answer["pairs"], language)
    screen.print("\n".join(_figures(answer, language)))
    if answer["left_out"]:
        screen.print(_left_out(answer["left_out"], language))
        _more(answer["left_out"], language)


def _pairs(answer: Json, language: str) -> Table:
    shown = answer["pairs"][:_SHOWN]
    extra = [part for part in ("slot", "why") if any(pair.get(_KEY[part]) for pair in shown)]
    table = _table("title", ("person", "place", "score", *extra), language)
    for pair in shown:
        cells = {"slot": _slot(pair, language), "why": "\n".join(map(escape, pair.get("reasons", [])))}
        score = _number(pair["score"], language)
        table.add_row(escape(pair["person"]), escape(pair["place"]), score, *(cells[part] for part in extra))
    return table


_KEY: Final = {"slot": "slot", "why": "reasons"}


def _slot(pair: Json, language: str) -> str:
    if not (slot := pair.get("slot")):
        return ""
    return worded(slot, "slot", language) + (f"\n{_ui('shared', language)}" if slot["shared"] else "")


def _figures(answer: Json, language: str) -> Iterator[str]:
    people = answer["placed"] + len(answer["left_out"])
    yield f"[bold]{_ui('placed', language).format(placed=answer['placed'], people=people)}[/]"
    gap = _number(answer["gap"], language)
    proof = _ui("proved", language) if answer["proved"] else _ui("not_proved", language).format(gap)
    total = _ui("total", language).format(_number(answer["total"], language))
    if answer["aims"]:
        yield f"{total} · {proof}"
    else:
        yield f"{total} · {_ui('worth', language).format(_number(answer['worth'], language))} · {proof}"
    if answer["worst_off"] is not None:
        yield _ui("worst_off", language).format(_number(answer["worst_off"], language))
    if loads := list(answer["loads"].values()):
        yield _ui("loads", language).format(least=min(loads), most=max(loads), idle=loads.count(0))
    blocking = answer["stability"]["blocking_pairs"]
    yield _ui("blocking", language).format(blocking) if blocking else _ui("stable", language)


def _left_out(people: list[Json], language: str) -> Table:
    table = _table("left_out", ("person", "why", "change"), language)
    for one in people[:_SHOWN]:
        table.add_row(escape(one["person"]), escape(one["text"]), escape(one["change_text"]))
    return table


def _table(title: str, columns: tuple[str, ...], language: str) -> Table:
    table = Table(title=_ui(title, language), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for column in columns:
        justify = "right" if column == "score" else "left"
        table.add_column(_ui(column, language), justify=justify, overflow="fold", no_wrap=column == "slot")
    return table


def _more(items: list[Any], language: str) -> None:
    if len(items) > _SHOWN:
        console().print(_ui("more", language).format(len(items) - _SHOWN), style="dim")


def _number(value: float, language: str) -> str:
    said = f"{value:.3f}"
    return said.replace(".", ",") if language == "fr" else said


def _ui(key: str, language: str) -> str:
    return name("assignment", key, language)
