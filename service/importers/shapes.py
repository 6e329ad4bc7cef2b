"""One pass over a value from elsewhere: what has the wrong shape is left out, with the reason."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from matching.fields import Fault


class Leaf(Enum):
    """What the end of a shape may be."""

    TEXT = "text"  # a number will do
    TEXTS = "texts"  # one text will do
    FLAG = "flag"


Shape = Leaf | Mapping[str, Any] | list[Mapping[str, Any]]  # a list: one object, or one text (its label), will do


def shaped(value: Any, shape: Shape, where: str = "") -> tuple[Any, list[Fault]]:
    """Return the parts of a value that have that shape (None when nothing has), and faults; other keys are dropped.

    In the result a text is a str that is not blank, an object a dict and a list a list.
    """
    if value is None:
        return None, []
    if isinstance(shape, Mapping):
        return _object(value, shape, where)
    if isinstance(shape, list):
        return _list(value, shape[0], where)
    if shape is Leaf.TEXTS:
        return _texts(value, where)
    return _flag(value, where) if shape is Leaf.FLAG else _text(value, where)


def _object(value: Any, shape: Mapping[str, Any], where: str) -> tuple[Any, list[Fault]]:
    if isinstance(value, str) and "libelle" in shape:
        return _object({"libelle": value}, shape, where)[0], [(where, "named values expected: read as a label")]
    if not isinstance(value, Mapping):
        return None, [(where, f"named values expected, found {type(value).__name__}")]
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, part in shape.items():
        kept, wrong = shaped(value.get(name), part, f"{where}.{name}" if where else name)
        faults += wrong
        if kept is not None:
            found[name] = kept
    return found, faults


def _list(value: Any, shape: Mapping[str, Any], where: str) -> tuple[Any, list[Fault]]:
    found, faults = [], []
    for number, item in enumerate(value if isinstance(value, list) else [value]):
        labelled = {"libelle": item} if isinstance(item, str) else item
        kept, wrong = _object(labelled, shape, f"{where}[{number}]")
        faults += wrong
        if kept:
            found.append(kept)
    return found, faults


def _texts(value: Any, where: str) -> tuple[Any, list[Fault]]:
    pairs = [_text(item, where) for item in (value if isinstance(value, list) else [value])]
    return [text for text, _ in pairs if text], [fault for _, faults in pairs for fault in faults]


def _text(value: Any, where: str) -> tuple[Any, list[Fault]]:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None, [(where, f"text expected, found {type(value).__name__}")]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None, []


def _flag(value: Any, where: str) -> tuple[Any, list[Fault]]:
    if isinstance(value, bool):
        return value, []
    word = str(value).strip().casefold()[:10] if isinstance(value, str | int) else "?"
    if word in ("true", "1", "oui", "false", "0", "non"):
        return word in ("true", "1", "oui"), []
    return None, [(where, f"true or false expected, found {type(value).__name__}")]
