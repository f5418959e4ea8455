"""Price indices, GDP and commodity prices: gaps stay gaps, groups of countries say so."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from assay.errors import SourceError
from assay.reconcile import reconcile
from assay.sources import hicp, load_source, world_bank_cmo, world_bank_wdi
from committed import (
    PROJECT,
    empty_project,
    only,
    pick,
    refusal,
    rows,
)

CPI, HICP, CMO = "bls-2026-05", "transcribed-1", "2025-05-02"
CMO_MONTHLY = "2025-05-02-monthly"
GDP, DONORS = world_bank_wdi.RELEASES


def test_us_prices_are_the_bureaus() -> None:
    """281.148 in January 2022 unadjusted, and 6.5 per cent over the year to December 2022."""
    months = {row["period"]: row["value"] for row in rows("us_cpi", CPI, "monthly")}
    assert months["2022-01"] == "281.148"
    rise = Decimal(months["2022-12"]) / Decimal(months["2021-12"]) - 1
    assert round(100 * rise, 1) == Decimal("6.5")


def test_a_month_that_was_not_published_has_no_value() -> None:
    """October 2025 keeps its row, empty; 2025 therefore has no average, and 2024 has."""
    gap = only(rows("us_cpi", CPI, "monthly"), period="2025-10")
    assert (gap["value"], gap["status"]) == ("", "not_available")
    years = rows("us_cpi", CPI, "annual")
    assert only(years, period="2025")["status"] == "not_available"
    assert only(years, period="2024")["status"] == "derived"
    assert "2026" not in {row["period"] for row in years}


def test_an_index_is_public_in_the_month_after() -> None:
    """January 2022 was public by the end of February 2022, never within its own month."""
    assert only(rows("us_cpi", CPI, "monthly"), period="2022-01")["public_by"] == "2022-02-28"


def test_euro_area_inflation_has_two_measures() -> None:
    """2022: 8.4 per cent on average, 9.2 December over December."""
    year = pick(rows("hicp", HICP, "annual"), period="2022")
    assert {row["measure"]: row["value"] for row in year} == {
        "annual_average": "8.4",
        "december_on_december": "9.2",
    }


def test_gdp_of_ukraine_and_the_us() -> None:
    """Ukraine 199.8 bn dollars in 2021; the US 27.361 tn in 2023 and 28.751 tn in 2024."""
    gdp = pick(rows("world_bank_wdi", GDP, "indicators"), indicator="gdp")
    donors = pick(rows("world_bank_wdi", DONORS, "indicators"), indicator="gdp")
    assert round(Decimal(only(gdp, place_code="UKR", period="2021")["value"]) / 10**9, 1) == (
        Decimal("199.8")
    )
    us = (only(gdp, place_code="USA", period="2023"), only(donors, place_code="USA"))
    assert [round(Decimal(row["value"]) / 10**12, 3) for row in us] == [
        Decimal("27.361"),
        Decimal("28.751"),
    ]


def test_a_group_of_countries_says_so() -> None:
    """The EU, the euro area and the world are aggregates; Ukraine and Kosovo are not."""
    found = rows("world_bank_wdi", GDP, "indicators")
    groups = {row["place_code"] for row in found if row["is_aggregate"] == "true"}
    assert {"EUU", "EMU", "WLD", "OED"} <= groups
    assert groups == world_bank_wdi.AGGREGATES
    assert not {"UKR", "XKX", "PSE"} & groups


def test_the_two_copies_do_not_overlap() -> None:
    """One ends with 2023, the other has only 2024, so no year is there twice."""
    assert max(row["period"] for row in rows("world_bank_wdi", GDP, "indicators")) == "2023"
    donors = rows("world_bank_wdi", DONORS, "indicators")
    assert {row["period"] for row in donors} == {"2024"}
    assert len({row["place_code"] for row in donors}) == 40


def test_commodity_prices_of_2024() -> None:
    """Brent 80.70 dollars a barrel, copper 9,142 a tonne; dearer in nominal than real dollars."""
    year = pick(rows("world_bank_cmo", CMO, "prices"), period="2024")
    brent = only(year, commodity="Crude oil, Brent", basis="nominal")
    assert (round(Decimal(brent["value"]), 2), brent["unit"]) == (Decimal("80.70"), "USD/bbl")
    copper = {row["basis"]: Decimal(row["value"]) for row in pick(year, commodity="Copper")}
    assert round(copper["nominal"]) == 9142
    assert copper["real_2010"] < copper["nominal"]


def test_minerals_of_the_claims_are_not_among_them() -> None:
    """No titanium, graphite, lithium, rare earths or uranium: the Pink Sheet cannot price them."""
    names = {row["commodity"].lower() for row in rows("world_bank_cmo", CMO, "prices")}
    for mineral in ("titanium", "graphite", "lithium", "rare", "uranium"):
        assert not [name for name in names if mineral in name]


def test_an_ellipsis_is_not_a_price() -> None:
    """Coal of 1960 has no price and says so."""
    coal = pick(rows("world_bank_cmo", CMO, "prices"), commodity="Coal, Australian", period="1960")
    assert {(row["value"], row["status"]) for row in coal} == {("", "not_available")}


def test_commodity_prices_of_april_2025() -> None:
    """The last row of the sheet: crude oil 65.905 dollars a barrel on average, Brent 67.745."""
    month = pick(rows("world_bank_cmo", CMO_MONTHLY, "monthly_prices"), period="2025-04")
    assert len(month) == 71
    oil = {row["commodity"]: row["value"] for row in month if row["commodity"][:5] == "Crude"}
    assert oil["Crude oil, average"] == "65.905"
    assert oil["Crude oil, Brent"] == "67.745"


def test_monthly_indices_of_april_2025() -> None:
    """Precious metals stood at 236.6, energy at 87.9 (2010 = 100 each)."""
    month = pick(rows("world_bank_cmo", CMO_MONTHLY, "monthly_indices"), period="2025-04")
    assert len(month) == 16
    found = {row["index_name"]: round(Decimal(row["value"]), 1) for row in month}
    assert found["Precious Metals"] == Decimal("236.6")
    assert found["Energy"] == Decimal("87.9")
    assert {row["unit"] for row in month} == {"index 2010=100"}


def test_no_month_is_missing() -> None:
    """784 months from January 1960 to April 2025, whether a series had a price or not."""
    months = {
        row["period"]
        for row in pick(
            rows("world_bank_cmo", CMO_MONTHLY, "monthly_prices"), commodity="Coal, Australian"
        )
    }
    assert len(months) == 784
    assert (min(months), max(months)) == ("1960-01", "2025-04")


def test_the_months_of_a_year_give_its_average() -> None:
    """The two workbooks agree on every year of every series that both have."""
    (found,) = (item for item in reconcile(PROJECT) if item.rule == "cmo-months-of-a-year")
    assert found.compared > 3900
    assert not found.gaps


# Bad input ------------------------------------------------------------------------------------

CPI_HEAD = "Date,Index,Inflation\n"
HICP_HEAD = ",".join(hicp.HEADER) + "\n"
GDP_HEAD = ",".join(world_bank_wdi.HEADER) + "\n"
ZIMBABWE = "Zimbabwe,ZWE,2023,26538273498.8"
NORWAY = {
    "iso3": "NOR",
    "bnp_usd": 1.5,
    "bnp_aar": 2024,
    "folketall": 5,
    "folketall_aar": 2024,
}


def donors(**changed: object) -> str:
    return json.dumps({"land": {"Norway": NORWAY | changed}})


@pytest.mark.parametrize(
    ("source", "release", "text", "place"),
    [
        ("us_cpi", CPI, CPI_HEAD + "1913-01-01,9.8,\n", "cut off or newer"),
        ("us_cpi", CPI, CPI_HEAD + "1913-01-15,9.8,\n", "row 2, column Date"),
        ("us_cpi", CPI, CPI_HEAD + "1913-01-01,-,\n", "row 2, column Index"),
        ("us_cpi", CPI, CPI_HEAD.replace("Index", "CPI"), "row 1, column Index"),
        ("us_cpi", CPI, "<html>", "cpiai.csv, row 1"),
        ("hicp", HICP, HICP_HEAD + "2021,2.6,5.0,x,y\n", "years are missing"),
        ("hicp", HICP, HICP_HEAD + "2021,n/a,5.0,x,y\n", "column hicp_annual_average_percent"),
        ("world_bank_wdi", GDP, GDP_HEAD + "Albania,ALB,2023,5\n", "the file is cut off"),
        ("world_bank_wdi", GDP, GDP_HEAD + "Zimbabwe,ZWE", "row 2"),
        ("world_bank_wdi", GDP, GDP_HEAD + ZIMBABWE.replace("2023", "20x3"), "column Year"),
        ("world_bank_wdi", GDP, GDP_HEAD + ZIMBABWE.replace("2653", "-2653"), "not a positive"),
        ("world_bank_wdi", DONORS, donors(), "donors are missing"),
        ("world_bank_wdi", DONORS, donors(iso3="NOK"), "not the code of the donor"),
        ("world_bank_wdi", DONORS, donors(folketall=None), "column folketall"),
        ("world_bank_wdi", DONORS, "{", "not the expected JSON"),
    ],
)
def test_a_bad_file_is_one_located_error(
    tmp_path: Path, source: str, release: str, text: str, place: str
) -> None:
    """A cut, misspelt or foreign file is refused with its place."""
    name = Path(load_source(source).RELEASES[release].files[0]).name
    assert place in refusal(tmp_path, source, release, {name: text})


def pink_sheet(path: Path, updated: str, unit: str, last: int) -> Path:
    """A small Pink Sheet: one commodity from 1960 to `last`, in both sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in world_bank_cmo.SHEETS:
        sheet = book.create_sheet(name)
        for line in ([], [], [], [updated], [], [], [None, "Crude oil, average"], [None, unit]):
            sheet.append(line)
        for year in range(1960, last + 1):
            sheet.append([year, 1.5 if year > 1960 else "…"])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("updated", "unit", "last", "place"),
    [
        ("Updated on June 03, 2025", "($/bbl)", 2024, "another edition"),
        (world_bank_cmo.UPDATED, "($/gal)", 2024, "an unknown unit"),
        (world_bank_cmo.UPDATED, "($/bbl)", 2023, "years are missing"),
    ],
)
def test_a_bad_pink_sheet_is_one_located_error(
    tmp_path: Path, updated: str, unit: str, last: int, place: str
) -> None:
    """Another edition, another unit or a missing year is refused with its sheet."""
    path = pink_sheet(tmp_path / "CMO-Historical-Data-Annual.xlsx", updated, unit, last)
    with pytest.raises(SourceError, match=place) as caught:
        world_bank_cmo.ingest(empty_project(tmp_path, "world_bank_cmo"), CMO, [path])
    assert len(caught.value.faults) == 1


def monthly_sheet(path: Path, **changed: object) -> Path:
    """The last months of a small monthly workbook from January 1960, with some cells changed."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    prices = book.create_sheet(world_bank_cmo.MONTHLY)
    indices = book.create_sheet(world_bank_cmo.INDICES)
    updated = [[], [], [], [world_bank_cmo.UPDATED]]
    for line in (*updated, [None, "Crude oil, average"], [None, "($/bbl)"]):
        prices.append(line)
    for line in (*updated, [], [None, "Total Index", "Energy"], [], [], [None, None, " "]):
        indices.append(line)
    months = [f"{year}M{month:02d}" for year in range(1960, 2026) for month in range(1, 13)]
    for month in months[: months.index("2025M04") + 1]:
        prices.append([month, 1.5])
        indices.append([month, 7.5, 2.1])
    for place, value in changed.items():
        book[world_bank_cmo.INDICES if place[0] == "i" else world_bank_cmo.MONTHLY][place[1:]] = (
            value
        )
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"pA4": "Updated on June 03, 2025"}, "sheet Monthly Prices, row 4: another edition"),
        ({"pB6": "($/gal)"}, "row 6, column Crude oil, average: an unknown unit"),
        ({"pA9": "1960M04"}, "row 9: a month is missing; found '1960M04'; expected 1960M03"),
        ({"pA790": None}, "months are missing at the end; found 2025-03; expected 2025-04"),
        ({"pA791": "2025M05"}, "months are missing at the end; found 2025-05; expected 2025-04"),
        ({"iB6": "Energy"}, "sheet Monthly Indices, row 6"),
        ({"iB10": "n/a"}, "sheet Monthly Indices, row 10, column Total Index"),
    ],
)
def test_a_bad_monthly_sheet_is_one_located_error(
    tmp_path: Path, changed: dict[str, object], place: str
) -> None:
    """Another edition, another unit or a missing month is refused with its sheet and row."""
    path = monthly_sheet(tmp_path / "CMO-Historical-Data-Monthly.xlsx", **changed)
    with pytest.raises(SourceError) as caught:
        world_bank_cmo.ingest(empty_project(tmp_path, "world_bank_cmo"), CMO_MONTHLY, [path])
    assert len(caught.value.faults) == 1
    assert place in str(caught.value)


def test_a_small_pink_sheet_is_taken(tmp_path: Path) -> None:
    """65 years in two bases are 130 rows, the first without a price."""
    name = "CMO-Historical-Data-Annual.xlsx"
    path = pink_sheet(tmp_path / name, world_bank_cmo.UPDATED, "($/bbl)", 2024)
    world_bank_cmo.ingest(empty_project(tmp_path, "world_bank_cmo"), CMO, [path])
    written = tmp_path / "data/releases/world_bank_cmo" / CMO / "prices.csv"
    lines = written.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 131
    assert lines[1].endswith(",nominal,,USD/bbl,not_available")
