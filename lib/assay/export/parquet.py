"""The record as Parquet, one file a table: decimals stay decimals, dates dates, empty null."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assay.export.record import Cells, Record, RecordTable
from assay.releases import Field

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 20_000
"""Rows in memory at a time, and in one row group."""


def write_parquet(record: Record, folder: Path) -> None:
    """<table>.parquet in `folder`, with title, sources and licences in each file's metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True)
    for table in record.tables:
        schema = _schema(table)
        path = folder / f"{table.name}.parquet"
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for rows in _batches(table.rows()):
                columns = [
                    pa.array([cell or None for cell in cells], pa.string()).cast(field.type)
                    for cells, field in zip(zip(*rows, strict=True), schema, strict=True)
                ]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def _schema(table: RecordTable) -> pa.Schema:
    import pyarrow as pa

    credits = [
        {"publisher": c.publisher, "address": c.address, "licence": c.licence}
        for c in table.credits
    ]
    about = {
        "title": table.title,
        "description": table.description,
        "sources": json.dumps(credits, ensure_ascii=False),
    }
    return pa.schema(
        [
            pa.field(
                column.name,
                _type(column, table.printed),
                nullable=not column.required,
                metadata={"description": column.description},
            )
            for column in table.columns
        ],
        metadata=about,
    )


def _type(column: Field, printed: bool) -> pa.DataType:
    import pyarrow as pa

    if column.type == "number":
        return pa.decimal128(28, 10) if printed else pa.float64()
    kinds = {"integer": pa.int64(), "date": pa.date32(), "boolean": pa.bool_()}
    return kinds.get(column.type, pa.string())


def _batches(rows: Iterator[Cells]) -> Iterator[list[Cells]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
