"""The form of a sponsor: a record as its fields show it, and fields as the changes that they mean."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from matching.records import Record
from service import shapes

Text = Callable[[str], str]


def trades_of(connection: Connection, record: Record, language: str) -> list[str]:
    """Return what a sponsor's trades are called, in their order."""
    named = shapes.words(connection, [], [record], language)
    return [_called(trade, named) for trade in record.get("occupations", [])]


def changes(connection: Connection, before: Record, text: Text, help_: list[str], language: str) -> dict[str, Any]:
    """Return the changes that a form tells; None for what was emptied.

    A trade that is typed as it is shown stays what it is, code and all. What is no number stays a text, which the
    record's own check then names.
    """
    told: dict[str, Any] = {name: _number(text(name)) for name in ("capacity", "max_km")}
    told["help"] = help_ or None
    told["remote"] = {"true": True, "false": False}.get(text("remote"))
    told["company"] = _company(before, text("company"))
    known = dict(zip(trades_of(connection, before, language), before.get("occupations", []), strict=True))
    typed = [line.strip() for line in text("occupations").splitlines() if line.strip()]
    told["occupations"] = [known.get(trade, {"title": trade}) for trade in typed] or None
    return told


def _called(trade: Mapping[str, Any], named: Any) -> str:
    return str(shapes.about_sponsor({"occupations": [trade]}, named).get("title", ""))


def _company(before: Record, typed: str) -> dict[str, Any] | None:
    kept = before.get("company", {})
    return ({**kept, "name": typed} if typed != kept.get("name") else kept) if typed else None


def _number(typed: str) -> Any:
    if not typed:
        return None
    return int(typed) if typed.isdecimal() and len(typed) < 10 else typed
