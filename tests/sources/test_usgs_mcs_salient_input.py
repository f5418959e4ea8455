"""US statistics of the USGS summaries: what is refused on the way in, and that it is repeatable."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.errors import CuratedError, SourceError
from assay.sources import usgs_mcs_salient
from assay.sources._usgs_economy import FIGURE_13, TABLE_3, read_scrap
from assay.sources._usgs_editions import LONG, read_long
from assay.sources._usgs_names import read_chapters
from assay.sources._usgs_salient import (
    check_shares,
    iter_long_salient,
    read_wide_salient,
    tidy_source,
    tidy_statistic,
)
from assay.sources._usgs_salient_cells import read_statistic
from assay.sources._usgs_salient_columns import (
    SalientColumns,
    estimated_years,
    read_definitions,
    read_salient_columns,
)
from assay.sources._usgs_trends import (
    FIGURE_2,
    FIGURE_3,
    TABLE_5,
    Names,
    read_figure_2,
    read_figure_3,
    read_reliance_names,
    read_table,
    read_table_5,
)
from committed import PROJECT, empty_project, raw_files
from hypothesis import given
from hypothesis import strategies as st

SOURCE = "usgs_mcs_salient"
HEADER = "DataSource,Commodity,Year,USprod_t,Imports_t,Exports_t,Consump_t,Price_dt,NIR_pct\n"
YEARS = "".join(f"MCS2025,Lithium,{year},W,2460,1200,W,100,>50\n" for year in range(2020, 2025))


@pytest.fixture(scope="module")
def columns() -> SalientColumns:
    return read_salient_columns(PROJECT)


@pytest.fixture(scope="module")
def names() -> Names:
    return read_reliance_names(PROJECT)


def written(tmp_path: Path, name: str, text: str, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding, newline="")
    return path


def one_fault(caught: pytest.ExceptionInfo[SourceError]) -> str:
    assert len(caught.value.faults) == 1
    return str(caught.value)


# Salient files of 2022 and 2025.


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEADER + YEARS.rstrip("\n"), "row 6: the last line is cut off"),
        (HEADER + YEARS[: YEARS.index("MCS2025,Lithium,2023")], "row 4, column Year: years are"),
        (HEADER + YEARS.replace("MCS2025,Lithium,2021", "MCS2024,Lithium,2021"),
         "row 3, column DataSource: a row of another edition"),
        (HEADER.replace("Imports_t", "Imports_lb") + YEARS,
         "row 1: a statistic of unknown meaning; found 'Imports_lb'"),
        (HEADER.replace("Commodity", "Mineral") + YEARS, "column Commodity: header cell 1 differs"),
        ("<!DOCTYPE html><html>", "row 1: a web page was saved as data"),
        ("", "the file is empty"),
    ],
)  # fmt: skip
def test_a_bad_salient_file_is_one_located_error(
    tmp_path: Path, columns: SalientColumns, text: str, place: str
) -> None:
    """A cut, foreign or mislabelled file, or one of a lost year, is refused with its place."""
    path = written(tmp_path, "mcs2025-lithium_salient.csv", text)
    with pytest.raises(SourceError) as caught:
        read_wide_salient(path, 2025, columns, {})
    message = one_fault(caught)
    assert message.startswith("mcs2025-lithium_salient.csv")
    assert place in message


def test_a_price_is_left_to_the_source_that_reads_prices(
    tmp_path: Path, columns: SalientColumns
) -> None:
    """A column that names a price is read once, as `usgs_mcs.prices`."""
    path = written(tmp_path, "mcs2025-lithium_salient.csv", HEADER + YEARS)
    records = read_wide_salient(path, 2025, columns, {})
    assert {record["column"] for record in records} == {
        "USprod_t",
        "Imports_t",
        "Exports_t",
        "Consump_t",
        "NIR_pct",
    }


def test_an_amount_below_zero_is_refused_but_for_stocks(
    tmp_path: Path, columns: SalientColumns
) -> None:
    """A footnote mark read as a number shows as negative trade; shipments from stock may be."""
    text = HEADER + YEARS.replace("2022,W,2460,1200", "2022,W,2460,-4")
    path = written(tmp_path, "mcs2025-lithium_salient.csv", text)
    records = read_wide_salient(path, 2025, columns, {})
    chapters = read_chapters(PROJECT)
    with pytest.raises(SourceError, match=r"row 4, column Exports_t: an amount below zero.*-4"):
        [tidy_statistic(record, chapters) for record in records]
    shipped = {**records[0], "statistic": "shipments", "cell": "−88"}
    assert tidy_statistic(shipped, chapters)["value"] == -88


# Cells and metadata.


@pytest.mark.parametrize(
    ("cell", "note", "unit", "value", "status", "kept"),
    [
        ("E", "Defined as imports – exports.", "percent", None, "net_exporter", "percent"),
        ("W", "", "percent", None, "withheld", "percent"),
        ("NA", "", "number", None, "not_available", "persons"),
        ("XX", "", "percent", None, "not_applicable", "percent"),
        ("—", "", "thousand metric tons", "0", "zero", "t"),
        (">95", "", "percent", "95", "more_than", "percent"),
        ("<1", "", "percent", "1", "less_than", "percent"),
        ("Less than 1/2 unit.", "", "thousand metric tons", "500.0", "less_than", "t"),
        ("s", "Less than ½ unit.", "million metric tons", "500000.0", "less_than", "t"),
        ("s", "Less than 500 carats.", "million carats", "500", "less_than", "ct"),
        ("Less than 50,000 tons", "", "million metric tons", "50000", "less_than", "t"),
        ("s", "Large stock purchases preclude calculation of a meaningful net import reliance.",
         "percent", None, "not_available", "percent"),
        ("−16", "", "metric tons", "-16", "reported", "t"),
        ("Small", "", "number", None, "not_available", "persons"),
        ("", "", "percent", None, "empty_cell", "percent"),
    ],
)  # fmt: skip
def test_a_symbol_keeps_its_meaning(
    cell: str, note: str, unit: str, value: str | None, status: str, kept: str
) -> None:
    """What a cell prints decides number, qualifier and unit."""
    amount, found = read_statistic(cell, note, False, unit, "here", 2024)
    assert (amount.status, found) == (status, kept)
    assert amount.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize("cell", ["?1", "ca. 90", "E?", "12 %"])
def test_an_unknown_cell_is_refused(cell: str) -> None:
    """A lost sign or a new symbol is an error with its place, never a guess."""
    with pytest.raises(SourceError, match="file, row 3: neither a number nor a known symbol"):
        read_statistic(cell, "", False, "percent", "file, row 3", 2024)


@pytest.mark.parametrize("cell", ["101", ">1000", "86,000"])
def test_a_share_above_the_whole_is_refused(cell: str) -> None:
    """Reliance is at most 100 per cent of consumption: more is another unit or column."""
    with pytest.raises(SourceError, match="file, row 3: a share above the whole"):
        read_statistic(cell, "", False, "percent", "file, row 3", 2024)


@given(st.integers(min_value=1, max_value=100))
def test_a_bound_is_never_a_plain_number(amount: int) -> None:
    """`>75`, `<75` and `75` differ in status for every number and share its size."""
    read = [read_statistic(f"{sign}{amount}", "", False, "percent", "here", 2024)[0]
            for sign in ("", ">", "<")]  # fmt: skip
    assert [found.status for found in read] == ["reported", "more_than", "less_than"]
    assert {found.value for found in read} == {Decimal(amount)}


@pytest.mark.parametrize(
    ("definition", "estimated"),
    [
        ("Exports: All forms. Data are estimated for all years.", "2020 2021 2022 2023 2024"),
        ("Imports. Data are estimated for the most recent year.", "2024"),
        ("Data are estimated for the most recent three years.", "2022 2023 2024"),
        ("Data are estimated for the most recent two years.", "2023 2024"),
        ("Data are estimated for 2023 and 2024.", "2023 2024"),
        ("Net import reliance as a percentage of estimated consumption.", ""),
    ],
)
def test_metadata_says_which_years_are_estimates(definition: str, estimated: str) -> None:
    """The wordings of the metadata files, each with the years it means."""
    years = [str(year) for year in range(2020, 2025)]
    assert estimated_years(definition, years, True) == frozenset(estimated.split())
    assert estimated_years("", years, False) == {"2024"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<metadata><eainfo>", "not a whole XML file"),
        ("<metadata/>", "no column is described"),
        ('<!DOCTYPE m [<!ENTITY a "b">]><m>&a;</m>', "the XML file declares entities"),
    ],
)
def test_bad_metadata_is_refused(tmp_path: Path, text: str, what: str) -> None:
    """A file cut off, empty of definitions, or that declares entities is named."""
    path = written(tmp_path, "mcs2025-timin_meta.xml", text, "utf-8")
    with pytest.raises(SourceError, match=rf"mcs2025-timin_meta\.xml: {what}"):
        read_definitions(path)


# The data file of 2026.


def long_file(tmp_path: Path, *rows: str) -> Path:
    text = "\r\n".join((",".join(LONG), *rows)) + "\r\n"
    return written(tmp_path, "MCS2026_Commodities_Data.csv", text, "cp1252")


SHARE = (
    "PEAT,Import Sources,Peat,{country},Import sources 2021-2024,All,percent,2021–24,{cell},,No,"
)
STATISTIC = (
    "PEAT,Salient Statistics—United States,Peat,United States,{statistic},{detail},"
    "percent,2025,80,,{flag},"
)


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([SHARE.format(country="Canada", cell="97")], "row 2, column Value: shares of Peat, All"),
        ([SHARE.format(country="Canda", cell="100")], "row 2, column Value: a country without"),
        ([SHARE.format(country="Canada", cell="100").replace("percent", "metric tons")],
         "row 2, column Value: not a share of imports"),
        ([SHARE.format(country="Canada", cell="100").replace(",No,", ",Peat,")],
         "row 2, column Value: the row's columns are shifted"),
    ],
)  # fmt: skip
def test_a_bad_share_is_one_located_error(tmp_path: Path, rows: list[str], place: str) -> None:
    """A lost row shows in the sum of the shares; a strange country, unit or flag in its row."""
    records = read_long(long_file(tmp_path, *rows))
    chapters = read_chapters(PROJECT)
    with pytest.raises(SourceError) as caught:
        check_shares([tidy_source(record, chapters) for record in records])
    assert place in one_fault(caught)


def test_shares_may_miss_100_by_rounding(tmp_path: Path) -> None:
    """Whole percentages of several countries need not give 100."""
    cells = {"Canada": "95", "Latvia": "5", "Other countries": "<1"}
    rows = [SHARE.format(country=country, cell=cell) for country, cell in cells.items()]
    records = read_long(long_file(tmp_path, *rows))
    found = [tidy_source(record, read_chapters(PROJECT)) for record in records]
    check_shares(found)
    assert [row["status"] for row in found] == ["reported", "reported", "less_than"]


def test_an_unknown_statistic_is_refused(tmp_path: Path) -> None:
    """A new kind of row is an error that lists the known kinds."""
    row = STATISTIC.format(statistic="Smuggling", detail="Smuggling", flag="No")
    records = read_long(long_file(tmp_path, row))
    with pytest.raises(SourceError, match=r"row 2, column Statistics: unknown statistic.*import"):
        list(iter_long_salient(records, read_chapters(PROJECT)))


def test_a_file_of_2026_without_a_chapter_is_refused(tmp_path: Path) -> None:
    """A file cut at a row end still lacks chapters, and they are named."""
    row = STATISTIC.format(statistic="Net import reliance", detail="Reliance", flag="No")
    path = long_file(tmp_path, row)
    with pytest.raises(SourceError, match=r"chapters are missing.*ZINC"):
        usgs_mcs_salient.ingest(empty_project(tmp_path / "project", SOURCE), "mcs2026", [path])


# Figures and tables.


def figure_2(*rows: str) -> str:
    return "\n".join((",".join(FIGURE_2), *rows)) + "\n"


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (["MCS2025,2,PEAT,78,Canada,"], "row 2, column Import_Share_Order: a row is missing"),
        (["MCS2024,1,PEAT,78,Canada,"], "row 2, column Source: a row of another edition"),
        (["MCS2025,1,PEET,78,Canada,"], "row 2, column Commodity: a commodity without a chapter"),
        (["MCS2025,1,PEAT,78,Canda,"],
         "row 2, column Major_Import_Sources_2020_2023: a country without a code"),
        (["MCS2025,1,PEAT,?,Canada,"],
         "row 2, column Net_Import_Reliance_pct_2024: neither a number"),
    ],
)  # fmt: skip
def test_a_bad_figure_2_is_one_located_error(
    tmp_path: Path, names: Names, rows: list[str], place: str
) -> None:
    """A lost, foreign or unknown row of the figure is refused with its row and column."""
    path = written(tmp_path, "MCS2025_Fig2_Net_Import_Reliance.csv", figure_2(*rows))
    with pytest.raises(SourceError) as caught:
        read_figure_2(path, names)
    assert place in one_fault(caught)


def test_a_bad_count_or_year_is_refused(tmp_path: Path, names: Names) -> None:
    """Figure 3 counts in whole numbers, table 5 is of 2024."""
    text = f"{','.join(FIGURE_3)}\nMCS2024,China,about 24,19 to 24\n"
    with pytest.raises(SourceError, match="row 2, column Commodity_Count: not a count"):
        read_figure_3(written(tmp_path, "MCS2025_Fig3_Major_Import_Sources.csv", text))
    cells = ["MCS2025", "2023", *(len(TABLE_5) - 2) * [""]]
    text = f"{','.join(TABLE_5)}\n{','.join(cells)}\n"
    with pytest.raises(SourceError, match="row 2, column Year: another year"):
        read_table_5(written(tmp_path, "MCS2025_T5_Critical_Minerals_Salient.csv", text), names)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (",".join(TABLE_3).replace("Value _mill", "Value_mill") + "\n",
         r"row 1, column Value _millions_prelim_2024: header cell 5 differs"),
        (",".join(TABLE_3) + "\n", "the table has no rows"),
    ],
)  # fmt: skip
def test_a_table_of_the_front_with_another_header_or_no_rows_is_refused(
    tmp_path: Path, text: str, place: str
) -> None:
    """Each figure and table is read by its header, and none is empty."""
    path = written(tmp_path, "MCS2025_T3_State_Value_Rank.csv", text)
    with pytest.raises(SourceError, match=rf"MCS2025_T3_State_Value_Rank\.csv.*{place}"):
        list(read_table(path, TABLE_3))


def test_scrap_must_be_worth_what_its_name_says(tmp_path: Path) -> None:
    """Figure 13 prints each value twice: in the name and in its column."""
    text = f"{','.join(FIGURE_13)}\nMCS2025,Tin* (345),2024_estimate,354,91.16,5.17,3.67\n"
    path = written(tmp_path, "MCS2025_Fig13_Scrap.csv", text)
    with pytest.raises(SourceError, match="row 2, column Scrap_type: the value differs"):
        list(read_scrap(path))


# The way in is repeatable.


@pytest.mark.raw
def test_a_correction_that_the_provider_has_made_stops_the_ingest(tmp_path: Path) -> None:
    """When the lost sign is back, the correction asks to be retired."""
    (path,) = raw_files(SOURCE, "mcs2026")
    mended = tmp_path / path.name
    mended.write_bytes(path.read_bytes().replace(b",?10,", b",-10,"))
    with pytest.raises(CuratedError, match=r"TANTALUM.*rewrite"):
        usgs_mcs_salient.ingest(empty_project(tmp_path / "project", SOURCE), "mcs2026", [mended])


@pytest.mark.raw
def test_a_file_cut_in_the_middle_is_refused(tmp_path: Path) -> None:
    """Cut at any row end, the file of 2026 lacks chapters or shares; nothing is written."""
    (path,) = raw_files(SOURCE, "mcs2026")
    project = empty_project(tmp_path / "project", SOURCE)
    lines = path.read_bytes().splitlines(keepends=True)
    cut = tmp_path / path.name
    cut.write_bytes(b"".join(lines[:5000]))
    with pytest.raises(SourceError, match="chapters are missing"):
        usgs_mcs_salient.ingest(project, "mcs2026", [cut])
    assert not (project.releases / SOURCE / "mcs2026").exists()
