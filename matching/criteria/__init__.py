"""The registries: soft criteria in the order in which contributions are added, hard rules in the order applied."""

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
from matching.criteria.base import Filter, Scorer
from matching.enums import Criterion, Side

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
