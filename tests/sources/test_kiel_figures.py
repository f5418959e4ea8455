"""Kiel release 19, summary and figure sheets: loans, grants, budget support, weapon stocks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.releases import open_release, read_calendar
from assay.sources import _kiel_figures as figures
from assay.sources import kiel_ust
from committed import CENT, PROJECT, empty_project, only, refusal, rows, total
from samples import set_codes


def held(table: str) -> list[dict[str, str]]:
    return rows("kiel_ust", "19", table)


def european(table: str) -> list[dict[str, str]]:
    europe = set_codes(PROJECT, "kiel_europe")
    return [row for row in held(table) if row["donor_code"] in europe]


def test_the_number_is_the_calendars_and_inferred() -> None:
    """Data to August 2024 are release 19 of October 2024; the folder of the copy says 20."""
    entry = next(e for e in read_calendar(PROJECT, "kiel_ust") if e.release == "19")
    release = open_release(PROJECT, "kiel_ust", "19")
    assert (str(entry.released_on), entry.data_through) == ("2024-10", "2024-08-31")
    assert (release.released_on_status, str(release.data_through)) == ("inferred", "2024-08-31")
    assert "Number inferred" in release.notes
    assert "release 20" in release.notes


def test_totals_to_august_2024() -> None:
    """US 84.73 and, of all donors, 221.55; Europe 118.23 with entries that have no date."""
    totals = held("totals")
    allocated = {"aid_type": "total", "stage": "allocated"}
    assert total(totals, donor_code="USA", **allocated).quantize(CENT) == Decimal("84.73")
    assert total(totals, **allocated).quantize(CENT) == Decimal("221.55")
    assert total(european("totals"), **allocated).quantize(CENT) == Decimal("118.23")


def test_months_leave_out_what_has_no_date() -> None:
    """The months sum to US 84.73, Europe 117.66 and 220.98 of all donors."""
    groups = held("groups")
    kept = {"aid_type": "total", "stage": "allocated"}
    for group, printed in (("us", "84.73"), ("europe", "117.66"), ("all", "220.98")):
        assert total(groups, group_code=group, **kept).quantize(CENT) == Decimal(printed)


def test_loans_of_european_donors_are_34_per_cent_of_their_aid() -> None:
    """European donors lent 40.5 of 118.2 bn euros, 34 per cent, and guaranteed 4.3 more."""
    loans = total(european("instruments"), instrument="loan")
    aid = total(european("totals"), aid_type="total", stage="allocated")
    guarantees = total(european("instruments"), instrument="guarantee")
    assert round(loans, 1) == Decimal("40.5")
    assert round(100 * loans / aid) == 34
    assert round(guarantees, 1) == Decimal("4.3")


def test_us_financial_aid_was_grants_only() -> None:
    """The sheet prints 25.0 bn euros of US grants, and 0 loans."""
    instruments = held("instruments")
    assert round(total(instruments, donor_code="USA", instrument="grant"), 1) == Decimal("25.0")
    loan = only(instruments, donor_code="USA", instrument="loan")
    assert (loan["value"], loan["status"]) == ("0", "zero")


def test_one_donor_is_not_broken_down() -> None:
    """Instruments sum to each donor's financial allocations; Belgium lacks 0.15, and says so."""
    financial = {
        row["donor_code"]: Decimal(row["value"])
        for row in held("totals")
        if (row["aid_type"], row["stage"]) == ("financial", "allocated")
    }
    gaps = {
        code: value - total(held("instruments"), donor_code=code)
        for code, value in financial.items()
        if abs(value - total(held("instruments"), donor_code=code)) > Decimal("0.00001")
    }
    assert gaps == {"BEL": Decimal("0.15")}
    assert "Belgium" in open_release(PROJECT, "kiel_ust", "19").notes


def test_budget_support_has_its_two_stages() -> None:
    """EU institutions allocated 41.49 and disbursed 34.26; nobody may add the two."""
    budget = held("budget_support")
    eu = {row["stage"]: Decimal(row["value"]) for row in budget if row["donor_code"] == "EUI"}
    assert {stage: value.quantize(CENT) for stage, value in eu.items()} == {
        "allocated": Decimal("41.49"),
        "disbursed": Decimal("34.26"),
    }


def test_refugee_costs_are_estimates_and_no_aid() -> None:
    """Germany's 30.59 is marked as an estimate, in a table of its own."""
    germany = only(held("refugee_costs"), donor_code="DEU")
    assert Decimal(germany["value"]).quantize(CENT) == Decimal("30.59")
    assert germany["status"] == "estimated"


def test_averages_over_donors_have_no_code() -> None:
    """Rows of averages stay apart from donors, so that no set of donors counts them."""
    averages = {row["donor"] for row in held("stock_shares") if not row["donor_code"]}
    assert averages == {"Average EU", "Average non-EU-NATO"}
    assert {row["donor"] for row in held("heavy_weapons")}.isdisjoint({"Europe Total"})


# Bad input ------------------------------------------------------------------------------------

CELLS = {"country": "Norway", "month": "2022-03-01 00:00:00"}
NAMES = [Path(name).name for name in kiel_ust.RELEASES["19"].files]
COLUMNS = dict(
    zip(
        NAMES,
        (
            figures.SUMMARY,
            figures.DOLLARS,
            figures.MONTHS,
            figures.RANKING,
            figures.REFUGEES,
            figures.SHARES,
            figures.HEAVY,
            figures.INSTRUMENTS,
            figures.BUDGET,
            figures.STOCKS,
        ),
        strict=True,
    )
)


def sheet(columns: list[str], **values: str) -> str:
    cells = [values.get(column) or CELLS.get(column, "0") for column in columns]
    return ",".join(columns) + "\n" + ",".join(cells) + "\n"


def files(**changed: str) -> dict[str, str]:
    """Ten small sheets of one donor that gave nothing; each may be replaced by its letter."""
    content = {name: sheet(columns) for name, columns in COLUMNS.items()}
    content[NAMES[6]] += "Europe Total,0\n"
    return {name: changed.get(name[0], text) for name, text in content.items()}


def test_ten_small_sheets_are_taken(tmp_path: Path) -> None:
    """One donor in ten sheets gives one row per instrument."""
    paths = []
    for name, text in files().items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text, encoding="utf-8")
    kiel_ust.ingest(empty_project(tmp_path, "kiel_ust"), "19", paths)
    written = tmp_path / "data/releases/kiel_ust/19/instruments.csv"
    assert len(written.read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    ("letter", "text", "place"),
    [
        (
            "a",
            sheet(figures.SUMMARY, total_bilateral_allocations__billion="2"),
            "2, column total_b",
        ),
        ("b", sheet(figures.DOLLARS, total_bilateral_allocations__billion="2"), "one rate"),
        ("c", sheet(figures.MONTHS, month="March"), "row 2, column month"),
        ("c", sheet(figures.MONTHS, europe_allocated__billion="2"), "do not sum to the total"),
        ("d", sheet(figures.RANKING, allocated_aid="3"), "row 2, column allocated_aid"),
        ("e", sheet(figures.REFUGEES, country="Atlantis"), "row 2, column country"),
        ("f", sheet(figures.SHARES, refugee_cost_estimation="x"), "refugee_cost_estimation"),
        ("g", sheet(figures.HEAVY), "the file is cut off"),
        ("h", sheet(figures.INSTRUMENTS, loan="1"), "do not sum to the donor's financial"),
        ("h", sheet(figures.INSTRUMENTS).replace("loan", "credit"), "column loan"),
        ("i", sheet(figures.BUDGET) + "Poland,1", "row 3"),
        ("k", "<html>Not found</html>", "k_share_of_stocks_pledged.csv, row 1"),
    ],
)
def test_a_bad_sheet_is_one_located_error(
    tmp_path: Path, letter: str, text: str, place: str
) -> None:
    """A cut, misspelt or contradictory sheet is refused with one sentence that says where."""
    assert place in refusal(tmp_path, "kiel_ust", "19", dict(files(**{letter: text})))
