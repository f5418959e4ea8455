"""A release is written once: its tables, and the descriptor with their hashes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assay.errors import ReleaseError
from assay.model import GRADE_BY_CUSTODY, PartialDate, Release
from assay.paths import Project
from assay.releases.contracts import Table, describe_field, read_contract
from assay.releases.held import open_release, sha256_of
from assay.releases.parquet import to_parquet
from assay.releases.rows import Cell, write_rows

NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")

DESCRIPTOR = "datapackage.json"
STAGING = ".staging-"
SECONDS_LEFT = 24 * 3600
"""A staged folder that nobody has written in for a day is what a killed ingest left."""
MOST_CSV_BYTES = 5_000_000
CSV = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
PARQUET = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}

LICENCES = {
    "CC0 1.0": {
        "name": "CC0-1.0",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    },
    "CC BY 4.0": {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    "ODC-PDDL": {
        "name": "ODC-PDDL-1.0",
        "path": "https://opendatacommons.org/licenses/pddl/1-0/",
    },
    "US government work, public domain": {"name": "other-pd"},
    "US government work, public domain in the US": {"name": "other-pd"},
}
"""Terms that the Open Definition has a name for, with the licence's own address."""


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What is known of a release before its file is opened.

    `files` are relative to the raw root; dates as `2025-02-14`, `2025-02`, `2025` or empty.
    """

    title: str
    files: tuple[str, ...]
    address: str
    licence: str
    citation: str
    released_on: str
    released_on_status: Literal["seen", "inferred", "unknown"]
    data_through: str
    retrieved_on: str
    custody: str
    redistribute: Literal["yes", "derived_only", "ask"]
    superseded_by: str = ""
    notes: str = ""


def write_release(
    project: Project,
    source: str,
    release: str,
    facts: ReleaseFacts,
    tables: Mapping[str, Iterable[Mapping[str, Cell]]],
    raw_files: Sequence[tuple[Path, str]],
    publisher: str = "",
) -> Release:
    """Write an immutable release: tidy CSV per table, Parquet where CSV passes 5 MB, and a
    descriptor with hashes.

    `tables` maps a table of the contract to rows (dicts with exactly the contract's columns), which
    are written as they come; `raw_files` are the provider's files with the place each was read
    from; `publisher` is the contract's unless given. The folder appears in one rename. SourceError
    lists the rows that break the contract; ReleaseError when the release exists with other content
    (the same content again is accepted silently).
    """
    contract = read_contract(project, source)
    if not NAME.fullmatch(release):
        raise ReleaseError(f"Release name {release!r}: use lower-case letters, digits, . _ -")
    if facts.custody not in GRADE_BY_CUSTODY:
        raise ReleaseError(f"Custody {facts.custody!r}: one of {', '.join(GRADE_BY_CUSTODY)}.")
    folder = project.releases / source / release
    _remove_left(folder.parent)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder.parent))
    try:
        resources = [
            _write_table(staging, contract.table(name), rows, f"{source} {release}, {name}")
            for name, rows in tables.items()
        ]
        descriptor = {
            "name": f"{source}-{release}".replace("_", "-"),
            **_describe(facts, publisher or contract.publisher, resources, raw_files),
        }
        text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
        (staging / DESCRIPTOR).write_text(text, "utf-8")
        _place(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return open_release(project, source, release)


def describe_licence(words: str) -> dict[str, str]:
    """Terms in words as an entry of a Data Package's `licenses`, which must have a name or a path.

    The names are those of the Open Definition, as the standard asks
    (https://specs.frictionlessdata.io/data-package/#licenses): terms that are none of its
    licences are `notspecified` there, and said by the title.
    """
    return {"name": "notspecified", **LICENCES.get(words, {}), "title": words}


def _describe(
    facts: ReleaseFacts,
    publisher: str,
    resources: Sequence[Mapping[str, Any]],
    raw_files: Sequence[tuple[Path, str]],
) -> dict[str, Any]:
    """The descriptor of a release, all but its name."""
    return {
        "title": facts.title,
        "licenses": [describe_licence(facts.licence)],
        "sources": [{"title": publisher, "path": facts.address}],
        "resources": resources,
        "assay": {
            "publisher": publisher,
            "address": facts.address,
            "licence": facts.licence,
            "citation": facts.citation,
            "released_on": str(PartialDate.parse(facts.released_on)),
            "released_on_status": facts.released_on_status,
            "data_through": str(PartialDate.parse(facts.data_through)),
            "retrieved_on": str(PartialDate.parse(facts.retrieved_on)),
            "custody": facts.custody,
            "redistribute": facts.redistribute,
            "superseded_by": facts.superseded_by,
            "notes": facts.notes,
            "raw": [_describe_raw(path, read_from) for path, read_from in raw_files],
        },
    }


def _describe_raw(path: Path, read_from: str) -> dict[str, Any]:
    return {
        "name": path.name,
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
        "read_from": read_from,
    }


def _write_table(
    folder: Path, table: Table, rows: Iterable[Mapping[str, Cell]], place: str
) -> dict[str, Any]:
    """Write one table's file and describe it."""
    path, form = folder / f"{table.name}.csv", CSV
    with path.open("w", encoding="utf-8", newline="") as target:
        count = write_rows(table, rows, target, place)
    if path.stat().st_size > MOST_CSV_BYTES:
        text, path, form = path, path.with_suffix(".parquet"), PARQUET
        to_parquet(table, text, path)
        text.unlink()
    schema: dict[str, Any] = {"fields": [describe_field(field) for field in table.fields]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    return {
        "name": table.name,
        "title": table.title,
        "description": f"One row is {table.row}.",
        "path": path.name,
        **form,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "rows": count,
        "schema": schema,
    }


def _remove_left(folder: Path) -> None:
    """Remove what ingests that were killed left beside the releases of a source."""
    for left in folder.glob(f"{STAGING}*"):
        with contextlib.suppress(FileNotFoundError):  # its writer has just ended
            written = max(path.stat().st_mtime for path in (left, *left.iterdir()))
            if time.time() - written > SECONDS_LEFT:
                shutil.rmtree(left, ignore_errors=True)


def _place(staging: Path, folder: Path) -> None:
    """Make the staged folder the release, or see that the release is the same already."""
    if not folder.exists():
        os.chmod(staging, 0o755)  # noqa: S103 (mkdtemp made it private; a release is public)
        staging.rename(folder)
    elif _contents(folder) != _contents(staging):
        raise ReleaseError(
            f"Release {folder.parent.name}/{folder.name} exists with other content. A release is "
            "immutable: give the new upload its own --release name."
        )


def _contents(folder: Path) -> dict[str, Any]:
    """What a release says: its files' hashes, and its descriptor but for the names of licences.

    Releases from before licences had names stay as they are; the terms are in `assay` too.
    """
    contents: dict[str, Any] = {path.name: sha256_of(path) for path in folder.iterdir()}
    try:
        descriptor = json.loads((folder / DESCRIPTOR).read_bytes())
        return {**contents, DESCRIPTOR: descriptor | {"licenses": []}}
    except (OSError, ValueError, TypeError):
        return contents
