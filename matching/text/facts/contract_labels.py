"""Contracts by France Travail's types, natures and labels."""

import re

from matching.codes import plain

CONTRACTS = {
    "CDI": "CDI",
    "CDD": "CDD",
    "DDT": "CDD",
    "CDS": "SAI",
    "SAI": "SAI",
    "MIS": "MIS",
    "DIN": "MIS",
    "TTI": "CDDI",
    "DDI": "CDDI",
    "LIB": "LIB",
    "FRA": "LIB",
    "REP": "LIB",
    "CCE": "LIB",
}
_CONTRACT_PATTERNS = (
    (r"\binsertion\b", "CDDI"),
    (r"\binterim|\bmission\b|travail temporaire", "MIS"),
    (r"\bsaisonnier", "SAI"),
    (r"\bcdi\b|duree indeterminee", "CDI"),
    (r"\bcdd\b|duree determinee", "CDD"),
    (r"^profession |non salarie|franchise|reprise d entreprise", "LIB"),
)


def contract_of(kind: str, nature: str, label: str) -> str | None:
    """Return our contract code from France Travail's type, nature and label; None when they do not say."""
    words = plain(nature)
    if words == "e2" or "apprentissage" in words:
        return "APP"
    if words == "fs" or "professionnalisation" in words:
        return "PRO"
    if words == "i1" or "insertion par" in words:
        return "CDDI"
    known = CONTRACTS.get(kind.strip().upper())
    return known or next((code for pattern, code in _CONTRACT_PATTERNS if re.search(pattern, plain(label))), None)
