"""The declared life of introductions: its steps lead to steps, and all have names."""

import datetime as dt

from service import steps
from service.db import consents
from service.i18n import LANGUAGES, name


def test_every_step_and_reason_has_a_name_in_every_language():
    for language in LANGUAGES:
        for step in {*steps.LIFE, steps.DISPUTED} - {steps.NEW}:
            assert name("introduction_step", step, language)
        for reasons in steps.REASONS.values():
            assert all(name("introduction_reason", reason, language) for reason in reasons)
        for purpose in consents.PURPOSES:
            assert name("purpose", purpose, language)


def test_steps_lead_only_to_steps_that_there_are():
    assert {step for ways in steps.LIFE.values() for step in ways} <= set(steps.LIFE)
    assert {step for step, _ in steps.REASONS} <= {*steps.LIFE, steps.DISPUTED}


def test_the_same_day_of_a_later_month_or_the_first_of_the_next():
    assert steps.months_after(dt.date(2026, 11, 30), 3) == dt.date(2027, 3, 1)
    assert steps.months_after(dt.date(2026, 11, 28), 3) == dt.date(2027, 2, 28)
    assert steps.months_after(dt.date(2026, 12, 1), 12) == dt.date(2027, 12, 1)
