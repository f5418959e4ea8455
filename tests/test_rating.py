"""RATING v1, row by row: tolerance (section 1), findings (2), verdicts (4), grades (6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from assay.model import Claim, Finding, FindingStatus, VerdictName
from assay.rating import Rule, band_of, judge, rate, shown_band
from rating_samples import make_claim, make_finding


def judged(claim: Claim, low: float, high: float | None = None, **given: object) -> Finding:
    """The primary finding of one interval, judged."""
    return judge(claim, make_finding("measured", "primary", low, high, unit=claim.unit, **given))


# Section 1: the tolerance comes from the claimant's words.


@pytest.mark.parametrize(
    ("relation", "said", "low", "high"),
    [
        ("eq", "350", "332.5", "367.5"),
        ("eq", "100", "90", "110"),
        ("eq", "60", "55", "65"),
        ("eq", "7", "6.5", "7.5"),
        ("eq", "50", "45", "55"),
        ("eq", "182.99", "173.8405", "192.1395"),
        ("about", "100", "85", "115"),
        ("about", "40", "35", "45"),
        ("about", "350", "315", "385"),
        ("exact", "22", "21.5", "22.5"),
        ("exact", "350", "349.5", "350.5"),
        ("exact", "182.99", "182.985", "182.995"),
    ],
)
def test_a_number_leaves_the_room_its_digits_leave(
    relation: str, said: str, low: str, high: str
) -> None:
    """A rounder number leaves more room, between the rule's least and most; exact leaves none."""
    band = band_of(make_claim(relation, said))
    assert (band.low, band.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("relation", "said", "low", "high"),
    [
        ("at_least", "3", "2.94", None),
        ("more_than", "300", "294", None),
        ("more_than", "182.5", "182.45", None),
        ("at_most", "300", None, "306"),
        ("less_than", "182.5", None, "182.55"),
    ],
)
def test_a_bound_may_be_missed_by_its_rounding_and_no_more(
    relation: str, said: str, low: str | None, high: str | None
) -> None:
    """At least c means at least c less half its last digit, never less than 2 per cent below."""
    band = band_of(make_claim(relation, said))
    assert band.low == (None if low is None else Decimal(low))
    assert band.high == (None if high is None else Decimal(high))


def test_each_end_of_a_range_has_its_own_room() -> None:
    """Between 50 and 60 is at least 50 and at most 60."""
    band = band_of(make_claim("between", "50", value_high="60"))
    assert (band.low, band.high) == (Decimal("49"), Decimal("61.2"))


def test_a_wide_range_is_not_excluded_but_never_supported() -> None:
    """Whoever says between 10 and 100 is not borne out by a measure of 50."""
    claim = make_claim("between", "10", value_high="100")
    verdict = rate(claim, [make_finding("total", "primary", 50)])
    assert verdict.name == "unproven"
    assert verdict.because.startswith("not excluded")
    assert judged(claim, 150).status == "fails"


def test_more_than_that_is_much_more_holds_and_says_it_understates() -> None:
    """More than 100 holds at 151, with a note; at 149 without."""
    claim = make_claim("more_than", "100")
    assert (judged(claim, 151).status, judged(claim, 151).why) == ("holds", "understates")
    assert (judged(claim, 149).status, judged(claim, 149).why) == ("holds", "")


def test_a_verdict_says_what_must_be_said_with_it() -> None:
    """A bound far exceeded, and a text known from reports, are told beside supported."""
    bound = rate(make_claim("more_than", "100"), [make_finding("total", "primary", 151)])
    assert bound.because == "every reading that decides holds; the number said understates it"
    text = make_claim("text_has", "", "count")
    reports = make_finding(
        "draft", "primary", 1, unit="count", reported_only=True, reported_by=2, grade="C"
    )
    told = rate(text, [reports])
    assert (told.name, told.flags) == ("supported", ("reported",))
    assert told.because.endswith("the text is known from reports only")


def test_a_share_said_as_a_whole_ends_at_the_whole() -> None:
    """A band of "a loan" is printed to 100 per cent and no further; a number said keeps its own."""
    whole = shown_band(make_claim("eq", "100", unit="percent", quote="They loan the money."))
    assert (whole.low, whole.high) == (Decimal(90), Decimal(100))
    said = shown_band(make_claim("eq", "100", unit="percent", quote="It rose by 100 per cent."))
    assert (said.low, said.high) == (Decimal(90), Decimal(110))


def test_a_claim_without_relation_has_no_band() -> None:
    """Asking for the band of an unrated claim is an error, not a guess."""
    with pytest.raises(ValueError, match="sample has no relation"):
        band_of(make_claim(""))


# Section 2: one meaning and one interval.


def test_inside_holds_outside_fails_across_is_undecided() -> None:
    """Of 350, 340 to 360 holds, 119.6 to 130.9 fails as too high, 320 to 340 is undecided."""
    claim = make_claim("eq", "350")
    assert judged(claim, 340, 360).status == "holds"
    fails = judged(claim, 119.6, 130.9)
    assert (fails.status, fails.direction) == ("fails", "too_high")
    assert (fails.factor, fails.factor_worst) == (
        pytest.approx(350 / 130.9),
        pytest.approx(350 / 119.6),
    )
    assert judged(claim, 320, 340).status == "undecided"


def test_too_low_is_measured_from_the_number_said() -> None:
    """Europe's 133.7 to 146.4 against 100 said: too low by 1.34 at least."""
    fails = judged(make_claim("eq", "100"), 133.7, 146.4)
    assert (fails.status, fails.direction) == ("fails", "too_low")
    assert (fails.factor, fails.factor_worst) == (pytest.approx(1.337), pytest.approx(1.464))


def test_a_measure_exactly_on_the_edge_holds() -> None:
    """332.5 is inside 332.5 to 367.5, whatever binary fractions say."""
    assert judged(make_claim("eq", "350"), 0.1 * 3325).status == "holds"
    assert judged(make_claim("eq", "350"), 332.4).status == "fails"


def test_measures_that_differ_by_half_as_much_again_decide_nothing() -> None:
    """4.3 to 6.5 is 1.51 times: undecided, even where every value would fail; 1.5 still decides."""
    claim = make_claim("eq", "90")
    assert judged(claim, 43, 65).status == "undecided"
    assert judged(claim, 40, 60).status == "fails"


def test_an_incomplete_list_reaches_a_claim_or_leaves_it_open() -> None:
    """A floor of 25 bears out at least 20; one of 12, or one past an exact 22, is undecided."""
    assert judged(make_claim("at_least", "20", "count"), 25, is_floor=True).status == "holds"
    assert judged(make_claim("exact", "22", "count"), 22, is_floor=True).status == "holds"
    for found in (12, 30):
        short = judged(make_claim("exact", "22", "count"), found, is_floor=True)
        assert (short.status, short.direction, short.factor) == ("undecided", None, None)
    for relation in ("at_most", "absent"):
        claim = make_claim(relation, "20" if relation == "at_most" else "", "count")
        assert judged(claim, 25, is_floor=True).status == "undecided"


def test_nothing_on_an_incomplete_list_does_not_show_absence() -> None:
    """The list lacks it; the world may have it: exists and absent both stay undecided."""
    assert judged(make_claim("absent", "", "count"), 0, is_floor=True).status == "undecided"
    assert judged(make_claim("exists", "", "count"), 0, is_floor=True).status == "undecided"
    assert judged(make_claim("exists", "", "count"), 1, is_floor=True).status == "holds"


@pytest.mark.parametrize("unit", ["percent", "ratio"])
def test_a_share_of_an_incomplete_list_is_no_number(unit: str) -> None:
    """Half of a list that is not complete is half of nothing known."""
    found = judged(make_claim("eq", "50", unit), 50, is_floor=True)
    assert (found.status, found.low, found.high) == ("no_data", None, None)


def test_what_can_only_be_bounded_stays_undecided_and_keeps_its_factor() -> None:
    """A ceiling of 40 to 95 under 500 said is undecided, 5.3 to 12.5 times."""
    found = judged(make_claim("eq", "500"), 40, 95, marked_undecided=True)
    assert (found.status, found.direction) == ("undecided", "too_high")
    assert (found.factor, found.factor_worst) == (pytest.approx(500 / 95), pytest.approx(12.5))


@pytest.mark.parametrize(
    ("best", "worst", "status"), [(1, 1, "holds"), (1, 2, "undecided"), (2, 3, "fails")]
)
def test_the_largest_has_nobody_clearly_above_and_nobody_unknown(
    best: int, worst: int, status: FindingStatus
) -> None:
    """First for certain holds; perhaps first is undecided; second at best reverses the order."""
    found = judged(make_claim("largest", "1", "rank"), best, worst, factor=6.3)
    assert found.status == status
    assert found.direction == ("reversed" if status == "fails" else None)
    assert found.factor == 6.3


def test_a_rank_can_be_put_too_high_or_too_low() -> None:
    """Fourth said, fifth measured is too high; fourth said, third measured is too low."""
    claim = make_claim("rank", "4", "rank")
    assert judged(claim, 5, 5).direction == "too_high"
    assert judged(claim, 3, 3).direction == "too_low"
    assert judged(claim, 4, 4).status == "holds"


def test_among_the_first_ten_is_a_bound_on_the_rank() -> None:
    """Third is among the first ten, fifteenth is not: the place was put too high."""
    claim = make_claim("at_most", "10", "rank")
    assert judged(claim, 3).status == "holds"
    found = judged(claim, 15)
    assert (found.status, found.direction) == ("fails", "too_high")
    assert judged(claim, 5, 10).status == "holds"
    assert judged(claim, 8, 20).status == "undecided"


def test_what_exists_is_found_and_what_is_absent_is_not() -> None:
    """A complete register decides both, and failing turns existence round."""
    exists, absent = make_claim("exists", "", "count"), make_claim("absent", "", "count")
    assert judged(exists, 2).status == judged(absent, 0).status == "holds"
    for claim, count in ((exists, 0), (absent, 2)):
        found = judged(claim, count)
        assert (found.status, found.direction, found.factor) == ("fails", "reversed", None)
    assert judged(exists, 0, 1).status == "undecided"


@pytest.mark.parametrize(("relation", "count"), [("text_has", 1), ("text_lacks", 0)])
def test_a_text_known_from_reports_needs_two_outlets(relation: str, count: int) -> None:
    """One outlet that saw the text is not enough; two that agree hold, as reported."""
    claim = make_claim(relation, "", "count")
    one = judged(claim, count, reported_only=True, reported_by=1)
    two = judged(claim, count, reported_only=True, reported_by=2)
    assert (one.status, two.status, two.why) == ("undecided", "holds", "reported")
    assert judged(claim, count).status == "holds"


@pytest.mark.parametrize(("relation", "count"), [("text_has", 0), ("text_lacks", 1)])
def test_reports_never_fail_a_text(relation: str, count: int) -> None:
    """Only the full text can show that a clause is or is not in it."""
    claim = make_claim(relation, "", "count")
    assert judged(claim, count, reported_only=True, reported_by=3).status == "undecided"
    assert judged(claim, 0, 1, reported_only=True, reported_by=3).status == "undecided"
    assert judged(claim, count).status == "fails"


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2025-03-01", ""), ("", "2026-04-30"), ("", "2021-12-31"), ("2023-01-01", "2025-01-31")],
)
def test_a_wrong_period_is_no_number(starts: str, ends: str) -> None:
    """Later, uncut, earlier or beginning too late: the number is not shown."""
    claim = make_claim("eq", "60", period_from=date(2022, 2, 24))
    found = judged(claim, 60, period_from=starts, period_to=ends)
    assert (found.status, found.low) == ("no_data", None)


def test_a_monthly_series_ends_before_the_day_it_is_cut_to() -> None:
    """Whole months to 31 January cover a claim of 22 February."""
    claim = make_claim("eq", "60", period_from=date(2022, 2, 1), period_to=date(2025, 2, 22))
    found = judged(claim, 60, period_from="2022-02-24", period_to="2025-01-31")
    assert found.status == "holds"


def test_one_year_of_before_is_a_measure_of_before() -> None:
    """Up to a day, 2020 is a fair year; of the closed years 2020 and 2021 it covers half."""
    up_to = make_claim("eq", "7", "percent", period_to=date(2021, 12, 31))
    closed = replace(up_to, period_from=date(2020, 1, 1))
    year = {"period_from": "2020-01-01", "period_to": "2020-12-31"}
    assert judged(up_to, 7, **year).status == "holds"
    assert judged(closed, 7, **year).status == "no_data"


def test_another_unit_is_no_number() -> None:
    """Euros do not test dollars."""
    claim = make_claim("eq", "60")
    found = judge(claim, make_finding("total", "primary", 60, unit="EUR bn"))
    assert (found.status, found.why) == ("no_data", "measured in EUR bn, said in USD bn")


def test_without_data_there_is_nothing_to_judge() -> None:
    """no_data and not_held pass through with their reason."""
    for status in ("no_data", "not_held"):
        found = make_finding("total", "primary", None, status=status, why="not held")
        assert judge(make_claim("eq", "60"), found) == found


def test_judging_twice_is_judging_once() -> None:
    """A judged finding can be judged again, under the same rule or another one."""
    claim = make_claim("eq", "350")
    once = judged(claim, 330, 331)
    assert judge(claim, once) == once
    assert judge(claim, once, Rule(eq_tolerance=Decimal("0.06"))).status == "holds"


# Section 4: the verdict.

CLAIM = make_claim("eq", "100")
HOLDS, HIGH, LOW, OPEN = 100, 50, 200, (85, 95)


def verdict_on(primary: object, *others: tuple[str, object]) -> VerdictName:
    """The verdict of 100 said, by a primary measure and others with their roles."""
    return rate(CLAIM, readings(primary, *others)).name


def readings(primary: object, *others: tuple[str, object]) -> list[Finding]:
    """Findings with these measures: a number, an interval, or None for no data."""
    listed = [("primary", primary), *others]
    made = []
    for place, (role, measure) in enumerate(listed):
        low, high = measure if isinstance(measure, tuple) else (measure, measure)
        made.append(make_finding(f"reading {place}", role, low, high))  # type: ignore[arg-type]
    return made


def test_no_reading_at_all_is_not_tested() -> None:
    """A claim whose readings have not been written says so."""
    assert rate(CLAIM, []).name == "not_tested"


def test_a_primary_reading_without_data_is_not_tested() -> None:
    """Other readings do not stand in for the primary one."""
    assert verdict_on(None, ("ordinary", HOLDS)) == "not_tested"
    not_held = make_finding("total", "primary", None, status="not_held", why="release 21 not held")
    assert rate(CLAIM, [not_held]).because == "release 21 not held"


def test_all_hold_is_supported() -> None:
    """Every deciding reading that has data holds; one without data does not count."""
    verdict = rate(CLAIM, readings(HOLDS, ("ordinary", 101), ("ordinary", None)))
    assert (verdict.name, verdict.flags) == ("supported", ())
    assert verdict.deciding == ("reading 0", "reading 1")


def test_primary_holds_and_the_rest_undecided_is_supported_near() -> None:
    """The ordinary reading does not exclude it."""
    verdict = rate(CLAIM, readings(HOLDS, ("ordinary", OPEN)))
    assert (verdict.name, verdict.flags) == ("supported", ("near",))
    assert verdict.because == 'true of "Reading 0"; not decided by "Reading 1"'


def test_some_hold_and_some_fail_depends_in_words() -> None:
    """Both halves, the primary reading's first."""
    holds_first = rate(CLAIM, readings(HOLDS, ("ordinary", HIGH)))
    assert holds_first.name == "depends"
    assert holds_first.because == 'true of "Reading 0", not of "Reading 1"'
    fails_first = rate(CLAIM, readings(HIGH, ("ordinary", HOLDS)))
    assert fails_first.name == "depends"
    assert fails_first.because == 'not true of "Reading 0"; true of "Reading 1"'
    assert verdict_on(OPEN, ("ordinary", HOLDS), ("ordinary", HIGH)) == "depends"


def test_primary_undecided_is_unproven() -> None:
    """Unless other readings hold and fail, an undecided primary leaves it unproven."""
    for others in ((), (("ordinary", HOLDS),), (("ordinary", HIGH),), (("generous", HOLDS),)):
        verdict = rate(CLAIM, readings(OPEN, *others))
        assert verdict.name == "unproven"
        assert verdict.because.startswith("the sources that would show it do not")


@pytest.mark.parametrize(
    ("soft", "told"),
    [(HOLDS, 'only if it means "Reading 1"'), (OPEN, 'only "Reading 1" leaves it open')],
)
def test_a_generous_reading_softens_a_failing_claim(soft: object, told: str) -> None:
    """Too high on every ordinary meaning, but not on the strongest: overstated, only if."""
    verdict = rate(CLAIM, readings(HIGH, ("generous", soft)))
    assert (verdict.name, verdict.only_if) == ("overstated", ("reading 1",))
    assert told in verdict.because
    assert verdict_on(LOW, ("generous", soft)) == "understated"


def test_an_undecided_ordinary_reading_softens_too() -> None:
    """A fair reading that does not exclude the claim stands between it and contradicted."""
    assert verdict_on(HIGH, ("ordinary", OPEN)) == "overstated"


def test_a_small_factor_overstates_or_understates() -> None:
    """Below 1.5 times, the generous reading included, nothing is contradicted."""
    assert verdict_on(70) == "overstated"
    assert verdict_on(140) == "understated"
    assert verdict_on(HIGH, ("generous", 70)) == "overstated"


def test_a_large_factor_contradicts_with_direction_and_range() -> None:
    """From 1.5 times on every reading: contradicted, and the range of factors in words."""
    verdict = rate(CLAIM, readings(HIGH, ("ordinary", (30, 40)), ("generous", 60)))
    assert (verdict.name, verdict.direction) == ("contradicted", "too_high")
    assert verdict.because == "1.7 to 3.3 times the measured amounts"
    low = rate(CLAIM, readings(LOW))
    assert (low.name, low.direction) == ("contradicted", "too_low")
    assert low.because == "the measured amount is 2.0 times the number said"


def test_a_measure_of_nothing_contradicts() -> None:
    """No factor can be given where nothing was measured."""
    verdict = rate(CLAIM, readings(0))
    assert (verdict.name, verdict.factor_low) == ("contradicted", None)
    assert verdict.because == "nothing was measured"


def test_a_reversed_order_contradicts_at_any_factor() -> None:
    """More than Europe, measured at 0.9: only 1.1 times off, but the order is the other way."""
    claim = make_claim("more_than", "1", "ratio")
    verdict = rate(claim, [make_finding("total", "primary", 0.9, unit="ratio")])
    assert (verdict.name, verdict.direction) == ("contradicted", "reversed")


def test_a_reversed_order_is_softened_by_a_generous_reading() -> None:
    """Generous can soften: more than Europe, in military aid alone."""
    claim = make_claim("more_than", "1", "ratio")
    findings = [
        make_finding("total", "primary", 0.9, unit="ratio"),
        make_finding("military", "generous", 1.06, unit="ratio"),
    ]
    assert rate(claim, findings).name == "overstated"


def test_a_reversed_existence_contradicts() -> None:
    """Something said to be missing, all of it found."""
    verdict = rate(
        make_claim("exists", "", "count"), [make_finding("missing", "primary", 0, unit="count")]
    )
    assert (verdict.name, verdict.because) == ("contradicted", "none was found")


def test_failing_on_both_sides_is_between() -> None:
    """Allocated 119.6 to 130.9 and disbursed 83.4 around a hedged 100, by the primary reading."""
    claim = make_claim("about", "100")
    verdict = rate(
        claim,
        [
            make_finding("allocated", "primary", 119.6, 130.9),
            make_finding("disbursed", "ordinary", 83.4),
        ],
    )
    assert verdict.name == "understated"
    assert "between" in verdict.flags
    assert verdict.because == "no measure gives this figure; it lies between 83.4 and 131"


def test_between_names_the_reading_that_does_not_exclude_it() -> None:
    """A generous reading changes no name, but "no measure gives this figure" would be untrue."""
    verdict = rate(
        make_claim("eq", "100"),
        [
            make_finding("allocated", "primary", 119.6, 130.9),
            make_finding("disbursed", "ordinary", 83.4),
            make_finding("without_the_loan", "generous", 100.2, 111.5),
        ],
    )
    assert (verdict.name, verdict.flags) == ("understated", ("between",))
    assert verdict.only_if == ("without_the_loan",)
    assert verdict.because.startswith("it lies between 83.4 and 131; only ")


def test_a_usual_revision_away_from_another_verdict_is_near() -> None:
    """54.4 per cent of a stated half: two per cent more would be outside 45 to 55."""
    claim = make_claim("eq", "50", "percent")
    near = rate(claim, [make_finding("unpaid", "primary", 54.4, unit="percent")])
    assert (near.name, near.flags) == ("supported", ("near",))
    far = rate(claim, [make_finding("unpaid", "primary", 50.0, unit="percent")])
    assert far.flags == ()
    usgs = make_finding("unpaid", "primary", 52.0, unit="percent", typical_revision=0.10)
    assert rate(claim, [usgs]).flags == ("near",)


def test_no_revision_moves_a_count_or_a_rank() -> None:
    """Twenty-two is not twenty-two and a half."""
    claim = make_claim("exact", "22", "count")
    assert rate(claim, [make_finding("named", "primary", 22, unit="count")]).flags == ()


@pytest.mark.parametrize(
    ("measure", "flip"),
    [
        ((119.6, 130.9), "would hold from 332 up"),
        ((500, 510), "would hold from 368 down"),
        ((340, 360), "would no longer hold below 332 or above 368"),
        ((320, 340), "would hold between 332 and 368"),
    ],
)
def test_the_distance_to_another_verdict_is_told(measure: object, flip: str) -> None:
    """From where the number said would hold, to three significant digits."""
    claim = make_claim("eq", "350")
    low, high = measure  # type: ignore[misc]
    assert rate(claim, [make_finding("total", "primary", low, high)]).flip == flip


def test_the_distance_of_other_relations_is_told() -> None:
    """Bounds have one side; orders and existence are told in words."""
    ratio = make_claim("more_than", "3", "ratio")
    rank = make_claim("largest", "1", "rank")
    exists = make_claim("exists", "", "count")
    flips = [
        rate(ratio, [make_finding("total", "primary", 0.85, unit="ratio")]).flip,
        rate(rank, [make_finding("reserves", "primary", 2, unit="rank", factor=6.3)]).flip,
        rate(exists, [make_finding("missing", "primary", 0, unit="count")]).flip,
    ]
    assert flips == [
        "would hold from 2.94 up",
        "would hold at rank 1",
        "would hold if one were found",
    ]


def test_no_distance_is_told_where_no_other_amount_would_decide() -> None:
    """A bound as large as the number said, and a text known from too few reports."""
    bound = make_finding("ceiling", "primary", 360, marked_undecided=True)
    verdict = rate(make_claim("more_than", "350"), [bound])
    assert (verdict.name, verdict.flip) == ("unproven", "")
    told = make_finding("reports", "primary", 1, unit="count", reported_only=True, reported_by=1)
    verdict = rate(make_claim("text_has", "", "count"), [told])
    assert verdict.name == "unproven"
    assert verdict.flip == (
        "would hold if two outlets that saw the text said so, and none said otherwise"
    )


# Sections 0 and 6: what is not rated, and what a grade carries.


@pytest.mark.parametrize("name", ["not_rated", "untestable", "not_tested"])
def test_an_unrated_claim_says_why_whatever_was_measured(name: str) -> None:
    """The curated reason is the verdict's reason."""
    claim = replace(CLAIM, unrated=name, unrated_because="Nobody publishes it.")
    verdict = rate(claim, readings(HOLDS))
    assert (verdict.name, verdict.because) == (name, "Nobody publishes it.")


@pytest.mark.parametrize("act", ["demand", "offer", "judgement", "position"])
def test_only_assertions_and_due_forecasts_are_rated(act: str) -> None:
    """A demand is neither right nor wrong."""
    assert rate(replace(CLAIM, speech_act=act), readings(HOLDS)).name == "not_rated"


def test_a_forecast_is_pending_until_its_date_for_everybody() -> None:
    """Before the day, or without one, pending; on the day it is rated."""
    claim = replace(CLAIM, speech_act="forecast", due_on=date(2025, 12, 31))
    assert rate(claim, readings(HOLDS)).name == "pending"
    assert rate(claim, readings(HOLDS), on=date(2025, 12, 30)).name == "pending"
    assert rate(claim, readings(HOLDS), on=date(2025, 12, 31)).name == "supported"


@pytest.mark.parametrize("found", ["said", "not_found", "misquoted"])
def test_attribution_has_its_own_verdicts(found: str) -> None:
    """Was it said? No colour and no number."""
    claim = make_claim("", tests="attribution", attribution=found)
    assert rate(claim, []).name == found
    assert rate(replace(claim, attribution="", unrated="not_tested"), []).name == "not_tested"


def test_the_verdict_carries_the_worst_grade_that_decided() -> None:
    """A generous or context reading does not lower it."""
    findings = [
        make_finding("a", "primary", 100, grade="A"),
        make_finding("b", "ordinary", 101, grade="B"),
        make_finding("c", "generous", 102, grade="C"),
        make_finding("d", "context", 103, grade="C"),
    ]
    assert rate(CLAIM, findings).grade == "B"


def test_press_copies_alone_never_contradict() -> None:
    """On grade C the next milder verdict stands, and says why; the rule sees no names."""
    verdict = rate(CLAIM, [make_finding("total", "primary", 50, grade="C")])
    assert (verdict.name, verdict.grade) == ("overstated", "C")
    assert verdict.because.endswith("press copies alone (grade C) do not carry more than this")


def test_the_words_are_neutral() -> None:
    """No verdict says times too high, lie, admit or falsely."""
    for measure in (HOLDS, HIGH, LOW, OPEN, 0, 70, 140):
        for other in (HOLDS, HIGH, LOW, OPEN):
            because = rate(CLAIM, readings(measure, ("ordinary", other))).because
            for word in ("too high", "too low", "lie ", "admit", "falsely", "gave", "sent"):
                assert word not in because
