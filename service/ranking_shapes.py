"""Rankings, suggestions and runs as plain JSON, for those who may know the people and for those who may not."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection

from matching.diagnosis import Diagnosis
from matching.enums import Criterion
from matching.records import Record
from service import shapes, sponsor_shapes
from service.db.runs import Run
from service.i18n import sentence
from service.keys import Keys
from service.names import Named, names_in
from service.pseudonyms import SCORE_BANDS, Told, counted, pseudonym
from service.usecases.pairs import Pair
from service.usecases.ranking import Ranked
from service.usecases.replaying import Replayed
from service.usecases.suggesting import Suggested

Json = dict[str, Any]
_ABOUT: Final[Mapping[str, Any]] = {"opening": shapes.about_opening, "sponsor": shapes.about_sponsor}
_COUNTERPART: Final[Mapping[str, str]] = {
    "openings": "opening",
    "courses": "opening",
    "sponsors": "sponsor",
    "candidates": "person",
}
_ASKED_BY: Final[Mapping[str, set[str]]] = {  # what an opening leaves open is nothing to check with anybody
    **{name: {name} for name in ("skills", "experience", "languages", "education", "contract", "wage")},
    "permits": {"licences", "certificates"},
    "hours": {"hours", "working_times"},
    "start": {"start", "latest_start"},
}


def ranked(connection: Connection, found: Ranked, facts: bool, language: str) -> Json:
    """Return a ranking for a person, with its run; with `facts`, the numbers behind each sentence too."""
    side = _COUNTERPART[found.run.what]
    named = shapes.words(connection, found.found.matches, [found.person, *found.records], language)
    heads = [{side: id, **_ABOUT[side](r, named)} for id, r in zip(found.ids, found.records, strict=True)]
    whole = sponsor_shapes.ranking if side == "sponsor" else shapes.ranking
    told = whole(found.found, heads, named, language)
    told["items"] = [once(match, facts) for match in told.pop("matches")]
    return {"run": found.run.id, "person": found.run.subject_id, **told}


def once(match: Json, facts: bool) -> Json:
    """Return a match that tells each reason once: what is missing or unknown names the criterion of its reason.

    Without `facts`, sentences come without the numbers behind them.
    """
    for name in ("missing", "unknown"):
        match[name] = [reason["criterion"] for reason in match[name]]
    for name in () if facts else ("reasons", "to_check", "blockers", "questions"):
        for part in match[name]:
            del part["facts"]
    return match


def suggested(
    connection: Connection, found: Suggested, keys: Keys, next_: str | None, facts: bool, language: str
) -> Json:
    """Return a page of suggestions with its run: whole, or what may be told of people without a name."""
    run = found.run
    side = _COUNTERPART[run.subject_kind]
    named = shapes.words(connection, found.matches, [found.record, *found.records], language)
    head = {"run": run.id, side: run.subject_id, **_ABOUT[side](found.record, named)}
    if found.told is None:
        items = [once(match, facts) for match in _known(found, named, side, language)]
        counts = _counts(found, exact=bool(found.records))
    else:
        items, counts = _unnamed(connection, found, keys, language), {"withheld": _withheld(found.withheld, language)}
    return {**head, **counts, "items": items, "next": next_}


def _known(found: Suggested, named: Named, side: str, language: str) -> list[Json]:
    match = sponsor_shapes.match if side == "sponsor" else shapes.match
    return [
        {
            "rank": rank,
            "person": place.person,
            **shapes.about_candidate(record, named),
            "fits": place.fits,
            **match(m, named, language),
        }
        for rank, (m, place, record) in enumerate(
            zip(found.matches, found.places, found.records, strict=True), start=found.first
        )
    ]


def _unnamed(connection: Connection, found: Suggested, keys: Keys, language: str) -> list[Json]:
    named = shapes.complete(
        connection, names_in([found.record]), {key for told in found.told or () for key in told.skills}, language
    )
    opening, asked = found.run.subject_id, found.run.input
    items = [
        {
            "rank": rank,
            "pseudonym": pseudonym(keys, opening, asked, place.person),
            **told_json(told, named, language),
        }
        for rank, (told, place) in enumerate(zip(found.told or (), found.places, strict=True), start=found.first)
    ]
    idle = {f"seen_{name}_unknown" for name, fields in _ASKED_BY.items() if not found.record.keys() & fields}
    return [{**item, "reasons": [one for one in item["reasons"] if one["code"] not in idle]} for item in items]


def told_json(told: Told, named: Named, language: str) -> Json:
    """Return what a company is told of somebody, as sentences."""
    width = 100 // SCORE_BANDS
    band = told.score_band
    skills = [named.get(key, {}) for key in told.skills]
    far = "unknown" if told.km_band is None else told.km_band
    codes = {"fits": f"seen_fits_{'yes' if told.fits else 'no'}", "distance": f"seen_distance_{far}"}
    codes |= {criterion: f"seen_{criterion}_{level}" for criterion, level in told.levels.items()}
    reasons = [{"criterion": name, "code": code, "text": sentence(code, {}, language)} for name, code in codes.items()]
    if skills:
        text = sentence("seen_skills_held", {"skills": skills}, language)
        reasons.append({"criterion": "skills", "code": "seen_skills_held", "text": text})
    return {
        "fits": told.fits,
        "score": None if band is None else {"low": band * width, "high": (band + 1) * width},
        "skills": [skill["label"] for skill in skills if "label" in skill],
        "reasons": reasons,
    }


def _withheld(count: int, language: str) -> Json | None:
    """Return that people are withheld, with how many if they are many; None if nobody is."""
    if not count:
        return None
    facts = {"count": counted(count)}
    return {**facts, "text": sentence("suggested_withheld", facts, language)}


def _counts(found: Suggested, exact: bool) -> Json:
    told = found.considered, found.reachable
    return dict(zip(("considered", "reachable"), told if exact else map(counted, told), strict=True))


def why(connection: Connection, found: Pair, person: str, side: str, id: str, facts: bool, language: str) -> Json:
    """Return why a pair, or why not, with what would lift each blocker."""
    named = shapes.words(connection, [found.match], [found.person, found.counterpart], language)
    match = sponsor_shapes.match if side == "sponsor" else shapes.match
    return {
        "person": person,
        side: id,
        **_ABOUT[side](found.counterpart, named),
        "ranked": not found.match.blockers,
        **once(match(found.match, named, language), facts),
        "lifts": shapes.lifts(found.match, named),
    }


def nobody(
    connection: Connection, record: Record, found: Diagnosis, side: str, id: str, exact: bool, language: str
) -> Json:
    """Return which rule removes how many; where it may not be exact, only counts that tell nothing of few people."""
    named = shapes.words(connection, [], [record], language)
    told = shapes.diagnosis(found, language) if exact else _coarse(found, language)
    return {side: id, **_ABOUT[side](record, named), **told}


def _coarse(found: Diagnosis, language: str) -> Json:
    counts = {criterion: large(rule.removed, found.considered) for criterion, rule in found.rules.items()}
    return {
        "considered": counted(found.considered),
        "reachable": large(found.reachable, found.considered),
        "rules": [_rule(criterion, count, language) for criterion, count in counts.items() if count],
    }


def _rule(criterion: Criterion, count: int, language: str) -> Json:
    return {
        "criterion": criterion.value,
        "removed": count,
        "alone": None,
        "unknown": None,
        "text": sentence("suggested_removed", {"rule": criterion.value, "count": count}, language),
    }


def large(count: int, of: int) -> int | None:
    """Return a count of people, None where it, or the rest that it leaves, is too small to be told."""
    rest = of - count
    return None if counted(count) is None or (rest and counted(rest) is None) else count


def run(connection: Connection, found: Run, keys: Keys, pseudonymous: bool, language: str) -> Json:
    """Return a run: what was asked, of which market, and what was shown."""
    rows = _unnamed_rows(connection, found, keys, language) if pseudonymous else [_row(r, found) for r in found.shown]
    return {**listed(found), "request": found.request, "shown": rows}


def listed(found: Run) -> Json:
    """Return what a list shows of a run."""
    return {
        "id": found.id,
        "what": found.what,
        _COUNTERPART[found.subject_kind]: found.subject_id,
        "at": found.at.isoformat(),
        "account": found.account,
        "role": found.role,
        "engine": found.engine,
        "profile": found.profile,
        "documents_number": found.documents_number,
        "reference_number": found.reference_number,
        "input": found.input,
    }


def showing(found: Run, person: str) -> Json:
    """Return to whom a person was shown, for what and at which place, and when."""
    place = next((place for place, row in enumerate(found.shown) if row["id"] == person), 0)
    return {
        "run": found.id,
        _COUNTERPART[found.subject_kind]: found.subject_id,
        "at": found.at.isoformat(),
        "role": found.role,
        "organisation": found.organisation or None,
        "rank": found.request["first"] + place,
    }


def replayed(found: Replayed, id: str) -> Json:
    """Return whether a run computed again is the same, with both orders where it is not."""
    return {"run": id, "same": found.same, "compared": len(found.before)}


def _row(row: Json, found: Run) -> Json:
    reasons = [{"code": code, "contribution": contribution} for code, contribution in row["reasons"]]
    return {"rank": row["rank"], _COUNTERPART[found.what]: row["id"], "score": row["score"], "reasons": reasons}


def _unnamed_rows(connection: Connection, found: Run, keys: Keys, language: str) -> list[Json]:
    told = [Told(**row["told"]) for row in found.shown]
    named = shapes.complete(connection, {}, {key for part in told for key in part.skills}, language)
    return [
        {
            "rank": row["rank"],
            "pseudonym": pseudonym(keys, found.subject_id, found.input, row["id"]),
            **told_json(part, named, language),
        }
        for row, part in zip(found.shown, told, strict=True)
    ]
