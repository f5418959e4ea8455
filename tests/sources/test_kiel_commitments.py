"""Kiel release 7, the Institute's own workbook of commitments, with its dates and full stops."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from assay.errors import SourceError
from assay.releases import open_release
from assay.sources import _kiel_workbook as workbook
from assay.sources import kiel_ust
from assay.sources._kiel_dates import read_announced
from committed import CENT, PROJECT, check_committed, empty_project, only, rows, total
from hypothesis import given
from hypothesis import strategies as st

RELEASE = "7-corrected"
FILE = "Ukraine_Support_Tracker.xlsx"


@pytest.fixture(scope="module")
def commitments() -> list[dict[str, str]]:
    return rows("kiel_ust", RELEASE, "commitments")


def test_the_committed_release_is_whole() -> None:
    """Its tables have the hashes of the descriptor, and a status that fits every value."""
    check_committed("kiel_ust", RELEASE)
    assert open_release(PROJECT, "kiel_ust", RELEASE).released_on_status == "inferred"


def test_us_commitments_are_just_over_52(commitments: list[dict[str, str]]) -> None:
    """Kiel's release said just over 52 billion euros for the US; the packages sum to 52.31."""
    kept = [row for row in commitments if row["donor_code"] == "USA" and row["value"]]
    assert (total(kept) / 10**9).quantize(CENT) == Decimal("52.31")
    totals = rows("kiel_ust", RELEASE, "totals")
    us = only(totals, donor_code="USA", aid_type="total", stage="committed")
    assert Decimal(us["value"]).quantize(CENT) == Decimal("52.31")


def test_eu_countries_and_institutions_are_just_over_29() -> None:
    """The sheet of groups prints 29.37: members 13.13 and the three EU bodies 16.24."""
    eui = total(rows("kiel_ust", RELEASE, "totals"), donor_code="EUI", aid_type="total")
    assert eui.quantize(CENT) == Decimal("16.24")
    assert (Decimal("13.12515945392338") + eui).quantize(CENT) == Decimal("29.37")


def test_everything_in_it_is_a_commitment() -> None:
    """No row of it can stand in a series of allocations."""
    for table in ("totals", "instruments"):
        assert {row["stage"] for row in rows("kiel_ust", RELEASE, table)} == {"committed"}


def test_182_of_1032_dates_are_texts(commitments: list[dict[str, str]]) -> None:
    """Each date keeps its text; what is not a day says what it is."""
    assert len(commitments) == 1032
    precision = Counter(row["date_precision"] for row in commitments)
    assert precision["day"] == 849  # and one day in the year 2922
    assert sum(precision.values()) - precision["day"] - 1 == 182
    assert all(row["date_text"] for row in commitments)


def test_a_date_that_cannot_be_is_unknown(commitments: list[dict[str, str]]) -> None:
    """The year 2922 and "until 4/6/2027" stay as texts and put nothing into the future."""
    assert max(row["announced_to"] for row in commitments) <= "2022-11-22"
    odd = {row["date_text"] for row in commitments if row["date_precision"] == "unknown"}
    assert {"2922-02-09", "until 4/6/2027", "Undisclosed"} <= odd


def test_a_package_counts_once(commitments: list[dict[str, str]]) -> None:
    """Only first rows have a value; the others refer to it, and a full stop is no zero."""
    assert {row["is_first_row"] for row in commitments if row["value"]} == {"true"}
    others = {row["status"] for row in commitments if row["is_first_row"] == "false"}
    assert others == {"included_elsewhere"}
    assert Counter(row["status"] for row in commitments)["not_available"] == 52


def test_undisclosed_units_are_withheld(commitments: list[dict[str, str]]) -> None:
    """Undisclosed is not "not available", and 1.000.00 is read as no number at all."""
    assert Counter(row["units_status"] for row in commitments)["withheld"] == 241
    assert {row["units"] for row in commitments if row["units_text"] == "1.000.00"} == {""}


def test_loans_and_grants_are_kept_apart(commitments: list[dict[str, str]]) -> None:
    """Financial commitments are 28 grants, 20 loans, 9 guarantees and a swap line."""
    kinds = Counter(row["kind"] for row in commitments if row["aid_type"] == "financial")
    assert kinds == {"Grant": 28, "Loan": 20, "Guarantee": 9, "Swap-line": 1}


# Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "precision", "first", "last"),
    [
        (datetime.datetime(2022, 3, 1), "day", "2022-03-01", "2022-03-01"),
        ("until 3/10/2022", "until", "None", "2022-03-10"),
        ("until  5/7/2022", "until", "None", "2022-05-07"),
        ("since 2/24/2022", "since", "2022-02-24", "None"),
        ("between 3/4/22 & 3/11/22", "between", "2022-03-04", "2022-03-11"),
        ("between 3/20/2022 and 7/1/2022", "between", "2022-03-20", "2022-07-01"),
        ("not specified, 03/22", "month", "2022-03-01", "2022-03-31"),
        ("unclear, 09/2022", "month", "2022-09-01", "2022-09-30"),
        ("Undisclosed", "unknown", "None", "None"),
        ("until 4/6/2027", "unknown", "None", "None"),
        (datetime.datetime(2922, 2, 9), "unknown", "None", "None"),
    ],
)
def test_every_form_of_a_date_is_read(cell: object, precision: str, first: str, last: str) -> None:
    """Day, month, until, since, between, unknown: the texts that the workbook holds."""
    found = read_announced(cell, "sheet, row 2")
    assert found["date_precision"] == precision
    assert (str(found["announced_from"]), str(found["announced_to"])) == (first, last)


@pytest.mark.parametrize("cell", ["until 13/13/2022", "soon", "", None])
def test_another_form_is_refused_with_its_place(cell: object) -> None:
    """A text that is no date in any of the known forms names its row."""
    with pytest.raises(SourceError, match="sheet, row 2"):
        read_announced(cell, "sheet, row 2")


@given(day=st.dates(datetime.date(2022, 1, 24), datetime.date(2022, 11, 22)))
def test_month_day_and_year_keep_their_order(day: datetime.date) -> None:
    """Month stands before day, as in the workbook, for any day it covers."""
    found = read_announced(f"until {day.month}/{day.day}/{day.year}", "row 2")
    assert found["announced_to"] == day


# Bad input ------------------------------------------------------------------------------------


def package(**changed: object) -> list[object]:
    cells: list[object] = ["."] * len(workbook.HEADER)
    values = {
        "ID": "NOF1",
        "countries": "Norway",
        "Announcement Date": "until 3/10/2022",
        "Type of Aid General": "Financial",
        "Converted Value in EUR": 1_000_000_000,
        "Total_value_dummy (1 is first row in the package)": 1,
        "value_source_commitments": "Value is given by the source",
    }
    for name, value in (values | changed).items():
        cells[workbook.COLUMN[name]] = value
    return cells


def write_book(path: Path, rows_: list[list[object]], drop: str = "", header: str = "") -> Path:
    """A small workbook of one donor and one package of a billion euros."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    main = [[header or workbook.HEADER[0], *workbook.HEADER[1:]], *rows_]
    donor = ["", "Norway", 0, 1, 0, 0, 1, 482, 488, 0.2]
    summary = [[], [], [], workbook.SUMMARY_HEADER, [], donor, ["", "Total"]]
    sheets = {
        workbook.MAIN: main,
        workbook.SUMMARY: summary,
        workbook.GROUPS: [["", "EU institutions", 0, 0, 0, 0]],
        workbook.BY_TYPE: [workbook.BY_TYPE_HEADER, ["", "Norway", 1, 0, 0, 0, 1]],
        workbook.BUDGET: [[], [], [], workbook.BUDGET_HEADER, ["", "Norway", 1, 1], ["", "Total"]],
    }
    for name, lines in sheets.items():
        if name != drop:
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(list(line))
    book.save(path)
    return path


def test_a_small_workbook_is_taken(tmp_path: Path) -> None:
    """One package of a billion is one commitment and a total of 1."""
    path = write_book(tmp_path / FILE, [package()])
    kiel_ust.ingest(empty_project(tmp_path, "kiel_ust"), RELEASE, [path])
    written = tmp_path / "data/releases/kiel_ust" / RELEASE / "totals.csv"
    assert "Norway,NOR,2022-01-24,2022-10-03,financial,committed,1,EUR bn,reported" in (
        written.read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(
    ("rows_", "drop", "header", "place"),
    [
        ([package(countries="Atlantis")], "", "", "row 2, column countries"),
        ([package(**{"Announcement Date": "soon"})], "", "", "row 2, column Announcement Date"),
        ([package(**{"Type of Aid General": "Other"})], "", "", "row 2, column Type of Aid"),
        ([package(**{"Converted Value in EUR": "n/a"})], "", "", f"sheet {workbook.MAIN}, row 2"),
        ([package(**{"Converted Value in EUR": 1_000_000})], "", "", "Norway, financial"),
        ([package()], "", "Id", "header cell 1 differs"),
        ([package()], workbook.SUMMARY, "", "a sheet is missing"),
    ],
)
def test_a_bad_workbook_is_one_located_error(
    tmp_path: Path, rows_: list[list[object]], drop: str, header: str, place: str
) -> None:
    """A foreign cell, a wrong unit, a cut sheet is refused with one sentence that says where."""
    path = write_book(tmp_path / FILE, rows_, drop, header)
    with pytest.raises(SourceError) as caught:
        kiel_ust.ingest(empty_project(tmp_path, "kiel_ust"), RELEASE, [path])
    assert len(caught.value.faults) == 1
    assert place in str(caught.value)


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    """A workbook that was cut off while it was fetched is refused by its name."""
    path = write_book(tmp_path / FILE, [package()])
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(SourceError, match="the workbook is cut off"):
        kiel_ust.ingest(empty_project(tmp_path, "kiel_ust"), RELEASE, [path])
