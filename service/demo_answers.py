"""The demonstration: the invented territory loaded, and the main job shown in the terminal, question by question."""

from service import commands, sponsor_answers, terminal
from service.answers import opened
from service.usecases import demonstration


def demo(db: str | None, language: str) -> None:
    """Load the demonstration territory and show who and what fits, why, what would change it, and who could help."""
    address = db or "sqlite:///demo.db"
    with opened(address) as store, terminal.progress(False) as progress:
        example = demonstration.load(store, progress)
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
    since = example.since.isoformat()
    terminal.chapter("demo_sponsors", language)
    sponsor_answers.rank_sponsors(example.sponsored, 3, since, None, False, address, language)
    terminal.chapter("demo_followed", language)
    sponsor_answers.rank_candidates(example.sponsor, 3, since, False, address, language)
    terminal.chapter("demo_next", language)
