"""What every test may ask for."""

import os
import shutil
import sys
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # of Linux: a folder whose files are on no disk, so nothing waits for one
LONGEST = {
    *("browser", "test_guarantees_kills", "test_http_fuzz", "test_titles", "test_privacy", "test_resources_matrix"),
    *("test_real_market", "test_backup", "test_demo_serving", "test_exports"),
}  # folders and files of 15 seconds and more: else the last one may begin when all others have ended
ENOUGH = 4 << 30  # bytes: several times what a run keeps at once

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: tests run side by side, one on each processor
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process that a test starts compiles the program anew
sys.dont_write_bytecode = False
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # where `tmp_path` is made

ROOT = Path(__file__).parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the long tests an hour each, where they say nothing else; begin with the files that take longest."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(3600))
    items.sort(key=lambda item: item.path.parent.name not in LONGEST and item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    folder = Path(os.environ.get("VISAVIS_DATA") or ROOT.parent / "shared" / "data").resolve()
    if not folder.is_dir():
        pytest.skip("real data absent: set VISAVIS_DATA")
    return folder
