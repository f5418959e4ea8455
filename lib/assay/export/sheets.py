"""The record as CSV for spreadsheets: no cell runs as a formula, and Excel reads the letters."""

from __future__ import annotations

import csv
from pathlib import Path

from assay.export.record import Record
from assay.spreadsheets import safe_cell


def write_sheets(record: Record, folder: Path) -> None:
    """<table>.csv in `folder`: UTF-8 with a mark, CRLF. Text that would run gets a ' before it, so
    these files are for reading; the Data Package has the text as it is.
    """
    folder.mkdir(parents=True)
    for table in record.tables:
        path = folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(table.names)
            writer.writerows(map(safe_cell, cells) for cells in table.rows())
