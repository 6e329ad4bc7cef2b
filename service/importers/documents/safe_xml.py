"""XML that a stranger wrote: no document type, no entities, no depth without end; trees that JSON can carry."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from service.errors import Invalid

MAX_DEPTH = 200
MAX_PARTS = 50_000  # of a structured CV
_MAX_TAGS = 500_000  # of any; a long CV has a tenth of that
_LONGEST = 20_000  # characters of one value; only a picture is longer


def parsed(name: str, raw: bytes) -> Element:
    """Return the root; raise Invalid for broken XML and for a document type, which no document needs."""
    if raw.count(b"<") > _MAX_TAGS:
        raise Invalid(f"{name}: more than {_MAX_TAGS:,} values: no CV; send one CV a file")
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException:
        raise Invalid(f"{name}: its XML declares entities, as no honest document does; save it as PDF") from None
    except (ParseError, ValueError, LookupError) as error:
        raise Invalid(f"{name}: broken XML ({error}); save the document again as PDF or DOCX") from None
    if _is_too_deep(root):
        raise Invalid(f"{name}: nested too deeply to be a CV; save the document again as PDF or DOCX")
    return root


def kind_of(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value_of(element: Element, attribute: str) -> str:
    """Return an attribute by its name without namespace; "" when it is absent."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == attribute), "")


def tree_of(name: str, root: Element) -> dict[str, Any]:
    """Return {name: value} with values as JSON writes them: text, named values, or a list where a name is repeated."""
    if sum(1 for _ in root.iter()) > MAX_PARTS:
        raise Invalid(f"{name}: more than {MAX_PARTS:,} values: no CV; send one CV a file")
    return {kind_of(root): _branch(root)}


def _is_too_deep(root: Element) -> bool:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _branch(element: Element) -> Any:
    text = (element.text or "").strip()[:_LONGEST]
    found: dict[str, Any] = {key.rpartition("}")[2]: value[:_LONGEST] for key, value in element.attrib.items()}
    if not len(element):
        return found | {"text": text} if found and text else found or text
    for child in element:
        found.setdefault(kind_of(child), []).append(_branch(child)) if _listed(found, child) else None
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in found.items()}


def _listed(found: dict[str, Any], child: Element) -> bool:
    return isinstance(found.get(kind_of(child), []), list)  # an attribute of that name came first
