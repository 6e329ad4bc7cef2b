"""The territory's reference part, read from the files: trades, skills and communes, shaped as they are stored."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Rows = tuple[Row, ...]

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Reference:
    """The trades and kinds of company as the files hold them, and the rows of the reference tables."""

    trades: Rows
    houses: Rows  # kinds of company: name, naf, count, settings, only
    domains: Rows
    occupations: Rows
    titles: Rows
    skills: Rows
    links: Rows
    mobilities: Rows


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune, and its share of the people and of the firms."""

    row: Row
    people: int
    firms: int

    @property
    def place(self) -> Row:
        """Return the place as a record holds it: the commune and its town hall."""
        return {
            "insee": self.row["insee"],
            "postcode": self.row["postcode"],
            "label": self.row["name"],
            "lat": self.row["lat"],
            "lon": self.row["lon"],
        }


def read_file(name: str) -> Row:
    """Return the content of one of the territory's files."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def read_reference() -> Reference:
    """Return the trades of every sector, in the order of their files."""
    sectors = [read_file(f"trades/{path.name}") for path in sorted((HERE / "trades").glob("*.toml"))]
    trades = tuple(trade for sector in sectors for trade in sector.get("trades", []))
    labels = {code: label for each in sectors for code, label in each.get("sector", {}).get("domains", {}).items()}
    return Reference(
        trades=trades,
        houses=tuple(house for sector in sectors for house in sector["companies"]),
        domains=tuple({"code": code, "label": label} for code, label in sorted(labels.items())),
        occupations=tuple(_occupation(trade, labels) for trade in trades),
        titles=tuple(title for trade in trades for title in _titles(trade)),
        skills=tuple(skill for sector in sectors for skill in _skills(sector["macros"])),
        links=tuple(link for trade in trades for link in _links(trade)),
        mobilities=tuple(move for trade in trades for move in _mobilities(trade)),
    )


def read_communes() -> tuple[Commune, ...]:
    """Return the communes, the largest share of candidates first."""
    return tuple(_commune(raw) for raw in read_file("communes.toml")["communes"])


def _commune(raw: Row) -> Commune:
    named = {name: raw[name] for name in ("insee", "postcode", "name", "lat", "lon")}
    return Commune({**named, "basin": "", "basin_name": ""}, raw["people"], raw["firms"])


def _occupation(trade: Row, domains: dict[str, str]) -> Row:
    code = trade["code"]
    return {
        "code": code,
        "label": trade["label"],
        "parent": trade.get("parent", code),
        "domain": code[:3],
        "domain_label": domains[code[:3]],
        "regulated": trade.get("regulated", False),
    }


def _titles(trade: Row) -> Rows:
    return tuple(
        {"code": code, "label": label, "short_label": label, "occupation": trade["code"]}
        for code, label in trade["titles"].items()
    )


def _skills(macros: Row) -> Rows:
    rows = []
    for code, macro in macros.items():
        rows.append(_skill(code, "macro", macro["label"], ""))
        rows += [_skill(skill, "skill", label, code) for skill, label in macro["skills"].items()]
    return tuple(rows)


def _skill(code: str, kind: str, label: str, macro: str) -> Row:
    return {"code": code, "kind": kind, "label": label, "macro": macro, "category": "", "subcategory": ""}


def _links(trade: Row) -> Rows:
    cores = dict.fromkeys(trade["core"], "main") | dict.fromkeys(trade["skills"], "")
    return tuple({"occupation": trade["code"], "item": skill, "core": core} for skill, core in cores.items())


def _mobilities(trade: Row) -> Rows:
    return tuple(
        {"occupation": trade["code"], "target": target, "rank": rank}
        for rank, target in enumerate(trade["near"], start=1)
    )
