"""What a candidate brings: skills, experience, level, languages, licences and certificates."""

from random import Random

from service.demo.draws import one_of, some_of, told
from service.demo.reference import Reference, Row, Rows

FEW: dict[int | None, dict[int, float]] = {  # level usual in the wished trade → European level → weight; 0 = not known
    None: {1: 16, 2: 27, 3: 32, 4: 16, 5: 3, 6: 2, 0: 4},
    3: {1: 8, 2: 18, 3: 46, 4: 18, 5: 4, 6: 1, 0: 5},
    4: {1: 4, 2: 9, 3: 20, 4: 44, 5: 12, 6: 6, 0: 5},
    5: {2: 6, 3: 8, 4: 40, 5: 26, 6: 12, 0: 8},
}
_MONTHS = (2, 3, 4, 6, 6, 8, 10, 12, 12, 18, 24, 24, 36, 48, 60, 84)
_FRENCH: dict[str, float] = {"A1": 3, "A2": 13, "B1": 17, "B2": 20, "C1": 20, "C2": 27}
_OTHERS: dict[str, float] = {"en": 30, "ar": 22, "pt": 9, "es": 10, "tr": 6, "wo": 8, "ff": 7, "bm": 8}
_LEVELS = ("A2", "B1", "B2", "C1")


def draw_past(
    rng: Random, openness: float, past: Row | None, wished: Row, drives: bool, reference: Reference, words: Row
) -> Row:
    """Return what was told; `past` is the trade already done, None when there is none."""
    return {
        **_skills(rng, openness, past or wished, reference.skills, words["plain_skills"]),
        **_experience(rng, openness, past),
        **_education(rng, openness, wished),
        **_languages(rng, openness),
        **_licences(rng, openness, past, drives),
        **_certificates(rng, openness, past),
    }


def _skills(rng: Random, openness: float, trade: Row, skills: Rows, plain_skills: list[str]) -> Row:
    if not told(rng, 0.88 * openness):
        return {}
    labels = {row["code"]: row["label"] for row in skills}
    codes = some_of(rng, trade["core"] + trade["skills"], 1, 7)
    found = [_skill(rng, code, labels[code]) for code in codes]
    if told(rng, 0.25):
        found.append({"label": rng.choice(plain_skills)})
    return {"skills": found}


def _skill(rng: Random, code: str, label: str) -> Row:
    if told(rng, 0.1):
        return {"label": label}
    if told(rng, 0.06):
        return {"code": code, "held": False}
    return {"code": code} | ({"level": one_of(rng, {1: 25, 2: 40, 3: 28, 4: 7})} if told(rng, 0.4) else {})


def _experience(rng: Random, openness: float, past: Row | None) -> Row:
    if not told(rng, 0.75 * openness):
        return {}
    if past is None:
        return {"experience": []} if told(rng, 0.6) else {}
    done = {"occupation": past["code"]} if told(rng, 0.5) else {"title_code": rng.choice(list(past["titles"]))}
    return {"experience": [done | ({"months": rng.choice(_MONTHS)} if told(rng, 0.9) else {})]}


def _education(rng: Random, openness: float, wished: Row) -> Row:
    level = one_of(rng, FEW[wished.get("level")])
    return {"education": level} if level and told(rng, 0.85 + 0.15 * openness) and openness else {}


def _languages(rng: Random, openness: float) -> Row:
    if not told(rng, 0.85 * openness):
        return {}
    spoken = [{"code": "fr", "level": one_of(rng, _FRENCH)}]
    if told(rng, 0.4):
        other = {"code": one_of(rng, _OTHERS)}
        spoken.append(other | ({"level": rng.choice(_LEVELS)} if told(rng, 0.7) else {}))
    return {"languages": spoken}


def _licences(rng: Random, openness: float, past: Row | None, drives: bool) -> Row:
    if not told(rng, 0.85 * openness):
        return {}
    heavy = [code for code in (past or {}).get("licences", []) if code != "B" and told(rng, 0.75)]
    return {"licences": [{"code": code} for code in (["B", *heavy] if drives else [])]}


def _certificates(rng: Random, openness: float, past: Row | None) -> Row:
    if not told(rng, 0.65 * openness):
        return {}
    held = [code for code in (past or {}).get("certificates", []) if told(rng, 0.6)]
    held += ["SST"] if told(rng, 0.12) and "SST" not in held else []
    return {"certificates": [{"code": code} for code in held]}
