"""The communes: where a commune or a postcode is, and its employment basin."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Float, Table, Text, select

from service.db.base import metadata
from service.db.rows import batches, columns

communes = Table(
    "communes",
    metadata,
    Column("insee", Text, primary_key=True),
    Column("postcode", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("lat", Float),  # degrees; null = not known
    Column("lon", Float),
    Column("basin", Text, nullable=False),  # empty = not known
    Column("basin_name", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The communes, one tuple per column; one row for each INSEE code and postcode."""

    insee: tuple[str, ...]
    postcode: tuple[str, ...]
    name: tuple[str, ...]
    lat: tuple[float | None, ...]
    lon: tuple[float | None, ...]


def arrays(connection: Connection) -> PlaceColumns:
    """Return the communes in the order of their codes; the columns are empty before the first load."""
    return PlaceColumns(*columns(connection, select(*communes.c["insee", "postcode", "name", "lat", "lon"])))


def any_commune(connection: Connection) -> bool:
    """Return whether communes have been loaded."""
    return connection.scalar(select(communes.c.insee).limit(1)) is not None


def labels(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the known communes among the INSEE codes given."""
    found: dict[str, str] = {}
    for batch in batches(set(codes), 10_000):
        query = select(*communes.c["insee", "name"]).where(communes.c.insee.in_(batch))
        found |= {row.insee: row.name for row in connection.execute(query)}
    return found
