"""A question to open a meeting with, where the match brings none of its own."""

from service.i18n import name

QUESTIONS = 24  # in [names.opening_question], from 1
_STRIDE = 7  # shares no factor with QUESTIONS, so that nobody gets one twice within as many rounds


def general_question(place: int, number: int, language: str) -> str:
    """Return the question for the person at a place in the file, in a round: another one in each round."""
    return name("opening_question", str((place + _STRIDE * number) % QUESTIONS + 1), language)
