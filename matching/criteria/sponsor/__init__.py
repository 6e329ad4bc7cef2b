"""What counts between a candidate and a sponsor: scorers in the order of addition, filters in the order applied."""

from typing import Final

from matching.criteria.base import Filter, Scorer
from matching.criteria.sponsor import (
    availability,
    capacity,
    common_language,
    help_wished,
    load,
    meeting_place,
    pause,
    trade,
    way_in,
)
from matching.enums import Criterion, Side

SPONSOR_SCORERS: Final = (
    Scorer(Criterion.TRADE, Side.CANDIDATE, trade.score, trade.numbers, trade.reason),
    Scorer(Criterion.HELP, Side.CANDIDATE, help_wished.score, help_wished.numbers, help_wished.reason),
    Scorer(Criterion.WAY_IN, Side.CANDIDATE, way_in.score, way_in.numbers, way_in.reason),
    Scorer(Criterion.MEETING_PLACE, Side.CANDIDATE, meeting_place.score, meeting_place.numbers, meeting_place.reason),
    Scorer(Criterion.AVAILABILITY, Side.SPONSOR, availability.score, availability.numbers, availability.reason),
    Scorer(Criterion.LOAD, Side.SPONSOR, load.score, load.numbers, load.reason),
    Scorer(
        Criterion.COMMON_LANGUAGE,
        Side.SPONSOR,
        common_language.score,
        common_language.numbers,
        common_language.reason,
    ),
)

SPONSOR_FILTERS: Final = (
    Filter(Criterion.PAUSE, pause.judge, pause.numbers),
    Filter(Criterion.CAPACITY, capacity.judge, capacity.numbers),
    Filter(Criterion.MEETING_PLACE, meeting_place.judge, meeting_place.numbers),
    Filter(Criterion.COMMON_LANGUAGE, common_language.judge, common_language.numbers),
    Filter(Criterion.AVAILABILITY, availability.judge, availability.numbers),
)
