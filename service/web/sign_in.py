"""The page that sign-in links lead to: it holds every step, and its script shows one after the other."""

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from service.http.headers import nonce_of
from service.http.language import language_of
from service.i18n import LANGUAGES, names

router = APIRouter(tags=["pages"], include_in_schema=False)

_OTHER: Final = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))
Lang = Annotated[Literal["fr", "en"] | None, Query()]


@router.get("/sign-in")
async def page(request: Request, lang: Lang = None) -> Response:
    """Return the page, in the language that is asked for or else liked best."""
    language = lang or language_of(request)
    told = {"Content-Language": language, "Vary": "Accept-Language"}
    body = _worded(language).replace("$nonce", escape(nonce_of(request.state)))
    return Response(body, headers=told, media_type="text/html; charset=utf-8")


@cache
def _worded(language: str) -> str:
    source = files("service").joinpath("web", "templates", "sign_in.html").read_text("utf-8")
    words = {key: escape(text) for key, text in names("sign_in", language).items()}
    roles = escape(json.dumps(dict(names("account_role", language)), ensure_ascii=False))
    about = {"language": language, "other": _OTHER[language], "roles": roles, "nonce": "$nonce"}
    return Template(source).substitute(words, **about)
