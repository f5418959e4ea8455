"""US presidential drawdowns for Ukraine: a partial list, and totals that US bodies printed.

The list is incomplete, and its first packages stand at the announced value, which the Pentagon
lowered later: it must not be summed. The totals are kept in a table of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import COMPILED, expect_files, status_of

LIST_HEADER: Final = (
    "pda_number_as_printed date amount_usd_million fiscal_year_as_printed source url note".split()
)
TOTALS_HEADER: Final = "publisher date measure value unit url note".split()
UNITS: Final = ("USD bn", "count")
FEWEST: Final = 59  # rows of the list as compiled
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "compiled-1": ReleaseFacts(
        title="Presidential drawdowns, partial list, and totals by US bodies",
        files=(
            "aid/transcribed_us_drawdowns/us_presidential_drawdowns_partial.csv",
            "aid/transcribed_us_drawdowns/us_security_aid_totals.csv",
        ),
        address="https://uamission.com/international-assistance/united-states-and-ukraine/"
        "presidential-drawdown-authority",
        licence="Facts",
        citation="Ukrainian-American mission page (uamission.com) and the pages named row by row",
        released_on="",
        released_on_status="unknown",
        data_through="2025-01-09",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="Not an official file and not complete: numbers 2 to 57 come from one list whose "
        "stored text ends on 10 May 2024; number 1 and the last two from news. The rows sum to "
        "29.39 bn dollars, beside about 31.7 bn by GAO: never print that sum. 55 in State "
        "Department texts counts uses of the authority; tranches are numbered higher.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the list (USD m) and the totals (USD bn, counts) of the two transcriptions."""
    facts = expect_files("us_drawdowns", release, RELEASES, files)
    drawdowns = list(_read_list(files[0]))
    if len(drawdowns) < FEWEST:
        raise fault("the list is cut off", files[0].name, str(len(drawdowns)), f"{FEWEST} rows")
    tables = {"drawdowns": drawdowns, "totals": list(_read_totals(files[1]))}
    raw = [(path, COMPILED) for path in files]
    return write_release(project, "us_drawdowns", release, facts, tables, raw)


def _read_list(path: Path) -> Iterator[dict[str, Cell]]:
    before = date.min
    for row in read_rows(path, LIST_HEADER):
        day = row.day("date")
        if day < before:
            raise fault("not in the order of days", row.at("date"), str(day))
        before = day
        number = re.fullmatch(r"PDA (\d+)|", row["pda_number_as_printed"])
        if number is None:
            place = row.at("pda_number_as_printed")
            raise fault("not a number", place, row["pda_number_as_printed"], "PDA 29, or nothing")
        value = row.number("amount_usd_million")
        yield {
            "line": row.line,
            "number": int(number.group(1)) if number.group(1) else None,
            "announced_on": day,
            "value": value,
            "unit": "USD m",
            "status": status_of(value),
            "fiscal_year_printed": row["fiscal_year_as_printed"],
            "publisher": row["source"],
            "url": row["url"],
            "note": row["note"],
        }


def _read_totals(path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, TOTALS_HEADER):
        if row["unit"] not in UNITS:
            place = row.at("unit")
            raise fault("another unit", place, row["unit"], " or ".join(UNITS))
        value = row.number("value")
        yield {
            "publisher": row["publisher"],
            "measure": row["measure"],
            "value": value,
            "unit": row["unit"],
            "status": status_of(value),
            "as_of": row["date"],
            "public_on": date.fromisoformat(row["date"]) if DAY.fullmatch(row["date"]) else None,
            "url": row["url"],
            "note": row["note"],
        }
