"""Kiel release 19: ten summary and figure sheets, exported from a third party's database.

The extractor rewrote the column names (the euro sign became "__billion"). Sheets that print the
same figure twice are compared; what one of them prints alone becomes a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.releases import Cell
from assay.sources._delimited import Row, fault, read_rows
from assay.sources._ingest import Rows, expect_equal, month_span
from assay.sources._kiel_rows import TYPES, amount, code_of, donor_of, tracked_until, value_of

Printed = dict[tuple[str, str, str], Decimal]  # (donor code, aid type, stage) -> EUR bn

RELEASE: Final = "19"
RATE: Final = Decimal("1.0759")  # the dollar sheet is the euro sheet at this one rate
BILATERAL: Final = "total_bilateral_"
SUMMARY: Final = (
    "country eu_member geographic_europe financial_allocations__billion "
    "humanitarian_allocations__billion military_allocations__billion "
    "total_bilateral_allocations__billion financial_commitments__billion "
    "humanitarian_commitments__billion military_commitments__billion "
    "total_bilateral_commitments__billion gdp_2021_us_billion gdp_2021__billion "
    "total_bilateral_commitments__2021_gdp total_bilateral_allocations__2021_gdp "
    "share_in_eu_commitments__billion share_in_eib_commitments__billion "
    "share_in_total_eu_commitments__billion share_in_total_eu_commitments__2021_gdp "
    "total_bilateral_and_eu_commitments__billion total_bilateral_and_eu_commitments__2021_gdp "
    "specific_weapons_and_equipment__billion financial_commitments_with_military_purpose__billion "
    "financial_commitments_short_term__billion humanitarian_commitments_short_term__billion "
    "military_commitments_short_term__billion total_bilateral_commitments_short_term__billion "
    "total_bilateral_commitments_short_term__2021_gdp share_in_eu_allocations__billion "
    "share_in_eib_allocations__billion share_in_total_eu_allocations__billion "
    "share_in_total_eu_allocations__2021_gdp total_bilateral_and_eu_allocations__billion "
    "total_bilateral_and_eu_allocations__2021_gdp"
).split()
DOLLARS: Final = [
    {
        "total_bilateral_and_eu_commitments__billion": "total_bilateral_and_eu_assistance__billion",
        "total_bilateral_and_eu_commitments__2021_gdp": (
            "total_bilateral_and_eu_assistance__2021_gdp"
        ),
        "total_bilateral_commitments_short_term__2021_gdp": (
            "total_bilateral_commitments_short_term__billion_1"
        ),
    }.get(column, column)
    for column in SUMMARY
]
MONTHS: Final = (
    "month united_states_allocated__billion europe_allocated__billion total_aid_committed__billion "
    "total_aid_allocated__billion financial_aid_allocated__billion "
    "humanitarian_aid_allocated__billion military_aid_allocated__billion "
    "other_donors_allocated__billion military_aid_allocated__billion_without_us "
    "financial_aid_allocated__billion_without_us"
).split()
OVERTIME: Final = {
    "united_states_allocated__billion": ("us", "total", "allocated"),
    "europe_allocated__billion": ("europe", "total", "allocated"),
    "total_aid_committed__billion": ("all", "total", "committed"),
    "total_aid_allocated__billion": ("all", "total", "allocated"),
    "financial_aid_allocated__billion": ("all", "financial", "allocated"),
    "humanitarian_aid_allocated__billion": ("all", "humanitarian", "allocated"),
    "military_aid_allocated__billion": ("all", "military", "allocated"),
}
RANKING: Final = "country committed_aid allocated_aid".split()
REFUGEES: Final = "country financial humanitarian military refugee_cost_estimation gdp_2021".split()
SHARES: Final = "country total_bilateral_allocations refugee_cost_estimation".split()
HEAVY: Final = "country value_estimates_heavy_weapons".split()
INSTRUMENTS: Final = "country loan grant guarantee central_bank_swap_line".split()
BUDGET: Final = "country allocations_loans_grants_and_guarantees disbursements".split()
STOCKS: Final = (
    "country average_total_with_armored_vehicles average_total_with_ifw average_total_delivered "
    "average_total_to_be_delivered average_total_committed tanks 155mm152mm_howitzers mlrs "
    "antiaircraft_surfacetoair_missile_sam_system_longrange"
).split()
GROUP_ROWS: Final = ("Europe Total", "Average EU", "Average non-EU-NATO")
# Printed financial allocations that the sheet of instruments does not break down (EUR bn).
NOT_BROKEN_DOWN: Final = {"BEL": Decimal("0.15")}


def read_figures(*files: Path) -> dict[str, Rows]:
    """The tables of release 19 from its ten files, in the order of its facts; EUR bn.

    SourceError when a file is cut off, or when two sheets disagree about the same figure.
    """
    summary, dollars, months, ranking, refugees, shares, heavy, instruments, budget, stocks = files
    printed = _read_printed(summary)
    _check_dollars(dollars, printed)
    _check_ranking(ranking, printed)
    by_instrument = list(_read_instruments(instruments, printed))
    return {
        "totals": _read_totals(summary, printed),
        "groups": list(_read_months(months)),
        "instruments": by_instrument,
        "budget_support": list(_read_budget(budget, by_instrument)),
        "refugee_costs": list(_read_refugees(refugees, printed)),
        "gdp_shares": [*_read_summary_shares(summary), *_read_refugee_shares(shares)],
        "heavy_weapons": _read_heavy(heavy, summary),
        "stock_shares": list(_read_stocks(stocks)),
    }


def _numbers(path: Path, columns: list[str]) -> Iterator[tuple[Row, dict[str, Decimal]]]:
    """Each row, and every cell after the first as a number: none may be empty."""
    for row in read_rows(path, columns):
        yield row, {column: row.number(column) for column in columns[1:]}


def _read_printed(path: Path) -> Printed:
    printed: Printed = {}
    for row, cells in _numbers(path, SUMMARY):
        code = code_of(row["country"], row.at("country"))
        for word, stage in (("allocations", "allocated"), ("commitments", "committed")):
            for aid_type in TYPES:
                printed[code, aid_type, stage] = cells[f"{aid_type}_{word}__billion"]
            total = printed[code, "total", stage] = cells[f"{BILATERAL}{word}__billion"]
            found = sum((printed[code, t, stage] for t in TYPES), Decimal(0))
            what = "the total is not the sum of the types"
            expect_equal(found, total, what, row.at(f"{BILATERAL}{word}__billion"))
    return printed


def _read_totals(path: Path, printed: Printed) -> Rows:
    """One row per donor, type and stage, in the sheet's order of donors."""
    rows: Rows = []
    for row in read_rows(path, SUMMARY):
        donor = donor_of(row["country"], row.at("country"))
        for aid_type in (*TYPES, "total"):
            for stage in ("allocated", "committed"):
                value = printed[str(donor["donor_code"]), aid_type, stage]
                rows.append({**donor, **tracked_until(RELEASE), **amount(aid_type, stage, value)})
    return rows


def _check_dollars(path: Path, printed: Printed) -> None:
    """The dollar sheet is the euro sheet at one rate: it adds no row to any table."""
    for row, cells in _numbers(path, DOLLARS):
        code = code_of(row["country"], row.at("country"))
        column = f"{BILATERAL}allocations__billion"
        euros = printed[code, "total", "allocated"]
        if abs(cells[column] - euros * RATE) > Decimal("0.001"):
            raise fault(
                "not the euro sheet at one rate",
                row.at(column),
                str(cells[column]),
                f"{euros * RATE:.6f} ({euros:.6f} euros at {RATE})",
            )


def _check_ranking(path: Path, printed: Printed) -> None:
    for row, cells in _numbers(path, RANKING):
        code = code_of(row["country"], row.at("country"))
        for column, stage in (("allocated_aid", "allocated"), ("committed_aid", "committed")):
            what = "differs from the country summary"
            known = printed[code, "total", stage]
            expect_equal(known, cells[column], what, row.at(column))


def _read_months(path: Path) -> Iterator[dict[str, Cell]]:
    for row, cells in _numbers(path, MONTHS):
        try:
            month = datetime.fromisoformat(row["month"])
        except ValueError:
            place = row.at("month")
            raise fault("not a month", place, repr(row["month"]), "2022-01-01") from None
        total = cells["total_aid_allocated__billion"]
        parts = ("united_states", "europe", "other_donors")
        found = sum((cells[f"{part}_allocated__billion"] for part in parts), Decimal(0))
        what = "the donors do not sum to the total"
        expect_equal(found, total, what, row.at("total_aid_allocated__billion"))
        for column, (group, aid_type, stage) in OVERTIME.items():
            span = month_span(month.year, month.month)
            yield {"group_code": group, **span, **amount(aid_type, stage, cells[column])}


def _read_instruments(path: Path, printed: Printed) -> Iterator[dict[str, Cell]]:
    """Loans, grants, guarantees and swap lines; their sum is the donor's financial allocations."""
    for row, cells in _numbers(path, INSTRUMENTS):
        donor = donor_of(row["country"], row.at("country"))
        code = str(donor["donor_code"])
        total = printed.get((code, "financial", "allocated"), Decimal(0))
        found = sum(cells.values(), NOT_BROKEN_DOWN.get(code, Decimal(0)))
        what = "the instruments do not sum to the donor's financial allocations"
        expect_equal(total, found, what, row.at("loan"))
        for instrument in INSTRUMENTS[1:]:
            yield {
                **donor,
                **tracked_until(RELEASE),
                "instrument": instrument,
                "stage": "allocated",
                **value_of(cells[instrument]),
            }


def _read_budget(path: Path, instruments: Rows) -> Iterator[dict[str, Cell]]:
    """Allocated loans, grants and guarantees, and what of them was disbursed."""
    allocated: dict[object, Decimal] = {}
    for item in instruments:
        if item["instrument"] != "central_bank_swap_line" and isinstance(item["value"], Decimal):
            code = item["donor_code"]
            allocated[code] = allocated.get(code, Decimal(0)) + item["value"]
    for row, cells in _numbers(path, BUDGET):
        donor = donor_of(row["country"], row.at("country"))
        what = "differs from the loans, grants and guarantees of the donor"
        known = allocated[donor["donor_code"]]
        expect_equal(known, cells[BUDGET[1]], what, row.at(BUDGET[1]))
        for column, stage in ((BUDGET[1], "allocated"), (BUDGET[2], "disbursed")):
            period = tracked_until(RELEASE)
            yield {**donor, **period, "stage": stage, **value_of(cells[column])}


def _read_refugees(path: Path, printed: Printed) -> Iterator[dict[str, Cell]]:
    """What hosting refugees is estimated to have cost: not aid, and in no total of the tracker."""
    for row in read_rows(path, REFUGEES):
        donor = donor_of(row["country"], row.at("country"))
        for aid_type in TYPES:
            known = printed.get((str(donor["donor_code"]), aid_type, "allocated"))
            if known is not None:
                found = row.number(aid_type)
                what = "differs from the country summary"
                expect_equal(known, found, what, row.at(aid_type))
        column = "refugee_cost_estimation"
        value = row.number(column)
        yield {**donor, **tracked_until(RELEASE), **value_of(value, known="estimated")}


def _read_summary_shares(path: Path) -> Iterator[dict[str, Cell]]:
    """Allocations and commitments in per cent of the donor's GDP of 2021."""
    for row, cells in _numbers(path, SUMMARY):
        donor = donor_of(row["country"], row.at("country"))
        for word, measure in (("allocations", "allocated"), ("commitments", "committed")):
            yield _share(donor, measure, cells[f"{BILATERAL}{word}__2021_gdp"], "reported")


def _read_refugee_shares(path: Path) -> Iterator[dict[str, Cell]]:
    for row, cells in _numbers(path, SHARES):
        donor = donor_of(row["country"], row.at("country"))
        yield _share(donor, "refugee_costs", cells["refugee_cost_estimation"], "estimated")


def _share(donor: Mapping[str, Cell], measure: str, value: Decimal, known: str) -> dict[str, Cell]:
    return {
        **donor,
        **tracked_until(RELEASE),
        "measure": measure,
        **value_of(value, "percent", known),
    }


def _read_heavy(path: Path, summary: Path) -> Rows:
    """Estimated value of heavy weapons by donor; the printed total of Europe is a check."""
    listed = read_rows(summary, SUMMARY)
    european = {row["country"] for row in listed if row["geographic_europe"] == "1"}
    rows: Rows = []
    europe = Decimal(0)
    printed: tuple[str, Decimal] | None = None
    for row, cells in _numbers(path, HEAVY):
        value = cells["value_estimates_heavy_weapons"]
        if row["country"] == "Europe Total":
            printed = (row.at(HEAVY[1]), value)
            continue
        europe += value if row["country"] in european else 0
        donor = donor_of(row["country"], row.at("country"))
        rows.append({**donor, **tracked_until(RELEASE), **value_of(value, known="estimated")})
    if printed is None:
        raise fault("the total of Europe is missing: the file is cut off", path.name)
    what = "the European donors do not sum to the printed total"
    where, total = printed
    expect_equal(europe, total, what, where)
    return rows


def _read_stocks(path: Path) -> Iterator[dict[str, Cell]]:
    """Pledged weapons as a share of the donor's own stock; rows of averages have no code."""
    for row, cells in _numbers(path, STOCKS):
        name = row["country"]
        code = "" if name in GROUP_ROWS else code_of(name, row.at("country"))
        donor = {"donor": name, "donor_code": code}
        for item in STOCKS[1:]:
            measured = value_of(cells[item], "ratio")
            yield {**donor, **tracked_until(RELEASE), "item": item, **measured}
