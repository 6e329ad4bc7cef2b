"""The real reference, communes and offers together: what is loaded, ranked, explained and found again."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from matching.changes import apply
from matching.explain import explain_pairs
from matching.geo import distance_km
from matching.market import candidate_table, opening_table
from service.catalogue import Catalogue, load_catalogue
from service.cli.snapshot import snapshot
from service.db.base import open_store
from service.usecases.recommend import levers_for, nobody_for, openings_for
from tests.service.cli import answer, call, write_lines
from training.dataset import Snapshot, read_snapshot
from training.seekers import make_seekers

pytestmark = pytest.mark.real_data

SAMPLE = {
    "id": "AR001",
    "wishes": [{"title": "Soudeur / Soudeuse", "title_code": "19373", "occupation": "H2913"}],
    "skills": [{"code": "105456"}, {"label": "Lire un plan"}],
    "place": {"insee": "78440"},
    "max_km": 20,
}
NEAR_BOURG = SAMPLE | {"id": "AR002", "place": {"insee": "01053"}, "max_km": 30}
FILES = {
    "rome": "rome_v460",
    "communes": "geo/communes.csv",
    "offers": "offres/offres_france_travail.jsonl",
    "tension": "tension/cities-tension-utf8.csv",
}
ROWS = {
    "domains": 124,
    "occupations": 1_584,
    "titles": 13_120,
    "skills": 33_671,
    "occupation_items": 104_219,
    "mobilities": 14_912,
    "communes": 36_370,
    "tensions": 27_135,
    "offers": 940,
    "candidates": 2,
}
SEEKERS = 60


@dataclass(frozen=True)
class Real:
    """The loaded store, what loading said, and the market in memory."""

    url: str
    loaded: dict
    catalogue: Catalogue
    snapshot: Snapshot
    seekers: list

    def opening(self, number):
        return next(o for o in self.snapshot.openings if o["id"] == self.catalogue.market.opening_ids[number])


@pytest.fixture(scope="session")
def real(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Real:
    folder = tmp_path_factory.mktemp("real")
    url = f"sqlite:///{folder / 'real.db'}"
    loaded = {what: answer("import", what, data_dir / name, db=url) for what, name in FILES.items()}
    people = write_lines(folder / "candidates.jsonl", SAMPLE, NEAR_BOURG)
    loaded["candidates"] = answer("import", "candidates", people, db=url)
    with open_store(url) as store, store.read() as connection:
        catalogue = load_catalogue(connection)
        (folder / "market.json").write_text(json.dumps(snapshot(connection)), "utf-8")
    market = read_snapshot(folder / "market.json")
    return Real(url, loaded, catalogue, market, make_seekers(market, SEEKERS, seed=0))


@pytest.fixture(scope="session")
def rankings(real: Real) -> list:
    """All that each seeker can reach, best first."""
    return [openings_for(seeker, real.catalogue, 1000) for seeker in real.seekers]


def test_every_row_is_loaded_and_what_is_odd_is_kept_and_told(real):
    tables = {name: found["added"] for part in real.loaded.values() for name, found in part["tables"].items()}
    assert {name: tables[name] for name in ROWS} == ROWS
    assert all(part["refused"] == 0 for part in real.loaded.values())
    assert real.loaded["candidates"]["problems"] == []
    assert real.loaded["offers"]["remarks"] < 100
    assert len(real.snapshot.openings) == 940 and len(real.snapshot.candidates) == 2


@pytest.mark.slow
def test_loading_every_file_again_changes_nothing(real, data_dir):
    for what, name in FILES.items():
        again = answer("import", what, data_dir / name, "--dry-run", db=real.url)
        for table, found in again["tables"].items():
            first = real.loaded[what]["tables"][table]
            assert found == {"added": 0, "changed": 0, "gone": 0, "same": first["added"]}, table
        assert again["problems"] == real.loaded[what]["problems"]
    wet = answer("import", "offers", data_dir / FILES["offers"], "--complete", db=real.url)
    assert wet["tables"]["offers"] == {"added": 0, "changed": 0, "gone": 0, "same": 940}


def test_the_sample_line_of_the_documentation_is_ranked(real):
    found = answer("rank", "openings", "--candidate", "AR001", "--lang", "fr", db=real.url)
    assert found["considered"] == 940 and 0 < found["reachable"] < 100
    assert all(match["blockers"] == [] for match in found["matches"])


def test_a_welder_near_bourg_sees_a_welders_job_first(real):
    found = answer("rank", "openings", "--candidate", "AR002", "--lang", "fr", db=real.url)
    best = found["matches"][0]
    assert len(found["matches"]) == 10 and "Soudeur" in best["title"]
    assert best["reasons"][0]["criterion"] == "occupation"
    why = answer("why", "--candidate", "AR002", "--opening", best["opening"], "--lang", "fr", db=real.url)
    assert why["ranked"] and {name: why[name] for name in best if name in why} == {
        name: best[name] for name in best if name in why
    }
    assert call("nobody", "--opening", best["opening"], "--db", real.url).code == 0
    assert answer("rank", "candidates", "--opening", best["opening"], db=real.url)["matches"][0]["candidate"] == "AR002"


def km_and_slack(person, table):
    slack = table.points.radius_km[table.place] + person.points.radius_km[person.place]
    return distance_km(person.xyz, table.xyz), slack


def test_no_ranked_opening_is_known_to_be_out_of_reach_or_refused_by_a_must(real, rankings):
    market = real.catalogue.market
    places = np.argsort(market.openings.ids)  # the row of each opening by its number
    for seeker, found in zip(real.seekers, rankings, strict=True):
        person = candidate_table(seeker, market)
        km, slack = km_and_slack(person, market.openings)
        ranked = places[[match.counterpart for match in found.matches]]
        assert not (km[ranked] - slack[ranked] > seeker["max_km"] + 1e-6).any()
        assert not any(match.blockers for match in found.matches)
        assert found.reachable == len(found.matches)
        assert found.reachable + sum(found.removed.values()) == found.considered == 940
        scores = [(-match.score, match.counterpart) for match in found.matches]
        assert scores == sorted(scores)


@pytest.mark.slow
def test_contributions_make_the_scores_and_no_order_depends_on_the_length_of_the_list(real):
    for seeker in real.seekers:
        ten = openings_for(seeker, real.catalogue, 10).matches
        assert ten == openings_for(seeker, real.catalogue, 40).matches[:10]
        for match in ten:
            for side, score in (("candidate", match.candidate_score), ("opening", match.counterpart_score)):
                given = sum(reason.contribution for reason in match.reasons if reason.side == side)
                assert given == pytest.approx(score)
            assert match.low - 1e-9 <= match.score <= match.high + 1e-9


def test_whoever_can_reach_an_opening_of_the_wished_family_sees_one_first(real, rankings, capsys):
    parents = {code: parent or code for code, _, parent, _ in real.snapshot.reference.occupations}
    titles = {code: occupation for code, _, _, occupation in real.snapshot.reference.titles}
    first = []
    for seeker, found in zip(real.seekers, rankings, strict=True):
        wished = parents[seeker["wishes"][0]["occupation"]]
        family = []
        for match in found.matches:
            opening = real.opening(match.counterpart)
            code = opening.get("occupation") or titles.get(opening.get("title_code"), "")
            family.append(parents.get(code, code) == wished)
        if any(family):
            first.append(family[0])
    with capsys.disabled():
        print(f"\nfirst of the wished family: {sum(first)} of {len(first)} seekers who can reach one")
    assert len(first) >= SEEKERS / 2
    assert np.mean(first) >= 0.9


@pytest.mark.slow
def test_levers_are_true_when_applied_and_why_and_nobody_agree_with_the_ranking(real):
    market = real.catalogue.market
    with open_store(real.url) as store, store.read() as connection:
        for seeker in real.seekers[:10]:
            ranked = openings_for(seeker, real.catalogue, 5)
            reachable, found = levers_for(connection, seeker, real.catalogue)
            assert reachable == ranked.reachable
            for lever in found[:3]:
                after = openings_for(apply(seeker, lever.change), real.catalogue, 1).reachable
                assert after == lever.reachable == reachable + lever.more
            for match in ranked.matches:
                opening = real.opening(match.counterpart)
                tables = candidate_table(seeker, market), opening_table(opening, market)
                (why,) = explain_pairs(*tables, market.taxonomy, real.catalogue.profile)
                assert (why.score, why.reasons, why.blockers) == (match.score, match.reasons, ())
                assert nobody_for(opening, real.catalogue).considered == 2
