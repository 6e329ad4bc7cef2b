"""The words of the reference data, remembered: a ranking names the same occupations and skills as the one before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from service.db import changes, places, taxonomy

Find = Callable[[Connection, Iterable[str]], dict[str, str]]

_TABLES: Final = ("items", "titles", "occupations")  # of one code, the last that knows it


@dataclass
class Labels:
    """Labels by code, as they are after one load of reference data; None for a code that is not known."""

    number: int
    concepts: dict[str, str | None] = field(default_factory=dict)
    communes: dict[str, str | None] = field(default_factory=dict)


_KNOWN: Final[WeakKeyDictionary[Engine, Labels]] = WeakKeyDictionary()


def concepts(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Return the labels of the occupations, titles and skills known among these codes."""
    return _of(connection, _labels(connection).concepts, codes, _concepts)


def hold(connection: Connection) -> None:
    """Read the labels of all occupations, titles and skills into memory: some 10 MB, so that no ranking waits."""
    known = _labels(connection).concepts
    for table in _TABLES:
        known.update(taxonomy.every_label(connection, table))


def communes(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the communes known among these INSEE codes."""
    return _of(connection, _labels(connection).communes, codes, places.labels)


def _labels(connection: Connection) -> Labels:
    """Return what is remembered; nothing within a transaction that writes, which may yet be undone."""
    number = changes.numbers(connection)[1]
    if connection.get_execution_options().get("writes"):
        return Labels(number)
    known = _KNOWN.get(connection.engine)
    if known is None or known.number != number:
        known = _KNOWN[connection.engine] = Labels(number)
    return known


def _of(connection: Connection, known: dict[str, str | None], codes: Iterable[str], find: Find) -> dict[str, str]:
    wanted = set(codes)
    if new := [code for code in wanted if code not in known]:
        found = find(connection, new)
        known.update({code: found.get(code) for code in new})
    return {code: label for code in wanted if (label := known[code]) is not None}


def _concepts(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    wanted, found = set(codes), {}
    for table in _TABLES:
        found |= taxonomy.labels(connection, table, wanted)
    return found
