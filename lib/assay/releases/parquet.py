"""A large table as Parquet: typed as the contract says, and back to the text a CSV would hold.

The bytes are those of the pyarrow that is locked: the same rows written by another version make
another file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.releases.contracts import Field, Table

if TYPE_CHECKING:
    import pyarrow as pa

GROUP_ROWS = 100_000


def to_parquet(table: Table, text: Path, target: Path) -> None:
    """The CSV of a table's rows as Parquet, 100,000 rows a group; an empty cell is null. One group
    is in memory at a time.
    """
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    schema = pa.schema([(field.name, _type(field)) for field in table.fields])
    convert = pa_csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    parse = pa_csv.ParseOptions(newlines_in_values=True)
    with (
        pa_csv.open_csv(text, parse_options=parse, convert_options=convert) as reader,
        pq.ParquetWriter(target, schema, compression="zstd") as writer,
    ):
        for group in _groups(reader):
            writer.write_table(group, row_group_size=GROUP_ROWS)


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together to 100,000 rows: the file does not depend on where a batch ends."""
    import pyarrow as pa

    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        while sum(item.num_rows for item in waiting) >= GROUP_ROWS:
            table = pa.Table.from_batches(waiting)
            yield table.slice(0, GROUP_ROWS).combine_chunks()
            waiting = table.slice(GROUP_ROWS).to_batches()
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()


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
