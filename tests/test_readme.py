"""What the README shows works, and its list of fields is that of the code."""

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from matching.records import CANDIDATE, OPENING, read_candidate
from matching.sponsor_record import SPONSOR
from service.__main__ import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_ten_lines_run_and_rank_the_job_wished_first(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(re.search(r"```python\n(.*?)```", README, re.DOTALL)[1], {})
    assert capsys.readouterr().out.startswith("O1 ")


def test_the_line_of_the_format_is_read_as_it_stands():
    record = json.loads(re.search(r"```json\n(.*?)```", README, re.DOTALL)[1])
    assert read_candidate(record) == record


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
