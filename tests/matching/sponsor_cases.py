"""Sponsors and what candidates tell of meeting: values to draw records from, markets of them, and matches."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from matching.enums import HelpKind
from matching.explain import explain_pairs
from matching.market import Market, market_of
from matching.model import Match
from matching.profiles import RankProfile
from tests.factories import GAZETTEER, REFERENCE, Record
from tests.strategies import candidates
from tests.values import CANDIDATE_LISTS, CANDIDATE_VALUES

PROFILES = Path(__file__).parents[2] / "service/profiles"
SPONSOR_PROFILE, MEETUP_PROFILE = (
    RankProfile.from_json((PROFILES / f"{name}.json").read_text("utf-8")) for name in ("sponsor", "meetup")
)
SINCE = dt.date(2026, 11, 22)  # a Sunday

WINDOWS: list[Record] = [
    {"days": ["tue"], "start": "12:00", "end": "14:00", "weeks": "odd"},
    {"days": ["tue", "thu"], "start": "13:15", "end": "13:40"},
    {"days": ["mon", "wed"], "start": "18:00", "end": "20:00"},
    {"days": ["fri"], "start": "22:00", "end": "01:00", "from": "2026-12-01", "until": "2027-01-20"},
    {"date": "2026-12-03", "start": "18:00", "end": "20:00"},
    {"days": ["sat", "sun"], "start": "00:00", "end": "00:00", "weeks": "even"},
]
AWAY: list[Record] = [{"month": 12}, {"from": "2026-11-01", "until": "2026-12-01"}, {"from": "2027-01-15"}]
MEETING_VALUES: dict[str, list[Any]] = {
    "timezone": ["Europe/Paris", "Indian/Reunion", "America/Martinique"],
    "remote": [True, False],
}
MEETING_LISTS: dict[str, list[Any]] = {
    "availability": WINDOWS,
    "away": AWAY,
    "help": list(HelpKind),
    "sectors": ["43", "4322A", "43.2", "88", "8810A", "25.1"],
}
COMPANIES = [
    {"name": "Métal Exemple"},
    {"name": "METAL exemple", "siret": "12345678900011"},
    {"siret": "98765432100022"},
]
SPONSOR_VALUES: dict[str, list[Any]] = {
    "company": COMPANIES,
    "place": CANDIDATE_VALUES["place"],
    "max_km": [0, 3, 10, 40],
    "capacity": [0, 1, 2, 5],
    "followed": [0, 1, 2, 4],
    **MEETING_VALUES,
}
SPONSOR_LISTS: dict[str, list[Any]] = {
    "occupations": [{"occupation": "H2913"}, {"occupation": "K2204"}, {"title_code": "10004"}, {"occupation": "Z9999"}],
    "languages": [{"code": "fr"}, {"code": "en", "level": "A2"}, {"code": "ar"}, {"code": "xx", "level": "C1"}],
    "pauses": [{"from": "2026-11-01", "until": "2026-12-01"}, {"from": "2027-02-01"}, {"until": "2026-01-01"}],
    **MEETING_LISTS,
}


def sponsors() -> st.SearchStrategy[Record]:
    """Any sponsor, without an id."""
    return _records(SPONSOR_VALUES, SPONSOR_LISTS)


def meeting_candidates() -> st.SearchStrategy[Record]:
    """Any candidate, without an id, who may have told of meeting."""
    told = _records(MEETING_VALUES, MEETING_LISTS)
    return st.builds(lambda one, other: {**one, **other}, candidates(), told)


def _records(values: Mapping[str, list[Any]], lists: Mapping[str, list[Any]]) -> st.SearchStrategy[Record]:
    single = {name: st.sampled_from(options) for name, options in values.items()}
    several = {name: st.lists(st.sampled_from(pool), max_size=3) for name, pool in lists.items()}
    return st.fixed_dictionaries({}, optional=single | several)


def drawn(letter: str, n: int, seed: int) -> list[Record]:
    """Return candidates (c) or sponsors (s) made of these values, the same for the same seed."""
    draw = Random(seed)
    values, lists = (SPONSOR_VALUES, SPONSOR_LISTS)
    if letter == "c":
        values, lists = CANDIDATE_VALUES | MEETING_VALUES, _CANDIDATE_LISTS
    records = []
    for i in range(n):
        record: Record = {"id": f"{letter}{i:04d}"}
        record |= {name: draw.choice(options) for name, options in values.items() if draw.random() < 0.6}
        record |= {name: draw.choices(pool, k=draw.randrange(4)) for name, pool in lists.items() if draw.random() < 0.6}
        records.append(record)
    return records


_CANDIDATE_LISTS = {name: CANDIDATE_LISTS[name] for name in ("wishes", "languages", "skills")} | MEETING_LISTS


def sponsor_market(people: list[Record], others: list[Record], openings: list[Record] | None = None) -> Market:
    """Return a market from SINCE on; records without an id get c0 …, s0 … and o0 …."""
    named = [
        [{"id": f"{letter}{i}"} | record for i, record in enumerate(records)]
        for letter, records in (("c", people), ("o", openings or []), ("s", others))
    ]
    return market_of(REFERENCE, GAZETTEER, *named, since=SINCE)


def sponsor_match(candidate: Record, sponsor: Record, profile: RankProfile = SPONSOR_PROFILE) -> Match:
    """Return the match of one candidate and one sponsor who are alone in their market."""
    alone = sponsor_market([candidate], [sponsor])
    return explain_pairs(alone.candidates, alone.sponsors, alone.taxonomy, profile)[0]
