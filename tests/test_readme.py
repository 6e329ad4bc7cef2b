"""What the README shows works, and its list of fields is that of the code."""

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from matching.records import CANDIDATE, OPENING, read_candidate
from matching.sponsor_record import SPONSOR
from service.__main__ import app
from service.importers.assignment_file import read_asked
from service.importers.meetup_file import parse_meetup

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_ten_lines_run_and_rank_the_job_wished_first(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(re.search(r"```python\n(.*?)```", README, re.DOTALL)[1], {})
    assert capsys.readouterr().out.startswith("O1 ")


def test_the_line_of_the_format_is_read_as_it_stands():
    own = README.split("## Our own format")[1]
    record = json.loads(re.search(r"```json\n(.*?)```", own, re.DOTALL)[1])
    assert read_candidate(record) == record


def test_the_meetup_and_the_assignment_shown_are_read_as_they_stand(tmp_path):
    assignment, meetup = re.findall(r"```json\n(.*?)```", README.split("## Our own format")[0], re.DOTALL)
    (tmp_path / "meetup.json").write_text(meetup, "utf-8")
    (tmp_path / "assignment.json").write_text(assignment, "utf-8")
    parsed, problems = parse_meetup(tmp_path / "meetup.json")
    assert parsed is not None and problems == []
    assert read_asked(tmp_path / "assignment.json")


@pytest.mark.parametrize(
    ("heading", "fields"), [("Candidates", CANDIDATE), ("Openings", OPENING), ("Sponsors", SPONSOR)]
)
def test_every_field_stands_in_its_table_with_its_meaning(heading, fields):
    table = README.split(f"**{heading}**\n\n")[1].split("\n\n")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| .*? \| (.*?) \|$", table, re.MULTILINE))
    assert rows == {name: field.about for name, field in fields.items()}


def test_every_command_of_the_readme_exists():
    commands = get_command(app).commands
    for command, sub in set(re.findall(r"^visavis (\w+)(?: (\w+))?", README, re.MULTILINE)):
        assert command in commands and sub in getattr(commands[command], "commands", [sub]), (command, sub)
