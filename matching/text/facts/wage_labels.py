"""Wages as the labels of French offers write them, in euros a month, gross, for full time."""

import re
from dataclasses import dataclass

from matching.codes import plain
from matching.text.facts.amounts import AMOUNT, amounts_of, in_thousands

HOURS_A_MONTH = 151.67  # 35 hours a week
LOWEST, HIGHEST = 300, 30_000  # euros a month; outside, the offer holds a typing error or another unit

_NO_WAGE = r"\b(primes?|repas|paniers?|tickets?|titres?|mutuelle|indemnites?|bonus|commissions?|carte)\b"
_PERIODS = {  # on plain text: what one month is made of
    "hour": (r"\b(horaire|heures?|h|taux horaire)\b", HOURS_A_MONTH),
    "month": (r"\b(mensuels?|mensuelles?|mois|mensuellement)\b", 1.0),
    "year": (r"\b(annuels?|annuelles?|ans?|annees?|annuellement)\b", 1 / 12),
}
_OTHER_PERIOD = r"\b(jours?|journee|journalier|semaines?|hebdomadaire|cachets?|vacations?)\b"


@dataclass(frozen=True, slots=True)
class Wage:
    """What a text says of the wage: `span` in euros a month (empty when nothing), and why it was left out."""

    span: dict[str, float]
    per: str = ""  # hour, month or year
    complaint: str = ""


def wage_in(text: str) -> Wage:
    """Return the wage that a text states; it is empty, without complaint, when the text names no amount."""
    text = re.sub(r"sur\s+\d+(?:[.,]\d+)?\s*mois", "", text)
    found = AMOUNT.search(text)
    if not found or re.search(_NO_WAGE, plain(text[: found.start()])):
        return Wage({})
    amounts = amounts_of(found)
    period, complaint = _period(text, found)
    if complaint:
        return Wage({}, complaint=f"{text.strip()[:60]!r}: {complaint}, left out")
    factor = _PERIODS[period][1]
    months = [round(amount * factor, 2) for amount in amounts]
    if not LOWEST <= months[0] <= months[-1] <= HIGHEST:
        return Wage(
            {}, complaint=f"{text.strip()[:60]!r} is not between {LOWEST} and {HIGHEST} euros a month: left out"
        )
    return Wage(_span(text[: found.start()], months), period)


def for_full_time(wage: Wage, hours: float) -> dict[str, float]:
    """Return the wage that full time would bring, when it is paid for so many hours a week."""
    return {name: round(amount * 35 / hours, 2) for name, amount in wage.span.items()}


def _period(text: str, found: re.Match[str]) -> tuple[str, str]:
    """Return the period and, when it cannot be told, the reason."""
    words = plain(text)
    if re.search(r"\bnets?\b", words):
        return "", "net, not gross"
    if re.search(_OTHER_PERIOD, words):
        return "", "not by the hour, month or year"
    said = [period for period, (pattern, _) in _PERIODS.items() if re.search(pattern, words)]
    if not said and in_thousands(found):
        return "year", ""  # thousands of euros are counted by the year
    if len(said) != 1:
        return "", "by the hour, the month or the year?"
    return said[0], ""


def _span(before: str, months: list[float]) -> dict[str, float]:
    if len(months) == 1 and re.search(r"\b(a partir|des|minimum|au moins|mini)\b", plain(before)):
        return {"min": months[0]}
    if len(months) == 1 and re.search(r"\b(jusqu|maximum|maxi|au plus)\b", plain(before)):
        return {"max": months[0]}
    return {"min": months[0], "max": months[-1]}
