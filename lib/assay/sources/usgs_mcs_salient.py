"""USGS Mineral Commodity Summaries: what the United States make, import and rely on.

US salient statistics, net import reliance and import sources by commodity, and the tables of
critical minerals in front of the book. A share of imports (`import_sources`) is not a share of
what is used: net import reliance says how much of the use is met from abroad at all. `share_of`
says of what each percentage is.

Editions disagree about the same year because the later one revises, or counts otherwise
(aluminium's reliance for 2023 is 44 % in MCS 2025 and 63 % in MCS 2026): never mix releases in a
series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources._delimited import fault
from assay.sources._ingest import Rows, expect_files
from assay.sources._usgs_economy import read_economy
from assay.sources._usgs_editions import Record, correct_records, read_long
from assay.sources._usgs_facts import EDITION, READ_FROM
from assay.sources._usgs_names import read_chapters
from assay.sources._usgs_salient import (
    RELIANCE,
    Chapters,
    check_shares,
    iter_long_salient,
    read_wide_salient,
    tidy_source,
    tidy_statistic,
)
from assay.sources._usgs_salient_columns import (
    read_commodity_definitions,
    read_definitions,
    read_salient_columns,
)
from assay.sources._usgs_salient_facts import RELEASES, TRENDS_META
from assay.sources._usgs_trends import (
    read_figure_2,
    read_figure_3,
    read_reliance_names,
    read_table_4,
    read_table_5,
)

__all__ = ["RELEASES", "ingest"]

SOURCE: Final = "usgs_mcs_salient"
SALIENT: Final = "_salient.csv"
META: Final = "_meta.xml"


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the tables of one edition that its files allow; `files` in the order of the facts.

    SourceError names file, row and column of the first fault; CuratedError names each correction
    that no longer fits.
    """
    facts = expect_files(SOURCE, release, RELEASES, files)
    edition = EDITION[release]
    if edition == 2026:
        tables = _read_long(project, release, files[0])
    else:
        tables = _read_wide(project, release, files)
        tables |= _read_front(project, edition, {path.name: path for path in files})
    return write_release(
        project,
        SOURCE,
        release,
        facts,
        {name: rows for name, rows in tables.items() if rows},
        [(path, READ_FROM[release]) for path in files],
    )


def _read_wide(project: Project, release: str, files: Sequence[Path]) -> dict[str, Rows]:
    """Chapters of an edition that has one file per commodity."""
    edition = EDITION[release]
    columns = read_salient_columns(project)
    definitions = read_commodity_definitions([p for p in files if p.name.endswith(META)])
    records = [
        record
        for path in files
        if path.name.endswith(SALIENT)
        for record in read_wide_salient(path, edition, columns, definitions)
    ]
    return _tidy(project, release, records, read_chapters(project))


def _read_long(project: Project, release: str, path: Path) -> dict[str, Rows]:
    """Chapters and import sources of the edition that has one data file."""
    chapters = read_chapters(project)
    records = read_long(path)
    found = {record["chapter"] for record in records}
    missing = [name for kind, name in chapters if kind == "MCS 2026 chapter" and name not in found]
    if missing:
        raise fault("chapters are missing: the file is cut off", path.name, "", ", ".join(missing))
    sources = [tidy_source(r, chapters) for r in records if r["section"] == "Import Sources"]
    check_shares(sources)
    statistics = list(iter_long_salient(records, chapters))
    return {**_tidy(project, release, statistics, chapters), "import_sources": sources}


def _tidy(
    project: Project, release: str, records: Sequence[Record], chapters: Chapters
) -> dict[str, Rows]:
    """Corrected rows of the two tables of statistics."""
    correct_records(project, SOURCE, "salient", records, release)
    tables: dict[str, Rows] = {"salient": [], "net_import_reliance": []}
    for record in records:
        table = "net_import_reliance" if record["statistic"] == RELIANCE else "salient"
        tables[table].append(tidy_statistic(record, chapters))
    return tables


def _read_front(project: Project, edition: int, files: Mapping[str, Path]) -> dict[str, Rows]:
    """Tables and figures in front of the book, as far as the edition's files have them."""
    by_kind = {
        name.split("_")[1]: path for name, path in files.items() if name.startswith(f"MCS{edition}")
    }
    tables: dict[str, Rows] = {}
    if "T4" in by_kind:
        tables["critical_uses"] = read_table_4(by_kind["T4"], f"MCS{edition}")
    if TRENDS_META not in files:
        return tables
    names = read_reliance_names(project)
    ranking, leading = read_figure_2(by_kind["Fig2"], names)
    critical, first = read_table_5(by_kind["T5"], names)
    trends: list[dict[str, Cell]] = list(
        read_economy(by_kind, read_definitions(files[TRENDS_META]))
    )
    return {
        **tables,
        "reliance_ranking": ranking,
        "leading_sources": [*leading, *first],
        "source_countries": read_figure_3(by_kind["Fig3"]),
        "critical_minerals": critical,
        "trends": trends,
    }
