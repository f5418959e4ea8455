"""Kiel release 7: the Institute's own workbook of commitments, as corrected in November 2022.

One row of its main sheet is one item of a package; the package's value stands on its first row
only. Dates are days, months, or texts such as "until 3/10/2022"; a missing price is a full stop.
All currencies are converted at the ECB's rates of 6 October 2022 (1 euro = 0.9887 US dollars).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from assay.errors import at
from assay.releases import Cell
from assay.sources._delimited import fault
from assay.sources._ingest import Rows, expect_equal, status_of
from assay.sources._kiel_dates import read_announced
from assay.sources._kiel_rows import TYPES, amount, donor_of, tracked_until, value_of
from assay.sources._workbook import Line, expect_cells, number_in, read_sheets

Sums = dict[tuple[str, str], Decimal]  # (donor, aid type) -> EUR bn

RELEASE: Final = "7-corrected"
BILLION: Final = Decimal(1_000_000_000)
MAIN: Final = "Bilateral assistance, MAIN DATA"
HEADER: Final = (
    "ID|countries|Announcement Date|Type of Aid General|Type of Aid Specific|Explanation|"
    "Original Currency|Monetary Value as Given by Source||Type of item|Sub-type of item|"
    "Soviet origin (1)|No. of Units|No. of Units delivered (in-kind military aid)|"
    "Unit Price in USD|Value committed (own estimate, in USD)|"
    "Value delivered (own estimate, in USD)|Total|Converted Value in EUR|"
    "Total monetary value delivered in EUR|Official Source|Source of Aid 1|Source of Aid 2|"
    "Source of Aid 3|Source of Aid 4|Bilateral loan/grant made through IMF or WB?|"
    "Updated/newly added entry|Source for Delivery|Working/debug >>>|"
    "Total_value_dummy (1 is first row in the package)|value_source_commitments|"
    "value_source_deliveries"
).split("|")
COLUMN: Final = {name: number for number, name in enumerate(HEADER) if name} | {"Item": 8}
SUMMARY: Final = "Country Summary"
SUMMARY_HEADER: Final = (
    "|Country|EU member|Financial commitments|Humanitarian commitments|Military commitments|"
    "Total bilateral commitments|GDP (2021)|GDP (EUR)|Total bilateral commitments"
).split("|")
GROUPS: Final = "Aggregates - Country Groups"
EU_BODIES: Final = (
    "EU (Commission and Council)",
    "European Peace Facility",
    "European Investment Bank",
)
BUDGET: Final = "Figure 8 Budget support"
BUDGET_HEADER: Final = "|Country|Commitments (committed Loans and Grants)|Disbursements".split("|")
BY_TYPE: Final = "Financial aid by type"
BY_TYPE_HEADER: Final = "|Country|Loan|Grant|Swap-line|Guarantee|Total Financial Aid".split("|")
INSTRUMENTS: Final = {
    "Loan": "loan",
    "Grant": "grant",
    "Swap-line": "central_bank_swap_line",
    "Guarantee": "guarantee",
}
# How the sheet says its value came about -> status of the value.
BASIS: Final = {
    "Value is given by the source": "reported",
    "Value is calculated with prices": "estimated",
    "Value is given by hand": "estimated",
    "Value is not given at all": "reported",
}


def read_workbook(path: Path) -> dict[str, Rows]:
    """The tables of release 7 from its workbook; packages in EUR, sums in EUR bn.

    SourceError when a header differs, or when packages do not sum to the country summary.
    """
    sheets = read_sheets(path, (MAIN, SUMMARY, GROUPS, BY_TYPE, BUDGET))
    commitments = list(_read_main(sheets[MAIN], path))
    sums = _sum_packages(commitments)
    return {
        "commitments": commitments,
        "totals": _read_totals(sheets[SUMMARY], sheets[GROUPS], sums, path),
        "gdp_shares": list(_read_gdp_shares(sheets[SUMMARY], path)),
        "instruments": list(_read_instruments(sheets[BY_TYPE], path)),
        "budget_support": list(_read_budget(sheets[BUDGET], path)),
    }


def _read_main(lines: Sequence[Line], path: Path) -> Iterator[dict[str, Cell]]:
    place = f"{path.name}, sheet {MAIN}"
    expect_cells(place, lines[0], HEADER, 1)
    for row, cells in enumerate(lines[1:], start=2):
        if any(cell is not None for cell in cells):
            yield _read_item(cells, row, path, place)


def _read_item(cells: Line, row: int, path: Path, place: str) -> dict[str, Cell]:
    """One row of the main sheet; every `.` becomes an empty value with its status."""
    get = {name: cells[number] for name, number in COLUMN.items()}
    kind = str(get["Type of Aid General"]).strip().lower()
    basis = str(get["value_source_commitments"])
    if kind not in TYPES or basis not in BASIS:
        column = "Type of Aid General" if kind not in TYPES else "value_source_commitments"
        raise fault("not a known kind", at(place, row, column), repr(get[column]))
    first = get["Total_value_dummy (1 is first row in the package)"] == 1
    value, status = _package_value(get["Converted Value in EUR"], first, basis, at(place, row))
    delivered, delivered_status = _package_value(
        get["Total monetary value delivered in EUR"], first, "", at(place, row)
    )
    price, price_status = _printed(get["Unit Price in USD"], at(place, row, "Unit Price in USD"))
    units, units_status = _units(get["No. of Units"])
    return {
        "line": row,
        "activity_id": str(get["ID"]),
        **donor_of(str(get["countries"]), at(path.name, row, "countries")),
        "aid_type": kind,
        "kind": _text(get["Type of Aid Specific"]),
        **read_announced(get["Announcement Date"], at(place, row, "Announcement Date")),
        "item": _text(get["Item"]),
        "item_type": _text(get["Type of item"]),
        "units": units,
        "units_status": units_status,
        "units_text": _text(get["No. of Units"]),
        "unit_price_usd": price,
        "unit_price_status": price_status,
        "is_first_row": first,
        "value": value,
        "unit": "EUR",
        "status": status,
        "value_basis": basis,
        "delivered_value": delivered,
        "delivered_status": delivered_status,
        "currency": _text(get["Original Currency"]),
        "is_official_source": _text(get["Official Source"]) == "Yes",
        "source_url": _text(get["Source of Aid 1"]),
    }


def _package_value(cell: Any, first: bool, basis: str, where: str) -> tuple[Decimal | None, str]:
    """The package's value in EUR, on its first row; other rows refer to that one."""
    if cell is None:
        return None, "empty_cell" if first else "included_elsewhere"
    if not first:
        raise fault("a value outside the first row of a package", where, repr(cell))
    return _printed(cell, where, BASIS.get(basis, "reported"))


def _printed(cell: Any, where: str, known: str = "reported") -> tuple[Decimal | None, str]:
    """A number or the sheet's full stop for a missing one."""
    if isinstance(cell, str) and cell.strip() == ".":
        return None, "not_available"
    value = number_in(cell.strip() if isinstance(cell, str) else cell, where)
    return value, status_of(value, known)


def _units(cell: Any) -> tuple[Decimal | None, str]:
    """Number of units; "undisclosed" is withheld, and an unreadable text stays a text."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        value = Decimal(str(cell))
        return value, status_of(value)
    return None, "withheld" if str(cell).strip().lower() == "undisclosed" else "not_available"


def _text(cell: Any) -> str:
    text = "" if cell is None or cell == 0 else str(cell).strip()
    return "" if text == "." else text


def _sum_packages(commitments: Rows) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for item in commitments:
        if isinstance(item["value"], Decimal):
            sums[str(item["donor"]), str(item["aid_type"])] += item["value"] / BILLION
    return sums


def _read_totals(summary: Sequence[Line], groups: Sequence[Line], sums: Sums, path: Path) -> Rows:
    """Donors as the summary prints them; the EU's three bodies as the one row of the groups."""
    printed: dict[str, tuple[int, Line]] = {
        name: (row, cells)
        for name, row, cells in _summary_rows(summary, path)
        if name != EU_BODIES[0]
    }
    for row, cells in enumerate(groups, start=1):
        if cells[1] == "EU institutions":
            printed["EU institutions"] = (row, (*cells[:2], None, *cells[2:]))
    if "EU institutions" not in printed:
        raise fault("the EU institutions are missing", f"{path.name}, sheet {GROUPS}")
    rows: Rows = []
    for name, (row, cells) in printed.items():
        donor = donor_of(name, at(path.name, row, "Country"))
        parts = EU_BODIES if name == "EU institutions" else (name,)
        columns = zip(("financial", "humanitarian", "military", "total"), cells[3:7], strict=True)
        for aid_type, cell in columns:
            value = number_in(cell, at(path.name, row, f"{name}, {aid_type}"))
            kinds = TYPES if aid_type == "total" else (aid_type,)
            found = sum((sums[part, kind] for part in parts for kind in kinds), Decimal(0))
            what = "the packages of the main sheet do not sum to the summary"
            expect_equal(found, value, what, at(path.name, row, f"{name}, {aid_type}"))
            rows.append({**donor, **tracked_until(RELEASE), **amount(aid_type, "committed", value)})
    return rows


def _summary_rows(summary: Sequence[Line], path: Path) -> Iterator[tuple[str, int, Line]]:
    """Name, row and cells of each donor, below the two header rows and above the total."""
    expect_cells(f"{path.name}, sheet {SUMMARY}", summary[3], SUMMARY_HEADER, 4)
    for row, cells in enumerate(summary[5:], start=6):
        if cells[1] == "Total":
            return
        yield str(cells[1]), row, cells
    raise fault("the total is missing: the sheet is cut off", f"{path.name}, sheet {SUMMARY}")


def _read_gdp_shares(summary: Sequence[Line], path: Path) -> Iterator[dict[str, Cell]]:
    for name, row, cells in _summary_rows(summary, path):
        share = number_in(cells[9], at(path.name, row, "Total bilateral commitments"))
        yield {
            **donor_of(name, at(path.name, row, "Country")),
            **tracked_until(RELEASE),
            "measure": "committed",
            **value_of(share, "percent"),
        }


def _read_instruments(lines: Sequence[Line], path: Path) -> Iterator[dict[str, Cell]]:
    place = f"{path.name}, sheet {BY_TYPE}"
    expect_cells(place, lines[0], BY_TYPE_HEADER, 1)
    for row, cells in enumerate(lines[1:], start=2):
        if not isinstance(cells[1], str) or not cells[1].strip():
            continue
        donor = donor_of(cells[1], at(path.name, row, "Country"))
        values = dict(zip(BY_TYPE_HEADER[2:], cells[2:7], strict=True))
        numbers = {name: number_in(cell, at(place, row, name)) for name, cell in values.items()}
        printed = numbers.pop("Total Financial Aid")
        what = "the instruments do not sum to the total"
        expect_equal(sum(numbers.values(), Decimal(0)), printed, what, at(path.name, row, "Total"))
        for name, value in numbers.items():
            kind: dict[str, Cell] = {"instrument": INSTRUMENTS[name], "stage": "committed"}
            yield {**donor, **tracked_until(RELEASE), **kind, **value_of(value)}


def _read_budget(lines: Sequence[Line], path: Path) -> Iterator[dict[str, Cell]]:
    place = f"{path.name}, sheet {BUDGET}"
    expect_cells(place, [None, *lines[3][1:]], BUDGET_HEADER, 4)
    for row, cells in enumerate(lines[4:], start=5):
        name = str(cells[1] or "").strip()
        if name == "Total":
            return
        if not name:
            continue
        donor = donor_of(name, at(path.name, row, "Country"))
        for stage, cell in (("committed", cells[2]), ("disbursed", cells[3])):
            value = number_in(cell, at(place, row, stage))
            yield {**donor, **tracked_until(RELEASE), "stage": stage, **value_of(value)}
    raise fault("the total is missing: the sheet is cut off", place)
