"""What messages say: every template in both languages, nothing but text from outside, and no way to add a header."""

import ast
import datetime as dt
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.db.outbox import Message
from service.errors import Invalid
from service.mail import post_office, written
from service.mail_texts import notices, said, short, templates
from service.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(sender="visavis@mail.invalid", url="https://visavis.invalid")
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TEMPLATES = sorted(set(templates("fr")) - {"frame"})
LANGUAGES = ("fr", "en")


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def facts_of(template: str) -> dict[str, str | int]:
    found = holes(templates("fr")[template]["subject"]) | holes(templates("fr")[template]["text"])
    return {name: "2026-12-01" if name == "day" else f"<{name}>" for name in found - {"site"}}


def message(to: str = "somebody@mail.invalid", template: str = "opening_closes", **facts: str) -> Message:
    told = {"title": "Soudeur", "day": "2026-12-01", **facts}
    return Message("3f0c2b1e", to, template, told, "fr", 0, NOON)


class Elements(HTMLParser):
    """The elements of a page, and where its links go."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]


def elements(html: str) -> Elements:
    reader = Elements()
    reader.feed(html)
    return reader


def test_both_languages_have_the_same_templates_holes_and_notices() -> None:
    for template in {*templates("fr"), *templates("en")}:
        french, english = (templates(language)[template] for language in LANGUAGES)
        assert french.keys() == english.keys()
        for part in french.keys() - {"notice"}:
            assert holes(french[part]) == holes(english[part]), (template, part)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_says_all_its_facts_and_escapes_them(template: str, language: str) -> None:
    text = said(template, facts_of(template), language, SETTINGS.url)
    assert "{" not in text.subject + text.plain
    assert set(elements(text.html).tags) <= {"html", "head", "meta", "body", "p", "br", "a"}
    assert "’" in text.plain or language == "en"
    assert "'" not in text.plain.replace("person's", "")


def test_every_template_that_is_used_exists_and_each_is_used_or_waits_for_its_use() -> None:
    used = set()
    for path in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "outbox.add":
                used |= {part.value for part in node.args[2:3] if isinstance(part, ast.Constant)}
    assert used <= set(TEMPLATES)


def test_no_notice_shows_a_link_to_sign_in() -> None:
    assert not [template for template in notices() if "link" in facts_of(template)]


def test_a_day_is_said_as_people_say_it() -> None:
    assert "1er\u00a0décembre\u00a02026" in short("opening_closes", {"title": "x", "day": "2026-12-01"}, "fr", "")[1]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_whatever_a_fact_holds_the_subject_is_one_line_and_the_page_has_no_element_of_it(
    text: str, language: str
) -> None:
    found = said("break_glass", {"reason": text}, language, SETTINGS.url)
    assert found.subject.isprintable()
    assert set(elements(found.html).tags) <= {"html", "head", "meta", "body", "p", "br", "a"}


@pytest.mark.parametrize("link", ["javascript:alert(1)", 'https://evil.invalid/" onclick="x', "data:text/html,x"])
def test_only_addresses_of_the_web_become_links(link: str) -> None:
    found = elements(said("invitation", {"link": link, "days": 7}, "fr", SETTINGS.url).html)
    assert all(str(target).startswith(("https://", "http://")) for target in found.links)
    assert "onclick" not in str(found.links)


@pytest.mark.parametrize(
    "to",
    ["", "a", "a@", "@b", "a@b, c@d", "a@b\nBcc: c@d", "a@b\r\n\r\nbody", "a b@c", "<a@b>", "a@b;c@d", "a\0@b", "a@b "],
)
def test_what_is_not_one_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match="address"):
        written(message(to), SETTINGS)


def test_a_fact_with_lines_adds_no_header() -> None:
    mail = written(message(title="x\r\nBcc: somebody@else.invalid\r\n\r\nother body"), SETTINGS)
    assert mail["Bcc"] is None
    assert sorted(set(mail.keys())) == sorted([
        "From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "Content-Language", "MIME-Version",
        "Content-Type",
    ])  # fmt: skip


def test_the_address_that_stops_a_message_stands_whole_in_its_header_however_long_it_is() -> None:
    link = f"https://{'long.' * 30}invalid/unsubscribe/{'x_Y-' * 20}"
    raw = written(message(template="weekly", news="x", unsubscribe=link), SETTINGS).as_bytes()
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


@pytest.mark.parametrize("smtp", ["", "mail.invalid", "http://mail.invalid", "smtp://"])
def test_an_address_of_a_server_that_is_none_is_refused_with_the_mend(smtp: str) -> None:
    with pytest.raises(Invalid, match="smtp"), post_office(Settings(smtp=smtp)):
        pass
