"""Reference data: what a good file becomes, what a bad one is told, and that a second load changes nothing."""

from pathlib import Path

import pytest

from service import labels
from service.db import imports, places, taxonomy
from service.db.base import Store, open_store
from service.db.rows import fetch, select
from service.errors import Invalid
from service.importers import communes, tension
from service.importers.base import Difference
from service.usecases.reference import import_communes, import_rome, import_tension
from tests.service.rome_files import name_of, release, write_folder, write_zip

COMMUNES = """insee,postcode,name,lat,lon,bassin,bassin_name
01001,01400,L'Abergement-Clémenciat,46.15343,4.92611,8401,BOURG EN BRESSE
2A004,20000,Ajaccio,41.9,8.7,,
98711,98700,Anaa,,,,
"""
TENSION_HEAD = "annee;ROME;cbassin;oee;defm_abc;" + ";".join(tension.CLASSES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "rome", release())


def rows(store: Store, table: object) -> list[tuple[object, ...]]:
    with store.read() as connection:
        return sorted(fetch(connection, select(table)))


def test_a_release_becomes_rows_and_a_second_load_changes_nothing(store: Store, folder: Path):
    first = import_rome(store, folder)
    assert first.problems == [] and first.tables["skills"] == Difference(3, 0, 0, 0)
    assert rows(store, taxonomy.occupations) == [
        ("X1001", "Gardien / Gardienne de phare", "X1001", "X10", "Mer et feu", True),
        ("X1002", "Souffleur / Souffleuse de verre", "X1001", "X10", "Mer et feu", False),
    ]
    assert rows(store, taxonomy.domains) == [("X", "Métiers rares"), ("X10", "Mer et feu")]
    assert rows(store, taxonomy.titles)[1] == ("2", 'Maître verrier, dit "souffleur"', "Souffleur", "X1002")
    assert [row[:2] for row in rows(store, taxonomy.skills)] == [("10", "macro"), ("11", "skill"), ("20", "knowledge")]
    assert rows(store, taxonomy.occupation_items) == [
        ("X1001", "11", "main"),
        ("X1001", "20", "emerging"),
        ("X1001", "30", ""),
        ("X1002", "10", ""),
    ]
    assert rows(store, taxonomy.occupation_contexts) == [("X1001", "30")]
    assert rows(store, taxonomy.mobilities) == [("X1001", "X1002", 1)]
    assert rows(store, taxonomy.occupation_texts) == [("X1001", "definition", 1, "Veille sur la côte.")]
    second = import_rome(store, folder)
    assert second.nothing and second.tables["occupation_items"] == Difference(0, 0, 0, 4)


def test_a_newer_release_adds_changes_and_removes(store: Store, folder: Path):
    import_rome(store, folder)
    files = release(referentiel_competence=[["12", "Compétence", "Souffler", "10", "", ""]])
    files[name_of("referentiel_savoir")] = files[name_of("referentiel_savoir")].replace(b'"20"', b'"21"')
    files[name_of("referentiel_competence")] = files[name_of("referentiel_competence")].replace(b"Tenir", b"Garder")
    loaded = import_rome(store, write_folder(folder, files))
    assert loaded.tables["skills"] == Difference(added=2, changed=1, gone=1, same=1)
    assert [row[2] for row in rows(store, taxonomy.skills)] == [
        "Garder un feu",
        "Allumer une lampe",
        "Souffler",
        "Marées",
    ]


def test_a_dry_run_tells_the_same_and_writes_nothing(store: Store, folder: Path):
    told = import_rome(store, folder, dry_run=True)
    assert rows(store, taxonomy.titles) == [] and rows(store, imports.imports) == []
    assert import_rome(store, folder).tables == told.tables
    assert import_rome(store, folder, dry_run=True).nothing


def test_a_folder_and_a_zip_with_a_folder_inside_are_the_same(store: Store, folder: Path, tmp_path: Path):
    zipped = write_zip(tmp_path / "rome.zip", release(), inside="RefRome/csv/")
    import_rome(store, folder)
    assert import_rome(store, zipped).nothing
    with store.read() as connection:
        assert len({row["sha256"] for row in imports.history(connection)}) == 1


def test_progress_goes_up_to_the_total(store: Store, folder: Path):
    steps: list[tuple[int, int, str]] = []
    import_rome(store, folder, progress=lambda *step: steps.append(step))
    done = [step[0] for step in steps]
    assert done == sorted(done) and done[0] == 0 and done[-1] == steps[0][1] == 17
    assert "occupation_items" in {step[2] for step in steps}


def test_byte_order_marks_and_carriage_returns_are_read_over(store: Store, folder: Path, tmp_path: Path):
    import_rome(store, folder)
    other = {name: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n") for name, raw in release().items()}
    assert import_rome(store, write_folder(tmp_path / "other", other)).nothing


def test_codes_that_no_list_holds_are_kept_with_a_remark(store: Store, tmp_path: Path):
    more = {
        "coherence_item": [["X1001", "404", "Principale"], ["Z9999", "11", ""]],
        "rubrique_mobilite": [["X1002", "Z9999", "1"]],
    }
    loaded = import_rome(store, write_folder(tmp_path / "rome", release(**more)))
    assert ("X1001", "404", "main") in rows(store, taxonomy.occupation_items)
    assert (loaded.refused, loaded.remarks) == (0, 3) and all(problem.kept for problem in loaded.problems)


def test_a_file_of_mostly_bad_rows_does_not_empty_the_tables(store: Store, folder: Path):
    import_rome(store, folder)
    (folder / name_of("texte")).write_bytes(release()[name_of("texte")] + b"x\n" * 50)
    with pytest.raises(Invalid, match="1 good rows and 50 bad"):
        import_rome(store, folder)
    assert len(rows(store, taxonomy.occupation_texts)) == 1


def test_the_engine_gets_columns_in_the_order_of_the_codes_without_contexts(store: Store, folder: Path):
    with store.read() as connection:
        assert taxonomy.arrays(connection).title_codes == ()
    import_rome(store, folder)
    with store.read() as connection:
        columns = taxonomy.arrays(connection)
        known = taxonomy.labels(connection, "items", ["11", "20", "404"])
        assert known == {"11": "Allumer une lampe", "20": "Marées"}
        assert taxonomy.labels(connection, "occupations", []) == {}
    assert columns.occupation_regulated == (1, 0)
    assert (columns.item_codes, columns.item_macros) == (("10", "11", "20"), ("", "10", ""))
    links = zip(columns.link_occupations, columns.link_items, columns.link_cores, strict=True)
    assert list(links) == [("X1001", "11", "main"), ("X1001", "20", "emerging"), ("X1002", "10", "")]
    assert (columns.mobility_targets, columns.mobility_ranks) == (("X1002",), (1,))


def test_the_labels_that_are_held_in_memory_are_those_that_are_looked_up(store: Store, folder: Path):
    import_rome(store, folder)
    codes = ["11", "20", "404", "X1001"]
    with store.read() as connection:
        looked_up = labels.concepts(connection, codes)
    assert looked_up.keys() == {"11", "20", "X1001"}
    with open_store(str(store.engine.url)) as anew, anew.read() as connection:
        labels.hold(connection)
        assert labels.concepts(connection, codes) == looked_up


def test_communes_are_loaded_with_or_without_a_point(store: Store, tmp_path: Path):
    path = tmp_path / "communes.csv"
    path.write_text(COMMUNES, encoding="utf-8")
    assert import_communes(store, path).tables["communes"] == Difference(3, 0, 0, 0)
    assert import_communes(store, path).nothing
    with store.read() as connection:
        found = places.arrays(connection)
        assert (found.insee, found.lat) == (("01001", "2A004", "98711"), (46.15343, 41.9, None))
        assert places.labels(connection, ["2A004", "00000"]) == {"2A004": "Ajaccio"}


def test_communes_with_faults_are_problems_and_a_bad_point_is_a_remark():
    more = "1004,01500,Sans zéro,1,1,,\n01005,1500,Court,1,1,,\n01006,01006,Loin,95,4,,\n01007,01007,Mots,ici,là,,\n"
    parsed = communes.parse((COMMUNES + more).encode(), "communes.csv")
    assert [(p.line, p.field, p.kept) for p in parsed.problems] == [
        (5, "insee", False),
        (6, "postcode", False),
        (7, "lat", True),
        (8, "lat", True),
    ]
    assert len(parsed.rows) == 5 and parsed.rows[-1][3:5] == (None, None)


def test_the_layout_of_the_post_office_is_read_too():
    text = (
        "Code_commune_INSEE;Nom_commune;Code_postal;Ligne_5;Libellé_d_acheminement;coordonnees_gps\n"
        '01002;L ABERGEMENT DE VAREY;01640;;L ABERGEMENT DE VAREY;"46.0091,5.4280"\n'
        "97501;MIQUELON LANGLADE;97500;;MIQUELON;\n"
        "97501;MIQUELON LANGLADE;97500;LANGLADE;MIQUELON;\n"
    )
    parsed = communes.parse(text.encode(), "laposte_hexasmal.csv")
    assert parsed.problems == []
    assert parsed.rows == [
        ("01002", "01640", "L Abergement De Varey", 46.0091, 5.428, "", ""),
        ("97501", "97500", "Miquelon Langlade", None, None, "", ""),
    ]


def test_tension_is_read_with_decimal_commas_and_gaps(store: Store, tmp_path: Path):
    path = tmp_path / "tension.csv"
    path.write_text(f"{TENSION_HEAD}\n2021;A1101;0203;16,5;28,25;5;5;1;5;4;4;\n2021;A1101;0204;16;x;5;5;1;5;4;4;5\n")
    loaded = import_tension(store, path)
    assert [(problem.line, problem.kept) for problem in loaded.problems] == [(3, False)]
    assert loaded.tables["tensions"].added == 1 and import_tension(store, path).nothing
    wrong = f"{TENSION_HEAD}\n2021;A1101;0203;-1;nan;9;5;1;5;4;4;\n"
    with pytest.raises(Invalid, match="no row"):
        tension.parse(wrong.encode(), "tension.csv")


@pytest.mark.slow  # test_real_market.py counts the rows, too
@pytest.mark.real_data
def test_the_whole_of_rome_is_loaded_to_the_row(either_url: str, data_dir: Path):
    with open_store(either_url) as store:
        everything_is_there(store, data_dir)


def everything_is_there(store: Store, data_dir: Path):
    loaded = import_rome(store, data_dir / "rome_v460")
    assert loaded.problems == []
    assert {name: difference.added for name, difference in loaded.tables.items()} == {
        "domains": 124,
        "occupations": 1584,
        "titles": 13120,
        "skills": 17810 + 507 + 15354,
        "contexts": 179,
        "occupation_items": 104219,
        "occupation_contexts": 13663,
        "mobilities": 14912,
        "occupation_texts": 11980,
    }
    assert import_rome(store, data_dir / "rome_v460").nothing
    cores = [row[2] for row in rows(store, taxonomy.occupation_items)]
    assert (cores.count("main"), cores.count("emerging")) == (18900, 1731)
    kinds = [row[1] for row in rows(store, taxonomy.skills)]
    assert [kinds.count(kind) for kind in ("skill", "macro", "knowledge")] == [17810, 507, 15354]


@pytest.mark.slow  # test_real_market.py counts the rows, too
@pytest.mark.real_data
def test_all_communes_and_tensions_are_loaded_to_the_row(sqlite_url: str, data_dir: Path):
    with open_store(sqlite_url) as store:
        assert import_communes(store, data_dir / "geo" / "communes.csv").tables["communes"].added == 36370
        path = data_dir / "tension" / "cities-tension-utf8.csv"
        assert import_tension(store, path).tables["tensions"].added == 27135
        assert import_tension(store, path).nothing
