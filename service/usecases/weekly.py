"""One message a week at most to those who act for a company: what waits for them, as counts and links to their pages.

It says nothing of anybody: how many they are, of those whom the pages show it, new people only from eleven on. A link
in it stops it, without signing in, whenever it is used.
"""

import base64
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection

from service.db import accounts, addressees, consents, listing, memberships, outbox, reminders
from service.db.accounts import Account
from service.db.addressees import Addressee
from service.db.base import Store
from service.db.listing import Filters
from service.db.paging import Asked
from service.db.scoping import COMPANY_VISIBILITY
from service.errors import NotFound, ServiceError
from service.i18n import sentence
from service.keys import Keys
from service.permissions import Action, Policy, Reach, Role, Subject
from service.permissions import reach as reach_of
from service.pseudonyms import counted
from service.steps import Side
from service.usecases import introducing, suggesting

BETWEEN: Final = dt.timedelta(days=7) - dt.timedelta(hours=1)  # one night begins its work a little sooner than another
ENDING: Final = dt.timedelta(days=7)  # until an opening's last day
MEETING: Final = ("accepted", "met")
QUIET: Final = dt.timedelta(days=14)  # since the last of these steps
TOLD: Final = 5  # openings of one kind in a message: what their counts tell together stays far below what pages tell
LOOKED_AT: Final = 40  # openings of which new people are counted, the newest first
_WEEKLY: Final = "weekly"


@dataclass(frozen=True, slots=True)
class News:
    """One thing to say, with the page that shows it."""

    code: str
    facts: Mapping[str, Any]
    path: str
    opening: str | None = None  # whose new people are counted with it


def due(connection: Connection, now: dt.datetime) -> list[Addressee]:
    """Return whom it is time to write to, should there be something to say."""
    everybody = addressees.who_want_weekly(connection, Role.COMPANY, now)
    return [one for one in everybody if _is_due(connection, one.account, now)]


def tell(store: Store, keys: Keys, to: Addressee, site: str, now: dt.datetime, dry_run: bool = False) -> bool:
    """Put somebody's message into the outbox; return whether there is one, or would be in a dry run.

    Whoever else does so meanwhile, there is one: that it was written is noted with it.
    """
    with store.read() as connection:
        found = list(_news_of(connection, to.account, now))
    if not found or dry_run:
        return bool(found)
    facts = {"news": _said(found, to.language, site), "unsubscribe": f"{site}/unsubscribe/{link_of(keys, to.account)}"}
    with store.write() as connection:
        if not (accounts.get(connection, to.account).weekly and _is_due(connection, to.account, now)):
            return False
        for what in (_WEEKLY, *(_people(one.opening) for one in found if one.opening)):
            reminders.again(connection, what, to.account, now)
        outbox.add(connection, to.email, "weekly", facts, to.language)
    return True


def link_of(keys: Keys, account: str) -> str:
    """Return the end of the address at which somebody stops their message: it names nobody and cannot be made up."""
    return base64.urlsafe_b64encode(keys.seal(uuid.UUID(account).hex, _WEEKLY)).decode()


def by_link(store: Store, keys: Keys, link: str) -> Account:
    """Return whose link it is; raise NotFound for one that is not ours."""
    with store.read() as connection:
        return accounts.get(connection, _whose(keys, link))


def want(store: Store, keys: Keys, link: str, weekly: bool) -> None:
    """Stop the message of whose link it is, or let it come again; raise NotFound for one that is not ours."""
    with store.write() as connection:
        account = accounts.get(connection, _whose(keys, link))
        if account.weekly != weekly:
            accounts.change(connection, account.id, account.version, weekly=weekly)


def _whose(keys: Keys, link: str) -> str:
    try:
        return str(uuid.UUID(keys.unseal(base64.b64decode(link, b"-_", validate=True), _WEEKLY)))
    except (ServiceError, ValueError):
        raise NotFound("this link is not one of ours: copy it whole from the message", "no_link") from None


def _is_due(connection: Connection, account: str, now: dt.datetime) -> bool:
    last = reminders.last(connection, _WEEKLY, account)
    return last is None or now - last >= BETWEEN


def _news_of(connection: Connection, account: str, now: dt.datetime) -> Iterator[News]:
    """Yield what there is to say to somebody: of each company that they act for, what its pages show them."""
    for role in memberships.of_account(connection, account, now):
        if role.role is Role.COMPANY:
            who = Subject(Role.COMPANY, account, role.territory, role.organisation)
            yield from _introductions(connection, who, now)
            yield from _ending(connection, who, now)
            yield from islice(_new_people(connection, who, now), TOLD)


def _introductions(connection: Connection, who: Subject, now: dt.datetime) -> Iterator[News]:
    asked = Asked(introducing.WAITING)
    _, found = introducing.browse(connection, _reach(who, "introduction"), {"open": True}, asked, now)
    if waiting := sum(one.awaits is Side.COMPANY for one in found):
        yield News("weekly_waiting", {"count": waiting}, "/introductions?awaits=company")
    if quiet := sum(_is_quiet(one, now.date()) for one in found):
        yield News("weekly_quiet", {"count": quiet}, "/introductions?open=true")


def _is_quiet(one: introducing.Found, today: dt.date) -> bool:
    """Return whether it is time to say what came of it: they were to meet, or somebody is at work."""
    return one.due is not None or (one.row.step in MEETING and one.steps[-1].day <= today - QUIET)


def _ending(connection: Connection, who: Subject, now: dt.datetime) -> Iterator[News]:
    today = now.date()
    for row in _openings(connection, who, "expires", TOLD, now):
        if row.expires_on and today <= row.expires_on <= today + ENDING:
            yield News("weekly_ends", {"title": row.title, "day": row.expires_on}, f"/openings/{row.public_id}")


def _new_people(connection: Connection, who: Subject, now: dt.datetime) -> Iterator[News]:
    """Count those who came since they were last counted to this reader: at first all, then never fewer than eleven."""
    for row in _openings(connection, who, "-published", LOOKED_AT, now):
        since = reminders.last(connection, _people(row.public_id), who.account or "")
        people = suggesting.fitting(connection, _reach(who, "suggestion"), now, row.public_id)
        if since:
            people &= consents.agreed_after(connection, COMPANY_VISIBILITY, since)
        if count := counted(len(people)):
            facts = {"title": row.title, "count": count}
            yield News("weekly_people", facts, f"/openings/{row.public_id}/people", row.public_id)


def _openings(connection: Connection, who: Subject, sort: str, most: int, now: dt.datetime) -> Iterable[Any]:
    filters, name = Filters(status="published", organisation=who.organisation), sort.removeprefix("-")
    return listing.openings(connection, _reach(who, "opening"), filters, name, name != sort, Asked(most), now).rows


def _reach(who: Subject, resource: str) -> Reach:
    return reach_of(who, Policy(resource, Action.READ))


def _people(opening: str) -> str:
    return f"people/{opening}"


def _said(found: Iterable[News], language: str, site: str) -> str:
    return "\n\n".join(f"{sentence(one.code, one.facts, language)}\n{site}{one.path}" for one in found)
