"""Column contracts: the tables that every release of a source is mapped to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assay.errors import Fault, ReleaseError
from assay.paths import Project

Mode = Literal["replace", "accumulate", "running"]
Frame = Literal["register", "list"]

TIMES = ("period", "year", "fiscal_year", "day")
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
    frame: Frame
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    public_from: str
    derived: bool = False
    """The rows were made by this project, as codings and measurements, not by the provider."""

    @property
    def time(self) -> str:
        """The column with the period, year or day a row is about; empty where there is none."""
        names = {field.name for field in self.fields}
        return next((name for name in TIMES if name in names), "")


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
    """The column contract of a source. ReleaseError names the entry that is missing or unknown."""
    path = project.releases / source / "tables.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(list_sources(project)) or "none"
        raise ReleaseError(f"Unknown source {source!r}; known: {known}.") from None
    except json.JSONDecodeError as error:
        raise ReleaseError(f"{project.relative(path)}: not JSON ({error}).") from None
    where = project.relative(path)
    return Contract(
        source=source,
        title=_entry(raw, "title", where),
        publisher=_entry(raw, "publisher", where),
        mode=_entry(raw, "mode", where, get_args(Mode)),
        typical_revision=float(_entry(raw, "typical_revision", where)),
        tables=tuple(_read_table(table, where) for table in _entry(raw, "tables", where)),
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


def _read_table(raw: dict[str, Any], where: str) -> Table:
    name = _entry(raw, "name", f"{where}, a table")
    where = f"{where}, table {name}"
    return Table(
        name=name,
        title=_entry(raw, "title", where),
        row=_entry(raw, "row", where),
        frame=_entry({"frame": "register", **raw}, "frame", where, get_args(Frame)),
        fields=tuple(_read_field(item, where) for item in _entry(raw, "fields", where)),
        primary_key=tuple(raw.get("primaryKey", ())),
        public_from=raw.get("public_from", ""),
        derived=bool(raw.get("derived", False)),
    )


def _read_field(raw: dict[str, Any], where: str) -> Field:
    name = _entry(raw, "name", f"{where}, a column")
    where = f"{where}, column {name}"
    constraints = raw.get("constraints", {})
    return Field(
        name=name,
        type=_entry(raw, "type", where, tuple(DUCKDB_TYPES)),
        description=_entry(raw, "description", where),
        required=bool(constraints.get("required", False)),
        enum=tuple(constraints.get("enum", ())),
    )


def _entry(raw: dict[str, Any], key: str, where: str, allowed: tuple[str, ...] = ()) -> Any:
    """The entry `key` of a contract. ReleaseError with its place when it is none of `allowed`."""
    found = raw.get(key)
    if found is None or (allowed and found not in allowed):
        todo = "The contract of another source shows every entry: data/releases/*/tables.json."
        said = "nothing" if found is None else repr(found)
        raise ReleaseError(
            Fault(f"the contract's {key}", where, said, " or ".join(allowed) or "an entry", todo)
        )
    return found
