"""Levels of education by France Travail's codes and labels."""

import re

from matching.codes import plain

LEVELS = {"afs": 1, "cp4": 2, "cfg": 2, "c3a": 2, "c12": 2, "nv5": 3, "nv4": 4, "nv3": 5, "nv2": 6, "nv1": 7}
_LEVEL_PATTERNS = (  # on plain labels; the first that is found counts
    (r"^aucune|^sans (formation|diplome)", 1),
    (r"\bdoctorat|\bbac 8", 8),
    (r"\bbac 5|\bmaster|\bingenieur", 7),
    (r"\bbac [34]|\blicence", 6),
    (r"\bbac 2|\bbts\b|\bdut\b|\bdeug\b", 5),
    (r"\b(4eme|3eme|2nde?|1ere) achevee|\bprimaire|\bbepc\b|\bcfg\b|\bbrevet des colleges|\bdnb\b", 2),
    (r"\bcap\b|\bbep\b", 3),
    (r"\bbac\b|\bbaccalaureat", 4),
)


def education_level(label: str) -> int | None:
    """Return the European level of a label or code such as "Bac+2 ou équivalents" or NV3; None when not known."""
    words = plain(label)
    if words in LEVELS:
        return LEVELS[words]
    return next((level for pattern, level in _LEVEL_PATTERNS if re.search(pattern, words)), None)
