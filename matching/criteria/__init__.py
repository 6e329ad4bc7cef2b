"""The registries: by which criteria each kind of pair is judged."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from matching.criteria import (
    contract,
    distance,
    education,
    experience,
    hours,
    kind,
    languages,
    occupation,
    permits,
    skills,
    start,
    wage,
    working_times,
)
from matching.criteria.base import Criteria, Filter, Scorer
from matching.criteria.sponsor import SPONSOR_FILTERS, SPONSOR_SCORERS
from matching.enums import Criterion, PairKind, Side

SCORERS: Final = (
    Scorer(Criterion.OCCUPATION, Side.CANDIDATE, occupation.score, occupation.numbers, occupation.reason),
    Scorer(Criterion.DISTANCE, Side.CANDIDATE, distance.score, distance.numbers, distance.reason),
    Scorer(Criterion.CONTRACT, Side.CANDIDATE, contract.score, contract.numbers, contract.reason),
    Scorer(Criterion.HOURS, Side.CANDIDATE, hours.score, hours.numbers, hours.reason),
    Scorer(Criterion.WAGE, Side.CANDIDATE, wage.score, wage.numbers, wage.reason),
    Scorer(Criterion.START, Side.CANDIDATE, start.score, start.numbers, start.reason),
    Scorer(Criterion.SKILLS, Side.OPENING, skills.score, skills.numbers, skills.reason),
    Scorer(Criterion.EXPERIENCE, Side.OPENING, experience.score, experience.numbers, experience.reason),
    Scorer(Criterion.EDUCATION, Side.OPENING, education.score, education.numbers, education.reason),
    Scorer(Criterion.LANGUAGES, Side.OPENING, languages.score, languages.numbers, languages.reason),
    Scorer(Criterion.PERMITS, Side.OPENING, permits.score, permits.numbers, permits.reason),
)

FILTERS: Final = (
    Filter(Criterion.DISTANCE, distance.judge, distance.numbers),
    Filter(Criterion.KIND, kind.judge, kind.numbers),
    Filter(Criterion.CONTRACT, contract.judge, contract.numbers),
    Filter(Criterion.WORKING_TIMES, working_times.judge, working_times.numbers),
    Filter(Criterion.HOURS, hours.judge, hours.numbers),
    Filter(Criterion.WAGE, wage.judge, wage.numbers),
    Filter(Criterion.START, start.judge, start.numbers),
    Filter(Criterion.OCCUPATION, occupation.judge, occupation.numbers),
    Filter(Criterion.EDUCATION, education.judge, education.numbers),
    Filter(Criterion.PERMITS, permits.judge, permits.numbers),
    Filter(Criterion.LANGUAGES, languages.judge, languages.numbers),
    Filter(Criterion.EXPERIENCE, experience.judge, experience.numbers, experience.idle),
    Filter(Criterion.SKILLS, skills.judge, skills.numbers, skills.idle),
)

AT_A_MEETUP: Final = {Criterion.TRADE, Criterion.WAY_IN, Criterion.HELP, Criterion.COMMON_LANGUAGE}

CRITERIA: Final[Mapping[PairKind, Criteria]] = MappingProxyType(
    {
        PairKind.OPENING: Criteria(Side.OPENING, SCORERS, FILTERS, reach_first=True),
        PairKind.SPONSOR: Criteria(Side.SPONSOR, SPONSOR_SCORERS, SPONSOR_FILTERS),
        PairKind.MEETUP: Criteria(  # the place, the hour and how many are the organiser's
            Side.SPONSOR,
            tuple(scorer for scorer in SPONSOR_SCORERS if scorer.criterion in AT_A_MEETUP),
            tuple(rule for rule in SPONSOR_FILTERS if rule.criterion in AT_A_MEETUP),
        ),
    }
)
