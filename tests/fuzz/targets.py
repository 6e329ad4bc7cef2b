"""The parsers that are fuzzed, by name: what to begin from, and how bytes become what each of them reads."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.errors import Invalid
from tests.fuzz import readers, seeds, values
from tests.fuzz.edits import edited, xml_of
from tests.fuzz.words import WORDS
from tests.service import cv_documents as made

_LONE = ["\ud800", "photo\udc80"]  # halves of characters, which JSON can spell


@dataclass(frozen=True)
class Target:
    """A parser as a function of bytes, and bytes to begin from; `edits` = they are edits of good documents."""

    run: Callable[[bytes], Any]
    seeds: list[bytes]
    edits: bool = False
    starts_a_process: bool = False


def _on_text(read):
    return lambda data: read(data.decode("utf-8", "replace"))


def _on_edits(read, write, documents):
    lone = _LONE if write is _json else []
    names, words = [*seeds.names_in(*documents), *lone], [*WORDS, *lone]
    return lambda data: read(write(edited(data, documents, names, words)))


def _zipped(parts):
    """A package of those parts in XML; a text stays as it is."""
    named = parts if isinstance(parts, dict) else {"[Content_Types].xml": parts}
    return made.zipped({name: part if isinstance(part, str) else xml_of(part) for name, part in named.items() if name})


def _json(value):
    return json.dumps(value).encode()


def _edits(read, write, documents, starts_a_process=False):
    first = [bytes([number]) for number in range(len(documents))]
    return Target(_on_edits(read, write, documents), first, True, starts_a_process)


def _xml(tree):
    return xml_of(tree).encode("utf-8", "replace")


TARGETS = {
    "word": _edits(readers.read_cv, _zipped, seeds.WORD),
    "odt": _edits(readers.read_cv, _zipped, seeds.ODT),
    "europass": _edits(readers.read_cv, _xml, seeds.EUROPASS),
    "europass_json": _edits(readers.read_cv, _json, values.EUROPASS_JSON),
    "json_resume": _edits(readers.read_cv, _json, [made.RESUME]),
    "posting": _edits(readers.read_postings, _json, [values.POSTING]),
    "posting_page": Target(readers.read_postings, [seeds.PAGE]),
    "own_table": Target(readers.read_own, seeds.OWN_TABLE),
    "own_json": _edits(readers.read_own, _json, values.OWN),
    "workbook": _edits(readers.read_workbook, _zipped, seeds.WORKBOOKS, starts_a_process=True),
    "foreign": Target(readers.read_foreign, seeds.TABLES),
    "facts": Target(_on_text(readers.read_ad), [seeds.AD, seeds.OTHER_AD]),
    "resume": Target(_on_text(readers.read_text), seeds.TEXTS),
    "pdf": Target(readers.read_cv, seeds.PDFS),
    "pdf_page": Target(lambda data: readers.read_cv(made.pdf(data)), [seeds.DRAWN]),
    "offers": _edits(readers.read_offers, _json, values.OFFERS),
    "partner": Target(readers.read_partner, [seeds.PARTNER]),
    "document": Target(readers.read_cv, seeds.documents()),
    "lists": Target(readers.read_lists, seeds.LISTS),
    "words": Target(_on_text(readers.read_words), [seeds.AD, seeds.OTHER_AD]),
    "labels": Target(_on_text(readers.read_labels), [seeds.LABELS]),
    "title": Target(_on_text(readers.read_title), seeds.TITLES),
}


def met(name, data):
    """Give some bytes to a target: nothing, or an error that no user should see."""
    try:
        TARGETS[name].run(data)
    except Invalid as error:
        readers.fit_to_write(str(error))
