"""A disk with no room left."""

from pathlib import Path

import pytest


def fill(path: Path) -> None:
    """Leave no room on a disk."""
    with pytest.raises(OSError, match="No space left"), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"0" * 65536)
