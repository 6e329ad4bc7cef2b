"""The documented format of records as JSON Schema, made from the one list of fields that also reads them."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import WithJsonSchema

from matching.fields import Choice, Date, Field, Flag, Group, Many, Number, Text
from matching.records import CANDIDATE, OPENING
from matching.sponsor_record import SPONSOR
from matching.time_fields import Clock, Days

Shown = dict[str, Any]

_EXAMPLES: Final[Shown] = {  # of texts and numbers, by the name of their field
    **{"title": "Soudeur / Soudeuse", "title_code": "19364", "occupation": "H2913"},
    **{"description": "Au sein de l’atelier …"},
    **{"name": "Atelier du Faubourg", "siret": "73282932000074", "sector": "25.62B", "sectors": "25.62B"},
    **{"insee": "59350", "postcode": "59000", "label": "Lille", "department": "59", "lat": 50.63, "lon": 3.06},
    **{"radius_km": 5, "max_km": 20, "max_minutes": 45, "code": "B", "level": 3, "months": 24, "education": 4},
    **{"min": 24, "max": 35, "positions": 2, "wage_floor": 2100, "month": 8, "capacity": 2, "followed": 1},
}
_WITHIN: Final[Mapping[str, Shown]] = {  # where the name alone does not say which
    "skills": {"code": "300426", "label": "Souder à l’arc"},
    "languages": {"code": "fr"},
    "wage": {"min": 2100, "max": 2500},
}


def schema(fields: Mapping[str, Field], left_out: tuple[str, ...] = (), within: str = "") -> Shown:
    """Return the schema of an object with these fields, and no others; `within` is the field that holds it."""
    examples = {**_EXAMPLES, **_WITHIN.get(within, {})}
    named = {
        name: {**_kind(field, name), **_about(field, name), **_example(field, examples.get(name))}
        for name, field in fields.items()
        if name not in left_out
    }
    return {"type": "object", "properties": named, "additionalProperties": False}


def _about(field: Field, name: str) -> Shown:
    return {"description": field.about or name}


def _example(field: Field, example: Any) -> Shown:
    return {"examples": [example]} if example is not None and isinstance(field, Text | Number) else {}


def _kind(field: Field, name: str) -> Shown:
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
            return schema(field.fields, within=name)
        case Many():
            return {"type": "array", "items": _item(field.item, name), "maxItems": field.most}
        case Days():
            return {"type": "array", "items": {"type": "string"}, "examples": [["tue", "thu"]]}
        case Clock():
            return {"type": "string", "examples": ["18:30"]}
    raise TypeError(field)


def _item(field: Field, name: str) -> Shown:
    about = {"description": field.about} if field.about else {}
    return {**_kind(field, name), **about, **_example(field, _EXAMPLES.get(name))}


def _record(fields: Mapping[str, Field], example: Shown) -> Any:
    """Return the type of a record without its id and without what Visavis reads by itself."""
    about = "What is known, field by field; what is not known is left out"
    return Annotated[
        Shown, WithJsonSchema({**schema(fields, ("id", "read")), "description": about, "examples": [example]})
    ]


OpeningRecord = _record(
    OPENING, {"title": "Soudeur / Soudeuse", "occupation": "H2913", "contract": "CDI", "place": {"insee": "59350"}}
)
CandidateRecord = _record(
    CANDIDATE,
    {"wishes": [{"occupation": "H2913"}], "place": {"insee": "59350"}, "max_km": 20, "licences": [{"code": "B"}]},
)
SponsorRecord = _record(
    SPONSOR, {"occupations": [{"occupation": "H2913"}], "help": ["network"], "capacity": 2, "place": {"insee": "59350"}}
)
