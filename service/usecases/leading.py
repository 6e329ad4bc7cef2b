"""What follows from a step of an introduction, wherever it comes from: who is shown, which post is taken."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from service import steps
from service.db import consents, contact_caps, documents, introductions, listing, memberships, seats
from service.db.consents import Agreed, Proof
from service.db.documents import OPENINGS, Document
from service.errors import Conflict, Invalid
from service.permissions import Reach, Role
from service.steps import Told

LATER: Final = dt.timedelta(days=steps.ANSWER_DAYS)


def begin(
    connection: Connection,
    values: Mapping[str, Any],
    opening: introductions.Asking,
    told: Told,
    account: str | None,
    proof: Proof | None,
    now: dt.datetime,
) -> str:
    """Return a new introduction with its first step, which an account recorded; `values` are further columns.

    Raise Conflict for a pair that has one, posts that are filled, a company that wants no more this month, or
    somebody who has not had the notice.
    """
    if seats.count(connection, introductions.posts, opening.id) >= opening.positions:
        raise Conflict("all posts of this opening are filled", "filled")
    to = {"opening": opening.id, "organisation": opening.organisation}
    by = {"asked_by": told.side, "created_by": account}
    name = introductions.add(connection, {**values, **to, **by, **standing(told.step, now)}, now)
    follow(connection, name, told, steps.NEW, account, proof, now)
    return name


def follow(
    connection: Connection,
    name: str,
    told: Told,
    before: str,
    account: str | None,
    proof: Proof | None,
    now: dt.datetime,
) -> None:
    """Add a step after another, and do what follows from it: who is shown, which post is taken; raise Conflict."""
    row = introductions.bare(connection, name, now)
    if told.step == "proposed":
        _within_cap(connection, row.organisation, now)
    step = {"step": told.step, "side": told.side, "day": told.day, "reason": told.reason, "corrects": told.corrects}
    introductions.append(connection, name, {**step, "at": now, "account": account})
    _show(connection, row, told, before, account, proof, now)
    if told.step != steps.DISPUTED:
        _seat(connection, row, told.step)


def standing(step: str, now: dt.datetime) -> dict[str, Any]:
    """Return the columns that say where an introduction stands after a step."""
    if step == steps.DISPUTED:
        return {"disputed": True}
    due = now + LATER if step in steps.AWAITS else None
    return {"step": step, "open": step not in steps.ENDED, "answer_due": due, "disputed": False}


def check_interest(connection: Connection, reach: Reach, organisation: str | None, now: dt.datetime) -> None:
    """Keep those who speak for people from introducing them to a company of which they are; raise Conflict."""
    who = reach.subject
    if who.role in (Role.ADVISER, Role.ORGANISER) and organisation is not None:
        roles = memberships.of_account(connection, who.account or "", now)
        if any(role.organisation == organisation for role in roles):
            raise Conflict("you belong to this company: another adviser must do this", "conflict_of_interest")


def _within_cap(connection: Connection, organisation: str | None, now: dt.datetime) -> None:
    monthly, _ = contact_caps.get(connection, organisation or "")
    since = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if monthly is not None and introductions.proposed_since(connection, organisation or "", since) >= monthly:
        raise Conflict("this company wants no more introductions this month", "contact_cap")


def _show(
    connection: Connection,
    row: Any,
    told: Told,
    before: str,
    account: str | None,
    proof: Proof | None,
    now: dt.datetime,
) -> None:
    """Record that the person shows themselves to the company, or no longer does, as the step says."""
    if (before, told.step) in steps.AGREES:
        if proof is None:
            raise Invalid("proof: say how the person agreed to show themselves, and to which text", "proof")
        agreed = Agreed(row.candidate, "identity", row.organisation, introduction=row.id)
        consents.give(connection, agreed, proof, now)
    elif told.step == "asked" and not consents.was_told(connection, row.candidate):
        raise Conflict("the person has not had the notice yet: give it first", "notice_first")
    elif steps.hides(told):
        consents.withdraw_for(connection, row.id, account or "", now)


def _seat(connection: Connection, row: Any, step: str) -> None:
    """Take or free a post as the step says; when all are taken, the opening leaves the market."""
    held = seats.holds(connection, introductions.posts, row.id)
    if held == (step in steps.HOLDS_POST):
        return
    opening = introductions.behind(connection, row)
    listing.refresh(connection)
    told = listing.details(connection, opening.id).filled
    others = max(0, told - seats.count(connection, introductions.posts, opening.id))  # posts filled by somebody else
    if held:
        seats.leave(connection, introductions.posts, row.id)
    else:
        seats.take_any(connection, introductions.posts, opening.id, row.id, opening.positions)
    filled = min(opening.positions, others + seats.count(connection, introductions.posts, opening.id))
    if filled == opening.positions:
        document = documents.get(connection, OPENINGS, opening.id)
        documents.change(connection, OPENINGS, opening.id, opening.version, _filled(document))
    listing.refresh(connection)
    listing.note(connection, opening.id, filled=filled)


def _filled(document: Document) -> Document:
    return replace(document, status="filled", open=False)
