"""What a JobPosting is about: words, occupation, company and contract, as fields of our opening record."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from matching.fields import Fault
from matching.records import LONGEST_DESCRIPTION
from matching.text.facts.contract_labels import contract_of
from matching.text.facts.durations import months_in
from service.importers.mending import Part
from service.importers.posting.linked_values import items, number, objects, text, texts

Posting = Mapping[str, Any]

_LONGEST_ID = 64
LONGEST_LABEL = 90  # characters; a longer one is a sentence for people, not the name of a skill
_ROME = re.compile(r"\b[A-N]\d{4}\b")
_NAF = re.compile(r"\d\d\.?\d\d[A-Z]")
_ALSO_LONG = ("skills", "experienceRequirements", "educationRequirements")  # where long, text for people
_KINDS = {"intern": "internship", "internship": "internship", "stage": "internship", "alternance": "apprenticeship"}
_NEITHER = "full time|fulltime|part time|parttime|other|per diem|volunteer|temps plein|temps partiel"
_NO_CONTRACT = frozenset(_NEITHER.split("|"))


def identifier(posting: Posting) -> str:
    """Return the posting's own identifier; else one made of its address or contents, always the same."""
    for item in objects(posting.get("identifier"), "value"):
        own = text(item.get("value"))
        if own and len(own) <= _LONGEST_ID and own.isprintable():
            return own
    told = text(posting.get("url")) or text(posting.get("@id")) or json.dumps(posting, sort_keys=True, default=str)
    return f"posting-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:16]}"


def words(posting: Posting) -> Part:
    """Return title, description with the other long texts, dates and number of posts."""
    title = text(posting.get("title")) or text(posting.get("name"))
    said = [*items(posting.get("responsibilities")), *items(posting.get("qualifications"))]
    also = [text(one) for one in said if not (isinstance(one, Mapping) and "credentialCategory" in one)]
    long = (part for name in _ALSO_LONG for part in texts(posting.get(name)) if len(part) > LONGEST_LABEL)
    description = text(posting.get("description"))
    extra = dict.fromkeys(part for part in (*also, *long) if part not in description)
    whole = "\n\n".join(part for part in (description, *extra) if part)
    faults = []
    if len(whole) > LONGEST_DESCRIPTION:
        whole, faults = whole[:LONGEST_DESCRIPTION], [("description", f"cut at {LONGEST_DESCRIPTION} characters")]
    return {
        "title": title[:300],
        "description": whole,
        "published": text(posting.get("datePosted"))[:10],
        "start": text(posting.get("jobStartDate"))[:10],
        "positions": number(posting.get("totalJobOpenings")),
    }, faults


def occupation(posting: Posting) -> Part:
    """Read a ROME code where one stands, and a title's code (OGR) where its list is named."""
    found: dict[str, Any] = {}
    for name in ("occupationalCategory", "relevantOccupation"):
        for item in objects(posting.get(name), "name"):
            for code in [item, *objects(item.get("occupationalCategory"), "codeValue")]:
                told = [text(code.get(key)) for key in ("codeValue", "termCode", "name", "value")]
                listed = text(code.get("inCodeSet")) + text(code.get("inDefinedTermSet"))
                if "OGR" in listed.upper() and (
                    ogr := next((one for one in told if re.fullmatch(r"\d{4,7}", one)), "")
                ):
                    found.setdefault("title_code", ogr)
                elif rome := next((match[0] for one in told if (match := _ROME.search(one))), ""):
                    found.setdefault("occupation", rome)
    return found, []


def company(posting: Posting) -> Part:
    """Return the company's name, SIRET and activity."""
    who = next(iter(objects(posting.get("hiringOrganization"), "name")), {})
    codes = [re.sub(r"\s", "", one) for name in ("identifier", "taxID", "vatID") for one in _values(who.get(name))]
    sectors = [
        one for item in objects(posting.get("industry"), "name") for one in (text(item.get("termCode")), text(item))
    ]
    facts = {
        "name": text(who.get("name"))[:300],
        "siret": next((code for code in codes if re.fullmatch(r"\d{14}", code)), ""),
        "sector": next((match[0] for one in sectors if (match := _NAF.search(one))), ""),
    }
    return {"company": {name: fact for name, fact in facts.items() if fact}}, []


def _values(value: Any) -> Iterable[str]:
    return (text(item.get("value")) for item in objects(value, "value"))


def contract(posting: Posting) -> Part:
    """Return kind, contract and its length in months."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for told in texts(posting.get("employmentType")):
        words = re.sub(r"[_\s-]+", " ", re.split(r"[/#]", told)[-1] if "//" in told else told).strip().casefold()
        if words in _NO_CONTRACT:
            continue
        kind, code = _KINDS.get(words), "LIB" if words == "contractor" else contract_of(told, told, told)
        if code in ("APP", "PRO"):
            kind = "apprenticeship"
        if words == "temporary":
            faults.append(("contract", "TEMPORARY does not say which contract: left out"))
        elif not (kind or code):
            faults.append(("contract", f"unknown contract {told[:40]!r}, left out"))
        found = {"kind": kind, "contract": code} | {name: value for name, value in found.items() if value}
    if found.get("contract") != "CDI":
        found["months"] = _duration(posting.get("jobDuration"))
    return found, faults


def _duration(value: Any) -> float | None:
    told = text(value)
    if iso := re.fullmatch(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T.*)?", told):
        years, months, weeks, days = (int(part or 0) for part in iso.groups())
        return round(12 * years + months + (7 * weeks + days) * 12 / 365.25, 2) or None
    return months_in(told)
