"""What is judged anew after a change is what a ranking of its own finds, score by score."""

from hypothesis import given, settings

from matching.anew import judged, within_reach
from matching.changes import apply
from matching.market import candidate_tables
from matching.ranking import reachable
from tests.factories import PROFILE, drawn_openings, market
from tests.strategies import EXAMPLES, candidates

JOBS = drawn_openings(18, 12)
CHANGES = (
    {"max_km": 3},
    {"place": {"postcode": "59000"}},
    {"skills": [{"code": "100004"}]},
    {"languages": [{"code": "fr", "level": "C1"}]},
    {"licences": [{"code": "B"}]},
    {"contracts": ["CDI"]},
    {"start": "2027-01-04"},
    {"refuses": ["night"]},
    {"experience": [{"title": "Soudeur", "months": 30}]},
)


@settings(EXAMPLES, max_examples=20)
@given(candidates())
def test_only_what_reads_a_change_is_judged_anew_and_all_scores_are_as_if_all_was(person):
    person |= {"id": "somebody"}
    people, within = candidate_tables([person, *(apply(person, change) for change in CHANGES)], market([person], JOBS))
    about = within.openings, within.taxonomy, PROFILE
    first = judged(people[0], *about)
    again = [judged(one, *about, first) for one in people[1:]]
    for one, told in zip(people, [first, *again], strict=True):
        rows, scores = within_reach(told, within.openings, PROFILE)
        whole, theirs = reachable(one, *about)
        order = whole.argsort()
        assert rows.tolist() == whole[order].tolist() and scores.tolist() == theirs[order].tolist()
    kept = [rule is before for told in again for rule, before in zip(told.rules, first.rules, strict=True)]
    assert any(kept) and not all(kept)
