"""What would bring more sponsors within reach of a candidate, and what one place more would do for a sponsor."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from matching.availability import local_iso
from matching.changes import is_possible
from matching.codes import code_key, code_of
from matching.effects import Change, Lever, Survey, effects, surveyed, useful
from matching.enums import TimeZone, Weekday
from matching.market import Market, candidate_tables, joined, sponsor_table
from matching.profiles import RankProfile
from matching.ranking import reachable_candidates
from matching.records import Record
from matching.sponsor_record import read_sponsor
from matching.ways_in import with_ways_in

MORE_KM: Final = (5, 10, 20)
WINDOWS_TRIED: Final = 6
LANGUAGES_TRIED: Final = 4
_STEPS: Final = ("lever_meeting_km",)


def find_sponsor_levers(
    record: Record, market: Market, profile: RankProfile, opening_profile: RankProfile
) -> tuple[Lever, ...]:
    """Return the changes of a candidate's record that bring sponsors within reach or raise the best."""

    def surveys(records: Sequence[Record]) -> list[Survey]:
        people, within = candidate_tables(records, market)
        sponsors, taxonomy = within.sponsors, within.taxonomy
        known = [with_ways_in(one, sponsors, within.openings, taxonomy, opening_profile) for one in people]
        return surveyed(known, sponsors, taxonomy, profile)

    tried = [*_video(record), *_km(record), *_windows(record, market), *_languages(record, market)]
    return useful(effects([change for change in tried if is_possible(change[1])], record, surveys), _STEPS)


def find_capacity_lever(
    record: Record, market: Market, profile: RankProfile, opening_profile: RankProfile
) -> tuple[Lever, ...]:
    """Return what one place more would do for a sponsor who set a limit; nothing where it changes nothing."""
    within = joined(market, [], [], [record])
    taxonomy, one = within.taxonomy, sponsor_table(record, within)
    people = with_ways_in(within.candidates, one, within.openings, taxonomy, opening_profile)

    def survey(changed: Record) -> Survey:
        rows, scores = reachable_candidates(sponsor_table(changed, within), people, taxonomy, profile)
        return dict(zip(people.ids[rows].tolist(), scores.tolist(), strict=True))

    capacity = record.get("capacity")
    numbers = {"from": capacity, "to": (capacity or 0) + 1}
    tried = [] if capacity is None else [("lever_capacity", {"capacity": capacity + 1}, numbers)]
    return useful(effects(tried, record, lambda records: map(survey, records), _changed_sponsor))


def _changed_sponsor(record: Record, change: Mapping[str, Any]) -> Record:
    return read_sponsor({**record, **change})


def _video(record: Record) -> Iterable[Change]:
    if not record.get("remote"):
        yield "lever_video", {"remote": True}, {}


def _km(record: Record) -> Iterable[Change]:
    for more in MORE_KM if "max_km" in record else ():
        yield "lever_meeting_km", {"max_km": record["max_km"] + more}, _step(record["max_km"], more)


def _step(value: float, more: float) -> Record:
    return {"from": value, "to": value + more}


def _windows(record: Record, market: Market) -> Iterable[Change]:
    """Try the weekly hours that most sponsors have and the candidate has not told, by the candidate's clock."""
    if "availability" not in record or market.since is None:
        return
    zone = TimeZone(record.get("timezone", TimeZone.PARIS))
    slots = market.sponsors.slots
    offered = Counter(
        window for row in range(len(slots)) for window in {_weekly(*span, zone) for span in slots.spans(row)}
    )
    told = {(day, w["start"], w["end"]) for w in record["availability"] for day in w.get("days", ())}
    new = sorted((window for window in offered if window not in told), key=lambda window: (-offered[window], window))
    for day, start, end in new[:WINDOWS_TRIED]:
        window = {"days": [day], "start": start, "end": end}
        yield "lever_window", {"availability": [window]}, {"slot_day": day, "slot_start": start, "slot_end": end}


def _weekly(start: int, stop: int, zone: TimeZone) -> tuple[str, str, str]:
    """Return hours as a day of the week with its times."""
    begin, end = (dt.datetime.fromisoformat(local_iso(instant, zone)) for instant in (start, stop))
    return list(Weekday)[begin.weekday()].value, f"{begin:%H:%M}", f"{end:%H:%M}"


def _languages(record: Record, market: Market) -> Iterable[Change]:
    """Try the languages that most sponsors speak and the candidate did not list; none where no list is given."""
    if "languages" not in record:
        return
    listed = {language["code"].lower() for language in record["languages"]}
    spoken = market.sponsors.languages
    keys = market.taxonomy.languages.codes[spoken.index[spoken.flat]].tolist()
    counts = Counter(code for key in keys if (code := code_of(key)) and code not in listed)
    for code in sorted(counts, key=lambda code: (-counts[code], code))[:LANGUAGES_TRIED]:
        yield (
            "lever_language",
            {"languages": [{"code": code}]},
            {"languages": [{"language": code_key(code), "level": None}]},
        )
