"""USGS commodity summaries: what is refused on the way in, and that the way in is repeatable."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.errors import CuratedError, SourceError
from assay.paths import Project
from assay.releases import verify_release
from assay.sources import usgs_mcs
from assay.sources._usgs_cells import is_estimated, read_cell, read_unit
from assay.sources._usgs_editions import WIDE, read_long, read_older, read_wide
from assay.sources._usgs_names import read_country
from committed import empty_project, raw_files
from hypothesis import given
from hypothesis import strategies as st

OLDER = "Source,Country,Type,Prod_t_2021,Prod_t_est_2022,Prod_notes,Reserves_t,Reserves_notes\n"
ROW = "MCS2023,Ukraine,Mine production,10000,3000,,NA,\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (OLDER + ROW[:40] + "\n", "mcs2023-graph_world.csv, row 2: the row is cut off"),
        (OLDER + ROW.rstrip("\n"), "row 2: the last line is cut off"),
        (OLDER + '"MCS2023,Ukraine', "row 2: the row is cut off"),
        ("<!DOCTYPE html><html>", "row 1: a web page was saved as data"),
        ("", "the file is empty"),
        (OLDER.replace("Country", "Land") + ROW, "row 1, column Country: header cell 2 differs"),
        (OLDER.replace("Prod_t_2021", "Prod_lb_2021") + ROW, "unknown meaning or unit"),
        (OLDER.replace("Prod_t_2021", "Prod_t") + ROW, "unknown meaning or unit"),
        (OLDER + ROW.replace("MCS2023", "MCS2024"), "row 2, column Source: a row of another"),
        ("Source,Country,Type\nMCS2023,Ukraine,Mine\n", "row 1: no column with values"),
    ],
)
def test_a_bad_commodity_file_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, foreign, mislabelled or empty file is refused with its row and column."""
    path = tmp_path / "mcs2023-graph_world.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_older(path, 2023)
    assert len(caught.value.faults) == 1
    assert place in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is one error with its name."""
    with pytest.raises(SourceError, match=r"mcs2023-graph_world\.csv: the file is missing"):
        read_older(tmp_path / "mcs2023-graph_world.csv", 2023)


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (",".join(WIDE).replace("PROD_EST_ 2024", "PROD_EST_2024"), "column PROD_EST_ 2024"),
        (",".join(WIDE[:-1]), "column RESERVE_NOTES"),
    ],
)
def test_a_changed_header_of_2025_is_refused(tmp_path: Path, header: str, place: str) -> None:
    """The column with a blank in its name is expected as it is, and no column may be missing."""
    path = tmp_path / "MCS2025_World_Data.csv"
    cells = ",".join("x" for _ in header.split(","))
    path.write_text(f"{header}\n{cells}\n", encoding="utf-8-sig")
    with pytest.raises(SourceError, match="MCS2025_World_Data.csv, row 1, " + place):
        read_wide(path)


def test_the_wrong_encoding_is_named(tmp_path: Path) -> None:
    """The 2026 file is Windows-1252: a byte that is none is refused, not replaced."""
    path = tmp_path / "MCS2026_Commodities_Data.csv"
    path.write_bytes(b"MCS chapter,\x81\n")
    with pytest.raises(SourceError, match="the file is not cp1252"):
        read_long(path)


@pytest.mark.parametrize(
    ("printed", "near"), [("Ukrayne", "Ukraine"), ("Norwey", "Norway"), ("China, Brazil", "China")]
)
def test_an_unknown_country_lists_candidates(printed: str, near: str) -> None:
    """A name without a code is an error with the nearest names, never a row without code."""
    with pytest.raises(SourceError, match=f"file, row 2: a country.*{printed}.*like.*{near}"):
        read_country(printed, "file, row 2")


@pytest.mark.parametrize(
    ("printed", "name", "code"),
    [
        ("Russiae", "Russia", "RUS"),
        ("Belgium8", "Belgium", "BEL"),
        ("United\xa0States1", "United States", "USA"),
        ("Korea, Republic ofe", "Korea, Republic of", "KOR"),
        ("Greece", "Greece", "GRC"),
        ("Kazakhstan, concentrate", "Kazakhstan, concentrate", "KAZ"),
        ("World total (rounded) 10", "World total (rounded)", "WLD"),
        ("World total (rounded), natural", "World total (rounded), natural", "WLD"),
        ("Other Countries", "Other Countries", "OTH"),
        ("United\xa0States and Canada", "United States and Canada", "OTH"),
    ],
)
def test_a_country_loses_its_footnote_and_keeps_its_qualifier(
    printed: str, name: str, code: str
) -> None:
    """Footnote marks that were flattened into a name go, what qualifies it stays."""
    assert read_country(printed, "here") == (name, code)


@pytest.mark.parametrize("unit", ["", "bushels", "thousand pounds"])
def test_an_unknown_unit_is_refused(unit: str) -> None:
    """A unit without a factor is an error that lists the known ones."""
    with pytest.raises(SourceError, match=r"file, row 3: unknown unit.*thousand metric tons"):
        read_unit(unit, "file, row 3")


@pytest.mark.parametrize("cell", ["?1", "12,34", "1.2.3", "nan", "inf", "about 5", "s"])
def test_an_unknown_cell_is_refused(cell: str) -> None:
    """A lost sign, a broken number or a symbol without its note is never read as a number."""
    with pytest.raises(SourceError, match="file, row 4"):
        read_cell(cell, "", False, "file, row 4")


@given(
    number=st.integers(min_value=1, max_value=10**9),
    decimals=st.integers(min_value=0, max_value=999),
    estimated=st.booleans(),
)
def test_a_printed_number_is_read_exactly(number: int, decimals: int, estimated: bool) -> None:
    """Thousands separators, decimals and blanks change nothing; the status says what it is."""
    text = f" {number:,}.{decimals:03d} "
    amount = read_cell(text, "", estimated, "here")
    assert amount.value == Decimal(f"{number}.{decimals:03d}")
    assert amount.status == ("estimated" if estimated else "reported")
    assert read_cell(f">{number:,}", "", estimated, "here").status == "more_than"
    assert read_cell(f"<{number}", "", estimated, "here").status == "less_than"
    assert read_cell(f"e{number:,}", "", False, "here").status == "estimated"


@pytest.mark.parametrize(
    ("note", "year", "column_says", "expected"),
    [
        ("Estimated. -- Crude ore.", 2025, False, True),
        ("Estimated .-- Source: Intelligas Consulting LLC.", 2025, False, True),
        ("Estimated amount of rhenium recovered in association with copper.", 2024, False, False),
        ("Production in 2021 is also estimated.", 2021, False, True),
        ("Reported in 2022", 2022, True, False),
        ("Reported in 2022", 2023, True, True),
        ("Metric tons, gross weight. Production was reported in 2021.", 2021, True, False),
        ("Reported. -- Crude ore.", 2024, False, False),
        ("estimated 2023", 2023, False, True),
        ("estimated 2023", 2024, True, True),
        ("", 2024, True, True),
        ("", 2023, False, False),
    ],
)
def test_a_note_can_say_more_than_the_column(
    note: str, year: int, column_says: bool, expected: bool
) -> None:
    """A column's name marks a year as estimated; a note can say so, or otherwise, for one row."""
    assert is_estimated(column_says, note, year) is expected


# A whole edition on small files: what ingest itself promises.


def small(tmp_path: Path, release: str = "mcs2022", **texts: str) -> tuple[Project, list[Path]]:
    """A project and an edition of two-line files; `texts` replaces files by their short name."""
    world = (
        "Source,Country,Type,Prod_t_2020,Prod_t_Est_2021\n"
        "MCS2022,Ukraine,Mine production,464,430\nMCS2022,World total (rounded),Mine,8600,9000\n"
    )
    salient = "DataSource,Commodity,Year,Price_dt\nMCS2022,Lithium,2021,17000\n"
    paths = []
    for name in usgs_mcs.RELEASES[release].files:
        path = tmp_path / Path(name).name
        key = path.stem.split("-", 1)[1]
        kind = salient if key == "lithi_salient" else salient.replace(",Price_dt", ",Imports_t")
        text = texts.get(key, world if key.endswith("_world") else kind)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return empty_project(tmp_path, "usgs_mcs"), paths


def test_a_small_edition_becomes_a_release(tmp_path: Path) -> None:
    """Twelve two-line files and four price files give rows with units, statuses and their lines."""
    project, files = small(tmp_path)
    release = usgs_mcs.ingest(project, "mcs2022", files)
    assert release.tables == ("world", "prices")
    verify_release(project, "usgs_mcs", "mcs2022")
    assert usgs_mcs.ingest(project, "mcs2022", files).digest == release.digest


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ({"timin_world": "Source,Country,Type,Prod_t_2020\nMCS2022,Ukraine,Mine,464\n"},
         "mcs2022-timin_world.csv, row 2, column Country: the table ends without a total"),
        ({"timin_world": "Source,Country,Type,Prod_t_2020\nMCS2022,Urkaine,Mine,464\n"},
         "row 2, column Prod_t_2020: a country without a code"),
        ({"timin_world": "Source,Country,Type,Prod_t_2020\nMCS2022,Ukraine,Mine,lots\n"},
         "row 2, column Prod_t_2020: neither a number nor a known symbol"),
        ({"lithi_salient": "DataSource,Commodity,Year,Price_new_dt\nMCS2022,Lithium,2021,1\n"},
         "mcs2022-lithi_salient.csv, row 1: a price of unknown meaning"),
        ({"lithi_salient": "DataSource,Commodity,Year,Price_dt\nMCS2022,Lithium,last,1\n"},
         "row 2, column Price_dt: not a year"),
        ({"lithi_salient": "DataSource,Commodity,Year,Price_dt\nMCS2023,Lithium,2021,1\n"},
         "mcs2022-lithi_salient.csv, row 2, column DataSource: a row of another edition"),
    ],
)  # fmt: skip
def test_a_fault_inside_an_edition_is_located(
    tmp_path: Path, texts: dict[str, str], place: str
) -> None:
    """A cut table, a misspelt country, a word for a number: file, row, column, what to do."""
    project, files = small(tmp_path, **texts)
    with pytest.raises(SourceError) as caught:
        usgs_mcs.ingest(project, "mcs2022", files)
    assert place in str(caught.value)
    assert "Fetch the file again" in str(caught.value)
    assert not (project.releases / "usgs_mcs" / "mcs2022").exists()


def test_other_files_than_the_editions_are_refused(tmp_path: Path) -> None:
    """Files of another edition, or an edition not known, are refused before any is opened."""
    project, files = small(tmp_path)
    with pytest.raises(SourceError, match="other files than expected"):
        usgs_mcs.ingest(project, "mcs2026", files)
    with pytest.raises(SourceError, match=r"unknown release.*mcs2021.*mcs2022"):
        usgs_mcs.ingest(project, "mcs2021", files)


# The provider's own files.


@pytest.mark.raw
def test_a_file_cut_between_chapters_is_refused(tmp_path: Path) -> None:
    """The 2026 file without its last chapters is one error that names them."""
    (path,) = raw_files("usgs_mcs", "mcs2026")
    cut = tmp_path / path.name
    cut.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:8000]))
    project, _ = small(tmp_path)
    with pytest.raises(SourceError, match=r"chapters are missing.*ZINC, ZIRCONIUM AND HAFNIUM"):
        usgs_mcs.ingest(project, "mcs2026", [cut])


@pytest.mark.raw
def test_when_usgs_fixes_a_unit_the_ingest_stops(tmp_path: Path) -> None:
    """A 2025 file with the titanium units put right makes the corrections ask to be retired."""
    first, *others = raw_files("usgs_mcs", "mcs2025-v2.0")
    fixed = tmp_path / first.name
    lines = first.read_text(encoding="utf-8-sig").splitlines()
    text = "\r\n".join(
        line.replace(",metric tons,", ",thousand metric tons,") if "Titanium Mineral" in line
        else line
        for line in lines
    )  # fmt: skip
    fixed.write_text(text + "\r\n", encoding="utf-8-sig")
    project, _ = small(tmp_path)
    with pytest.raises(CuratedError, match=r"Titanium Mineral Concentrates.*rewrite or retire"):
        usgs_mcs.ingest(project, "mcs2025-v2.0", [fixed, *others])
