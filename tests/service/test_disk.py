"""What reaches the disk before a commit is acknowledged, and what a disk that is full or fails does to it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.db import imports
from service.db.base import open_store
from service.errors import Unavailable
from tests.service.full_disk import fill

ROOT = Path(__file__).parents[2]
COMMITS = 100


def synced(url: str, *more: str, tmp_path: Path) -> int:
    """Return how often a process that commits waited for the disk."""
    if shutil.which("strace") is None:
        pytest.skip("WAITING FOR THE DISK NOT TESTED: strace is missing (apt-get install strace)")
    trace = tmp_path / "trace"
    watched = ["strace", "-f", "-o", str(trace), "-e", "trace=fsync,fdatasync"]
    child = [sys.executable, "-m", "tests.service.disk_child", url, str(COMMITS), *more]
    done = subprocess.run(watched + child, cwd=ROOT, capture_output=True, text=True)
    if "ptrace" in done.stderr:
        pytest.skip(f"WAITING FOR THE DISK NOT TESTED: {done.stderr.splitlines()[0]}")
    assert done.stdout.count("kept") == COMMITS, done.stderr
    after = trace.read_text().split("ready")[-1]
    return sum("sync(" in line and "resumed" not in line for line in after.splitlines())


def test_each_commit_waits_for_the_disk(sqlite_url: str, tmp_path: Path):
    waits = synced(sqlite_url, tmp_path=tmp_path)
    print(f"R2: {waits} waits for the disk in {COMMITS} commits")
    assert waits >= COMMITS


def test_without_the_full_setting_it_would_not(sqlite_url: str, tmp_path: Path):
    with open_store(sqlite_url):
        pass  # the tables are made with the setting on
    assert synced(sqlite_url, "relaxed", tmp_path=tmp_path) < COMMITS / 10


def test_a_full_disk_refuses_writes_serves_reads_and_loses_nothing(small_disk: Path):
    filler = small_disk / "filler"
    with open_store(f"sqlite:///{small_disk / 'visavis.db'}") as store:
        with store.write() as connection:
            imports.record(connection, "test", "before", "", "", {})
        fill(filler)
        with pytest.raises(Unavailable, match="disk is full"), store.write() as connection:
            imports.record(connection, "test", "during", "f" * 300_000, "", {})
        with store.read() as connection:
            assert [row["source"] for row in imports.history(connection)] == ["before"]
        filler.unlink()
        with store.write() as connection:
            imports.record(connection, "test", "after", "f" * 300_000, "", {})
        with store.read() as connection:
            assert [row["source"] for row in imports.history(connection)] == ["after", "before"]
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
