"""Questions of a match that the person can answer: the fields that ask them, and what was answered."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from matching.enums import HelpKind
from service.errors import Invalid
from service.web.forms import Form
from service.what_if import read_change

Json = dict[str, Any]
News = tuple[Json, frozenset[str]]  # what joins the profile, and which of its lists are complete by it
SKILLS: Final = 2  # that are asked about at once
YES, NO = "yes", "no"
LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
FIELDS: Final[Mapping[str, str]] = {  # criterion: the field where an answer that lacks is told
    "availability": "availability[0]",
    "distance": "place.postcode",
    "education": "education",
    "experience": "experience[0].months",
    "hours": "hours.min",
    "start": "start",
    "trade": "wish",
    "wage": "wage_floor",
}
_BARE: Final = frozenset({"contract", "hours", "wage", "start", "education", "distance"})
_BARE_OF_SPONSORS: Final = frozenset({"availability", "common_language", "help", "meeting_place", "trade"})


def asks(match: Json, occupation: str | None) -> list[Json]:
    """Return the questions that the person can answer here, the most useful first, each with what its fields need.

    `occupation` is that of the opening, None where it is not known.
    """
    found = [question for question in match["questions"] if question["to"] == "candidate"]
    return [ask for question in found if (ask := _ask(question, occupation))]


def _ask(question: Json, occupation: str | None) -> Json | None:
    criterion, facts = question["criterion"], question["facts"]
    ask = {"criterion": criterion, "text": question["text"], "facts": facts, "items": list(HelpKind)}
    if criterion in _BARE | _BARE_OF_SPONSORS:
        return ask
    items: Mapping[str, Callable[[], list[Json]]] = {
        "skills": lambda: [*facts["open_skills"], *facts["related_skills"]][:SKILLS],
        "permits": lambda: [{**permit, "list": _list_of(permit["code"])} for permit in facts["open_permits"]],
        "languages": lambda: facts["open_languages"],
        "occupation": lambda: [facts["occupation"]] if (facts.get("occupation") or {}).get("code") else [],
        "experience": lambda: [{"code": occupation}] if occupation else [],
    }
    found = items[criterion]() if criterion in items else []
    return {**ask, "items": found} if found else None


def _list_of(code: str) -> str:
    return "licences" if len(code) <= 3 and code.isupper() and code.isalnum() else "certificates"


def answered(form: Form) -> News:
    """Return what a form answers; raise Invalid, naming its fields, where it answers nothing or what is no answer."""
    criterion = form.text("criterion")
    if criterion not in _READ:
        raise Invalid("criterion: nothing is asked about that", "criterion")
    news, complete = _READ[criterion](form)
    if not news and not complete:
        empty = ((FIELDS[criterion], "missing"),) if criterion in FIELDS else ()
        raise Invalid("nothing was answered: fill in a field, or leave the question", "no_answer", empty)
    return (read_change(json.dumps(news)) if news else {}), complete


def _named(form: Form, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in form.typed.items():
        if name.startswith(prefix) and value.strip():
            yield name.removeprefix(prefix), value


def _skills(form: Form) -> News:
    skills: list[Json] = []
    for part in ("code", "label"):
        for skill, said in _named(form, f"skill:{part}:"):
            skills.append({part: skill} if said == YES else {part: skill, "held": False})
    return ({"skills": skills} if skills else {}), frozenset()


def _permits(form: Form) -> News:
    news, complete = {}, set()
    for kind in ("licences", "certificates"):
        said = dict(_named(form, f"{kind}:"))
        if held := [{"code": code} for code, word in said.items() if word == YES]:
            news[kind] = held
        if NO in said.values():
            complete.add(kind)
    return news, frozenset(complete)


def _languages(form: Form) -> News:
    said = dict(_named(form, "language:"))
    spoken = [{"code": code, "level": level} for code, level in said.items() if level in LEVELS]
    return ({"languages": spoken} if spoken else {}), frozenset({"languages"} if NO in said.values() else ())


def _experience(form: Form) -> News:
    months = form.text("experience[0].months")
    return ({"experience": [{"occupation": form.text("occupation"), "months": months}]} if months else {}), frozenset()


def _occupation(form: Form) -> News:
    return ({"wishes": [{"occupation": form.text("occupation")}]} if form.text("occupation") else {}), frozenset()


def _group(group: str, *names: str) -> Callable[[Form], News]:
    def read(form: Form) -> News:
        found = {name: text for name in names if (text := form.text(f"{group}.{name}"))}
        return ({group: found} if found else {}), frozenset()

    return read


def _one(name: str) -> Callable[[Form], News]:
    return lambda form: (({name: form.text(name)} if form.text(name) else {}), frozenset())


def _many(name: str) -> Callable[[Form], News]:
    return lambda form: (({name: form.texts(name)} if form.texts(name) else {}), frozenset())


def _first(name: str) -> Callable[[Form], News]:
    return lambda form: (({name: [text]} if (text := form.text(f"{name}[0]")) else {}), frozenset())


def _all(*readers: Callable[[Form], News]) -> Callable[[Form], News]:
    def read(form: Form) -> News:
        news: Json = {}
        for reader in readers:
            news |= reader(form)[0]
        return news, frozenset()

    return read


_READ: Final[Mapping[str, Callable[[Form], News]]] = {
    "availability": _first("availability"),
    "common_language": _languages,
    "contract": _many("contracts"),
    "distance": _all(_group("place", "postcode"), _one("max_km"), _many("modes")),
    "education": _one("education"),
    "experience": _experience,
    "help": _many("help"),
    "hours": _group("hours", "min", "max"),
    "languages": _languages,
    "meeting_place": _all(_one("remote"), _group("place", "postcode")),
    "occupation": _occupation,
    "permits": _permits,
    "skills": _skills,
    "start": _one("start"),
    "trade": lambda form: (({"wishes": [{"title": form.text("wish")}]} if form.text("wish") else {}), frozenset()),
    "wage": _one("wage_floor"),
}
