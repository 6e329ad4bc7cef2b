"""A reference release small enough to read, in the layout of the official files, and ways to spoil it."""

import csv
import io
import zipfile
from pathlib import Path

LISTS = {
    "referentiel_code_rome": [
        ["code_rome", "libelle_rome", "code_rome_parent", "emploi_reglemente"],
        ["X1001", "Gardien / Gardienne de phare", "X1001", "O"],
        ["X1002", "Souffleur / Souffleuse de verre", "X1001", "N"],
    ],
    "cr_gd_dp": [
        [
            "code_rome",
            "libelle_rome",
            "code_grand_domaine",
            "libelle_grand_domaine",
            "code_domaine_professionel",
            "libelle_domaine_professionel",
        ],
        ["X1001", "Gardien / Gardienne de phare", "X", "Métiers rares", "X10", "Mer et feu"],
        ["X1002", "Souffleur / Souffleuse de verre", "X", "Métiers rares", "X10", "Mer et feu"],
    ],
    "referentiel_appellation": [
        ["code_ogr", "libelle_appellation_long", "libelle_appellation_court", "code_rome"],
        ["1", "Gardien / Gardienne de phare", "Gardien / Gardienne de phare", "X1001"],
        ["2", 'Maître verrier, dit "souffleur"', "Souffleur", "X1002"],
    ],
    "referentiel_competence": [
        ["code_ogr", "nature", "libelle_competence", "code_ogr_macro_comp", "cat_comp", "sous_cat_comp"],
        ["10", "Macro-compétence", "Tenir un feu", "", "Savoir-faire", "Technique"],
        ["11", "Compétence", "Allumer une lampe", "10", "Savoir-faire", "Technique"],
    ],
    "referentiel_savoir": [
        ["code_ogr_savoir", "libelle_savoir", "categorie_savoir", "sous_categorie_savoir"],
        ["20", "Marées", "Domaines", "Mer"],
    ],
    "referentiel_contexte_travail": [
        ["code_ogr", "libelle_cont_travail", "libelle_type_cont_trav"],
        ["30", "En hauteur", "Lieux"],
    ],
    "coherence_item": [
        ["code_rome", "code_ogr", "coeur_metier"],
        ["X1001", "11", "Principale"],
        ["X1001", "20", "Émergente"],
        ["X1002", "10", ""],
        ["X1001", "30", ""],
    ],
    "liens_rome_referentiels": [
        ["code_rome", "code_compo_bloc", "code_rubrique", "code_ogr"],
        ["X1001", "2", "", "1"],
        ["X1001", "5", "1", "11"],
        ["X1001", "6", "", "30"],
    ],
    "rubrique_mobilite": [["code_rome", "code_rome_cible", "numero_ordre"], ["X1001", "X1002", "1"]],
    "texte": [
        ["code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"],
        ["X1001", "definition", "1", "Veille sur la côte."],
    ],
}


def name_of(what: str, version: int = 470) -> str:
    return f"unix_{what}_v{version}_utf8.csv"


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def release(**more: list[list[str]]) -> dict[str, bytes]:
    """Return the files of a release by name; rows in `more` are added to the list of that name."""
    return {name_of(what): as_csv(rows + more.get(what, [])) for what, rows in LISTS.items()}


def large_release(n: int, mark: str) -> dict[str, bytes]:
    """Return a release with n more skills, titles and links whose labels bear a mark."""
    return release(
        referentiel_competence=[[str(1000 + i), "Compétence", f"{mark} {i}", "10", "", ""] for i in range(n)],
        referentiel_appellation=[[str(500_000 + i), f"{mark} {i}", mark, "X1002"] for i in range(n)],
        coherence_item=[["X1002", str(1000 + i), "Principale" if mark == "a" else ""] for i in range(n)],
    )


def write_folder(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return folder


def write_zip(path: Path, files: dict[str, bytes], inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(inside + name, raw)
    return path
