"""The search of people: by name, telephone or wished job, blind to accents, and forgiving where nobody fits exactly.

Of those whom one does not follow: by exactly their name and birth date.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from service.collation import search_key
from service.db import followed, people
from service.db.followed import Known
from service.errors import TooMany
from service.permissions import Reach, Subject
from service.record_names import names_of

QUIET_DAYS: Final = 30  # without news: somebody to call
QUIET, NONE_OPEN = "quiet", "none"  # beside the steps of introductions
SEARCHES: Final = 20  # by exactly a name and a birth date, by one account in an hour
LEAST_DIGITS: Final = 4  # of a telephone number
_NAME_LETTERS, _JOB_LETTERS = 5, 8  # from which one wrong letter is forgiven: "vente" is not "verte"
_SAME_START: Final = 2  # letters of a job that must be right
_NOT_A_PHONE: Final = re.compile(r"[^\d\s.+()/-]")

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """Who was found; None = nothing was asked, so everybody. `near` = nobody is called exactly that."""

    ids: Sequence[str] | None
    near: bool = False


def sought(connection: Connection, reach: Reach, q: str, step: str, closed: bool, now: dt.datetime) -> Sought:
    """Return who fits the words typed and stands at a step ("" = any, QUIET, NONE_OPEN, or one of introductions)."""
    at_step = _at_step(connection, reach, step, now) if step else None
    if not q.strip() and not closed:
        return Sought(at_step)
    everybody = followed.known(connection, reach, closed, now)
    standing = set(at_step or ())
    among = [one for one in everybody if at_step is None or one.id in standing]
    return _found(among, _wishes(connection, among), q)


def exactly(
    connection: Connection, subject: Subject, first_name: str, last_name: str, birth_date: dt.date, now: dt.datetime
) -> list[str]:
    """Return the ids of who of one's territory is called exactly that and born that day; raise TooMany.

    It is written down that somebody was sought; the caller has looked that they may.
    """
    account = subject.account or ""
    if people.searches_since(connection, account, now - dt.timedelta(hours=1)) >= SEARCHES:
        raise TooMany(f"no more than {SEARCHES} searches an hour", 3600)
    found = people.exactly(connection, subject.territory or "", f"{last_name} {first_name}", birth_date)
    people.log_search(connection, account, bool(found), now)
    return found


def _at_step(connection: Connection, reach: Reach, step: str, now: dt.datetime) -> list[str]:
    if step == QUIET:
        return followed.quiet(connection, reach, now - dt.timedelta(days=QUIET_DAYS), now)
    return followed.at_step(connection, reach, None if step == NONE_OPEN else step, now)


def _found(people: Sequence[Known], jobs: Mapping[str, Words], q: str) -> Sought:
    if digits := _digits(q):
        by_phone = [one.id for one in people if any(digits in _digits(phone) for phone in one.phones)]
        if by_phone:
            return Sought(by_phone)
    typed = search_key(q).split()
    exact = _matching(people, jobs, typed, _begins, _begins)
    if exact or not typed:
        return Sought(exact)
    near = _matching(people, jobs, typed, _like_a_name, _like_a_job)
    return Sought(near, near=bool(near))


def _matching(
    people: Iterable[Known],
    jobs: Mapping[str, Words],
    typed: Words,
    name_fits: Callable[[str, str], bool],
    job_fits: Callable[[str, str], bool],
) -> list[str]:
    """Return whom every word typed fits, each as a part of the name or of a wished job."""

    def fits(one: Known, word: str) -> bool:
        by_name = any(name_fits(word, part) for part in one.name.split())
        return by_name or any(job_fits(word, part) for part in jobs.get(one.id, ()))

    return [one.id for one in people if all(fits(one, word) for word in typed)]


def _begins(typed: str, word: str) -> bool:
    return word.startswith(typed)


def _like_a_name(typed: str, word: str) -> bool:
    return _begins(typed, word) or (len(typed) >= _NAME_LETTERS and typed[0] == word[0] and _nearly(typed, word))


def _like_a_job(typed: str, word: str) -> bool:
    same_start = typed[:_SAME_START] == word[:_SAME_START]
    return _begins(typed, word) or (len(typed) >= _JOB_LETTERS and same_start and _nearly(typed, word))


def _nearly(typed: str, word: str) -> bool:
    """Return whether a word begins as typed but for one letter: wrong, missing, too many, or two exchanged."""
    ends = {min(len(word), len(typed) + more) for more in (-1, 0, 1)}
    return any(OSA.distance(typed, word[:end], score_cutoff=1) <= 1 for end in ends)


def _digits(text: str) -> str:
    """Return the digits of a French telephone number however it is written; "" for what is none."""
    if _NOT_A_PHONE.search(text):
        return ""
    digits = re.sub(r"^(?:\+|00)33\s*(?:\(0\))?", "0", text.strip())
    digits = re.sub(r"\D", "", digits)
    return digits if len(digits) >= LEAST_DIGITS else ""


def _wishes(connection: Connection, people: Sequence[Known]) -> dict[str, Words]:
    """Return the words of the jobs that people wish: their own, and those of what these are coded as."""
    named = names_of(connection, [{"wishes": one.wishes} for one in people])
    return {
        one.id: [
            word
            for wish in one.wishes
            for told in {named.job(wish), named.job({**wish, "title": ""})}
            for word in search_key(told).split()
        ]
        for one in people
    }
