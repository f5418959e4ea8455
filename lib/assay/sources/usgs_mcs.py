"""USGS Mineral Commodity Summaries: world production, capacity and reserves, and prices.

One convention for amounts: masses in tonnes, gems in carats, gases in cubic metres, whatever the
edition prints, so that rows of one commodity may be compared within and across editions; the cell
and unit as printed stay beside them. Prices keep the trade's own unit (USD/kg, US cents/lb), which
is part of what was quoted.

Editions disagree about the same year because the later one revises: never mix releases in a series.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.corrections import apply_corrections
from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources._delimited import fault
from assay.sources._ingest import expect_files
from assay.sources._usgs_cells import is_estimated, read_cell, read_unit
from assay.sources._usgs_editions import (
    Record,
    correct_records,
    iter_world,
    read_long,
    read_older,
    read_wide,
)
from assay.sources._usgs_facts import EDITION, READ_FROM, RELEASES
from assay.sources._usgs_names import WORLD, chapter_of, read_chapters, read_country
from assay.sources._usgs_prices import iter_prices, read_price_columns, read_salient, tidy_price

__all__ = ["RELEASES", "ingest"]

Chapters = dict[tuple[str, str], str]

CRITICAL: Final = ("Yes", "No", "")
# The provider's file stops after Turkey: no row for other countries, no world total.
WITHOUT_TOTAL: Final = ("mcs2024-pumic_world.csv",)


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `world` (and `prices`, where salient files are held) of one edition.

    `files` in the order of the release's facts. SourceError names file, row and column of the
    first fault; CuratedError names each correction that no longer fits.
    """
    facts = expect_files("usgs_mcs", release, RELEASES, files)
    world, prices = _read(project, release, files)
    tables: dict[str, list[dict[str, Cell]]] = {"world": world}
    if prices:
        tables["prices"] = prices
    return write_release(
        project, "usgs_mcs", release, facts, tables, [(path, READ_FROM[release]) for path in files]
    )


def _read(
    project: Project, release: str, files: Sequence[Path]
) -> tuple[list[dict[str, Cell]], list[dict[str, Cell]]]:
    """The rows of both tables, corrected and in the units kept."""
    edition = EDITION[release]
    chapters = read_chapters(project)
    columns = read_price_columns(project)
    world: list[Record] = []
    prices: list[Record] = []
    for path in files:
        if path.name.endswith("_salient.csv"):
            prices += read_salient(path, edition, columns)
        elif edition == 2026:
            records = read_long(path)
            _check_whole(path, records, chapters)
            world += iter_world(records)
            prices += iter_prices(records)
        else:
            world += read_wide(path) if edition == 2025 else read_older(path, edition)
    correct_records(project, "usgs_mcs", "world", world, release)
    apply_corrections(project, "usgs_mcs", "prices", prices, f"usgs_mcs {release}", release)
    tidy = [_tidy(record, edition, chapters) for record in world]
    if edition != 2026:
        _check_totals(tidy)
    return tidy, [tidy_price(record, chapters) for record in prices]


def _tidy(record: Record, edition: int, chapters: Chapters) -> dict[str, Cell]:
    """One row of `world` from one printed cell."""
    where = at(record["file"], int(record["line"]), record["column"])
    if record.get("critical", "") not in CRITICAL:
        raise fault("the row's columns are shifted", where, repr(record["critical"]), "Yes or No")
    chapter = _chapter(record, edition, chapters, where)
    country, code = read_country(record["country"], where)
    year = edition if record["statistic"] == "reserves" else int(record["year"])
    estimated = record["statistic"] != "reserves" and is_estimated(
        bool(record["estimated"]) or ", estimated" in record["detail"], record["note"], year
    )
    amount = read_cell(record["cell"], record["note"], estimated, where, year)
    unit, factor = read_unit(record["unit"], where)
    return {
        "chapter": chapter,
        "commodity": chapter if edition < 2025 else record["commodity"],
        "country": country,
        "country_code": code,
        "statistic": record["statistic"],
        "detail": record["detail"],
        "year": year,
        "value": _times(amount.value, factor),
        "value_high": _times(amount.high, factor),
        "unit": unit,
        "status": amount.status,
        "printed": record["cell"],
        "printed_unit": record["unit"].strip(),
        "basis": record.get("basis", ""),
        "note": record["note"],
        "corrected": record["corrected"],
        "source_file": record["file"],
        "source_line": int(record["line"]),
    }


def _chapter(record: Record, edition: int, chapters: Chapters, where: str) -> str:
    if edition == 2026:
        return chapter_of(chapters, "MCS 2026 chapter", record["chapter"], where)
    kind = "MCS 2025 commodity" if edition == 2025 else "file code"
    return chapter_of(chapters, kind, record["commodity"], where)


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _check_totals(rows: Sequence[dict[str, Cell]]) -> None:
    """Each printed table ends with its world total: one without it was cut off at a row."""
    ends: dict[object, dict[str, Cell]] = {}
    for row in rows:
        key = (
            row["source_file"] if row["source_file"] != "MCS2025_World_Data.csv" else row["chapter"]
        )
        ends[key] = row
    for last in ends.values():
        if last["country_code"] != WORLD and last["source_file"] not in WITHOUT_TOTAL:
            place = at(str(last["source_file"]), int(str(last["source_line"])), "Country")
            raise fault(
                "the table ends without a total", place, str(last["country"]), "World total"
            )


def _check_whole(path: Path, records: Sequence[Record], chapters: Chapters) -> None:
    """The data file holds every chapter; SourceError names those that are missing."""
    found = {record["chapter"] for record in records}
    missing = [name for kind, name in _keys(chapters, "MCS 2026 chapter") if name not in found]
    if missing:
        raise fault("chapters are missing: the file is cut off", path.name, "", ", ".join(missing))


def _keys(chapters: Chapters, kind: str) -> Iterator[tuple[str, str]]:
    return (key for key in chapters if key[0] == kind)
