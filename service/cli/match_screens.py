"""Matches, levers and diagnoses as tables in the terminal. The facts come from shapes; here they find their place."""

from typing import Any

from service.cli.terminal import blank_table, colon, console, escape, ui
from service.i18n import name, worded

Json = dict[str, Any]
REASONS_SHOWN = 4
MISSING_SHOWN = 2
WAY_IN = "way_in_open"  # always worth a line
HOURS = "availability_common"  # lists show the hours themselves
USEFUL = 0.02  # points of a side: a reason that gives less is not worth a line
_OF_CANDIDATES = ("opening", "sponsor")  # what a candidate is matched with


def rank_openings(answer: Json, language: str) -> None:
    """Show the best openings for one candidate, each with its reasons, what to check and what to ask."""
    if answer["matches"] and not any(map(_is_wished, answer["matches"])):
        console().print(f"[yellow]{ui('not_wished', language)}[/]")
    _ranking(answer, "candidate", "opening", ("reasons", "questions"), language)


def rank_sponsors(answer: Json, language: str) -> None:
    """Show the best sponsors for one candidate, with the first hours that both have."""
    _ranking(answer, "candidate", "sponsor", ("reasons", "questions"), language)


def rank_candidates(answer: Json, language: str) -> None:
    """Show the best candidates for one opening."""
    _ranking(answer, "opening", "candidate", ("reasons", "questions"), language)


def rank_people(answer: Json, language: str) -> None:
    """Show the best candidates for one sponsor, with the first hours that both have."""
    _ranking(answer, "sponsor", "candidate", ("reasons", "questions"), language)


def _ranking(answer: Json, one: str, other: str, columns: tuple[str, ...], language: str) -> None:
    screen = console()
    asked = f"ranked_{other}s" if one != "sponsor" else "ranked_people"
    title = f"{ui(asked, language)} · {escape(answer[one])}" + _paren(answer.get("title"))
    table = blank_table(title, language, "rank", "score", other, *columns)
    for match in answer["matches"]:
        cells = (_CELLS[column](match, language) for column in columns)
        table.add_row(str(match["rank"]), _score(match), _head(match, other, language), *cells)
    nothing = "no_sponsor" if other == "sponsor" else "nothing"
    screen.print(table if answer["matches"] else f"[bold]{title}[/]\n{ui(nothing, language)}")
    screen.print(_counts(answer, language), style="dim")


def why(answer: Json, language: str) -> None:
    """Show all that explains one pair: both sides' points, blockers, common hours, what to ask."""
    screen = console()
    counterpart = next(side for side in _OF_CANDIDATES if side in answer)
    verdict = "fits" if answer["ranked"] else "removed"
    pair = f"[bold]{escape(answer['candidate'])} ↔ {escape(answer[counterpart])}[/]{_paren(answer.get('title'))}"
    screen.print(f"{pair} · {ui(verdict, language)}")
    for blocker in answer["blockers"]:
        screen.print(f"[red]✗[/] {escape(blocker['text'])}")
    for finding in answer["to_check"]:
        screen.print(f"[yellow]?[/] {escape(finding['text'])}")
    table = blank_table(_sides(answer, counterpart, language), language, "criterion", "side", "points", "reason")
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
    """Show what would bring most openings, or sponsors, within reach."""
    of_sponsors = answer.get("for") == "sponsors"
    now = f"{answer['reachable']} {ui('sponsors_reachable' if of_sponsors else 'reachable', language)}"
    title = f"{ui('levers', language)} · {escape(answer['candidate'])} ({now})"
    table = blank_table(title, language, "more_sponsors" if of_sponsors else "more", "lever")
    for lever in answer["levers"]:
        table.add_row(f"+{lever['more']}", escape(lever["text"]))
    none = ui("no_lever_sponsors" if of_sponsors else "no_lever", language)
    console().print(table if answer["levers"] else f"[bold]{title}[/]\n{none}")


def nobody(answer: Json, language: str) -> None:
    """Show what every rule removes from one opening or one sponsor."""
    asked = next(answer[side] for side in _OF_CANDIDATES if side in answer)
    title = f"{ui('nobody', language)} · {escape(asked)}{_paren(answer.get('title'))}"
    table = blank_table(title, language, "criterion", "removed_by", "alone", "unknown", "reason")
    for rule in answer["rules"]:
        counts = [str(rule[name_]) for name_ in ("removed", "alone", "unknown")]
        table.add_row(name("criterion", rule["criterion"], language), *counts, escape(rule["text"]))
    screen = console()
    screen.print(table)
    screen.print(_counts(answer, language), style="dim")


def _is_wished(match: Json) -> bool:
    """Return whether a match is the job wished or one near it, or whether nobody can say."""
    occupation = next(reason["code"] for reason in match["reasons"] if reason["criterion"] == "occupation")
    return occupation not in ("other_occupation", "same_domain")


def _score(match: Json) -> str:
    low, high = round(100 * match["low"]), round(100 * match["high"])
    return f"[bold]{round(100 * match['score'])}[/]\n[dim]{low}–{high}[/]"


def _head(match: Json, other: str, language: str) -> str:
    help_ = ", ".join(name("help", each, language) for each in match.get("help", []))
    parts = [match.get("company"), ", ".join(match.get("wishes", [])), match.get("place"), help_]
    about = " · ".join(escape(part) for part in parts if part)
    title, identifier = escape(match.get("title") or ""), escape(match[other])
    return "\n".join(part for part in (title, about, f"[dim]{identifier}[/]" if title else identifier) if part)


def _why(match: Json, language: str) -> str:
    told = [r for r in match["reasons"] if r["met"] > 0 and r["contribution"] >= USEFUL and not _is_shown(r, match)]
    shown = told[:REASONS_SHOWN] + [r for r in told[REASONS_SHOWN:] if r["code"] == WAY_IN]
    missing = [r for r in match["missing"] if r not in shown and _is_lack(r)][:MISSING_SHOWN]
    lines = [f"{_sign(reason)} {escape(reason['text'])}" for reason in shown]
    lines += [f"[red]−[/] {escape(reason['text'])}" for reason in missing]
    return "\n".join([*lines, *(f"[green]◷[/] {worded(slot, 'slot', language)}" for slot in match.get("slots", []))])


def _is_shown(reason: Json, match: Json) -> bool:
    """Return whether a list shows a reason elsewhere: the hours, or what is the same for all of a sponsor's people."""
    return bool(reason["code"] == HOURS or (reason["criterion"] == "load" and "candidate" in match))


def _ask(match: Json, language: str) -> str:
    lines = [f"[yellow]?[/] {escape(finding['text'])}" for finding in match["to_check"][:2]]
    return "\n".join([*lines, *(f"[cyan]→[/] {escape(q['text'])}" for q in match["questions"][:1])])


_CELLS = {"reasons": _why, "questions": _ask}


def _sign(reason: Json) -> str:
    if _is_lack(reason):
        return "[red]−[/]"
    return "[yellow]~[/]" if reason["met"] < 0.5 <= reason["met"] + reason["unknown"] else "[green]+[/]"


def _is_lack(reason: Json) -> bool:
    """Return whether less than half may be met; a way in is none, however well it fits, nor are hours, however late."""
    return bool(reason["met"] + reason["unknown"] < 0.5 and reason["code"] not in (WAY_IN, HOURS))


def _span(question: Json, language: str) -> str:
    return f"{ui('from', language)} {round(100 * question['low'])} {ui('to', language)} {round(100 * question['high'])}"


def _counts(answer: Json, language: str) -> str:
    removed = ", ".join(f"{name('criterion', c, language)} {n}" for c, n in answer.get("removed", {}).items())
    counts = f"{answer['reachable']} {ui('reachable', language)} / {answer['considered']}"
    return counts + (f" · {ui('removed_by', language)}{colon(language)} {removed}" if removed else "")


def _paren(text: str | None) -> str:
    return f" ({escape(text)})" if text else ""


def _sides(answer: Json, counterpart: str, language: str) -> str:
    """Return the joint score, what the unknowns leave open, and the score of each side."""
    low, high, joint = (round(100 * answer[part]) for part in ("low", "high", "score"))
    sides = (f"{name('side', s, language)} {round(100 * answer[f'{s}_score'])}" for s in ("candidate", counterpart))
    return f"{joint}/100 ({low}–{high}) · {' · '.join(sides)}"
