"""Refusals as pages, for those who read: what happened, what to do, and the way on."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response

from service.api.calls import Call
from service.http.language import language_of
from service.permissions import Action, Policy
from service.web.pages import Page

NO_PAGES: Final = ("/api/", "/static/", "/health", "/ready", "/metrics")


def as_page(request: Request, problem: Mapping[str, Any], headers: Mapping[str, str]) -> Response | None:
    """Return a problem as a page, None where a program asks.

    Who has not signed in is led to where they do, and back afterwards.
    """
    if "text/html" not in request.headers.get("accept", "") or request.scope["path"].startswith(NO_PAGES):
        return None
    page = Page(Call(request, request.app.state.services, Policy("account", Action.READ), language_of(request)))
    if problem["status"] == 401:
        return page.go(_door(page))
    answer = page.alone("refusal.html", problem["status"], problem=problem)
    answer.headers.update(headers)
    return answer


def _door(page: Page) -> str:
    asked = page.request.method == "GET" and page.path != "/"
    return f"/sign-in?{urlencode({'next': page.here})}" if asked else "/sign-in"
