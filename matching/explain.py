"""Pairs → matches: reasons from the contributions that made the score, blockers, what to check, what to ask."""

from collections.abc import Callable

from matching.criteria.base import Numbers, Scorer
from matching.enums import Criterion, Evidence, Side
from matching.model import Candidates, Counterparts, Finding, Match, Question, Reason
from matching.profiles import RankProfile
from matching.scoring import TINY, Scored, score_pairs
from matching.taxonomy import Taxonomy

COUNTERPART_IS_SILENT = ("_not_stated", "place_approximate", "experience_counts")


def explain_pairs(
    candidates: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile
) -> tuple[Match, ...]:
    """Return the match of each pair, row by row; one row meets every row."""
    scored = score_pairs(candidates, counterparts, taxonomy, profile)
    judged = {rule.criterion: rule.judge(candidates, counterparts, taxonomy) for rule in profile.criteria.filters}
    return tuple(
        _match(
            candidates if len(candidates) == 1 else candidates.take(slice(i, i + 1)),
            counterparts if len(counterparts) == 1 else counterparts.take(slice(i, i + 1)),
            taxonomy,
            profile,
            scored,
            {criterion: Evidence(int(found[i])) for criterion, found in judged.items()},
            i,
        )
        for i in range(len(scored.joint))
    )


def _match(
    candidate: Candidates,
    counterpart: Counterparts,
    taxonomy: Taxonomy,
    profile: RankProfile,
    scored: Scored,
    judged: dict[Criterion, Evidence],
    pair: int,
) -> Match:
    scorers, side = profile.criteria.scorers, profile.criteria.side
    numbers = {rule.criterion: rule.numbers(candidate, counterpart, taxonomy) for rule in scorers}
    reasons = tuple(_reason(rule, numbers[rule.criterion], scored, profile, pair) for rule in scorers)
    findings = [
        Finding(
            rule.criterion,
            f"{rule.criterion}_{'blocked' if judged[rule.criterion] == Evidence.NOT_MET else 'to_check'}",
            judged[rule.criterion],
            numbers.get(rule.criterion) or rule.numbers(candidate, counterpart, taxonomy),
        )
        for rule in profile.criteria.filters
        if judged[rule.criterion] != Evidence.MET
    ]
    return Match(
        candidate=int(candidate.ids[0]),
        counterpart=int(counterpart.ids[0]),
        side=side,
        score=float(scored.joint[pair]),
        candidate_score=float(scored.candidate[pair]),
        counterpart_score=float(scored.counterpart[pair]),
        low=_joint(_points(reasons, side, lambda reason: reason.low), side),
        high=_joint(_points(reasons, side, lambda reason: reason.high), side),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.contribution)),
        blockers=tuple(f for f in findings if f.evidence == Evidence.NOT_MET),
        to_check=tuple(f for f in findings if f.evidence == Evidence.UNKNOWN),
        questions=_questions(reasons, side),
    )


def _reason(rule: Scorer, numbers: Numbers, scored: Scored, profile: RankProfile, pair: int) -> Reason:
    scores = scored.evidence[rule.criterion]
    weight = profile.weights[rule.criterion]
    met, unknown = float(scores.met[pair]), float(scores.unknown[pair])
    return Reason(
        criterion=rule.criterion,
        code=rule.reason(numbers, met, unknown),
        side=rule.side,
        contribution=weight.weight * (met + unknown * weight.mean),
        most=weight.weight,
        met=met,
        unknown=unknown,
        numbers=numbers,
    )


def _questions(reasons: tuple[Reason, ...], other: Side) -> tuple[Question, ...]:
    """Return what to ask, the answer that moves the joint score most first."""
    points = _points(reasons, other, lambda reason: reason.contribution)
    asked = []
    for reason in reasons:
        if reason.unknown:
            low = _joint(points | {reason.side: points[reason.side] - reason.contribution + reason.low}, other)
            high = _joint(points | {reason.side: points[reason.side] - reason.contribution + reason.high}, other)
            who = _asked(reason, other)
            asked.append(Question(reason.criterion, f"ask_{reason.criterion}_{who}", who, low, high, reason.numbers))
    return tuple(sorted(asked, key=lambda question: question.low - question.high))


def _asked(reason: Reason, other: Side) -> Side:
    """Return who can tell what is unknown of a reason: the candidate or the other side."""
    if reason.code == "place_approximate" and reason.numbers["opening_exact"]:
        return Side.CANDIDATE
    if reason.code == "skills_usual":
        return Side.CANDIDATE if reason.numbers["open_skills"] else other
    return other if reason.code.endswith(COUNTERPART_IS_SILENT) else Side.CANDIDATE


def _points(reasons: tuple[Reason, ...], other: Side, part: Callable[[Reason], float]) -> dict[Side, float]:
    return {side: sum(part(reason) for reason in reasons if reason.side == side) for side in (Side.CANDIDATE, other)}


def _joint(points: dict[Side, float], other: Side) -> float:
    """Return `scoring.joint` of one pair, by the same sums and products."""
    candidate, counterpart = points[Side.CANDIDATE], points[other]
    return 2 * candidate * counterpart / max(candidate + counterpart, TINY)
