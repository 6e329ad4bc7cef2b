"""On which engine a test runs while not all is tested."""

import pytest

sqlite_first = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)  # where the engine can hardly matter, in a file whose other tests run on both
races = pytest.mark.parametrize(
    ("database_url", "capacity"),
    [("sqlite", 1), ("sqlite", 7), ("postgresql", 1), pytest.param("postgresql", 7, marks=pytest.mark.slow)],
    indirect=["database_url"],
)  # for one place, and for some
