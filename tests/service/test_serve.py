"""`visavis serve`: what keeps it from starting, and that nobody loses an answer when it stops."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from service.cli.serve_answers import check
from service.errors import Invalid, Unavailable
from service.http.headers import ALWAYS
from service.serving import listen
from service.settings import Settings
from tests.service.http_server import READ_FAST

HTTPS, PLAIN = Settings(url="https://visavis.test"), Settings(url="http://visavis.test")


@pytest.mark.parametrize(
    ("host", "settings", "proxy"),
    [
        *[("127.0.0.1", PLAIN, None), ("::1", PLAIN, None), ("localhost", PLAIN, None)],
        *[("0.0.0.0", HTTPS, None), ("0.0.0.0", PLAIN, "10.0.0.1")],
    ],
)
def test_it_starts_where_nobody_can_listen(host, settings, proxy):
    check(host, settings, proxy)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "visavis.test"])
def test_it_does_not_start_unencrypted_where_others_can_listen(host):
    with pytest.raises(Invalid, match="not encrypted"):
        check(host, PLAIN, None)


def test_an_address_that_is_taken_is_refused():
    with listen("127.0.0.1", 0) as taken, pytest.raises(OSError):
        listen("127.0.0.1", taken.getsockname()[1]).close()


def started(folder, *options, **environment):
    """A server of its own in a folder, and its port; both languages and all settings as they are given."""
    command = [sys.executable, "-m", "service", "--lang", "en", "serve", "--port", "0", *options]
    told = {
        **os.environ,
        **READ_FAST,
        "VISAVIS_DB": f"sqlite:///{folder / 'visavis.db'}",
        "PYTHONUNBUFFERED": "1",
        **environment,
    }
    server = subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    port = None
    for line in server.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            port = int(found.group(1))
            break
    threading.Thread(target=server.stdout.read, daemon=True).start()  # the log, so that the pipe never fills
    return server, port


def wait_until_ready(port):
    for _ in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/ready")
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError("it never became ready")


def test_a_broken_key_file_keeps_it_from_starting(tmp_path):
    (tmp_path / "visavis.db.key").write_text("0" * 64)
    server, port = started(tmp_path)
    assert server.wait(60) == Unavailable.exit_code
    assert port is None
    assert "no key in it" in server.stderr.read()
    server.stdout.close()
    server.stderr.close()


def test_a_server_starts_without_what_only_few_requests_need():
    told = "import sys, service.app; print(sorted({'openpyxl', 'scipy.optimize'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def assert_refused_politely(port):
    """What is no request gets a problem with our headers, too."""
    for raw in (b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET / HTTP/1.1\r\nbad header\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), 30) as connection:
            connection.sendall(raw)
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 400 ") and b"malformed" in answer
        assert all(name in answer for name, _ in ALWAYS)


def assert_counts_catalogues(port):
    """Once every worker has its catalogue, the age of the oldest is told: no other process counts as a worker."""
    last, found = time.monotonic() + 60, None
    while not found and time.monotonic() < last:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", "/metrics")
            told = connection.getresponse().read().decode()
        found = float(re.search(r"^visavis_catalogue_built_timestamp_seconds (\S+)$", told, re.MULTILINE)[1])
        time.sleep(0.05)
    assert found


class Asking(threading.Thread):
    """A client with one connection that asks again and again until it is asked to leave."""

    def __init__(self, port, counts, enough):
        super().__init__()
        self.port, self.counts, self.enough = port, counts, enough

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.suppress(ConnectionRefusedError):  # the server has gone: nothing was sent
            connection.connect()
            while not self.ask(connection):
                pass
        connection.close()

    def ask(self, connection):
        """Ask once, and return whether the server closes the connection."""
        try:
            connection.request("GET", "/api/v1/openings")  # of a worker that has just begun, too
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.counts.append(repr(error))
            return True
        self.counts.append(answer.status)
        if len(self.counts) >= self.enough.number:
            self.enough.set()
        return answer.will_close


def stopped_under_load(folder, workers):
    """Stop a server while many ask it; return what they got, and how many answers came after it was told."""
    server, port = started(folder, "--workers", str(workers), VISAVIS_RATE_ANONYMOUS="100000000")
    try:
        wait_until_ready(port)
        counts, enough = [], threading.Event()
        enough.number = 500
        clients = [Asking(port, counts, enough) for _ in range(16)]
        for client in clients:
            client.start()
        assert enough.wait(300)
        assert_refused_politely(port)
        assert_counts_catalogues(port)
        before = len(counts)
        server.send_signal(signal.SIGTERM)
        for client in clients:
            client.join(60)
        code = server.wait(60)
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
        server.stderr.close()
    assert code == 0
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port).connect()
    return counts, len(counts) - before


@pytest.mark.parametrize("stops", [1, pytest.param(20, marks=pytest.mark.slow)])
@pytest.mark.parametrize("workers", [1, 2])
def test_stopped_under_load_it_leaves_nobody_without_an_answer(tmp_path, stops, workers):
    found = [stopped_under_load(tmp_path, workers) for _ in range(stops)]
    counts, after = [count for each, _ in found for count in each], sum(late for _, late in found)
    failed = [count for count in counts if count != 200]
    print(
        f"R16: {stops} stops under load, {workers} workers: {len(counts)} requests, {after} of them after SIGTERM, "
        f"{len(failed)} failed"
    )
    assert failed == [] and len(counts) >= 500 * stops
