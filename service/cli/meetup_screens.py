"""Meetups in the terminal: the plan by table and round, what it is worth, what is not kept and why."""

from collections import Counter, defaultdict
from itertools import groupby
from typing import Any

from rich import box
from rich.markup import escape
from rich.table import Table

from service.cli.terminal import console
from service.i18n import name
from service.importers.meetup_file import MeetupFile
from service.meetup_words import counted, joined, rounds

Json = dict[str, Any]
LEFT, GAP = 24, 2  # characters that the table and its host take, and between two columns
LONGEST = 16  # characters of a name in the plan
SHOWN = 20  # lines of what is not kept


def plan(file: MeetupFile, answer: Json, language: str) -> None:
    """Show the plan by table and round, then its worth and what is not kept."""
    screen = console()
    for table in _tables(file, answer["meetings"], screen.width, language):
        screen.print(table)
    if file.meetup.moving:
        screen.print(_ui("moving_legend", language), style="dim")
    worth(file, answer, language)


def worth(file: MeetupFile, answer: Json, language: str) -> None:
    """Show totals, proof, the least well served, breaks, and what is not kept with the reason."""
    screen = console()
    meetings = answer["meetings"]
    people = len({seat["person"] for seat in meetings})
    told = (len(meetings), "meetings"), (people, "people"), (file.meetup.rounds, "rounds_count")
    screen.print(" · ".join(counted(count, what, language) for count, what in told), style="bold")
    screen.print(_total(answer, language))
    if answer["least_served"]:
        who = _names(file, answer["least_served"], 3, language)
        screen.print(_ui("least_served", language).format(who, _decimal(answer["worst_off"], language)))
    for aim in answer["aims"]:
        if aim["aim"] not in ("total", "worst_off") and (aim["value"] or aim["bound"]):
            screen.print(_aim(aim, language))
    if answer["breaks"]:
        screen.print(_pauses(file, answer, language))
    if answer["alone"]:
        screen.print(_ui("alone", language).format(_names(file, answer["alone"], 12, language)), style="yellow")
    for pause in answer["breaks"]:
        who = _names(file, pause["people"], 12, language)
        screen.print(_ui("pause", language).format(rounds([pause["round"] - 1], language), who), style="dim")
    _not_kept(answer["broken"], language)


def replan(file: MeetupFile, answer: Json, language: str) -> None:
    """Show which sheets change, before and after, and what the new plan is worth."""
    screen = console()
    changed, least = answer["changed"], answer["changed_bound"]
    proof = "fewest" if changed == least else "at_least"
    screen.print(f"{counted(changed, 'changed', language)} {_ui(proof, language).format(least)}", style="bold")
    table = Table(box=box.SIMPLE_HEAD, title=_ui("sheets", language), title_justify="left", title_style="bold")
    for column in ("whose", "before", "after"):
        table.add_column(_ui(column, language), overflow="fold")
    for sheet in answer["sheets"]:
        moved = [
            row for row in (*sheet["before"], *sheet["after"]) if (row in sheet["before"]) != (row in sheet["after"])
        ]
        sides = (
            _itinerary(file, [row for row in sheet[side] if row in moved], language) for side in ("before", "after")
        )
        table.add_row(escape(_label(file, sheet["who"])), *sides)
    screen.print(table if answer["sheets"] else _ui("no_sheet", language))
    worth(file, answer, language)


def check(answer: Json, language: str) -> None:
    """Show what a plan breaks."""
    screen = console()
    soft = [one for one in answer["broken"] if one["rule"] in ("wish", "min_meetings")]
    for one in answer["broken"]:
        if one not in soft:
            screen.print(f"[red]✗[/] {escape(one['text'])}", soft_wrap=True)
    _not_kept(soft, language)
    screen.print(_ui("ok" if answer["ok"] else "not_ok", language), style="bold")


def impossible(answer: Json, language: str) -> None:
    """Show the rules that together leave no plan."""
    screen = console()
    if answer["impossible"]:
        screen.print(_ui("impossible" if answer["minimal"] else "impossible_among", language), style="bold")
    for one in answer["impossible"]:
        screen.print(f"[red]✗[/] {escape(one['text'])}", soft_wrap=True)


def _tables(file: MeetupFile, meetings: list[Json], width: int, language: str) -> list[Table]:
    """Return the plan, rounds as columns, as many side by side as the screen holds."""
    seated: dict[tuple[int, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for seat in meetings:
        key = (0, seat["host"]) if file.meetup.moving else (seat["table"], seat["host"])
        seated[key][seat["round"]].append(_person(file, seat))
    longest = max((len(one) for turns in seated.values() for turn in turns.values() for one in turn), default=4)
    at_once = max((width - LEFT) // (max(longest, 6) + GAP), 1)
    turns = range(1, file.meetup.rounds + 1)
    parts = [turns[first : first + at_once] for first in range(0, len(turns), at_once)]
    return [_part(file, seated, part, language) for part in parts]


def _part(file: MeetupFile, seated: Any, turns: range, language: str) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, title=escape(file.title), title_justify="left", title_style="bold", padding=(0, 1)
    )
    if not file.meetup.moving:
        table.add_column(_ui("table", language), justify="right", no_wrap=True)
    table.add_column(_ui("host", language), min_width=LONGEST, max_width=LONGEST)
    for turn in turns:
        table.add_column(rounds([turn - 1], language).capitalize(), overflow="fold")
    for (number, host), rows in sorted(seated.items()):
        cells = ["\n".join(map(escape, rows.get(turn, []))) or "[dim]·[/]" for turn in turns]
        words = " ".join(map(_cut, _label(file, host).split()))  # the table breaks lines between them
        table.add_row(*([] if file.meetup.moving else [str(number)]), escape(words), *cells)
    return table


def _person(file: MeetupFile, seat: Json) -> str:
    """Return a name for the plan, with the table where hosts move."""
    short = _cut(_label(file, seat["person"]))
    return f"{seat['table']} {short}" if file.meetup.moving else short


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _total(answer: Json, language: str) -> str:
    total, bound = (_decimal(answer[part], language) for part in ("total", "bound"))
    if answer["gap"] < 1e-6:
        return _ui("total_proved", language).format(total)
    return _ui("total_gap", language).format(total, bound, _decimal(100 * answer["gap"], language))


def _pauses(file: MeetupFile, answer: Json, language: str) -> str:
    """Return how many breaks people have, and who has the most."""
    times = Counter({seat["person"]: 0 for seat in answer["meetings"]})
    times.update(one for pause in answer["breaks"] for one in pause["people"])
    least, most = min(times.values()), max(times.values())
    if least == most:
        return _ui("pauses_alike", language).format(most)
    who = _names(file, [one for one, count in times.items() if count == most], 3, language)
    return _ui("pauses_each", language).format(least, most, who)


def _aim(aim: Json, language: str) -> str:
    said = _ui(f"aim_{aim['aim']}", language).format(f"{aim['value']:g}")
    return said if aim["proved"] else f"{said} {_ui('aim_bound', language).format(_decimal(aim['bound'], language))}"


def _not_kept(told: list[Json], language: str) -> None:
    screen = console()
    for rule, ones in groupby(told, key=lambda one: one["rule"]):
        listed = list(ones)
        screen.print(f"\n{_ui(f'unkept_{rule}', language).format(len(listed))}", style="bold")
        for one in listed[:SHOWN]:
            screen.print(f"[yellow]·[/] {escape(one['text'])}", soft_wrap=True)
        if len(listed) > SHOWN:
            screen.print(_ui("more", language).format(len(listed) - SHOWN), style="dim")


def _itinerary(file: MeetupFile, rows: list[Json], language: str) -> str:
    lines = (
        _ui("seat", language).format(row["round"], escape(_label(file, row["with"])), row["table"]) for row in rows
    )
    return "\n".join(lines) or "[dim]·[/]"


def _names(file: MeetupFile, who: list[str], most: int, language: str) -> str:
    shown = [escape(_label(file, one)) for one in who[:most]]
    return joined(shown, language) if len(who) <= most else f"{', '.join(shown)} … (+{len(who) - most})"


def _label(file: MeetupFile, who: str) -> str:
    return file.labels.get(who, who)


def _decimal(value: float, language: str) -> str:
    text = f"{value:.2f}"
    return text.replace(".", ",") if language == "fr" else text


def _ui(key: str, language: str) -> str:
    return name("meetup", key, language)
