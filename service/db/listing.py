"""What lists of openings show and filter by, in columns beside them: no record is read to fill a page.

The columns are brought up to the last change by whoever changed something, in the same transaction.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Select,
    Text,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
)

from matching.places import CITIES
from service.collation import search_key, sort_key
from service.db.alike import NOW, alike, own
from service.db.document_tables import opening_details
from service.db.paging import Asked, Order, Page, has_words, page
from service.db.rows import batches
from service.db.scoping import opening_rows
from service.permissions import Reach

SORTS: Final = ("title", "published", "expires")
FOR_EVER: Final = dt.date(9999, 12, 31)
KM_A_DEGREE: Final = 111.195
_BATCH: Final = 500
_openings = table(
    "openings",
    *map(column, ("public_id", "territory", "organisation", "status", "version")),
    *(column(name, Text) for name in ("sort_key", "search_key")),
    column("expires_on", Date),
    column("updated_at", DateTime(timezone=True)),
    column("changed", BigInteger),
)
_records = table("openings_records", *map(column, ("public_id", "record")))
_titles, _occupations = (table(name, *map(column, ("code", "label"))) for name in ("titles", "occupations"))
_posts = table("opening_posts", column("of"))  # owned by introductions.py: one for each who was hired
_communes = table("communes", *map(column, ("insee", "postcode", "name", "lat", "lon")))

# Made once: every change of an opening runs them.
_codes: Any = bindparam("codes", expanding=True)
_here: Any = bindparam("here")
_told = [bound for bound in opening_details.c if bound.name not in ("id", "filled", "reason")]
_HIRED: Final = select(func.count()).where(_posts.c.of == opening_details.c.id).scalar_subquery().label("hired")
_BESIDE: Final = select(opening_details, _HIRED).where(opening_details.c.id == _here)
_KNOWN_COMMUNES: Final = select(_communes).where(_communes.c.insee.in_(_codes))
_LABELS: Final = (
    (select(_occupations).where(_occupations.c.code.in_(_codes)), "occupation"),
    (select(_titles).where(_titles.c.code.in_(_codes)), "title_code"),
)
_LAST: Final = select(func.coalesce(func.max(opening_details.c.changed), -1))  # asked first: else it is planned as many
_OPENINGS: Final = (
    select(*(_openings.c[name] for name in ("public_id", "territory", "expires_on", "changed")), _records.c.record)
    .add_columns(opening_details.c.id.is_not(None).label("is_known"))
    .join(_records, _records.c.public_id == _openings.c.public_id)
    .outerjoin(opening_details, opening_details.c.id == _openings.c.public_id)
)
_CHANGED: Final = _OPENINGS.where(_openings.c.changed > bindparam("last"))
_UNTOLD: Final = _OPENINGS.where(opening_details.c.id.is_(None))
_values: dict[str, Any] = {bound.name: bindparam(bound.name) for bound in _told}
_CHANGE: Final = opening_details.update().where(opening_details.c.id == _here).values(_values)
_ADD: Final = opening_details.insert().values(_values | {"id": _here})
_name: dict[str, Any] = {name: bindparam(f"its_{name}") for name in ("sort_key", "search_key")}
_NAME: Final = _openings.update().where(_openings.c.public_id == _here).values(_name)


class Changed(NamedTuple):
    """An opening as its last change left it."""

    public_id: str
    territory: str
    expires_on: dt.date | None
    changed: int
    record: str
    is_known: bool  # has columns already


@dataclass(frozen=True, slots=True)
class Filters:
    """Which openings are wanted; None = any."""

    kind: str | None = None
    status: str | None = None
    but: str | None = None  # a status that is left out
    occupation: str | None = None
    organisation: str | None = None
    q: str | None = None
    expires_before: dt.date | None = None
    near: tuple[float, float, float] | None = None  # latitude, longitude, km


def openings(
    connection: Connection, reach: Reach, filters: Filters, sort: str, down: bool, asked: Asked, now: dt.datetime
) -> Page:
    """Return a page of the openings within reach that pass the filters."""
    return page(connection, *_listed(alike(reach), filters, sort, down), asked, own(reach, now))


@lru_cache(512)
def _listed(reach: Reach, filters: Filters, sort: str, down: bool) -> tuple[Select[Any], Order]:
    """Return a list's query and order, the same for all who reach the same."""
    here, told = _openings.c, opening_details.c
    shown = (here.public_id, here.version, here.status, here.expires_on, here.organisation, here.updated_at)
    names = ("kind", "title", "occupation", "company", "place", "published", "positions", "filled")
    query = select(*shown, *told[names], _HIRED).join(opening_details, told.id == here.public_id)
    query = query.where(opening_rows(reach, _openings, NOW), *_conditions(filters))
    if sort == "title":
        return query, Order("openings title", here.sort_key, here.public_id, down)
    territory, least = reach.subject.territory, dt.date.min if sort == "expires" else ""
    # a visitor's condition is always met: by it SQLite takes the rows from the index in this order
    query = query.where(told[sort] >= least if territory is None else told.territory == territory)
    return query, Order(f"openings {sort}", told[sort], told.id, down)


def point(connection: Connection, insee: str) -> tuple[float, float] | None:
    """Return where a commune is, if it is known; a city of several districts is at their middle."""
    here = _communes.c
    parts = (here.insee.startswith(prefix) for prefix, whole in CITIES.items() if whole == insee)
    query = select(func.avg(here.lat).label("lat"), func.avg(here.lon).label("lon"))
    row = connection.execute(query.where(or_(here.insee == insee, *parts), here.lat.is_not(None))).one()
    return None if row.lat is None else (row.lat, row.lon)


def details(connection: Connection, opening: str) -> Any:
    """Return the columns beside an opening."""
    return connection.execute(_BESIDE, {"here": opening}).one()


def called(connection: Connection, openings: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return (title, company) of openings, by their ids."""
    here = opening_details.c
    query = select(here.id, here.title, here.company).where(here.id.in_(set(openings)))
    return {row.id: (row.title, row.company) for row in connection.execute(query)}


def note(connection: Connection, opening: str, **news: int | str) -> None:
    """Write down how many posts are `filled`, or the `reason` why an opening was taken out of the market."""
    connection.execute(opening_details.update().where(opening_details.c.id == opening).values(news))


def untold(connection: Connection) -> Sequence[Any]:
    """Return the openings that have no columns yet."""
    return connection.execute(_UNTOLD).all()


def refresh(connection: Connection) -> None:
    """Bring the columns up to the last change of the openings."""
    tell(connection, connection.execute(_CHANGED, {"last": connection.execute(_LAST).scalar_one()}).all())


def tell(connection: Connection, openings: Sequence[Any]) -> None:
    """Give openings (each `Changed`, or such a row) their columns, and those whose title is a code its label's keys."""
    for batch in batches(openings, _BATCH):
        records = [json.loads(row.record) for row in batch]
        communes = _known_communes(connection, (record.get("place", {}) for record in records))
        labels = _known_labels(connection, [record for record in records if not record.get("title")])
        found = [_row(row, record, communes, labels) for row, record in zip(batch, records, strict=True)]
        for write, known in ((_CHANGE, True), (_ADD, False)):
            if rows := [new for row, new in zip(batch, found, strict=True) if row.is_known == known]:
                connection.execute(write, rows)
        if coded := [_keys(row) for row, record in zip(found, records, strict=True) if not record.get("title")]:
            connection.execute(_NAME, coded)


def _keys(row: Mapping[str, Any]) -> dict[str, str]:
    title, words = row["title"], f"{row['title']} {row['company']}"
    return {"here": row["here"], "its_sort_key": sort_key(title), "its_search_key": search_key(words)}


def _conditions(filters: Filters) -> Iterable[ColumnElement[bool]]:
    here, told = _openings.c, opening_details.c
    for column_, value in (
        (told.kind, filters.kind),
        (here.status, filters.status),
        (told.occupation, filters.occupation),
        (here.organisation, filters.organisation),
    ):
        if value is not None:
            yield column_ == value
    if filters.but is not None:
        yield here.status != filters.but
    if filters.q:
        yield from has_words(here.search_key, filters.q)
    if filters.expires_before:
        yield here.expires_on < filters.expires_before
    if filters.near:
        yield _within(*filters.near)


def _within(lat: float, lon: float, km: float) -> ColumnElement[bool]:
    """Say that an opening is that near, on a plane that touches the earth there: right to 1 % within 200 km."""
    north = opening_details.c.lat - lat
    east = (opening_details.c.lon - lon) * cos(radians(lat))
    return north * north + east * east <= (km / KM_A_DEGREE) ** 2


def _known_communes(connection: Connection, places: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    codes = {place["insee"] for place in places if "insee" in place}
    rows = connection.execute(_KNOWN_COMMUNES, {"codes": list(codes)}) if codes else ()
    return {row.insee: row for row in rows}


def _known_labels(connection: Connection, records: list[Mapping[str, Any]]) -> dict[str, str]:
    """Return what the titles and occupations of openings are called that are told by their codes."""
    found: dict[str, str] = {}
    for query, name in _LABELS:
        codes = {record[name] for record in records if name in record}
        rows = connection.execute(query, {"codes": list(codes)}) if codes else ()
        found |= {row.code: row.label for row in rows}
    return found


def _row(
    opening: Any, record: Mapping[str, Any], communes: Mapping[str, Any], labels: Mapping[str, str]
) -> dict[str, Any]:
    place = record.get("place", {})
    commune = communes.get(place.get("insee", ""))
    code = record.get("title_code") or record.get("occupation") or ""
    return {
        "here": opening.public_id,
        "changed": opening.changed,
        "territory": opening.territory,
        "expires": opening.expires_on or FOR_EVER,
        "kind": record.get("kind", "job"),
        "title": record.get("title") or labels.get(code, code),
        "occupation": record.get("occupation", ""),
        "company": record.get("company", {}).get("name", ""),
        "place": place.get("label") or (commune.name if commune else place.get("postcode", "")),
        "lat": place.get("lat", commune.lat if commune else None),
        "lon": place.get("lon", commune.lon if commune else None),
        "published": record.get("published", ""),
        "positions": record.get("positions", 1),
    }
