"""What a column may become: the fields of our records, personal facts, what is left out, and the words of headers.

A target is the name of a field ("wishes", "place.postcode"), "personal.…" for what is kept apart, or "-…" for what
is left out knowingly. The words of headers stand in headers.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from matching.codes import plain
from matching.fields import Field, Group
from matching.records import CANDIDATE, OPENING

PERSONAL = "personal."
LEFT_OUT = "-"


@dataclass(frozen=True, slots=True)
class Kind:
    """Candidates or openings: their fields, and the phrases of headers with the targets they stand for."""

    name: str
    fields: Mapping[str, Field]
    phrases: Mapping[str, str]  # plain words → target
    anywhere: frozenset[str]  # those of them that are enough wherever they stand

    def has(self, target: str) -> bool:
        """Return whether a column may become that: a field, a part of one, or here a personal fact."""
        if target.startswith(PERSONAL):
            return self.name == "candidates" and len(target) > len(PERSONAL)
        top, _, part = target.partition(".")
        group = self.fields.get(top)
        return top in self.fields and (not part or (isinstance(group, Group) and part in group.fields))


def _kind(name: str, fields: Mapping[str, Field]) -> Kind:
    words = tomllib.loads(files("service.importers.foreign").joinpath("headers.toml").read_text("utf-8"))
    listed = [*words["both"].items(), *words[name].items()]
    phrases = [(phrase.strip(), target) for target, text in listed for phrase in text.split("|")]
    meanings = {plain(field): field for field in fields} | {plain(phrase): target for phrase, target in phrases}
    anywhere = frozenset(plain(phrase) for phrase, _ in phrases if phrase.endswith("*"))
    return Kind(name, fields, MappingProxyType(meanings), anywhere)


CANDIDATES = _kind("candidates", CANDIDATE)
OPENINGS = _kind("openings", OPENING)
KINDS = MappingProxyType({kind.name: kind for kind in (CANDIDATES, OPENINGS)})


def kind_named(name: str) -> Kind:
    """Return candidates or openings by that name."""
    return KINDS[name]
