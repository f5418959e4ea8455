"""US consumer prices, all items, all urban consumers, not seasonally adjusted (BLS).

October 2025 was never published: the month keeps its row without a value, and 2025 has no annual
average. The index is not revised; it becomes public in the middle of the following month.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import Rows, expect_files, month_span, year_span

HEADER: Final = "Date Index Inflation".split()
UNIT: Final = "index 1982-84=100"
FIRST: Final = date(1913, 1, 1)
THREE: Final = Decimal("0.001")

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "bls-2026-05": ReleaseFacts(
        title="Consumer price index, US city average, all items (CUUR0000SA0), to May 2026",
        files=("economy/us_cpi_bls/cpiai.csv",),
        address="https://www.bls.gov/cpi/",
        licence="US government work; repository ODC-PDDL",
        citation="US Bureau of Labor Statistics, CPI-U, series CUUR0000SA0",
        released_on="",
        released_on_status="unknown",
        data_through="2026-05-31",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="October 2025 is missing: it was not published. Annual averages are computed here "
        "from twelve months, so 2025 has none. The file's own inflation column, month on month, is "
        "left out.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `monthly` and `annual`, index points with 1982-84 = 100."""
    facts = expect_files("us_cpi", release, RELEASES, files)
    found = _read(files[0], date.fromisoformat(facts.data_through))
    tables = {"monthly": list(_months(found)), "annual": list(_years(found))}
    raw = [(files[0], "public repository datasets/cpi-us, commit "
            "a1f785a423e22924ef9a438f8996130b1d00374f")]  # fmt: skip
    return write_release(project, "us_cpi", release, facts, tables, raw)


def _read(path: Path, through: date) -> dict[date, Decimal | None]:
    """Every month from 1913 on; a month that the file leaves out has no value."""
    printed: dict[date, Decimal] = {}
    for row in read_rows(path, HEADER):
        month = row.day("Date")
        if month.day != 1 or (printed and month <= max(printed)):
            raise fault("months are not in order", row.at("Date"), str(month))
        printed[month] = row.number("Index")
    if not printed or min(printed) != FIRST or _end(max(printed)) != through:
        ends = f"{min(printed)} to {max(printed)}" if printed else "no month"
        raise fault("the file is cut off or newer", path.name, ends, f"{FIRST} to {through}")
    months: dict[date, Decimal | None] = {}
    month = FIRST
    while month <= max(printed):
        months[month] = printed.get(month)
        month = _end(month) + timedelta(days=1)
    return months


def _end(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _months(found: dict[date, Decimal | None]) -> Iterator[dict[str, Cell]]:
    for month, value in found.items():
        following = _end(_end(month) + timedelta(days=1))
        yield {**month_span(month.year, month.month), **_index(value), "public_by": following}


def _years(found: dict[date, Decimal | None]) -> Rows:
    """The mean of twelve months, to three decimals; no value for a year with a gap."""
    rows: Rows = []
    for year in range(FIRST.year, max(found).year + 1):
        months = [value for month, value in found.items() if month.year == year]
        if len(months) == 12:
            known = [value for value in months if value is not None]
            whole = len(known) == 12
            mean = (sum(known, Decimal(0)) / 12).quantize(THREE) if whole else None
            public = date(year + 1, 1, 31)
            rows.append({**year_span(year), **_index(mean, "derived"), "public_by": public})
    return rows


def _index(value: Decimal | None, known: str = "reported") -> dict[str, Cell]:
    return {"value": value, "unit": UNIT, "status": "not_available" if value is None else known}
