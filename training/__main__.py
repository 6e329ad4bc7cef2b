"""`python -m training evaluate SNAPSHOT`: measure the ranking on a market that `visavis export market` wrote."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from matching.profiles import RankProfile
from matching.text.index import build_index
from matching.text.titles import read_titles
from training.coded_ads import coded_ads
from training.dataset import read_snapshot
from training.evaluate import Row, write
from training.evaluate import evaluate as measure
from training.facts import calibration_error, offers_of
from training.facts import table as measure_facts
from training.hidden import hidden_rows
from training.link_measures import link_rows
from training.personas import read_personas
from training.word_measures import agreement_row, answers, occupation_rows, official_row, skill_row
from training.words import learn, lessons_of, sectors_of

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


@app.command()
def words(
    snapshot: Path,
    offers: Path,
    hirings: Path,
    out: Annotated[Path, typer.Option()] = Path("service/profiles/words.json"),
) -> None:
    """Learn how words tell occupations and skills, from coded offers and hires by sector, and publish the numbers."""
    index, sectors = build_index(read_snapshot(snapshot).reference), sectors_of(hirings)
    lessons = lessons_of(coded_ads(offers), index, sectors)
    out.write_text(learn(lessons, index, sectors).to_json() + "\n", "utf-8")
    print(f"{len(lessons.ads)} ads → {out}")


@app.command()
def read(
    snapshot: Path,
    offers: Path,
    hirings: Path,
    isco: Annotated[Path | None, typer.Option(help="workbook that links ISCO-08 and the occupations")] = None,
) -> None:
    """Measure how well ads, titles and labels are read, by grouped cross-validation."""
    market = read_snapshot(snapshot)
    index, sectors = build_index(market.reference), sectors_of(hirings)
    lessons = lessons_of(coded_ads(offers), index, sectors)
    found = answers(lessons, index, sectors)
    show = Console(width=160).print
    show(_table(occupation_rows(found, index), f"occupations of {len(found)} coded ads, five folds by group"))
    show(_table([agreement_row(lessons.ads)], "how far those who code agree"))
    show(_table([skill_row(found, index)], "skills, ten an ad"))
    titles = list(index.titles.labels)
    model = learn(lessons, index, sectors)
    own = zip(titles, read_titles(titles, index, model, 1), strict=True)
    show(_table([official_row(index, own)], "official wordings"))
    weights = RankProfile.from_json(Path("service/profiles/opening.json").read_text("utf-8"))
    show(_table(hidden_rows(market, found, weights), "the same seekers, the openings' codes hidden and read"))
    if isco:
        show(_table(link_rows(isco, index), "labels of a list for other people's wordings"))


def _table(rows: list[Row], title: str) -> Table:
    table = Table(title=title)
    for name in rows[0]:
        table.add_column(name)
    for row in rows:
        table.add_row(*(f"{value:.3f}" if isinstance(value, float) else str(value) for value in row.values()))
    return table


if __name__ == "__main__":
    app()
