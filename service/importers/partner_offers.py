"""The CSV in which partners send their offers to France Travail (`Par_*`, `Code_OGR`, `Type_mouvement`), as openings.

Its columns are read as parts of France Travail's own offers. Names differ between versions of the flow: several are
understood for each fact, whatever their case and signs; columns that nobody knows are listed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.codes import plain
from matching.fields import Fault
from matching.records import OPENING
from service.errors import Invalid
from service.importers.base import Parsed, Problem, filled
from service.importers.mending import first_of_each, read_parts
from service.importers.offer_parts import PARTS, SHAPE
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.shapes import shaped
from service.importers.sheets import MAX_COLUMNS, csv_rows
from service.importers.strict_json import printable

_COLUMNS = """
id: parrefoffre refoffre referenceoffre idoffre numerooffre
movement: typemouvement mouvement
title: libellemetierogr libellemetier libelleogr appellationlibelle libelleappellation
headline: intitule intituleoffre titre titreoffre libelleoffre
title_code: codeogr ogr codeappellation appellation
rome: coderome rome
description: descoffre description descriptionoffre descriptifoffre descriptif texteoffre
created: datecreation datecreationoffre datepublication datedepublication offdatecreation offdatepublication
start: datedebut datedebutcontrat dateprisedeposte dateembauche offdatedebut
contract: typecontrat tcolibelle tcocode codetypecontrat libelletypecontrat typecontratlibelle
nature: naturecontrat ntclibelle ntccode codenaturecontrat naturecontratlibelle
length: dureecontrat dureecontratlibelle dureecontratmois offdureecontrat
time: tempstravail typetempstravail offtempstravail
hours: dureetravail dureehebdo dureehebdomadaire dureetravaillibelle nbheures nbheureshebdo
place: lieu lieutravail libellelieu libellecommune commune ville comlibelle liblieu
insee: codecommune codeinsee codecommuneinsee comcodeinsee insee lieucodecommune lieucommune
postcode: codepostal cp comcodepostal lieucodepostal lieucp
department: departement codedepartement depcode
lat: latitude lat
lon: longitude lon lng
wage: salaire libellesalaire salairelibelle offsalaire
wage_min: salairemin salaireminimum offsalairemin
wage_max: salairemax salairemaximum offsalairemax
wage_unit: salaireperiode periodesalaire typesalaire salairetype salaireunite
experience_asked: expexigee experienceexigee offexperiencetype exptype
experience: experience explibelle expduree dureeexperience offexperiencedureemin experiencelibelle
education: niveauformation niveaulibelle niflibelle formation formationlibelle diplome
licence: permis permislibelle perlibelle permisexige
skills: competences competence complibelle savoirfaire
positions: ostposterestantnb nbpostes nombrepostes nbposte postenb
company: nomentreprise entreprise raisonsociale entnom entreprisenom etabnom employeur enseigne
siret: siret codesiret entsiret numerosiret etabsiret entreprisesiret
naf: codenaf naf entnaf codeape ape
passed_over: parnom parcle parurloffre urloffre url
"""  # what a column tells, and the names it goes by, in letters and digits only
_FACTS = (line.split(": ") for line in _COLUMNS.strip().split("\n"))
_MEANING = {name: fact for fact, names in _FACTS for name in names.split()}
_PASSED_OVER = ("ost",)  # columns that begin like this count posts at the partner
_CLOSED = ("s", "suppression", "supprimer", "supprime", "d")


@dataclass(frozen=True, slots=True)
class PartnerFile:
    """The openings of a file, and the identifiers of those that it takes back."""

    parsed: Parsed
    closed: list[str] = field(default_factory=list)


def parse(source: Source) -> PartnerFile:
    """Return the openings created or modified, those to close, and numbered problems.

    A field that cannot be read is left out (a problem that is `kept`); a line is refused only without a reference.
    Where a reference comes twice, the first line counts. Raise Invalid for a file without the column Par_ref_offre.
    """
    name, raw = content_of(source)
    if is_zip(raw):
        raise Invalid(f"{name}: the partner flow is read from CSV; save it as .csv")
    rows, problems = csv_rows(text_of(name, raw))
    if not rows:
        return PartnerFile(Parsed([], problems))
    (line, header), *body = rows
    columns = _columns(name, header)
    problems += _unknown(line, header, columns)
    good: list[tuple[int, dict[str, Any]]] = []
    closed: dict[str, int] = {}  # identifier → line
    for number, cells in body:
        told, record, faults = _row(columns, cells)
        if "id" in record and plain(told.get("movement", "")) in _CLOSED:
            closed[record["id"]] = number
            continue
        problems += [Problem(number, place, reason, kept="id" in record) for place, reason in faults]
        if "id" in record:
            good.append((number, record))
    last = {record["id"]: number for number, record in good}
    still = [(number, record) for number, record in good if number > closed.get(record["id"], 0)]
    gone = sorted(name for name, number in closed.items() if number > last.get(name, 0))
    return PartnerFile(first_of_each(Parsed(still, problems)), gone)


def _unknown(line: int, header: list[str], columns: list[str]) -> list[Problem]:
    unknown = [cell.strip() for cell, known in zip(header, columns, strict=True) if not known and cell.strip()]
    return [Problem(line, printable(cell[:60]), "unknown field, ignored", kept=True) for cell in unknown]


def _row(columns: list[str], cells: list[str]) -> tuple[dict[str, str], dict[str, Any], list[Fault]]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return {}, {}, [("line", f"{len(cells)} cells under {len(columns)} columns: is a separator inside a text?")]
    told = _told(columns, cells)
    return told, *_opening(told)


def _columns(name: str, header: list[str]) -> list[str]:
    """Return what each column tells; empty for one that nobody knows."""
    if len(header) > MAX_COLUMNS:
        raise Invalid(f"{name}: {len(header)} columns; at most {MAX_COLUMNS} are read")
    bare = [plain(cell[:200]).replace(" ", "") for cell in header]
    columns = [_MEANING.get(cell) or ("passed_over" if cell.startswith(_PASSED_OVER) else "") for cell in bare]
    if "id" not in columns:
        raise Invalid(f"{name}: no column Par_ref_offre in the first line: not the file of a partner")
    return columns


def _told(columns: list[str], cells: list[str]) -> dict[str, str]:
    """Return what the cells tell; of two columns for one fact the first that is filled counts."""
    told: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and column != "passed_over" and cell.strip():
            told.setdefault(column, cell.strip())
    return told


def _opening(told: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    offer, faults = shaped(_as_offer(told), SHAPE)
    own = {name: told.get(name) for name in ("id", "title_code", "start")}
    record, remarks = read_parts(own, offer, PARTS, OPENING)
    return record, [(place, printable(reason)) for place, reason in faults] + remarks


def _as_offer(told: Mapping[str, str]) -> dict[str, Any]:
    """Return the line in the shape of France Travail's own offers."""
    place = {"libelle": "place", "commune": "insee", "codePostal": "postcode", "latitude": "lat", "longitude": "lon"}
    asked = plain(told.get("experience_asked", ""))
    offer = {
        "id": told.get("id"),
        "intitule": told.get("headline") or told.get("title"),
        "appellationlibelle": told.get("title"),
        "romeCode": told.get("rome"),
        "description": told.get("description"),
        "dateCreation": told.get("created"),
        "typeContrat": told.get("contract"),
        "typeContratLibelle": " ".join(told[name] for name in ("contract", "length") if name in told),
        "natureContrat": told.get("nature"),
        "experienceExige": {"o": "E", "oui": "E", "non": "D", "n": "D"}.get(asked, told.get("experience_asked")),
        "experienceLibelle": _months(told.get("experience", "")) or told.get("experience_asked"),
        "nombrePostes": told.get("positions"),
        "codeNAF": told.get("naf"),
        "dureeTravailLibelle": _weekly(told.get("hours", "")),
        "dureeTravailLibelleConverti": told.get("time"),
        "lieuTravail": {ours: told[name] for ours, name in place.items() if name in told} or None,
        "entreprise": {"nom": told.get("company"), "siret": told.get("siret")},
        "salaire": {"libelle": _wage(told)},
        "permis": [{"libelle": one} for one in _several(told.get("licence", ""))],
        "competences": [{"libelle": one} for one in _several(told.get("skills", ""))],
        "formations": [{"niveauLibelle": one} for one in _several(told.get("education", ""))],
    }
    return filled(offer)


def _several(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|]", cell) if part.strip()]


def _months(cell: str) -> str:
    return cell + " mois" if re.fullmatch(r"\d{1,3}", cell) else cell


def _weekly(cell: str) -> str:
    return cell + " h" if re.fullmatch(r"\d{1,2}([.,]\d{1,2})?", cell) else cell


def _wage(told: Mapping[str, str]) -> str:
    """Return the wage as France Travail words it; a text of its own comes first."""
    amounts = dict.fromkeys(told[name] for name in ("wage_min", "wage_max") if name in told)
    built = f"{told.get('wage_unit', '')} {' à '.join(amounts)} €" if amounts else ""
    own = told.get("wage", "")
    if re.fullmatch(r"[\d\s.,]+", own):
        own = f"{told.get('wage_unit', '')} {own} €"
    return own or built
