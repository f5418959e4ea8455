"""US drawdowns: a list that says it is partial, and totals kept away from it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.releases import open_release, read_contract
from assay.sources import us_drawdowns as drawdowns
from committed import PROJECT, only, refusal, rows, total

SOURCE, RELEASE = "us_drawdowns", "compiled-1"


def test_the_list_is_a_list_and_says_not_to_sum_it() -> None:
    """Frame, description and notes all say that the list is no total."""
    contract = read_contract(PROJECT, SOURCE)
    assert {table.frame for table in contract.tables} == {"list"}
    described = {field.name: field.description for field in contract.table("drawdowns").fields}
    assert "no sum of it is a total" in described["value"]
    assert "never print that sum" in open_release(PROJECT, SOURCE, RELEASE).notes


def test_the_sum_of_the_list_is_not_what_gao_says() -> None:
    """59 rows sum to 29.39 bn dollars; GAO says about 31.7: why it must not be summed."""
    found = rows(SOURCE, RELEASE, "drawdowns")
    assert len(found) == 59
    assert round(total(found) / 1000, 2) in (Decimal("29.38"), Decimal("29.39"))
    gao = [
        row for row in rows(SOURCE, RELEASE, "totals") if "under PDA, Dec 2021" in row["measure"]
    ]
    assert [row["value"] for row in gao] == ["31.7"]


def test_55_uses_and_57_tranches_by_may_2024() -> None:
    """The 57th tranche is of 10 May 2024, while 55 uses are counted to September 2024."""
    found = rows(SOURCE, RELEASE, "drawdowns")
    assert only(found, number="57")["announced_on"] == "2024-05-10"
    uses = only(rows(SOURCE, RELEASE, "totals"), publisher="capturecascade.org")
    assert (uses["value"], uses["unit"]) == ("55", "count")


def test_drawdowns_without_a_number_have_none() -> None:
    """The packages of 30 December 2024 and 9 January 2025 are not numbered by us."""
    unnumbered = [row for row in rows(SOURCE, RELEASE, "drawdowns") if not row["number"]]
    assert [row["announced_on"] for row in unnumbered] == ["2024-12-30", "2025-01-09"]


def test_a_page_without_date_is_not_public_on_any_day() -> None:
    """Only GAO's page has a day; the undated ones can be read today and never then."""
    totals = rows(SOURCE, RELEASE, "totals")
    assert {row["public_on"] for row in totals} == {"", "2025-05-15"}


LIST, TOTALS = (Path(name).name for name in drawdowns.RELEASES[RELEASE].files)
HEAD = ",".join(drawdowns.LIST_HEADER) + "\n"
ROW = "PDA {n},2022-03-16,800,FY 2022,page,https://x.org,\n"
GOOD = HEAD + "".join(ROW.format(n=number) for number in range(1, 60))
TOTAL = ",".join(drawdowns.TOTALS_HEADER) + "\nGAO,2025-05-15,articles,31.7,USD bn,https://x,\n"


@pytest.mark.parametrize(
    ("listed", "totals", "place"),
    [
        (HEAD + ROW.format(n=1), TOTAL, "the list is cut off"),
        (GOOD.replace("PDA 2,", "Second,"), TOTAL, "row 3, column pda_number_as_printed"),
        (GOOD.replace("PDA 5,2022-03-16", "PDA 5,2021-03-16"), TOTAL, "row 6, column date"),
        (GOOD.replace("PDA 5,2022-03-16", "PDA 5,March"), TOTAL, "row 6, column date"),
        (GOOD.replace("amount_usd_million", "amount"), TOTAL, "column amount_usd_million"),
        (GOOD, TOTAL.replace("USD bn", "EUR bn"), f"{TOTALS}, row 2, column unit"),
        (GOOD, "<html></html>", f"{TOTALS}, row 1"),
    ],
)
def test_a_bad_file_is_one_located_error(
    tmp_path: Path, listed: str, totals: str, place: str
) -> None:
    """A cut, misspelt or foreign transcription is refused with its place."""
    assert place in refusal(tmp_path, SOURCE, RELEASE, {LIST: listed, TOTALS: totals})
