"""The documented format of records as JSON Schema, made from the one list of fields that also reads them."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import WithJsonSchema

from matching.fields import Choice, Date, Field, Flag, Group, Many, Number, Text
from matching.records import CANDIDATE, OPENING
from matching.sponsor_record import SPONSOR
from matching.time_fields import Clock, Days

Shown = dict[str, Any]


def schema(fields: Mapping[str, Field], left_out: tuple[str, ...] = ()) -> Shown:
    """Return the schema of an object with these fields, and no others."""
    named = {name: {**_kind(field), **_about(field)} for name, field in fields.items() if name not in left_out}
    return {"type": "object", "properties": named, "additionalProperties": False}


def _about(field: Field) -> Shown:
    return {"description": field.about} if field.about else {}


def _kind(field: Field) -> Shown:
    match field:
        case Text():
            pattern = {"pattern": f"^({field.pattern})$"} if field.pattern else {}
            return {"type": "string", "maxLength": field.longest, **pattern}
        case Number():
            top = {"maximum": field.high} if field.high != float("inf") else {}
            return {"type": "integer" if field.whole else "number", "minimum": field.low, **top}
        case Flag():
            return {"type": "boolean"}
        case Date():
            return {"type": "string", "format": "date", "examples": ["2026-12-01"]}
        case Choice():
            return {"type": "string", "enum": [value.value for value in field.values]}
        case Group():
            return schema(field.fields)
        case Many():
            return {"type": "array", "items": {**_kind(field.item), **_about(field.item)}, "maxItems": field.most}
        case Days():
            return {"type": "array", "items": {"type": "string"}, "examples": [["tue", "thu"]]}
        case Clock():
            return {"type": "string", "examples": ["18:30"]}
    raise TypeError(field)


def _record(fields: Mapping[str, Field], example: Shown) -> Any:
    """Return the type of a record without its id and without what Visavis reads by itself."""
    return Annotated[Shown, WithJsonSchema({**schema(fields, ("id", "read")), "examples": [example]})]


OpeningRecord = _record(
    OPENING, {"title": "Soudeur / Soudeuse", "occupation": "H2913", "contract": "CDI", "place": {"insee": "59350"}}
)
CandidateRecord = _record(
    CANDIDATE, {"wishes": [{"occupation": "H2913"}], "place": {"insee": "59350"}, "max_km": 20, "licences": ["B"]}
)
SponsorRecord = _record(
    SPONSOR, {"occupations": [{"occupation": "H2913"}], "help": ["network"], "capacity": 2, "place": {"insee": "59350"}}
)
