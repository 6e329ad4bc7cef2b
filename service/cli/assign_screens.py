"""An assignment in the terminal: who goes where, what it is worth, who is left out and what would change that."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from rich import box
from rich.markup import escape
from rich.table import Table

from service.cli.terminal import console
from service.i18n import name, worded

Json = dict[str, Any]
_SHOWN: Final = 60  # pairs, and people left out


@dataclass(frozen=True, slots=True)
class _Scale:
    """How scores are shown: what they are multiplied by, and the decimals of one and of a sum."""

    times: int
    decimals: int
    of_sums: int


_OF_FILE: Final = _Scale(1, 3, 3)
_OF_STORE: Final = _Scale(100, 0, 1)  # as everywhere else on the screens


def plan(answer: Json, language: str) -> None:
    """Show the pairs with their reasons, the figures, then those left out; scores from 0 to 100."""
    _show(answer, _OF_STORE, language)


def plan_of_file(answer: Json, language: str) -> None:
    """Show the same with the scores as the file has them."""
    _show(answer, _OF_FILE, language)


def _show(answer: Json, scale: _Scale, language: str) -> None:
    screen = console()
    screen.print(_pairs(answer, scale, language))
    _more(answer["pairs"], language)
    screen.print("\n".join(_figures(answer, scale, language)))
    if answer["left_out"]:
        screen.print(_left_out(answer["left_out"], language))
        _more(answer["left_out"], language)


def _pairs(answer: Json, scale: _Scale, language: str) -> Table:
    shown = answer["pairs"][:_SHOWN]
    extra = [part for part in ("slot", "why") if any(pair.get(_KEY[part]) for pair in shown)]
    table = _table("title", ("person", "place", "score", *extra), language)
    for pair in shown:
        cells = {"slot": _slot(pair, language), "why": "\n".join(map(escape, pair.get("reasons", [])))}
        score = _number(pair["score"], scale, language)
        table.add_row(escape(pair["person"]), escape(pair["place"]), score, *(cells[part] for part in extra))
    return table


_KEY: Final = {"slot": "slot", "why": "reasons"}


def _slot(pair: Json, language: str) -> str:
    if not (slot := pair.get("slot")):
        return ""
    return worded(slot, "slot", language) + (f"\n{_ui('shared', language)}" if slot["shared"] else "")


def _figures(answer: Json, scale: _Scale, language: str) -> Iterator[str]:
    people = answer["placed"] + len(answer["left_out"])
    yield f"[bold]{_ui('placed', language).format(placed=answer['placed'], people=people)}[/]"
    weighed = not answer["aims"]  # by weights, which count a score from 0 to 1
    gap = _sum(answer["gap"], _OF_FILE if weighed else scale, language)
    proof = _ui("proved", language) if answer["proved"] else _ui("not_proved", language).format(gap)
    mean = answer["total"] / max(answer["placed"], 1)
    yield _ui("total", language).format(
        total=_sum(answer["total"], scale, language), mean=_number(mean, scale, language)
    )
    yield f"{_ui('worth', language).format(_sum(answer['worth'], _OF_FILE, language))} · {proof}" if weighed else proof
    if answer["worst_off"] is not None:
        yield _ui("worst_off", language).format(_number(answer["worst_off"], scale, language))
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


def _number(value: float, scale: _Scale, language: str) -> str:
    return _rounded(scale.times * value, scale.decimals, language)


def _sum(value: float, scale: _Scale, language: str) -> str:
    return _rounded(scale.times * value, scale.of_sums, language)


def _rounded(value: float, decimals: int, language: str) -> str:
    said = f"{value:.{decimals}f}"
    return said.replace(".", ",") if language == "fr" else said


def _ui(key: str, language: str) -> str:
    return name("assignment", key, language)
