"""Visavis' engine: columns in, ranked and explained matches out. Pure: no clock, no file, no randomness."""

from matching.diagnosis import diagnose
from matching.errors import InvalidProfile, InvalidRecord, InvalidTable, MatchingError
from matching.explain import explain_pairs
from matching.grid import Grid, score_grid
from matching.levers import find_levers
from matching.market import Market, candidate_table, joined, market_of, opening_table, sponsor_table
from matching.places import Gazetteer
from matching.profiles import RankProfile
from matching.ranking import rank_candidates, rank_openings, rank_sponsors
from matching.sponsor_levers import find_capacity_lever, find_sponsor_levers
from matching.taxonomy import Reference
from matching.ways_in import with_ways_in

__all__ = [
    "Gazetteer",
    "Grid",
    "InvalidProfile",
    "InvalidRecord",
    "InvalidTable",
    "Market",
    "MatchingError",
    "RankProfile",
    "Reference",
    "candidate_table",
    "diagnose",
    "explain_pairs",
    "find_capacity_lever",
    "find_levers",
    "find_sponsor_levers",
    "joined",
    "market_of",
    "opening_table",
    "rank_candidates",
    "rank_openings",
    "rank_sponsors",
    "score_grid",
    "sponsor_table",
    "with_ways_in",
]
