"""Verdicts on minerals claims beyond the worked examples: the same reading for every speaker."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.checks import check_claims
from assay.model import Check, Finding
from assay.paths import Project

PROJECT = Project(Path(__file__).resolve().parents[1])


@pytest.fixture(scope="module")
def checks() -> dict[str, Check]:
    return {c.claim.claim_id: c for c in check_claims(PROJECT, topic="minerals")}


def reading(check: Check, name: str) -> Finding:
    (finding,) = [f for f in check.now_findings if f.reading == name]
    return finding


def ends(finding: Finding) -> tuple[float, float]:
    assert finding.low is not None
    assert finding.high is not None
    return finding.low, finding.high


def test_two_speakers_of_in_ground_values_meet_the_same_ceiling(
    checks: dict[str, Check],
) -> None:
    """The senator's 2 to 7 trillion and the president's 500 billion get one reading."""
    first, second = (
        next(r for r in checks[name].readings if r.reading == "ceiling")
        for name in ("rare-earth-worth-500bn", "graham-rare-earth-2-7tn")
    )
    assert first.sql.replace("/ 1000 ", "/ 1000000 ") == second.sql
    assert (first.role, first.warrant) == (second.role, second.warrant)


@pytest.mark.parametrize(
    "claim", ["eu-crm-22-of-34", "shmyhal-eu-crm-22-of-30", "sejourne-eu-crm-21-of-30"]
)
def test_a_count_of_named_deposits_is_a_floor(checks: dict[str, Check], claim: str) -> None:
    """Databases of USGS and pages name deposits of thirteen materials, fluorspar and coking coal by
    pages only: at least so many, so nobody's count fails by it.
    """
    finding = reading(checks[claim], "named_deposits")
    assert (finding.status, finding.is_floor, finding.low) == ("undecided", True, 13)
    assert checks[claim].now.name == "unproven"


def test_the_edition_decides_where_russia_stands(checks: dict[str, Check]) -> None:
    """3.8 Mt is fifth in MCS 2025, 10 Mt was fourth the year before: each speaker gets his."""
    assert checks["up-russia-5th-ree"].now.name == "supported"
    fourth = checks["dmitriev-russia-4th-ree-reserves"]
    assert (fourth.now.name, fourth.now.only_if) == ("overstated", ("edition_before",))
    assert ends(reading(fourth, "reserves"))[0] == 5
    assert ends(reading(fourth, "edition_before"))[0] == 4


def test_fifth_of_five_is_fifth_until_output_ends(checks: dict[str, Check]) -> None:
    """Gallium: a fifth place of 0.2 per cent in 2021, and no output in 2023."""
    check = checks["wef-gallium-5th"]
    assert check.now.name == "depends"
    assert ends(reading(check, "share_of_world_2021"))[0] == pytest.approx(100 / 434)


def test_russia_in_or_out_decides_uranium(checks: dict[str, Check]) -> None:
    """480,900 tonnes against 107,200: second with Russia in Europe, first without."""
    check = checks["uranium-largest-europe"]
    assert check.now.name == "depends"
    assert reading(check, "identified_with_russia").factor == pytest.approx(480900 / 107200)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("trump-ukraine-has-rare-earths", "supported"),
        ("peskov-russia-has-rare-earths", "supported"),
        ("ap-critical-minerals-reserves", "supported"),
        ("reuters-usgs-not-listed", "supported"),
        ("ieee-no-minable-ree", "unproven"),
        ("putin-russia-more-ree", "not_tested"),
        ("metals-40pct-occupied", "not_tested"),
        ("minerals-under-20pct-occupied", "not_tested"),
        ("rare-earth-500bn-demand", "not_rated"),
        ("peskov-offer-to-buy-aid", "not_rated"),
    ],
)
def test_the_same_kind_of_words_gets_the_same_kind_of_verdict(
    checks: dict[str, Check], claim: str, verdict: str
) -> None:
    """Existence, absence, shares without a metric and demands, whoever said them."""
    assert checks[claim].now.name == verdict


def test_what_is_not_tested_says_what_would_settle_it(checks: dict[str, Check]) -> None:
    """Every claim that no data held can test names the data that could."""
    untested = [check.claim for check in checks.values() if check.now.name == "not_tested"]
    assert untested
    assert all(claim.settled_by for claim in untested)


def test_no_verdict_of_the_time_rests_on_an_edition_before_the_newest(
    checks: dict[str, Check],
) -> None:
    """MCS 2025 of January is not held, so claims of February get no rank from MCS 2024."""
    for claim in ("titanium-largest-europe", "up-russia-5th-ree", "shmyhal-titanium-top10"):
        assert checks[claim].then is not None
        assert checks[claim].then.name == "not_tested"


def test_a_share_of_imports_is_tested_on_shares_of_imports(checks: dict[str, Check]) -> None:
    """The survey prints 71 per cent for China over 2021 to 2024; that two thirds of US use are
    met by net imports is shown beside it and decides nothing.
    """
    check = checks["us-ree-70pct-from-china"]
    shares = reading(check, "share_of_imports")
    assert ends(shares) == (70.5, 71.5)
    assert (check.now.name, check.now.grade) == ("supported", "B")
    beside = [reading(check, name) for name in ("reliance_on_imports", "heavy_rare_earths")]
    assert {finding.role for finding in beside} == {"context"}
    assert ends(beside[0]) == (66.5, 67.5)
