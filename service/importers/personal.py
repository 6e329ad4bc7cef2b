"""Which columns name a person or tell a sensitive status: they never reach the record that is matched."""

import re
from collections.abc import Mapping
from typing import Any

from matching.codes import plain
from matching.fields import Fault, FieldError, Text
from matching.records import CANDIDATE
from matching.text.cv.private import is_private
from service.importers.strict_json import printable

_SENSITIVE = """
name names fullname lastname firstname surname givenname nom noms prenom prenoms nomprenom civilite
email emails mail courriel phone telephone tel mobile portable address adresse street rue voie
birth birthdate birthday birthplace born naissance datenaissance dob age sex sexe gender genre
nationality nationalite citizenship citoyennete photo picture image avatar
family famille familial familiale marital matrimonial children child enfant enfants conjoint pregnant grossesse
qpv zfu zrr rsa rqth boe boeth oeth aah ass ase css cmu caf nir ssn qppv refugee refugees refugie refugiee
asylum asile bpi migrant sejour handicap handicape disability disabled health sante medical maladie invalidite
religion religious culte faith origin origine origines ethnicity ethnie race political politique union syndicat
syndical orientation sexual casier judiciaire detention probation criminal iban securitesociale
"""
_NEUTRAL = """
is has a the on in of status beneficiaire titulaire habitant statut est en du de la le au
"""  # which leave a column telling one status
_WORDS = frozenset(_SENSITIVE.split())
_STATUSES = {word: word for word in ("aah", "ass", "qpv", "refugee", "rqth", "rsa")} | {"qppv": "qpv", "bpi": "refugee"}
_STATUSES |= dict.fromkeys(("refugees", "refugie", "refugiee"), "refugee")
_BESIDE = frozenset(_NEUTRAL.split())
_FACT = Text(longest=1000)
_ITEM = re.compile(r"(?:[^\n\r;,|•·/]|(?<!\s)/|/(?!\s))+")  # of a list in a cell
_MAIL = re.compile(r"[^\s,;@]{1,64}@[^\s,;]*")
_DIGITS = re.compile(r"\d(?:[ ./()-]{0,2}\d){5,}")  # a telephone, a number of somebody; a year and a postcode stay
_MASKED = 1000  # characters


def split_personal(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the part of a row that may become a candidate's record, and the personal facts, as they were given.

    A column is personal when one of its words is (`Date de naissance`, `is_refugee`, `email2`) and no field of
    the record has that name; a fact's name is in lower case with `_` between its words, that of a status its code
    (`Bénéficiaire du RSA`: rsa).
    """
    record = {name: value for name, value in raw.items() if not is_personal(name)}
    return record, {_fact_name(name): value for name, value in raw.items() if is_personal(name)}


def is_personal(column: str) -> bool:
    """Return whether a column tells who somebody is, or a status that must not weigh."""
    if column in CANDIDATE:
        return False
    words = _words(column)
    return "".join(words) in _WORDS or not _WORDS.isdisjoint(words)


def readable(facts: Mapping[str, Any]) -> tuple[dict[str, str], list[Fault]]:
    """Return the facts that are short texts or numbers, as text, and why others are left out (never their value)."""
    kept, faults = {}, []
    for name, value in facts.items():
        if value is None or value == "":
            continue
        try:
            kept[name] = _FACT.read(("non", "oui")[value] if isinstance(value, bool) else value, name)
        except FieldError as error:
            faults += [(field, f"{reason}; ignored") for field, reason in error.faults]
    return {name: text for name, text in kept.items() if text}, faults


def without_private(cell: str) -> str:
    """Return a list in a cell without its items that tell something personal; the same text where none does."""
    return _ITEM.sub(lambda item: " " if is_private(item[0]) else item[0], cell)


def masked(text: str) -> str:
    """Return the beginning of a text as it may be shown: e-mails and long numbers keep their shape only."""
    bare = _MAIL.sub("x@x", text[:_MASKED])
    return _DIGITS.sub(lambda run: re.sub(r"\d", "9", run[0]), bare)


def _words(column: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)  # lastName
    return [re.sub(r"\d+$", "", word) or word for word in plain(apart).split()]


def _fact_name(column: str) -> str:
    told = [word for word in _words(column) if word not in _BESIDE]
    status = _STATUSES.get(told[0]) if len(told) == 1 else None
    return status or printable("_".join(plain(column).split())[:60])
