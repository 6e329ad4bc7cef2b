"""Levers as plain JSON: each change in the record's own words, and what it does to which openings or sponsors."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from matching.effects import Lever
from matching.enums import Side
from service.catalogue import Catalogue
from service.db.documents import OPENINGS, SPONSORS, get
from service.i18n import sentence
from service.names import Named, keys_in, names_in, resolved
from service.shapes import about_opening, about_sponsor, complete, title_keys

Json = dict[str, Any]
_ABOUT = {Side.OPENING: about_opening, Side.SPONSOR: about_sponsor}


def levers(
    connection: Connection, found: Iterable[Lever], side: Side, catalogue: Catalogue, language: str
) -> list[Json]:
    """Return levers on the openings, or the sponsors, within a candidate's reach."""
    shown, market = list(found), catalogue.market
    kind, identifiers, public = {
        Side.OPENING: (OPENINGS, market.opening_ids, catalogue.openings),
        Side.SPONSOR: (SPONSORS, market.sponsor_ids, catalogue.sponsors),
    }[side]
    numbers = {rise.counterpart for lever in shown for rise in lever.rises}
    records = {n: json.loads(get(connection, kind, public[identifiers[n]]).record) for n in numbers}
    named = names_in([*records.values(), *(lever.change for lever in shown)])
    keys = {key for lever in shown for key in keys_in(lever.numbers)}
    complete(connection, named, keys | title_keys(records.values()), language)
    heads = {n: {side.value: identifiers[n], **_ABOUT[side](record, named)} for n, record in records.items()}
    return [_lever(lever, heads, named, language) for lever in shown]


def _lever(found: Lever, heads: Mapping[int, Json], named: Named, language: str) -> Json:
    rises = [{**heads[rise.counterpart], "before": rise.before, "after": rise.after} for rise in found.rises]
    best = found.rises[0] if found.rises else None
    facts = {
        **resolved(found.numbers, named),
        "more": found.more,
        "best_title": heads[best.counterpart].get("title") if best else None,
        "best_before": None if best is None or best.before is None else round(100 * best.before),
        "best_after": round(100 * best.after) if best else None,
    }
    return {
        "code": found.code,
        "text": sentence(found.code, facts, language),
        "change": found.change,
        "more": found.more,
        "reachable": found.reachable,
        "gain": found.gain,
        "rises": rises,
    }
