"""What a company may see of people who agreed to be suggested: a name for each that tells nothing, and what is common.

Whatever is told of a person is true, all of it together, of at least SHARED_BY visible people: whether the opening
is within their reach, the trade and the distance are always told, and who shares them with too few is withheld; then
comes one fact after the other, as long as enough people share all that is told. The model is k-anonymity (Samarati
and Sweeney, 1998), with what is rare left out person by person.
"""

import datetime as dt
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matching.asks import ENOUGH, meet
from matching.criteria.base import Scores
from matching.criteria.distance import span_km
from matching.enums import Criterion
from matching.model import Candidates, Openings
from matching.records import Record
from matching.scoring import Scored
from matching.taxonomy import Taxonomy
from service.db import reached
from service.db.document_tables import OPENINGS
from service.errors import NotFound
from service.filing import digest
from service.keys import Keys

SHARED_BY: Final = 5  # with fewer, somebody who knows the town could point at the person; one in five is a guess
SMALLEST_COUNT: Final = 11  # of people, in a figure for those who may not see them
BANDS_KM: Final = (10, 30)  # under 10 km, under 30 km, farther
SCORE_BANDS: Final = 5  # of 20 points
AT_WORK: Final = ("wishes", "skills", "experience", "languages", "licences", "certificates")  # names nobody
ALWAYS: Final = ("fits", "occupation", "distance")
LEVELS: Final = ("no", "partly", "yes", "unknown")
NEARLY: Final = 0.95  # the share from which a criterion is met, and below 1 - NEARLY it is not
_NEXT: Final = (  # in the order in which they may be told
    *(Criterion.SKILLS, Criterion.EXPERIENCE, Criterion.PERMITS, Criterion.LANGUAGES, Criterion.EDUCATION),
    *(Criterion.CONTRACT, Criterion.HOURS, Criterion.START, Criterion.WAGE),
)

Facts = Mapping[str, NDArray[Any]]  # by name, in the order in which they may be told: one value a person


@dataclass(frozen=True, slots=True)
class Told:
    """What a company is told of somebody; a level is one of LEVELS, for the distance a place in its bands."""

    fits: bool
    levels: dict[str, str]  # by criterion, the distance apart
    km_band: int | None  # place in BANDS_KM, its length for farther; None = not known
    score_band: int | None  # from 0 to SCORE_BANDS - 1; None = not told
    skills: list[int]  # keys of skills that the opening asks and the person has

    def as_json(self) -> dict[str, Any]:
        """Return it as a run keeps it."""
        return asdict(self)


def pseudonym(keys: Keys, opening: str, asked: str, person: str) -> str:
    """Return what a person is called for one opening as it is, `asked` being the digest of its record.

    For another opening, or once this one asks something else, it is something else: nobody puts together what was
    told of a person for many places or skills.
    """
    return keys.digest(f"{opening} {asked} {person}", "pseudonym")[:32]


def resolve(connection: Connection, keys: Keys, territory: str, opening: str, called: str, now: dt.datetime) -> str:
    """Return who is called that for an opening of a territory; raise NotFound unless they are visible now."""
    asked = digest(reached.records(connection, OPENINGS, [opening]).get(opening, {}))
    for person in reached.visible_people(connection, territory, now):
        if hmac.compare_digest(pseudonym(keys, opening, asked, person).encode(), called.encode()):
            return person
    raise NotFound("nobody is suggested under that identifier")


def facts_of(
    people: Candidates, opening: Openings, taxonomy: Taxonomy, scored: Scored, fits: NDArray[np.bool_]
) -> Facts:
    """Return what could be told of each of these people beside an opening (a table of one row)."""
    km = span_km(people, opening)[0] if len(people) else np.empty(0)
    far = np.where(np.isnan(km), -1, np.digitize(km, BANDS_KM))
    bands = np.minimum((scored.joint * SCORE_BANDS).astype(np.int8), SCORE_BANDS - 1)
    levels = {criterion.value: _levels(scored.evidence[criterion]) for criterion in (Criterion.OCCUPATION, *_NEXT)}
    facts = {"fits": fits, "occupation": levels.pop("occupation"), "distance": far, "score": bands}
    return {**facts, **levels, **_skills(people, opening, taxonomy)}


def withheld(facts: Facts) -> NDArray[np.bool_]:
    """Return who shares with too few what is always told."""
    base = np.stack([facts[name].astype(np.int8) for name in ALWAYS], axis=1)
    if not len(base):
        return np.zeros(0, np.bool_)
    _, place, sizes = np.unique(base, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(sizes[place.reshape(-1)] < SHARED_BY)


def tellable(facts: Facts, person: int) -> dict[str, Any]:
    """Return the facts of somebody who is not withheld that may be told together, by name."""
    same, told = np.ones(len(facts["fits"]), np.bool_), {}
    for name in dict.fromkeys([*ALWAYS, *facts]):
        with_it = same & (facts[name] == facts[name][person])
        if np.count_nonzero(with_it) >= SHARED_BY:
            same, told[name] = with_it, facts[name][person].item()
    return told


def told_of(facts: Facts, person: int) -> Told:
    """Return what a company is told of somebody who is not withheld."""
    told = tellable(facts, person)
    far, band = told.pop("distance"), told.pop("score", None)
    fits = told.pop("fits")
    skills = [int(name) for name, held in told.items() if name.isdecimal() and held]
    levels = {name: LEVELS[level] for name, level in told.items() if not name.isdecimal()}
    return Told(fits, levels, None if far < 0 else far, band, skills)


def common(record: Record, others: Sequence[Record]) -> Record:
    """Return the parts of what somebody does at work that enough of the others have too, all of them together."""
    same, told = others, dict[str, list[Any]]()
    for name, part in [(field, part) for field in AT_WORK for part in record.get(field, [])]:
        with_it = [one for one in same if part in one.get(name, [])]
        if len(with_it) >= SHARED_BY:
            same = with_it
            told.setdefault(name, []).append(part)
    return told


def _levels(scores: Scores) -> NDArray[np.int8]:
    """Return the places in LEVELS: mostly unknown, met, not met, or something between."""
    cases = [scores.unknown > 0.5, scores.met >= NEARLY, scores.met <= 1 - NEARLY]
    return np.select(cases, [np.int8(3), np.int8(2), np.int8(0)], np.int8(1))


def _skills(people: Candidates, opening: Openings, taxonomy: Taxonomy) -> dict[str, NDArray[np.bool_]]:
    """Return who has which of the skills that the opening names, by the skill's key."""
    asked = opening.skills.index[opening.skills.flat]
    if not len(asked) or not len(people):
        return {}
    held = meet(people, opening.skills, taxonomy).held.reshape(len(people), len(asked)) >= ENOUGH
    return {str(int(taxonomy.skills.codes[skill])): held[:, place] for place, skill in enumerate(asked.tolist())}


def counted(count: int) -> int | None:
    """Return a count of people, None where it is too small to be told to those who may not see them."""
    return count if count >= SMALLEST_COUNT else None
