"""How hard it is to hire, for each occupation in each employment basin."""

from sqlalchemy import Column, Float, Integer, Table, Text

from service.db.base import metadata

CLASSES = (  # from 1 (low) to 5 (high); null = not stated
    "tension",
    "hiring",
    "labour_lack",
    "unstable_jobs",
    "hard_conditions",
    "place_mismatch",
    "training_needed",
)

tensions = Table(
    "tensions",
    metadata,
    Column("occupation", Text, primary_key=True),  # as the source has it: often an older code
    Column("basin", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("offers", Float),  # posted in the year
    Column("seekers", Float),  # registered, on average over the year
    *(Column(name, Integer) for name in CLASSES),
)
