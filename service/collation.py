"""French order and accent-blind search as texts that any database compares byte by byte."""

import unicodedata
from typing import Final

from matching.codes import plain

LONGEST: Final = 200  # characters that order: a key must fit into an index
_ACCENTS: Final = {"\u0301": "1", "\u0300": "2", "\u0302": "3", "\u0308": "4", "\u0327": "5"}  # é è ê ë ç; none before


def search_key(text: str) -> str:
    """Return the words of a text in lower case, without accents and signs: what a search compares."""
    return plain(text)


def sort_key(text: str) -> str:
    """Return a text's key: by letters alone, then by accents from the last on (AFNOR Z 44-001), then small first.

    cote, Cote, côte, coté, côté, coteau. Keys are compared by code point, so in the binary order of any database.
    """
    accents, cases = [" "], [" "]
    for character in unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")):
        if unicodedata.combining(character):
            accents[-1] = _ACCENTS.get(character, "6")
        elif character.isalnum():
            accents.append(" ")
            cases.append("1" if character.isupper() else " ")
    told = ("".join(marks[1 : LONGEST + 1]) for marks in (accents, cases))
    backwards, case = (marks.rstrip() for marks in (next(told)[::-1], next(told)))
    return f"{plain(text)[:LONGEST]}\x01{backwards}\x01{case}"
