"""What is handed to somebody who asks for their data: a ZIP of all of it as JSON, and a page that says what it is."""

import io
import zipfile
from typing import Any, Final

import orjson

from service import register
from service.i18n import name

Json = dict[str, Any]

DATA: Final = "data.json"
PAGE: Final = {"fr": "lisez-moi.md", "en": "read-me.md"}
_SHOWN: Final = 200  # lines of the log on the page; all of it is in the data


def given_zip(data: bytes, language: str) -> bytes:
    """Return the ZIP of what usecases.giving gives, as JSON."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(DATA, data)
        files.writestr(PAGE[language], summary(orjson.loads(data), language))
    return out.getvalue()


def as_json(given: Json) -> bytes:
    """Return it as JSON, times in UTC."""
    return orjson.dumps(given, option=orjson.OPT_NAIVE_UTC)


def summary(given: Json, language: str) -> str:
    """Return the page: how much of what is kept and what for, who saw it, how rankings are made, which rights."""

    def said(code: str) -> str:
        return name("given", code, language)

    purposes = {entry["table"]: entry["purpose"] for entry in register.tables(language)}
    kept = [f"- {table}: {len(rows)} ({purposes.get(table, '')})" for table, rows in given["tables"].items() if rows]
    seen = [
        f"| {row['at'][:16].replace('T', ' ')} | {row['role']} | {row['action']} |" for row in given["seen"][:_SHOWN]
    ]
    head = [f"| {said('when')} | {said('role')} | {said('action')} |", "|---|---|---|"]
    parts = (f"# {said('title')}", said("intro"), f"## {said('rows')}", "\n".join(kept))
    parts += (f"## {said('shown')}", "\n".join(head + seen), f"## {said('rankings')}", said("logic"), said("rights"))
    return "\n\n".join(parts) + "\n"
