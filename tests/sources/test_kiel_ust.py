"""The Kiel tracker as releases: figures from Kiel's pages and the copies' provenance notes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import committed
import pytest
from assay.releases import open_release
from assay.sources import kiel_ust
from committed import CENT, PROJECT, empty_project, refusal, total
from samples import set_codes


def rows(release: str, table: str) -> list[dict[str, str]]:
    return committed.rows("kiel_ust", release, table)


@pytest.mark.parametrize("release", kiel_ust.RELEASES)
def test_a_release_is_a_third_party_s_copy(release: str) -> None:
    """No upload was fetched from Kiel itself."""
    assert open_release(PROJECT, "kiel_ust", release).custody == "third_party_copy"


@pytest.mark.parametrize(
    ("release", "allocations"), [("29-first", "350.88"), ("29-corrected", "358.40")]
)
def test_release_29_has_two_totals(release: str, allocations: str) -> None:
    """The two uploads of release 29 keep their own totals, by donor and for all donors."""
    monthly, groups = rows(release, "monthly"), rows(release, "groups")
    assert total(monthly, stage="allocated").quantize(CENT) == Decimal(allocations)
    assert total(groups, aid_type="total").quantize(CENT) == Decimal(allocations)


def test_the_defective_upload_names_its_correction() -> None:
    """The first upload of release 29 says which one stands in its place."""
    assert open_release(PROJECT, "kiel_ust", "29-first").superseded_by == "29-corrected"
    assert open_release(PROJECT, "kiel_ust", "29-corrected").superseded_by == ""


def test_commitments_are_a_stage_of_their_own() -> None:
    """Commitments of release 29 are 548.0 and never appear among allocations."""
    monthly = rows("29-corrected", "monthly")
    assert round(total(monthly, stage="committed"), 1) == Decimal("548.0")
    assert {r["aid_type"] for r in monthly if r["stage"] == "committed"} == {"total"}
    assert "total" not in {r["aid_type"] for r in monthly if r["stage"] == "allocated"}


def test_us_allocations_are_115_38_in_release_29() -> None:
    """US allocations in release 29 are EUR 115.38 bn."""
    us = total(rows("29-corrected", "monthly"), donor_code="USA", stage="allocated")
    assert us.quantize(CENT) == Decimal("115.38")


def test_eu_institutions_are_a_donor_of_their_own() -> None:
    """EU institutions carry the code EUI and EUR 84.4 bn in release 29."""
    eui = total(rows("29-corrected", "monthly"), donor_code="EUI", stage="allocated")
    assert round(eui, 1) == Decimal("84.4")


def test_europe_through_february_2025_is_135_2() -> None:
    """Europe as Kiel counts it stood at EUR 135.2 bn through February 2025 in release 29."""
    europe = set_codes(PROJECT, "kiel_europe")
    found = [r for r in rows("29-corrected", "monthly") if r["donor_code"] in europe]
    assert europe <= {r["donor_code"] for r in found}
    cut = [r for r in found if r["period_end"] <= "2025-02-28"]
    assert round(total(cut, stage="allocated"), 1) == Decimal("135.2")


def test_release_28_agrees_with_the_corrected_months_not_with_the_first() -> None:
    """Release 28's 349.93 to February 2026 stands beside 349.61 in the corrected months."""
    assert total(rows("28", "totals"), aid_type="total", stage="allocated").quantize(
        CENT
    ) == Decimal("349.93")
    cut = [r for r in rows("29-corrected", "monthly") if r["period_end"] <= "2026-02-28"]
    assert total(cut, stage="allocated").quantize(CENT) == Decimal("349.61")


def test_the_dollar_sheet_is_the_same_aid_at_one_late_rate() -> None:
    """US 131.501 bn dollars in release 30v2 is EUR 115.38 bn at 1.1397, no new aid."""
    found = rows("30v2", "totals")
    us = total(found, donor_code="USA", aid_type="total")
    assert us == Decimal("131.501")
    assert (us / Decimal("1.1397")).quantize(CENT) == Decimal("115.38")
    assert {r["unit"] for r in found} == {"USD bn"}
    assert str(open_release(PROJECT, "kiel_ust", "30v2").released_on) == ""


def test_release_16_groups_agree_with_the_headline() -> None:
    """Release 16 sums to US 67.07 and Europe 89.35."""
    groups = rows("16", "groups")
    assert total(groups, group_code="us").quantize(CENT) == Decimal("67.07")
    assert total(groups, group_code="europe").quantize(CENT) == Decimal("89.35")


def test_release_27_takes_military_and_financial_from_the_summary() -> None:
    """Release 27 is read by country, where US military is 64.6, not the swapped months."""
    found = rows("27", "totals")
    us = total(found, donor_code="USA", aid_type="military")
    assert round(us, 1) == Decimal("64.6")  # as Kiel's release of August 2025 said, 64.6
    assert not (PROJECT.releases / "kiel_ust" / "27" / "monthly.csv").exists()


def test_a_printed_zero_is_zero_and_not_reported_money() -> None:
    """A cell that prints 0 keeps the status zero in every table."""
    for release, table in (("29-corrected", "monthly"), ("28", "totals"), ("16", "groups")):
        for row in rows(release, table):
            assert (row["status"] == "zero") == (Decimal(row["value"]) == 0)


# Bad input ------------------------------------------------------------------------------------

EXPLORER = ",".join(kiel_ust.EXPLORER) + "\n"
GOOD = "Norway,NOR,2022,2,3,1,1,1,4,1,400,0.7\n"
ALL = ",".join(kiel_ust.ALLOCATIONS) + "\n2022,2,3,1,1,1\n"


def ingest(tmp_path: Path, explorer: str, allocations: str = ALL) -> None:
    first, second = tmp_path / "data_explorer.csv", tmp_path / "total_allocations.csv"
    first.write_text(explorer, encoding="utf-8")
    second.write_text(allocations, encoding="utf-8")
    kiel_ust.ingest(empty_project(tmp_path, "kiel_ust"), "29-corrected", [first, second])


def test_a_small_good_file_is_taken(tmp_path: Path) -> None:
    """One donor and month gives three kinds of aid and one commitment."""
    ingest(tmp_path, EXPLORER + GOOD)
    written = tmp_path / "data/releases/kiel_ust/29-corrected/monthly.csv"
    assert len(written.read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    ("explorer", "allocations", "place"),
    [
        (EXPLORER + GOOD + "Sweden,SWE,2022", ALL, "data_explorer.csv, row 3"),
        (EXPLORER.replace("humanitarian", "humanitarain") + GOOD, ALL, "column humanitarian"),
        ("<!DOCTYPE html><html>Not found</html>", ALL, "data_explorer.csv, row 1"),
        (EXPLORER + GOOD.replace("3,1,1,1", "5,1,1,1"), ALL, "row 2, column total"),
        (EXPLORER + GOOD.replace("3,1,1,1", "3,1,x,1"), ALL, "row 2, column humanitarian"),
        (EXPLORER + GOOD.replace("Norway", "Atlantis"), ALL, "data_explorer.csv, row 2"),
        (EXPLORER + GOOD.replace("2022,2", "2022,13"), ALL, "row 2, column month"),
        (EXPLORER + GOOD, ALL.replace("2022,2,3,1", "2022,2,9,7"), "total_allocations.csv, row 2"),
        (EXPLORER + GOOD, ",".join(kiel_ust.ALLOCATIONS) + "\n", "total_allocations.csv"),
    ],
)
def test_a_bad_file_is_one_located_error(
    tmp_path: Path, explorer: str, allocations: str, place: str
) -> None:
    """A cut, misspelt or foreign file is refused with one sentence that says where."""
    files = {"data_explorer.csv": explorer, "total_allocations.csv": allocations}
    assert place in refusal(tmp_path, "kiel_ust", "29-corrected", files)


def test_a_workbook_that_is_a_web_page_is_refused(tmp_path: Path) -> None:
    """A web page saved under the workbook's name is no workbook."""
    files = {"allocations_overtime.xlsx": "<html>"}
    assert "allocations_overtime.xlsx" in refusal(tmp_path, "kiel_ust", "16", files)
