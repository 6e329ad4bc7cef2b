"""What is printed of a meetup and what follows it, in the terminal."""

from typing import Any

from rich.markup import escape

from service.cli.terminal import console
from service.i18n import name

Json = dict[str, Any]


def printed(answer: Json, language: str) -> None:
    """Show where the sheets are, and how many."""
    _print(
        f"[bold]{escape(answer['folder'])}[/]",
        _count("files", len(answer["files"]), language),
        _count("sheets", len(answer["sheets"]), language),
        _count("calendars", answer["calendars"], language),
        *([_count("cancellations", len(answer["cancelled"]), language)] if answer["cancelled"] else []),
    )


def outcome(answer: Json, language: str) -> None:
    """Show the figures, then who is introduced to whom and why."""
    figures = answer["figures"]
    _print(*(_count(key, figures[key], language) for key in ("planned", "met", "missed", "not_told")))
    for side in ("people", "hosts"):
        shown = {"expected": "planned", "present": "present", "absent": "absent"}
        parts = (f"{_ui(word, language)} {figures[side][key]}" for word, key in shown.items())
        told = _ui("answered", language).format(figures[side]["answers"])
        yes = figures[side]["yes"]
        interest = f", {_ui('interested', language).format(yes)}" if yes is not None else ""
        _print(f"{_ui(f'side_{side}', language)} · {', '.join(parts)} · {told}{interest}")
    _print("", f"[bold]{_ui('introductions', language)} · {figures['mutual']}[/]")
    for to in answer["introductions"]:
        company = f" ({escape(to['company'])})" if to["company"] else ""
        _print(f" {escape(to['person_name'])} – {escape(to['host_name'])}{company}")
        _print(*(f"   [green]+[/] {escape(reason)}" for reason in to["reasons"]))
    if not answer["introductions"]:
        _print(f" [dim]{_ui('no_introduction', language)}[/]")


def reranked(answer: Json, language: str) -> None:
    """Show what the answers changed, and where they come from."""
    _print(_count("answers", answer["answers"], language), _count("met", answer["met"], language))
    _print(_changed(answer, language))
    for item in answer["criteria"]:
        if item["weight"]:
            more = _ui("counts_more" if item["weight"] > 0 else "counts_less", language)
            _print(f" {escape(item['criterion'])} · {more}")
    _print(f"[bold]{_ui('for_organiser', language)}[/]")
    _print(f"{_ui('next', language)} {escape(answer['next'])}")


def _changed(answer: Json, language: str) -> str:
    if answer["most_factor"] is None:
        return _ui("few_answers" if answer["answers"] else "no_change", language)
    low, high = (_factor(answer[key], language) for key in ("least_factor", "most_factor"))
    return _ui("factors", language).format(low, high)


def _factor(value: float, language: str) -> str:
    text = f"{value:.2f}"
    return text.replace(".", ",") if language == "fr" else text


def _count(key: str, count: int, language: str) -> str:
    return f"{_ui(key, language)} · {count}"


def _ui(key: str, language: str) -> str:
    return name("after", key, language)


def _print(*lines: str) -> None:
    for line in lines:
        console().print(line, soft_wrap=True)
