"""France Travail's "Offres d'emploi v2" as our openings, whatever shape a field comes in."""

from collections.abc import Mapping
from typing import Any

from matching.fields import Fault
from matching.records import OPENING
from service.errors import Invalid
from service.importers.base import Parsed, Problem
from service.importers.mending import first_of_each, read_parts
from service.importers.offer_parts import PARTS, SHAPE
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.shapes import shaped
from service.importers.strict_json import looks_like_json, printable, usable, values_of


def parse(source: Source) -> Parsed:
    """Return our openings from an answer of the API, an array, one offer or JSON lines, with numbered problems.

    A field that cannot be read is left out (a problem that is `kept`); an offer is refused only without an
    identifier. Unknown keys are ignored: the API grows. The number of a row is its line in JSON lines,
    its place in the list otherwise.
    """
    name, raw = content_of(source)
    text = "" if is_zip(raw) else text_of(name, raw)
    if not looks_like_json(text):
        if text.strip() or is_zip(raw):
            raise Invalid(f"{name}: offers are read from JSON; give the API's answer or one offer a line")
        return Parsed()
    numbered, problems = values_of(name, text)
    rows = []
    for number, value in offers_in(numbered):
        record, faults = _opening(value)
        problems += [Problem(number, field, reason, kept="id" in record) for field, reason in faults]
        if "id" in record:
            rows.append((number, record))
    return first_of_each(Parsed(rows, problems))


def offers_in(numbered: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """Open the API's envelopes; the offers of a single answer are numbered from 1."""
    found: list[tuple[int, Any]] = []
    for number, value in numbered:
        if isinstance(value, dict) and isinstance(offers := value.get("resultats"), list):
            found += [(place if len(numbered) == 1 else number, offer) for place, offer in enumerate(offers, start=1)]
        else:
            found.append((number, value))
    return found


def _opening(value: Any) -> tuple[dict[str, Any], list[Fault]]:
    if not isinstance(value, Mapping):
        return {}, [("line", f"an offer expected, found {type(value).__name__}")]
    known, odd = usable({name: value[name] for name in SHAPE if name in value})
    offer, faults = shaped(known, SHAPE)
    record, remarks = read_parts({"id": offer.get("id")}, offer, PARTS, OPENING)
    return record, [(field, printable(reason)) for field, reason in odd + faults] + remarks
