"""What the structured CVs share: languages, licences, level of education and place as our records write them."""

import re
from collections.abc import Iterable, Iterator

from matching.codes import plain
from matching.text.facts import certificates, education_labels
from matching.text.facts import education as diplomas
from matching.text.facts.base import words_of
from matching.text.facts.language_levels import level_in
from matching.text.facts.language_names import language_code, language_slug
from matching.text.facts.licences import licence_code
from matching.text.reading import Fact, LeftOut, Span
from service.importers.personal import is_personal
from service.importers.resumes.given import Given

_TOLD = 0.98  # a value in a field of its own; the rest is slips of the hand
_GUESSED = 0.9  # a level told in words
_MATTERS = """
photo: photo picture image avatar photograph
name: name personname firstname surname lastname givenname familyname nom prenom
name: references reference referenceto referencetolist employmentreferences
email: email mail courriel
phone: phone telephone telephonelist mobile tel
address: address adresse addressline street rue
birth: birthdate birth birthday dateofbirth placeofbirth birthplace
age: age
nationality: nationality nationalitylist nationalitycode citizenship
sex: gender gendercode sex sexe genre
family: maritalstatus marital family children
link: url website websitelist profiles instantmessaging instantmessaginglist web
"""  # of matching.text.cv, and what files call them
_LINES = (line.partition(": ") for line in _MATTERS.strip().split("\n"))
_PERSONAL = {name: matter for matter, _, names in _LINES for name in names.split()}
_ISO_3 = """
fr fra|fr fre|en eng|de deu|de ger|es spa|it ita|pt por|ar ara|nl nld|nl dut|pl pol|ro ron|ro rum|ru rus|tr tur|uk ukr
zh zho|zh chi|ja jpn|ko kor|hi hin|ur urd|bn ben|fa fas|fa per|he heb|el ell|el gre|sv swe|no nor|da dan|fi fin|cs ces
cs cze|sk slk|sk slo|hu hun|bg bul|sr srp|hr hrv|sq sqi|sq alb|hy hye|ka kat|vi vie|th tha|ta tam|sw swa|wo wol|bm bam
ku kur|ps pus|lt lit|lv lav|et est|sl slv|mt mlt|ga gle|ca cat|eu eus|br bre|co cos|so som|ln lin|ti tir|am amh
""".replace("\n", "|")
_CODES = {three: two for two, _, three in (item.partition(" ") for item in _ISO_3.split("|")) if three}
_ISCED = {0: 1, 1: 1, 2: 2, 3: 4, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8}


def language(place: Given, label: str, level: str) -> Fact | None:
    """Return a language with its level on the European scale, where that is told; None without a language."""
    if not (words := plain(label)):
        return None
    code = _CODES.get(words) or language_code(label)
    if code is None:
        code = language_slug(label)
        place.refuse(f"unknown language {label[:40]!r}, kept as {code!r}")
    if not re.fullmatch("[A-Za-z0-9-]{2,8}", code):
        return None
    known = level_in(plain(level))
    return Fact("languages", {"code": code, "level": known} if known else {"code": code}, place.span, _TOLD)


def middle_level(levels: Iterable[str]) -> str:
    """Return the middle of the levels for listening, reading, speaking and writing, the lower of two."""
    known = sorted(level for words in levels if (level := level_in(plain(words))))
    return known[(len(known) - 1) // 2] if known else ""


def education(found: Iterable[tuple[int | None, Span]]) -> list[Fact]:
    """Return the highest level as a fact; nothing where none is known."""
    known = [(level, span) for level, span in found if level is not None]
    if not known:
        return []
    level, span = max(known, key=lambda pair: pair[0])
    return [Fact("education", level, span, _GUESSED)]


def level_of(degree: str, level: str = "") -> int | None:
    """Return the European level of a course, by its level (EQF or ISCED) where that is told, else by its words."""
    if found := re.search(r"(?<!\d)([0-8])(?!\d)", level):
        return _ISCED[int(found[1])] if re.search("(?i)isced|cite", level) else int(found[1]) or 1
    told = [found.value["level"] for found in diplomas.read(words_of(f"diplôme {degree} "))]
    return education_labels.education_level(level) or max(told, default=education_labels.education_level(degree))


def licences(items: Iterable[Given]) -> Iterator[Fact]:
    """Yield the driving licences; what is none is left out with a problem."""
    for item in items:
        label = item.text()
        if code := licence_code(label):
            yield Fact("licences", {"code": code}, item.span, _TOLD)
        elif label:
            item.refuse(f"unknown licence {label[:40]!r}, left out")


def certificates_in(name: Given) -> list[Fact]:
    """Return the certificates that a text names, as our records spell them."""
    codes = dict.fromkeys(found.value["code"] for found in certificates.read(words_of(name.text())))
    return [Fact("certificates", {"code": code}, name.span, _TOLD) for code in codes]


def place(where: Given, postcode: str, city: str, country: str) -> list[Fact]:
    """Return where somebody lives: postcode and town in France, the town and country elsewhere."""
    label, land = city[:200], country.strip().upper()[:40]
    is_french = land in ("", "FR", "FRA", "FRANCE")
    value = {"postcode": postcode.strip()} if is_french and re.fullmatch(r"\s*\d{5}\s*", postcode) else {}
    if label:
        value["label"] = label if is_french else f"{label} ({land})"
    return [Fact("place", value, where.span, _TOLD)] if value else []


def left_out(group: Given, read: str) -> Iterator[LeftOut]:
    """Yield the personal values of a group; those named in `read` hold no person."""
    for name in group.names():
        word = "".join(plain(name).split())
        if word in _PERSONAL and name not in read.split():
            yield LeftOut(_PERSONAL[word], group.part(name).span)
        elif name not in read.split() and is_personal(name):
            yield LeftOut("name", group.part(name).span)
