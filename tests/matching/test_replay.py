"""The same question has the same answer, bit for bit: in another process, with the records in another order."""

import os
import subprocess
import sys
from random import Random

from matching.market import candidate_table, opening_table
from matching.ranking import rank_candidates, rank_openings
from tests.factories import PROFILE, ROOT, Record, drawn_candidates, drawn_openings, market

TELL = "from tests.matching.test_replay import told; print(told({shuffle}))"


def told(shuffle: int) -> str:
    """Return every ranking of a drawn market in words, from records in a shuffled order."""
    people, jobs = drawn_candidates(12, 21), drawn_openings(40, 22)
    who, what = people[:6], jobs[:6]
    for records in (people, jobs):
        Random(shuffle).shuffle(records)
    return repr(_rankings(people, jobs, who, what))


def _rankings(people: list[Record], jobs: list[Record], who: list[Record], what: list[Record]) -> list[object]:
    drawn = market(people, jobs)
    rankings = [
        *(rank_openings(candidate_table(p, drawn), drawn.openings, drawn.taxonomy, PROFILE, 7) for p in who),
        *(rank_candidates(opening_table(j, drawn), drawn.candidates, drawn.taxonomy, PROFILE, 7) for j in what),
    ]
    return [drawn.candidate_ids, drawn.opening_ids, *rankings]


def test_two_other_processes_with_records_in_another_order_give_the_same_rankings() -> None:
    here = told(shuffle=0)
    for seed in ("1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", TELL.format(shuffle=seed)]
        other = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        assert other.stdout.strip() == here


def test_the_ranking_changes_when_a_record_does() -> None:
    people, jobs = drawn_candidates(12, 21), drawn_openings(40, 22)
    changed = [jobs[0] | {"occupation": "H2913"}, *jobs[1:]]
    asked = [{"id": "w", "wishes": [{"occupation": "H2913"}]}]
    assert repr(_rankings(people, jobs, asked, [])) != repr(_rankings(people, changed, asked, []))
