"""Verdicts on land and deposits under occupation: one rule for both sides of the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.checks import check_claims
from assay.claims import read_claims
from assay.model import Check, Finding
from assay.paths import Project
from assay.readings import read_readings

PROJECT = Project(Path(__file__).resolve().parents[1])
POSITIONS, DEPOSITS = "named_deposits.positions", "named_deposits.deposits"
SHEVCHENKO = {
    "pushilin-shevchenko-under-control": "place_of_the_deposit",
    "figaro-shevchenko-seized": "place_of_the_deposit",
    "trehubov-shevchenko-not-captured": "place_outside",
}
OCCUPIED = {
    "minerals-under-20pct-occupied": "named_inside",
    "metals-40pct-occupied": "named_metals_inside",
    "hrynchuk-half-strategic-occupied": "named_inside",
    "half-rare-earths-occupied": "named_rare_earths_inside",
    "tillis-good-portion-occupied": "named_critical_inside",
}


@pytest.fixture(scope="module")
def checks() -> dict[str, Check]:
    return {c.claim.claim_id: c for c in check_claims(PROJECT, topic="minerals")}


def reading(check: Check, name: str) -> Finding:
    (finding,) = [f for f in check.now_findings if f.reading == name]
    return finding


def test_the_share_of_land_is_of_the_official_area(checks: dict[str, Check]) -> None:
    """109,361 and 112,383 km² of 603,550 are 18.1 and 18.6 per cent, near a fifth; over the
    outlines' 640,000 they would be 17.1 and 17.6, outside the band from 18 up.
    """
    check = checks["land-20pct-occupied"]
    finding = reading(check, "share_around_the_day")
    assert (finding.low, finding.high) == pytest.approx(
        (100 * 109361 / 603550, 100 * 112383 / 603550), abs=0.001
    )
    assert (check.now.name, "near" in check.now.flags) == ("supported", True)
    assert [used.release for used in finding.releases] == ["2024-07-08", "2025-02-24"]


def test_no_older_map_stands_in_for_the_map_of_the_day(checks: dict[str, Check]) -> None:
    """The map of 7 February 2025 exists and is not held: nothing is said of what was known then."""
    check = checks["land-20pct-occupied"]
    assert {finding.status for finding in check.then_findings} == {"not_held"}


@pytest.mark.parametrize("claim", SHEVCHENKO)
def test_a_village_at_the_line_decides_for_nobody(checks: dict[str, Check], claim: str) -> None:
    """The line ran 3 to 17 km from a place known to about 22: all three claims are unproven."""
    check = checks[claim]
    finding = reading(check, SHEVCHENKO[claim])
    assert (finding.status, finding.low, finding.high) == ("undecided", 0, 1)
    assert check.now.name == "unproven"


def test_both_sides_of_the_line_meet_one_query() -> None:
    """What would bear out "seized" is what would go against "not captured", word for word."""
    readings = read_readings(PROJECT, read_claims(PROJECT))
    seized, held = (
        next(r.sql for r in readings[claim] if r.role == "primary")
        for claim in list(SHEVCHENKO)[1:]
    )
    swapped = (
        held.replace("'outside'", "?").replace("'inside'", "'outside'").replace("?", "'inside'")
    )
    assert seized.strip() == swapped.strip()


def test_some_deposits_are_behind_the_line(checks: dict[str, Check]) -> None:
    """One named deposit of a critical mineral would do; a page names several."""
    check = checks["shaheen-some-under-russian-control"]
    finding = reading(check, "named_deposits_inside")
    assert finding.status == "holds"
    assert finding.low is not None
    assert finding.low >= 1
    assert check.now.name == "supported"


def test_kruta_balka_is_lost_and_shevchenkivske_is_not_known(checks: dict[str, Check]) -> None:
    """Of the lithium deposits pages name, one is surely inside and one possibly."""
    finding = reading(checks["figaro-two-of-four-lithium-lost"], "named_lithium_inside")
    assert (finding.status, finding.low, finding.high) == ("undecided", 1, 2)
    assert finding.is_floor


@pytest.mark.parametrize("claim", OCCUPIED)
def test_no_share_of_minerals_is_made_of_land_or_of_a_list(
    checks: dict[str, Check], claim: str
) -> None:
    """The share of land and the number of named deposits are shown; neither rates a share."""
    check = checks[claim]
    assert check.now.name in ("not_tested", "untestable")
    assert {finding.role for finding in check.now_findings} == {"context"}
    assert reading(check, "land_occupied").unit == "percent"
    assert reading(check, OCCUPIED[claim]).unit == "count"


def test_every_count_of_positions_is_a_floor_or_about_one_deposit() -> None:
    """Positions are complete for the list only: who counts them reads the list too, which makes
    the count a floor, or names the one deposit that is asked about.
    """
    readings = read_readings(PROJECT, read_claims(PROJECT)).values()
    counting = [item for found in readings for item in found if POSITIONS in item.tables]
    assert counting
    for item in counting:
        assert DEPOSITS in item.tables or "deposit_id = 'dep-" in item.sql, item.claim_id
