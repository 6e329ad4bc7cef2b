"""Words without codes in a record → the field `read`: the occupations and skills that they mean, and how surely."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from matching.packing import MEANINGS
from matching.records import CANDIDATE, OPENING, Record
from matching.text.ads import GUESS, read_work, reading_of
from matching.text.features import Ad
from matching.text.skills import match_wordings
from matching.text.titles import read_titles
from service.db.document_tables import CANDIDATES, OPENINGS, Kind
from service.progress import Progress, quiet
from service.words import Words

SURE: Final = 0.3  # the confidence from which a title in everyday words is taken for its occupation
AT_ONCE: Final = 32  # openings between two signs of progress
SHORT: Final = 4_000  # characters of a description, or a tenth of it in titles and skills, that are read in 50 ms
FIELDS: Final[Mapping[str, Any]] = {OPENINGS.name: OPENING["read"], CANDIDATES.name: CANDIDATE["read"]}


def wants(record: Record, kind: Kind) -> bool:
    """Return whether a record has words for which it has no code."""
    if kind is OPENINGS:
        return not {"occupation", "title_code"} & record.keys() and ("title" in record or "description" in record)
    return any(True for _ in titles_of(record)) or any("code" not in skill for skill in record.get("skills", []))


def with_read(records: Sequence[Record], kind: Kind, words: Words, progress: Progress = quiet) -> Iterator[Record]:
    """Yield records that want it with the field `read`, as a file of records would say it; without where it is a guess.

    What was read before is read again.
    """
    read_of = _read_openings if kind is OPENINGS else _read_candidates
    bare = [{name: value for name, value in record.items() if name != "read"} for record in records]
    for record, told in zip(bare, read_of(bare, words, progress), strict=True):
        yield _with(record, told, kind)


def read_at_once(record: Record, kind: Kind, words: Words | None) -> Record:
    """Return a record with the field `read` if it wants it, words are at hand and it is so short that nobody waits."""
    if words is None or kind.name not in FIELDS or not wants(record, kind) or not _is_short(record):
        return record
    told = _read_opening(ad_of(record), words) if kind is OPENINGS else next(_read_candidates([record], words))
    return _with(record, told, kind)


def _with(record: Record, told: Record | None, kind: Kind) -> Record:
    return record | {"read": FIELDS[kind.name].read(told, "read")} if told else record


@lru_cache(256)
def _read_opening(ad: Ad, words: Words) -> Record | None:
    """Return what is read of an ad; whoever posts it has read it before the transaction asks for it."""
    return reading_of(next(read_work([ad], words.index, words.model, least=GUESS)))


def _is_short(record: Record) -> bool:
    said = [*titles_of(record), *(skill["label"] for skill in record.get("skills", []) if "code" not in skill)]
    return len(record.get("description", "")) + 10 * sum(map(len, said)) <= SHORT


def titles_of(record: Record) -> Iterator[str]:
    """Yield the titles without codes of what a person wishes and has done."""
    for entry in [*record.get("wishes", []), *record.get("experience", [])]:
        if "title" in entry and not {"occupation", "title_code"} & entry.keys():
            yield entry["title"]


def ad_of(record: Record) -> Ad:
    """Return what is read of an opening."""
    description = record.get("description", "")
    title = record.get("title") or description.partition("\n")[0]
    return Ad(title[:300], description, record.get("company", {}).get("sector", ""))


def _read_openings(records: Sequence[Record], words: Words, progress: Progress) -> Iterator[Record | None]:
    ads = [ad_of(record) for record in records]
    for start in range(0, len(ads), AT_ONCE):
        progress(start, len(ads), "reading")
        for read in read_work(ads[start : start + AT_ONCE], words.index, words.model, least=GUESS):
            yield reading_of(read)
    progress(len(ads), len(ads), "reading")


def _read_candidates(records: Sequence[Record], words: Words, _: Progress = quiet) -> Iterator[Record | None]:
    titles = list(dict.fromkeys(title for record in records for title in titles_of(record)))
    occupations = dict(zip(titles, read_titles(titles, words.index, words.model, MEANINGS), strict=True))
    labels = [skill["label"] for r in records for skill in r.get("skills", []) if "code" not in skill]
    labels = list(dict.fromkeys(labels))
    skills = dict(zip(labels, match_wordings(labels, words.index), strict=True))
    for record in records:
        read: dict[str, Any] = {}
        for title in dict.fromkeys(titles_of(record)):
            for best in occupations[title]:
                if best.confidence >= SURE:
                    told = {"title": title, "occupation": best.code, "confidence": best.confidence}
                    read.setdefault("titles", []).append(told)
        for skill in record.get("skills", []):
            if "code" not in skill and (near := skills[skill["label"]]):
                told = {"label": skill["label"], "code": near.code, "confidence": near.confidence}
                read.setdefault("skills", []).append(told)
        yield read or None
