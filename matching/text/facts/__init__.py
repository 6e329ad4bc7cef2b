"""Facts read from the texts of an ad or a CV: contract, hours, wage, licences … each with its place in the text.

READERS is the registry: a new subject is one file, one line here and its kinds in confidence.py.
"""

import datetime as dt
from collections.abc import Mapping

from matching.records import LONGEST_DESCRIPTION
from matching.text.facts import (
    certificates,
    company,
    contract,
    education,
    experience,
    hours,
    kind,
    languages,
    licences,
    place,
    positions,
    start,
    wage,
    working_times,
)
from matching.text.facts.base import Found, Reader, words_of
from matching.text.facts.choosing import Placed, chosen
from matching.text.reading import Fact

READERS: dict[str, Reader] = {
    "kind": kind.read,
    "contract": contract.read,  # and months
    "hours": hours.read,
    "working_times": working_times.read,
    "wage": wage.read,
    "experience": experience.read,
    "education": education.read,
    "languages": languages.read,
    "licences": licences.read,
    "certificates": certificates.read,
    "place": place.read,
    "positions": positions.read,
    "company": company.read,
}


def read_facts(texts: Mapping[str, str], today: dt.date | None = None) -> list[Fact]:
    """Return the facts of an ad's texts by name ("title", "description"): for each fact, the most confident first.

    A fact of which a record holds one (contract, wage …) may come with several values: the first is the one to
    propose. Lists (licences, languages …) come as one fact for each item. Equal confidence keeps the order of the
    texts. `today` completes first days that are told without a year.
    """
    return chosen([Placed(field, found) for field, text in texts.items() for found in found_in(text, today)])


def found_in(text: str, today: dt.date | None = None) -> list[Found]:
    """Return everything that the readers find in one text, unchosen, in the order of the registry.

    Nothing is read beyond the longest description that a record holds.
    """
    words = words_of(text[:LONGEST_DESCRIPTION])
    found = [fact for reader in READERS.values() for fact in reader(words)]
    return found + list(start.read(words, today))
