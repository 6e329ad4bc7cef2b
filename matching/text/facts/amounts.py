"""Amounts of euros in a text: one or a span, in units or in thousands."""

import re

_NUMBER = r"\d{1,2}€\d\d(?!\d)|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,2}(?:[.,]\d{1,9})?(?!\d)|\d{1,9}(?:[.,]\d{1,9})?"
_GAP = r"\s{0,3}"
_EUROS = r"(?:€(?:uros?\b)?|euros?\b|eur?\b|(?<=k)e\b|(?<=\dk)(?!\w)|(?<=€\d\d))"
_UNIT = r"(?:(?:/|par|de l'|l') ?(?:heures?|h|mois|an)\b)"
AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<low>{_NUMBER}){_GAP}(?P<low_k>k)?{_GAP}{_EUROS}?(?:{_GAP}bruts?)?{_GAP}{_UNIT}?{_GAP}(?:à|a|et"
    rf"|-|–|/){_GAP}"
    rf"(?P<high>{_NUMBER}){_GAP}(?P<high_k>k)?{_GAP}{_EUROS}"
    rf"|(?<![\d.,])(?P<one>{_NUMBER}){_GAP}(?P<one_k>k)?{_GAP}{_EUROS}",
    re.IGNORECASE,
)


def amounts_of(found: re.Match[str]) -> list[float]:
    """Return the one or two amounts that AMOUNT found, the lower first."""
    if found["one"]:
        return [_number(found["one"], found["one_k"])]
    return sorted((_number(found["low"], found["low_k"] or found["high_k"]), _number(found["high"], found["high_k"])))


def in_thousands(found: re.Match[str]) -> bool:
    """Return whether the amounts are written as 35 k€."""
    return bool(found["one_k"] or found["high_k"])


def _number(digits: str, thousands: str | None) -> float:
    bare = re.sub(r"[ \u00a0\u202f]", "", digits).replace(",", ".").replace("€", ".")
    return float(bare) * (1000 if thousands else 1)
