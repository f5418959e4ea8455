"""The record as a Data Package: CSV with a descriptor of every column, validated by frictionless.

https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from assay.errors import BuildError, Fault
from assay.export.record import Credit, Record, RecordTable
from assay.releases import describe_field, describe_licence, sha256_of

VALIDATED = 200_000
"""Rows of one table that frictionless reads; a larger table is checked to there."""


def write_package(record: Record, folder: Path) -> None:
    """datapackage.json and data/<table>.csv in `folder`. BuildError with every fault that
    frictionless finds.
    """
    data = folder / "data"
    data.mkdir(parents=True)
    resources = [_write_table(table, data / f"{table.name}.csv") for table in record.tables]
    descriptor = {
        "profile": "tabular-data-package",
        "name": "assay-record",
        "title": record.title,
        "description": f"Claims, readings, findings, verdicts and data as of {record.as_of}. "
        "The table left_out says what is not here, and why.",
        "version": record.as_of,
        "resources": resources,
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", "utf-8")
    validate_package(path)


def validate_package(path: Path) -> None:
    """BuildError with every fault that frictionless finds in a Data Package."""
    from frictionless import FrictionlessException, Package

    try:
        report = Package(str(path)).validate(limit_rows=VALIDATED)
    except FrictionlessException as error:
        reasons = [reason.message for reason in error.reasons] or [error.error.message]
        raise BuildError(*(Fault(reason, path.name) for reason in reasons)) from None
    faults = [Fault(error.message, path.name) for error in report.errors]
    faults += [
        Fault(error.message, f"{path.name}, {task.name}")
        for task in report.tasks
        for error in task.errors
    ]
    if faults:
        raise BuildError(*faults[:50])


def _write_table(table: RecordTable, path: Path) -> dict[str, Any]:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table.names)
        for cells in table.rows():
            writer.writerow(cells)
            count += 1
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": f"data/{path.name}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "rows": count,
        "schema": _schema(table),
    }
    if table.credits:
        resource["licenses"] = [
            describe_licence(words) for words in dict.fromkeys(c.licence for c in table.credits)
        ]
        resource["sources"] = [_source(credit) for credit in table.credits]
    return resource


def _schema(table: RecordTable) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [describe_field(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [
            {
                "fields": list(link.columns),
                "reference": {"resource": link.table, "fields": list(link.key)},
            }
            for link in table.links
        ]
    return schema


def _source(credit: Credit) -> dict[str, str]:
    return {"title": credit.publisher, "path": credit.address}
