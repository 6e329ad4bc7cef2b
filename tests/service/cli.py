"""The command line as a user meets it: in a process of its own, or (faster) called in this one."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

import service.__main__

ROOT = Path(service.__main__.__file__).parents[1]
LOADED = {"dry_run", "tables", "refused", "remarks", "problems"}


class Done(NamedTuple):
    """What a command left: its exit code, its answer, and what it said of errors."""

    code: int
    out: str
    err: str


def spawn(*words: object, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Done:
    """Run `python -m service` in a process of its own; nothing of this process's settings reaches it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VISAVIS")}
    command = [sys.executable, "-m", "service", *map(str, words)]
    settings = inherited | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "VISAVIS_LANG": "en"} | dict(env or {})
    done = subprocess.run(command, capture_output=True, env=settings, cwd=cwd, timeout=120, check=False)
    return Done(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def call(*words: object, env: Mapping[str, str] | None = None) -> Done:
    """Run the same in this process; what the command line does not catch is raised here."""
    done = CliRunner().invoke(
        service.__main__.app,
        [str(word) for word in words],
        catch_exceptions=False,
        env={"VISAVIS_DB": "", "VISAVIS_LANG": "en", **(env or {})},
    )
    return Done(done.exit_code, done.stdout, done.stderr)


def answer(*words: object, db: str) -> Any:
    """Return the JSON that a command answers; it must succeed and complain of nothing."""
    done = call(*words, "--json", "--db", db)
    assert (done.code, done.err) == (0, ""), done
    return json.loads(done.out)


def refusal(*words: object, db: str) -> tuple[int, str]:
    """Return the exit code of a command that must fail, and its one line of complaint; it must answer nothing."""
    done = call(*words, "--db", db)
    assert done.out == "", done
    assert done.err.startswith("visavis: ") and done.err.count("\n") == 1, done.err
    return done.code, done.err.strip()


def write_lines(path: Path, *records: Mapping[str, Any] | str) -> Path:
    """Write JSON lines; a text is put as it is."""
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in records]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
