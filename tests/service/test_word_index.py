"""The index of words in its file: the same after reading it, never old, never an error."""

import ast
import os
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

import matching.text
from matching.taxonomy import Reference
from matching.text.index import WordIndex, build_index
from service import words
from service.array_files import arrays_of, read_file, write_file
from service.bearings import reference
from service.db.base import open_store
from service.usecases.reference import import_rome
from service.words import load_words
from tests.service.rome_files import release, write_folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def rome(tmp_path):
    return write_folder(tmp_path / "rome", release())


def loaded(url, *folders):
    """The words of a store, and how often an index was built for them."""
    built = []
    with open_store(url) as store:
        for folder in folders:
            import_rome(store, folder)
        with store.read() as connection:
            found = load_words(connection, lambda done, total, what: built.append(done))
    return found, len(built) // 2


def files(folder):
    return sorted(path for path in folder.rglob("*words-*"))


def same(one, other):
    left, right = arrays_of(one), arrays_of(other)
    return left.keys() == right.keys() and all(np.array_equal(left[name], right[name]) for name in left)


def test_an_index_is_the_same_after_its_file(store, rome, tmp_path):
    import_rome(store, rome)
    with store.read() as connection:
        index = build_index(reference(connection))
    assert write_file(tmp_path / "i.npz", index)
    again = read_file(tmp_path / "i.npz", WordIndex)
    assert same(index, again) and again.titles.labels == index.titles.labels
    assert isinstance(again.described, sparse.csr_matrix) and "î" in "".join(again.titles.labels)


def test_an_empty_index_is_the_same_after_its_file_and_is_not_kept(sqlite_url, tmp_path):
    index = build_index(Reference())
    assert write_file(tmp_path / "i.npz", index) and same(index, read_file(tmp_path / "i.npz", WordIndex))
    assert loaded(sqlite_url)[0].index.occupations == () and files(tmp_path) == []


def test_it_is_built_once_and_stands_beside_the_database(sqlite_url, rome, tmp_path):
    first, built = loaded(sqlite_url, rome)
    assert built == 1 and [path.parent for path in files(tmp_path)] == [tmp_path]
    second, built = loaded(sqlite_url)
    assert built == 0 and same(first.index, second.index)


def test_other_reference_data_are_indexed_again_and_the_old_file_goes(sqlite_url, rome, tmp_path):
    loaded(sqlite_url, rome)
    more = release(referentiel_appellation=[["3", "Veilleur de feu", "Veilleur", "X1001"]])
    found, built = loaded(sqlite_url, write_folder(tmp_path / "more", more))
    assert built == 1 and "Veilleur de feu" in found.index.titles.labels
    assert len(files(tmp_path)) == 1


def test_the_same_load_again_changes_nothing(sqlite_url, rome):
    loaded(sqlite_url, rome)
    assert loaded(sqlite_url, rome)[1] == 0


def test_other_code_builds_it_again(sqlite_url, rome, monkeypatch):
    loaded(sqlite_url, rome)
    monkeypatch.setattr(words, "FORMAT", words.FORMAT + 1)
    assert loaded(sqlite_url)[1] == 1


@pytest.mark.parametrize("spoil", ["cut", "empty", "text", "npy", "foreign", "flipped", "folder"])
def test_a_broken_or_foreign_file_is_built_again(sqlite_url, rome, tmp_path, spoil):
    first, _ = loaded(sqlite_url, rome)
    path = files(tmp_path)[0]
    raw = path.read_bytes()
    path.unlink()
    if spoil == "folder":
        path.mkdir()
    elif spoil == "npy":
        with path.open("wb") as file:
            np.save(file, np.arange(3))
    elif spoil == "foreign":
        with path.open("wb") as file:
            np.savez(file, other=np.arange(3))
    else:
        middle = len(raw) // 2
        flipped = raw[:middle] + bytes(255 - byte for byte in raw[middle : middle + 9]) + raw[middle + 9 :]
        path.write_bytes({"cut": raw[:middle], "empty": b"", "text": b"no index", "flipped": flipped}[spoil])
    found, built = loaded(sqlite_url)
    assert built == 1 and same(first.index, found.index)
    assert loaded(sqlite_url)[1] == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom a folder can refuse")
def test_where_the_folder_is_closed_it_stands_in_the_cache_folder(sqlite_url, rome, tmp_path):
    with open_store(sqlite_url) as store, store.read() as connection:
        import_rome(store, rome)
        tmp_path.chmod(0o500)
        load_words(connection, lambda done, total, what: None)
        tmp_path.chmod(0o700)
    assert files(tmp_path) == []


def test_beside_a_server_it_stands_in_the_cache_folder(postgresql_url, rome, tmp_path):
    loaded(postgresql_url, rome)
    assert [path.parent for path in files(tmp_path)] == [tmp_path / "cache" / "visavis"]
    assert loaded(postgresql_url)[1] == 0


def test_where_nothing_can_be_written_it_is_built_each_time(postgresql_url, rome, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert loaded(postgresql_url, rome)[1] == 1
    assert loaded(postgresql_url)[0].index.occupations == ("X1001", "X1002")


def test_the_code_that_builds_an_index_is_all_in_its_name():
    folder, found, todo = Path(matching.text.__file__).parent, set(), {"index"}
    while todo:
        name = todo.pop()
        found.add(name)
        tree = ast.parse((folder / f"{name}.py").read_text("utf-8"))
        met = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        todo |= {module.rpartition(".")[2] for module in met if module.startswith("matching.text.")} - found
    assert set(words.BUILDERS) == found


@pytest.mark.slow
@pytest.mark.real_data
def test_the_whole_of_rome_is_the_same_after_its_file(data_dir, sqlite_url):
    first, _ = loaded(sqlite_url, data_dir / "rome_v460")
    second, built = loaded(sqlite_url)
    assert built == 0 and same(first.index, second.index)
    assert len(second.index.occupations) == 1584
