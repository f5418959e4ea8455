"""Kiel Institute, Ukraine Support Tracker: web files, summary sheets and third-party extracts.

Values are nominal. Allocations (delivered or earmarked) and commitments are separate stages.
Releases 27 and 28 are taken from country summaries only: the monthly series of those extracts
have military and financial swapped (27) or lie one month early (28).
"""

from __future__ import annotations

import calendar
import datetime
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources._delimited import fault, read_number, read_rows, read_text
from assay.sources._kiel_facts import CODES, READ_FROM, RELEASES

__all__ = ["RELEASES", "ingest"]

Rows = list[dict[str, Cell]]

TYPES: Final = ("military", "financial", "humanitarian")
START: Final = date(2022, 1, 24)  # the tracker counts from 24 January 2022
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
    facts = RELEASES.get(release)
    if facts is None:
        raise fault("unknown release", f"kiel_ust {release}", release, ", ".join(RELEASES))
    if [path.name for path in files] != [Path(name).name for name in facts.files]:
        raise fault(
            "other files than expected",
            f"kiel_ust {release}",
            ", ".join(path.name for path in files),
            ", ".join(facts.files),
        )
    tables = READERS[release](*files)
    return write_release(
        project,
        "kiel_ust",
        release,
        tables,
        [(path, READ_FROM[release]) for path in files],
        title=facts.title,
        address=facts.address,
        licence=facts.licence,
        citation=facts.citation,
        released_on=facts.released_on,
        released_on_status=facts.released_on_status,
        data_through=facts.data_through,
        retrieved_on=facts.retrieved_on,
        custody=facts.custody,
        redistribute=facts.redistribute,
        superseded_by=facts.superseded_by,
        notes=facts.notes,
    )


def _read_web(explorer: Path, allocations: Path, columns: Sequence[str]) -> dict[str, Rows]:
    """Release 29: donor by month, and all donors by month; the two must agree to EUR 1,000."""
    monthly: Rows = []
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line, row in read_rows(explorer, columns):
        donor = {"donor": row["country"], "donor_code": _code(row["country"], explorer, line)}
        span = _month(row, explorer, line)
        total = read_number(row["total"], at(explorer.name, line, "total"))
        parts = {t: read_number(row[t], at(explorer.name, line, t)) for t in TYPES}
        if abs(total - sum(parts.values())) > Decimal("0.000001"):
            raise fault(
                "the total is not the sum of the types",
                at(explorer.name, line, "total"),
                str(total),
                str(sum(parts.values())),
            )
        committed = read_number(row["commitments"], at(explorer.name, line, "commitments"))
        for aid_type, value in (*parts.items(), ("total", committed)):
            stage = "committed" if aid_type == "total" else "allocated"
            monthly.append({**donor, **span, **_value(aid_type, stage, value)})
        for name, value in (*parts.items(), ("total", total)):
            sums[str(span["period"]), name] += value
    groups = list(_read_all_donors(allocations, sums))
    return {"monthly": monthly, "groups": groups}


def _read_all_donors(path: Path, sums: dict[tuple[str, str], Decimal]) -> Iterator[dict[str, Cell]]:
    for line, row in read_rows(path, ALLOCATIONS):
        span = _month(row, path, line)
        for name in ("total", *TYPES):
            column = "total_allocations" if name == "total" else name
            value = read_number(row[column], at(path.name, line, column))
            found = sums.pop((str(span["period"]), name), Decimal(0))
            if abs(found - value) > Decimal("0.000001"):
                raise fault(
                    "donors do not sum to the published total: one of the two files is cut off "
                    "or from another upload",
                    at(path.name, line, column),
                    f"{found} (sum of data_explorer.csv)",
                    str(value),
                )
            yield {"group_code": "all", **span, **_value(name, "allocated", value)}
    if sums:
        raise fault(
            "months are missing", path.name, expected=", ".join(sorted({p for p, _ in sums}))
        )


def _read_overtime(path: Path) -> dict[str, Rows]:
    """Release 16: month by group, from the figure sheet; EUR bn, no formulas."""
    if path.read_bytes()[:2] != b"PK":
        raise fault("not an Excel workbook", path.name, repr(path.read_bytes()[:20]))
    sheet = openpyxl.load_workbook(path, data_only=True)["Sheet1"]
    header, *rows = sheet.iter_rows(values_only=True)
    for number, (found, wanted) in enumerate(zip(header, ("Month", *OVERTIME), strict=False)):
        if found != wanted:
            raise fault(f"header cell {number + 1} differs", at(path.name, 1), str(found), wanted)
    groups: Rows = []
    for line, (month, *cells) in enumerate(rows, start=2):
        if not isinstance(month, datetime.datetime) or len(cells) != len(OVERTIME):
            raise fault("no month in the first column", at(path.name, line, "Month"), repr(month))
        span = _span(month.year, month.month)
        for cell, (column, (group, aid_type, stage)) in zip(cells, OVERTIME.items(), strict=True):
            value = read_number(str(cell), at(path.name, line, column))
            groups.append({"group_code": group, **span, **_value(aid_type, stage, value)})
    return {"groups": groups}


def _read_summary_csv(path: Path) -> dict[str, Rows]:
    """Release 28: donor by type and stage, with the extractor's Norwegian headers; EUR bn."""
    rows: Rows = []
    for line, row in read_rows(path, SUMMARY):
        for aid_type in (*TYPES, "total"):
            for word, stage in (("allocation", "allocated"), ("commitment", "committed")):
                column = f"{aid_type}_{word}"
                value = read_number(row[column], at(path.name, line, column))
                code = _code(row["land"], path, line)
                rows.append(_total(row["land"], code, aid_type, stage, value, "EUR bn", "28"))
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
        code = _code(str(item.get("country")), path, number)
        for aid_type in (*TYPES, "total"):
            column = aid_type + suffix
            value = read_number(str(item.get(column)), at(path.name, number, column))
            found += value if aid_type == "total" else 0
            rows.append(_total(item["country"], code, aid_type, "allocated", value, unit, release))
    if abs(found - published) > Decimal("0.1"):
        raise fault(
            "donors do not sum to the published total", path.name, str(found), str(published)
        )
    return {"totals": rows}


READERS: Final[dict[str, Callable[..., dict[str, Rows]]]] = {
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


def _code(donor: str, path: Path, line: int) -> str:
    if donor not in CODES:
        raise fault("a donor without a code", at(path.name, line), repr(donor))
    return CODES[donor]


def _month(row: dict[str, str], path: Path, line: int) -> dict[str, Cell]:
    try:
        return _span(int(row["year"]), int(row["month"]))
    except ValueError:
        found = f"{row['year']}-{row['month']}"
        raise fault("not a month", at(path.name, line, "month"), found) from None


def _span(year: int, month: int) -> dict[str, Cell]:
    last = calendar.monthrange(year, month)[1]
    return {
        "period_start": date(year, month, 1),
        "period_end": date(year, month, last),
        "period": f"{year}-{month:02d}",
    }


def _value(aid_type: str, stage: str, value: Decimal, unit: str = "EUR bn") -> dict[str, Cell]:
    return {
        "aid_type": aid_type,
        "stage": stage,
        "value": value,
        "unit": unit,
        "status": "reported" if value else "zero",
    }


def _total(
    donor: str, code: str, aid_type: str, stage: str, value: Decimal, unit: str, release: str
) -> dict[str, Cell]:
    return {
        "donor": donor,
        "donor_code": code,
        "period_start": START,
        "period_end": date.fromisoformat(RELEASES[release].data_through),
        **_value(aid_type, stage, value, unit),
    }
