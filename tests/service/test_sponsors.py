"""Sponsors by commands: files in and out, who suits whom, when they can meet, and what is refused."""

import json
from pathlib import Path

import pytest

from matching.sponsor_record import SPONSOR
from service.exports import write_records
from tests.service.cli import answer, call, refusal, write_lines
from tests.service.sponsor_records import JOB, SILENT, SPONSORS, WELDER

SINCE = ("--since", "2026-11-30")  # a Monday, in week 49
MATCH = {"score", "candidate_score", "sponsor_score", "low", "high", "reasons", "missing", "unknown", "to_check"} | {
    *("blockers", "questions", "slots"),
}


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A store with two people, three sponsors and one job."""
    url = f"sqlite:///{tmp_path / 'visavis.db'}"
    for what, records in (("candidates", [WELDER, SILENT]), ("sponsors", SPONSORS), ("openings", [JOB])):
        call("import", what, write_lines(tmp_path / f"{what}.jsonl", *records), "--db", url)
    return url


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_what_is_exported_comes_back_unchanged_and_a_second_import_changes_nothing(db, tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    assert call("export", "sponsors", path, "--db", db).code == 0
    again = answer("import", "sponsors", path, "--complete", db=db)
    assert again["tables"] == {"sponsors": {"added": 0, "changed": 0, "gone": 0, "same": 3}}
    call("export", "sponsors", tmp_path / "again.jsonl", "--db", db)
    read = [json.loads(line) for line in (tmp_path / "again.jsonl").read_text("utf-8").splitlines()]
    assert read == SPONSORS


def test_an_import_is_a_diff_and_a_dry_run_writes_nothing(db, tmp_path):
    changed = [{**SPONSORS[0], "capacity": 5}, SPONSORS[1], {"id": "P9"}]
    path = write_lines(tmp_path / "new.jsonl", *changed)
    expected = {"sponsors": {"added": 1, "changed": 1, "gone": 1, "same": 1}}
    assert answer("import", "sponsors", path, "--complete", "--dry-run", db=db)["tables"] == expected
    assert answer("import", "sponsors", path, "--complete", db=db)["tables"] == expected
    assert answer("rank", "sponsors", "--candidate", "C1", *SINCE, db=db)["considered"] == 3


def test_a_bad_line_is_refused_by_its_number_and_field_and_the_good_ones_load(db, tmp_path):
    (tmp_path / "s.csv").write_text(
        "id;occupations;help;availability;capacity;nom\n"
        "P7;H2913;cv;days=tue,thu|start=12h|end=14:00;3;Prénom Nom\n"
        "P8;;fly;days=tue|start=12:00|end=25:00;-1;\n",
        "utf-8",
    )
    loaded = answer("import", "sponsors", tmp_path / "s.csv", db=db)
    refused = {(p["line"], p["field"]) for p in loaded["problems"] if not p["kept"]}
    assert refused == {(3, "help[0]"), (3, "availability[0].end"), (3, "capacity")}
    assert loaded["tables"]["sponsors"]["added"] == 1
    call("export", "sponsors", tmp_path / "out.jsonl", "--db", db)
    assert "Nom" not in (tmp_path / "out.jsonl").read_text("utf-8"), "the name of a sponsor is not kept"


def test_an_unknown_trade_is_kept_with_a_remark(db, tmp_path):
    loaded = answer(
        "import", "sponsors", write_lines(tmp_path / "s.jsonl", {"id": "P5", "occupations": ["Z9999"]}), db=db
    )
    assert [(p["field"], p["kept"]) for p in loaded["problems"]] == [("occupations", True)]


def test_the_sponsor_of_the_trade_comes_first_with_the_first_hours_in_common(db):
    found = answer("rank", "sponsors", "--candidate", "C1", *SINCE, db=db)
    assert found["considered"] == 3 and found["removed"] == {"capacity": 1, "availability": 1}
    [match] = found["matches"]
    assert match["sponsor"] == "P1" and match["company"] == "Chaudronnerie Exemple" and set(match) >= MATCH
    # even weeks: 50 and 52; on the Tuesday of week 50 the sponsor is away
    assert match["slots"][0] == {"start": "2026-12-22T12:00+01:00", "end": "2026-12-22T14:00+01:00"}
    way_in = next(reason for reason in match["reasons"] if reason["criterion"] == "way_in")
    assert way_in["code"] == "way_in_open" and way_in["facts"]["opening"] == "O1"


def test_noon_stays_noon_when_the_clocks_change(db):
    found = answer("why", "--candidate", "C1", "--sponsor", "P1", "--since", "15/03/2027", db=db)
    starts = [slot["start"] for slot in found["slots"]]
    assert starts == ["2027-03-23T12:00+01:00", "2027-04-06T12:00+02:00", "2027-04-20T12:00+02:00"]


def test_contributions_of_each_side_sum_to_its_score(db):
    match = answer("why", "--candidate", "C1", "--sponsor", "P1", *SINCE, db=db)
    for side in ("candidate", "sponsor"):
        total = sum(reason["contribution"] for reason in match["reasons"] if reason["side"] == side)
        assert total == pytest.approx(match[f"{side}_score"])


def test_why_names_what_removes_a_pair_and_what_is_not_known_asks(db):
    full = answer("why", "--candidate", "C1", "--sponsor", "P2", *SINCE, db=db)
    assert not full["ranked"] and [b["criterion"] for b in full["blockers"]] == ["capacity"]
    silent = answer("why", "--candidate", "C2", "--sponsor", "P1", *SINCE, db=db)
    assert silent["ranked"] and silent["slots"] == []
    assert "availability" in {finding["criterion"] for finding in silent["to_check"]}
    assert silent["questions"]


def test_a_sponsor_finds_the_people_to_follow_and_nobody_says_what_removes_them(db):
    found = answer("rank", "candidates", "--sponsor", "P1", *SINCE, db=db)
    assert [match["candidate"] for match in found["matches"]] == ["C1", "C2"]
    assert found["matches"][0]["slots"] and not found["matches"][1]["slots"]
    rules = answer("nobody", "--sponsor", "P2", *SINCE, db=db)
    assert (rules["sponsor"], rules["considered"], rules["reachable"]) == ("P2", 2, 0)
    assert {rule["criterion"]: rule["removed"] for rule in rules["rules"]}["capacity"] == 2


def test_a_lever_on_sponsors_does_what_it_says(db):
    found = answer("levers", "--candidate", "C1", "--for", "sponsors", *SINCE, db=db)
    assert found["reachable"] == 1 and found["levers"]
    for lever in found["levers"]:
        change = json.dumps(lever["change"])
        after = answer("rank", "sponsors", "--candidate", "C1", *SINCE, "--with", change, db=db)
        assert after["reachable"] == lever["reachable"] == found["reachable"] + lever["more"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rank", "sponsors", "--candidate", "C9"), 3, "candidates"),
        (("rank", "candidates", "--sponsor", "P9"), 3, "sponsors"),
        (("rank", "sponsors", "--candidate", "C1", "--since", "tomorrow"), 2, "--since: no such date"),
        (("rank", "sponsors", "--candidate", "C1", "--since", "9999-12-31"), 2, "--since: choose a day from 1970"),
        (("why", "--candidate", "C1", "--sponsor", "P1", "--since", "0001-01-01"), 2, "--since: choose a day"),
        (("rank", "sponsors", "--candidate", "C1", "--with", '{"help": ["fly"]}'), 2, "help"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(db, words, code, said):
    found, line = refusal(*words, db=db)
    assert found == code and said in line


@pytest.mark.parametrize("both", [(), ("--opening", "O1", "--sponsor", "P1")])
def test_one_counterpart_is_asked_for_and_only_one(db, both):
    done = call("why", "--candidate", "C1", *both, "--db", db)
    assert done.code == 2 and "--sponsor" in done.err and not done.out


@pytest.mark.parametrize(
    ("language", "day", "hours"),
    [("fr", "mardi 22 décembre,", "12 h – 14 h"), ("en", "Tuesday 22 December,", "12:00 – 14:00")],
)
def test_the_screens_say_when_to_meet_in_words(db, language, day, hours):
    told = (*SINCE, "--lang", language, "--db", db)
    wide = {"COLUMNS": "300"}  # else the table breaks the line
    ranked = call("rank", "sponsors", "--candidate", "C1", *told, env=wide).out.replace("\u00a0", " ")
    assert f"{day} {hours}" in ranked
    why = call("why", "--candidate", "C1", "--sponsor", "P1", *told, env=wide).out.replace("\u00a0", " ")
    assert f"{day} {hours}" in why


def test_every_field_of_a_sponsor_survives_a_spreadsheet(tmp_path):
    record = {
        **SPONSORS[0],
        "sectors": ["43", "2511Z"],
        "availability": [{"days": ["mon", "tue", "sat"], "start": "09:00", "end": "12:30", "from": "2026-12-01"}],
        "max_km": 10,
        "pauses": [{"from": "2027-07-01"}],
        "timezone": "Indian/Reunion",
        "remote": False,
    }
    assert set(record) == set(SPONSOR)
    db = f"sqlite:///{tmp_path / 'visavis.db'}"
    for suffix in (".csv", ".xlsx"):
        write_records(tmp_path / f"one{suffix}", [record], SPONSOR)
        assert answer("import", "sponsors", tmp_path / f"one{suffix}", db=db)["refused"] == 0
        call("export", "sponsors", tmp_path / "out.jsonl", "--db", db)
        assert json.loads((tmp_path / "out.jsonl").read_text("utf-8")) == record


@pytest.mark.parametrize(
    "content", ["id;Métier;Ville\nP8;Soudeur;Metz\n", '{"id": "P8", "métier": "Soudeur", "ville": "Metz"}\n']
)
def test_a_file_of_which_only_the_id_is_known_is_refused_with_the_columns_that_are(db, tmp_path, content):
    (tmp_path / "s.csv").write_text(content, "utf-8")
    code, said = refusal("import", "sponsors", tmp_path / "s.csv", "--lang", "fr", db=db)
    assert code == 2 and "s.csv : rien d’autre que `id`" in said.replace("\u202f", " ") and "occupations" in said
    call("export", "sponsors", tmp_path / "out.jsonl", "--db", db)
    assert "P8" not in (tmp_path / "out.jsonl").read_text("utf-8"), "nothing empty is loaded"


def test_sponsors_told_by_their_id_alone_are_loaded(db, tmp_path):
    (tmp_path / "s.csv").write_text("id\nP8\n", "utf-8")
    assert answer("import", "sponsors", tmp_path / "s.csv", db=db)["tables"]["sponsors"]["added"] == 1
