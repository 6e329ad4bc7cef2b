"""What the options of `meetup replan` tell of the day."""

from collections.abc import Mapping, Sequence

from matching.fields import FieldError
from matching.word_fields import ID
from service.errors import Invalid
from service.importers.strict_json import printable
from service.usecases.meetups import Day


def day_of(now: int, told: Mapping[str, Sequence[str]]) -> Day:
    """Return the day that the options absent, late, leaving and host tell, the last three as ID:NUMBER.

    Raise Invalid, naming the option, for what cannot be read, is told twice, or contradicts another option.
    """
    absent = tuple(_once("absent", told["absent"]))
    late, leaving, hosts = (_numbered(option, told[option]) for option in ("late", "leaving", "host"))
    for option, listed in (("late", late), ("leaving", leaving), ("host", hosts)):
        if both := [who for who in absent if who in listed]:
            raise Invalid(f"--{option}: {both[0]!r} is also --absent, for the whole day; keep one of the two")
    for who, first in late.items():
        if who in leaving and leaving[who] <= first:
            raise Invalid(f"--leaving: {who!r} would leave before coming; give --absent, or correct the rounds")
    return Day(now, absent, late, leaving, hosts)


def _numbered(option: str, told: Sequence[str]) -> dict[str, int]:
    """Return the number after the colon of each ID:NUMBER."""
    pairs = []
    for text in told:
        who, colon, number = text.rpartition(":")
        if not colon or not number.isdecimal() or not 1 <= int(number[:6]) <= 1000:
            raise Invalid(f"--{option}: {text[:80]!r} is not ID:NUMBER, such as J1:3")
        pairs.append((who, int(number)))
    return dict(zip(_once(option, [who for who, _ in pairs]), (number for _, number in pairs), strict=True))


def _once(option: str, identifiers: Sequence[str]) -> list[str]:
    """Return the identifiers as a meetup's file has them, none twice."""
    found: list[str] = []
    for text in identifiers:
        try:
            who = ID.read(text, "")
        except FieldError as error:
            raise Invalid(f"--{option}: no identifier: {printable(error.faults[0][1])}; correct it") from None
        if who in found:
            raise Invalid(f"--{option}: {who!r} is given twice; keep one")
        found.append(who)
    return found
