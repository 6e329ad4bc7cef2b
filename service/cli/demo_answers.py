"""The demonstration: the invented territory loaded, and the main job shown in the terminal, question by question."""

import tempfile
from pathlib import Path
from typing import Final

from service.cli import (
    assign_answers,
    assign_screens,
    commands,
    meetup_answers,
    path_answers,
    pool_answers,
    sealing,
    sponsor_answers,
    terminal,
)
from service.cli.answers import opened
from service.demo import territory
from service.exports import write_json
from service.usecases import demonstration
from service.usecases.demonstration import Example

_PAIRS: Final = 3  # of the assignment, shown with their reasons


def demo(db: str | None, language: str) -> None:
    """Load the demonstration territory and show who and what fits, why, what would change it, and who could help."""
    address = db or "sqlite:///demo.db"
    with opened(address) as store, terminal.progress(False) as progress:
        example = demonstration.load(store, progress)
        sealing.seal(store, address)
    _openings(example, address, language)
    _sponsors(example, address, language)
    _ways(example, address, language)
    _meetup(address, language)
    terminal.chapter("demo_next", language)
    terminal.console().print(terminal.ui("demo_commands", language), soft_wrap=True)


def write_meetup(path: Path, db: str | None, language: str) -> None:
    """Write the meetup of the demonstration territory, in the format that `visavis meetup plan` reads."""
    write_json(path, territory().meetup)


def _openings(example: Example, address: str, language: str) -> None:
    terminal.chapter("demo_openings", language)
    commands.rank_openings(example.candidate, 5, None, False, address, language)
    terminal.chapter("demo_levers", language)
    commands.levers(example.candidate, 5, False, address, language)
    terminal.chapter("demo_why", language)
    commands.why(example.candidate, example.refused, None, False, address, language)
    terminal.chapter("demo_candidates", language)
    commands.rank_candidates(example.opening, 5, False, address, language)
    terminal.chapter("demo_nobody", language)
    commands.nobody(example.hard, False, address, language)


def _sponsors(example: Example, address: str, language: str) -> None:
    since = example.since.isoformat()
    terminal.chapter("demo_sponsors", language)
    sponsor_answers.rank_sponsors(example.sponsored, 3, since, None, False, address, language)
    terminal.chapter("demo_followed", language)
    sponsor_answers.rank_candidates(example.sponsor, 3, since, False, address, language)
    terminal.chapter("demo_assigned", language)
    answer = assign_answers.sponsors_of(example.cohort, example.since, address, language)
    assign_screens.plan(answer | {"pairs": answer["pairs"][:_PAIRS]}, language)


def _ways(example: Example, address: str, language: str) -> None:
    """Show how part-time openings make one job, and how a course leads to another."""
    terminal.chapter("demo_pool", language)
    pool_answers.pool(example.pooled, 1, None, False, False, address, language)
    terminal.chapter("demo_path", language)
    day = example.since.isoformat()
    path_answers.path(example.learner, example.target, day, "demo", None, 50, False, address, language)


def _meetup(address: str, language: str) -> None:
    """Plan the meetup of the territory with the scores of its people and sponsors."""
    terminal.chapter("demo_meetup", language)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "meetup.json"
        write_meetup(path, None, language)
        meetup_answers.plan(path, False, None, None, False, False, address, language)
