"""USGS's rare-earth supplement: the historical series and the yearbook, marks and notes kept."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from assay.corrections import read_corrections
from assay.errors import AssayError, CuratedError, SourceError
from assay.reconcile import Compared, reconcile
from assay.sources import load_source
from assay.sources._usgs_names import CODES
from committed import PROJECT, empty_project, only, pick, rows

RAW = os.environ.get("ASSAY_RAW", "")
HISTORY, BOOK = "usgs_historical_statistics", "usgs_minerals_yearbook"
FILES = {
    HISTORY: ("rare-earths-2020", "ds140-rare-earths-2020.xlsx"),
    BOOK: ("rare-earths-2022", "myb1-2022-raree-ert.xlsx"),
}


def series(**wanted: str) -> list[dict[str, str]]:
    return pick(rows(HISTORY, "rare-earths-2020", "series"), **wanted)


def table(name: str, **wanted: str) -> list[dict[str, str]]:
    return pick(rows(BOOK, "rare-earths-2022", name), **wanted)


# Historical statistics --------------------------------------------------------------------------


def test_the_world_made_243_thousand_tonnes_in_2020() -> None:
    """The last row of the sheet: 243,000 t in the world and 39,000 t in the United States."""
    year = series(year="2020", statistic="production")
    assert {row["country_code"]: row["value"] for row in year} == {"USA": "39000", "WLD": "243000"}


def test_a_series_has_every_year_since_1900() -> None:
    """121 years of seven columns, whether there is a figure or not."""
    found = series()
    assert len(found) == 121 * 7
    assert {int(row["year"]) for row in found} == set(range(1900, 2021))


def test_not_available_withheld_and_nothing_stay_apart() -> None:
    """No US figure of 1914, apparent consumption of 2011 not to be had, no US mine in 2010."""
    state = {
        year: only(series(year=year, country_code="USA", statistic="production"))["status"]
        for year in ("1914", "2010", "2020")
    }
    assert state == {"1914": "not_available", "2010": "zero", "2020": "reported"}
    assert only(series(year="2011", statistic="apparent_consumption"))["printed"] == "NA"
    withheld = series(status="withheld")
    assert withheld
    assert {row["printed"] for row in withheld} == {"W"}
    assert {row["value"] for row in withheld} == {""}


def test_a_unit_value_says_dollars_of_which_year() -> None:
    """2020: 5,130 dollars a tonne, 3,230 in dollars of 1998; never one series."""
    year = series(year="2020", statistic="unit_value")
    assert {row["basis"]: row["value"] for row in year} == {
        "dollars of the year": "5130",
        "dollars of 1998": "3230",
    }


# The yearbook -----------------------------------------------------------------------------------


def test_the_world_of_2022_by_country() -> None:
    """Table 8: 297,000 t in all, China 210,000 as an estimate and an official quota."""
    world = {row["country_code"]: row for row in table("world", year="2022")}
    assert (world["WLD"]["value"], world["WLD"]["status"]) == ("297000", "reported")
    assert (world["CHN"]["value"], world["CHN"]["status"]) == ("210000", "estimated")
    assert world["CHN"]["note"].startswith("Official production quota.")
    assert (world["BDI"]["value"], world["BDI"]["status"]) == ("0", "zero")
    assert "totals may include estimated data" in world["WLD"]["note"]


def test_ukraine_is_in_no_table() -> None:
    """PROVENANCE: Ukraine does not appear; that is no reported output, not no deposit."""
    for name in ("contents", "trade", "world"):
        assert not table(name, country_code="UKR")


def test_a_mark_is_no_letter_of_a_name() -> None:
    """`Thailande, 5` is Thailand, estimated, with footnote 5; `Brazile` is Brazil."""
    (thailand,) = table("world", country_code="THA", year="2018")
    assert (thailand["country"], thailand["status"]) == ("Thailand", "estimated")
    assert thailand["note"] == "Rare-earth oxide content of exports."
    assert {row["country"] for row in table("world")} <= {*CODES, "Total"}


def test_revised_is_kept() -> None:
    """Russia's 2,500 t of 2021 and the world's 290,000 t are marked r."""
    revised = {row["country_code"] for row in table("world", year="2021", is_revised="true")}
    assert revised == {"MDG", "RUS", "WLD"}


def test_an_estimate_in_a_heading_is_one_of_every_row_below() -> None:
    """`Exports, REO equivalent:e`: 698 t of cerium compounds in 2021 are an estimate."""
    row = only(table("salient", statistic="exports", group="cerium_compounds", year="2021"))
    assert (row["value"], row["unit"], row["status"]) == ("698", "t", "estimated")


def test_what_is_in_a_mineral_keeps_its_bounds() -> None:
    """Longnan has less than 1.09 per cent cerium; Mountain Pass has no terbium figure."""
    longnan = {
        row["element"]: row for row in table("contents", location="Longnan, Jiangxi Province")
    }
    assert (longnan["Ce"]["value"], longnan["Ce"]["status"]) == ("1.09", "less_than")
    assert longnan["Y"]["value"] == "64.9"
    terbium = only(table("contents", location="Mountain Pass, CA", element="Tb"))
    assert (terbium["value"], terbium["status"]) == ("", "not_available")
    assert terbium["note"].startswith("Source: Molycorp, Inc., 2015")


def test_oxide_prices_are_those_of_the_summaries() -> None:
    """MCS 2025 prints dysprosium 410 and 382, neodymium 98 and 134, europium 31 and 30."""
    summaries = rows("usgs_mcs", "mcs2025-v2.0", "prices")
    for product in ("Dysprosium", "Neodymium", "Europium", "Lanthanum", "Cerium"):
        for year in ("2021", "2022"):
            (other,) = (
                row
                for row in summaries
                if row["chapter"] == "Rare earths"
                and row["year"] == year
                and f"{product} oxide" in row["detail"]
            )
            mine = only(table("oxide_prices", product=product, year=year))
            assert (mine["value"], mine["unit"]) == (other["value"], other["unit"])


def test_imports_by_partner_in_tonnes_and_dollars() -> None:
    """Table 6: lanthanum oxides from China 1,110,000 kg for 3,370,000 dollars in 2022."""
    wanted = {"flow": "imports", "code": "2846.90.2005", "country_code": "CHN", "year": "2022"}
    weight = only(table("trade", **wanted, measure="weight"))
    value = only(table("trade", **wanted, measure="value"))
    assert (weight["value"], weight["unit"], weight["printed"]) == ("1110", "t", "1110000")
    assert (value["value"], value["unit"]) == ("3370000", "USD")
    assert weight["category"] == "Other rare-earth compounds / Oxides / Lanthanum oxides"


def test_a_heading_over_two_rows_is_one_category() -> None:
    """`Yttrium materials ... greater than 19% but less than 85%` has one name and one code."""
    found = {row["category"] for row in table("trade", code="2846.90.4000")}
    (name,) = found
    assert name.endswith("content by weight greater than 19% but less than 85% oxide equivalent")
    (pyrophoric,) = {
        row["code"] for row in table("trade", flow="imports", group="pyrophoric_alloys")
    }
    assert pyrophoric == "3606.90.3000, 3606.90.3010, 3606.90.3090"


def test_the_only_partner_of_a_category_is_its_total() -> None:
    """Scandium or yttrium chloride mixtures came from Russia only: 35 kg in 2021, none in 2022."""
    found = table("trade", code="2846.90.2082", content="gross", measure="weight")
    assert {row["year"]: (row["level"], row["country_code"], row["value"]) for row in found} == {
        "2021": ("category", "RUS", "0.035"),
        "2022": ("category", "RUS", "0"),
    }


def test_a_value_of_oxide_content_is_not_applicable() -> None:
    """XX is neither zero nor unknown."""
    found = table("trade", content="reo_equivalent", measure="value")
    assert {row["status"] for row in found} == {"not_applicable"}


def test_every_partner_has_a_code() -> None:
    """No name is unmatched; `Other` stays other countries."""
    found = {row["country_code"] for row in table("trade", level="country")}
    assert {"BHS", "BRB", "CRI", "DOM", "PAN", "OTH", "CHN"} <= found
    assert all(len(code) == 3 for code in found)


# What is wrong in the workbook ------------------------------------------------------------------


def test_a_price_in_metric_tons_is_put_right() -> None:
    """Mischmetal's unit is printed "metric tons"; MCS 2025 has the price in dollars a kilogram."""
    row = only(table("salient", source_line="24", year="2022"))
    assert (row["value"], row["unit"]) == ("6.52", "USD/kg")
    assert row["corrected"] == "printed_unit: metric tons"


def test_a_grand_total_that_its_parts_do_not_give_is_no_number() -> None:
    """Table 7 prints 805,000 kg where its two parts, 446,000 and 406,000, give 852,000."""
    parts = [
        only(table("trade", source_sheet="T7", source_line=line, measure="weight", year="2022"))
        for line in ("15", "50")
    ]
    assert sum(Decimal(row["value"]) for row in parts) == 852
    grand = only(table("trade", source_sheet="T7", source_line="52", measure="weight", year="2022"))
    assert (grand["value"], grand["status"]) == ("", "not_available")
    assert grand["corrected"] == "printed: 805000"


@pytest.fixture(scope="module")
def compared() -> dict[str, Compared]:
    return {found.rule: found for found in reconcile(PROJECT)}


@pytest.mark.parametrize(
    ("rule", "least"),
    [
        ("myb-partners-of-a-category", 90),
        ("myb-categories-of-a-group", 24),
        ("myb-categories-of-all", 15),
        ("myb-trade-in-salient", 16),
        ("myb-countries-of-the-world", 5),
        ("myb-world-in-salient", 5),
        ("myb-us-in-salient", 5),
        ("myb-and-ds140", 6),
        ("myb-trade-and-ds140", 6),
        ("myb-and-mcs", 10),
        ("ds140-and-mcs", 2),
    ],
)
def test_a_rule_of_the_supplement_compares(
    compared: dict[str, Compared], rule: str, least: int
) -> None:
    """Each rule meets as many totals as the tables and editions have, and every one fits."""
    assert compared[rule].compared >= least
    assert not compared[rule].gaps


# Bad input --------------------------------------------------------------------------------------


def broken(tmp_path: Path, source: str, sheet: str, cells: dict[str, object]) -> str:
    """The message for the provider's workbook with some cells changed."""
    release, file = FILES[source]
    book = openpyxl.load_workbook(Path(RAW) / "usgs/ree_supplement" / file, rich_text=True)
    for place, value in cells.items():
        book[sheet][place] = value
    path = tmp_path / file
    book.save(path)
    project = empty_project(tmp_path, source)
    with pytest.raises(AssayError) as caught:
        load_source(source).ingest(project, release, [path])
    assert isinstance(caught.value, SourceError | CuratedError)
    assert len(caught.value.faults) == 1
    assert not (project.releases / source / release).exists()
    return str(caught.value)


@pytest.mark.raw
@pytest.mark.skipif(not RAW, reason="ASSAY_RAW names no folder of providers' files")
@pytest.mark.parametrize(
    ("source", "sheet", "cells", "place"),
    [
        (HISTORY, "Rare earths", {"A3": "[Quantities in short tons]"}, "row 3"),
        (HISTORY, "Rare earths", {"B5": "Mine production"}, "row 5"),
        (HISTORY, "Rare earths", {"A20": 1915}, "row 20, column Year: a year is missing"),
        (HISTORY, "Rare earths", {"C126": "?"}, "row 126, column Imports"),
        (HISTORY, "Rare earths", {"A127": 2021}, "row 127: the table does not end"),
        (BOOK, "Note", {"A13": "Posted: May 5, 2026"}, "another edition"),
        (BOOK, "T8", {"K6": 2023}, "sheet T8, row 6, column K"),
        (BOOK, "T8", {"A9": "Birma"}, "a country without a code"),
        (BOOK, "T8", {"D7": "9"}, "row 7, column C: a mark without a footnote"),
        (BOOK, "T8", {"A19": None, "C19": None}, "sheet T8"),
        (BOOK, "T1", {"B24": "dollars per kilogram"}, "fixed it: retire"),
        (BOOK, "T1", {"A5": "Mine production"}, "an unknown item"),
        (BOOK, "T4", {"E6": "(metric tons)"}, "sheet T4, row 6, column E"),
        (BOOK, "T6", {"A10": "Chyna"}, "sheet T6, row 10, column A"),
        (BOOK, "T7", {"I52": 852000}, "rewrite the correction"),
        (BOOK, "T2", {"G8": "about 23"}, "sheet T2, row 8, column G"),
        (BOOK, "T3", {"C7": "pure"}, "sheet T3, row 7, column C"),
    ],
)
def test_a_changed_workbook_is_one_located_error(
    tmp_path: Path, source: str, sheet: str, cells: dict[str, object], place: str
) -> None:
    """Another unit, heading, edition or name is refused with its sheet, row and column."""
    assert place in broken(tmp_path, source, sheet, cells)


@pytest.mark.parametrize("source", FILES)
@pytest.mark.parametrize("content", [b"<html>moved</html>", b"PK\x03\x04 cut"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, source: str, content: bytes) -> None:
    """A web page or a cut file is one error that names the file."""
    release, file = FILES[source]
    path = tmp_path / file
    path.write_bytes(content)
    with pytest.raises(SourceError, match="workbook") as caught:
        load_source(source).ingest(empty_project(tmp_path, source), release, [path])
    assert len(caught.value.faults) == 1


def test_every_correction_says_what_it_expects() -> None:
    """Five cells of the yearbook, each one row."""
    found = read_corrections(PROJECT, BOOK)
    assert len(found) == 5
    assert {correction.rows for correction in found} == {1}
