"""ForeignAssistance.gov: two copies that differ, stages that never add up, odd fiscal years."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.errors import SourceError
from assay.releases import list_releases, read_calendar
from assay.sources import us_foreign_assistance as usfa
from committed import PROJECT, only, pick, refusal, rows, total
from hypothesis import given
from hypothesis import strategies as st

SOURCE = "us_foreign_assistance"
APRIL, NOVEMBER = usfa.RELEASES
YEARS = ("2022", "2023", "2024")
TENTH = Decimal("0.1")


@pytest.fixture(scope="module")
def copies() -> dict[str, list[dict[str, str]]]:
    return {release: rows(SOURCE, release, "amounts") for release in usfa.RELEASES}


@pytest.mark.parametrize("release", usfa.RELEASES)
def test_a_copy_is_listed_without_a_date(release: str) -> None:
    """The publisher gives its uploads no number and no day."""
    entry = {e.release: e for e in read_calendar(PROJECT, SOURCE)}[release]
    assert entry.released_on_status == usfa.RELEASES[release].released_on_status == "unknown"


def test_the_copy_of_november_is_the_newest() -> None:
    """Without dates, the later copy still stands last, so it is what holds today."""
    assert [release.release for release in list_releases(PROJECT, SOURCE)] == [APRIL, NOVEMBER]


@pytest.mark.parametrize(
    ("release", "stage", "printed"),
    [
        (APRIL, "obligated", "53.1"),
        (NOVEMBER, "obligated", "90.6"),
        (APRIL, "disbursed", "46.9"),
        (NOVEMBER, "disbursed", "47.4"),
    ],
)
def test_ukraine_in_fiscal_years_2022_to_2024(
    copies: dict[str, list[dict[str, str]]], release: str, stage: str, printed: str
) -> None:
    """Obligations 53.1 became 90.6 bn dollars in half a year, disbursements 46.9 became 47.4."""
    ukraine = pick(copies[release], place="Ukraine", stage=stage)
    kept = [row for row in ukraine if row["fiscal_year"] in YEARS]
    assert len(kept) == 3
    assert (total(kept) / 10**9).quantize(TENTH) == Decimal(printed)


@pytest.mark.parametrize(("release", "count"), [(APRIL, 22356), (NOVEMBER, 22486)])
def test_no_row_is_left_out(
    copies: dict[str, list[dict[str, str]]], release: str, count: int
) -> None:
    """Each copy has all its rows, in four stages."""
    assert len(copies[release]) == count
    assert len({row["stage"] for row in copies[release]}) == 4


def test_regions_and_the_world_are_no_countries(copies: dict[str, list[dict[str, str]]]) -> None:
    """Regions and "World" say what they are; the world is no total of the countries."""
    found = pick(copies[NOVEMBER], stage="obligated", fiscal_year="2023")
    world = Decimal(only(found, place_kind="world")["value"])
    countries = total(found, place_kind="country")
    assert countries > world > 0
    assert all(row["place"].endswith("Region") for row in pick(found, place_kind="region"))


def test_the_transition_quarter_keeps_its_name(copies: dict[str, list[dict[str, str]]]) -> None:
    """1976tq is a fiscal year of three months, between July and September 1976."""
    found = pick(copies[NOVEMBER], fiscal_year="1976tq")
    assert {(r["period_start"], r["period_end"]) for r in found} == {("1976-07-01", "1976-09-30")}


@given(year=st.integers(1947, 2100))
def test_fiscal_years_follow_each_other(year: int) -> None:
    """Each fiscal year begins the day after the one before, the transition quarter between."""
    before = "1976tq" if year == 1977 else str(year - 1)
    first = usfa.fiscal_year(str(year), "row 2")["period_start"]
    last = usfa.fiscal_year(before, "row 2")["period_end"]
    assert (first - last).days == 1  # type: ignore[operator,union-attr]


@pytest.mark.parametrize("text", ["", "FY2024", "1945", "24", "1977tq"])
def test_another_fiscal_year_is_refused(text: str) -> None:
    """A year the publisher does not write names its place."""
    with pytest.raises(SourceError, match="row 2, column Fiscal Year"):
        usfa.fiscal_year(text, "x.csv, row 2, column Fiscal Year")


# Bad input ------------------------------------------------------------------------------------

NAME = "us_foreign_aid_country.csv"
HEAD = ",".join(usfa.HEADER) + "\n"
GOOD = "ZWE,Zimbabwe,5,Africa,LMIC,Lower,2,Obligations,2023,100,90\n"


@pytest.mark.parametrize(
    ("release", "text", "place"),
    [
        (APRIL, HEAD + GOOD + "ZWE,Zimbabwe,5", "row 3"),
        (APRIL, HEAD + GOOD.rstrip(), "the last line is cut off"),
        (APRIL, HEAD + GOOD.replace("ZWE", "ALB"), "the file is cut off"),
        (APRIL, HEAD.replace("Fiscal Year", "Year") + GOOD, "row 1, column Fiscal Year"),
        (APRIL, "<html><body>503</body></html>", f"{NAME}, row 1"),
        (APRIL, HEAD + GOOD.replace("Obligations", "Loans"), "column Transaction Type Name"),
        (APRIL, HEAD + GOOD.replace(",100,", ",0.1,"), "row 2, column current_amount"),
        (APRIL, HEAD + GOOD + GOOD, "two rows with one key"),
        (NOVEMBER, HEAD + GOOD, "another number of columns"),
        (NOVEMBER, HEAD.strip() + ",,,ilte=\n" + GOOD.strip() + ",,,7", "column ilte="),
    ],
)
def test_a_bad_file_is_one_located_error(
    tmp_path: Path, release: str, text: str, place: str
) -> None:
    """Cut, misspelt, foreign, in another unit or of the other copy: refused with its place."""
    assert place in refusal(tmp_path, SOURCE, release, {NAME: text})
