"""How fast pathways and courses to open are found: beside every order of steps, and beside ranking everybody again.

Small paths are drawn; the others are those of the demonstration territory, its people, openings and programmes.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from threadpoolctl import threadpool_limits

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Connection  # noqa: E402

from matching.market import candidate_table, joined  # noqa: E402
from matching.pathways import course_steps  # noqa: E402
from matching.pathways.gains import after_steps  # noqa: E402
from matching.pathways.model import Step  # noqa: E402
from matching.ranking import reachable  # noqa: E402
from matching.records import Record, read_candidate  # noqa: E402
from service.catalogue import Catalogue, load_catalogue  # noqa: E402
from service.db.base import open_store  # noqa: E402
from service.demo.programmes import programmes  # noqa: E402
from service.importers.programme_file import parse  # noqa: E402
from service.usecases import demonstration, pathways, recommend  # noqa: E402
from tests.benchmarks.measuring import timed  # noqa: E402
from tests.factories import market  # noqa: E402
from tests.matching.test_pathways import PEOPLE, TARGETS, all_ways, drawn_steps, found_in  # noqa: E402

Row = dict[str, Any]
SEEDS, LEAST, COURSES = range(20), 0.5, 10
DAY = demonstration.EXAMPLE.since


def rows(data: Path) -> list[Row]:
    """Return the measures of paths and of courses; no data is read."""
    folder = tempfile.TemporaryDirectory()
    with threadpool_limits(1), folder as path, open_store(f"sqlite:///{path}/demo.db") as store:
        demonstration.load(store, lambda done, total, what: None)
        with store.read() as connection:
            asked = connection, load_catalogue(connection, DAY), list(parse(programmes())[0].steps)
            return [_beside_every_order(), _paths(*asked), _courses(*asked)]


def _beside_every_order() -> Row:
    ours, theirs, same = [], [], 0
    for seed in SEEDS:
        draw = Random(seed)
        steps, person, target = drawn_steps(draw), draw.choice(PEOPLE), draw.choice(TARGETS)
        asked = steps, read_candidate(person), {"id": "o0"} | target, {}, 0.0
        within = market([], [target])
        seconds, found = timed(lambda within=within, asked=asked, person=person: found_in(within, asked[0], person))
        peer, ways = timed(lambda asked=asked: set(all_ways(*asked)))
        ours.append(seconds)
        theirs.append(peer)
        same += (found.shortest and found.shortest.day) == min((day for day, _ in ways), default=None)
    return {
        "measure": "earliest and surest path, 5 steps",
        "median ms": 1e3 * median(ours),
        "every order, median ms": 1e3 * median(theirs),
        "times faster": median(theirs) / median(ours),
        "same day": f"{same} of {len(SEEDS)}",
    }


def _paths(connection: Connection, catalogue: Catalogue, steps: list[Step]) -> Row:
    target, times = demonstration.EXAMPLE.target, []
    for name in list(catalogue.candidates)[::12]:
        record = recommend.candidate_record(connection, catalogue.candidates[name])
        asked = connection, record, target, catalogue, steps, {}, DAY, LEAST
        times.append(timed(partial(pathways.paths_for, *asked))[0])
    return {
        "measure": f"path to a trade, territory of {len(catalogue.openings)} openings",
        "median ms": 1e3 * median(times),
        "slowest ms": 1e3 * max(times),
    }


def _courses(connection: Connection, catalogue: Catalogue, steps: list[Step]) -> Row:
    """Compare with ranking everybody anew after each course that the territory has, and no other."""
    openings = pathways.opening_records(connection, catalogue)
    courses = [*course_steps(openings.items())[0], *steps]
    people = [recommend.candidate_record(connection, public) for public in catalogue.candidates.values()]
    seconds, found = timed(lambda: pathways.cohort_of(connection, catalogue, steps, DAY, COURSES, LEAST))
    everybody, _ = timed(lambda: _everybody(people, [course.gives for course in courses], catalogue))
    return {
        "measure": f"{len(found.effects)} courses to open, {len(people)} people",
        "median ms": 1e3 * seconds,
        f"all ranked after {len(courses)} courses, ms": 1e3 * everybody,
        "times faster": everybody / seconds,
    }


def _everybody(people: list[Record], gives: list[Record], catalogue: Catalogue) -> None:
    market = joined(catalogue.market, [after_steps({"id": "all"}, gives)[0]])
    for person in people:
        for gift in gives:
            after = candidate_table(after_steps(person, [gift])[0], market)
            reachable(after, market.openings, market.taxonomy, catalogue.profile)


if __name__ == "__main__":
    for one in rows(ROOT):
        print(one)
