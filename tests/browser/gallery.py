"""Every part of templates/parts.html on one page, with invented content: to look at, and for test_gallery.py."""

from pathlib import Path
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from service.api.calls import Call
from service.errors import Invalid
from service.permissions import Action, Policy, Role, Subject
from service.web.done import Done, Undo
from service.web.forms import Form
from service.web.pages import Page
from service.web.rendering import _templates, rendered

NONCE = "gallery"
TYPED = [("form_id", "offer"), ("title", ""), ("place", "Meulan"), ("hours", "night"), ("hours", "sunday")]
FAULTS = (("title", "missing"), ("kind", "missing"))


class Sample(Page):
    """A page that nobody asked for."""

    done = Done("web_sample", {}, Undo("#", {"version": "3"}), "L’offre est proposée.")  # type: ignore[assignment]


def page(language: str = "fr", query: str = "", refused: bool = False) -> Page:
    """Return the page of an adviser; `refused` shows what was typed into a form, and what is wrong with it."""
    state: dict[str, Any] = {"subject": Subject(Role.ADVISER, "3f0c2b1e"), "nonce": NONCE}
    scope = {"type": "http", "method": "GET", "path": "/people", "query_string": query.encode(), "headers": []}
    asked = Request({**scope, "state": state, "server": ("visavis.test", 80), "scheme": "http"})
    call = Call(asked, None, Policy("profile", Action.READ), language)  # type: ignore[arg-type]
    if not refused:
        return Sample(call)
    return Sample(call, Form(FormData(TYPED)), Invalid("the request has faults", "invalid_fields", FAULTS))


def gallery(language: str = "fr", query: str = "", refused: bool = False) -> str:
    """Return the page as HTML."""
    source = Path(__file__).with_suffix(".html").read_text("utf-8")
    told = {"account_name": "Conseil", "is_demonstration": True}
    return rendered(_templates().from_string(source), page(language, query, refused), told)  # type: ignore[arg-type]
