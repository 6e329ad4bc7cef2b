"""Reference files that are spoiled or hostile: refused by name, or reported line by line; never a crash."""

import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from service.errors import Invalid
from service.importers import archive, lists, rome
from tests.service.rome_files import name_of, release, write_zip


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_another_encoding_is_refused_with_the_file_and_the_mend(encoding: str):
    files = release()
    name = name_of("referentiel_savoir")
    files[name] = files[name].decode().encode(encoding)
    with pytest.raises(Invalid, match=f"{name}.*UTF-8"):
        rome.parse(files)


def test_a_missing_file_or_column_is_named():
    files = release()
    files[name_of("texte")] = files[name_of("texte")].replace(b"libelle_texte", b"phrase")
    with pytest.raises(Invalid, match=f"{name_of('texte')}: column libelle_texte missing"):
        rome.parse(files)
    del files[name_of("texte")], files[name_of("coherence_item")]
    with pytest.raises(Invalid, match=f"{name_of('coherence_item')}, {name_of('texte')}"):
        rome.parse(files)


def test_files_of_two_releases_are_not_mixed():
    files = release()
    files[name_of("texte", 471)] = files.pop(name_of("texte"))
    with pytest.raises(Invalid, match="470 and 471"):
        rome.parse(files)


def test_bad_rows_are_numbered_problems_and_good_ones_are_loaded():
    good = [["X1001", "definition", str(n), f"Phrase {n}."] for n in range(2, 20)]
    bad = [
        ["X1001", "definition", "douze", "Rang en lettres."],
        ["", "definition", "1", "Sans code."],
        ["X1001", "definition", "3", "Encore la troisième."],
        ["X1001", "definition", "99", "trop", "long"],
        ["X1001", "definition", "98", "nul \0 ici"],
    ]
    files = release(texte=good + bad)
    files[name_of("texte")] += b'"X1001","definition","97","un guillemet "perdu\n"X1002","definition","1","Suite."\n'
    parsed = rome.parse(files)
    assert len(parsed.tables["occupation_texts"]) == 1 + 18 + 1
    assert [(p.line, p.file, p.kept) for p in sorted(parsed.problems, key=lambda p: p.line)] == [
        (line, name_of("texte"), False) for line in range(21, 27)
    ]
    assert any("already on line 4" in p.reason for p in parsed.problems)


def test_thousands_of_problems_are_counted_and_only_the_first_are_told():
    links = [["X1002", str(n), ""] for n in range(1000, 4000)]
    told = lists.listed(rome.parse(release(coherence_item=links)).problems)
    assert len(told) == lists.LISTED + 1
    assert told[-1].line == 0 and told[-1].reason.startswith(f"{3000 - lists.LISTED} more")


def test_random_bytes_are_refused_or_reported_and_never_raise_anything_else():
    rng, files = np.random.default_rng(0), release()
    for _ in range(300):
        name = rng.choice(sorted(files))
        raw = bytearray(files[name])
        for place in rng.integers(0, len(raw), 5):
            raw[place] = rng.choice(list(b'\x00\xff",;\n\r\xe9 9'))
        try:
            rome.parse({**files, name: bytes(raw)})
        except Invalid as refused:
            assert name in str(refused) or "missing" in str(refused)


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open(name_of("texte"), "w") as member:
        for _ in range(31):
            member.write(bytes(10_000_000))
    with pytest.raises(Invalid, match="300 MB"):
        archive.read_files(path, rome.NAME)


def test_a_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path):
    path = write_zip(tmp_path / "liar.zip", {name_of("texte"): bytes(50_000_000)})
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 50_000_000), struct.pack("<I", 100)))
    with pytest.raises(Invalid, match=r"liar\.zip"):
        archive.read_files(path, rome.NAME)


def test_names_that_climb_out_of_the_zip_write_nothing(tmp_path: Path):
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    path = write_zip(inside / "rome.zip", release(), inside="../../")
    assert set(archive.read_files(path, rome.NAME)) == set(release())
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["rome.zip"]


def test_what_is_neither_folder_nor_sound_zip_is_refused(tmp_path: Path):
    whole = write_zip(tmp_path / "whole.zip", release()).read_bytes()
    encrypted = whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    spoiled = bytearray(whole)
    spoiled[60:400] = bytes(340)
    for raw in (b"", b"text", whole[:-30], whole[:2000], encrypted, bytes(spoiled)):
        (tmp_path / "bad.zip").write_bytes(raw)
        with pytest.raises(Invalid, match=r"bad\.zip|ROME files missing"):
            rome.parse(archive.read_files(tmp_path / "bad.zip", rome.NAME))
    for path in (tmp_path / "absent", Path("/dev/zero")):
        with pytest.raises(Invalid, match="no such file"):
            archive.read_files(path, rome.NAME)


def test_two_files_of_one_name_in_a_zip_are_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as zipped:
        for inside in ("a/", "b/"):
            zipped.writestr(inside + name_of("texte"), b"x")
    with pytest.raises(Invalid, match="twice"):
        archive.read_files(tmp_path / "twice.zip", rome.NAME)
