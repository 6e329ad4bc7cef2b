"""Processes that share a database: each ranking is that of the state it reads, and misses nothing acknowledged."""

from multiprocessing.connection import Connection
from random import Random

import pytest

from tests.service import live_child
from tests.service.forked import start


def run_together(url: str, n_processes: int, operations: int, blind: bool = False) -> tuple[int, int, int, int]:
    """Return how many writes and rankings there were, how many rankings were wrong, and how many missed a write.

    In each round every process does one thing at the same time; what was acknowledged in a round, the next must know.
    """
    draw, pipes, children = Random(n_processes), [], []
    for seed in range(n_processes):
        child, pipe = start(live_child.take_part, url, seed, blind)
        children.append(child)
        pipes.append(pipe)
    assert [pipe.recv()[0] for pipe in pipes] == ["ready"] * n_processes
    try:
        return _rounds(pipes, draw, operations)
    finally:
        for pipe in pipes:
            pipe.send("end")
        for child in children:
            child.join(30)


def _rounds(pipes: list[Connection], draw: Random, operations: int) -> tuple[int, int, int, int]:
    writes = rankings = wrong = missed = known = 0
    for _ in range(operations // len(pipes)):
        for pipe in pipes:
            pipe.send(draw.choice(("write", "rank")))
        said = [pipe.recv() for pipe in pipes]
        ranked = [what for done, what in said if done == "ranked"]
        numbers = [what for done, what in said if done == "acknowledged"]
        writes, rankings = writes + len(numbers), rankings + len(ranked)
        wrong += sum(not same for _, same in ranked)
        missed += sum(number < known for number, _ in ranked)
        known = max([known, *numbers])
    return writes, rankings, wrong, missed


@pytest.mark.parametrize("n_processes", [2, 4])
def test_every_ranking_is_that_of_a_market_built_from_scratch(database_url: str, n_processes: int):
    writes, rankings, wrong, missed = run_together(database_url, n_processes, 60)
    print(f"{n_processes} processes: {writes} writes, {rankings} rankings, {wrong} wrong, {missed} missed a write")
    assert (wrong, missed) == (0, 0)
    assert min(writes, rankings) > 15


@pytest.mark.slow
@pytest.mark.parametrize("n_processes", [2, 4])
def test_ten_thousand_writes_and_rankings_agree(database_url: str, n_processes: int):
    writes, rankings, wrong, missed = run_together(database_url, n_processes, 10_000)
    print(f"{n_processes} processes: {writes} writes, {rankings} rankings, {wrong} wrong, {missed} missed a write")
    assert (wrong, missed) == (0, 0)
    assert writes + rankings == 10_000


def test_without_a_look_at_the_number_rankings_are_wrong(sqlite_url: str):
    _, rankings, wrong, missed = run_together(sqlite_url, 2, 40, blind=True)
    print(f"control: {wrong} of {rankings} rankings wrong, {missed} missed a write")
    assert wrong > 0
