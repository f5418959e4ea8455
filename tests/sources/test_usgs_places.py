"""Places of USGS deposits: what is plainly wrong is withdrawn, and its row says why."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from assay.corrections import read_corrections
from assay.errors import CuratedError, SourceError
from assay.sources import _geometry, _oblasts, usgs_deposits
from committed import PROJECT, empty_project, only, raw_file, rows

SOURCE = "usgs_deposits"
PLACES = [name for name in usgs_deposits.RELEASES if name.endswith(usgs_deposits.PLACES)]
# records of one deposit: the row of the list of named deposits whose page or name it is
COUNTERPARTS = {
    ("ofr-02-189", "19"): "dep-07",
    ("ofr-02-189", "270"): "dep-10",
    ("ofr-02-189", "278"): "dep-05",
    ("ofr-2005-1294", "1858"): "dep-05",
    ("ofr-2005-1294", "1862"): "dep-37",
    ("ofr-2005-1294", "1868"): "dep-19",
    ("ofr-2005-1294", "1870"): "dep-36",
    ("ofr-2005-1294", "1872"): "dep-10",
    ("ofr-2005-1294", "1873"): "dep-13",
    ("ofr-2005-1294", "2065"): "dep-07",
    ("ofr-2005-1294", "2073"): "dep-19",
    ("pp1802", "251"): "dep-11",
    ("pp1802", "1139"): "dep-13",
    ("pp1802", "1275"): "dep-37",
    ("pp1802", "1276"): "dep-36",
    ("pp1802", "1635"): "dep-18",
    ("pp1802", "1636"): "dep-19",
    ("pp1802", "2000"): "dep-13",
}
CALLED_WRONG = [
    ("ofr-02-189", "278"),
    ("ofr-2005-1294", "1858"),
    ("ofr-2005-1294", "1872"),
    ("pp1802", "1048"),
]
FAR_KM = 50  # the databases are good to a few kilometres at best, and districts are wide


def places() -> dict[tuple[str, str], dict[str, str]]:
    """Every record of the three databases with its place."""
    found = [row for release in PLACES for row in rows(SOURCE, release, "places")]
    return {(row["database"], row["record_id"]): row for row in found}


def test_every_record_has_its_place() -> None:
    """8, 28 and 12 records in Ukraine, as the provenance notes count, each once."""
    counts = [len(rows(SOURCE, release, "places")) for release in PLACES]
    assert counts == [8, 28, 12]


def test_the_releases_as_printed_are_untouched() -> None:
    """What was printed stays: Azovske in Crimea, in both databases that print it there."""
    for release in ("ofr-02-189", "ofr-2005-1294"):
        row = only(rows(SOURCE, release, "deposits"), deposit="Azovske")
        assert (row["latitude"], row["longitude"]) == ("45.5833333333", "34.5666666667")


@pytest.mark.parametrize("record", CALLED_WRONG)
def test_the_places_that_the_notes_call_wrong_are_withdrawn(record: tuple[str, str]) -> None:
    """Azovske twice, Yastrebets of the older database, Vysokopl'ye: no place, and why."""
    row = places()[record]
    assert row["place_status"] == "withdrawn"
    assert (row["latitude"], row["longitude"], row["oblast_code"]) == ("", "", "")
    assert "" not in (row["latitude_printed"], row["longitude_printed"], row["reason"])


def test_a_deposit_listed_twice_says_so() -> None:
    """Zavallia stands twice in the list of Professional Paper 1802: one deposit, not two."""
    second = places()["pp1802", "2000"]
    assert (second["deposit"], second["same_as"]) == ("Zavalyevskiy", "1139")
    assert places()["pp1802", second["same_as"]]["deposit"] == "Zaval'E"


def test_every_kept_place_is_in_a_region_of_ukraine() -> None:
    """No record labelled Ukraine lies abroad or in the sea, and each says in which region."""
    regions = {r["oblast_code"] for r in rows("geoboundaries", "ukr-adm1-9469f09", "regions")}
    for record, row in places().items():
        kept = row["place_status"] == "printed"
        assert (row["oblast_code"] in regions - {"UA"}) == kept, record


def test_every_correction_is_used_and_says_from_where() -> None:
    """Each line is about a record that is withdrawn or a second listing, and names its ground."""
    for correction in read_corrections(PROJECT, SOURCE):
        database = correction.release.removesuffix(usgs_deposits.PLACES)
        row = places()[database, dict(correction.where)["record_id"]]
        assert row["reason"] == correction.reason
        assert row["place_status"] == "withdrawn" or row["same_as"]
        assert correction.source


def far_away(suffix: str = "") -> set[tuple[str, str]]:
    """Records over 50 km from the place the list of deposits gives, beside what that is off."""
    listed = {row["deposit_id"]: row for row in rows("named_deposits", "compiled-1", "deposits")}
    far = set()
    for record, deposit_id in COUNTERPARTS.items():
        row, other = places()[record], listed[deposit_id]
        if row[f"latitude{suffix}"]:
            away = _geometry.distance_km(place(row, suffix), place(other))
            if away > FAR_KM + Decimal(other["uncertainty_km"]):
                far.add(record)
    return far


def test_the_check_finds_the_places_that_the_notes_call_wrong() -> None:
    """By what is printed, Azovske and Yastrebets are far from where they are, and no other with
    a counterpart is.
    """
    assert far_away("_printed") == set(CALLED_WRONG) & set(COUNTERPARTS)


def test_no_kept_place_is_far_from_where_the_deposit_is() -> None:
    """A record that fails here is printed wrong, or its counterpart is: look, and correct one."""
    assert not far_away()


@pytest.mark.raw
def test_every_kept_place_is_on_land() -> None:
    """By a coast at 1 to 50 million, within 5 km of it: none lies out at sea."""
    land = _oblasts.read_land(raw_file(_oblasts.LAND))
    for record, row in places().items():
        if row["place_status"] == "printed":
            assert _geometry.distance_km(place(row), land) <= 5, record


def place(row: dict[str, str], suffix: str = "") -> _geometry.Shape:
    """A row's point on the plane, as kept or as printed."""
    return _geometry.place_point(
        Decimal(row[f"longitude{suffix}"]), Decimal(row[f"latitude{suffix}"])
    )


@pytest.mark.raw
def test_a_database_that_was_mended_stops_the_ingest(tmp_path: Path) -> None:
    """When the publisher moves Azovske, the correction must be looked at again."""
    release = "ofr-2005-1294-places"
    files = [raw_file(name) for name in usgs_deposits.RELEASES[release].files]
    path = tmp_path / files[0].name
    text = files[0].read_text(encoding="utf-8")
    path.write_text(text.replace("45.5833333333333", "47.25"), encoding="utf-8")
    with pytest.raises(CuratedError, match="record_id=1858") as caught:
        usgs_deposits.ingest(empty_project(tmp_path, SOURCE), release, [path, *files[1:]])
    assert len(caught.value.faults) == 1
    assert "Look at the page again" in str(caught.value)


@pytest.mark.raw
def test_a_place_in_no_region_is_refused(tmp_path: Path) -> None:
    """A record labelled Ukraine that lies in the sea is named with its coordinates."""
    release = "pp1802-places"
    files = [raw_file(name) for name in usgs_deposits.RELEASES[release].files]
    path = tmp_path / files[0].name
    text = files[0].read_text(encoding="utf-8")
    path.write_text(text.replace("Sedimentary related,49.4460000001", "Sedimentary related,43.5"))
    with pytest.raises(SourceError, match=r"record 1625 \(Taraskova\)") as caught:
        usgs_deposits.ingest(empty_project(tmp_path, SOURCE), release, [path, *files[1:]])
    assert len(caught.value.faults) == 1
    assert "43.5 north" in str(caught.value)


def test_without_corrections_the_wrong_places_would_be_kept(tmp_path: Path) -> None:
    """The withdrawals are the corrections' doing: they can be read and retired line by line."""
    project = empty_project(tmp_path, SOURCE)
    shutil.rmtree(project.data / "corrections")
    assert read_corrections(project, SOURCE) == ()
    lines = read_corrections(PROJECT, SOURCE)
    assert {line.column for line in lines} == {"latitude", "longitude", "same_as"}
