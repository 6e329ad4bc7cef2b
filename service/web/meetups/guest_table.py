"""The table of a meetup's guests, and whom one may add to it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Response

from service import i18n, meetup_words, sponsor_shapes
from service.api.shapes import meetups as shapes
from service.api.shapes.commitments import commitment
from service.importers.base import Problem
from service.permissions import Role
from service.problems import in_language
from service.usecases import commitments, gatherings, guest_lists, members, on_paper, seating, sponsors
from service.web.meetups.common import base, part
from service.web.pages import Page

MOST_TOLD: Final = 30  # problems of a file on one page
ROWS: Final = 100  # guests on one page
LISTED: Final = 200  # sponsors and members to choose from
SORTS: Final = ("label", "name", "there", "seats")


def shown(page: Page, id: str, problems: Sequence[Problem]) -> Response:
    """Show the table of a meetup's guests, with what was wrong with a file."""
    asked = page.request.query_params

    def act(c: Any, reach: Any) -> dict[str, Any]:
        rows = [shapes.guest(row) for row in gatherings.guests(c, reach, id, page.now)]
        return {**base(c, reach, id), "guests": rows, "names": guest_lists.names(c, reach, id)}

    found = page.look(act)
    if asked.get("names") and page.may("identity:R"):
        found["names"] |= _registrants(page, id)
    side = asked.get("side") if asked.get("side") in ("person", "host") else ""
    listed = [one for one in found["guests"] if not side or one["side"] == side]
    listed = _sorted(listed, found["names"], asked.get("sort", "label"))
    rows, following = part(page, listed, ROWS)
    told: dict[str, Any] = {
        "shown": rows,
        "n_shown": len(listed),
        "next": following,
        "problems": [_problem(one, page.language) for one in problems[:MOST_TOLD]],
        "n_problems": len(problems),
        "n_lines": len({one.line for one in problems}),
        "away": {one["id"]: _rounds(one["away"], page.language) for one in rows if one["away"]},
        "hosts": _hosts(page, found["guests"]),
        "offered": _offered(page) if page.may("commitment:A") else [],
        "has_names": bool(asked.get("names")),
    }
    return page.show("meetups/guests.html", **found, **told)


def _rounds(away: Sequence[int], language: str) -> str:
    return meetup_words.rounds([turn - 1 for turn in away], language)


def _problem(one: Problem, language: str) -> tuple[int, str, str]:
    columns = i18n.names("meetup_column", language)
    return one.line, columns.get(one.field, one.field), in_language(one.reason, language)


def _registrants(page: Page, id: str) -> dict[str, str]:
    told = page.look(lambda c, reach: on_paper.registrants(c, reach, id, page.now), "identity:R")
    return {one["guest"].id: f"{one['first_name']} {one['last_name']}".strip() for one in told}


def _sorted(rows: list[dict[str, Any]], names: Mapping[str, str], sort: str) -> list[dict[str, Any]]:
    key, down = sort.lstrip("-"), sort.startswith("-")
    if key not in SORTS or key == "label":
        return rows[::-1] if down else rows
    keys = {
        "name": lambda one: names.get(one["id"], "").casefold(),
        "there": lambda one: len(one["away"] or ()),
        "seats": lambda one: one["seats"],
    }
    return sorted(rows, key=keys[key], reverse=down)


def _hosts(page: Page, guests: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return whom one may register as a host: sponsors of the territory, and members of companies."""
    known = {one["sponsor"] for one in guests}

    def of_sponsors(c: Any, reach: Any) -> list[tuple[str, str]]:
        found = sponsors.browse(c, reach, None, sponsors.Asked(LISTED), page.now)
        records = {row.public_id: json.loads(row.record) for row in found.rows if row.public_id not in known}
        told = sponsor_shapes.called(c, records, page.language)
        return [(f"sponsor:{id}", words) for id, words in sorted(told.items(), key=lambda one: one[1].casefold())]

    def of_companies(c: Any, reach: Any) -> list[tuple[str, str]]:
        found, _ = members.browse(c, reach, members.Asked(LISTED))
        told = [(role, account) for role, account in found if role.role is Role.COMPANY and role.ends_at is None]
        return [(f"member:{role.id}", account.name) for role, account in told]

    hosts = list(page.look(of_sponsors, "sponsor:R")) if page.may("sponsor:R") else []
    return hosts + (list(page.look(of_companies, "member:R")) if page.may("member:R") else [])


def _offered(page: Page) -> list[dict[str, Any]]:
    """Return the seats at meetups that companies offer, those that end first before others."""
    filters = commitments.Filters(seating.SEAT, "open")

    def act(c: Any, reach: Any) -> list[dict[str, Any]]:
        asked = commitments.Asked(LISTED)
        return [commitment(row) for row in commitments.browse(c, reach, filters, "until", asked, page.now).rows]

    return list(page.look(act, "commitment:R"))
