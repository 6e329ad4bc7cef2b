"""Everybody with everybody: the grid of a cohort says pair by pair what the rankings say."""

import datetime as dt

import pytest

from service.catalogue import load_catalogue
from service.db.base import open_store
from service.errors import Conflict, Invalid, NotFound
from service.usecases import deciding, sponsoring
from tests.service.cli import call, write_lines
from tests.service.sponsor_records import JOB, SILENT, SPONSORS, WELDER

SINCE = dt.date(2026, 11, 30)


@pytest.fixture
def market(tmp_path):
    """A connection to a store with two people, three sponsors and a job, and its catalogue."""
    url = f"sqlite:///{tmp_path / 'visavis.db'}"
    for what, records in (("candidates", [WELDER, SILENT]), ("sponsors", SPONSORS), ("openings", [JOB])):
        call("import", what, write_lines(tmp_path / f"{what}.jsonl", *records), "--db", url)
    with open_store(url) as store, store.read() as connection:
        yield connection, load_catalogue(connection, SINCE)


def test_every_pair_of_the_grid_has_the_score_and_the_rules_of_its_match(market):
    _, catalogue = market
    found = deciding.sponsor_grid(*market)
    assert (found.candidate_ids, found.counterpart_ids) == (("C1", "C2"), ("P1", "P2", "P3"))
    for row, person in enumerate((WELDER, SILENT)):
        for column, sponsor in enumerate(SPONSORS):
            match = sponsoring.match_of(person, sponsor, catalogue)
            assert found.grid.score[row, column] == pytest.approx(match.score, abs=1e-12)
            assert found.match(row, column).reasons == match.reasons
            assert found.grid.allowed[row, column] == (not match.blockers)


def test_a_cohort_keeps_the_order_in_which_it_is_named_and_nobody_counts_twice(market):
    found = deciding.sponsor_grid(*market, ["C2", "own:C1", "C2"])
    assert found.candidate_ids == ("C2", "C1")
    assert found.grid.score[::-1].tolist() == deciding.sponsor_grid(*market).grid.score.tolist()


def test_openings_and_hosts_of_a_meetup_have_the_same_shape(market):
    jobs = deciding.opening_grid(*market)
    assert jobs.counterpart_ids == ("O1",) and jobs.grid.allowed.all() and jobs.grid.score[0, 0] > 0.4
    hosts = deciding.meetup_scores(*market, ["C1"], ["P3", "P1"])
    assert hosts.counterpart_ids == ("P3", "P1") and hosts.grid.score.shape == (1, 2)
    assert hosts.match(0, 1).score == pytest.approx(hosts.grid.score[0, 1])


def test_an_unknown_name_and_too_many_pairs_are_refused(market, monkeypatch):
    with pytest.raises(NotFound, match="nobody"):
        deciding.sponsor_grid(*market, ["nobody"])
    monkeypatch.setattr(deciding, "MOST_PAIRS", 5)
    with pytest.raises(Invalid, match="at most 5 pairs"):
        deciding.sponsor_grid(*market)


def test_somebody_who_has_left_the_market_is_not_decided_for(market, tmp_path):
    url = f"sqlite:///{tmp_path / 'visavis.db'}"
    call("import", "candidates", write_lines(tmp_path / "fewer.jsonl", SILENT), "--complete", "--db", url)
    with open_store(url) as store, store.read() as connection, pytest.raises(Conflict, match="C1 is closed"):
        deciding.sponsor_grid(connection, load_catalogue(connection, SINCE), ["C1"])
