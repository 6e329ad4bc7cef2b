"""The pages of what is suggested to a person: ranked with questions, answered, proposed, set aside, explained."""

import json
import re

import pytest

from service.api.sign_in import COOKIE
from service.db import dismissals, listing
from service.web.done import NOTE
from service.web.suggestions import asks
from service.web.suggestions.lines import strongest
from service.web.suggestions.lists import Filters, filters_of
from tests.service.market_world import market_at
from tests.service.pages import Reader, cookie, said

FRENCH = {"accept-language": "fr"}


@pytest.fixture(scope="module")
def market(tmp_path_factory):
    with market_at(tmp_path_factory.mktemp("suggestions")) as found:
        with found.store.write() as connection:
            listing.refresh(connection)
        yield found


@pytest.fixture(scope="module")
def person(market):
    """Somebody with several openings within reach."""
    return market.people[0]


@pytest.fixture(scope="module")
def home(person):
    return f"/people/{person}/suggestions"


class Desk(Reader):
    """An adviser at work: reads in French, and sends the forms of pages."""

    def request(self, method, url, **options):
        headers = {**FRENCH, **(options.pop("headers", None) or {})}
        return super().request(method, url, headers=headers, **options)

    def after(self, answer):
        """The page that an answer leads to, with what it says was done."""
        sent_back = f"{COOKIE}={self.token}; {NOTE}={cookie(answer, NOTE)}"
        return self.get(answer.headers["location"], headers={"cookie": sent_back}).text

    def sees(self, address):
        answer = self.get(address)
        assert answer.status_code == 200, answer.text[:500]
        return answer.text


@pytest.fixture(scope="module")
def desk(market):
    return Desk(market.app, market.world.session("adviser"))


def lines(page):
    return re.findall(r'id="s-([0-9a-f-]{36})"', page)


def hidden(page, name, within=""):
    return re.search(rf'name="{name}" value="([^"]*)"', page[page.index(within) :])[1]


@pytest.mark.parametrize("what", ["openings", "sponsors", "courses"])
def test_a_tab_shows_the_first_ten_with_score_reasons_and_what_can_be_done(desk, home, what):
    page = desk.sees(f"{home}/{what}")
    assert len(lines(page)) == 10
    assert "sur 100" in page and "Mettre de côté" in page and "Pourquoi cette liste" in page
    assert len(page.encode()) <= 60_000


def test_the_pages_of_a_ranking_follow_each_other_and_keep_their_filters(desk, home):
    first, second = desk.sees(f"{home}/openings"), desk.sees(f"{home}/openings?page=2")
    assert not set(lines(first)) & set(lines(second))
    assert "/suggestions/openings?page=2" in first


def test_filters_hide_without_reordering_and_say_how_many(desk, home):
    whole = [line for page in (1, 2, 3) for line in lines(desk.sees(f"{home}/openings?page={page}"))]
    page = desk.sees(f"{home}/openings?contract=CDI")
    kept = [line for line in whole if line in lines(page)]
    assert kept == lines(page)[: len(kept)]
    assert "cachée" in said(desk.get(f"{home}/openings?contract=CDI")).text
    assert "Vos filtres cachent toute la liste" in desk.sees(f"{home}/openings?contract=LIB")


def test_what_is_no_filter_hides_nothing():
    assert filters_of({"contract": "XYZ", "max_km": "loin", "page": "-3"}) == Filters()
    assert filters_of({"max_km": "12,5", "page": "99"}) == Filters(max_km=12.5, page=10)


def test_strongest_reasons_speak_for_both_sides_where_both_have_one():
    def reason(criterion, side):
        return {"criterion": criterion, "side": side, "met": 1.0}

    mine = [reason(name, "candidate") for name in ("occupation", "contract", "wage", "hours")]
    found = strongest([*mine, reason("skills", "opening")])
    assert [each["criterion"] for each in found] == ["occupation", "contract", "skills"]
    assert strongest([]) == []


def test_an_answer_joins_the_profile_the_list_says_where_the_line_went_and_it_is_undone(desk, person, home, market):
    page = desk.sees(f"{home}/openings")
    version = hidden(page, "version")
    told = {"criterion": "hours", "hours.min": "30", "version": version, "answered": lines(page)[0]}
    done = desk.post(f"{home}/openings", data={**told, "place": "1", "points": "50"})
    assert done.status_code == 303 and "answered=" in done.headers["location"]
    then = desk.after(done)
    assert "Réponse enregistrée" in then and "50 →" in then
    api = market.client("adviser")
    assert api.get(f"/api/v1/people/{person}").json()["record"]["hours"] == {"min": 30}
    undone = desk.post(f"{home}/undo", data={"version": str(int(version) + 1)})
    assert undone.status_code == 303
    assert "hours" not in api.get(f"/api/v1/people/{person}").json()["record"]


def test_a_stale_answer_changes_nothing_and_says_so(desk, home):
    told = {"criterion": "wage", "wage_floor": "1900", "version": "0"}
    assert desk.post(f"{home}/openings", data=told).status_code == 412


@pytest.mark.parametrize("told", [{"wage_floor": ""}, {"wage_floor": "beaucoup"}])
def test_an_answer_that_is_none_is_refused_beside_its_field(desk, home, told):
    version = hidden(desk.sees(f"{home}/openings"), "version")
    answer = desk.post(f"{home}/openings", data={"criterion": "wage", "version": version, **told})
    assert answer.status_code == 422 and "Suggestions pour" in answer.text


class Sent:
    """A form as it is sent."""

    def __init__(self, **typed):
        self.typed = {name: value for name, value in typed.items() if isinstance(value, str)}
        self._all = typed

    def text(self, name):
        return str(self._all.get(name, ""))

    def texts(self, name):
        return list(self._all.get(name, []))


@pytest.mark.parametrize(
    ("typed", "news", "complete"),
    [
        (
            {"criterion": "skills", "skill:code:123456": "yes", "skill:label:Peindre": "no"},
            {"skills": [{"code": "123456"}, {"label": "Peindre", "held": False}]},
            set(),
        ),
        ({"criterion": "permits", "licences:B": "yes"}, {"licences": [{"code": "B"}]}, set()),
        ({"criterion": "permits", "licences:B": "no"}, {}, {"licences"}),
        (
            {"criterion": "languages", "language:fr": "B1", "language:en": "no"},
            {"languages": [{"code": "fr", "level": "B1"}]},
            {"languages"},
        ),
        ({"criterion": "contract", "contracts": ["CDI", "CDD"]}, {"contracts": ["CDI", "CDD"]}, set()),
        (
            {"criterion": "experience", "experience[0].months": "18", "occupation": "F1603"},
            {"experience": [{"occupation": "F1603", "months": 18}]},
            set(),
        ),
        ({"criterion": "start", "start": "2026-12-01"}, {"start": "2026-12-01"}, set()),
        ({"criterion": "meeting_place", "remote": "true"}, {"remote": True}, set()),
        ({"criterion": "distance", "modes": ["bike"], "max_km": "12"}, {"max_km": 12, "modes": ["bike"]}, set()),
    ],
)
def test_answers_become_news_in_the_words_of_the_record(typed, news, complete):
    assert asks.answered(Sent(**typed)) == (news, complete)


def test_no_to_a_licence_closes_the_list_and_leaves_the_others_unknown(desk, market, home, person):
    api = market.client("adviser")
    before = api.get(f"/api/v1/people/{person}").json()
    told = {"criterion": "permits", "certificates:SST": "no", "version": str(before["version"])}
    assert desk.post(f"{home}/openings", data=told).status_code == 303
    then = api.get(f"/api/v1/people/{person}").json()
    assert then["record"]["certificates"] == before["record"].get("certificates", [])
    assert "certificates" not in then["record"].get("partial", [])
    undone = desk.post(f"{home}/undo", data={"version": str(then["version"])})
    assert undone.status_code == 303
    assert api.get(f"/api/v1/people/{person}").json()["record"] == before["record"]


def test_what_is_set_aside_leaves_the_list_and_comes_back(desk, market, home):
    opening = lines(desk.sees(f"{home}/openings"))[0]
    assert desk.post(f"{home}/openings/{opening}/aside", data={"reason": "because"}).status_code == 422
    done = desk.post(f"{home}/openings/{opening}/aside", data={"reason": "too_far"})
    assert done.status_code == 303
    page = desk.sees(f"{home}/openings")
    assert opening not in lines(page) and len(lines(page)) == 10 and "Mis de côté (1)" in page
    assert desk.post(f"{home}/openings/{opening}/aside", data={"reason": "too_far"}).status_code == 409
    with market.store.read() as connection:
        assert dismissals.reasons(connection, "opening") == {"too_far": 1}
    dismissal = hidden(page, "dismissal")
    assert desk.post(f"{home}/openings/restored", data={"dismissal": dismissal}).status_code == 303
    assert lines(desk.sees(f"{home}/openings"))[0] == opening
    assert desk.post(f"{home}/openings/restored", data={"dismissal": dismissal}).status_code == 404


@pytest.mark.parametrize("what", ["openings", "sponsors"])
def test_a_suggestion_is_proposed_once_and_withdrawn(desk, home, what):
    first = lines(desk.sees(f"{home}/{what}"))[0]
    done = desk.post(f"{home}/{what}/{first}/propose")
    assert (done.status_code, done.headers["location"]) == (303, f"{home}/{what}")
    then = desk.after(done)
    assert f"/{first}/propose" not in then
    assert desk.post(f"{home}/{what}/{first}/propose").status_code == 409
    withdrawal = {name: hidden(then, name, "withdrawals") for name in ("proposal", "version")}
    assert desk.post(f"{home}/{what}/withdrawals", data=withdrawal).status_code == 303
    assert f"/{first}/propose" in desk.sees(f"{home}/{what}")


def test_any_opening_is_looked_up_and_says_what_stands_in_the_way_and_what_lifts_it(desk, market, home):
    found = desk.sees(f"{home}/openings/search?q=soud")
    assert "/suggestions/openings/" in found and "Rien ne correspond" not in found
    assert "Rien ne correspond" in desk.sees(f"{home}/openings/search?q=zzzz")
    pages = (desk.sees(f"{home}/openings/{each}") for each in market.openings)
    assert next(page for page in pages if "Noter son accord" in page).count("empêche") == 1
    assert desk.get(f"{home}/openings/{market.people[0]}").status_code == 404


def test_two_are_compared_criterion_by_criterion(desk, home):
    first, second = lines(desk.sees(f"{home}/openings"))[:2]
    page = desk.sees(f"{home}/openings/compare?with={first}&with={second}")
    assert 'scope="row"' in page and ("Différent" in page or "Identique" in page)
    assert "Cochez deux suggestions" in desk.sees(f"{home}/openings/compare?with={first}&with={first}")


def test_a_lever_is_a_card_whose_change_is_made_and_undone(desk, market, home, person):
    page = desk.sees(f"{home}/levers")
    change = json.loads(hidden(page, "change").replace("&#34;", '"').replace("&quot;", '"'))
    told = {"change": json.dumps(change), "version": hidden(page, "version")}
    done = desk.post(f"{home}/levers", data=told)
    assert (done.status_code, done.headers["location"]) == (303, f"{home}/levers")
    record = market.client("adviser").get(f"/api/v1/people/{person}").json()
    [(name, value)] = change.items()
    assert all(each in record["record"][name] for each in value) if isinstance(value, list) else record["record"][name]
    assert desk.post(f"{home}/undo", data={"version": str(record["version"])}).status_code == 303
    assert desk.get(f"{home}/levers?for=sponsors").status_code == 200


def test_what_is_missing_leads_to_the_ways_there(desk, market, home):
    pages = (desk.sees(f"{home}/openings/{each}") for each in market.openings)
    link = next(found for page in pages if (found := re.search(rf'href="({home}/path\?opening=[^"]*)"', page)))
    assert "<h1>Comment y arriver" in desk.sees(link[1].replace("&amp;", "&"))
    assert desk.get(f"{home}/path?opening={market.people[0]}").status_code == 404
    assert desk.get(f"{home}/path?wish=4").status_code == 422
    jobs = [desk.get(f"{home}/path?wish={place}") for place in (1, 2, 3)]
    assert {answer.status_code for answer in jobs} <= {200, 404}


def test_a_run_tells_what_was_shown_and_comes_out_the_same(desk, home, person):
    page = desk.sees(f"{home}/openings")
    [run] = set(re.findall(r"/runs/([0-9a-f-]{36})", page))
    told = desk.sees(f"/people/{person}/runs/{run}?again=true")
    assert all(f"/openings/{line}" in told for line in lines(page))
    assert "sont identiques" in told
    assert run in desk.sees(f"/people/{person}/runs")


def test_the_person_sees_their_own_and_nobody_elses(market):
    own = Desk(market.app, market.world.session("candidate"))
    me = market.world.subject("candidate").candidate
    page = own.sees(f"/people/{me}/suggestions/openings")
    assert "Ce qui vous est suggéré" in page
    assert own.get(f"/people/{market.people[0]}/suggestions/openings").status_code == 404


@pytest.mark.parametrize("role", ["company", "sponsor", "organiser", "funder", "admin"])
def test_other_roles_are_refused(market, home, role):
    assert Desk(market.app, market.world.session(role)).get(f"{home}/openings").status_code in (403, 404)


def test_who_proposes_themselves_is_told_first_what_the_company_will_see(market):
    own = Desk(market.app, market.world.session("candidate"))
    home = f"/people/{market.world.subject('candidate').candidate}/suggestions/openings"
    first = lines(own.sees(home))[0]
    asked = own.post(f"{home}/{first}/propose")
    assert asked.headers["location"] == f"{home}/{first}/agree"
    assert "L’entreprise verra votre nom" in said(own.get(f"{home}/{first}/agree")).text
    refused = own.post(f"{home}/{first}/propose", data={"agreed": "true"})
    assert refused.status_code in (303, 409)


def test_a_meetup_is_joined_left_set_aside_and_restored(desk, market, home):
    assert "Aucune rencontre n’est annoncée" in desk.sees(f"{home}/meetups")
    organiser = market.client("organiser")
    told = {"title": "Jeunes-patrons", "rounds": 4, "round_minutes": 10, "places": 20, "host_places": 10}
    made = organiser.post("/api/v1/meetups", json={**told, "date": "2027-01-12"}).json()
    version = {"if-match": f'"{made["version"]}"'}
    assert organiser.patch(f"/api/v1/meetups/{made['id']}", json={"status": "open"}, headers=version).status_code == 200
    here, meetup = f"{home}/meetups", made["id"]

    page = desk.sees(here)
    assert "Jeunes-patrons" in page and "12 janvier 2027" in said(desk.get(here)).text
    joined = desk.post(f"{here}/{meetup}/join")
    assert (joined.status_code, joined.headers["location"]) == (303, here)
    page = desk.sees(here)
    assert "Désinscrire" in page
    assert desk.post(f"{here}/{meetup}/join").status_code == 409
    assert desk.post(f"{here}/{meetup}/leave", data={"guest": hidden(page, "guest")}).status_code == 303

    assert "Trop loin" in desk.sees(f"{here}/{meetup}/aside")
    assert desk.post(f"{here}/{meetup}/aside").status_code == 422
    assert desk.post(f"{here}/{meetup}/aside", data={"reason": "not_now"}).status_code == 303
    page = desk.sees(here)
    assert f"/{meetup}/join" not in page and "Mis de côté (1)" in page
    assert desk.post(f"{here}/restored", data={"dismissal": hidden(page, "dismissal")}).status_code == 303
    assert f"/{meetup}/join" in desk.sees(here)


def test_of_somebody_of_whom_nothing_is_known_everything_is_asked(desk, market):
    told = {"identity": {"first_name": "Lou", "last_name": "Essai"}, "record": {}}
    new = market.client("adviser").post("/api/v1/people", json=told).json()["id"]
    home = f"/people/{new}/suggestions"
    asked = set()
    for what, things in (("openings", market.openings[:30]), ("sponsors", market.sponsors[:6])):
        for thing in things:
            asked |= set(re.findall(r'name="criterion" value="(\w+)"', desk.sees(f"{home}/{what}/{thing}")))
    assert asked >= {"contract", "distance", "hours", "wage", "start", "skills", "permits", "languages", "education"}
    assert asked >= {"experience", "occupation", "help", "availability", "meeting_place", "common_language", "trade"}
    empty = {"criterion": "skills", "version": "1"}
    refused = desk.post(f"{home}/openings/{market.openings[0]}", data=empty)
    assert refused.status_code == 422 and "rien n’a été répondu" in said(refused).text.lower()
    place = {"criterion": "distance", "place.postcode": "78130", "max_km": "20", "modes": "bike", "version": "1"}
    done = desk.post(f"{home}/openings/{market.openings[0]}", data=place)
    assert (done.status_code, done.headers["location"]) == (303, f"{home}/openings/{market.openings[0]}")
    assert "Suggestions pour Lou Essai" in desk.sees(f"{home}/openings")
