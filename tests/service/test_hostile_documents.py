"""Documents made to break whoever reads them: each is refused with the cause and the mend, and the batch goes on."""

import json
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from service.errors import Invalid
from service.importers.cv_files import read_document, read_documents
from service.importers.documents.sandbox import Sandbox
from service.problems import in_language
from tests.service import cv_documents as made
from tests.service import hostile_documents as hostile

GOOD = made.pdf([(50, 700, "Cariste")])
GROUPS = (hostile.archives, hostile.pdfs, hostile.others)
MENDS = "save|send|export|check|give"


def test_there_are_enough_of_them():
    assert sum(len(group()) for group in GROUPS) > 80


def assert_refused(found, name):
    assert isinstance(found, Invalid), found
    message = str(found)
    assert message.startswith(f"{name}: ") and len(message) < 400
    assert any(word in message.casefold() for word in MENDS.split("|")), message
    french = in_language(message, "fr")
    assert french != message and french.startswith(name)


@pytest.mark.parametrize("group", GROUPS)
def test_a_hostile_document_is_refused_with_its_name_the_cause_and_the_mend(group, tmp_path):
    path = tmp_path / "CV été.pdf"
    for kind, raw in group().items():
        path.write_bytes(raw)
        with pytest.raises(Invalid) as error:
            read_document(path)
            pytest.fail(f"read all the same: {kind}")
        assert_refused(error.value, "CV été.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes and links")
def test_folders_pipes_loops_and_devices_are_refused_without_waiting(tmp_path):
    for path, found in read_documents(hostile.on_disk(tmp_path)):
        assert_refused(found, path.name.replace("\0", "\\u0000").replace("\udcff", "\\udcff"))


def test_the_rest_of_a_batch_goes_on():
    bad = [raw for kind, raw in hostile.others().items() if kind != "a file too large"]
    read = [found for _, found in read_documents([raw for one in bad for raw in (one, GOOD)])]
    assert all(isinstance(found, Invalid) for found in read[::2])
    assert {found.text for found in read[1::2]} == {"Cariste"}


def in_a_new_process(program, path):
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(program), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])


@pytest.mark.skipif(sys.platform != "linux", reason="measured as Linux tells it")
def test_all_of_them_together_cost_this_process_less_than_100_mb(tmp_path):
    for group in GROUPS:
        for kind, raw in group().items():
            (tmp_path / f"{group.__name__} {kind}").write_bytes(raw)
    program = """
        import resource, sys
        from pathlib import Path
        from service.errors import Invalid
        from service.importers.cv_files import read_documents
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        refused = sum(isinstance(found, Invalid) for _, found in read_documents(sorted(Path(sys.argv[1]).iterdir())))
        here, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(refused, here - before, child)
    """
    done = in_a_new_process(program, tmp_path)
    refused, here, child = map(int, done.stdout.split())
    assert (refused, done.stderr) == (len(list(tmp_path.iterdir())), "")
    assert here < 100_000 and child < 600_000  # kilobytes


CHILDREN = {
    "sleeps": "import time; time.sleep(60)",
    "works": "while True: pass",
    "ends": "import sys; sys.exit(3)",
    "is stopped": "import os; os.abort()",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "says nothing of use": "print('x' * 100)",
    "promises too much": "import sys; sys.stdout.buffer.write(b'\\xff' * 8 + bytes(1000)); sys.stdout.flush(); input()",
    "stops halfway": "import sys; sys.stdout.buffer.write((99).to_bytes(8, 'big') + b'{')",
    "answers with a list": "import sys; sys.stdout.buffer.write((2).to_bytes(8, 'big') + b'[]')",
    "answers too deeply": "import sys; sys.stdout.buffer.write((200000).to_bytes(8, 'big') + b'[' * 200000)",
}


@pytest.mark.parametrize("kind", CHILDREN)
def test_whatever_becomes_of_the_child_is_told_in_words(kind, tmp_path):
    program = tmp_path / "child.py"
    program.write_text(CHILDREN[kind], "utf-8")
    with Sandbox(program, seconds=0.7) as sandbox:
        for _ in range(2):
            with pytest.raises(Invalid) as error:
                sandbox.read("cv.pdf", bytes(300_000))
            assert_refused(error.value, "cv.pdf")


def test_a_child_knows_nothing_of_this_process(tmp_path, monkeypatch):
    monkeypatch.setenv("VISAVIS_DATABASE", "postgresql://x")
    program = tmp_path / "child.py"
    program.write_text(
        "import json, os, sys; told = json.dumps({'result': dict(os.environ)}).encode()\n"
        "sys.stdout.buffer.write(len(told).to_bytes(8, 'big') + told)", "utf-8"
    )  # fmt: skip
    with Sandbox(program) as sandbox:
        assert "VISAVIS_DATABASE" not in json.dumps(sandbox.read("cv.pdf", b""))


def test_many_threads_may_read_at_once_each_with_its_own_child():
    found = []
    threads = [threading.Thread(target=lambda: found.append(read_document(GOOD).text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Cariste"] * 4


@pytest.mark.skipif(sys.platform == "win32", reason="asks for children as Unix does")
def test_no_child_is_left_behind(tmp_path):
    (tmp_path / "cv.pdf").write_bytes(GOOD)
    program = """
        import os, sys
        from service.importers.cv_files import read_document, read_documents
        read_document(sys.argv[1])
        reading = read_documents([sys.argv[1]] * 3)
        next(reading)
        reading.close()
        os.waitpid(-1, os.WNOHANG)
    """
    done = in_a_new_process(program, tmp_path / "cv.pdf")
    assert "ChildProcessError" in done.stderr and "Warning" not in done.stderr


READABLE = {
    "a pdf before a zip": GOOD + made.word(made.p("Soudeur")),
    "a pdf after some noise": b"\n\n" + GOOD,
    "utf-16 without a mark": "Cariste".encode("utf-16-le"),
    "lone surrogates": b'{"work": [{"position": "Cariste\\ud800"}]}',
    "a wrong table": GOOD.replace(b"startxref\n", b"startxref\n9"),
}


@pytest.mark.parametrize("kind", READABLE)
def test_what_is_odd_and_harmless_is_read(kind):
    read = read_document(READABLE[kind])
    assert "Cariste" in (read.text or read.resume.jobs[0].title)
    json.dumps(repr(read), ensure_ascii=False).encode()
