"""The occupations, titles, skills and their links, as a public body publishes them (ROME).

A link may name a code that no list holds: it is kept, so there are no foreign keys here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Connection, Integer, Table, Text, select

from service.db.base import metadata
from service.db.rows import batches, columns, fetch


def _code(name: str = "code") -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


domains = Table("domains", metadata, _code(), _text("label"))
occupations = Table(
    "occupations",
    metadata,
    _code(),
    _text("label"),
    _text("parent"),  # code of the older, coarser occupation
    _text("domain"),
    _text("domain_label"),
    Column("regulated", Boolean),  # null = not stated
)
titles = Table("titles", metadata, _code(), _text("label"), _text("short_label"), _text("occupation"))
skills = Table(
    "skills",
    metadata,
    _code(),
    _text("kind"),  # skill, macro (a group of skills) or knowledge
    _text("label"),
    _text("macro"),
    _text("category"),
    _text("subcategory"),
)
contexts = Table("contexts", metadata, _code(), _text("label"), _text("type"))
occupation_items = Table(
    "occupation_items",
    metadata,
    _code("occupation"),
    _code("item"),  # of a skill, of knowledge or of a context
    _text("core"),  # main, emerging or empty
    sqlite_with_rowid=False,  # the key is nearly the whole row
)
occupation_contexts = Table(
    "occupation_contexts", metadata, _code("occupation"), _code("context"), sqlite_with_rowid=False
)
mobilities = Table(
    "mobilities",
    metadata,
    _code("occupation"),
    _code("target"),
    Column("rank", Integer, nullable=False),  # 1 = the first to think of
    sqlite_with_rowid=False,  # the key is nearly the whole row
)
occupation_texts = Table(
    "occupation_texts",
    metadata,
    _code("occupation"),
    _code("kind"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _text("text"),
)

TABLES = (
    domains,
    occupations,
    titles,
    skills,
    contexts,
    occupation_items,
    occupation_contexts,
    mobilities,
    occupation_texts,
)
_LABELLED = {"occupations": occupations, "titles": titles, "items": skills, "contexts": contexts}


@dataclass(frozen=True, slots=True)
class ReferenceColumns:
    """What the engine needs of the reference data, one tuple per column, rows in the order of their codes."""

    occupation_codes: tuple[str, ...]
    occupation_labels: tuple[str, ...]
    occupation_parents: tuple[str, ...]
    occupation_regulated: tuple[int, ...]  # 1 = regulated, 0 = not, or not stated
    title_codes: tuple[str, ...]
    title_labels: tuple[str, ...]
    title_short_labels: tuple[str, ...]
    title_occupations: tuple[str, ...]
    item_codes: tuple[str, ...]
    item_kinds: tuple[str, ...]  # skill, macro or knowledge
    item_labels: tuple[str, ...]
    item_macros: tuple[str, ...]  # code of the group of a skill, or empty
    link_occupations: tuple[str, ...]
    link_items: tuple[str, ...]  # working contexts left out
    link_cores: tuple[str, ...]  # main, emerging or empty
    mobility_occupations: tuple[str, ...]
    mobility_targets: tuple[str, ...]
    mobility_ranks: tuple[int, ...]
    text_occupations: tuple[str, ...]
    texts: tuple[str, ...]  # sentences that define the occupation or say how one comes to it


def arrays(connection: Connection) -> ReferenceColumns:
    """Return the columns that the engine's taxonomy is made of; all are empty before the first load."""
    codes, labels, parents, regulated = columns(
        connection, select(*occupations.c["code", "label", "parent", "regulated"])
    )
    links = occupation_items.c
    of_contexts = select(*links["occupation", "item", "core"]).where(links.item.not_in(select(contexts.c.code)))
    return ReferenceColumns(
        codes,
        labels,
        parents,
        tuple(int(bool(value)) for value in regulated),
        *columns(connection, select(*titles.c["code", "label", "short_label", "occupation"])),
        *columns(connection, select(*skills.c["code", "kind", "label", "macro"])),
        *columns(connection, of_contexts),
        *columns(connection, select(mobilities)),
        *columns(connection, select(*occupation_texts.c["occupation", "text"])),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What is found by its name, rows in the order of their codes."""

    occupations: list[tuple[str, str]]  # code, label
    titles: list[tuple[str, str, str]]  # code, label, occupation
    skills: list[tuple[str, str, str]]  # code, kind, label


def named(connection: Connection) -> Named:
    """Return the occupations, titles and skills by name: a fraction of `arrays`."""
    asked = (occupations.c["code", "label"], titles.c["code", "label", "occupation"], skills.c["code", "kind", "label"])
    return Named(*(sorted(fetch(connection, select(*each))) for each in asked))


def any_occupation(connection: Connection) -> bool:
    """Return whether reference data were loaded."""
    return connection.execute(select(occupations.c.code).limit(1)).first() is not None


def every_label(connection: Connection, kind: str) -> dict[str, str]:
    """Return the labels of all codes of a kind: occupations, titles, items or contexts."""
    return dict(fetch(connection, select(*_LABELLED[kind].c["code", "label"])))


def labels(connection: Connection, kind: str, codes: Iterable[str]) -> dict[str, str]:
    """Return the labels of the known codes among those given; kind is occupations, titles, items or contexts."""
    table = _LABELLED[kind]
    found: dict[str, str] = {}
    for batch in batches(set(codes), 10_000):
        query = select(*table.c["code", "label"]).where(table.c.code.in_(batch))
        found |= {row.code: row.label for row in connection.execute(query)}
    return found
