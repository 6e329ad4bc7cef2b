"""Pairs → matches: reasons from the contributions that made the score, blockers, what to check, what to ask."""

from matching.criteria import FILTERS, SCORERS
from matching.criteria.base import Numbers, Scorer
from matching.enums import Criterion, Evidence, Side
from matching.model import Candidates, Finding, Match, Openings, Question, Reason
from matching.profiles import RankProfile
from matching.scoring import TINY, Scored, score_pairs
from matching.taxonomy import Taxonomy

OPENING_IS_SILENT = ("_not_stated", "place_approximate", "experience_counts")


def explain_pairs(
    candidates: Candidates, openings: Openings, taxonomy: Taxonomy, profile: RankProfile
) -> tuple[Match, ...]:
    """Return the match of each pair, row by row; one row meets every row."""
    scored = score_pairs(candidates, openings, taxonomy, profile)
    judged = {rule.criterion: rule.judge(candidates, openings, taxonomy) for rule in FILTERS}
    return tuple(
        _match(
            candidates if len(candidates) == 1 else candidates.take(slice(i, i + 1)),
            openings if len(openings) == 1 else openings.take(slice(i, i + 1)),
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
    opening: Openings,
    taxonomy: Taxonomy,
    profile: RankProfile,
    scored: Scored,
    judged: dict[Criterion, Evidence],
    pair: int,
) -> Match:
    numbers = {rule.criterion: rule.numbers(candidate, opening, taxonomy) for rule in SCORERS}
    reasons = tuple(_reason(rule, numbers[rule.criterion], scored, profile, pair) for rule in SCORERS)
    findings = [
        Finding(
            rule.criterion,
            f"{rule.criterion}_{'blocked' if judged[rule.criterion] == Evidence.NOT_MET else 'to_check'}",
            judged[rule.criterion],
            numbers.get(rule.criterion) or rule.numbers(candidate, opening, taxonomy),
        )
        for rule in FILTERS
        if judged[rule.criterion] != Evidence.MET
    ]
    return Match(
        candidate=int(candidate.ids[0]),
        opening=int(opening.ids[0]),
        score=float(scored.joint[pair]),
        candidate_score=float(scored.candidate[pair]),
        opening_score=float(scored.opening[pair]),
        low=_joint({side: sum(r.low for r in reasons if r.side == side) for side in Side}),
        high=_joint({side: sum(r.high for r in reasons if r.side == side) for side in Side}),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.contribution)),
        blockers=tuple(f for f in findings if f.evidence == Evidence.NOT_MET),
        to_check=tuple(f for f in findings if f.evidence == Evidence.UNKNOWN),
        questions=_questions(reasons),
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


def _questions(reasons: tuple[Reason, ...]) -> tuple[Question, ...]:
    """Return what to ask, the answer that moves the joint score most first."""
    points = {side: sum(r.contribution for r in reasons if r.side == side) for side in Side}
    asked = []
    for reason in reasons:
        if reason.unknown:
            low = _joint(points | {reason.side: points[reason.side] - reason.contribution + reason.low})
            high = _joint(points | {reason.side: points[reason.side] - reason.contribution + reason.high})
            who = _asked(reason)
            asked.append(Question(reason.criterion, f"ask_{reason.criterion}_{who}", who, low, high, reason.numbers))
    return tuple(sorted(asked, key=lambda question: question.low - question.high))


def _asked(reason: Reason) -> Side:
    """Return who can tell what is unknown of a reason."""
    if reason.code == "place_approximate" and reason.numbers["opening_exact"]:
        return Side.CANDIDATE
    if reason.code == "skills_usual":
        return Side.CANDIDATE if reason.numbers["open_skills"] else Side.OPENING
    return Side.OPENING if reason.code.endswith(OPENING_IS_SILENT) else Side.CANDIDATE


def _joint(points: dict[Side, float]) -> float:
    """Return `scoring.joint` of one pair, by the same sums and products."""
    candidate, opening = points[Side.CANDIDATE], points[Side.OPENING]
    return 2 * candidate * opening / max(candidate + opening, TINY)
