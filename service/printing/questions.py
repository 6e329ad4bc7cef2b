"""A question to open a meeting with: about the host's trade or help where the match tells it, else a general one."""

from service.i18n import name, worded

QUESTIONS = 24  # in [names.opening_question], from 1
TRADE_QUESTIONS = 8  # in [names.trade_question], from 1
_STRIDE = 7  # shares no factor with QUESTIONS, so that nobody gets one twice within as many rounds


def general_question(place: int, number: int, language: str) -> str:
    """Return the question for the person at a place in the file, in a round: another one in each round."""
    return name("opening_question", str((place + _STRIDE * number) % QUESTIONS + 1), language)


def trade_question(trade: str, place: int, number: int, language: str) -> str:
    """Return the question about a trade that the host knows: another one in each round."""
    asked = name("trade_question", str((place + number) % TRADE_QUESTIONS + 1), language)
    return asked.format(worded(trade, "quoted", language))


def help_question(kind: str, language: str) -> str:
    """Return the question about a kind of help that the host offers."""
    return name("help_question", kind, language)
