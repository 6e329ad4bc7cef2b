"""The words of paper: labels, and the day, in the language of the reader."""

import datetime as dt

from service.i18n import name


def label(key: str, language: str) -> str:
    """Return a label of [names.paper]."""
    return name("paper", key, language)


def day_in_words(day: dt.date, language: str) -> str:
    """Return "mardi 24 novembre 2026"."""
    number = label("first", language) if day.day == 1 else str(day.day)
    weekday, month = (
        name(group, str(value), language)
        for group, value in (("paper_weekday", day.isoweekday()), ("paper_month", day.month))
    )
    return label("day", language).format(weekday, number, month, day.year)
