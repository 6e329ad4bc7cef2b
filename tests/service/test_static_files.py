"""The files that pages load: two and the fonts, small on the wire, kept for good as long as they stay the same."""

import gzip
import re
from importlib.resources import files

import pytest

from service import assets
from service.assets import versioned
from service.errors import Unavailable

PAIR = ("visavis.css", "visavis.js")


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: these files ask the database nothing."""
    return sqlite_url


@pytest.fixture
def client(world, app):
    return world.client(app, "anonymous")


@pytest.mark.parametrize("name", PAIR)
def test_what_npm_brought_and_what_is_ours_is_one_file(client, name):
    whole = re.sub(r"\?v=\w+", "", client.get(versioned(name)).text)
    places = [whole.index(files("service").joinpath("web", part).read_text("utf-8")) for part in assets.SOURCES[name]]
    assert len(places) > 1
    assert places == sorted(places)


@pytest.mark.parametrize("name", PAIR)
def test_a_client_that_unzips_gets_it_zipped(client, name):
    plain = client.get(f"/static/{name}", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", f"/static/{name}", headers={"accept-encoding": "br, gzip;q=0.8"}) as zipped:
        raw = b"".join(zipped.iter_raw())
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2
    assert plain.headers["vary"] == zipped.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != zipped.headers["etag"]


@pytest.mark.parametrize("told", ["", "br", "gzip;q=0", "gzip; q=0.000, br", "notgzip"])
def test_a_client_that_cannot_unzip_gets_it_as_it_is(client, told):
    assert "content-encoding" not in client.get("/static/visavis.css", headers={"accept-encoding": told}).headers


@pytest.mark.parametrize("name", [*PAIR, "fonts/atkinson-hyperlegible-latin-400-normal.woff2"])
def test_a_named_version_is_kept_for_good_and_any_other_asked_about_again(client, name):
    assert client.get(versioned(name)).headers["cache-control"] == "public, max-age=31536000, immutable"
    for address in (f"/static/{name}", f"/static/{name}?v=older"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
        again = client.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_style_names_fonts_that_are_there_by_their_version(client):
    named = re.findall(r'url\("(/static/[^"]+)"\)', client.get(versioned("visavis.css")).text)
    assert len(set(named)) == 4
    for address in named:
        font = client.get(address)
        assert (font.headers["content-type"], font.content[:4]) == ("font/woff2", b"wOF2")
        assert "immutable" in font.headers["cache-control"]


def test_the_two_files_load_nothing_from_elsewhere(client):
    for name in PAIR:
        text = client.get(versioned(name)).text
        assert not re.search(r"@import|url\((?![\"']?(?:data:|/static/))", text)
        assert "sourceMappingURL" not in text


def test_only_what_pages_load_is_given(client):
    for name in ("pico.min.css", "vendor/pico.min.css", "fonts/LICENSE", "fonts.css", "..%2Fsign_in.py", "fonts/"):
        assert client.get(f"/static/{name}").status_code == 404


def test_where_set_up_has_not_been_run_it_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "_web", lambda place: tmp_path / place)
    with pytest.raises(Unavailable, match="run make"):
        assets.assets.__wrapped__()
