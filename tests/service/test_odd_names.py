"""Names that meet, odd names, and words that several records spell differently."""

import pytest

from matching.errors import InvalidRecord
from matching.records import read_opening
from service.importers.own import parse_openings
from service.names import names_in
from tests.service.cli import answer, call, spawn, write_lines

ANA = {"id": "C1", "wishes": ["Soudeur"]}


def loaded(tmp_path, url, **sources):
    """Load a candidate, and openings by source."""
    answer("import", "candidates", write_lines(tmp_path / "c.jsonl", ANA), db=url)
    for source, records in sources.items():
        path = write_lines(tmp_path / f"{source}.jsonl", *records)
        answer("import", "openings", path, "--source", source, db=url)


def test_an_opening_that_one_of_two_sources_withdraws_is_still_ranked_and_explained(tmp_path, either_url):
    loaded(tmp_path, either_url, a=[{"id": "X", "title": "Soudeur"}], b=[{"id": "X", "title": "Soudeur"}])
    only = write_lines(tmp_path / "only.jsonl", {"id": "Y", "title": "Plombier"})
    answer("import", "openings", only, "--source", "b", "--complete", db=either_url)
    shown = [m["opening"] for m in answer("rank", "openings", "--candidate", "C1", db=either_url)["matches"]]
    assert sorted(shown) == ["X", "Y"]
    assert answer("why", "--candidate", "C1", "--opening", "X", db=either_url)["title"] == "Soudeur"


def test_a_name_that_looks_like_another_source_s_does_not_break_the_market(tmp_path, either_url):
    loaded(tmp_path, either_url, a=[{"id": "X"}, {"id": "b:X"}], b=[{"id": "X"}])
    assert len(answer("rank", "openings", "--candidate", "C1", db=either_url)["matches"]) == 3


@pytest.mark.parametrize("name", ["a\tb", "a\nb", "a\rb"])
def test_a_name_has_one_line(name):
    with pytest.raises(InvalidRecord, match="forbidden character"):
        read_opening({"id": name})


def test_square_brackets_in_a_name_are_shown_as_they_are(tmp_path, either_url):
    loaded(tmp_path, either_url, a=[{"id": "O[/b]1", "title": "[red]Soudeur"}])
    done = call("why", "--candidate", "C1", "--opening", "O[/b]1", "--db", either_url)
    assert done.code == 0 and "O[/b]1" in done.out and "[red]Soudeur" in done.out


def test_the_words_of_a_permit_do_not_depend_on_the_hash_seed(tmp_path, either_url):
    loaded(tmp_path, either_url, a=[{"id": "O", "title": "Soudeur", "licences": ["c", "b"]}])
    words = ("why", "--candidate", "C1", "--opening", "O", "--json", "--db", either_url)
    assert len({spawn(*words, env={"PYTHONHASHSEED": str(seed)}).out for seed in range(4)}) == 1


def test_the_first_wording_of_a_skill_stays():
    records = [{"skills": [{"label": "Lire un plan"}]}, {"skills": [{"label": "LIRE UN PLAN"}]}]
    assert [words["label"] for words in names_in(records).values()] == ["Lire un plan"]


def test_a_commune_whose_first_zero_a_spreadsheet_dropped_is_found_again():
    rows = parse_openings(b"id;place\na;1053\nb;insee=1053|lat=46.2|lon=5.2\nc;Bourg\n").rows
    assert [row["place"].get("insee") for _, row in rows] == ["01053", "01053", None]
    assert rows[2][1]["place"] == {"label": "Bourg"}
