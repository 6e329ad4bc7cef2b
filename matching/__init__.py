"""Visavis' engine: columns in, ranked and explained matches out. Pure: no clock, no file, no randomness."""

from matching.diagnosis import diagnose
from matching.errors import InvalidProfile, InvalidRecord, InvalidTable, MatchingError
from matching.explain import explain_pairs
from matching.levers import find_levers
from matching.market import Market, candidate_table, joined, market_of, opening_table
from matching.places import Gazetteer
from matching.profiles import RankProfile
from matching.ranking import rank_candidates, rank_openings
from matching.taxonomy import Reference

__all__ = [
    "Gazetteer",
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
    "find_levers",
    "joined",
    "market_of",
    "opening_table",
    "rank_candidates",
    "rank_openings",
]
