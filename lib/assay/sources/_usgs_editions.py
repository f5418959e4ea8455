"""Three file layouts of the world tables, each turned into one record per printed cell.

2022-2024: a file per commodity; the columns' names hold statistic, product, unit and year
(`Prod_Sponge_t_Est_2022`). 2025: one wide file with a unit column. 2026: one long file in cp1252.
A record is text only, so that corrections can name what is wrong as the provider printed it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assay.corrections import apply_corrections
from assay.errors import at
from assay.paths import Project
from assay.sources._delimited import fault
from assay.sources._usgs_cells import explains_emptiness

Record = dict[str, str]

STATISTICS: Final = {"prod": "production", "cap": "capacity", "reserves": "reserves"}
COLUMN: Final = re.compile(
    r"(Prod|Cap|Reserves)_(?:([A-Za-z]\w*?)_)?"
    r"(t|kt|Mt|mt|mmt|kg|mct|kct|mcm)(_est)?(?:_(\d{4}))?",
    re.IGNORECASE,
)
WIDE: Final = (
    "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,CAP_2023,"
    "CAP_EST_ 2024,CAP_NOTES,RESERVES_2024,RESERVE_NOTES"
).split(",")
WIDE_COLUMNS: Final = {
    "PROD_2023": ("production", "2023", "", "PROD_NOTES"),
    "PROD_EST_ 2024": ("production", "2024", "yes", "PROD_NOTES"),
    "CAP_2023": ("capacity", "2023", "", "CAP_NOTES"),
    "CAP_EST_ 2024": ("capacity", "2024", "yes", "CAP_NOTES"),
    "RESERVES_2024": ("reserves", "", "", "RESERVE_NOTES"),
}
LONG: Final = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes"
).split(",")


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column of an older file is about, read from its name."""

    statistic: str
    product: str
    unit: str
    year: str
    estimated: str
    notes: str


def correct_records(
    project: Project, source: str, table: str, records: Sequence[Record], release: str
) -> None:
    """Apply the edition's corrections; a field `corrected` keeps what stood in the file.

    CuratedError as `apply_corrections`.
    """
    before = [dict(record) for record in records]
    apply_corrections(project, source, table, records, f"{source} {release}", release)
    for was, record in zip(before, records, strict=True):
        changed = (f"{key}: {was[key] or 'empty'}" for key in was if was[key] != record[key])
        record["corrected"] = "; ".join(changed)


def read_lines(
    path: Path, encoding: str = "utf-8-sig"
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header and (line, cells) of a CSV, without empty rows; every row has the header's cells.

    SourceError names the file and row when it is missing, a web page, empty or cut off.
    """
    try:
        text = path.read_bytes().decode(encoding)
    except FileNotFoundError:
        raise fault("the file is missing", path.name) from None
    except UnicodeDecodeError as error:
        raise fault(f"the file is not {encoding}", path.name, str(error)) from None
    if text.lstrip()[:1] == "<":
        raise fault("a web page was saved as data", at(path.name, 1), text.lstrip()[:40])
    if not text.strip():
        raise fault("the file is empty", path.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        header = [cell.strip() for cell in next(reader)]
        for cells in reader:
            if len(cells) != len(header):
                found, wanted = f"{len(cells)} cells", f"{len(header)} cells"
                place = at(path.name, reader.line_num)
                raise fault("the row is cut off or has extra cells", place, found, wanted)
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise fault("the row is cut off", at(path.name, reader.line_num), str(error)) from None
    if not text.endswith("\n"):
        raise fault("the last line is cut off", at(path.name, reader.line_num))
    return header, rows


def check_header(path: Path, found: Sequence[str], expected: Sequence[str]) -> None:
    """SourceError that names the first header cell which differs."""
    for number, wanted in enumerate(expected, start=1):
        cell = found[number - 1] if number <= len(found) else ""
        if cell != wanted:
            place = at(path.name, 1, wanted)
            raise fault(f"header cell {number} differs", place, repr(cell), repr(wanted))


def read_older(path: Path, edition: int) -> list[Record]:
    """Records of one commodity's world file of MCS 2022, 2023 or 2024."""
    header, rows = read_lines(path)
    check_header(path, header[:2], ["Source", "Country"])
    columns = _older_columns(path, header, edition)
    records = []
    for line, cells in rows:
        source = cells[0].replace(" ", "").strip()
        if source not in ("", f"MCS{edition}"):
            place = at(path.name, line, "Source")
            raise fault("a row of another edition", place, repr(cells[0]), f"MCS{edition}")
        for index, column in columns.items():
            note = cells[header.index(column.notes)] if column.notes in header else ""
            detail = " ".join(cells[2].split())
            records.append(
                {
                    "file": path.name,
                    "line": str(line),
                    "column": header[index],
                    "commodity": path.name.split("-", 1)[1].removesuffix("_world.csv"),
                    "country": cells[1],
                    "statistic": column.statistic,
                    "detail": f"{detail}: {column.product}" if column.product else detail,
                    "year": column.year,
                    "unit": column.unit,
                    "cell": cells[index],
                    "note": " ".join(note.split()),
                    "estimated": column.estimated,
                }
            )
    return _printed_only(records)


def read_wide(path: Path) -> list[Record]:
    """Records of the world file of MCS 2025."""
    header, rows = read_lines(path)
    check_header(path, header, WIDE)
    records = []
    for line, cells in rows:
        row = dict(zip(WIDE, cells, strict=True))
        for name, (statistic, year, estimated, notes) in WIDE_COLUMNS.items():
            records.append(
                {
                    "file": path.name,
                    "line": str(line),
                    "column": name,
                    "commodity": " ".join(row["COMMODITY"].split()),
                    "country": row["COUNTRY"],
                    "statistic": statistic,
                    "detail": " ".join(row["TYPE"].split()),
                    "year": year or "2025",
                    "unit": row["UNIT_MEAS"],
                    "cell": row[name],
                    "note": " ".join(row[notes].split()),
                    "estimated": estimated,
                }
            )
    return _printed_only(records)


def read_long(path: Path) -> list[Record]:
    """Every record of the data file of MCS 2026: world tables and US salient statistics.

    `section` tells them apart; `basis` is what the chapter says its data are in.
    """
    header, rows = read_lines(path, "cp1252")
    check_header(path, header, LONG)
    records = []
    for line, cells in rows:
        row = dict(zip(LONG, cells, strict=True))
        basis = re.match(r"\(Data in (.*?)(?:,? unless otherwise specified)\)", row["Other notes"])
        records.append(
            {
                "file": path.name,
                "line": str(line),
                "column": "Value",
                "chapter": row["MCS chapter"],
                "section": row["Section"],
                "commodity": " ".join(row["Commodity"].split()),
                "country": row["Country"],
                "statistic": row["Statistics"].lower(),
                "detail": " ".join(row["Statistics_detail"].split()),
                "year": row["Year"],
                "unit": row["Unit"],
                "cell": row["Value"],
                "note": " ".join(row["Notes"].split()),
                "estimated": "",
                "critical": row["Is critical mineral 2025"],
                "basis": basis[1] if basis else "",
            }
        )
    return records


def _older_columns(path: Path, header: Sequence[str], edition: int) -> dict[int, _Column]:
    """Columns with values, by position. SourceError for a column whose name says nothing."""
    columns = {}
    for index, name in enumerate(header[3:], start=3):
        if not name or re.fullmatch(r"(Prod|Cap|Reserves)_notes?", name):
            continue
        found = COLUMN.fullmatch(name)
        year = found[5] if found and found[1].lower() != "reserves" else str(edition)
        if not found or not year:
            expected = "like Prod_kt_2021, Cap_t_est_2022 or Reserves_kt"
            raise fault(
                "a column of unknown meaning or unit", at(path.name, 1), repr(name), expected
            )
        kind = found[1].lower()
        notes = next((n for n in header if n.lower().startswith(f"{kind}_note")), "")
        product = (found[2] or "").replace("_", " ").lower()
        columns[index] = _Column(
            STATISTICS[kind], product, found[3], year, "yes" if found[4] else "", notes
        )
    if not columns:
        raise fault("no column with values", at(path.name, 1), ", ".join(header))
    return columns


def _printed_only(records: list[Record]) -> list[Record]:
    """Without cells that exist only because a table is stored wide.

    A wide file has a reserves cell for a commodity whose printed table has no reserves column. A
    column of one table (commodity and detail) is kept if it has a figure; if no column of its
    statistic has one, if a note says why; and if the whole table has neither, its production
    columns are kept: that USGS lists it without a figure is a fact.
    """
    filled = {(_table(record), record["column"]) for record in records if record["cell"].strip()}
    counted = {(_table(r), r["statistic"]) for r in records if r["cell"].strip()}
    told = {(_table(r), r["statistic"]) for r in records if explains_emptiness(r["note"])} - counted
    printed = {table for table, _ in counted | told}

    def is_printed(record: Record) -> bool:
        table, statistic = _table(record), record["statistic"]
        return (
            (table, record["column"]) in filled
            or (table, statistic) in told
            or (table not in printed and statistic == "production")
        )

    return [record for record in records if is_printed(record)]


def _table(record: Record) -> tuple[str, str]:
    return record["commodity"], record["detail"]


def iter_world(records: Sequence[Record]) -> Iterator[Record]:
    """The world tables among the records of MCS 2026."""
    return (record for record in records if record["section"].startswith("World"))
