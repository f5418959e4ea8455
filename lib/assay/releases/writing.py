"""A release is written once: its tables, and the descriptor with their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from assay.errors import ReleaseError
from assay.model import GRADE_BY_CUSTODY, PartialDate, Release
from assay.paths import Project
from assay.releases.contracts import Table, describe_field, read_contract
from assay.releases.held import open_release, sha256_of
from assay.releases.parquet import to_parquet
from assay.releases.rows import Cell, encode_rows

NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")

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
    """Write an immutable release: tidy CSV per table, Parquet where CSV passes 5 MB, and a
    descriptor with hashes.

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
    publisher = publisher or contract.publisher
    resources, contents = [], {}
    for name, rows in tables.items():
        table = contract.table(name)
        content, count = encode_rows(table, rows, f"{source} {release}, {name}")
        form = CSV
        if len(content) > MOST_CSV_BYTES:
            form, content = PARQUET, to_parquet(table, content)
        contents[f"{name}.{form['format']}"] = content
        resources.append(_describe_table(table, content, count, form))
    descriptor = {
        "name": f"{source}-{release}".replace("_", "-"),
        "title": title,
        "licenses": [describe_licence(licence)],
        "sources": [{"title": publisher, "path": address}],
        "resources": resources,
        "assay": {
            "publisher": publisher,
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
            "raw": [_describe_raw(path, read_from) for path, read_from in raw_files],
        },
    }
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    contents["datapackage.json"] = text.encode()
    _place(project.releases / source / release, contents)
    return open_release(project, source, release)


def describe_licence(words: str) -> dict[str, str]:
    """Terms in words as an entry of a Data Package's `licenses`, which must have a name or a path.

    The names are those of the Open Definition, as the standard asks
    (https://specs.frictionlessdata.io/data-package/#licenses): terms that are none of its
    licences are `notspecified` there, and said by the title.
    """
    return {"name": "notspecified", **LICENCES.get(words, {}), "title": words}


def _describe_raw(path: Path, read_from: str) -> dict[str, Any]:
    return {
        "name": path.name,
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
        "read_from": read_from,
    }


def _describe_table(
    table: Table, content: bytes, count: int, form: Mapping[str, str]
) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [describe_field(field) for field in table.fields]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    return {
        "name": table.name,
        "title": table.title,
        "description": f"One row is {table.row}.",
        "path": f"{table.name}.{form['format']}",
        **form,
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "rows": count,
        "schema": schema,
    }


def _place(folder: Path, contents: Mapping[str, bytes]) -> None:
    if folder.exists():
        held = {path.name: path.read_bytes() for path in folder.iterdir()}
        if _beside_licence_names(held) == _beside_licence_names(contents):
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


def _beside_licence_names(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Releases from before licences had names stay as they are; the terms are in `assay` too."""
    try:
        descriptor = json.loads(contents["datapackage.json"])
        return {**contents, "datapackage.json": descriptor | {"licenses": []}}
    except (KeyError, ValueError, TypeError):
        return dict(contents)
