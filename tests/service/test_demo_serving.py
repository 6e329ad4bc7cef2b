"""`visavis demo --serve` as a person meets it: what it prints works when pasted, each link once and in its role."""

import http.client
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from service.errors import Unavailable
from service.permissions import Role
from service.serving import listen

COMMAND = [sys.executable, "-m", "service", "--lang", "en", "demo", "--serve"]
NAMES = {"Candidate", "Adviser", "Company", "Sponsor", "Organiser", "Administrator", "Funder"}


@contextmanager
def serving(folder):
    """A demonstration server: (port, links by role, curl line)."""
    told = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [*COMMAND, "--port", "0", "--db", f"sqlite:///{folder / 'demo.db'}"]
    server = subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        links, curl = {}, ""
        for line in server.stdout:
            if found := re.fullmatch(r"  (\w+) +(http://127\.0\.0\.1:(\d+)/sign-in#\S+)\n", line):
                links[found[1]] = found[2]
            if line.startswith("curl "):
                curl = line
                break
        threading.Thread(target=server.stdout.read, daemon=True).start()  # the log, so that the pipe never fills
        yield int(re.search(r":(\d+)/", links["Adviser"])[1]), links, curl
        server.send_signal(signal.SIGINT)  # as Ctrl+C does
        assert server.wait(240) == 0
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
        server.stderr.close()


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    told = {**({"Content-Type": "application/json"} if body else {}), **(headers or {})}
    connection.request(method, path, json.dumps(body) if body else None, told)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content)


def pasted(port, curl):
    """What a shell's curl would ask, asked without it: not every machine has one."""
    _, option, header, url = shlex.split(curl)
    assert option == "-H"
    name, _, value = header.partition(": ")
    return ask(port, "GET", url.removeprefix(f"http://127.0.0.1:{port}"), headers={name: value})


def used(port, link):
    return ask(port, "POST", "/api/v1/session/link", {"token": link.partition("#")[2]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


def test_what_it_prints_works_and_each_link_opens_one_session_of_its_role(folder):
    with serving(folder) as (port, links, curl):
        assert set(links) == NAMES
        status, ranking = pasted(port, curl)
        assert (status, len(ranking["items"])) == (200, 3)
        assert all(match["reasons"][0]["text"] for match in ranking["items"])
        answers = {name: used(port, link) for name, link in links.items()}
        assert {status for status, _ in answers.values()} == {201}
        assert {told["role"]["role"] for _, told in answers.values()} == set(Role) - {Role.ANONYMOUS}
        assert all(told["complete"] for _, told in answers.values())
        status, told = used(port, links["Adviser"])
        assert (status, told["code"]) == (401, "link")
    with serving(folder) as (port, again, other):  # on the same store: new links, and nothing else is new
        assert not set(again.values()) & set(links.values())
        assert pasted(port, other)[1]["items"] == ranking["items"]
        assert used(port, again["Company"])[0] == 201


def test_a_port_that_is_taken_is_told_before_anything_is_loaded(tmp_path):
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        command = [*COMMAND, "--port", str(port), "--db", f"sqlite:///{tmp_path / 'demo.db'}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == Unavailable.exit_code
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr
    assert not (tmp_path / "demo.db").exists()
