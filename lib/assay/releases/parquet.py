"""A large table as Parquet: typed as the contract says, and back to the text a CSV would hold.

The bytes are those of the pyarrow that is locked: the same rows written by another version make
another file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.releases.contracts import Field, Table

if TYPE_CHECKING:
    import pyarrow as pa

GROUP_ROWS = 100_000


def to_parquet(table: Table, content: bytes) -> bytes:
    """The CSV of a table's rows as Parquet, 100,000 rows a group; an empty cell is null."""
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    types = {field.name: _type(field) for field in table.fields}
    convert = pa_csv.ConvertOptions(
        column_types=types,
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    parse = pa_csv.ParseOptions(newlines_in_values=True)
    rows = pa_csv.read_csv(io.BytesIO(content), parse_options=parse, convert_options=convert)
    sink = io.BytesIO()
    pq.write_table(rows, sink, compression="zstd", row_group_size=GROUP_ROWS)
    return sink.getvalue()


def read_parquet(path: Path) -> Iterator[list[str]]:
    """The names of the columns, then one text per cell, one group of rows in memory at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches():
            columns = [map(_text_of(column.type), column.to_pylist()) for column in batch.columns]
            yield from map(list, zip(*columns, strict=True))


def _type(field: Field) -> pa.DataType:
    import pyarrow as pa

    kinds = {
        "number": pa.decimal128(28, 10),
        "integer": pa.int64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    return kinds.get(field.type, pa.string())


def _text_of(kind: pa.DataType) -> Callable[[Any], str]:
    import pyarrow as pa

    if pa.types.is_decimal(kind):
        return _number
    if pa.types.is_date(kind):
        return _day
    return _boolean if pa.types.is_boolean(kind) else _text


def _number(cell: Decimal | None) -> str:
    return "" if cell is None else format(cell.normalize() if cell else Decimal(0), "f")


def _day(cell: date | None) -> str:
    return "" if cell is None else cell.isoformat()


def _boolean(cell: bool | None) -> str:
    return "" if cell is None else str(cell).lower()


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)
