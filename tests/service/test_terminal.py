"""What all screens share: lines break at spaces, and never at no-break spaces."""

import pytest

from service.cli.terminal import blank_table, console
from service.i18n import NARROW

WORDS = f"Manque{NARROW}: 13{NARROW}h{NARROW}30, à 1\xa0800 €"


@pytest.mark.parametrize("width", [12, 13, 17, 20, 24])
def test_no_line_breaks_at_a_no_break_space(monkeypatch, capsys, width):
    monkeypatch.setenv("COLUMNS", str(width))
    console().print(WORDS)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1 and " ".join(line.rstrip(" ") for line in lines) == WORDS


def test_cells_titles_and_redirected_lines_keep_their_no_break_spaces(monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    table = blank_table(WORDS, "fr", "reasons")
    table.add_row(WORDS)
    console().print(table)
    console().print(WORDS, soft_wrap=True)
    out = capsys.readouterr().out
    assert out.count(WORDS) == 3 and not any("\ue000" <= letter <= "\uf8ff" for letter in out)
