"""The OpenAPI document as one plain page, with nothing from elsewhere."""

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any, Final

from service.i18n import narrowed, read_locale

Json = dict[str, Any]

_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2.5rem}article{border-top:1px solid;padding:1rem 0}code{font-size:1rem;overflow-wrap:anywhere}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem 1rem}"
)


def page(document: Json, nonce: str, language: str) -> str:
    """Return the page in a language; `nonce` lets its style apply."""
    about = document["info"]
    groups = _groups(document, language)
    links = " · ".join(f'<a href="#{escape(tag)}">{_shown(tag, language)}</a>' for tag in groups)
    parts = "".join(
        f'<h2 id="{escape(tag)}">{_shown(tag, language)}</h2>{"".join(found)}' for tag, found in groups.items()
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Visavis API</title>'
        f'<meta name="viewport" content="width=device-width"><style nonce="{escape(nonce)}">{_STYLE}</style></head>'
        f"<body><main><h1>{escape(about['title'])} {escape(about['version'])}</h1>"
        f"<p>{_shown(about['description'], language)}</p>"
        f'<p><a href="openapi.json">openapi.json</a></p><nav>{links}</nav>{parts}</main></body></html>'
    )


def _groups(document: Json, language: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation.get("tags", ["other"])[0], []).append(
                _operation(method, path, operation, document, language)
            )
    return dict(sorted(groups.items()))


def _operation(method: str, path: str, operation: Json, document: Json, language: str) -> str:
    rows = "".join(
        f"<dt>{_shown(name, language)}</dt><dd>{_shown(text, language)}</dd>"
        for name, text in _rows(operation, document)
    )
    name = escape(operation["operationId"])
    return (
        f'<article id="{name}"><h3><code>{method.upper()} {escape(path)}</code></h3>'
        f"<p>{_shown(operation.get('description') or operation['summary'], language)}</p><dl>{rows}</dl></article>"
    )


def _rows(operation: Json, document: Json) -> Iterator[tuple[str, str]]:
    policy = operation["x-policy"]
    if policy:
        scopes = ", ".join(f"{role} ({'+'.join(found)})" for role, found in policy["scopes"].items())
        yield "right", f"{policy['right']}: {scopes}"
    for told in operation.get("parameters", []):
        part = _resolved(told, document)
        yield f"{part['name']} ({part['in']})", part.get("description") or part["schema"].get("description", "")
    for status, told in operation["responses"].items():
        yield status, _resolved(told, document)["description"]


def _shown(text: str, language: str) -> str:
    """Return a text of the document in the page's language; one that has no French is marked as English."""
    told = text if language == "en" else _french().get(text, "")
    return escape(told) if told or not re.search("[a-z] [a-z]", text) else f'<span lang="en">{escape(text)}</span>'


@cache
def _french() -> dict[str, str]:
    found: dict[str, str] = read_locale("api_fr", narrowed)["texts"]
    return found


def _resolved(part: Json, document: Json) -> Json:
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    return dict(document["components"][kind][name])
