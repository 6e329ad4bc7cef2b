"""Bytes as edits of a good document: what comes out is nearly right, so that readers get further than its first sign.

A document is what JSON holds; one in XML is a list [tag, {attribute: value}, child …] whose children are such lists or
texts. The first byte chooses the document, then four bytes are one edit: two say where, one how, one with what.
"""

import copy
import math
import re
from xml.etree.ElementTree import Element, fromstring
from xml.sax.saxutils import escape, quoteattr

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_EDITS = 40
_MOST_PLACES = 3000  # beyond, edits that copy would double the document again and again
_SCALARS = (None, True, False, "", " ", 0, -1, 1, 12.5, 1e308, 10**30, math.nan, math.inf, [], {}, [[]], {"": None})


def edited(data, documents, names, words):
    """The document that some bytes choose, with the edits that they tell; `names` and `words` are put into it."""
    held = [copy.deepcopy(documents[data[0] % len(documents)] if data else documents[0])]
    place = 1
    for _ in range(_MOST_EDITS):
        if place + 4 > len(data):
            break
        where, how, what = int.from_bytes(data[place : place + 2], "big"), data[place + 2], data[place + 3]
        place += 4
        places = list(_places(held))
        if not places or len(places) > _MOST_PLACES:
            break
        group, key = places[where % len(places)]
        if how % 9 == 8:  # the bytes that follow are the text
            group[key] = data[place : place + what].decode("utf-8", "replace")
            place += what
        else:
            _EDITS[how % 9](group, key, what, places, names, words)
    return held[0] if held else None


def _scalar(group, key, what, *_):
    group[key] = copy.deepcopy(_SCALARS[what % len(_SCALARS)])


def _word(group, key, what, places, names, words):
    group[key] = words[what % len(words)]


def _gone(group, key, *_):
    del group[key]


def _in_a_list(group, key, *_):
    group[key] = [group[key]]


def _twice(group, key, what, *_):
    if isinstance(group, list):
        group[key:key] = copy.deepcopy([group[key]] * (what % 4 + 1))
    else:
        group[key] = [group[key], copy.deepcopy(group[key])]


def _named(group, key, what, places, names, words):
    name = names[what % len(names)]
    if isinstance(group, dict):
        group[name] = group.pop(key)
    else:
        group[key] = name if isinstance(group[key], str) else {name: group[key]}


def _joined(group, key, what, places, names, words):
    before = group[key] if isinstance(group[key], str) else ""
    group[key] = f"{before}{words[what % len(words)]}"


def _copied(group, key, what, places, *_):
    other, at = places[what * 7 % len(places)]
    group[key] = copy.deepcopy(other[at])


_EDITS = (_scalar, _word, _gone, _in_a_list, _twice, _named, _joined, _copied)


def _places(value):
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(parts):
        yield value, key
        yield from _places(part)


def tree_of(xml):
    """A document in XML as lists, without its namespaces."""
    return _branch(fromstring(xml))


def _branch(element: Element):
    attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    inside = [element.text or ""]
    for child in element:
        inside += [_branch(child), child.tail or ""]
    return [element.tag.rpartition("}")[2], attributes, *(part for part in inside if part)]


def xml_of(tree):
    """The XML of such lists; what edits made of them is written as well as may be."""
    if not isinstance(tree, list) or not tree:
        return escape(_NOT_IN_XML.sub("", str(tree)))
    tag = tree[0] if isinstance(tree[0], str) and tree[0].isidentifier() else "p"
    rest = tree[1:]
    given = rest.pop(0) if rest and isinstance(rest[0], dict) else {}
    attributes = "".join(
        f" {name}={quoteattr(_NOT_IN_XML.sub('', str(value)))}" for name, value in given.items() if name.isidentifier()
    )
    return f"<{tag}{attributes}>{''.join(map(xml_of, rest))}</{tag}>"
