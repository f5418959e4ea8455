"""Kiel Institute, Ukraine Support Tracker: web files, summary sheets and third-party extracts.

Values are nominal. Allocations (delivered or earmarked) and commitments are separate stages.
Releases 27 and 28 are taken from country summaries only: the monthly series of those extracts
have military and financial swapped (27) or lie one month early (28).
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources._delimited import fault, read_number, read_rows, read_text
from assay.sources._ingest import Rows, expect_files, month_span
from assay.sources._kiel_facts import READ_FROM, RELEASES
from assay.sources._kiel_figures import read_figures
from assay.sources._kiel_rows import TYPES, amount, donor_of, month_of, tracked_until
from assay.sources._kiel_workbook import read_workbook
from assay.sources._workbook import expect_cells, number_in, read_sheets

__all__ = ["RELEASES", "ingest"]

EXPLORER: Final = (
    "country iso year month total financial humanitarian military commitments "
    "to_be_allocated gdp pct_gdp"
).split()
ALLOCATIONS: Final = "year month total_allocations military financial humanitarian".split()
SUMMARY: Final = (
    "land er_eu_medlem er_geografisk_europa financial_allocation humanitarian_allocation "
    "military_allocation total_allocation financial_commitment humanitarian_commitment "
    "military_commitment total_commitment"
).split()
OVERTIME: Final = {
    "United States, allocated (€ billion)": ("us", "total", "allocated"),
    "Europe, allocated (€ billion)": ("europe", "total", "allocated"),
    "Total aid, committed (€ billion)": ("all", "total", "committed"),
    "Total aid, allocated (€ billion)": ("all", "total", "allocated"),
    "Financial aid, allocated (€ billion)": ("all", "financial", "allocated"),
    "Humanitarian aid, allocated (€ billion)": ("all", "humanitarian", "allocated"),
    "Military aid, allocated (€ billion)": ("all", "military", "allocated"),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write release `release` from the provider's `files`, in the order of its facts.

    Values are in EUR bn (release 30v2: USD bn). SourceError names the first fault.
    """
    facts = expect_files("kiel_ust", release, RELEASES, files)
    tables = READERS[release](*files)
    raw = [(path, READ_FROM[release]) for path in files]
    return write_release(project, "kiel_ust", release, facts, tables, raw)


def _read_web(explorer: Path, allocations: Path, columns: Sequence[str]) -> dict[str, Rows]:
    """Release 29: donor by month, and all donors by month; the two must agree to EUR 1,000."""
    monthly: Rows = []
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in read_rows(explorer, columns):
        donor = donor_of(row["country"], row.at("country"))
        span = month_of(row)
        total = row.number("total")
        parts = {t: row.number(t) for t in TYPES}
        if abs(total - sum(parts.values())) > Decimal("0.000001"):
            raise fault(
                "the total is not the sum of the types",
                row.at("total"),
                str(total),
                str(sum(parts.values())),
            )
        committed = row.number("commitments")
        for aid_type, value in (*parts.items(), ("total", committed)):
            stage = "committed" if aid_type == "total" else "allocated"
            monthly.append({**donor, **span, **amount(aid_type, stage, value)})
        for name, value in (*parts.items(), ("total", total)):
            sums[str(span["period"]), name] += value
    groups = list(_read_all_donors(allocations, sums))
    return {"monthly": monthly, "groups": groups}


def _read_all_donors(path: Path, sums: dict[tuple[str, str], Decimal]) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, ALLOCATIONS):
        span = month_of(row)
        for name in ("total", *TYPES):
            column = "total_allocations" if name == "total" else name
            value = row.number(column)
            found = sums.pop((str(span["period"]), name), Decimal(0))
            if abs(found - value) > Decimal("0.000001"):
                raise fault(
                    "donors do not sum to the published total: one of the two files is cut off "
                    "or from another upload",
                    row.at(column),
                    f"{found} (sum of data_explorer.csv)",
                    str(value),
                )
            yield {"group_code": "all", **span, **amount(name, "allocated", value)}
    if sums:
        raise fault(
            "months are missing", path.name, expected=", ".join(sorted({p for p, _ in sums}))
        )


def _read_overtime(path: Path) -> dict[str, Rows]:
    """Release 16: month by group, from the figure sheet; EUR bn, no formulas."""
    header, *rows = read_sheets(path, ["Sheet1"])["Sheet1"]
    expect_cells(path.name, header, ("Month", *OVERTIME), 1)
    groups: Rows = []
    for line, (month, *cells) in enumerate(rows, start=2):
        if not isinstance(month, datetime.datetime) or len(cells) != len(OVERTIME):
            raise fault("no month in the first column", at(path.name, line, "Month"), repr(month))
        span = month_span(month.year, month.month)
        for cell, (column, (group, aid_type, stage)) in zip(cells, OVERTIME.items(), strict=True):
            value = number_in(cell, at(path.name, line, column))
            groups.append({"group_code": group, **span, **amount(aid_type, stage, value)})
    return {"groups": groups}


def _read_summary_csv(path: Path) -> dict[str, Rows]:
    """Release 28: donor by type and stage, with the extractor's Norwegian headers; EUR bn."""
    rows: Rows = []
    for row in read_rows(path, SUMMARY):
        donor = donor_of(row["land"], row.at("land"))
        for aid_type in (*TYPES, "total"):
            for word, stage in (("allocation", "allocated"), ("commitment", "committed")):
                column = f"{aid_type}_{word}"
                value = row.number(column)
                rows.append({**donor, **tracked_until("28"), **amount(aid_type, stage, value)})
    return {"totals": rows}


def _read_summary_json(
    path: Path, release: str, donors: str, suffix: str, unit: str, check: Callable[[Any], Any]
) -> dict[str, Rows]:
    """Releases 27 and 30v2: a list of donors with one number per type; 3 decimals."""
    try:
        raw = json.loads(read_text(path), parse_float=Decimal)
        listed = raw[donors]
        published = Decimal(check(raw))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise fault("not the expected JSON", path.name, str(error), f"a list {donors!r}") from None
    rows: Rows = []
    found = Decimal(0)
    for number, item in enumerate(listed, start=1):
        donor = donor_of(str(item.get("country")), at(path.name, number))
        for aid_type in (*TYPES, "total"):
            column = aid_type + suffix
            value = read_number(str(item.get(column)), at(path.name, number, column))
            found += value if aid_type == "total" else 0
            measured = amount(aid_type, "allocated", value, unit)
            rows.append({**donor, **tracked_until(release), **measured})
    if abs(found - published) > Decimal("0.1"):
        raise fault(
            "donors do not sum to the published total", path.name, str(found), str(published)
        )
    return {"totals": rows}


READERS: Final[dict[str, Callable[..., dict[str, Rows]]]] = {
    "19": read_figures,
    "7-corrected": read_workbook,
    "16": _read_overtime,
    "27": lambda path: _read_summary_json(
        path, "27", "byCountry", "", "EUR bn", lambda raw: raw["totals"]["total"]
    ),
    "28": _read_summary_csv,
    "29-first": lambda explorer, allocations: _read_web(
        explorer, allocations, [name for name in EXPLORER if name != "to_be_allocated"]
    ),
    "29-corrected": lambda explorer, allocations: _read_web(explorer, allocations, EXPLORER),
    "30v2": lambda path: _read_summary_json(
        path, "30v2", "donors", "_bn", "USD bn", lambda raw: raw["total_bn"]
    ),
}
