"""The data ledger: releases as they were published, the calendar of those known to exist.

Layout (nobody else knows it):
    data/releases/<source>/tables.json               the column contract of a source
    data/releases/<source>/<release>/datapackage.json  birth certificate: custody, licence, hashes
    data/releases/<source>/<release>/<table>.csv     one value per row
    data/calendars/<source>.csv                      every release known to exist, held or not
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, cast

from assay.errors import Fault, ReleaseError, SourceError, at
from assay.model import GRADE_BY_CUSTODY, PartialDate, RawFile, Release
from assay.paths import Project

Mode = Literal["replace", "accumulate", "running"]
Cell = str | int | Decimal | date | bool | None

NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")
DECIMALS = Decimal("1e-10")
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


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A release known to exist, whether held or not."""

    source: str
    release: str
    label: str
    released_on: PartialDate
    released_on_status: str
    data_through: str
    headline_measure: str
    headline_value: str
    headline_unit: str
    headline_quote: str
    publisher_title: str
    url: str
    url_status: str
    note: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one table on one date: releases to read, and what we do not hold."""

    releases: tuple[Release, ...]
    missing: CalendarEntry | None = None
    why: str = ""


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
    tables = tuple(
        Table(
            name=table["name"],
            title=table["title"],
            row=table["row"],
            frame=table.get("frame", "register"),
            fields=tuple(
                Field(
                    name=item["name"],
                    type=item["type"],
                    description=item["description"],
                    required=bool(item.get("constraints", {}).get("required", False)),
                    enum=tuple(item.get("constraints", {}).get("enum", ())),
                )
                for item in table["fields"]
            ),
            primary_key=tuple(table.get("primaryKey", ())),
            public_from=table.get("public_from", ""),
            derived=bool(table.get("derived", False)),
        )
        for table in raw["tables"]
    )
    return Contract(
        source=source,
        title=raw["title"],
        publisher=raw["publisher"],
        mode=raw["mode"],
        typical_revision=float(raw["typical_revision"]),
        tables=tables,
    )


def list_releases(project: Project, source: str) -> tuple[Release, ...]:
    """Held releases of a source, oldest first; those of unknown date come first."""
    found = [
        open_release(project, source, path.parent.name)
        for path in (project.releases / source).glob("*/datapackage.json")
    ]
    return tuple(sorted(found, key=_age))


def open_release(project: Project, source: str, release: str) -> Release:
    """A release's birth certificate. Does not hash the tables: `verify_release` does."""
    path = project.releases / source / release / "datapackage.json"
    try:
        text = path.read_bytes()
        raw = json.loads(text)
        facts = raw["assay"]
        return Release(
            source=source,
            release=release,
            title=raw["title"],
            publisher=facts["publisher"],
            address=facts["address"],
            licence=facts["licence"],
            citation=facts["citation"],
            released_on=PartialDate.parse(facts["released_on"]),
            released_on_status=facts["released_on_status"],
            data_through=PartialDate.parse(facts["data_through"]),
            retrieved_on=PartialDate.parse(facts["retrieved_on"]),
            custody=facts["custody"],
            redistribute=facts["redistribute"],
            superseded_by=facts.get("superseded_by", ""),
            notes=facts.get("notes", ""),
            raw=tuple(RawFile(**item) for item in facts["raw"]),
            tables=tuple(item["name"] for item in raw["resources"]),
            digest=hashlib.sha256(text).hexdigest(),
        )
    except FileNotFoundError:
        held = sorted(p.parent.name for p in (project.releases / source).glob("*/datapackage.json"))
        raise ReleaseError(
            f"No release {release!r} of {source}; held: {', '.join(held) or 'none'}."
        ) from None
    except (json.JSONDecodeError, KeyError, ValueError) as error:
        raise ReleaseError(
            f"{project.relative(path)}: not a release descriptor ({error}). Restore it from git."
        ) from None


def table_path(project: Project, release: Release, table: str) -> Path:
    """Where the rows of a table lie."""
    return project.releases / release.source / release.release / f"{table}.csv"


def verify_release(project: Project, source: str, release: str) -> None:
    """Compare every table with the hash, size and row count in its descriptor.

    Raises ReleaseError that lists every difference.
    """
    folder = project.releases / source / release
    open_release(project, source, release)
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    faults = []
    for resource in descriptor["resources"]:
        path = folder / resource["path"]
        place = project.relative(path)
        if not path.is_file():
            faults.append(Fault("table is missing", place, todo="Restore it from git."))
            continue
        found = "sha256:" + sha256_of(path)
        if found != resource["hash"]:
            faults.append(
                Fault(
                    "the table was edited after it was ingested",
                    place,
                    found[:19],
                    resource["hash"][:19],
                    "A release is immutable: restore it, or ingest the file as a new release.",
                )
            )
    extra = {p.name for p in folder.iterdir()} - {
        "datapackage.json",
        *(resource["path"] for resource in descriptor["resources"]),
    }
    faults += [
        Fault("a file that the descriptor does not name", project.relative(folder / name))
        for name in sorted(extra)
    ]
    if faults:
        raise ReleaseError(*faults)


def write_release(
    project: Project,
    source: str,
    release: str,
    tables: Mapping[str, Iterable[Mapping[str, Cell]]],
    raw_files: Sequence[tuple[Path, str]],
    *,
    title: str,
    address: str,
    licence: str,
    citation: str,
    released_on: str,
    released_on_status: Literal["seen", "inferred", "unknown"],
    data_through: str,
    retrieved_on: str,
    custody: str,
    redistribute: Literal["yes", "derived_only", "ask"],
    superseded_by: str = "",
    notes: str = "",
    publisher: str = "",
) -> Release:
    """Write an immutable release: tidy CSV per table and a descriptor with hashes.

    `tables` maps a table of the contract to rows (dicts with exactly the contract's columns);
    `raw_files` are the provider's files with the place each was read from. The folder appears
    in one rename. SourceError lists every row that breaks the contract; ReleaseError when the
    release exists with other content (the same content again is accepted silently).
    """
    contract = read_contract(project, source)
    if not NAME.fullmatch(release):
        raise ReleaseError(f"Release name {release!r}: use lower-case letters, digits, . _ -")
    if custody not in GRADE_BY_CUSTODY:
        raise ReleaseError(f"Custody {custody!r}: one of {', '.join(GRADE_BY_CUSTODY)}.")
    resources, contents = [], {}
    for name, rows in tables.items():
        table = contract.table(name)
        content, count = _encode_rows(table, rows, f"{source} {release}, {name}")
        contents[f"{name}.csv"] = content
        resources.append(_describe_table(table, content, count))
    descriptor = {
        "name": f"{source}-{release}".replace("_", "-"),
        "title": title,
        "licenses": [{"title": licence}],
        "sources": [{"title": publisher or contract.publisher, "path": address}],
        "resources": resources,
        "assay": {
            "publisher": publisher or contract.publisher,
            "address": address,
            "licence": licence,
            "citation": citation,
            "released_on": str(PartialDate.parse(released_on)),
            "released_on_status": released_on_status,
            "data_through": str(PartialDate.parse(data_through)),
            "retrieved_on": str(PartialDate.parse(retrieved_on)),
            "custody": custody,
            "redistribute": redistribute,
            "superseded_by": superseded_by,
            "notes": notes,
            "raw": [
                {
                    "name": path.name,
                    "sha256": sha256_of(path),
                    "bytes": path.stat().st_size,
                    "read_from": read_from,
                }
                for path, read_from in raw_files
            ],
        },
    }
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    contents["datapackage.json"] = text.encode()
    _place(project.releases / source / release, contents)
    return open_release(project, source, release)


def read_calendar(project: Project, source: str) -> tuple[CalendarEntry, ...]:
    """Every release of a source known to exist; empty when the source has no calendar."""
    path = project.calendars / f"{source}.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as stream:
        entries = []
        for number, row in enumerate(csv.DictReader(stream), start=2):
            try:
                released_on = PartialDate.parse(row.pop("released_on"))
                entries.append(CalendarEntry(source=source, released_on=released_on, **row))
            except (ValueError, TypeError, KeyError) as error:
                raise ReleaseError(f"{at(project.relative(path), number)}: {error}.") from None
    return tuple(entries)


def known_releases(
    contract: Contract,
    table: str,
    held: Sequence[Release],
    calendar: Sequence[CalendarEntry],
    known_on: date | None,
) -> Known:
    """Which held releases tell what was public of `table` on `known_on` (None: today).

    A release is visible from the end of the interval in which it was published. Where the
    calendar lists a newer one that is not held, nothing stands in for it (RATING, section 5).
    """
    with_table = [release for release in held if table in release.tables]
    if contract.mode == "running":
        return Known(tuple(with_table[-1:]))
    if known_on is None:
        return Known(tuple(with_table[-1:] if contract.mode == "replace" else with_table))
    visible = [r for r in with_table if r.released_on.last and r.released_on.last <= known_on]
    if not calendar:
        return Known((), why="no release calendar: what was public then is not known")
    listed = [e for e in calendar if e.released_on.last and e.released_on.last <= known_on]
    if not listed and not visible:
        dates = [r.released_on for r in with_table] + [e.released_on for e in calendar]
        is_dated = any(when.last for when in dates)
        why = "nothing had been published by then"
        return Known((), why=why if is_dated else "when it was published is not known")
    newest = max(listed, key=lambda e: cast(date, e.released_on.last), default=None)
    newest_held = max((cast(date, r.released_on.last) for r in visible), default=date.min)
    if newest and cast(date, newest.released_on.last) > newest_held:
        held_names = {release.release for release in held}
        if newest.release not in held_names:
            return Known((), newest, f"release {newest.label} was current and is not held")
        return Known((), newest, f"release {newest.label} is held without this table")
    return Known(tuple(visible[-1:] if contract.mode == "replace" else visible))


def _age(release: Release) -> tuple[date, date, str]:
    return (
        release.released_on.last or date.min,
        release.data_through.last or date.min,
        release.release,
    )


def _encode_rows(table: Table, rows: Iterable[Mapping[str, Cell]], place: str) -> tuple[bytes, int]:
    names = [field.name for field in table.fields]
    faults: list[Fault] = []
    seen: set[tuple[str, ...]] = set()
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for count, row in enumerate(rows, start=1):
        if set(row) != set(names):
            faults.append(
                Fault(
                    "columns differ from the contract",
                    at(place, count),
                    ", ".join(sorted(row)),
                    ", ".join(sorted(names)),
                )
            )
            break
        cells = []
        for field in table.fields:
            try:
                cells.append(_encode_cell(field, row[field.name]))
            except (ValueError, InvalidOperation) as error:
                cells.append("")
                where = at(place, count, field.name)
                faults.append(Fault(str(error), where, repr(row[field.name])))
        key = tuple(cells[names.index(name)] for name in table.primary_key)
        if key and key in seen:
            faults.append(Fault("two rows with one key", at(place, count), " / ".join(key)))
        seen.add(key)
        writer.writerow(cells)
    if count == 0:
        faults.append(Fault("no rows", place, todo="Is this the right file?"))
    if faults:
        raise SourceError(*faults[:50])
    return buffer.getvalue().encode(), count


def _encode_cell(field: Field, value: Cell) -> str:
    if value is None or value == "":
        if field.required:
            raise ValueError("a required cell is empty")
        return ""
    if field.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError("a number must be Decimal or int")
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError("a number must be finite")
        number = number.quantize(DECIMALS).normalize() if number else Decimal(0)
        text = format(number, "f")
    elif field.type == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("an integer is expected")
        text = str(value)
    elif field.type == "date":
        if not isinstance(value, date):
            raise ValueError("a date is expected")
        text = value.isoformat()
    elif field.type == "boolean":
        if not isinstance(value, bool):
            raise ValueError("true or false is expected")
        text = "true" if value else "false"
    else:
        if not isinstance(value, str):
            raise ValueError("text is expected")
        text = value
    if field.enum and text not in field.enum:
        raise ValueError(f"not one of {', '.join(field.enum)}")
    return text


def _describe_table(table: Table, content: bytes, count: int) -> dict[str, Any]:
    fields = []
    for field in table.fields:
        item: dict[str, Any] = {
            "name": field.name,
            "type": field.type,
            "description": field.description,
        }
        constraints: dict[str, Any] = {"required": True} if field.required else {}
        if field.enum:
            constraints["enum"] = list(field.enum)
        if constraints:
            item["constraints"] = constraints
        fields.append(item)
    return {
        "name": table.name,
        "title": table.title,
        "description": f"One row is {table.row}.",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "rows": count,
        "schema": {"fields": fields, "primaryKey": list(table.primary_key)}
        if table.primary_key
        else {"fields": fields},
    }


def _place(folder: Path, contents: Mapping[str, bytes]) -> None:
    if folder.exists():
        same = {p.name for p in folder.iterdir()} == set(contents) and all(
            (folder / name).read_bytes() == content for name, content in contents.items()
        )
        if same:
            return
        raise ReleaseError(
            f"Release {folder.parent.name}/{folder.name} exists with other content. A release is "
            "immutable: give the new upload its own --release name."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=folder.parent))
    try:
        for name, content in contents.items():
            (staging / name).write_bytes(content)
        os.chmod(staging, 0o755)  # noqa: S103 (mkdtemp made it private; a release is public)
        staging.rename(folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
