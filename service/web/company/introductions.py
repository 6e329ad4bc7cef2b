"""Introductions as an adviser, a company and the person see them: the list, one with its steps, and what comes next."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service.api.fields import PathId
from service.api.shapes import introductions as shapes
from service.api.shapes.following import Evidence
from service.i18n import name, sentence
from service.next_steps import Next, following
from service.permissions import Reach, Role
from service.steps import OUTCOMES, Past, Side, past_of
from service.usecases import consenting, introducing, reminding
from service.web.company.knowing import about, names
from service.web.pages import Page, screen

router = APIRouter(prefix="/introductions", tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("introduction", "R")]
Writing = Annotated[Page, screen("introduction", "W")]
SHOWN: Final = 25  # in one page of the list
TEXT: Final = "identity-1"  # the version of the text that is agreed to: `company_agree_text` in the locale files
TOP: Final = ("proposed", "accepted", "met", "hired", "placed", "kept_3", "kept_6", "kept_12")  # what one hopes for


@router.get("")
def browse(page: Reading) -> Response:
    """List introductions, the newest first, with who is awaited and since when."""
    query = page.asked(shapes.IntroductionQuery)
    asked = introducing.Asked(SHOWN, query.cursor, total=True)

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found, items = introducing.browse(c, reach, query.filters, asked, page.now)
        told = [_told(page, one) for one in items]
        shown = about(c, [one["opening"] for one in told], page.language)
        awaited = Counter(introducing.awaiting(c, reach, page.now).values())
        listed = {"items": told, "next": found.next, "total": found.total}
        return {"found": listed, "openings": shown, "awaited": awaited}

    told = page.look(act)
    called = names(page, [one["person"] for one in told["found"]["items"] if one["person"]])
    return page.show("company/introductions.html", **told, names=called, today=page.now.date())


@router.get("/{id}")
def one(page: Reading, id: PathId) -> Response:
    """Show an introduction with its steps, and what one may do next."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = introducing.get(c, reach, id, page.now)
        past, by = past_of(found.steps), introducing.SIDES[reach.subject.role]
        told = _told(page, found)
        steps = following(past, by, page.now.date())
        return {
            "introduction": told,
            "opening": about(c, [told["opening"]], page.language)[told["opening"]],
            "hoped": [step for step in steps if step.step in TOP],
            "others": [step for step in steps if step.step not in TOP and not _declines(step, steps)],
            "instead": _instead(past, by, page.now.date()),
        }

    found = page.look(act)
    entries = [_entry(step, page.language) for step in found["introduction"]["steps"]]
    person = found["introduction"]["person"]
    known = names(page, [person] if person else []).get(person)
    return page.show("company/introduction.html", **found, entries=entries, known=known, today=page.now.date())


@router.post("/{id}/steps")
def record(page: Writing, id: PathId) -> Response:
    """Record a step; where the person shows themselves by it, with how they agreed."""
    step = page.form.text("step")
    leaves = step == "withdrawn" and page.call.reach.subject.role is Role.CANDIDATE
    right = "introduction:D" if leaves else "outcome:W" if step in OUTCOMES else "introduction:W"
    writing = replace(page, call=page.under(right))

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        asked = page.form.told(shapes.NewOutcome if step in OUTCOMES else shapes.NewIntroductionStep)
        day = asked.day or page.now.date()
        told = introducing.told_of(reach, step, asked.side, day, asked.reason, asked.corrects)
        found = introducing.record(c, reach, id, told, _proof(page, reach), page.call.expected, page.now)
        return shapes.introduction(found, reach.subject.role)

    return writing.do(act, then=f"/introductions/{id}", again=lambda no: one(_to_read(no), id), said="company_recorded")


@router.post("/{id}/reminder")
def remind(page: Writing, id: PathId) -> Response:
    """Remind who is awaited, at most once in 24 hours."""

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        return {"id": id, "reminded": reminding.by_hand(c, reach, id, page.now)}

    return page.do(act, then=f"/introductions/{id}", again=lambda no: one(_to_read(no), id), said="company_reminded")


def _to_read(page: Page) -> Page:
    return replace(page, call=page.under("introduction:R"))


def _declines(step: Next, steps: Sequence[Next]) -> bool:
    """Return whether somebody withdraws who may as well decline, and say why."""
    return step.step == "withdrawn" and any(one.step == "declined" and one.side == step.side for one in steps)


def _told(page: Page, found: Any) -> dict[str, Any]:
    """Return an introduction as its reader sees it, with since when it stands where it does and what is due."""
    told = shapes.introduction(found, page.subject.role)
    return {**told, "since": found.steps[-1].day, "due": found.due and found.due.step}


def _entry(step: dict[str, Any], language: str) -> dict[str, str]:
    """Return a step as a timeline shows it."""
    told = {"by": name("introduction_side", step["side"], language)} if step["side"] else {}
    reason = name("introduction_reason", step["reason"], language) if step["reason"] else ""
    corrected = sentence("company_corrects", {}, language) if step["corrects"] else ""
    title = name("introduction_step", step["step"], language)
    text = " ".join(part for part in (reason[:1].upper() + reason[1:], corrected) if part)
    return {"at": step["day"], "title": title[:1].upper() + title[1:], "text": text, **told}


def _instead(past: list[Past], by: Side, today: dt.date) -> list[Next]:
    """Return what could stand in the place of the last step, to those whose word it was."""
    if len(past) < 2 or by not in (past[-1].side, Side.ADVISER):
        return []
    return [step for step in following(past, by, today, place=1) if step.step != past[-1].step]


def _proof(page: Page, reach: Reach) -> Any:
    """Return how the person agreed: in the application themselves, or as their adviser was told."""
    told = page.form.text("channel")
    if not told:
        return None
    evidence = page.form.told(Evidence, channel=told, text_version=TEXT)
    return consenting.proof_of(reach, evidence.channel, evidence.text_version)
