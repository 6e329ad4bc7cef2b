"""What a plan breaks, and the rules that prevent a wish, as sentences with the names that the file gives."""

from collections.abc import Iterable, Sequence

from matching.scheduling.model import Breach, Rule
from service.i18n import name
from service.importers.meetup_file import MeetupFile


def broken(breach: Breach, file: MeetupFile, language: str) -> str:
    """Return what a plan breaks, in a sentence."""
    return _said("meetup_broken", breach, file, language)


def rule(breach: Breach, file: MeetupFile, language: str) -> str:
    """Return what a rule asks, in a sentence."""
    return _said("meetup_rule", breach, file, language)


def rules(breaches: Iterable[Breach], file: MeetupFile, language: str) -> list[str]:
    """Return what rules ask, a sentence for each; wishes with one host are told together."""
    told: dict[tuple[str, ...], list[Breach]] = {}
    for breach in breaches:
        told.setdefault(
            (Rule.WISH, breach.who[1]) if breach.rule == Rule.WISH else (breach.rule, *breach.who), []
        ).append(breach)
    return [_together(alike, file, language) for alike in told.values()]


def preferred(aim: str, language: str) -> str:
    """Return why a wish gave way to an aim, or to few changes, in a sentence."""
    return name("meetup_preferred", aim, language)


def joined(words: Sequence[str], language: str) -> str:
    """Return words as a list that ends with "and"."""
    *most, last = words or [""]
    return f"{', '.join(most)} {_ui('and', language)} {last}" if most else last


def counted(count: int, what: str, language: str) -> str:
    """Return a number with its noun: 1 seat, 3 seats."""
    return _ui(f"{what}_one" if (count in (0, 1) and language == "fr") or count == 1 else what, language).format(count)


def rounds(numbers: Sequence[int], language: str) -> str:
    """Return rounds, which are told from 0, as people count them: rounds 1 and 4, rounds 2 to 5."""
    told = [str(number + 1) for number in numbers]
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        told = [_ui("span", language).format(told[0], told[-1])]
    return _ui("rounds" if len(numbers) > 1 else "one_round", language).format(joined(told, language))


def _said(group: str, breach: Breach, file: MeetupFile, language: str) -> str:
    who = [file.labels.get(one, one) for one in breach.who] + ["", ""]
    numbers = breach.numbers
    told = numbers.get("rounds", [numbers["round"]] if "round" in numbers else [])
    return name(group, breach.rule, language).format(
        a=who[0],
        b=who[1],
        others=joined(who[1:-2], language),
        rounds=rounds(told, language) if told else "",
        times=_times(len(told), language),
        seats=counted(numbers.get("seats", 0), "seats", language),
        people=counted(numbers.get("people", 0), "people", language),
        meetings=counted(numbers.get("meetings", 0), "meetings", language),
        minimum=counted(numbers.get("minimum", 0), "meetings", language),
        company=_company(breach, file),
    )


def _together(alike: Sequence[Breach], file: MeetupFile, language: str) -> str:
    if len(alike) == 1:
        return rule(alike[0], file, language)
    people, host = [breach.who[0] for breach in alike], alike[0].who[1]
    named = joined([file.labels.get(one, one) for one in people], language)
    return name("meetup_rule", "wishes", language).format(a=named, b=file.labels.get(host, host))


def _times(count: int, language: str) -> str:
    return _ui("twice", language) if count == 2 else _ui("times", language).format(count)


def _company(breach: Breach, file: MeetupFile) -> str:
    return file.companies.get(breach.who[1], "") if breach.rule == Rule.COMPANY else ""


def _ui(key: str, language: str) -> str:
    return name("meetup", key, language)
