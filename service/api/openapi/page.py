"""The OpenAPI document as one plain page, with nothing from elsewhere."""

from collections.abc import Iterator
from html import escape
from typing import Any, Final

Json = dict[str, Any]

_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2.5rem}article{border-top:1px solid;padding:1rem 0}code{font-size:1rem;overflow-wrap:anywhere}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem 1rem}"
)


def page(document: Json, nonce: str) -> str:
    """Return the page; `nonce` lets its style apply."""
    about = document["info"]
    groups = _groups(document)
    links = " · ".join(f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in groups)
    parts = "".join(f'<h2 id="{escape(tag)}">{escape(tag)}</h2>{"".join(found)}' for tag, found in groups.items())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Visavis API</title>'
        f'<meta name="viewport" content="width=device-width"><style nonce="{escape(nonce)}">{_STYLE}</style></head>'
        f"<body><main><h1>{escape(about['title'])} {escape(about['version'])}</h1><p>{escape(about['description'])}</p>"
        f'<p><a href="openapi.json">openapi.json</a></p><nav>{links}</nav>{parts}</main></body></html>'
    )


def _groups(document: Json) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation.get("tags", ["other"])[0], []).append(
                _operation(method, path, operation, document)
            )
    return dict(sorted(groups.items()))


def _operation(method: str, path: str, operation: Json, document: Json) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in _rows(operation, document))
    name = escape(operation["operationId"])
    return (
        f'<article id="{name}"><h3><code>{method.upper()} {escape(path)}</code></h3>'
        f"<p>{escape(operation.get('description') or operation['summary'])}</p><dl>{rows}</dl></article>"
    )


def _rows(operation: Json, document: Json) -> Iterator[tuple[str, str]]:
    policy = operation["x-policy"]
    if policy:
        scopes = ", ".join(f"{role} ({' '.join(found)})" for role, found in policy["scopes"].items())
        yield f"right {policy['right']}", scopes
    for told in operation.get("parameters", []):
        part = _resolved(told, document)
        yield f"{part['name']} ({part['in']})", part.get("description") or part["schema"].get("description", "")
    for status, told in operation["responses"].items():
        yield status, _resolved(told, document)["description"]


def _resolved(part: Json, document: Json) -> Json:
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    return dict(document["components"][kind][name])
