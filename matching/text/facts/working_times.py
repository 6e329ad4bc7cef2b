"""When the work is done: nights, week-ends, shifts … in labels and in free text."""

import re
from collections.abc import Iterable, Iterator

from matching.text.facts.base import Found, Words, all_cued, cued, folded

_NO_MEAL = "".join(
    f"(?<!{meal} )"
    for words in ("restauration", "repas", "pause", "pauses", "dejeuner", "offert", "offerte", "offerts", "cantine")
    for meal in (words, f"{words} du", f"{words} le", f"{words} de")
)
_TIMES = cued({  # on folded texts; names are ours, joined where one wording means two
    "saturday sunday": r"lundi au dim|7|week|weekend: \blundi au dimanche|\b7 ?jours ?(?:sur|/) ?7|\b7 ?j ?(?:sur"
    r"|/)? ?7\b|\bweek[ -]?ends?\b",
    "saturday": r"samedi: \bsamedis?\b",
    "sunday": r"dimanche: \bdimanches?\b",
    "night": r"nuit|nocturne: \bnuits?\b|\bnocturnes?\b",
    "evening": r"soir: \bsoirs?\b|\bsoirees?\b",
    "early": r"tot le|matina|4h|5h|4 h|5 h: \btot le matin\b|\bmatina(?:l|le|ux)\b"
    r"|(?<![\d,.])[45] ?h(?:eures?)?(?: ?\d\d)?(?= ?(?:-|a|/) ?\d)"
    r"|(?:(?<=\ba )|(?<=\bdes )|(?<=\bvers )|(?<=partir de ))[45] ?h\b(?! ?/| de )"
    r"|(?<!\d)[45] ?h(?: ?\d\d)? du matin\b",
    "day": r"en journee|raire journ|raires journ|raires de |raire de |normaux|midi|de jour|le matin: "
    r"\ben journee\b|\bhoraires? (?:de )?(?:journee|jour|bureau)\b"
    r"|\bhoraires normaux\b|" + _NO_MEAL + r"\bmidi\b(?!-| pyren| offert| gratuit| pris)|\bde jour\b|\ble matin\b",
    "early evening": r"decales: \bhoraires decales\b",
    "shifts": r"x8|x 8|*8|* 8|×8|× 8|par roul|travail poste|raire poste|raires poste|equipe alt|equipes alt"
    r"|equipes succ: "
    r"\b\d ?[x*×] ?8\b|\bpar roulements?\b|\btravail poste\b"
    r"|\bhoraires? postes?\b|\bequipes? (?:alternante|successive)s?\b",
    "on_call": r"astreinte: \bastreintes?\b",
    "split": r"coup|fractionne: \bcoupures?\b|\bhoraires? fractionnes?\b|\bcoupes\b",
})  # fmt: skip
_NOT_SAID = re.compile(r"\b(?:pas|sans|hors|aucun|jamais|ni)\b")
_NOT_DONE = re.compile(
    r"\b(?:pas|sans|hors|aucune?|jamais|ni|repos|ferme[es]*|fermeture|primes?|majoration\w*|majore[es]*|panier"
    r"|indemnites?|off|chome[es]*|no|sauf|forfaits?|accueil|lever|agences?|24h)\b"
)
_DAYS_OFF = re.compile(r"\b(?:repos|ferme[es]*|fermetures?) ?(?:les?|:|hebdomadaires?)")
_PHRASE_END = "\n;,.!?"
_ORDER = ("day", "early", "evening", "night", "saturday", "sunday", "shifts", "split", "on_call")


def working_times(texts: Iterable[str]) -> list[str]:
    """Return when the work is done, as the labels of an offer say it; empty when they say nothing."""
    said = {time for text in map(folded, texts) for times, _, _ in _times(text, _NOT_SAID) for time in times}
    return [time for time in _ORDER if time in said]


def read(words: Words) -> Iterator[Found]:
    """Yield each time of work that a free text speaks of; what is paid more or is a day off is none."""
    seen: set[tuple[str, ...]] = set()
    for times, start, end in _times(words.plain, _NOT_DONE):
        if times not in seen:
            seen.add(times)
            yield Found("working_times", list(times), start, end, f"working_times.{times[0]}")


def _times(text: str, denied: re.Pattern[str]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    for names, found in all_cued(_TIMES, text):
        left = max(text.rfind(end, max(0, found.start() - 200), found.start()) for end in _PHRASE_END) + 1
        right = min(
            (at for end in _PHRASE_END if (at := text.find(end, found.end(), found.end() + 200)) >= 0),
            default=min(len(text), found.end() + 200),
        )
        line = text.rfind("\n", max(0, found.start() - 60), found.start())
        day_off = denied is _NOT_DONE and _DAYS_OFF.search(text, max(line, left - 60, 0), found.start())
        if not day_off and not denied.search(text, max(left, found.start() - 200), right):
            yield tuple(names.split(" ")), found.start(), found.end()
