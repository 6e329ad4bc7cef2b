"""Pathways and courses as plain JSON, with their sentences."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from matching.layout import EPOCH
from matching.model import Finding
from matching.pathways.cohort import Cohort, CourseEffect
from matching.pathways.model import Closed, Impossible, Note, Path, Session, Step, Taken
from service import shapes
from service.catalogue import Catalogue
from service.i18n import sentence
from service.importers.programme_file import Programmes
from service.names import Named, keys_in, names_in, resolved
from service.usecases.pathways import Found, Within, opening_records

Json = dict[str, Any]
NO_PROGRAMMES: Final = Programmes()
_DAYS = ("day", "latest_day", "free_day")


class _Words:
    """The words that one answer needs: of skills, permits and titles, of steps, and of what to ask."""

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        steps: Iterable[Step],
        keys: Iterable[int],
        programmes: Programmes,
        language: str,
    ) -> None:
        self.records = opening_records(connection, catalogue)
        self.ids, self.language, self.programmes = catalogue.market.opening_ids, language, programmes
        records = [*self.records.values(), *(step.opening for step in steps), *(step.gives for step in steps)]
        self.named: Named = shapes.words(connection, [], records, language)
        shapes.complete(connection, self.named, {*names_in(records), *keys}, language)
        self.titles = {step.key: self.title(step) for step in steps}

    def title(self, step: Step) -> str:
        """Return the title of a step: its own words, else those of its opening."""
        return step.title or shapes.about_opening(step.opening, self.named).get("title") or step.key

    def opening(self, number: int) -> Json:
        """Return what a list shows of an opening of the market."""
        name = self.ids[number]
        return {"opening": name, **shapes.about_opening(self.records[name], self.named)}

    def finding(self, finding: Finding) -> Json:
        """Return what a rule says, as a sentence."""
        facts = resolved(finding.numbers, self.named)
        for day in _DAYS:
            if facts.get(day) is not None:
                facts[day] = (EPOCH + dt.timedelta(days=int(facts[day]))).isoformat()
        text = sentence(finding.code, facts, self.language)
        return {"criterion": finding.criterion.value, "code": finding.code, "text": text}

    def note(self, note: Note) -> Json:
        """Return a note as a sentence; steps and facts come by their words."""
        facts = dict(note.numbers)
        if "step" in facts:
            facts["step"] = self.titles.get(facts["step"], facts["step"])
        if "finding" in facts:
            facts["finding"] = self.finding(facts["finding"])["text"]
        if "facts" in facts:
            facts["facts"] = [self.question(fact) for fact in facts["facts"]]
        for score in ("before", "after"):
            if score in facts:
                facts[score] = round(100 * facts[score])
        return {"code": note.code, "text": sentence(note.code, facts, self.language)}

    def question(self, fact: str) -> str:
        """Return what to ask for a fact, else its name."""
        return self.programmes.questions.get(fact, fact)

    def given(self, step: Step) -> list[str]:
        """Return what a step gives, in words."""
        skills = [item.get("label") or self._label(item["code"]) for item in step.gives.get("skills", [])]
        return skills + [item["code"] for name in ("licences", "certificates") for item in step.gives.get(name, [])]

    def _label(self, code: str) -> str:
        return next(
            (each["label"] for each in self.named.values() if each.get("code") == code and "label" in each), code
        )


def paths(
    connection: Connection, found: Found, catalogue: Catalogue, language: str, programmes: Programmes = NO_PROGRAMMES
) -> Json:
    """Return the earliest and the surest path, or why there is none."""
    words = _Words(connection, catalogue, found.steps.values(), _keys(found), programmes, language)
    impossible = found.paths.impossible
    shown = {"shortest": found.paths.shortest, "surest": found.paths.surest}
    return {
        **{name: None if path is None else _path(path, found.effects[name], words) for name, path in shown.items()},
        "impossible": None if impossible is None else _impossible(impossible, words),
        "undated": [words.opening(words.ids.index(name)) for name in found.undated],
    }


def _keys(found: Found) -> set[int]:
    """Return the keys that the findings of an answer speak of."""
    told: list[Finding] = []
    if found.paths.impossible:
        told += found.paths.impossible.blockers
        told += [finding for closed in found.paths.impossible.closed for finding in closed.blockers]
    for path in (found.paths.shortest, found.paths.surest):
        if path is not None:
            told += path.to_check
            told += [finding for taken in path.steps for finding in taken.to_check]
            notes = [note for taken in path.steps for note in taken.why]
            told += [note.numbers["finding"] for note in notes if "finding" in note.numbers]
    missing = found.paths.impossible.missing_skills if found.paths.impossible else ()
    return {key for finding in told for key in keys_in(finding.numbers)} | set(missing)


def _path(path: Path, effect: tuple[Within, Within], words: _Words) -> Json:
    before, after = ({"reachable": reach.reachable, "score": reach.score} for reach in effect)
    return {
        **words.opening(path.opening),
        "day": _date(path.day),
        "confidence": path.confidence,
        "steps": [_step(taken, words) for taken in path.steps],
        "to_check": [words.finding(finding) for finding in path.to_check],
        "change": path.change,
        "before": before,
        "after": after,
    }


def _step(taken: Taken, words: _Words) -> Json:
    programme = taken.step.programme
    return {
        "step": taken.step.key,
        "title": words.titles[taken.step.key],
        "programme": words.programmes.titles.get(programme) if programme else None,
        **_session(taken.session),
        "gives": words.given(taken.step),
        "confidence": taken.confidence,
        "why": [words.note(note) for note in taken.why],
        "to_check": [words.finding(finding) for finding in taken.to_check],
        "missing_facts": [{"fact": fact, "text": words.question(fact)} for fact in taken.missing_facts],
    }


def _session(session: Session) -> Json:
    return {"start": _date(session.start), "end": _date(session.end), "seats_left": session.seats_left}


def _date(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def _impossible(found: Impossible, words: _Words) -> Json:
    skills = [words.named.get(key, {}).get("label", "?") for key in found.missing_skills]
    facts = {"best": round(100 * found.best), "least": round(100 * found.least), "skills": skills}
    code = "path_no_opening" if found.opening is None else "path_too_low" if found.best < found.least else None
    return {
        **({} if found.opening is None else words.opening(found.opening)),
        "blockers": [words.finding(finding) for finding in found.blockers],
        "best": found.best,
        "least": found.least,
        "missing_skills": skills,
        "closed": [_closed(closed, words) for closed in found.closed],
        "text": None if code is None else sentence(code, facts, words.language),
    }


def _closed(closed: Closed, words: _Words) -> Json:
    told = [*map(words.note, closed.notes), *map(words.finding, closed.blockers)]
    return {"step": closed.step.key, "title": words.titles[closed.step.key], "why": told}


def cohort(connection: Connection, found: Cohort, catalogue: Catalogue, programmes: Programmes, language: str) -> Json:
    """Return the courses worth opening, with whom each makes ready for what."""
    words = _Words(connection, catalogue, [effect.step for effect in found.effects], (), programmes, language)
    people: Mapping[int, str] = dict(enumerate(catalogue.market.candidate_ids))
    return {
        "people": found.people,
        "positions": found.positions,
        "placed": found.placed,
        "courses": [
            {"rank": rank, **_course(effect, people, words)} for rank, effect in enumerate(found.effects, start=1)
        ],
    }


def _course(effect: CourseEffect, people: Mapping[int, str], words: _Words) -> Json:
    step = effect.step
    exists = not step.key.startswith("possible:")
    title = words.titles[step.key] if step.title or "title" in step.opening or _named(step) else None
    gives = words.given(step)
    facts = {"people": len(effect.people), "openings": len(effect.openings), "placed": effect.placed}
    return {
        "course": step.key,
        "exists": exists,
        "title": title or ", ".join(gives),
        **(_session(effect.session) if exists else {}),
        "gives": gives,
        "people": [people[number] for number in effect.people],
        "openings": [words.ids[number] for number in effect.openings],
        "placed": effect.placed,
        "text": sentence("course_effect", facts, words.language),
    }


def _named(step: Step) -> bool:
    return "occupation" in step.opening or "title_code" in step.opening
