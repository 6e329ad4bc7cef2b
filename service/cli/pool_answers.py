"""What the command that pools part-time openings does: open the store, call one use case, show the answer."""

from service import shapes
from service.catalogue import load_catalogue
from service.cli import pool_screens, pool_shapes
from service.cli.answers import opened, show
from service.usecases import pooling, recommend


def pool(
    candidate: str, top: int, hours: float | None, minor: bool, as_json: bool, db: str | None, language: str
) -> None:
    """Show the best sets of part-time openings that make one job for a candidate."""
    with opened(db) as store, store.read() as connection:
        catalogue = load_catalogue(connection)
        record = recommend.candidate_record(connection, candidate)
        found, openings = pooling.pools_for(connection, record, catalogue, top, hours, minor)
        matches = [match for pool in found.pools for match in pool.matches]
        named = shapes.words(connection, matches, [record, *(told for _, told in openings.values())], language)
        answer = {"candidate": candidate, **pool_shapes.pools(found, openings, named, language)}
    show(as_json, answer, pool_screens.pools, language)
