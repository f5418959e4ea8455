"""Named deposits: memory is told from pages, classes stay apart, a near line decides nothing."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
from assay.errors import SourceError
from assay.releases import read_contract
from assay.sources import _geometry, _positions, named_deposits
from committed import (
    PROJECT,
    empty_project,
    only,
    pick,
    refusal,
    rows,
)
from hypothesis import given
from hypothesis import strategies as st

SOURCE, RELEASE = "named_deposits", "compiled-1"
DAYS = named_deposits.DAYS


def deposits() -> list[dict[str, str]]:
    return rows(SOURCE, RELEASE, "deposits")


def positions(deposit_id: str) -> list[str]:
    """Where a deposit lay, day by day."""
    return [
        row["position"] for row in pick(rows(SOURCE, RELEASE, "positions"), deposit_id=deposit_id)
    ]


def test_it_is_a_list_and_says_so() -> None:
    """No share of Ukraine's deposits and no total can be taken from it; positions are complete for
    the deposits listed and for nothing else.
    """
    tables = {table.name: table for table in read_contract(PROJECT, SOURCE).tables}
    assert (tables["deposits"].frame, tables["positions"].frame) == ("list", "register")


def test_27_rows_are_from_pages_and_17_from_memory() -> None:
    """As the compilers count them; a row from memory names no page and is never known at a date."""
    found = deposits()
    assert len(pick(found, facts="page")) == 27
    remembered = pick(found, facts="recalled")
    assert len(remembered) == 17
    for row in remembered:
        assert not any(row[column] for column in ("publisher", "url", "public_on", "value"))
        assert not row["statement"]


def test_a_tonnage_has_the_class_of_its_page() -> None:
    """Six tonnages in six classes that are never compared; none is a USGS reserve."""
    found = {row["deposit"]: row for row in deposits() if row["value"]}
    assert {name: row["resource_class"] for name, row in found.items()} == {
        "Dobra": "preliminary_estimate",
        "Azovske": "prognostic_resources",
        "Perzhanske": "national_system",
        "Balakhivske": "state_balance_reserves",
        "Novokostiantynivske": "identified_resources",
        "Safonivske": "jorc_resources",
    }
    assert found["Novokostiantynivske"]["status"] == "more_than"
    assert found["Dobra"]["status"] == "less_than"


def test_the_graphite_of_balakhivske_is_the_sum_of_its_categories() -> None:
    """B and C1 have 1.302 million tonnes of graphite, C2 has 0.82."""
    row = only(deposits(), deposit="Balakhivske")
    assert Decimal(row["value"]) == Decimal("1.302") + Decimal("0.82")
    assert (row["unit"], row["substance"], row["status"]) == ("Mt", "graphite", "derived")


def test_a_tonnage_from_memory_or_another_page_is_left_out() -> None:
    """The lithium ore of Shevchenkivske and Polokhivske, and the manganese of Nikopol."""
    for deposit_id in ("dep-01", "dep-03", "dep-36"):
        row = only(deposits(), deposit_id=deposit_id)
        assert (row["value"], row["status"], row["statement"]) == ("", "not_available", "")
        assert "Tonnage left out" in row["note"]


def test_output_and_plans_are_no_tonnage_in_the_ground() -> None:
    """A plant's target of 18 kt a month stays in the statement and is no value."""
    row = only(deposits(), deposit="Irshanske group")
    assert (row["value"], row["status"]) == ("", "not_available")
    assert "18,000 t ilmenite concentrate a month" in row["statement"]


def test_weak_hosts_are_named_and_not_linked() -> None:
    """The publisher stands, the address does not."""
    for row in deposits():
        assert not any(host in row["url"] for host in named_deposits.WEAK_HOSTS)
    assert "stocknews24" in only(deposits(), deposit="Novopoltavske")["publisher"]


def test_every_deposit_has_a_position_on_every_day() -> None:
    """44 deposits on five days, none left out."""
    found = rows(SOURCE, RELEASE, "positions")
    assert len(found) == 44 * len(DAYS) == 220
    assert {row["mapped_on"] for row in found} == set(DAYS)


def test_a_position_is_decided_only_beyond_the_uncertainty() -> None:
    """Where the line is nearer than the coordinates are good, nothing is said."""
    for row in rows(SOURCE, RELEASE, "positions"):
        if row["position"] == "not_placed":
            assert (row["distance_km"], row["uncertainty_km"]) == ("", "")
            continue
        # distances are rounded to a kilometre
        gap = Decimal(row["distance_km"]) - Decimal(row["uncertainty_km"])
        assert gap < 1 if row["position"] == "undecided" else gap > -1, row


def test_places_far_behind_the_line_are_decided() -> None:
    """Kruta Balka, 30 km north of Berdiansk, is inside on every day; Zavallia is outside."""
    assert positions("dep-02") == ["inside"] * 5
    assert positions("dep-13") == ["outside"] * 5


def test_a_place_at_the_front_is_undecided() -> None:
    """Shevchenkivske is known to the place name, and the line ran within 20 km on every day."""
    assert positions("dep-01") == ["undecided"] * 5


def test_very_poor_coordinates_are_not_placed() -> None:
    """A place known to the oblast only has no position, however far the line is."""
    poor = pick(deposits(), place_quality="very_low")
    assert poor
    for row in poor:
        assert set(positions(row["deposit_id"])) == {"not_placed"}
        assert row["uncertainty_km"] == ""


def test_no_place_contradicts_what_is_said_of_its_control() -> None:
    """Of decided places, those called government-controlled are outside and those called occupied
    inside on the newest map.
    """
    newest = {
        row["deposit_id"]: row["position"]
        for row in pick(rows(SOURCE, RELEASE, "positions"), mapped_on=DAYS[-1])
    }
    expected = {"government_controlled": "outside", "occupied": "inside"}
    decided = [
        row
        for row in deposits()
        if row["control"] in expected and newest[row["deposit_id"]] in ("inside", "outside")
    ]
    assert {row["control"] for row in decided} == set(expected)
    for row in decided:
        assert newest[row["deposit_id"]] == expected[row["control"]], row


@given(
    st.sampled_from(["good", "approximate", "low"]),
    st.integers(-600, 600).filter(lambda km: km % 7),
)
def test_nothing_is_decided_near_the_line(quality: str, kilometres: int) -> None:
    """East of a line is occupied: a place is decided exactly when it is farther than uncertain."""
    west, east = (
        _geometry.shapely.box(*box) for box in ((-9e5, -4e5, 0, 4e5), (0, -4e5, 9e5, 4e5))
    )
    drawn = _positions.Map(named_deposits.date(2025, 2, 24), east, west)
    point = _geometry.shapely.Point(kilometres * 1000, 0)
    uncertainty = _positions.UNCERTAINTY[quality]
    assert uncertainty is not None
    (row,) = _positions.positions([_positions.Placed("d", "D", point, uncertainty)], [drawn])
    side = "inside" if kilometres > 0 else "outside"
    assert row["position"] == ("undecided" if abs(kilometres) <= uncertainty else side)
    assert row["distance_km"] == abs(kilometres)


@pytest.mark.raw
def test_a_place_lies_in_the_region_named_or_near_it() -> None:
    """Coordinates in another region are within their uncertainty of the one that is named."""
    regions = named_deposits.read_regions(PROJECT, raw_file(named_deposits.BOUNDARIES))
    for row in deposits():
        if row["found_in_code"] != row["oblast_code"]:
            place = _geometry.place_point(Decimal(row["longitude"]), Decimal(row["latitude"]))
            away = _geometry.distance_km(place, regions[row["oblast_code"]][2])
            assert away <= Decimal(row["uncertainty_km"]), row


def raw_file(name: str) -> Path:
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("outlines not read: ASSAY_RAW is not set")
    return Path(raw) / name


@pytest.mark.raw
@pytest.mark.parametrize(
    ("column", "value", "place"),
    [
        ("oblast", "Donezk", "row 2, column oblast: an oblast without a code"),
        ("coord_quality", "fair", "row 2, column coord_quality: an unknown word"),
        ("lat", "47,9", "row 2, column lat: not a number"),
        ("lat", "45.0", "row 2, column lat: coordinates in no region of Ukraine"),
        ("control_status", "liberated", "row 2, column control_status: an unknown word"),
        ("source_date", "June 2025", "row 2, column source_date: not a date"),
        ("citation_status", "seen", "row 2, column citation_status: an unknown word"),
    ],
)
def test_a_bad_row_is_one_located_error(
    tmp_path: Path, column: str, value: str, place: str
) -> None:
    """An unknown word, a place in the sea or a lost date is refused with row and column."""
    files = [raw_file(name) for name in named_deposits.RELEASES[RELEASE].files]
    path = tmp_path / files[0].name
    with files[0].open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.DictReader(stream))
    listed[0][column] = value
    if column == "lat" and value == "45.0":
        listed[0]["lon"] = "38.5"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, listed[0])
        writer.writeheader()
        writer.writerows(listed)
    with pytest.raises(SourceError) as caught:
        named_deposits.ingest(empty_project(tmp_path, SOURCE), RELEASE, [path, *files[1:]])
    assert len(caught.value.faults) == 1
    assert place in str(caught.value)


@pytest.mark.raw
def test_a_cut_list_is_refused(tmp_path: Path) -> None:
    """A list that ends before its 44th deposit is not taken for the whole one."""
    names = named_deposits.RELEASES[RELEASE].files
    text = raw_file(names[0]).read_text(encoding="utf-8-sig")
    files: dict[str, str | bytes] = {
        Path(name).name: raw_file(name).read_bytes() for name in names[1:]
    }
    cut = "".join(text.splitlines(keepends=True)[:30])
    message = refusal(tmp_path, SOURCE, RELEASE, {Path(names[0]).name: cut, **files})
    assert "the list is cut off" in message
