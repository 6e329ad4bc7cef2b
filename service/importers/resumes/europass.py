"""Europass: SkillsPassport (2013-2020, XML or JSON) and Candidate, the profile of HR-XML used since; XML as a tree.

Both are read by the names of their parts, whatever their capitals. Lists may stand under a name of their own in
XML (`WorkExperienceList`) and directly in JSON (`WorkExperience`).
"""

from collections.abc import Iterator
from typing import Any

from matching.text.reading import Fact, LeftOut, Resume, Stay
from service.importers.base import Problem
from service.importers.resumes.given import Given, texts
from service.importers.resumes.parts import education, language, left_out, level_of, licences, middle_level, place

_OUTER = frozenset(("SkillsPassport", "LearnerInfo", "Candidate", "CandidateProfile"))
_SPOKEN = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")


def knows(value: Any) -> bool:
    """Return whether a value has the outer names of either format."""
    return isinstance(value, dict) and not _OUTER.isdisjoint(value)


def resume_of(value: Any) -> tuple[Resume, str, list[Problem]]:
    """Return the CV, the words about oneself, and what could not be read."""
    problems: list[Problem] = []
    root = Given(value, "", problems)
    if "SkillsPassport" in value or "LearnerInfo" in value:
        learner = root.at("SkillsPassport", "LearnerInfo") if "SkillsPassport" in value else root.part("LearnerInfo")
        return _passport(learner), "", problems
    candidate = root.part("Candidate") if "Candidate" in value else root
    profile = candidate.part("CandidateProfile")
    return _candidate(candidate, profile), profile.part("ExecutiveSummary").text(), problems


def _passport(learner: Given) -> Resume:
    who, skills = learner.part("Identification"), learner.part("Skills")
    contact = who.at("ContactInfo", "Address", "Contact")
    studies = _items(learner, "Education")
    levels = [(level_of(_label(item, "Title"), _level(item.part("Level"))), item.span) for item in studies]
    town = [contact.part(name).text() for name in ("PostalCode", "Municipality")]
    return Resume(
        headline=_label(learner.part("Headline"), "Description"),
        jobs=tuple(_stay(item, _label(item, "Position"), "Employer") for item in _items(learner, "WorkExperience")),
        studies=tuple(_stay(item, _label(item, "Title"), "Organisation") for item in studies),
        skills=tuple(_wordings(skills)),
        facts=(
            *_passport_languages(skills.part("Linguistic")),
            *licences(_driven(skills.part("Driving"))),
            *education(levels),
            *place(contact, *town, contact.at("Country", "Code").text()),
        ),
        left_out=tuple(_passport_personal(who, contact, learner)),
    )


def _stay(item: Given, title: str, organisation: str) -> Stay:
    period = item.part("Period")
    return Stay(
        title=title,
        organisation=item.at(organisation, "Name").text(),
        start=period.part("From").month(),
        end=period.part("To").month(),
        current=period.part("Current").is_now(),
        text=item.part("Activities").text(),
        span=item.span,
    )


def _driven(driving: Given) -> list[Given]:
    told = _items(driving, "Description")
    return [one for item in told for one in (item.many("Licence") if isinstance(item.value, dict) else [item])]


def _wordings(skills: Given) -> Iterator[tuple[str, Any]]:
    """Yield the lines of what is told under each kind of skill."""
    for kind in ("Communication", "Organisational", "JobRelated", "Computer", "Other"):
        told = skills.at(kind, "Description")
        for line in told.text().splitlines():
            if line.strip("- "):
                yield line.strip("- "), told.span


def _passport_languages(linguistic: Given) -> Iterator[Fact]:
    for item in _items(linguistic, "MotherTongue"):
        yield from _spoken(item, "C2")
    for item in _items(linguistic, "ForeignLanguage"):
        levels = item.part("ProficiencyLevel")
        yield from _spoken(item, middle_level(levels.part(name).text() for name in _SPOKEN))


def _spoken(item: Given, level: str) -> list[Fact]:
    told = item.part("Description")
    code = told.part("Code").text() if isinstance(told.value, dict) else ""
    fact = language(item, code or _label(item, "Description"), level)
    return [fact] if fact else []


def _passport_personal(who: Given, contact: Given, learner: Given) -> Iterator[LeftOut]:
    yield from left_out(who, "ContactInfo Demographics")
    yield from left_out(who.part("ContactInfo"), "Address")
    yield from left_out(contact, "PostalCode Municipality Country")
    yield from left_out(who.part("Demographics"), "")
    yield from left_out(learner, "Identification")


def _candidate(candidate: Given, profile: Given) -> Resume:
    person = candidate.part("CandidatePerson")
    homes = [item.part("Address") for item in person.many("Communication") if "Address" in item.names()]
    studies = profile.part("EducationHistory").many("EducationOrganizationAttendance")
    levels = [(level_of(_degree(item), item.part("EducationLevelCode").text()), item.span) for item in studies]
    named = [item.part("CompetencyName", "CompetencyID") for item in _competencies(profile, spoken=False)]
    permits = [item.part("LicenseTypeCode", "LicenseName") for item in profile.part("Licenses").many("License")]
    return Resume(
        headline=_wished(profile),
        jobs=tuple(_candidate_jobs(profile)),
        studies=tuple(_attended(item) for item in studies),
        skills=tuple(texts(named)),
        facts=(*_candidate_languages(person, profile), *licences(permits), *education(levels), *_home(homes)),
        left_out=(
            *left_out(person, "Communication PrimaryLanguageCode"),
            *(entry for item in person.many("Communication") for entry in _reached(item)),
            *(entry for home in homes for entry in left_out(home, "CityName PostalCode CountryCode")),
            *left_out(profile, ""),
        ),
    )


def _reached(item: Given) -> Iterator[LeftOut]:
    channel = item.part("ChannelCode").text().casefold()
    if "Address" not in item.names():
        name = "email" if "mail" in channel else "phone" if "phone" in channel else "link"
        yield LeftOut(name, item.span)


def _home(homes: list[Given]) -> list[Fact]:
    parts = ("PostalCode", "CityName", "CountryCode")
    return [fact for home in homes[:1] for fact in place(home, *(home.part(name).text() for name in parts))]


def _wished(profile: Given) -> str:
    return profile.at("EmploymentPreferences", "PositionTitle").text() or profile.part("Headline").text()


def _candidate_jobs(profile: Given) -> Iterator[Stay]:
    for employer in profile.part("EmploymentHistory").many("EmployerHistory"):
        for item in employer.many("PositionHistory"):
            title, name = item.part("PositionTitle").text(), employer.part("OrganizationName").text()
            yield _period(item, title, name, item.part("EmploymentPeriod"), item.part("Description").text())


def _attended(item: Given) -> Stay:
    degree = item.part("EducationDegree")
    text = degree.part("OccupationalSkillsCovered").text() if isinstance(degree.value, dict) else ""
    return _period(item, _degree(item), item.part("OrganizationName").text(), item.part("AttendancePeriod"), text)


def _period(item: Given, title: str, organisation: str, period: Given, text: str) -> Stay:
    start, end = (period.part(name) for name in ("StartDate", "EndDate"))
    days = [day.part("FormattedDateTime") if isinstance(day.value, dict) else day for day in (start, end)]
    now = period.part("CurrentIndicator", "Ongoing").is_now()
    return Stay(title, organisation, days[0].month(), days[1].month(), now, text=text, span=item.span)


def _degree(item: Given) -> str:
    degrees = item.many("EducationDegree")
    named = [
        degree.part("DegreeName").text() if isinstance(degree.value, dict) else degree.text() for degree in degrees
    ]
    return " ".join(name for name in named if name) or item.part("ProgramName").text()


def _competencies(profile: Given, spoken: bool) -> list[Given]:
    items = profile.part("PersonQualifications").many("PersonCompetency")
    return [item for item in items if (item.part("TaxonomyID").text().casefold() == "language") == spoken]


def _candidate_languages(person: Given, profile: Given) -> Iterator[Fact]:
    for mother in person.many("PrimaryLanguageCode"):
        if fact := language(mother, mother.text(), "C2"):
            yield fact
    for item in _competencies(profile, spoken=True):
        scores = [_score(dimension) for dimension in item.many("CompetencyDimension")]
        if fact := language(item, item.part("CompetencyID", "CompetencyName").text(), middle_level(scores)):
            yield fact


def _score(dimension: Given) -> str:
    score = dimension.part("Score")
    return score.part("ScoreText").text() if isinstance(score.value, dict) else score.text()


def _items(group: Given, name: str) -> list[Given]:
    listed = next((known for known in group.names() if known.casefold() == f"{name}list".casefold()), None)
    return group.part(listed).many(name) if listed else group.many(name)


def _label(item: Given, name: str) -> str:
    """Return a named text that may be written as a code with its label."""
    told = item.part(name)
    return told.part("Label").text() if isinstance(told.value, dict) and "text" not in told.value else told.text()


def _level(told: Given) -> str:
    if not isinstance(told.value, dict) or "text" in told.value:
        return told.text()
    return told.part("Label").text() or told.part("Code").text()
