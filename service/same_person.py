"""Whether two people's facts may be those of one person: by name, birth date and contact, none of them alone.

Only the use case that looks for duplicates reads these facts; what it tells are the codes of what agrees.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from matching.codes import plain
from matching.fields import Date, FieldError
from matching.text.similarity import words_alike

Agreement = tuple[str, dict[str, int]]  # a code of [names.duplicate], and its numbers

NAMES_ALIKE = 0.85
NAMES_CLOSE = 0.95  # asked where birth dates are only near, and no contact agrees
NAMES_EQUAL = 0.99  # asked where birth dates differ: relatives share a telephone

_NAMED = """name names fullname nom noms prenom prenoms nomprenom prenomnom nometprenom lastname firstname surname
givenname familyname nomdefamille nomusage nomdusage forename"""
_BORN = "birthdate birthday dateofbirth dob birth born datenaissance datedenaissance naissance nele neele"
_NAME_FACTS, _BIRTH_FACTS = frozenset(_NAMED.split()), frozenset(_BORN.split())
_MAIL = re.compile(r"[^\s<>,;:@]+@[^\s<>,;:@]+\.[a-z]{2,}")
_REACHED = "phone telephone tel mobile portable gsm contact coordonnees"
_PHONE_WORDS = frozenset(_REACHED.split())
_SHORTEST_NAME = 3  # letters: a particle such as "de" is no name in common
_SHORTEST_PHONE = 9  # digits, without the zero or +33 before them


@dataclass(frozen=True, slots=True)
class Person:
    """What tells one person from another, as far as it is known."""

    words: str = ""  # all names, in any order
    born: str = ""  # ISO 8601
    mails: frozenset[str] = field(default=frozenset())
    phones: frozenset[str] = field(default=frozenset())


def person_of(facts: Mapping[str, str]) -> Person:
    """Return what is known of a person from facts under any of the names that files give them."""
    folded = [(name.replace("_", ""), set(name.split("_")), value) for name, value in sorted(facts.items())]
    return Person(
        " ".join(
            dict.fromkeys(word for name, _, value in folded if name in _NAME_FACTS for word in plain(value).split())
        ),
        next((day for name, _, value in folded if name in _BIRTH_FACTS and (day := _day(value))), ""),
        frozenset(mail for _, _, value in folded for mail in _MAIL.findall(value.casefold())),
        frozenset(phone for _, words, value in folded if words & _PHONE_WORDS for phone in _phones(value)),
    )


def agreements(left: Person, right: Person) -> list[Agreement]:
    """Return what agrees, when it is enough to take both for one person; nothing when it is not.

    Names that are alike need a birth date or a contact beside them; a birth date that differs rules them out,
    unless the names are equal and a contact is. With the same birth date and a contact, one name in common is enough:
    people marry, and shorten their names.
    """
    contacts = _contacts(left, right)
    near = bool(left.born and right.born) and left.born != right.born and _slipped(left.born, right.born)
    same = bool(left.born) and left.born == right.born
    if not (left.words and right.words):
        return [*contacts, ("same_birth_date", {})] if contacts and same else []
    alike = words_alike(left.words, right.words)
    if same and contacts and alike < NAMES_ALIKE and _share_a_name(left.words, right.words):
        return [("common_name", {}), ("same_birth_date", {}), *contacts]
    differs = bool(left.born and right.born) and not (same or near)
    asked = NAMES_EQUAL if differs else NAMES_ALIKE if same or contacts else NAMES_CLOSE
    if alike < asked or not (same or near or contacts):
        return []
    dates: list[Agreement] = [("same_birth_date", {})] if same else [("near_birth_date", {})] if near else []
    names: Agreement = ("similar_names", {"percent": int(100 * alike)}) if alike < 1 else ("same_names", {})
    return [names, *dates, *contacts]


def keys_of(person: Person) -> Iterator[Hashable]:
    """Yield keys of which two people with enough in common share at least one."""
    yield from (("mail", mail) for mail in person.mails)
    yield from (("phone", phone) for phone in person.phones)
    if person.born:
        year, month, day = person.born.split("-")
        initials = "".join(sorted(word[0] for word in sorted(person.words.split(), key=len)[-2:]))
        yield "born", person.born
        yield "swapped", year, *sorted((day, month)), initials
        yield from (("part", *pair, initials) for pair in combinations((f"y{year}", f"m{month}", f"d{day}"), 2))


def _share_a_name(left: str, right: str) -> bool:
    """Return whether a name of one is a name of the other, or its beginning."""
    return any(
        min(len(one), len(other)) >= _SHORTEST_NAME and (one.startswith(other) or other.startswith(one))
        for one in left.split()
        for other in right.split()
    )


def _contacts(left: Person, right: Person) -> list[Agreement]:
    shared: list[Agreement] = [("same_mail", {})] if left.mails & right.mails else []
    return shared + ([("same_phone", {})] if left.phones & right.phones else [])


def _day(text: str) -> str:
    try:
        return Date().read(text, "")
    except FieldError:
        return ""


def _phones(text: str) -> Iterator[str]:
    for part in re.split(r"[,;/]|\bou\b", text):
        digits = re.sub(r"\D", "", part)
        if len(digits) >= _SHORTEST_PHONE:
            yield digits[-_SHORTEST_PHONE:]


def _slipped(left: str, right: str) -> bool:
    """Return whether two dates differ by one digit, or by day and month in the other order."""
    (year, month, day), other = left.split("-"), right.split("-")
    swapped = [year, day, month] == other
    return swapped or sum(a != b for a, b in zip(left, right, strict=True)) == 1
