"""Every code of pools and pathways is said in both languages, whatever the facts."""

import ast
import re
from pathlib import Path

import pytest

from service.i18n import LANGUAGES, read_locale, sentence

ROOT = Path(__file__).parents[2]
FACTS = {
    "openings": ["Aide à domicile", "Agent d’entretien"],
    "hours": 11,
    "article": "L3131-1",
    "low": 30.0,
    "high": 36.0,
    "wanted_low": 35.0,
    "wanted_high": 35.0,
    "missed": 2.0,
    "most": 44.0,
    "mode": "transit",
    "all_day": "2027-01-04",
    "step": "Permis B",
    "finding": "Le permis B est exigé.",
    "before": 30,
    "after": 62,
    "facts": ["Quel âge a la personne ?"],
    "best": 40,
    "least": 50,
}
VARIANTS = [
    {"silent": [], "minutes": 0, "end_day": None, "count": 1, "skills": [], "people": 1, "placed": 1},
    {
        "silent": ["Aide à domicile"],
        "minutes": 41,
        "end_day": "2027-06-30",
        "count": 2,
        "skills": ["Souder"],
        "people": 14,
    }
    | {"placed": 9},
]


def said(group: str, language: str) -> set[str]:
    return set(read_locale(language)[group])


def written(folder: str) -> set[str]:
    """The codes that the engine's files and the shapes write out, whole."""
    paths = [*(ROOT / "matching" / folder).glob("*.py"), ROOT / "service/path_shapes.py"]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", ["pooling", "pathways"])
@pytest.mark.parametrize("facts", VARIANTS)
def test_every_sentence_is_whole(group: str, language: str, facts: dict[str, object]) -> None:
    for code in said(group, language):
        number = {"openings": 9} if code == "course_effect" else {}
        text = sentence(code, FACTS | facts | number, language)
        assert re.search(r"[.?)]$", text) and not re.search(r"None|[{}]|  |\.\.", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_is_written_out_is_said_and_none_is_idle(language: str) -> None:
    codes = {text for text in written("pathways") if text.startswith("path_") and text in text.lower()}
    assert said("pathways", language) == codes | {"course_effect"}
    stems = {"pool_times", "pool_moves", "pool_dates", "pool_daily_rest", "pool_weekly_rest"}
    whole = {text for text in written("pooling") if text.startswith("pool_")} - stems
    made = {f"{stem}_to_check" for stem in stems} | {f"ask_{stem}" for stem in stems} | {"pool_times_fit"}
    made |= {"pool_daily_rest_kept", "pool_weekly_rest_kept"}
    assert said("pooling", language) == whole | made
