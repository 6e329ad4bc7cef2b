"""How fast words are read: the index built and loaded, titles, whole ads, another list, and the memory it takes.

One process and one processor, unless the row says "command": that is the command line with all it does. The floor of
reading titles is a plain TF-IDF of characters (scikit-learn) with the same n-grams over the same labels.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from tests.benchmarks.measuring import timed

Row = dict[str, Any]
ROOT = Path(__file__).parents[2]
TITLES, ADS, LABELS, QUERIES = 8_000, 940, 14_000, 1_000


def rows(data: Path) -> list[Row]:
    """Return the measures of reading with the ROME release and the offers of a data folder."""
    from matching.text.features import Ad
    from matching.text.titles import read_titles
    from service.db.base import open_store
    from service.words import default_model, load_words

    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        database = f"sqlite:///{folder}/words.db"
        _command("import", "rome", str(next(data.glob("rome_v4*"))), "--quiet", "--db", database)
        offers = data / "offres" / "offres_france_travail.jsonl"
        raw = [json.loads(line) for line in offers.read_text("utf-8").splitlines()]
        with open_store(database) as store, store.read() as connection:
            build, _ = timed(lambda: load_words(connection, _silent))
            load, words = timed(lambda: load_words(connection, _silent))
        size = sum(file.stat().st_size for file in Path(folder).glob("*.npz")) / 1e6
        titles = [offer["intitule"] for offer in raw] * (TITLES // len(raw) + 1)
        ads = [Ad(offer["intitule"], offer.get("description") or "") for offer in raw][:ADS]
        peer = _characters(words.index.titles.labels)
        model = default_model()
        found = [
            {"measure": "index of words, built", "median ms": 1e3 * build},
            {"measure": f"index of words, loaded ({size:.0f} MB)", "median ms": 1e3 * load},
            _rate("titles read", titles[:TITLES], lambda some: list(read_titles(some, words.index, model)), peer),
            _rate("whole ads read", ads, lambda some: _ads(some, words)),
            _linked(words, titles[:QUERIES]),
        ]
        found += _commands(Path(folder), database, titles[:TITLES], offers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*found, {"measure": "peak memory of all this", "peak MB": peak}]


def _ads(ads: Any, words: Any) -> list[Any]:
    from matching.text.ads import read_ads

    return list(read_ads(ads, words.index, words.model))


def _linked(words: Any, queries: list[str]) -> Row:
    from matching.text.link import rank_labels, searchable

    labels = list(words.index.titles.labels[:LABELS])
    seconds, _ = timed(lambda: list(rank_labels(queries, searchable(labels, range(len(labels)), words.index), 50)))
    return {"measure": f"link {QUERIES:,} wordings to {len(labels):,} labels", "median ms": 1e3 * seconds}


def _characters(labels: tuple[str, ...]) -> Callable[[list[str]], Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    known = grams.fit_transform(labels).T.tocsr()
    return lambda some: [(grams.transform(some[i : i + 128]) @ known).toarray() for i in range(0, len(some), 128)]


def _rate(name: str, items: list[Any], read: Callable[[Any], Any], peer: Callable[[Any], Any] | None = None) -> Row:
    read(items[:50])
    seconds, _ = timed(lambda: read(items))
    row: Row = {"measure": name, "median ms": 1e3 * seconds / len(items), "per second": len(items) / seconds}
    if peer:
        row["x floor"] = seconds / timed(lambda: peer(items))[0]
    return row


def _commands(folder: Path, database: str, titles: list[str], offers: Path) -> list[Row]:
    file = folder / "titles.txt"
    file.write_text("\n".join(title.replace("\n", " ") for title in titles), "utf-8")
    many = folder / "offers.jsonl"
    many.write_text(offers.read_text("utf-8") * 2, "utf-8")
    found = []
    for name, n, given in (
        ("command: read titles", len(titles), ["titles", str(file)]),
        ("command: read ads, blind", 2 * ADS, ["ads", str(many), "--blind"]),
    ):
        seconds, _ = timed(lambda given=given: _command("read", *given, "--json", "--db", database))  # type: ignore[misc]
        found.append({"measure": f"{name} ({n:,})", "median ms": 1e3 * seconds, "per second": n / seconds})
    return found


def _command(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "service", *words], cwd=ROOT, check=True, capture_output=True)


def _silent(done: int, total: int, what: str) -> None:
    """Show no progress."""
