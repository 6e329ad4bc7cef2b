"""What the commands about sponsors do: open the store, call one use case, show the answer."""

import datetime as dt
from dataclasses import replace
from typing import Final

from matching.enums import Side
from matching.model import Ranking
from service import lever_shapes, shapes, sponsor_shapes
from service.catalogue import Catalogue
from service.cli import match_screens
from service.cli.answers import day_of, show
from service.cli.commands import changed, reading
from service.errors import Invalid
from service.usecases import recommend, sponsoring

_YEARS: Final = (1970, 2199)


def rank_sponsors(
    candidate: str, top: int, since: str | None, change: str | None, as_json: bool, db: str | None, language: str
) -> None:
    """Show the best sponsors for one candidate, and when they can meet first."""
    with reading(db, _day(since)) as (connection, catalogue):
        record = changed(connection, candidate, change)
        found = _named(sponsoring.sponsors_for(record, catalogue, top), catalogue)
        identifiers = [catalogue.market.sponsor_ids[m.counterpart] for m in found.matches]
        rows = [(name, sponsoring.sponsor_record(connection, catalogue.sponsors[name])) for name in identifiers]
        named = shapes.words(connection, found.matches, [record, *(r for _, r in rows)], language)
        heads = [{"sponsor": name, **shapes.about_sponsor(r, named)} for name, r in rows]
        answer = {"candidate": candidate, **sponsor_shapes.ranking(found, heads, named, language)}
    show(as_json, answer, match_screens.rank_sponsors, language)


def rank_candidates(sponsor: str, top: int, since: str | None, as_json: bool, db: str | None, language: str) -> None:
    """Show the best candidates for one sponsor, and when they can meet first."""
    with reading(db, _day(since)) as (connection, catalogue):
        record = sponsoring.sponsor_record(connection, sponsor)
        found = _named(sponsoring.candidates_for(record, catalogue, top), catalogue)
        identifiers = [catalogue.market.candidate_ids[m.candidate] for m in found.matches]
        rows = [(name, recommend.candidate_record(connection, catalogue.candidates[name])) for name in identifiers]
        named = shapes.words(connection, found.matches, [record, *(r for _, r in rows)], language)
        heads = [{"candidate": name, **shapes.about_candidate(r, named)} for name, r in rows]
        ranked = sponsor_shapes.ranking(found, heads, named, language)
        answer = {"sponsor": sponsor, **shapes.about_sponsor(record, named), **ranked}
    show(as_json, answer, match_screens.rank_people, language)


def why(
    candidate: str, sponsor: str, since: str | None, change: str | None, as_json: bool, db: str | None, language: str
) -> None:
    """Explain one pair, ranked or not."""
    with reading(db, _day(since)) as (connection, catalogue):
        person, helper = changed(connection, candidate, change), sponsoring.sponsor_record(connection, sponsor)
        match = sponsoring.match_of(person, helper, catalogue)
        match = sponsoring.with_openings_named(match, catalogue.market.opening_ids)
        named = shapes.words(connection, [match], [person, helper], language)
        answer = {
            "candidate": candidate,
            "sponsor": sponsor,
            **shapes.about_sponsor(helper, named),
            "ranked": not match.blockers,
            **sponsor_shapes.match(match, named, language),
            "lifts": shapes.lifts(match, named),
        }
    show(as_json, answer, match_screens.why, language)


def levers(candidate: str, top: int, since: str | None, as_json: bool, db: str | None, language: str) -> None:
    """Show what would bring most sponsors within reach of one candidate."""
    with reading(db, _day(since)) as (connection, catalogue):
        record = recommend.candidate_record(connection, candidate)
        reachable, found = sponsoring.levers_for(record, catalogue)
        shown = lever_shapes.levers(connection, found[:top], Side.SPONSOR, catalogue, language)
        answer = {"candidate": candidate, "for": "sponsors", "reachable": reachable, "levers": shown}
    show(as_json, answer, match_screens.levers, language)


def nobody(sponsor: str, since: str | None, as_json: bool, db: str | None, language: str) -> None:
    """Show which rule removes how many candidates from one sponsor."""
    with reading(db, _day(since)) as (connection, catalogue):
        record = sponsoring.sponsor_record(connection, sponsor)
        found = sponsoring.nobody_for(record, catalogue)
        named = shapes.words(connection, [], [record], language)
        answer = {"sponsor": sponsor, **shapes.about_sponsor(record, named), **shapes.diagnosis(found, language)}
    show(as_json, answer, match_screens.nobody, language)


def _day(since: str | None) -> dt.date:
    """Return the day from which hours count: today unless another is given; raise Invalid for one far from ours."""
    day = day_of("--since", since)
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise Invalid(f"--since: choose a day from {_YEARS[0]} to {_YEARS[1]}")
    return day


def _named(found: Ranking, catalogue: Catalogue) -> Ranking:
    ids = catalogue.market.opening_ids
    return replace(found, matches=tuple(sponsoring.with_openings_named(m, ids) for m in found.matches))
