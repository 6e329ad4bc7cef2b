"""What a reach means in a query: conditions on the tables, so that what is out of reach is never read.

Each function takes a column that holds the id of a person, an opening, a sponsor or an organisation, and returns
the condition that it is within reach, at a moment. Everything is limited to the territory of who asks; somebody
without one (a visitor) reaches only what is published.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    and_,
    case,
    column,
    exists,
    false,
    literal,
    or_,
    table,
    true,
)

from service.db.alike import TODAY
from service.db.times import lasts
from service.permissions import Reach, Role, Scope

Moment = dt.datetime | BindParameter[dt.datetime]  # a time, or one that a query made beforehand is given later

_MOMENT: Final = DateTime(timezone=True)
CASELOADS: Final = table(  # owned by caseloads.py, whose file uses this one
    "caseloads",
    *map(column, ("candidate", "adviser", "organisation")),
    column("starts_at", _MOMENT),
    column("ends_at", _MOMENT),
)
_CONSENTS: Final = table(  # likewise consents.py
    "consents",
    *map(column, ("candidate", "purpose", "organisation", "sponsor", "introduction", "detail")),
    *(column(name, _MOMENT) for name in ("given_at", "expires_at", "withdrawn_at")),
)
_BREAK_GLASS: Final = table(  # likewise break_glass.py
    "break_glass",
    *map(column, ("candidate", "account", "territory")),
    column("starts_at", _MOMENT),
    column("ends_at", _MOMENT),
)
_MEETUPS: Final = table("meetups", *map(column, ("id", "territory", "status")))  # likewise meetups.py
_DOCUMENT: Final = ("public_id", "territory", "organisation", "status")
_CANDIDATES, _OPENINGS, _SPONSORS = (
    table(name, *map(column, _DOCUMENT), column("expires_on", Date)) for name in ("candidates", "openings", "sponsors")
)

_WIDEST: Final = (
    *(Scope.OWN, Scope.CASELOAD, Scope.ORGANISATION, Scope.TERRITORY, Scope.BREAK_GLASS),
    *(Scope.CONSENT, Scope.PUBLISHED, Scope.PSEUDONYMOUS),
)
COMPANY_VISIBILITY: Final = "company_visibility"
IDENTITY: Final = "identity"


def candidates_in(reach: Reach, candidate: ColumnElement[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that a person is within reach by any of the scopes."""
    who = reach.subject
    rules = {
        Scope.OWN: _is(candidate, who.candidate),
        Scope.CASELOAD: in_caseload(reach, candidate, now),
        Scope.CONSENT: has_consent(reach, candidate, IDENTITY, now),
        Scope.PSEUDONYMOUS: is_visible(candidate, now),
        Scope.BREAK_GLASS: in_emergency(reach, candidate, now),
        Scope.TERRITORY: true(),
    }
    here = _CANDIDATES.alias()
    same = exists().where(here.c.public_id == candidate, _is(here.c.territory, who.territory))
    return and_(_any(reach, rules), same)


def in_caseload(reach: Reach, candidate: ColumnElement[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that who asks has an assignment in force with the person, in their organisation."""
    here, who = CASELOADS.alias(), reach.subject
    if who.role is not Role.ADVISER or who.account is None:
        return false()
    return exists().where(
        here.c.candidate == candidate,
        here.c.adviser == who.account,
        here.c.organisation == who.organisation,
        lasts(here.c.starts_at, here.c.ends_at, now),
    )


def has_consent(reach: Reach, candidate: ColumnElement[str], purpose: str, now: Moment) -> ColumnElement[bool]:
    """Return the condition that the person's consent to that company or sponsor is in force."""
    who = reach.subject
    if who.role is Role.COMPANY and who.organisation is not None:
        return agrees(candidate, purpose, now, organisation=who.organisation)
    if who.role is Role.SPONSOR and who.sponsor is not None:
        return agrees(candidate, purpose, now, sponsor=who.sponsor)
    return false()


def is_visible(candidate: ColumnElement[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that the person agreed to be suggested to companies without their name."""
    return agrees(candidate, COMPANY_VISIBILITY, now)


def agrees(candidate: Any, purpose: str, now: Moment, **to: Any) -> ColumnElement[bool]:
    """Return the condition that a person's consent is in force, to that organisation, sponsor or introduction."""
    here = _CONSENTS.alias().c
    given = (here[name] == value for name, value in to.items())
    return exists().where(here.candidate == candidate, here.purpose == purpose, *given, holds(here, now))


def holds(consents: Any, now: Moment) -> ColumnElement[bool]:
    """Return the condition that rows of the table of consents are in force."""
    return and_(consents.withdrawn_at.is_(None), lasts(consents.given_at, consents.expires_at, now))


def in_emergency(reach: Reach, candidate: ColumnElement[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that who asks has opened the person's file in an emergency that still lasts."""
    here, who = _BREAK_GLASS.alias(), reach.subject
    if who.account is None:
        return false()
    return exists().where(
        here.c.candidate == candidate,
        here.c.account == who.account,
        here.c.territory == who.territory,
        lasts(here.c.starts_at, here.c.ends_at, now),
    )


def lost_since(reach: Reach, then: ColumnElement[dt.datetime], now: dt.datetime) -> ColumnElement[bool]:
    """Return the condition that who asks has lost sight of somebody since: what let them see somebody has ended."""
    who, follows, given, opened = reach.subject, CASELOADS.c, _CONSENTS.c, _BREAK_GLASS.c
    towards = {
        Role.COMPANY: or_(_is(given.organisation, who.organisation), given.purpose == COMPANY_VISIBILITY),
        Role.SPONSOR: _is(given.sponsor, who.sponsor),
    }
    return or_(
        exists().where(_is(follows.adviser, who.account), follows.ends_at > then, follows.ends_at <= now),
        exists().where(_is(opened.account, who.account), opened.ends_at > then, opened.ends_at <= now),
        *(
            exists().where(towards.get(who.role, false()), end > then, end <= now)
            for end in (given.withdrawn_at, given.expires_at)
        ),
    )


def agreed_with(reach: Reach, sponsor: ColumnElement[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that the candidate who asks shows themselves to a sponsor: then each knows the other."""
    who = reach.subject
    return false() if who.candidate is None else agrees(who.candidate, IDENTITY, now, sponsor=sponsor)


def registrants_in(reach: Reach, guests: Any) -> ColumnElement[bool]:
    """Return the condition that a guest registered, or by their adviser, for a meetup to come in one's territory.

    Somebody whom an organiser registered did not choose to be known by name.
    """
    here, who = _MEETUPS.alias(), reach.subject
    to_come = (here.c.id == guests.meetup, here.c.status.not_in(("over", "cancelled")))
    same = exists().where(*to_come, _is(here.c.territory, who.territory))
    return and_(guests.registered_as != Role.ORGANISER, same) if reach.has(Scope.REGISTRANT) else false()


def openings_in(reach: Reach, opening: ColumnElement[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that an opening is within reach."""
    here = _OPENINGS.alias()
    return exists().where(here.c.public_id == opening, opening_rows(reach, here, now))


def opening_rows(reach: Reach, openings: FromClause, now: Moment) -> ColumnElement[bool]:
    """Return the same for rows of the table itself."""
    here, who = openings.c, reach.subject
    rules = {
        Scope.PUBLISHED: is_published(here, now),
        Scope.ORGANISATION: _is(here.organisation, who.organisation),
        Scope.TERRITORY: true(),
    }
    visitor = who.role is Role.ANONYMOUS
    return and_(_any(reach, rules), true() if visitor else _is(here.territory, who.territory))


def is_published(openings: Any, now: Moment) -> ColumnElement[bool]:
    """Return the condition that an opening is in the market."""
    today = now.date() if isinstance(now, dt.datetime) else TODAY
    return and_(openings.status == "published", or_(openings.expires_on.is_(None), openings.expires_on >= today))


def sponsors_in(reach: Reach, sponsor: ColumnElement[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that a sponsor is within reach."""
    here = _SPONSORS.alias()
    return exists().where(here.c.public_id == sponsor, sponsor_rows(reach, here, now))


def sponsor_rows(reach: Reach, sponsors: FromClause, now: Moment) -> ColumnElement[bool]:
    """Return the same for rows of the table itself."""
    here, who = sponsors.c, reach.subject
    rules = {
        Scope.OWN: _is(here.public_id, who.sponsor),
        Scope.CONSENT: agreed_with(reach, here.public_id, now),
        Scope.PSEUDONYMOUS: here.status == "published",
        Scope.TERRITORY: true(),
    }
    return and_(_any(reach, rules), _is(here.territory, who.territory))


def organisation_rows(reach: Reach, organisations: FromClause) -> ColumnElement[bool]:
    """Return the condition that rows of the table of organisations are within reach."""
    here, who = organisations.c, reach.subject
    rules = {
        Scope.ORGANISATION: _is(here.id, who.organisation),
        Scope.PUBLISHED: here.closed_at.is_(None),
        Scope.TERRITORY: true(),
    }
    return and_(_any(reach, rules), _is(here.territory, who.territory))


def _is(column: ColumnElement[str], value: str | None) -> ColumnElement[bool]:
    """Compare with what belongs to who asks; what they do not have is nobody's."""
    return false() if value is None else column == value


def _any(reach: Reach, rules: dict[Scope, ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *(rule for scope, rule in rules.items() if scope in reach.scopes))


def widest(reach: Reach, condition: Callable[[Reach], ColumnElement[bool]]) -> ColumnElement[str]:
    """Return, as a column, the widest scope by which a row meets a condition such as one of the above; else empty."""
    scopes = [scope for scope in _WIDEST if scope in reach.scopes]
    each = [(condition(Reach(reach.subject, frozenset({scope}))), literal(scope.value)) for scope in scopes]
    return case(*each, else_="") if each else literal("")
