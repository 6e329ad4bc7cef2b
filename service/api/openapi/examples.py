"""An example for every field of the OpenAPI document: what it declares, else one made of what it is made of."""

from typing import Any, Final

Json = dict[str, Any]

_NONE: Final = object()
_DEEPEST: Final = 12  # kinds within kinds: ours end long before, and a circle of kinds ends too


def exemplify(schemas: Json) -> None:
    """Give each field of these schemas, at any depth, an example where it has none, and what its kind says of it."""
    for schema in schemas.values():
        _fields(schema, schemas)


def _fields(schema: Any, schemas: Json) -> None:
    if not isinstance(schema, dict):
        return
    for field in schema.get("properties", {}).values():
        if "description" not in field and (kind := _kind(field, schemas)):
            field["description"] = kind.get("description", "")
        if "examples" not in field and (made := _example(field, schemas, 0)) is not _NONE:
            field["examples"] = [made]
    for inner in (*schema.get("properties", {}).values(), *_parts(schema)):
        _fields(inner, schemas)


def _parts(schema: Json) -> list[Any]:
    kinds = [kind for word in ("anyOf", "oneOf", "allOf") for kind in schema.get(word, [])]
    return [*kinds, schema.get("items"), schema.get("additionalProperties")]


def _example(schema: Json, schemas: Json, depth: int) -> Any:
    """Return the example that a schema declares or implies; _NONE for a text or a number that shows nothing."""
    if schema.get("examples"):
        return schema["examples"][0]
    if depth > _DEEPEST:
        return _NONE
    if kind := _kind(schema, schemas):
        return _example(kind, schemas, depth + 1)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "properties" in schema:
        told = {name: _example(field, schemas, depth + 1) for name, field in schema["properties"].items()}
        return {name: value for name, value in told.items() if value is not _NONE}
    return _simple(schema, schemas, depth)


def _simple(schema: Json, schemas: Json, depth: int) -> Any:
    match schema.get("type"):
        case "boolean":
            return True
        case "null":
            return None
        case "array":
            item = _example(schema.get("items", {}), schemas, depth + 1)
            return _NONE if item is _NONE else [item]
    return _NONE


def _kind(schema: Json, schemas: Json) -> Json | None:
    """Return the schema that a schema stands for, or the first of those that it may be; None for itself."""
    if "$ref" in schema:
        return dict(schemas[schema["$ref"].rpartition("/")[2]])
    kinds = [kind for kind in (*schema.get("anyOf", []), *schema.get("oneOf", [])) if kind.get("type") != "null"]
    return kinds[0] if kinds else None
