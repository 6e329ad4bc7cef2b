"""`python -m training evaluate SNAPSHOT`: measure the ranking on a market that `visavis export market` wrote."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from matching.profiles import RankProfile
from training.dataset import read_snapshot
from training.evaluate import Row, write
from training.evaluate import evaluate as measure
from training.facts import calibration_error, offers_of
from training.facts import table as measure_facts
from training.personas import read_personas

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def training() -> None:
    """Offline work on exported markets."""


@app.command()
def evaluate(
    snapshot: Path,
    profile: Path = Path("service/profiles/opening.json"),
    seekers: int = 400,
    seed: int = 0,
    out: Annotated[Path, typer.Option()] = Path("build/eval.json"),
) -> None:
    """Rank the openings of a snapshot for seekers made of official titles and skills."""
    rows = measure(read_snapshot(snapshot), RankProfile.from_json(profile.read_text("utf-8")), seekers, seed)
    write(rows, out)
    Console().print(_table(rows, f"{len(rows)} rankers"))


@app.command()
def personas(source: Path) -> None:
    """Print the personas of a json5 file as candidates, one a line: `visavis import candidates` reads them."""
    for record in read_personas(source):
        print(json.dumps(record, ensure_ascii=False))


@app.command()
def facts(offers: Path) -> None:
    """Print how often the facts read from the texts of offers are those that are coded (France Travail JSON lines)."""
    known = offers_of(offers)
    Console().print(_table(measure_facts(known), f"facts of {len(known)} offers"))
    print(f"calibration error {calibration_error(known):.3f}")


def _table(rows: list[Row], title: str) -> Table:
    table = Table(title=title)
    for name in rows[0]:
        table.add_column(name)
    for row in rows:
        table.add_row(*(f"{value:.3f}" if isinstance(value, float) else str(value) for value in row.values()))
    return table


if __name__ == "__main__":
    app()
