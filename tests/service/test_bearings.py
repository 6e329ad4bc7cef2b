"""The reference data as the engine reads them, in their file: the same after reading it, never old, never an error."""

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import matching
from service import bearings as subject
from service.array_files import arrays_of
from service.bearings import Bearings, bearings
from service.db.base import open_store
from service.usecases.reference import import_rome
from tests.service.rome_files import large_release, release, write_folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def large_url(sqlite_url, tmp_path):
    """A database whose reference data are worth a file."""
    with open_store(sqlite_url) as store:
        import_rome(store, write_folder(tmp_path / "rome", large_release(1500, "a")))
    return sqlite_url


def read(url: str) -> Bearings:
    with open_store(url) as store, store.read() as connection:
        return bearings(connection)


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.reference-*"))


def same(one: Bearings, other: Bearings) -> bool:
    left, right = arrays_of(one), arrays_of(other)
    return left.keys() == right.keys() and all(
        left[name].dtype == right[name].dtype and np.array_equal(left[name], right[name]) for name in left
    )


def test_they_are_built_once_and_the_same_from_their_file(large_url, tmp_path, monkeypatch):
    built = read(large_url)
    assert len(files(tmp_path)) == 1
    monkeypatch.setattr(subject, "build_taxonomy", lambda reference: pytest.fail("built again"))
    assert same(read(large_url), built)


def test_other_reference_data_are_another_file_in_its_place(large_url, tmp_path):
    first, before = read(large_url), files(tmp_path)
    with open_store(large_url) as store:
        import_rome(store, write_folder(tmp_path / "other", large_release(1600, "b")))
    second = read(large_url)
    assert len(second.taxonomy.titles) == len(first.taxonomy.titles) + 100
    assert len(files(tmp_path)) == 1 and files(tmp_path) != before


@pytest.mark.parametrize("spoil", ["cut", "empty", "text", "flipped"])
def test_a_damaged_file_is_built_again(large_url, tmp_path, spoil):
    first = read(large_url)
    [path] = files(tmp_path)
    raw = path.read_bytes()
    middle = len(raw) // 2
    flipped = raw[:middle] + bytes(255 - byte for byte in raw[middle : middle + 9]) + raw[middle + 9 :]
    path.write_bytes({"cut": raw[:middle], "empty": b"", "text": b"nothing", "flipped": flipped}[spoil])
    assert same(read(large_url), first)
    assert path.stat().st_size == len(raw)


def test_of_several_that_need_it_at_once_one_builds_and_the_others_wait_for_its_file(large_url, tmp_path, monkeypatch):
    built, build = [], subject.build_taxonomy
    monkeypatch.setattr(subject, "build_taxonomy", lambda told: built.append(1) or build(told))
    with ThreadPoolExecutor(4) as at_once:
        found = list(at_once.map(read, [large_url] * 4))
    assert len(built) == 1 and not list(tmp_path.rglob("*.reference.lock"))
    assert all(same(found[0], other) for other in found)
    assert len(files(tmp_path)) == 1 and same(read(large_url), found[0])


def test_a_small_reference_has_no_file(sqlite_url, tmp_path):
    with open_store(sqlite_url) as store:
        import_rome(store, write_folder(tmp_path / "rome", release()))
    assert len(read(sqlite_url).taxonomy.occupations) > 1 and files(tmp_path) == []


def test_the_code_that_builds_them_is_all_in_the_name_of_the_file():
    folder, found, todo = Path(matching.__file__).parent, {"packing"}, {"taxonomy", "places"}  # of packing, one key
    while todo:
        name = todo.pop()
        found.add(name)
        tree = ast.parse((folder / f"{name}.py").read_text("utf-8"))
        met = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        todo |= {module.rpartition(".")[2] for module in met if module.startswith("matching.")} - found
    assert set(subject.BUILDERS) == found
