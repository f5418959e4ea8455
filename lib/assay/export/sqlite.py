"""The record as one SQLite file, with a metadata file that Datasette reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from assay.errors import BuildError, Fault
from assay.export.record import Record, RecordTable
from assay.releases import Field

FILE = "assay.db"
WHOLE = 18
"""Digits and sign of a whole number that is sure to fit into 64 bits."""

Value = str | int | float | None
TYPES = {"string": "TEXT", "integer": "INTEGER", "date": "TEXT", "boolean": "INTEGER"}
VIEW = """CREATE VIEW claim_verdicts AS
SELECT c.claim_id, c.title, c.speaker, c.said_on, c.tested_as, v.verdict, v.grade, v.because,
  v.sign_off
FROM claims AS c JOIN verdicts AS v ON v.claim_id = c.claim_id AND v.clock = 'now'
"""


def write_sqlite(record: Record, folder: Path) -> None:
    """assay.db and metadata.json in `folder`. SQLite has no decimals: a number is the
    nearest double, exact to 15 significant digits. BuildError when a row points to none.
    """
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / FILE)) as database, database:
        for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF"):
            database.execute(f"PRAGMA {pragma}")
        for table in record.tables:
            database.execute(_create(table))
            places = ", ".join("?" * len(table.columns))
            database.executemany(f"INSERT INTO {_q(table.name)} VALUES ({places})", _rows(table))
        database.execute(VIEW)
        astray = database.execute("PRAGMA foreign_key_check").fetchall()
        if astray:
            raise BuildError(
                *(
                    Fault("points to no row", f"{FILE}, table {table}, row {row}", expected=other)
                    for table, row, other, _ in astray[:50]
                )
            )
    metadata = json.dumps(_metadata(record), ensure_ascii=False, indent=1) + "\n"
    (folder / "metadata.json").write_text(metadata, "utf-8")


def _create(table: RecordTable) -> str:
    lines = [
        f"{_q(c.name)} {_type(c, table.printed)}{' NOT NULL' if c.required else ''}"
        for c in table.columns
    ]
    if table.key:
        lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [
        f"FOREIGN KEY ({_names(link.columns)}) REFERENCES {_q(link.table)} ({_names(link.key)})"
        for link in table.links
    ]
    return f"CREATE TABLE {_q(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _type(column: Field, printed: bool) -> str:
    return TYPES.get(column.type, "NUMERIC" if printed else "REAL")


def _rows(table: RecordTable) -> Iterator[list[Value]]:
    converters = [CONVERTERS.get(column.type, str) for column in table.columns]
    for cells in table.rows():
        yield [
            convert(cell) if cell else None for cell, convert in zip(cells, converters, strict=True)
        ]


def _number(cell: str) -> int | float:
    # SQLite's own reading of decimals was not exact to the last bit before 3.43
    return float(cell) if "." in cell or len(cell) > WHOLE else int(cell)


CONVERTERS: dict[str, Callable[[str], Value]] = {
    "boolean": lambda cell: int(cell == "true"),
    "integer": int,
    "number": _number,
}


def _metadata(record: Record) -> dict[str, Any]:
    """Titles, sources and licences, as https://docs.datasette.io/en/stable/metadata.html."""
    return {
        "title": record.title,
        "description": f"As of {record.as_of}. Claims were picked: counts by speaker or side mean "
        "nothing. The table left_out says what is not here, and why.",
        "databases": {
            Path(FILE).stem: {
                "tables": {
                    **{table.name: _table_metadata(table) for table in record.tables},
                    "claim_verdicts": {
                        "title": "Claims and their verdicts now",
                        "sortable_columns": ["said_on"],
                    },
                }
            }
        },
    }


def _table_metadata(table: RecordTable) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": table.title,
        "description": table.description,
        "columns": {column.name: column.description for column in table.columns},
    }
    if table.credits:
        told["source"] = "; ".join(dict.fromkeys(credit.publisher for credit in table.credits))
        told["license"] = "; ".join(dict.fromkeys(credit.licence for credit in table.credits))
        addresses = list(dict.fromkeys(credit.address for credit in table.credits))
        if len(addresses) == 1:
            told["source_url"] = addresses[0]
    if table.name == "claims":
        told["label_column"] = "title"
    return told


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(_q, columns))


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
