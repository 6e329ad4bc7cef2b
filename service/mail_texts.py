"""What messages say: the templates of locale/mails, filled with the facts of one message."""

import html
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from service.i18n import narrowed, worded

_REST: Final = r"(?![\w.:@-])[^\s()<>]*"  # of an address that begins with ours: neither another host nor a login
_LISTS: Final = ("meetings", "news")  # facts of several lines, which we write

_BEGIN, _END = '<!doctype html><html lang="{}"><head><meta charset="utf-8"></head><body>', "</body></html>\n"


@dataclass(frozen=True, slots=True)
class Text:
    """One message as its reader sees it: a subject of one line, the text, and the same text as HTML."""

    subject: str
    plain: str
    html: str


def said(template: str, facts: Mapping[str, str | int], language: str, site: str) -> Text:
    """Return what a message says; raise KeyError for a template that does not exist or a fact that is missing."""
    texts = templates(language)
    subject, body = short(template, facts, language, site)
    plain = str(texts["frame"]["text"]).strip().format(said=body, site=site) + "\n"
    return Text(subject, plain, _as_html(plain, language, site))


def short(template: str, facts: Mapping[str, str | int], language: str, site: str) -> tuple[str, str]:
    """Return a message's subject and text without greeting and closing."""
    text = templates(language)[template]
    filled = {name: _fact(name, fact, language) for name, fact in facts.items()}
    filled["site"] = site
    return _line(text["subject"].format_map(filled)), text["text"].strip().format_map(filled)


@cache
def templates(language: str) -> Mapping[str, Any]:
    """Return the templates of a language by name."""
    source = files("service").joinpath("locale", "mails", f"{language}.toml").read_text("utf-8")
    return tomllib.loads(narrowed(source) if language == "fr" else source)


def notices() -> list[str]:
    """Return the templates of what is also shown inside the application: none of them holds a secret."""
    return [name for name, text in templates("fr").items() if text.get("notice")]


def _fact(name: str, fact: str | int, language: str) -> str | int:
    """Return a fact as it stands in a text: on one line, else somebody's title could go on as if it were ours."""
    if name == "day":
        return worded(fact, "date", language)
    return _line(fact) if isinstance(fact, str) and name not in _LISTS else fact


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _as_html(plain: str, language: str, site: str) -> str:
    """Return the text as HTML, in which only addresses of ours are links."""
    ours = re.compile(re.escape(html.escape(site.rstrip("/"))) + _REST)
    escaped = ours.sub(r'<a href="\g<0>">\g<0></a>', html.escape(plain))
    paragraphs = "".join(f"<p>{part.strip()}</p>".replace("\n", "<br>\n") for part in escaped.split("\n\n"))
    return "".join((_BEGIN.format(language), paragraphs, _END))
