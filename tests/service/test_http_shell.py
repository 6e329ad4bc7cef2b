"""The shell around every request: names, headers, limits, what is written down."""

import asyncio
import html
import io
import json
import re
import time
import uuid
from threading import Event, Thread

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

import service.app
from service import live
from service.api import problems
from service.app import THREADS
from service.db import changes
from service.http.bodies import USUAL
from service.http.headers import ALWAYS
from service.logs import told
from tests.service import probes
from tests.service.probes import application  # noqa: F401
from tests.service.world import SITE, Client

PROBES = {" ".join(route.endpoint.__doc__.split()) for route in probes.router.routes}  # only tests have them
JSON = {"content-type": "application/json"}
MUST = {name.decode() for name, _ in ALWAYS} | {"content-security-policy", "cache-control", "x-request-id"}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: the shell knows neither."""
    return sqlite_url


@pytest.fixture
def lines():
    """What is written from now on."""
    file = io.StringIO()
    told.write_to(file)
    yield lambda: [json.loads(line) for line in file.getvalue().splitlines()]
    told.write_to(None)


def every_kind_of_answer(app, world):
    """Requests that end in each status that the shell, the frame and the routes can give."""
    anyone, organiser = Client(app), world.client(app, "organiser")
    new = organiser.post("/api/v1/probes/things", json={"name": "a"})
    there = f"/api/v1/probes/things/{new.json()['id']}"
    big = {"content": b" " * (USUAL + 1), "headers": {"content-type": "application/json"}}
    return [
        *(anyone.get(path) for path in ("/health", "/ready", "/metrics", "/api/v1/openapi.json", "/api/v1/docs")),
        new,
        organiser.get(there),
        organiser.get(there, headers={"if-none-match": '"1"'}),
        organiser.patch(there, json={"name": "b"}),
        organiser.patch(there, json={"name": "b"}, headers={"if-match": '"7"'}),
        anyone.get(there),
        world.client(app, "funder").post("/api/v1/probes/things", json={"name": "a"}),
        *(anyone.get(path) for path in ("/", "/nothing", "/api/v1/probes/things/1", "/%ff%00", "/api/v1/../../etc")),
        anyone.delete("/health"),
        anyone.options("/health"),
        anyone.head("/health"),
        anyone.request("BREW", "/health"),
        organiser.post("/api/v1/probes/things", json={}),
        organiser.post("/api/v1/probes/things", content="name=a", headers={"content-type": "text/plain"}),
        organiser.post("/api/v1/probes/things", content=b"\xff", headers={"content-type": "application/json"}),
        organiser.post("/api/v1/probes/things", **big),
        anyone.get("/health", headers={"host": "elsewhere.example"}),
        organiser.get("/api/v1/probes/fault"),
        *(organiser.get(f"/api/v1/probes/refusals/{name}") for name in ("taken", "busy", "storage", "full", "many")),
    ]


def test_every_answer_carries_the_headers_that_protect_its_reader(app, world):
    answers = every_kind_of_answer(app, world)
    statuses = {answer.status_code for answer in answers}
    print(f"S11: {len(answers)} answers, {sorted(statuses)}")
    assert statuses >= {200, 201, 204, 304, 401, 403, 404, 405, 409, 412, 413, 415, 421, 422, 428, 429, 500, 503, 507}
    for answer in answers:
        assert not MUST - set(answer.headers), (answer.request.url, answer.status_code)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy and "http" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["cache-control"] == "no-store" or answer.request.url.path == "/api/v1/openapi.json"
        assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_the_documentation_page_takes_nothing_from_elsewhere(app):
    answer = Client(app).get("/api/v1/docs")
    nonce = re.search("'nonce-([^']+)'", answer.headers["content-security-policy"]).group(1)
    assert f'<style nonce="{nonce}">' in answer.text
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", answer.text)
    assert " style=" not in answer.text and "<script" not in answer.text
    assert nonce not in Client(app).get("/api/v1/docs").text


def test_a_request_keeps_the_name_that_its_client_gave_it(app):
    given = str(uuid.uuid4())
    assert Client(app).get("/health", headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g h", '"><script>alert(1)', "é" * 9])
def test_a_name_that_is_no_name_is_replaced(app, given):
    answer = Client(app).get("/health", headers={"x-request-id": given.encode("utf-8")})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


def test_a_head_is_a_get_without_its_body(app):
    full, bare = Client(app).get("/health"), Client(app).head("/health")
    assert (bare.status_code, bare.content) == (200, b"")
    assert bare.headers["content-length"] == full.headers["content-length"]


def test_an_address_tells_the_methods_that_it_answers(app):
    answer = Client(app).options(f"/api/v1/probes/things/{uuid.uuid4()}")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, PATCH")
    assert Client(app).put("/health").headers["allow"] == "GET, HEAD, OPTIONS"
    assert Client(app).options("/nothing").status_code == 404


def test_a_body_is_refused_as_soon_as_it_is_too_large(app, world):
    read = 0

    async def endless():
        nonlocal read
        while True:
            read += 1
            yield b" " * 65536

    async def sent():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE) as client:
            return await client.post("/api/v1/probes/things", content=endless(), headers=JSON)

    assert asyncio.run(sent()).status_code in (401, 413)
    assert read == USUAL // 65536 + 1
    client = world.client(app, "organiser")
    lying = client.post("/api/v1/probes/things", content=b"{}", headers={**JSON, "content-length": str(USUAL + 1)})
    assert (lying.status_code, lying.json()["code"]) == (413, "too_large")
    just = b'{"name": "a"' + b" " * (USUAL - 13) + b"}"
    assert client.post("/api/v1/probes/things", content=just, headers=JSON).status_code == 201


@pytest.mark.parametrize("name", ["visavis.test.evil.example", "evil.example", "", "[", "visavis.test@evil.example"])
def test_only_our_own_name_is_answered(app, name):
    assert Client(app).get("/health", headers={"host": name}).status_code == 421
    assert Client(app).get("/health", headers={"host": "visavis.test:8443"}).status_code == 200


def test_too_many_at_once_are_asked_to_come_again_and_health_still_answers(app, monkeypatch):
    """All threads that answer are held up, others wait for one, and the next are refused."""
    inside, answers = THREADS + 8, []
    monkeypatch.setattr(problems, "MOST_INSIDE", inside)
    probes.let_go.clear()
    with Client(app) as client:
        waiting = [Thread(target=lambda: answers.append(client.get("/api/v1/probes/wait"))) for _ in range(inside)]
        for thread in waiting:
            thread.start()
        for _ in waiting:
            assert probes.entered.acquire(timeout=60)
        refused, health = [client.get("/ready") for _ in range(5)], client.get("/health")
        probes.let_go.set()
        for thread in waiting:
            thread.join()
        assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(503, "busy")}
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
        assert health.status_code == 200
        assert [answer.status_code for answer in answers] == [200] * inside
        assert client.get("/ready").status_code == 200


def test_it_is_not_ready_while_a_catalogue_is_read(app, world, monkeypatch):
    reading, go_on = Event(), Event()

    def slowly(*_):
        reading.set()
        assert go_on.wait(60)

    monkeypatch.setattr(service.app.warming, "catalogues", slowly)
    with Client(app) as client:
        assert reading.wait(60)
        told = client.get("/ready")
        go_on.set()
        app.state.warming.join()
        assert (told.status_code, told.json()["code"]) == (503, "warming")
        assert client.get("/ready").status_code == 200


def test_it_is_ready_before_it_reads_words(app, world, monkeypatch):
    go_on = Event()
    monkeypatch.setattr(service.app.warming, "reader", lambda store: go_on.wait(60))
    with Client(app) as client:
        assert app.state.ready.wait(60)
        assert (client.get("/ready").status_code, app.state.warming.is_alive()) == (200, True)
        go_on.set()


def test_the_age_and_the_number_of_the_catalogue_are_counted(app, world):
    with Client(app):
        app.state.warming.join()
        assert live.at_hand(world.store.engine)
        with world.store.read() as connection:
            number = changes.numbers(connection)[0]
    families = {family.name: family for family in text_string_to_metric_families(metrics(app, "127.0.0.1").text)}
    assert families["visavis_catalogue_change_number"].samples[0].value == number
    assert time.time() - families["visavis_catalogue_built_timestamp_seconds"].samples[0].value < 600


def test_the_documentation_page_speaks_both_languages(app):
    french, english = (Client(app).get("/api/v1/docs", headers={"accept-language": name}).text for name in ("fr", "en"))
    assert '<html lang="fr">' in french and '<html lang="en">' in english
    assert "Donne une offre." in french and "Return an opening." in english
    assert {html.unescape(text) for text in re.findall('<span lang="en">([^<]+)', french)} - PROBES == set()


def test_a_line_is_written_of_each_request_with_nothing_personal_in_it(app, world, lines):
    client = world.client(app, "organiser")
    new = client.post("/api/v1/probes/things?name=canary", json={"name": "canary"}).json()
    client.get(f"/api/v1/probes/things/{new['id']}?q=canary")
    client.get("/canary@example.test")
    client.get("/api/v1/probes/fault")
    written = lines()
    requests = [line for line in written if line["event"] == "request"]
    assert [line["route"] for line in requests] == [
        "/api/v1/probes/things",
        "/api/v1/probes/things/{id}",
        "",
        "/api/v1/probes/fault",
    ]
    assert requests[0] | {"method": "POST", "status": 201, "role": "organiser"} == requests[0]
    fault = next(line for line in written if line["event"] == "fault")
    assert fault["type"] == "builtins.RuntimeError"
    assert fault["request_id"] == requests[3]["request_id"]
    assert any("probes.py" in frame for frame in fault["frames"])
    everything = json.dumps(written)
    for canary in ("canary", new["id"], probes.SECRET, client.token, world.subject("organiser").account, SITE[8:]):
        assert canary not in everything


def test_requests_are_counted_by_route_and_never_by_address(app, world):
    client = Client(app)
    for number in range(5):
        client.get(f"/nothing/{number}")
        client.get(f"/api/v1/probes/things/{uuid.uuid4()}")
    families = {family.name: family for family in text_string_to_metric_families(metrics(app, "127.0.0.1").text)}
    routes = {sample.labels["route"] for sample in families["visavis_request_seconds"].samples}
    assert {"(none)", "/api/v1/probes/things/{id}"} <= routes
    assert not [route for route in routes if "nothing" in route]


def metrics(app, address, **headers):
    async def asked():
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            return await client.get("/metrics", headers=headers)

    return asyncio.run(asked())


def test_only_this_machine_itself_sees_the_counts_without_a_key(app):
    assert metrics(app, "127.0.0.1").status_code == metrics(app, "::1").status_code == 200
    assert metrics(app, "192.0.2.1").status_code == 401
    assert metrics(app, "127.0.0.1", **{"x-forwarded-for": "192.0.2.1"}).status_code == 401
