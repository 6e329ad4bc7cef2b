"""How each route is called, for the tests that call them all. A route without a line here fails test_resources_matrix.

`kind` is the kind of the thing whose id stands for {id}, in the address, the query or the body; what lies under it is
named too ({note} …), and so are things that anybody may name ({sponsor} …). What a use case says on top of the matrix
is said here: `needs` the scopes of which one must be given to do it at all (403 without), `as_if` the only scope that
counts in telling which things are reached, `resource` what else must be readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.permissions import Role, Scope
from tests.service.relations import ABSENT


@dataclass(frozen=True)
class Called:
    """One route's example."""

    kind: str = ""
    body: Any = None
    needs: frozenset[Scope] = frozenset()
    as_if: Scope | None = None
    resource: str = ""
    query: str = ""
    bodies: Mapping[Role, Any] = field(default_factory=dict)  # of those who say it otherwise
    others: Mapping[Role, "Called"] = field(default_factory=dict)  # to whom another thing is named
    form: Any = None  # fields and a file, in place of a body
    refused: int = 0  # how everybody's example is refused: what it says is wrong on purpose


def of(kind: str = "", body: Any = None, *needs: Scope, **more: Any) -> Called:
    """Return a call that one of these scopes is needed for."""
    return Called(kind, body, frozenset(needs), **more)


OWN, CASELOAD, COMPANYS, TERRITORY = Scope.OWN, Scope.CASELOAD, Scope.ORGANISATION, Scope.TERRITORY
PERSON = {"first_name": "Prénom", "last_name": "Nouveau", "birth_date": "1990-05-17"}
IN_APP, ON_PAPER = ({"channel": channel, "text_version": "1"} for channel in ("app", "paper"))
WHY = "Pour un meilleur suivi"
MEETING = {"starts_at": "2026-12-14T09:00:00+01:00", "minutes": 30, "place": "Au siège"}
ASSIGNED = {"action": "assign", "reason": WHY}
INVITED = {"email": "nouvelle@personne.test", "name": "Nouvelle"}
NO_PLAN, NOBODY = {"meetings": []}, {"person": ABSENT, "host": ABSENT}
REFUSED = {"granted": False, "reason": WHY}
LIST, PEOPLE, LEFT = Called(), Called("person"), {"step": "withdrawn"}
EXPORT = of("", None, CASELOAD, others={Role.CANDIDATE: LIST})


def proved(**told: Any) -> Called:
    """Return a call that says how the person told it: in the app to the candidate, on paper to others."""
    return Called("person", {**told, **ON_PAPER}, bodies={Role.CANDIDATE: {**told, **IN_APP}})


CALLS = {
    "GET /openings": LIST,
    "POST /openings": of("", {"record": {"title": "Cariste"}}, COMPANYS),
    "POST /openings/bulk": of("", {"action": "renew", "ids": ["{opening}"]}, COMPANYS),
    "GET /openings/{id}": Called("opening"),
    "PATCH /openings/{id}": Called("opening", {"record": {"title": "Cariste"}}),
    "DELETE /openings/{id}": Called("opening"),
    "POST /openings/{id}/publish": Called("opening", {}),
    "POST /openings/{id}/close": Called("opening"),
    "POST /openings/{id}/renew": Called("opening"),
    "POST /openings/{id}/fill": Called("opening", {"filled": 0}),
    "POST /openings/{id}/unpublish": Called("opening", {"reason": "Texte à revoir"}),
    "GET /organisations": LIST,
    "POST /organisations": of("", {"kind": "company", "name": "Nouvelle"}, TERRITORY),
    "GET /organisations/{id}": Called("organisation"),
    "PATCH /organisations/{id}": Called("organisation", {"name": "Autrement"}),
    "POST /organisations/{id}/close": of("organisation", None, TERRITORY),
    "GET /people": LIST,
    "POST /people": of("", {"identity": PERSON}, CASELOAD),
    "POST /people/find": of("", PERSON, CASELOAD),
    "POST /people/bulk": of("", {**ASSIGNED, "adviser": "{colleague}", "ids": ["{person}"]}, CASELOAD),
    "GET /people/{id}": PEOPLE,
    "PATCH /people/{id}": Called("person", {"record": {"max_km": 10}}),
    "POST /people/{id}/close": PEOPLE,
    "POST /people/{id}/reopen": PEOPLE,
    "GET /people/{id}/identity": PEOPLE,
    "PATCH /people/{id}/identity": Called("person", {"city": "Lille"}),
    "GET /commitments": LIST,
    "POST /commitments": of("", {"kind": "sponsor"}, COMPANYS),
    "GET /commitments/{id}": Called("commitment"),
    "PATCH /commitments/{id}": Called("commitment", {"places": 3}),
    "POST /commitments/{id}/use": Called("commitment"),
    "POST /commitments/{id}/give-back": Called("commitment"),
    "GET /programmes": LIST,
    "POST /programmes": of("", {"kind": "course", "name": "Nouveau"}, TERRITORY),
    "GET /programmes/{id}": Called("programme"),
    "PATCH /programmes/{id}": Called("programme", {"name": "Autrement"}),
    "POST /programmes/{id}/close": Called("programme"),
    "GET /programmes/{id}/cohorts": Called("programme"),
    "POST /programmes/{id}/cohorts": Called("programme", {"name": "Nouvelle"}),
    "GET /programmes/{id}/cohorts/{cohort}": Called("programme"),
    "PATCH /programmes/{id}/cohorts/{cohort}": Called("programme", {"name": "Autrement"}),
    **{f"GET /reference/{kind}": LIST for kind in ("occupations", "skills", "places")},
    **{f"GET /reference/{kind}/{{code}}": of(refused=404) for kind in ("occupations", "skills", "places")},
    "GET /sponsors": LIST,
    "POST /sponsors": of("", {"record": {"help": ["cv"]}}, TERRITORY),
    "GET /sponsors/{id}": Called("sponsor"),
    "PATCH /sponsors/{id}": Called("sponsor", {"record": {"capacity": 3}}),
    "DELETE /sponsors/{id}": Called("sponsor"),
    "POST /sponsors/{id}/pause": Called("sponsor", {"first": "2026-12-01"}),
    "POST /sponsors/{id}/resume": Called("sponsor"),
    "GET /territories": LIST,
    "GET /territories/{id}": Called("territory"),
    "PATCH /territories/{id}": Called("territory", {"name": "Autrement"}),
    "DELETE /account": LIST,
    "GET /account": LIST,
    "PATCH /account": of("", {"language": "en"}),
    "PUT /account/password": of("", {"new": "lampe rivière onze fougère"}),
    "POST /account/recovery-codes": LIST,
    "DELETE /account/sessions": LIST,
    "GET /account/sessions": LIST,
    "DELETE /account/sessions/{id}": Called("session"),
    "GET /audit": LIST,
    "GET /break-glass": LIST,
    "POST /break-glass": of("person", {"person": "{id}", "reason": WHY}, as_if=TERRITORY),
    "DELETE /break-glass/{id}": of("emergency", as_if=OWN),
    "GET /caseloads": LIST,
    "POST /caseloads": Called("person", {"person": "{id}", "adviser": "{adviser}", "reason": WHY}),
    "POST /caseloads/{id}/end": Called("caseload"),
    "POST /caseloads/{id}/hand-over": Called("caseload", {"adviser": "{colleague}", "reason": WHY}),
    "GET /figures": LIST,
    "GET /introductions": LIST,
    "POST /introductions": Called(
        "person",
        {"opening": "{opening}", "person": "{id}"},
        bodies={Role.CANDIDATE: {"opening": "{opening}", "person": "{id}", "proof": IN_APP}},
        others={Role.COMPANY: Called("offer", {"opening": "{id}", "pseudonym": "{pseudonym}"})},
    ),
    "GET /introductions/cap": LIST,
    "PUT /introductions/cap": of("", {"monthly": 3}, COMPANYS),
    "GET /introductions/{id}": Called("introduction"),
    "POST /introductions/{id}/outcomes": Called("introduction", {"step": "met", "side": "person"}),
    "POST /introductions/{id}/reminder": Called("introduction"),
    "POST /introductions/{id}/steps": Called(
        "introduction", {**LEFT, "side": "person"}, bodies={Role.COMPANY: {"step": "accepted", "side": "company"}}
    ),
    "POST /introductions/{id}/withdraw": Called("introduction", {}),
    "GET /jobs/runs": LIST,
    "GET /jobs/unsent-messages": LIST,
    "GET /keys": LIST,
    "POST /keys": of("", {"name": "Suivi", "role": "funder", "scopes": ["reference:R"], "expires_on": "2026-12-31"}),
    "DELETE /keys/{id}": Called("key"),
    "GET /meetups": LIST,
    "POST /meetups": of("", {"title": "Rencontre", "rounds": 4}, TERRITORY),
    "GET /meetups/{id}": Called("meetup"),
    "PATCH /meetups/{id}": of("meetup", {"title": "Autrement"}, TERRITORY),
    "DELETE /meetups/{id}": Called("meetup"),
    "GET /meetups/{id}/guests": Called("meetup"),
    "GET /meetups/{id}/registrants": of("meetup", None, Scope.REGISTRANT, as_if=TERRITORY),
    "GET /meetups/{id}/paper.pdf": of("meetup", None, Scope.REGISTRANT, as_if=TERRITORY),
    "GET /meetups/{id}/guests/{guest}/calendar.ics": Called("guest"),
    "PATCH /meetups/{id}/guests/{guest}": Called("guest", {"away": [1]}),
    "DELETE /meetups/{id}/guests/{guest}": Called("guest"),
    "POST /meetups/{id}/people": Called("guest", {"person": "{candidate}"}),
    "POST /meetups/{id}/hosts": Called("meetup", {}),
    "POST /meetups/{id}/seats": of("meetup", {"commitment": "{seat}"}, TERRITORY),
    "GET /meetups/{id}/wishes": Called("meetup"),
    "PUT /meetups/{id}/wishes": Called("meetup", {}),
    "GET /meetups/{id}/plan": Called("meetup"),
    "POST /meetups/{id}/plan": of("meetup", {}, TERRITORY),
    "PUT /meetups/{id}/plan": of("meetup", NO_PLAN, TERRITORY),
    "POST /meetups/{id}/check": of("meetup", NO_PLAN, TERRITORY),
    "POST /meetups/{id}/replan": of("meetup", {"now": 1}, TERRITORY),
    "PUT /meetups/{id}/attendance": of("meetup", {"meetings": [{**NOBODY, "met": True}]}, TERRITORY),
    "PUT /meetups/{id}/interests": Called("meetup", {"meetings": [{**NOBODY, "interested": True}]}),
    "GET /members": LIST,
    "POST /members": of(
        "",
        {**INVITED, "role": "funder"},
        bodies={Role.COMPANY: {**INVITED, "role": "company", "organisation": "{company}"}},
    ),
    "GET /members/{id}": Called("member"),
    "POST /members/{id}/approve": of("member", None, TERRITORY),
    "POST /members/{id}/end": Called("member"),
    "DELETE /members/{id}/second-factor": Called("member"),
    "GET /notifications": LIST,
    "GET /openings/{id}/nobody": of("opening", resource="opening"),
    "GET /openings/{id}/suggestions": of("opening", resource="opening"),
    "GET /pairs": of("person", query="?person={id}&opening={opening}"),
    "POST /people/{id}/account": of("person", INVITED, CASELOAD),
    "GET /people/{id}/consents": PEOPLE,
    "POST /people/{id}/consents": proved(purpose="learning_opt_out"),
    "POST /people/{id}/consents/seen": of("person", None, OWN),
    "POST /people/{id}/consents/{consent}/withdraw": PEOPLE,
    "GET /people/{id}/levers": PEOPLE,
    "GET /people/{id}/notes": PEOPLE,
    "POST /people/{id}/notes": Called("person", {"text": "Une note"}),
    "DELETE /people/{id}/notes/{note}": PEOPLE,
    "PUT /people/{id}/notes/{note}": Called("person", {"text": "Autrement"}),
    "GET /people/{id}/notices": of("person", None, OWN, CASELOAD, TERRITORY),
    "POST /people/{id}/notices": proved(),
    "GET /people/{id}/ranking/courses": PEOPLE,
    "GET /people/{id}/ranking/openings": PEOPLE,
    "GET /people/{id}/ranking/sponsors": PEOPLE,
    "GET /people/{id}/seen-by": of("person", as_if=OWN),
    "GET /people/{id}/sharings": of("person", None, OWN, CASELOAD),
    "GET /people/{id}/showings": PEOPLE,
    "GET /people/{id}/statuses": PEOPLE,
    "POST /people/{id}/statuses": proved(kind="qpv", holds=True),
    "DELETE /people/{id}/statuses/{status}": PEOPLE,
    "POST /people/{id}/statuses/{status}/check": of("person", None, CASELOAD),
    "GET /runs": LIST,
    "GET /runs/{id}": Called("run"),
    "GET /runs/{id}/replay": Called("run"),
    "DELETE /session": LIST,
    "GET /session": LIST,
    "PUT /session/role": of("", {"membership": ABSENT}, refused=404),
    "POST /session/second-factor": of("", {"code": "000000"}, refused=401),
    "POST /session/second-factor/enrolment": LIST,
    "PUT /session/second-factor/enrolment": of("", {"code": "000000"}, refused=422),
    "GET /sponsors/{id}/nobody": of("sponsor", resource="sponsor"),
    "GET /sponsors/{id}/suggestions": of("sponsor", resource="sponsor"),
    "GET /sponsorships": LIST,
    "POST /sponsorships": Called("person", {"person": "{id}", "sponsor": "{sponsor}"}),
    "GET /sponsorships/{id}": Called("sponsorship"),
    "POST /sponsorships/{id}/answers": Called("sponsorship", LEFT, bodies={Role.SPONSOR: {"step": "active"}}),
    "GET /sponsorships/{id}/appointments": Called("sponsorship"),
    "POST /sponsorships/{id}/appointments": Called("sponsorship", MEETING),
    "POST /sponsorships/{id}/appointments/{appointment}/settle": Called("sponsorship", {"step": "kept"}),
    "POST /sponsorships/{id}/staff/appointments": Called("sponsorship", MEETING),
    "POST /sponsorships/{id}/staff/appointments/{appointment}/settle": Called("sponsorship", {"step": "kept"}),
    "PUT /sponsorships/{id}/outcome": Called("sponsorship", {"outcome": "job", "day": "2026-11-20"}),
    "POST /sponsorships/{id}/steps": Called("sponsorship", LEFT, bodies={Role.ORGANISER: {"step": "active"}}),
    **{f"GET /openings/export.{kind}": of("", None, COMPANYS) for kind in ("csv", "xlsx")},
    **{f"GET /people/export.{kind}": EXPORT for kind in ("csv", "xlsx")},
    "POST /imports": of(
        form={"kind": "candidates", "source": "suivi"},
        bodies={role: {"kind": "openings", "source": "suivi"} for role in (Role.COMPANY, Role.ADMIN)},
    ),
    "POST /imports/{id}/apply": Called("import", {}),
    "POST /imports/{id}/undo": Called("import"),
    "GET /people/{id}/rights": PEOPLE,
    "POST /people/{id}/rights": Called("person", {"kind": "access"}),
    "GET /people/{id}/rights/export": PEOPLE,
    "GET /people/{id}/rights/export.zip": PEOPLE,
    "POST /people/{id}/rights/{request}/answer": of("person", REFUSED, CASELOAD, TERRITORY),
    "POST /people/{id}/rights/{request}/withdraw": PEOPLE,
    "GET /sponsors/{id}/rights": Called("sponsor"),
    "POST /sponsors/{id}/rights": Called("sponsor", {"kind": "access"}),
    "GET /sponsors/{id}/rights/export": Called("sponsor"),
    "GET /sponsors/{id}/rights/export.zip": Called("sponsor"),
    "POST /sponsors/{id}/rights/{request}/answer": of("sponsor", REFUSED, CASELOAD, TERRITORY),
    "POST /sponsors/{id}/rights/{request}/withdraw": Called("sponsor"),
}
