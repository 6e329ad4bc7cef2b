"""Files that are loaded, as answers show them."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from service.api.fields import Answer, Body, Id, Moment, number
from service.problems import in_language

KIND = "What is in the file: people, openings, sponsors, or France Travail's offers"
Kind = Literal["candidates", "openings", "sponsors", "offers"]
Source = Annotated[str, StringConstraints(min_length=1, max_length=24, pattern=r"^[\w .-]+$")]
Header = Annotated[str, StringConstraints(max_length=500)]
Target = Annotated[str, StringConstraints(max_length=100)]


class Agreed(Body):
    """What the columns of a spreadsheet become."""

    mapping: Annotated[
        dict[Header, Target | None] | None,
        Field(
            max_length=500,
            description="Column → field, null = left out; only for a spreadsheet that is not in our format",
            examples=[{"Métier recherché": "wishes", "Avis": None}],
        ),
    ] = None


class Column(Answer):
    """A column of a spreadsheet, and what it would become."""

    column: Annotated[str, Field(description="Its header", examples=["Métier recherché"])]
    field: Annotated[str | None, Field(description="The field that it becomes; null = left out", examples=["wishes"])]
    reason: Annotated[str, Field(description="Why", examples=["l’en-tête le dit"])]
    confidence: Annotated[float, Field(description="How sure, from 0 to 1", examples=[0.9])]


class Remark(Answer):
    """What is wrong with a line, or worth knowing."""

    line: Annotated[int, Field(description="The line of the file; 0 = the file itself", examples=[4])]
    field: Annotated[str, Field(description="Which field or column", examples=["max_km"])]
    reason: Annotated[str, Field(description="What is wrong", examples=["manquant"])]
    kept: Annotated[bool, Field(description="Whether the line is loaded all the same", examples=[True])]


class Difference(Answer):
    """How many documents a load changes."""

    added: number(0, 1_000_000, "New ones", 40)
    changed: number(0, 1_000_000, "Those that the file tells otherwise", 2)
    gone: number(0, 1_000_000, "Those that are closed", 0)
    same: number(0, 1_000_000, "Those that stay", 8)


class Import(Answer):
    """A file, and what loading it changes or has changed."""

    id: Id
    kind: Annotated[Kind, Field(description=KIND, examples=["candidates"])]
    name: Annotated[str, Field(description="The name of the file that was sent", examples=["suivi.csv"])]
    applied_at: Annotated[Moment | None, Field(description="When it was loaded; null = not yet")]
    undone_at: Annotated[Moment | None, Field(description="When that was undone; null = not")]
    difference: Annotated[Difference, Field(description="How many documents loading it changes")]
    needs_mapping: Annotated[bool, Field(description="Whether the columns must be agreed to first", examples=[False])]
    mapping: Annotated[
        dict[str, str | None] | None,
        Field(description="What the columns would become; null = our own format", examples=[{"Avis": None}]),
    ]
    columns: Annotated[list[Column], Field(description="Columns of a spreadsheet that is not in our format")]
    problems: Annotated[list[Remark], Field(description="What is wrong, or worth knowing")]
    version: Annotated[int, Field(description="One more at each change; the ETag", examples=[1])]


def upload(found: Any, language: str) -> dict[str, Any]:
    """Return a file with what loading it changes."""
    sheet, row, told = found.looked.sheet, found.row, found.difference
    columns = sheet.columns if sheet else []
    return {
        "id": row.id,
        "kind": row.kind,
        "name": found.looked.file.name,
        "applied_at": row.applied_at,
        "undone_at": row.undone_at,
        "difference": {name: getattr(told, name) for name in ("added", "changed", "gone", "same")},
        "needs_mapping": not found.looked.agreed,
        "mapping": {column.name: column.target for column in columns} if sheet else None,
        "columns": [_column(column, language) for column in columns],
        "problems": [_remark(problem, language) for problem in found.looked.prepared.problems],
        "version": row.version,
    }


def _column(column: Any, language: str) -> dict[str, Any]:
    reason = in_language(column.why, language)
    return {"column": column.name, "field": column.target, "reason": reason, "confidence": column.confidence}


def _remark(problem: Any, language: str) -> dict[str, Any]:
    reason = in_language(problem.reason, language)
    return {"line": problem.line, "field": problem.field, "reason": reason, "kept": problem.kept}
