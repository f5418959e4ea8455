"""Column contracts: the tables that every release of a source is mapped to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from assay.errors import ReleaseError
from assay.paths import Project

Mode = Literal["replace", "accumulate", "running"]

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DECIMAL(28,10)",
    "date": "DATE",
    "boolean": "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: name, Table Schema type, meaning, and allowed values if closed."""

    name: str
    type: str
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()

    @property
    def duckdb_type(self) -> str:
        return DUCKDB_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """The contract of one table: what a row is, its columns, its frame."""

    name: str
    title: str
    row: str
    frame: Literal["register", "list"]
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    public_from: str
    derived: bool = False
    """The rows were made by this project, as codings and measurements, not by the provider."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What every release of a source is mapped to, and how its releases relate.

    mode `replace`: the newest release stands for all earlier ones;
    `accumulate`: each release adds rows (dated pages);
    `running`: rows are never revised and became public on the date in `Table.public_from`.
    """

    source: str
    title: str
    publisher: str
    mode: Mode
    typical_revision: float
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        for table in self.tables:
            if table.name == name:
                return table
        raise ReleaseError(f"Source {self.source} has no table {name!r}.")


def list_sources(project: Project) -> tuple[str, ...]:
    """Sources with a column contract, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in project.releases.glob("*/tables.json")))


def read_contract(project: Project, source: str) -> Contract:
    """The column contract of a source. ReleaseError when it is missing or not readable."""
    path = project.releases / source / "tables.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(list_sources(project)) or "none"
        raise ReleaseError(f"Unknown source {source!r}; known: {known}.") from None
    except json.JSONDecodeError as error:
        raise ReleaseError(f"{project.relative(path)}: not JSON ({error}).") from None
    return Contract(
        source=source,
        title=raw["title"],
        publisher=raw["publisher"],
        mode=raw["mode"],
        typical_revision=float(raw["typical_revision"]),
        tables=tuple(_read_table(table) for table in raw["tables"]),
    )


def describe_field(field: Field) -> dict[str, Any]:
    """A column as Table Schema writes it."""
    item: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "description": field.description,
    }
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.enum:
        constraints["enum"] = list(field.enum)
    return {**item, "constraints": constraints} if constraints else item


def _read_table(raw: dict[str, Any]) -> Table:
    return Table(
        name=raw["name"],
        title=raw["title"],
        row=raw["row"],
        frame=raw.get("frame", "register"),
        fields=tuple(_read_field(item) for item in raw["fields"]),
        primary_key=tuple(raw.get("primaryKey", ())),
        public_from=raw.get("public_from", ""),
        derived=bool(raw.get("derived", False)),
    )


def _read_field(raw: dict[str, Any]) -> Field:
    constraints = raw.get("constraints", {})
    return Field(
        name=raw["name"],
        type=raw["type"],
        description=raw["description"],
        required=bool(constraints.get("required", False)),
        enum=tuple(constraints.get("enum", ())),
    )
