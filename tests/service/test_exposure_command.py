"""`visavis exposure`: scores in, less crowded lists and what they cost out."""

import csv
import json
import random
import re

import pytest

from service.catalogue import load_catalogue
from service.cli.answers import opened
from service.usecases.exposing import market_scores
from tests.service.cli import answer, call, refusal, write_lines

HEADER = "row,column,score\n"
BOUND = ("--max-loss", 0.1)
TWO = HEADER + "ana,baker,1\nana,cook,0.95\nbob,baker,0.8\nbob,cook,0.2\n"


@pytest.fixture
def file(tmp_path):
    def write(content, name="scores.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def no_db(tmp_path):
    return f"sqlite:///{tmp_path / 'never.db'}"


def lists(found):
    return {of["row"]: [item["column"] for item in of["items"]] for of in found["lists"]}


def test_the_answer_has_the_lists_and_the_figures_before_and_after(file, no_db):
    found = answer("exposure", file(TWO), "--top", 1, db=no_db)
    assert found["lists"] == [
        {"row": "ana", "items": [{"column": "cook", "score": 0.95, "rank": 1, "before": 2}]},
        {"row": "bob", "items": [{"column": "baker", "score": 0.8, "rank": 1, "before": 1}]},
    ]
    assert (found["before"]["max_share"], found["after"]["max_share"]) == (1, 0.5)
    assert (found["before"]["congestion"], found["after"]["congestion"]) == (0, -1)
    assert (found["before"]["gini"], found["after"]["gini"]) == (0.5, 0)
    assert (found["before"]["ndcg"], found["after"]["ndcg"]) == (1, pytest.approx(0.975))
    assert found["after"]["worst_loss"] == pytest.approx(0.05)
    assert found["method"] == "prices"
    assert found["parameters"] == {"top": 1, "max_loss": 0.1, "alpha": 0.3}
    assert found["header"] == ["row", "column", "score"]
    assert found["not_kept"] == {"above_cap": [], "below_floor": [], "short_lists": []}


@pytest.mark.parametrize("method", ["prices", "capped", "matching"])
def test_every_method_spreads_two_who_like_the_same(file, no_db, method):
    found = answer("exposure", file(TWO), "--top", 1, "--method", method, db=no_db)
    assert lists(found) == {"ana": ["cook"], "bob": ["baker"]}


def test_what_cannot_be_kept_is_named(file, no_db):
    found = answer("exposure", file(TWO), "--top", 1, "--method", "capped", "--cap", 1, "--max-loss", 0.01, db=no_db)
    assert lists(found) == {"ana": ["baker"], "bob": ["baker"]}
    assert found["not_kept"]["above_cap"] == [{"column": "baker", "shown": 2}]
    assert found["not_kept"]["below_floor"] == [{"column": "cook", "shown": 0}]
    assert answer("exposure", file(TWO), "--top", 3, db=no_db)["not_kept"]["short_lists"] == ["ana", "bob"]


def test_the_front_goes_from_everybodys_best_to_the_least_crowded(file, no_db):
    found = answer("exposure", file(TWO), "--top", 1, "--front", db=no_db)["front"]
    assert found[0]["alpha"] == 0
    assert found[0]["ndcg"] == 1
    assert found[-1]["congestion"] == -1
    assert set(found[0]) == {"alpha", *answer("exposure", file(TWO), db=no_db)["after"]}


def test_the_front_is_unbounded_unless_a_loss_is_set(file, no_db):
    scores = file(HEADER + "".join(f"p{i},a,1\np{i},b{i},0.1\n" for i in range(6)))
    free, bound = (answer("exposure", scores, "--top", 1, "--front", *set_, db=no_db) for set_ in ((), BOUND))
    assert (free["front_max_loss"], free["parameters"]["max_loss"]) == (1, 0.1)
    assert (bound["front_max_loss"], bound["parameters"]["max_loss"]) == (0.1, 0.1)
    assert free["front"][-1]["max_shown"] < bound["front"][-1]["max_shown"] == 6
    assert free["after"] == bound["after"]


@pytest.mark.parametrize("method", ["prices", "capped", "matching"])
def test_the_order_of_the_lines_decides_no_tie(file, no_db, method):
    lines = [f"p{row},o{column},{(row + column) % 2}\n" for row in range(9) for column in range(7)]
    found = []
    for seed in range(4):
        random.Random(seed).shuffle(lines)
        found.append(answer("exposure", file("".join(lines)), "--top", 3, "--method", method, db=no_db))
    assert all(each == found[0] for each in found)
    assert found[0]["header"] == []


def test_names_that_no_workbook_holds_are_refused_before_one_is_written(file, no_db, tmp_path):
    out = tmp_path / "lists.xlsx"
    code, said = refusal("exposure", file(HEADER + "ana\x1b,baker,1\n"), "--out", out, db=no_db)
    assert (code, out.exists(), "line 2: forbidden character U+001B" in said) == (2, False, True)
    answer("exposure", file(HEADER + "=ana‏_x000D_\ue000,@baker,1\n"), "--out", out, db=no_db)
    assert out.exists()


@pytest.mark.parametrize("knob", ["--cap", "--floor"])
@pytest.mark.parametrize("value", [1_000_001, 1 << 63, 1 << 64])
def test_a_cap_beyond_a_million_is_refused(file, no_db, knob, value):
    done = call("exposure", file(TWO), "--method", "capped", knob, value, "--db", no_db)
    assert (done.code, knob in done.err, "Traceback" in done.err) == (2, True, False)
    assert lists(answer("exposure", file(TWO), "--method", "capped", "--cap", 1_000_000, db=no_db))


def test_the_lists_are_written_with_their_own_ranks(file, no_db, tmp_path):
    out = tmp_path / "lists.csv"
    answer("exposure", file(TWO), "--top", 1, "--out", out, db=no_db)
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == {"row": "ana", "rank": "1", "column": "cook", "score": "0.95", "before": "2"}
    assert len(rows) == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_screen_shows_figures_front_and_first_lists(file, language):
    done = call("exposure", file(TWO), "--top", 1, "--front", "--lang", language)
    assert done.code == 0
    for said in {"fr": ("avant", "50,0\u202f%", "0,975"), "en": ("before", "50.0%", "0.975")}[language]:
        assert said in done.out
    assert "ana → cook" in done.out


def test_the_market_of_a_database_is_ranked_as_a_whole(sqlite_url, tmp_path):
    people = [{"id": f"p{i}", "place": {"lat": 49.0, "lon": 1.9}, "max_km": 30} for i in range(4)]
    jobs = [{"id": f"j{i}", "place": {"lat": 49.0, "lon": 1.9 + i / 100}} for i in range(4)]
    for kind, records in (("candidates", people), ("openings", jobs)):
        path = write_lines(tmp_path / f"{kind}.jsonl", *records)
        assert call("import", kind, path, "--db", sqlite_url).code == 0
    found = answer("exposure", "--openings", "--top", 1, "--max-loss", 0.5, db=sqlite_url)
    assert lists(found).keys() == {"p0", "p1", "p2", "p3"}
    assert found["before"]["max_shown"] == 4
    assert found["after"]["gini"] < found["before"]["gini"]
    ranked = answer("rank", "openings", "--candidate", "p0", db=sqlite_url)["matches"]
    shown = found["lists"][0]["items"][0]
    assert ranked[shown["before"] - 1]["opening"] == shown["column"]
    assert ranked[shown["before"] - 1]["score"] == pytest.approx(shown["score"], abs=0.001)


def test_ranking_a_database_tells_how_far_it_is(sqlite_url, tmp_path):
    path = write_lines(tmp_path / "p.jsonl", *({"id": f"p{i}"} for i in range(3)))
    assert call("import", "candidates", path, "--db", sqlite_url).code == 0
    with opened(sqlite_url) as store, store.read() as connection:
        catalogue = load_catalogue(connection)
    told = []
    market_scores(catalogue.market, catalogue.profile, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_empty_database_is_told_apart_from_a_market(sqlite_url):
    code, said = refusal("exposure", "--openings", db=sqlite_url)
    assert (code, "load candidates and openings first" in said) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give either a file of scores or --openings"),
        (("--cap", "2"), "--cap belongs to --method capped"),
        (("--method", "capped", "--alpha", "1"), "--alpha belongs to --method prices"),
        (("--method", "capped", "--cap", "1", "--floor", "2"), "--floor 2 is above --cap 1"),
    ],
)
def test_knobs_that_contradict_each_other_are_refused(file, no_db, words, said):
    given = (file(TWO), *words) if words else ()
    code, complaint = refusal("exposure", *given, db=no_db)
    assert code == 2
    assert said in complaint


def test_a_bad_file_writes_nothing(file, no_db, tmp_path):
    out = tmp_path / "lists.csv"
    code, said = refusal("exposure", file(HEADER + "a,b,x\n"), "--out", out, db=no_db)
    assert (code, out.exists()) == (2, False)
    assert "line 2" in said
    code, said = refusal("exposure", file(TWO), "--out", tmp_path / "lists.pdf", db=no_db)
    assert code == 2


def test_json_lines_are_read_too(file, no_db):
    text = "\n".join(json.dumps({"row": 1, "column": column, "score": score}) for column, score in (("x", 1), ("y", 2)))
    assert lists(answer("exposure", file(text, "scores.jsonl"), db=no_db)) == {"1": ["y", "x"]}


@pytest.mark.parametrize("method", ["prices", "capped", "matching"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_screen_has_no_word_of_the_trade(file, method, language):
    out = call("exposure", file(TWO), "--method", method, "--lang", language).out
    assert not re.search(r"ndcg|gini|alpha|beta|max_loss|top \d|capped", out, re.IGNORECASE), out


def test_the_scores_are_never_overwritten_by_the_lists(file, no_db):
    path = file(TWO)
    code, said = refusal("exposure", path, "--out", path, db=no_db)
    assert code == 2 and "would be lost" in said and path.read_text() == TWO
