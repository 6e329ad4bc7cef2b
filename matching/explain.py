"""Pairs → matches: reasons from the contributions that made the score, blockers, what to check, what to ask."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Floats, Judgement, Numbers, Scorer, Scores, pairs
from matching.enums import Criterion, Evidence, Side
from matching.model import Candidates, Counterparts, Finding, Match, Question, Reason
from matching.profiles import RankProfile, Weight
from matching.scoring import Scored, contribution, joint, score_pairs
from matching.taxonomy import Taxonomy

COUNTERPART_IS_SILENT = ("_not_stated", "place_approximate", "experience_counts")

Told = dict[Criterion, list[Numbers]]  # pair by pair
Judged = Mapping[Criterion, Judgement]


def explain_pairs(
    candidates: Candidates,
    counterparts: Counterparts,
    taxonomy: Taxonomy,
    profile: RankProfile,
    scored: Scored | None = None,
    judged: Judged = MappingProxyType({}),
) -> tuple[Match, ...]:
    """Return the match of each pair, row by row; one row meets every row.

    Pairs that were `scored` are not again, nor those that a rule `judged`.
    """
    n, criteria, tables = pairs(candidates, counterparts), profile.criteria, (candidates, counterparts, taxonomy)
    if not n:
        return ()
    scored = scored or score_pairs(*tables, profile)
    told = {rule.criterion: rule.numbers(*tables) for rule in criteria.scorers}
    found = [
        _reasons(rule, told[rule.criterion], scored.evidence[rule.criterion], profile.weights[rule.criterion])
        for rule in criteria.scorers
    ]
    reasons = list(zip(*found, strict=True))
    findings, questions = _findings(*tables, profile, told, judged, n), _questions(reasons, scored, profile)
    bounds = (_joint_of(scored, profile, part) for part in (lambda s: s.met, lambda s: s.met + s.unknown))
    columns: tuple[NDArray[Any], ...] = (
        candidates.ids,
        counterparts.ids,
        scored.joint,
        scored.candidate,
        scored.counterpart,
        *bounds,
    )
    listed = (np.broadcast_to(column, n).tolist() for column in columns)
    return tuple(
        Match(
            candidate=candidate,
            counterpart=counterpart,
            side=criteria.side,
            score=score,
            candidate_score=candidate_score,
            counterpart_score=counterpart_score,
            low=low,
            high=high,
            reasons=tuple(sorted(reasons[pair], key=lambda reason: -reason.contribution)),
            blockers=tuple(finding for finding in findings[pair] if finding.evidence == Evidence.NOT_MET),
            to_check=tuple(finding for finding in findings[pair] if finding.evidence == Evidence.UNKNOWN),
            questions=tuple(sorted(questions[pair], key=lambda question: question.low - question.high)),
        )
        for pair, (candidate, counterpart, score, candidate_score, counterpart_score, low, high) in enumerate(
            zip(*listed, strict=True)
        )
    )


def _reasons(rule: Scorer, told: list[Numbers], scores: Scores, weight: Weight) -> list[Reason]:
    columns = contribution(scores, weight).tolist(), scores.met.tolist(), scores.unknown.tolist()
    return [
        Reason(
            rule.criterion, rule.reason(numbers, met, unknown), rule.side, points, weight.weight, met, unknown, numbers
        )
        for numbers, points, met, unknown in zip(told, *columns, strict=True)
    ]


def _joint_of(scored: Scored, profile: RankProfile, part: Callable[[Scores], Floats]) -> Floats:
    """Return the joint score of each pair if each criterion gave that part of what it could."""
    sides = {side: np.zeros(len(scored.joint)) for side in (Side.CANDIDATE, profile.criteria.side)}
    for rule in profile.criteria.scorers:
        sides[rule.side] += profile.weights[rule.criterion].weight * part(scored.evidence[rule.criterion])
    return joint(*sides.values())


def _findings(
    candidates: Candidates,
    counterparts: Counterparts,
    taxonomy: Taxonomy,
    profile: RankProfile,
    told: Told,
    judged: Judged,
    n: int,
) -> list[list[Finding]]:
    """Return, pair by pair, the musts that are broken and those that nobody knows."""
    findings: list[list[Finding]] = [[] for _ in range(n)]
    for rule in profile.criteria.filters:
        found = judged.get(rule.criterion)
        if found is None:
            found = rule.judge(candidates, counterparts, taxonomy)
        for pair in np.flatnonzero(found != Evidence.MET).tolist():
            if rule.criterion not in told:
                told[rule.criterion] = rule.numbers(candidates, counterparts, taxonomy)
            evidence = Evidence(int(found[pair]))
            code = f"{rule.criterion}_{'blocked' if evidence == Evidence.NOT_MET else 'to_check'}"
            findings[pair].append(Finding(rule.criterion, code, evidence, told[rule.criterion][pair]))
    return findings


def _questions(reasons: list[tuple[Reason, ...]], scored: Scored, profile: RankProfile) -> list[list[Question]]:
    """Return, pair by pair, what to ask, and the joint score after the worst answer and after the best."""
    questions: list[list[Question]] = [[] for _ in reasons]
    sides = {
        Side.CANDIDATE: (scored.candidate, scored.counterpart),
        profile.criteria.side: (scored.counterpart, scored.candidate),
    }
    for place, rule in enumerate(profile.criteria.scorers):
        scores, weight, (mine, others) = (
            scored.evidence[rule.criterion],
            profile.weights[rule.criterion],
            sides[rule.side],
        )
        asked = np.flatnonzero(scores.unknown).tolist()
        if not asked:
            continue
        rest = mine - contribution(scores, weight)
        low = joint(rest + weight.weight * scores.met, others)
        high = joint(rest + weight.weight * (scores.met + scores.unknown), others)
        for pair in asked:
            reason = reasons[pair][place]
            who = _asked(reason, profile.criteria.side)
            code = f"ask_{rule.criterion}_{who}"
            questions[pair].append(
                Question(rule.criterion, code, who, float(low[pair]), float(high[pair]), reason.numbers)
            )
    return questions


def _asked(reason: Reason, other: Side) -> Side:
    """Return who can tell what is unknown of a reason: the candidate or the other side."""
    if reason.code == "place_approximate" and reason.numbers["opening_exact"]:
        return Side.CANDIDATE
    if reason.code == "skills_usual":
        return Side.CANDIDATE if reason.numbers["open_skills"] else other
    return other if reason.code.endswith(COUNTERPART_IS_SILENT) else Side.CANDIDATE
