"""A mapping proposed for a table: for each column what it becomes, by its header and its contents, and why."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matching.codes import plain
from matching.fields import Many
from service.errors import Invalid
from service.importers.foreign import contents, headers
from service.importers.foreign.converters import read_cell
from service.importers.foreign.dates import order_of
from service.importers.foreign.reads import Column
from service.importers.foreign.tables import Table
from service.importers.foreign.targets import LEFT_OUT, PERSONAL, Kind
from service.importers.personal import is_personal

_SURE = 0.8  # share of cells from which the contents decide alone
_READABLE = 0.5  # share of cells that a field must read, whatever the header says
_READABLE_IF_EXACT = 0.25
_NEAR = 0.04  # two targets nearer than that are a doubt
_CHECKED = 200  # cells of a column
_NEED_NO_HEADER = frozenset(  # under a header that means something else they may be any date, any number
    ["start", "personal.birth_date", "place.postcode", "wage", "wage_floor", "hours", "education", "personal.sex"]
)
_SEVERAL = ("wishes", "skills", "experience", "languages", "licences", "certificates", "contracts", "description")


class Rule(StrEnum):
    """What decided of a column."""

    HEADER = "header"
    CONTENTS = "contents"
    HAND = "hand"
    REMEMBERED = "remembered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proposed:
    """One column: what it becomes (None = left out), what decided, why in words, and how sure that is."""

    name: str
    target: str | None
    rule: Rule
    why: str
    confidence: float = 1.0


def propose(table: Table, kind: Kind) -> list[Proposed]:
    """Return what each column becomes, in the order of the table; a doubt is said and the column left out."""
    found = [_column(table, place, kind) for place in range(len(table.names))]
    return _once_each(found, kind)


def given(table: Table, kind: Kind, targets: Mapping[str, object], rule: Rule) -> list[Proposed]:
    """Return the columns of a table as a mapping by hand or from before says; a column that it lacks is left out.

    Raise Invalid for a target that does not exist, and by hand for a column that does not.
    """
    wanted = {plain(name) or name: _checked(name, target, kind) for name, target in targets.items()}
    here = {plain(name) or name for name in table.names}
    if rule is Rule.HAND and (missing := [name for name in targets if (plain(name) or name) not in here]):
        raise Invalid(f"the mapping names {missing[0][:60]!r}; the columns are {', '.join(table.names)[:300]}")
    why = "as you said" if rule is Rule.HAND else "as last time"
    return [
        Proposed(name, wanted[plain(name) or name], rule, why)
        if (plain(name) or name) in wanted
        else Proposed(name, None, Rule.NONE, "the mapping does not name it", 0.0)
        for name in table.names
    ]


def _checked(name: str, target: object, kind: Kind) -> str | None:
    if target is None or (isinstance(target, str) and kind.has(target)):
        return target
    fields = ", ".join([*kind.fields, f"{PERSONAL}…"] if kind.name == "candidates" else kind.fields)
    raise Invalid(f"the mapping sends {name[:60]!r} to {str(target)[:60]!r}, which is none of {fields}")


def _column(table: Table, place: int, kind: Kind) -> Proposed:
    name, cells = table.names[place], table.cells(place)
    header = "" if not table.line or re.fullmatch(r"#\d+", name) else name
    if not cells:
        return Proposed(name, None, Rule.NONE, "empty", 1.0)
    by_header, by_contents = headers.targets_of(header, kind), _told_by(cells, header, kind)
    private = next((pair for pair in by_contents if pair[1] >= _READABLE and _is_private(pair[0])), None)
    if private and not (by_header and _is_private(by_header[0][0])):
        return _decided(name, private[0], Rule.CONTENTS, private[1])
    if by_header and not (by_header[0][1] < headers.EXACT and _personal_words(header, kind)):
        return _by_header(name, header, cells, by_header, kind)
    if _personal_words(header, kind):
        fact = "_".join(plain(header).split())[:40]
        return _decided(name, f"{PERSONAL}{fact}", Rule.HEADER, 0.9)
    return _by_contents(name, by_contents, len(cells))


def _told_by(cells: Sequence[str], header: str, kind: Kind) -> list[tuple[str, float]]:
    found = contents.targets_of(cells, kind.name)
    return [pair for pair in found if not (header and pair[0] in _NEED_NO_HEADER)]


def _is_private(target: str) -> bool:
    return target.startswith((f"{PERSONAL}email", f"{PERSONAL}phone", f"{PERSONAL}nir", "-person"))


def _personal_words(header: str, kind: Kind) -> bool:
    return kind.name == "candidates" and bool(header) and is_personal(header)


def _by_header(
    name: str, header: str, cells: Sequence[str], found: Sequence[tuple[str, float]], kind: Kind
) -> Proposed:
    readable = {target: _readable(cells, target, header, kind) for target, _ in found}
    ranked = sorted(((score * (0.5 + readable[target] / 2), target) for target, score in found), reverse=True)
    (best, target), others = ranked[0], ranked[1:]
    score = dict(found)[target]
    if others and best - others[0][0] < _NEAR:
        return Proposed(name, None, Rule.NONE, f"two fields are as likely: {target}, {others[0][1]}", 0.0)
    if target == "id" and (wrong := _no_identifier(header, cells)):
        return Proposed(name, None, Rule.NONE, wrong, score)
    if readable[target] < (_READABLE_IF_EXACT if score == headers.EXACT else _READABLE):
        told = _told_by(cells, header, kind)
        if told and told[0][1] >= _SURE:
            return _by_contents(name, told, len(cells))
        return Proposed(name, None, Rule.NONE, f"the header says {target}, but few of its cells can be read so", 0.0)
    return _decided(name, target, Rule.HEADER, best)


def _by_contents(name: str, found: Sequence[tuple[str, float]], count: int) -> Proposed:
    likely = [(target, share) for target, share in found if share >= _SURE]
    if not likely or count < 2:
        return Proposed(name, None, Rule.NONE, "nothing tells what it holds", 0.0)
    (target, share), others = likely[0], likely[1:]
    if others and share - others[0][1] < _NEAR:
        return Proposed(name, None, Rule.NONE, f"two fields are as likely: {target}, {others[0][0]}", 0.0)
    return _decided(name, target, Rule.CONTENTS, share * count / (count + 0.5))


def _decided(name: str, target: str, rule: Rule, confidence: float) -> Proposed:
    sure = round(confidence, 2)
    if target == f"{LEFT_OUT}text":
        return Proposed(name, None, rule, "free text about a person, which may tell what must not weigh", sure)
    if target == f"{LEFT_OUT}person":
        return Proposed(name, None, rule, "names or reaches somebody else", sure)
    why = "the words of its header" if rule is Rule.HEADER else "what its cells look like"
    return Proposed(name, target, rule, why, sure)


def _readable(cells: Sequence[str], target: str, header: str, kind: Kind) -> float:
    """Return the share of cells that a target reads; what is left out or kept apart takes anything."""
    if target.startswith((LEFT_OUT, PERSONAL)):
        return 1.0
    sample = cells[:: max(1, len(cells) // _CHECKED)]
    column = Column(header, order_of(sample), kind.name)
    return sum(not read_cell(cell, target, column)[1] for cell in sample) / len(sample)


def _no_identifier(header: str, cells: Sequence[str]) -> str:
    """Return why a column cannot tell rows apart from one import to the next; empty when it can."""
    if plain(header) not in ("id", "identifiant", "identifier") and list(cells) == [
        str(number) for number in range(1, len(cells) + 1)
    ]:
        return "the number of the row: it changes with the list"
    twice, count = Counter(cells).most_common(1)[0]
    return f"the same identifier stands on {count} rows" if count > 1 and len(twice) <= 64 else ""


def _once_each(found: list[Proposed], kind: Kind) -> list[Proposed]:
    """Let only the surest column fill a field that holds one value; several of a personal fact are numbered."""
    surest: dict[str, Proposed] = {}
    for column in sorted(found, key=lambda column: -column.confidence):
        if column.target:
            surest.setdefault(column.target, column)
    kept: list[Proposed] = []
    for column in found:
        target = column.target or ""
        if not target or surest[target] is column or _takes_several(target, kind):
            kept.append(column)
        elif target.startswith(PERSONAL):
            same = sum((other.target or "").startswith(target) for other in kept)
            kept.append(replace(column, target=f"{target}_{max(same, 1) + 1}"))
        else:
            why = f"{target} is read from the column {surest[target].name!r} already"
            kept.append(replace(column, target=None, rule=Rule.NONE, why=why, confidence=0.0))
    return kept


def _takes_several(target: str, kind: Kind) -> bool:
    return target in _SEVERAL or target == "education" or isinstance(kind.fields.get(target), Many)
