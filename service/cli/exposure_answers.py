"""What the command against crowding does: read the scores, make the lists, show and write them."""

from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from service.catalogue import load_catalogue
from service.cli import exposure_screens
from service.cli.answers import opened, show
from service.cli.terminal import progress
from service.errors import Invalid
from service.exports import target_of, write_records
from service.i18n import name
from service.importers.scores_file import ScoredPairs, read_scores
from service.usecases import exposing
from service.usecases.exposing import Exposed, Figures, Knobs, Method

Json = dict[str, Any]
_WRITTEN: Final = ("row", "rank", "column", "score", "before")
_FIGURES: Final = (
    "congestion",
    "gini",
    "coverage",
    "max_shown",
    "max_share",
    "never_shown",
    "ndcg",
    "worst_ndcg",
    "mean_loss",
    "worst_loss",
)


def exposure(
    path: Path | None,
    openings: bool,
    method: Literal["prices", "capped", "matching"],
    knobs: Json,
    out: Path | None,
    with_front: bool,
    as_json: bool,
    db: str | None,
    language: str,
) -> None:
    """Make lists that crowd less, from a file of scores or from the store."""
    if (path is None) != openings:
        raise Invalid("give either a file of scores or --openings")
    if out:
        target_of(out, path)
    pairs = read_scores(path) if path else _of_store(db, as_json, language)
    asked = Knobs(**knobs)
    found = exposing.expose(pairs.scores, Method(method), asked)
    answer = _shape(pairs, found, method)
    if with_front:
        answer["front_max_loss"], front = exposing.front(pairs.scores, asked)
        answer["front"] = [{"alpha": alpha, **_figures(figures)} for alpha, figures in front]
    if out:
        rows = [{"row": of["row"], **item} for of in answer["lists"] for item in of["items"]]
        write_records(out, rows, _WRITTEN)
    show(as_json, answer, exposure_screens.exposure, language)


def _of_store(db: str | None, quiet: bool, language: str) -> ScoredPairs:
    with opened(db) as store, store.read() as connection:
        catalogue = load_catalogue(connection)
    what = name("exposure", "scored", language)
    with progress(quiet) as bar:
        pairs = exposing.market_scores(catalogue.market, catalogue.profile, lambda done, total: bar(done, total, what))
    if not pairs.scores.nnz:
        raise Invalid("no candidate of the database has an opening within reach; load candidates and openings first")
    return pairs


def _shape(pairs: ScoredPairs, found: Exposed, method: str) -> Json:
    """Return the answer; a figure about nobody is null; `header` is the line that named the columns."""
    return {
        "lists": _lists(pairs, found),
        "before": _figures(found.before),
        "after": _figures(found.after),
        "not_kept": {
            "above_cap": [{"column": pairs.columns[j], "shown": int(found.shown[j])} for j in found.above_cap],
            "below_floor": [{"column": pairs.columns[j], "shown": int(found.shown[j])} for j in found.below_floor],
            "short_lists": [pairs.rows[i] for i in found.short],
        },
        "header": list(pairs.header),
        "method": method,
        "parameters": dict(found.parameters),
    }


def _lists(pairs: ScoredPairs, found: Exposed) -> list[Json]:
    rows, columns = np.arange(len(found.lists))[:, None], np.maximum(found.lists, 0)
    scores = _looked_up(pairs, np.broadcast_to(rows, columns.shape), columns)
    return [
        {
            "row": row,
            "items": [
                {"column": pairs.columns[column], "score": score, "rank": place + 1, "before": own + 1}
                for place, (column, score, own) in enumerate(zip(*listed, strict=True))
                if column >= 0
            ],
        }
        for row, *listed in zip(pairs.rows, found.lists.tolist(), scores, found.ranks.tolist(), strict=True)
    ]


def _looked_up(pairs: ScoredPairs, rows: Any, columns: Any) -> list[list[float]]:
    """Return the scores of shown pairs, those of the file and not what the method made of them."""
    values: list[list[float]] = (
        np.asarray(pairs.scores[rows.ravel(), columns.ravel()]).reshape(columns.shape).tolist() if columns.size else []
    )
    return values


def _figures(figures: Figures) -> Json:
    found = {figure: getattr(figures, figure) for figure in _FIGURES}
    return {figure: None if value != value else value for figure, value in found.items()}
