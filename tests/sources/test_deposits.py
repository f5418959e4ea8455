"""Deposits, tonnages and uranium resources: what three thin sources say, and how little it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.releases import list_releases, read_contract
from assay.sources import deposit_tonnages
from committed import PROJECT, refusal, rows


@pytest.mark.parametrize("source", ["deposit_tonnages", "usgs_deposits"])
def test_lists_of_deposits_say_that_they_are_lists(source: str) -> None:
    """Nobody can take a share or a total of Ukraine from them: the tables are floors."""
    assert {table.frame for table in read_contract(PROJECT, source).tables} == {"list"}


@pytest.mark.parametrize(
    ("release", "records"), [("ofr-02-189", 8), ("ofr-2005-1294", 28), ("pp1802", 12)]
)
def test_each_database_has_its_records_for_ukraine(release: str, records: int) -> None:
    """The provenance notes count 8, 28 and 12 records in Ukraine."""
    found = rows("usgs_deposits", release, "deposits")
    assert len({row["record_id"] for row in found}) == records
    assert {row["country_code"] for row in found} == {"UKR"}


def test_a_record_without_coordinates_has_none() -> None:
    """Two rare-earth records have no place; they are not put at 0° north, 0° east."""
    found = rows("usgs_deposits", "ofr-02-189", "deposits")
    without = [row for row in found if row["place_status"] == "not_available"]
    assert [row["deposit"] for row in without] == ["Mazurivske", "Dnieprodzerzhinsk"]
    assert {(row["latitude"], row["longitude"]) for row in without} == {("", "")}


def test_the_uranium_table_is_the_one_the_press_quoted() -> None:
    """Ukraine has 107,200 of 6,078,500 tonnes, printed as 2 per cent, and is twelfth."""
    found = {row["country_code"]: row for row in rows("red_book", "reprint-2021", "resources")}
    assert Decimal(found["UKR"]["value"]) == 107200
    assert Decimal(found["WLD"]["value"]) == 6078500
    assert (found["UKR"]["printed_percent"], found["UKR"]["printed_rank"]) == ("2", "12")
    assert round(100 * 107200 / 6078500) == 2


def test_the_azovske_tonnage_is_its_ore_times_its_grade() -> None:
    """56 million tonnes at 1.27 per cent is 711 thousand tonnes; the page prints 710."""
    (row,) = rows("deposit_tonnages", "geonews-azovske", "tonnages")
    assert (row["value"], row["unit"], row["substance"]) == ("710", "kt", "REO")
    assert abs(Decimal(56000) * Decimal("0.0127") - Decimal(row["value"])) < 2


def test_an_undated_page_is_never_known_at_a_date() -> None:
    """The Azovske page and the uranium page have no date, so no then-finding can use them."""
    undated = [
        release.release
        for source in ("deposit_tonnages", "red_book")
        for release in list_releases(PROJECT, source)
        if release.released_on.last is None
    ]
    assert undated == ["geonews-azovske", "reprint-2021"]


URANIUM = "country,tonnes_u,percent_of_world_as_printed,rank\n"
UKRAINE = "Ukraine,107200,2,1\n"
WORLD = "World total,6078500,100,\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (URANIUM + UKRAINE, "the world total is missing"),
        (URANIUM + UKRAINE + "Canada,588500,10,2\n" + WORLD, "row 3, column tonnes_u"),
        (URANIUM + "Ukrain,107200,2,1\n" + WORLD, "row 2, column country"),
        (URANIUM + "Ukraine,107 200,2,1\n" + WORLD, "row 2, column tonnes_u"),
        (URANIUM.replace("rank", "place") + UKRAINE, "row 1, column rank"),
        (URANIUM + UKRAINE + WORLD[:12], "row 3"),
        ("<html>", "row 1"),
        ("", "the file is empty"),
    ],
)
def test_a_bad_uranium_table_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, misspelt, unordered or foreign file is refused with one sentence that says where."""
    files = {"uranium_identified_recoverable_resources_2021.csv": text}
    assert place in refusal(tmp_path, "red_book", "reprint-2021", files)


DEPOSIT = (
    "gid,dep_name,country,state,latitude,longitude,commodity,dep_type,type_detail,model_code,"
    "model_name,metallic,citation\n1858,Azovske,Ukraine,,45.58,34.56,Rare,Igneous,,,,Metallic,\n"
)


@pytest.mark.parametrize(
    ("deposits", "commodities", "place"),
    [
        (DEPOSIT, "gid,value\n1,Al\n", "deposit.csv, row 2, column gid"),
        (DEPOSIT.replace("Ukraine", "Poland"), "gid,value\n1858,REE\n", "no record for Ukraine"),
        (DEPOSIT.replace("45.58", "45,58"), "gid,value\n1858,REE\n", "deposit.csv, row 2"),
        (DEPOSIT.replace("45.58", "45°"), "gid,value\n1858,REE\n", "row 2, column latitude"),
        (DEPOSIT, "gid,value\n1858", "commodity.csv, row 2"),
    ],
)
def test_a_bad_deposit_file_is_one_located_error(
    tmp_path: Path, deposits: str, commodities: str, place: str
) -> None:
    """A record without commodity, a lost cell or an empty selection is refused, and named."""
    files = {"deposit.csv": deposits, "commodity.csv": commodities}
    assert place in refusal(tmp_path, "usgs_deposits", "ofr-2005-1294", files)


def test_a_tonnage_from_another_page_is_refused(tmp_path: Path) -> None:
    """A release is one page: a row that names another address does not get its date."""
    cells = dict.fromkeys(deposit_tonnages.HEADER, "")
    cells |= {"id": "dep-05", "name": "Azovske", "resource_value": "710", "resource_unit": "kt REO"}
    cells["source_url"] = "https://other.example/"
    files = {"deposits_raw.csv": ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"}
    message = refusal(tmp_path, "deposit_tonnages", "geonews-azovske", files)
    assert "row 2, column source_url" in message
