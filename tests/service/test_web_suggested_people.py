"""What a company reads of people without a name: what is the same of all once, then what tells each from the others."""

from itertools import product

from service.db.documents import OPENINGS
from service.db.reached import records
from service.i18n import sentence
from service.web.company.people import _apart
from tests.service.market_world import agree, market_at, tell

SKILLS = {"skills": [{"label": "souder au TIG"}]}


def told(*codes):
    return [{"criterion": code.split("_")[1], "code": code, "text": sentence(code, SKILLS, "fr")} for code in codes]


def test_what_all_share_is_told_once_and_each_line_tells_the_rest_with_the_skills_that_are_asked_first():
    one = told("seen_fits_yes", "seen_contract_yes", "seen_wage_unknown", "seen_skills_held")
    other = told("seen_fits_yes", "seen_contract_no", "seen_wage_unknown")
    lines, shared = _apart([one, other])
    assert shared == {"met": [one[0]["text"]], "missing": [], "unknown": ["wage"]}
    assert lines[0]["met"] == [one[3]["text"], one[1]["text"]]
    assert lines[1] == {"met": [], "missing": [other[1]["text"]], "unknown": []}


def test_nothing_is_lost_between_what_is_shared_and_what_is_told_of_each():
    ways = list(product(("yes", "no", "partly", "unknown"), repeat=2))
    people = [told("seen_fits_yes", f"seen_contract_{one}", f"seen_hours_{other}") for one, other in ways]
    lines, shared = _apart(people)
    for line, reasons in zip(lines, people, strict=True):
        assert sum(len(part) for found in (line, shared) for part in found.values()) == len(reasons)


def test_a_person_alone_shares_with_nobody_and_nobody_is_no_fault():
    [line], shared = _apart([told("seen_fits_yes")])
    assert shared is None and len(line["met"]) == 1
    assert _apart([]) == ([], None)


def test_what_an_opening_leaves_open_is_nothing_to_check(tmp_path):
    with market_at(tmp_path) as market:
        assert _left_open(market)


def _left_open(market):
    """How often something that an opening does not ask was rightly not to be checked."""
    with market.store.write() as connection:
        tell(connection, market.people)
        agree(connection, market.people)
    company, left_open = market.client("company"), 0
    for opening in market.openings[:5]:
        with market.store.read() as connection:
            record = records(connection, OPENINGS, [opening])[opening]
        silent = {name for name in ("languages", "education", "wage") if name not in record}
        for item in company.get(f"/api/v1/openings/{opening}/suggestions").json()["items"]:
            unknown = {one["criterion"] for one in item["reasons"] if one["code"].endswith("_unknown")}
            assert not unknown & silent
            left_open += len(silent)
    return left_open
