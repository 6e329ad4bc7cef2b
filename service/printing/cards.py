"""Why two meet, and what to ask first, from what the engine says of the pair: all of it may be read by both."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from matching.model import Match
from service.i18n import name, sentence, worded
from service.names import Named, resolved
from service.printing.questions import help_question, trade_question

Json = dict[str, Any]
_REASONS: Final = 2
_TRADES: Final = ("trade_known", "trade_family", "trade_near")
_HELP: Final = ("help_wished", "help_partly")
_LANGUAGE: Final = "common_language_spoken"
_TOLD: Final = ("trade_known", "way_in_open", "trade_family", "trade_near", "trade_sector", *_HELP, _LANGUAGE)
_HOME: Final = "fr"  # which goes without saying


def on(
    meetings: Iterable[Json],
    place: Mapping[str, int],
    matches: Mapping[tuple[str, str], Match],
    named: Named,
    language: str,
) -> list[Json]:
    """Return the meetings with `why`, and with `question` where the pair brings one that the person has not asked yet.

    `place` is a person's in the file. A meeting without a match stays as it is.
    """
    told, asked = [], set()
    for met in meetings:
        if match := matches.get((met["person"], met["host"])):
            card = _card(match, named, place[met["person"]], met["round"], language)
            question = met["person"], card.get("question")
            if question in asked:
                card.pop("question", None)
            asked.add(question)
            met = met | card
        told.append(met)
    return told


def _card(match: Match, named: Named, place: int, number: int, language: str) -> Json:
    met = {reason.code: resolved(reason.numbers, named) for reason in match.reasons if reason.met > 0}
    if not _beyond_home(met.get(_LANGUAGE, {})):
        met.pop(_LANGUAGE, None)
    told = [_said(code, met[code], language) for code in _TOLD if code in met]
    asked = _question(met, place, number, language)
    return {"why": told[:_REASONS]} | ({"question": asked} if asked else {})


def _said(code: str, facts: Mapping[str, Any], language: str) -> str:
    """Return a reason in the words of the screens, without points and without what is lacking."""
    if code == "way_in_open" and _label(facts):
        return name("meetup_card", "way_in", language).format(worded(_label(facts), "quoted", language))
    if code in _HELP:
        return name("meetup_card", "help", language).format(worded(facts["common_help"], "help", language))
    return sentence(code, {**facts, "points": None}, language)


def _question(met: Mapping[str, Mapping[str, Any]], place: int, number: int, language: str) -> str:
    """Return the question about the trade known, else about help; empty where neither is told."""
    trades = [label for code in _TRADES if code in met and (label := _label(met[code]))]
    kinds = [kind for code in _HELP if code in met for kind in met[code]["common_help"]]
    if trades:
        return trade_question(trades[0], place, number, language)
    return help_question(kinds[(place + number) % len(kinds)], language) if kinds else ""


def _label(facts: Mapping[str, Any]) -> str:
    """Return the words for a trade; empty for one that nobody can name."""
    trade = facts.get("occupation") or {}
    return trade["label"] if trade.get("code") and trade["label"] != "?" else ""


def _beyond_home(facts: Mapping[str, Any]) -> bool:
    return any(one["language"]["code"] != _HOME for one in facts.get("common_languages", []))
