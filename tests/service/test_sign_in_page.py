"""The page that sign-in links lead to: in both languages, with nothing from elsewhere, and every step in it."""

import re
from html.parser import HTMLParser

import pytest

from service.tokens import address
from service.web.static_files import FILES


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: the page asks the database nothing."""
    return sqlite_url


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, *tags):
        return [attributes for tag, attributes in self.found if tag in tags]


@pytest.mark.parametrize(("told", "language"), [("fr-FR,fr;q=0.9", "fr"), ("en-GB", "en"), ("de", "fr")])
def test_the_page_speaks_the_readers_language(world, app, told, language):
    answer = world.client(app, "anonymous").get("/sign-in", headers={"accept-language": told})
    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    assert f'<html lang="{language}">' in answer.text
    assert "$" not in answer.text
    other = world.client(app, "anonymous").get("/sign-in?lang=en", headers={"accept-language": "fr"})
    assert '<html lang="en">' in other.text


def test_the_page_loads_only_what_is_ours_and_runs_nothing_inline(world, app):
    client = world.client(app, "anonymous")
    answer = client.get("/sign-in")
    page = Elements(answer.text)
    loaded = [one.get("src") or one.get("href") for one in page.of("script", "link", "img")]
    assert [file for file in loaded if file] == ["data:,", "/static/sign_in.css", "/static/sign_in.js"]
    assert all(client.get(file).status_code == 200 for file in loaded[1:3])
    assert not [name for _, attributes in page.found for name in attributes if name == "style" or name.startswith("on")]
    nonces = {one["nonce"] for one in page.of("script")}
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in answer.headers["content-security-policy"]
    assert nonces != {one["nonce"] for one in Elements(client.get("/sign-in").text).of("script")}


def test_every_field_has_a_label_and_every_part_that_the_script_names_is_there(world, app):
    page = Elements(world.client(app, "anonymous").get("/sign-in").text)
    labelled = {one["for"] for one in page.of("label")}
    assert {one["id"] for one in page.of("input")} == labelled
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    script = FILES["sign_in.js"][0].decode()
    assert set(re.findall(r'(?:part|show|formsOf)\("([a-z-]+)"\)', script)) <= set(ids)


def test_a_link_leads_to_the_page_and_tells_the_server_nothing():
    assert address("https://visavis.test/", "t") == "https://visavis.test/sign-in#t"


def test_only_known_files_are_given(world, app):
    client = world.client(app, "anonymous")
    assert client.get("/static/sign_in.js").headers["content-type"].startswith("text/javascript")
    for name in ("..%2Fsign_in.py", "sign_in.html", "%00"):
        assert client.get(f"/static/{name}").status_code == 404
