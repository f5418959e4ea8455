"""RATING's worked examples recomputed from the releases, and the table in docs that reports them.

RATING's own figures stand here as it printed them. Where a release gives another figure, the
test names the cause and recomputes RATING's from it; the data are never bent to fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from assay.checks import check_claims
from assay.desk import Desk, open_desk
from assay.model import Finding
from assay.paths import Project

PROJECT = Project(Path(__file__).resolve().parents[1])
TABLE = PROJECT.root / "docs" / "worked-examples.md"

VERDICTS = {
    "us-aid-350bn": ("contradicted", (), "B"),
    "europe-aid-100bn": ("understated", (), "B"),
    "three-times-europe": ("contradicted", (), "B"),
    "europe-60pct": ("depends", (), "B"),
    "eu-crm-22-of-34": ("unproven", (), "C"),
    "half-missing-said": ("not_tested", (), None),
    "half-not-paid-out": ("supported", ("near",), "B"),
    "half-is-missing": ("contradicted", (), "B"),
    "draft-no-specific-guarantees": ("unproven", (), "C"),
    "rare-earth-500bn-demand": ("not_rated", (), None),
    "rare-earth-worth-500bn": ("unproven", (), "C"),
    "metals-40pct-occupied": ("not_tested", (), None),
    "titanium-largest-europe": ("contradicted", (), "B"),
    "us-aid-100bn-grant": ("understated", ("between",), "B"),
}
"""As RATING gives them (its grades where it prints one); titanium at 7 per cent is left open."""

SAME_FIGURES = {
    ("us-aid-350bn", "obligated"): "140.4",
    ("us-aid-350bn", "disbursed"): "83.4",
    ("us-aid-350bn", "appropriated"): "182.8 to 187.0",
    ("three-times-europe", "allocated"): "0.85",
    ("three-times-europe", "military_allocated"): "1.06",
    ("half-not-paid-out", "not_disbursed"): "54.4",
    ("rare-earth-worth-500bn", "ceiling"): "40 to 95",
    ("rare-earth-worth-500bn", "tonnes_needed"): "8.9",
    ("us-aid-100bn-grant", "disbursed"): "83.4",
}
OTHER_FIGURES = {
    ("us-aid-350bn", "allocated"): "119.6 to 130.9",
    ("us-aid-100bn-grant", "allocated"): "119.6 to 130.9",
    ("europe-aid-100bn", "europe_allocated"): "133.7 to 146.4",
    ("europe-aid-100bn", "governments_only"): "82.7 to 90.5",
    ("three-times-europe", "largest_over_smallest"): "2.2",
    ("europe-60pct", "allocations_all_donors"): "49.6",
    ("europe-60pct", "allocations_us_and_europe"): "54.0",
    ("europe-60pct", "commitments_all_donors"): "61.8",
}
"""As RATING printed them; the others are of another day or rate than the claim's, as tests below
recompute."""
EXAMPLES = [*VERDICTS, "titanium-7pct-production"]
CHECKS = {check.claim.claim_id: check for check in check_claims(PROJECT, EXAMPLES)}
EUROPE = "donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """The committed releases as they are now."""
    with open_desk(PROJECT) as opened:
        yield opened


def finding(claim_id: str, reading: str) -> Finding:
    """What a reading of an example gives now."""
    return next(f for f in CHECKS[claim_id].now_findings if f.reading == reading)


def printed(found: Finding, like: str) -> str:
    """A finding's interval with as many decimals as `like`."""
    decimals = len(like.split()[0].partition(".")[2])
    assert found.low is not None
    assert found.high is not None
    ends = [f"{number:.{decimals}f}" for number in (found.low, found.high)]
    return " to ".join(dict.fromkeys(ends))


@pytest.mark.parametrize("claim_id", VERDICTS)
def test_the_verdict_is_rating_s(claim_id: str) -> None:
    """Name, flags and grade, now, from the releases held."""
    now = CHECKS[claim_id].now
    assert (now.name, now.flags, now.grade) == VERDICTS[claim_id]


@pytest.mark.parametrize("example", SAME_FIGURES)
def test_the_figure_is_rating_s(example: tuple[str, str]) -> None:
    """A reading measures what RATING printed."""
    assert printed(finding(*example), SAME_FIGURES[example]) == SAME_FIGURES[example]


def test_350_bn_is_1_9_to_4_2_times_the_measured_amounts() -> None:
    """The sentence is RATING's, word for word, and so is the flip distance."""
    now = CHECKS["us-aid-350bn"].now
    assert now.because == "1.9 to 4.2 times the measured amounts"
    assert now.flip == "would hold from 332 up"
    factors = [finding("us-aid-350bn", name).factor for name in ("obligated", "disbursed")]
    assert [f"{factor:.2f}" for factor in factors] == ["2.49", "4.20"]
    assert f"{finding('us-aid-350bn', 'appropriated').factor:.2f}" == "1.87"


def test_europe_s_100_bn_holds_only_without_the_eu_institutions() -> None:
    """The generous reading softens it: not excluded for governments alone."""
    now = CHECKS["europe-aid-100bn"].now
    assert (now.only_if, now.direction) == (("governments_only",), "too_low")


def test_three_times_europe_reverses_the_order() -> None:
    """The United States had allocated less than Europe."""
    assert CHECKS["three-times-europe"].now.direction == "reversed"


def test_60_per_cent_is_true_of_commitments_and_not_of_allocations() -> None:
    """Both halves, the primary reading's first."""
    statuses = [f.status for f in CHECKS["europe-60pct"].now_findings]
    assert statuses == ["fails", "fails", "holds"]
    assert CHECKS["europe-60pct"].now.because.startswith("not true of")


def test_22_of_34_is_a_floor_and_not_a_count() -> None:
    """Named deposits are a list, so fewer than 22 shows nothing."""
    assert finding("eu-crm-22-of-34", "named_deposits").is_floor


def test_half_missing_has_a_place_for_all_but_a_rest() -> None:
    """Of 182.8 bn, the three classes read hold all but 1.5 per cent."""
    measured = finding("half-is-missing", "no_stage_named").low
    assert measured == pytest.approx(100 * (182.8 - 39.6 - 57.0 - 83.4) / 182.8)


def test_500_bn_of_rare_earths_is_5_to_13_times_the_ceiling() -> None:
    """8.9 Mt would be needed, 12.6 times the 0.71 Mt of Azovske."""
    now = CHECKS["rare-earth-worth-500bn"].now
    assert "5.3 to 13 times the ceiling" in now.because
    needed = finding("rare-earth-worth-500bn", "tonnes_needed").low
    assert needed is not None
    assert f"{needed / 0.71:.1f}" == "12.6"


def test_the_largest_titanium_reserves_of_europe_are_norway_s(desk: Desk) -> None:
    """Norway 37,000 kt of ilmenite, Ukraine 5,900, with 2,500 of rutile 8,400: 4.4 times."""
    generous = finding("titanium-largest-europe", "ilmenite_and_rutile_reserves")
    assert f"{generous.factor:.1f}" == f"{37000 / (5900 + 2500):.1f}" == "4.4"
    primary = finding("titanium-largest-europe", "ilmenite_reserves")
    assert primary.factor == pytest.approx(37000 / 5900)
    assert CHECKS["titanium-largest-europe"].now.factor_low == generous.factor


def test_seven_per_cent_of_titanium_hangs_on_edition_and_year() -> None:
    """2020: 6.5 per cent; 2021: 5.8 in MCS 2022, 4.3 in MCS 2023, each with its rounding."""
    year_2020 = finding("titanium-7pct-production", "concentrates_2020")
    year_2021 = finding("titanium-7pct-production", "concentrates_2021")
    assert year_2020.low < 100 * 559 / 8600 < year_2020.high  # type: ignore[operator]
    assert year_2021.low < 100 * 411 / 9500 < 100 * 525 / 9000 < year_2021.high  # type: ignore[operator]
    now = CHECKS["titanium-7pct-production"].now
    assert (now.name, now.flags, now.only_if) == ("overstated", ("near",), ("concentrates_2020",))


def test_about_100_bn_lies_between_the_measures() -> None:
    """Allocated 1.20 times more, disbursed 1.20 times less."""
    allocated = finding("us-aid-100bn-grant", "allocated")
    disbursed = finding("us-aid-100bn-grant", "disbursed")
    assert (allocated.direction, disbursed.direction) == ("too_low", "too_high")
    assert [f"{f.factor:.2f}" for f in (allocated, disbursed)] == ["1.20", "1.20"]


def euros(desk: Desk, stage: str, month: str, donors: str) -> float:
    """Kiel's cumulative euros (bn) of some donors to the end of a month, newest release."""
    table = desk.query(
        f"SELECT sum(value) AS value FROM kiel_ust.monthly WHERE stage = '{stage}' "
        f"AND period_end <= DATE '{month}' AND {donors}"
    )
    return float(table["value"].iloc[0])


def rates(desk: Desk) -> tuple[float, float]:
    """Dollars per euro: the Fed's for February 2025 and Kiel's newest dollar sheet."""
    fed = desk.query(
        "SELECT value FROM fx.monthly WHERE quote = 'USD' AND period_start = DATE '2025-02-01'"
    )
    dollars = desk.query(
        "SELECT value FROM kiel_ust.totals_all WHERE unit = 'USD bn' AND donor_code = 'USA' "
        "AND aid_type = 'total' AND stage = 'allocated'"
    )
    newest = euros(desk, "allocated", "2026-12-31", "donor_code = 'USA'")
    return float(fed["value"].iloc[0]), float(dollars["value"].iloc[0]) / newest


@pytest.mark.parametrize(
    ("donors", "rating"),
    [
        ("donor_code = 'USA'", "119.6 to 130.9"),
        (EUROPE, "133.7 to 146.4"),
        (f"{EUROPE} AND donor_code <> 'EUI'", "82.7 to 90.5"),
    ],
)
def test_rating_s_dollars_end_with_2024(desk: Desk, donors: str, rating: str) -> None:
    """RATING cut Kiel at 31 December 2024; whole months to 22 February end with January 2025."""
    total = euros(desk, "allocated", "2024-12-31", donors)
    low, high = (float(end) for end in rating.split(" to "))
    fed, kiel = rates(desk)
    assert total * fed == pytest.approx(low, abs=0.06)
    assert total * kiel == pytest.approx(high, abs=0.06)


def test_rating_s_60_per_cent_ends_after_the_statement(desk: Desk) -> None:
    """Its shares include all of February 2025, and Macron spoke on the 24th; uncut it is 59.9."""

    def share(stage: str, month: str, whole: str) -> str:
        return f"{100 * euros(desk, stage, month, EUROPE) / euros(desk, stage, month, whole):.1f}"

    assert share("allocated", "2025-02-28", "true") == "49.6"
    assert share("allocated", "2025-02-28", f"(donor_code = 'USA' OR {EUROPE})") == "54.0"
    assert share("committed", "2025-02-28", "true") == "61.8"
    assert share("allocated", "2026-12-31", "true") == "59.9"


def test_rating_s_2_2_is_at_the_rate_of_february(desk: Desk) -> None:
    """187 over Europe's governments to February 2025; at March's rate, the claim's month, 2.1."""
    governments = euros(desk, "allocated", "2025-02-28", f"{EUROPE} AND donor_code <> 'EUI'")
    assert f"{187 / (governments * rates(desk)[0]):.1f}" == "2.2"


def rows_of_docs() -> list[list[str]]:
    """The cells of every table row in docs/worked-examples.md that begins with a claim id."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
    ]
    return [row for row in rows if row[0].strip("`") in EXAMPLES]


def test_docs_report_every_verdict() -> None:
    """Name and flags as computed here."""
    told = {row[0].strip("`"): row[3] for row in rows_of_docs() if row[1] == "verdict"}
    assert told == {
        check.claim.claim_id: ", ".join((f"`{check.now.name}`", *check.now.flags))
        for check in CHECKS.values()
    }


def test_docs_report_every_figure() -> None:
    """RATING's as it printed it; ours as measured here, to as many decimals."""
    told = {(row[0].strip("`"), row[1].strip("`")): row[2:4] for row in rows_of_docs()}
    figures = {example: told[example] for example in told if example[1] != "verdict"}
    assert {example: rating for example, (rating, _) in figures.items()} == (
        SAME_FIGURES | OTHER_FIGURES
    )
    for example, (_, ours) in figures.items():
        assert printed(finding(*example), ours) == ours, example


def test_docs_give_a_reason_for_every_difference() -> None:
    """Where ours is another figure than RATING's, the last column says why."""
    for claim_id, what, rating, ours, why in rows_of_docs():
        assert (rating == ours) == (not why), (claim_id, what)
