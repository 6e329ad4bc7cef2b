"""What an opening asks of people: skills, experience, level, languages, licences and certificates."""

from random import Random

from service.demo.draws import one_of, some_of, told
from service.demo.reference import Row

_MUST_OR_NOT: dict[str, float] = {"must": 30, "wish": 30, "": 40}
_ELECTRICAL = "Habilitation électrique"  # the law asks for it as it does in regulated trades


def draw_asked(rng: Random, trade: Row, kind: str) -> Row:
    """Return what this opening asks; a visit asks nothing, only jobs ask for what the law demands."""
    if kind == "visit":
        return {}
    asked = {**_skills(rng, trade, kind), **_languages(rng, trade)}
    if kind in ("internship", "immersion"):
        return asked
    if kind == "apprenticeship":
        return asked | _beginners(rng) | _driving(rng, trade)
    return asked | _experience(rng) | _education(rng, trade) | _driving(rng, trade) | _certificates(rng, trade)


def _skills(rng: Random, trade: Row, kind: str) -> Row:
    new = [{"code": code, "label": label, "requirement": "wish"} for code, label in trade.get("new_skills", {}).items()]
    if not new and not told(rng, 0.72 if kind == "job" else 0.4):
        return {}
    core, others = some_of(rng, trade["core"], 2, 4), some_of(rng, trade["skills"], 1, 3)
    asked = [{"code": code, **_level(rng), **_ask(one_of(rng, _MUST_OR_NOT))} for code in core]
    asked += [{"code": code, **_ask(one_of(rng, {"wish": 60, "": 40}))} for code in others]
    return {"skills": asked + new}


def _level(rng: Random) -> Row:
    return {"level": rng.choice([2, 2, 3])} if told(rng, 0.12) else {}


def _ask(requirement: str) -> Row:
    return {"requirement": requirement} if requirement else {}


def _languages(rng: Random, trade: Row) -> Row:
    level = one_of(rng, {"": 60, "A2": 12, "B1": 20, "B2": 8})
    found = [{"code": "fr", "level": level, **_ask(one_of(rng, _MUST_OR_NOT))}] if level else []
    if "DS1408" in trade["core"]:
        found.append({"code": "en", "level": "B1", "requirement": "wish"})
    return {"languages": found} if found else {}


def _beginners(rng: Random) -> Row:
    return {"experience": {"months": 0}} if told(rng, 0.5) else {}


def _experience(rng: Random) -> Row:
    months = one_of(rng, {None: 38, 0: 24, 3: 5, 6: 12, 12: 13, 24: 6, 36: 2})
    if not months:
        return {} if months is None else {"experience": {"months": 0}}
    return {"experience": {"months": months, **_ask(one_of(rng, _MUST_OR_NOT))}}


def _education(rng: Random, trade: Row) -> Row:
    if "level" not in trade or not told(rng, 0.55):
        return {}
    return {"education": {"level": trade["level"], **_ask(one_of(rng, {"must": 15, "wish": 45, "": 40}))}}


def _driving(rng: Random, trade: Row) -> Row:
    drives = trade["code"].startswith("N41")
    asked = [_permit(rng, code, drives) for code in trade.get("licences", []) if drives or told(rng, 0.7)]
    return {"licences": asked} if asked else {}


def _certificates(rng: Random, trade: Row) -> Row:
    asked = [
        _permit(rng, code, legal)
        for code in trade.get("certificates", [])
        if (legal := trade.get("regulated", False) or code.startswith(_ELECTRICAL)) or told(rng, 0.75)
    ]
    return {"certificates": asked} if asked else {}


def _permit(rng: Random, code: str, legal: bool) -> Row:
    return {"code": code, **_ask("must" if legal else one_of(rng, _MUST_OR_NOT))}
