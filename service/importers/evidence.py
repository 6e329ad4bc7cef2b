"""How well pairs of a meetup fit by each criterion, where its file has {"evidence": {"trade": [["J1", "P1", 0.4]]}}."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.fields import FieldError, Number
from service.errors import Invalid
from service.importers.reading import MEETUP_BYTES, Source, content_of, text_of
from service.importers.strict_json import printable

Json = dict[str, Any]
_VALUE = Number("how well the pair fits", -1e6, 1e6)


def read_document(source: Source) -> Json:
    """Return the JSON object of a file that `read_meetup` accepts."""
    document: Json = json.loads(text_of(*content_of(source, MEETUP_BYTES)))
    return document


def evidence_of(
    document: Mapping[str, Any], people: Sequence[str], hosts: Sequence[str]
) -> tuple[list[str], NDArray[np.float64]]:
    """Return the criteria and the evidence of pairs, shape (criteria, people, hosts); 0 where none is told.

    Raise Invalid, with the place, for what is no number or names somebody that the meetup does not have.
    """
    told = document.get("evidence") or {}
    if not isinstance(told, Mapping):
        raise Invalid('evidence: named lists such as {"trade": [["J1", "P1", 0.4]]} are expected')
    known = [{name: place for place, name in enumerate(names)} for names in (people, hosts)]
    evidence = np.zeros((len(told), len(people), len(hosts)))
    for values, (criterion, rows) in zip(evidence, told.items(), strict=True):
        for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
            person, host, value = _read(row, f"evidence.{printable(criterion[:40])}[{number}]", known)
            values[person, host] = value
    return list(told), evidence


def _read(row: Any, where: str, known: Sequence[Mapping[str, int]]) -> tuple[int, int, float]:
    if not isinstance(row, list) or len(row) != 3:
        raise Invalid(f'{where}: a list such as ["J1", "P1", 0.4] is expected')
    person, host = (index.get(name) if isinstance(name, str) else None for index, name in zip(known, row, strict=False))
    if person is None or host is None:
        raise Invalid(f"{where}: {str(row[person is not None])!r} is not in the meetup; add it there, or correct it")
    try:
        return person, host, float(_VALUE.read(row[2], where))
    except FieldError as error:
        told = f"{where}: {error.faults[0][1]}"
        raise Invalid(f"the meetup cannot be read: {told}") from None
