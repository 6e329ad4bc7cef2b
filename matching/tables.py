"""From frames to the tables of candidates, openings and sponsors: columns in one order, lists beside them."""

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.enums import place_in
from matching.flat import ends_of
from matching.frames import placed
from matching.items import Items, agreeing, as_lists, as_occupations, in_table_order
from matching.layout import EPOCH, ItemKind
from matching.lists import or_read, or_read_skills, weighed
from matching.meeting import KINDS, meeting_columns, pause_column
from matching.model import Candidates, Openings, Sponsors, WaysIn
from matching.places import Gazetteer
from matching.ragged import Ragged
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy

Frame = NDArray[Any]
Ranks = NDArray[np.int64]
LISTS = {"skills": ItemKind.SKILL, "languages": ItemKind.LANGUAGE, "permits": ItemKind.PERMIT}


def candidates_of(
    frame: Frame, items: Items, taxonomy: Taxonomy, gazetteer: Gazetteer, ranks: Ranks, since: dt.date | None
) -> Candidates:
    """Return the table of candidates; their hours are laid out from the day `since`."""
    reach = np.where(frame["wishes"] & (1 << place_in(CandidateLimit, CandidateLimit.REACH)), np.nan, frame["reach_km"])
    order, common = _common(frame, items, taxonomy, gazetteer, ranks, reach)
    wished = agreeing(in_table_order(items.only(ItemKind.WISH_OCCUPATION, ItemKind.WISH_TITLE), order), taxonomy)
    experience = in_table_order(items.only(ItemKind.EXPERIENCE_OCCUPATION, ItemKind.EXPERIENCE_TITLE), order)
    meeting = in_table_order(items.only(*KINDS), order)
    titles = wished.only(ItemKind.WISH_TITLE)
    names = ("max_km", "max_minutes", "wage_floor", "modes", "kinds", "contracts", "refuses", "wishes", "given")
    common |= {name: frame[name][order] for name in ("reach_km", *names)}
    return Candidates(
        **common,
        **meeting_columns(meeting, len(frame), since),
        wished_titles=as_lists(titles, taxonomy.titles.find(titles.key), len(frame)),
        wished_occupations=as_lists(wished, as_occupations(wished, taxonomy, ItemKind.WISH_TITLE), len(frame)),
        experience=as_lists(experience, as_occupations(experience, taxonomy, ItemKind.EXPERIENCE_TITLE), len(frame)),
        ways_in=no_ways_in(len(frame)),
        ways_sought=np.zeros(len(frame), np.bool_),
    )


def openings_of(frame: Frame, items: Items, taxonomy: Taxonomy, gazetteer: Gazetteer, ranks: Ranks) -> Openings:
    """Return the table of openings."""
    order, common = _common(frame, items, taxonomy, gazetteer, ranks, np.full(len(frame), np.inf))
    title = taxonomy.titles.find(frame["title"])[order]
    occupation = taxonomy.occupations.find(frame["occupation"])[order]
    unknown = occupation == 0
    occupation = np.where(unknown, taxonomy.title_occupation[title], occupation)
    occupation, sure = or_read(occupation, in_table_order(items.only(ItemKind.READ_OCCUPATION), order), taxonomy)
    stated = common["skills"].lengths > 0
    common["skills"] = or_read_skills(common["skills"], items, order, taxonomy)
    names = ("latest_start", "wage_min", "wage_max", "experience", "positions", "kind", "contract", "working_times")
    common["skills"] = weighed(common["skills"], occupation, taxonomy)
    common["must_skills"] = common["skills"].flagged()
    common |= {name: frame[name][order] for name in (*names, "musts")}
    return Openings(
        **common,
        title=title,
        occupation=occupation.astype(np.int32),
        sure=sure,
        skills_read=~stated & (common["skills"].lengths > 0),
        company=_companies(items, order),
    )


def sponsors_of(
    frame: Frame, items: Items, taxonomy: Taxonomy, gazetteer: Gazetteer, ranks: Ranks, since: dt.date | None
) -> Sponsors:
    """Return the table of sponsors; their hours are laid out from the day `since`."""
    order, common = placed(frame, gazetteer, ranks, np.full(len(frame), np.inf))
    items = in_table_order(items, order)
    known = items.only(ItemKind.EXPERIENCE_OCCUPATION, ItemKind.EXPERIENCE_TITLE)
    day = (since - EPOCH).days if since else 0
    common |= {name: frame[name][order] for name in ("company", "max_km", "capacity", "followed")}
    return Sponsors(
        **common,
        **meeting_columns(items, len(frame), since),
        languages=_lists(items, taxonomy, "languages", len(frame)),
        occupations=as_lists(known, as_occupations(known, taxonomy, ItemKind.EXPERIENCE_TITLE), len(frame)),
        pause=pause_column(items, len(frame), since),
        since=np.full(len(frame), day, np.int32),
    )


def no_ways_in(n: int) -> WaysIn:
    """Return the ways in of n candidates for whom none was looked for."""
    none = np.empty(0, np.int32)
    return WaysIn(ends_of(np.zeros(n, np.int64)), np.empty(0, np.uint64), none, none, np.empty(0))


def _companies(items: Items, order: NDArray[np.int64]) -> NDArray[np.uint64]:
    named = in_table_order(items.only(ItemKind.COMPANY), order)
    company = np.zeros(len(order), np.uint64)
    company[named.row] = named.key
    return company


def _common(
    frame: Frame, items: Items, taxonomy: Taxonomy, gazetteer: Gazetteer, ranks: Ranks, reach: NDArray[Any]
) -> tuple[NDArray[np.int64], dict[str, Any]]:
    """Return the order of the rows and the columns that candidates and openings share."""
    order, columns = placed(frame, gazetteer, ranks, reach)
    columns |= {name: frame[name][order] for name in ("hours_min", "hours_max", "start", "education")}
    for name, kind in LISTS.items():
        columns[name] = _lists(in_table_order(items.only(kind), order), taxonomy, name, len(frame))
    return order, columns


def _lists(items: Items, taxonomy: Taxonomy, name: str, n: int) -> Ragged:
    entries = items.only(LISTS[name])
    return as_lists(entries, getattr(taxonomy, name).find(entries.key), n)
