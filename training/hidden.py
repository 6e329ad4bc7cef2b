"""What reading openings adds to their ranking when nobody coded them: the same seekers, with codes, without, and read.

What is read comes from models that never saw the ad's group.
"""

from collections.abc import Sequence
from dataclasses import replace

from matching.profiles import RankProfile
from matching.records import Record
from matching.text.ads import reading_of
from training.dataset import Snapshot
from training.evaluate import Row, ranked_rows
from training.word_measures import Answer

CODED = ("occupation", "title_code", "title", "skills", "read")  # the title of these offers is an official one
TOLD = ("wish and skills", "wish only", "skills only", "experience only")
SEEKERS, SEED = 400, 0


def hidden_rows(snapshot: Snapshot, found: Sequence[Answer], profile: RankProfile) -> list[Row]:
    """Return the measures of rankings of openings with their codes, without them, and with what was read instead."""
    bare = [{name: value for name, value in opening.items() if name not in CODED} for opening in snapshot.openings]
    known = {answer.ad.id: answer for answer in found}
    read = [_with_reading(opening, known.get(opening["id"])) for opening in bare]
    rows = []
    for name, openings in (("coded", snapshot.openings), ("codes hidden", bare), ("codes hidden, read", read)):
        rows += ranked_rows(name, snapshot, replace(snapshot, openings=openings), profile, SEEKERS, SEED, TOLD)
    return rows


def _with_reading(opening: Record, answer: Answer | None) -> Record:
    read = reading_of(answer.read) if answer else None
    return opening | {"read": read} if read else opening
