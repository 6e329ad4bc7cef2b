"""ROME 4: the official folder or zip of `unix_…_v460_utf8.csv` files, of any version."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from service.errors import Invalid
from service.importers.base import Problem
from service.importers.lists import Row, read_list

NAME = re.compile(r"unix_(?P<list>[a-z_]+)_v(?P<version>\d+)_utf8\.csv", re.IGNORECASE)

LISTS: dict[str, tuple[int, str]] = {  # how many columns name a row, and the columns that are read
    "referentiel_code_rome": (1, "code_rome libelle_rome code_rome_parent emploi_reglemente"),
    "cr_gd_dp": (
        1,
        "code_rome code_grand_domaine libelle_grand_domaine code_domaine_professionel libelle_domaine_professionel",
    ),
    "referentiel_appellation": (1, "code_ogr libelle_appellation_long libelle_appellation_court code_rome"),
    "referentiel_competence": (1, "code_ogr nature libelle_competence code_ogr_macro_comp cat_comp sous_cat_comp"),
    "referentiel_savoir": (1, "code_ogr_savoir libelle_savoir categorie_savoir sous_categorie_savoir"),
    "referentiel_contexte_travail": (1, "code_ogr libelle_cont_travail libelle_type_cont_trav"),
    "coherence_item": (2, "code_rome code_ogr coeur_metier"),
    "liens_rome_referentiels": (3, "code_rome code_ogr code_compo_bloc"),
    "rubrique_mobilite": (2, "code_rome code_rome_cible numero_ordre"),
    "texte": (3, "code_rome libelle_type_texte position_phrase libelle_texte"),
}
CONTEXT_BLOCK = "6"  # of composition_bloc: the links that name a working context
KINDS = {"Compétence": "skill", "Macro-compétence": "macro"}
CORES = {"Principale": "main", "Émergente": "emerging", "": ""}
REGULATED = {"O": True, "N": False}


@dataclass(frozen=True, slots=True)
class Rome:
    """The rows of each table, each key once, and the problems met."""

    tables: dict[str, list[tuple[Any, ...]]]
    problems: list[Problem]


def parse(files: Mapping[str, bytes]) -> Rome:
    """Return the tables of a release, its files given by name.

    Links to codes that no list holds are kept, with a remark. Raise Invalid, naming them, for files that
    are missing, come from two releases, or are not the list that their name says.
    """
    problems: list[Problem] = []
    names = _names(files)
    lists = {
        what: read_list(files[names[what]], names[what], columns.split(), keys, problems)
        for what, (keys, columns) in LISTS.items()
    }
    lists["referentiel_savoir"] = _new_codes(lists, names, problems)
    _remark_unknown(lists, names, problems)
    tables = {
        "domains": _domains(lists["cr_gd_dp"]),
        "occupations": _occupations(lists["referentiel_code_rome"], lists["cr_gd_dp"]),
        "titles": [tuple(cells) for _, cells in lists["referentiel_appellation"]],
        "skills": _skills(lists["referentiel_competence"], names["referentiel_competence"], problems)
        + [(code, "knowledge", label, "", *kind) for _, (code, label, *kind) in lists["referentiel_savoir"]],
        "contexts": [tuple(cells) for _, cells in lists["referentiel_contexte_travail"]],
        "occupation_items": _items(lists["coherence_item"], names["coherence_item"], problems),
        "occupation_contexts": [(job, code) for job, code in _contexts(lists["liens_rome_referentiels"])],
        "mobilities": _numbered(lists["rubrique_mobilite"], "numero_ordre", names["rubrique_mobilite"], problems),
        "occupation_texts": _numbered(lists["texte"], "position_phrase", names["texte"], problems),
    }
    return Rome(tables, problems)


def _names(files: Mapping[str, bytes]) -> dict[str, str]:
    found = [(name, match) for name in sorted(files) if (match := NAME.fullmatch(name))]
    wanted = [(name, match) for name, match in found if match["list"].lower() in LISTS]
    versions = sorted({match["version"] for _, match in wanted})
    if len(versions) > 1:
        raise Invalid(f"files of ROME versions {' and '.join(versions)} are mixed: keep those of one")
    names = {match["list"].lower(): name for name, match in wanted}
    if missing := [f"unix_{what}_v{(versions or ['460'])[0]}_utf8.csv" for what in LISTS if what not in names]:
        raise Invalid(f"ROME files missing: {', '.join(missing)}")
    return names


def _domains(rows: list[Row]) -> list[tuple[Any, ...]]:
    found: dict[str, str] = {}
    for _, (_, large_code, large, code, label) in rows:
        found |= {large_code: large, code: label}
    return list(found.items())


def _occupations(rows: list[Row], domains: list[Row]) -> list[tuple[Any, ...]]:
    domain = {code: (small, label) for _, (code, _, _, small, label) in domains}
    return [
        (code, label, parent, *domain.get(code, ("", "")), REGULATED.get(regulated))
        for _, (code, label, parent, regulated) in rows
    ]


def _skills(rows: list[Row], file: str, problems: list[Problem]) -> list[tuple[Any, ...]]:
    for line, (_, kind, *_) in rows:
        if kind not in KINDS:
            problems.append(Problem(line, "nature", f"{kind[:40]!r} is not known: read as a skill", True, file))
    return [(code, KINDS.get(kind, "skill"), *rest) for _, (code, kind, *rest) in rows]


def _items(rows: list[Row], file: str, problems: list[Problem]) -> list[tuple[Any, ...]]:
    for line, (_, _, core) in rows:
        if core not in CORES:
            problems.append(Problem(line, "coeur_metier", f"{core[:40]!r} is not known: left empty", True, file))
    return [(job, item, CORES.get(core, "")) for _, (job, item, core) in rows]


def _contexts(rows: list[Row]) -> list[list[str]]:
    return [cells[:2] for _, cells in rows if cells[2] == CONTEXT_BLOCK]


def _numbered(rows: list[Row], column: str, file: str, problems: list[Problem]) -> list[tuple[Any, ...]]:
    """Return the rows with a whole number in their third cell, the `column`; those without are problems."""
    good: list[tuple[Any, ...]] = []
    for line, (job, other, number, *rest) in rows:
        if number.isascii() and number.isdigit() and len(number) < 9:
            good.append((job, other, int(number), *rest))
        else:
            problems.append(Problem(line, column, f"whole number expected, found {number[:40]!r}", file=file))
    return good


def _new_codes(lists: Mapping[str, list[Row]], names: Mapping[str, str], problems: list[Problem]) -> list[Row]:
    skills = {cells[0] for _, cells in lists["referentiel_competence"]}
    file = names["referentiel_savoir"]
    for line, (code, *_) in lists["referentiel_savoir"]:
        if code in skills:
            problems.append(Problem(line, "code_ogr_savoir", f"{code} is already the code of a skill", file=file))
    return [row for row in lists["referentiel_savoir"] if row[1][0] not in skills]


def _remark_unknown(lists: Mapping[str, list[Row]], names: Mapping[str, str], problems: list[Problem]) -> None:
    known = {what: {cells[0] for _, cells in rows} for what, rows in lists.items()}
    jobs, skills = known["referentiel_code_rome"], known["referentiel_competence"]
    contexts = known["referentiel_contexte_travail"]
    anything = skills | known["referentiel_savoir"] | contexts
    checks: list[tuple[str, int, Collection[str], Callable[[list[str]], bool]]] = [
        ("referentiel_appellation", 3, jobs, bool),
        ("referentiel_competence", 3, skills | {""}, bool),
        ("coherence_item", 0, jobs, bool),
        ("coherence_item", 1, anything, bool),
        ("liens_rome_referentiels", 1, contexts, lambda cells: cells[2] == CONTEXT_BLOCK),
        ("rubrique_mobilite", 0, jobs, bool),
        ("rubrique_mobilite", 1, jobs, bool),
        ("texte", 0, jobs, bool),
    ]
    for what, place, codes, concerned in checks:
        column = LISTS[what][1].split()[place]
        for line, cells in lists[what]:
            if cells[place] not in codes and concerned(cells):
                problems.append(Problem(line, column, f"{cells[place][:40]} is in no list: kept", True, names[what]))
