"""RATING, "Properties to test": what must hold of any claim and any findings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assay.model import Claim, Finding
from assay.rating import judge, rate
from hypothesis import assume, given
from hypothesis import strategies as st
from rating_samples import make_claim, make_finding, same_every_time

RELATIONS = ("eq", "about", "exact", "at_least", "more_than", "at_most", "less_than")
MEASURES = st.decimals("0.01", "2000", places=2).map(float)
ROLES = ("ordinary", "generous", "context")


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """A numeric claim with a number as somebody might say it."""
    said = draw(st.integers(1, 999)) * Decimal(10) ** draw(st.integers(-1, 1))
    return make_claim(draw(st.sampled_from(RELATIONS)), format(said, "f"))


@st.composite
def intervals(draw: st.DrawFn) -> tuple[float, float]:
    """A measured interval, most of them narrow."""
    low = draw(MEASURES)
    widths = st.sampled_from((Decimal(1), Decimal("1.02"), Decimal("1.2"), Decimal("1.7")))
    return low, float(Decimal(str(low)) * draw(widths))


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    """One primary reading and up to four others."""
    roles = ["primary", *draw(st.lists(st.sampled_from(ROLES), max_size=4))]
    return [
        make_finding(
            f"reading {place}",
            role,  # type: ignore[arg-type]
            *draw(intervals()),
            grade=draw(st.sampled_from("ABC")),
            marked_undecided=draw(st.sampled_from((False, False, False, True))),
        )
        for place, role in enumerate(roles)
    ]


@same_every_time
@given(claims(), findings(), st.text(), st.sampled_from(("minerals", "aid", "guarantees")))
def test_renaming_the_speakers_changes_nothing(
    claim: Claim, found: list[Finding], name: str, topic: str
) -> None:
    """The rule never sees the speaker, the side or the topic."""
    other = replace(claim, speaker=name, speaker_role=name, topic=topic, quote=name, statement=name)
    assert rate(claim, found) == rate(other, found)


@same_every_time
@given(claims(), findings(), st.integers(-3, 3))
def test_scaling_all_numbers_changes_nothing(
    claim: Claim, found: list[Finding], power: int
) -> None:
    """Thousands or millions: the same digits said give the same verdict."""
    assume(claim.relation != "exact" and not claim.value_low.endswith("0"))
    scaled_claim = replace(claim, value_low=_scaled(claim.value_low, power))
    scaled = [
        replace(f, low=float(_scaled(f.low, power)), high=float(_scaled(f.high, power)))
        for f in found
    ]
    one, other = rate(claim, found), rate(scaled_claim, scaled)
    assert (one.name, one.flags, one.direction) == (other.name, other.flags, other.direction)


def _scaled(number: object, power: int) -> str:
    return format(Decimal(str(number)).scaleb(power), "f")


@same_every_time
@given(claims(), findings(), intervals())
def test_context_changes_nothing(
    claim: Claim, found: list[Finding], measure: tuple[float, float]
) -> None:
    """What is shown beside a claim does not rate it."""
    context = make_finding("beside", "context", *measure, grade="C")
    assert rate(claim, [*found, context]) == rate(claim, found)


@same_every_time
@given(claims(), findings(), intervals())
def test_a_generous_reading_never_rescues_and_never_hardens(
    claim: Claim, found: list[Finding], measure: tuple[float, float]
) -> None:
    """It can turn contradicted into overstated or understated, and nothing else."""
    before = rate(claim, found).name
    after = rate(claim, [*found, make_finding("strongest", "generous", *measure)]).name
    if before == "contradicted":
        assert after in {"contradicted", "overstated", "understated"}
    else:
        assert after == before


@same_every_time
@given(claims(), intervals(), st.decimals("1", "3", places=2), st.decimals("1", "3", places=2))
def test_widening_never_turns_holding_into_failing_or_back(
    claim: Claim, measure: tuple[float, float], down: Decimal, up: Decimal
) -> None:
    """A less certain measurement can only become undecided."""
    narrow = judge(claim, make_finding("total", "primary", *measure)).status
    low, high = (Decimal(str(number)) for number in measure)
    wide = make_finding("total", "primary", float(low / down), float(high * up))
    after = judge(claim, wide).status
    assert after in {narrow, "undecided"}


@same_every_time
@given(claims(), findings())
def test_a_floor_or_a_report_never_fails(claim: Claim, found: list[Finding]) -> None:
    """What is incomplete cannot show that something is not so."""
    for finding in found:
        if finding.role == "context":
            continue
        for partial in (
            replace(finding, is_floor=True),
            replace(finding, reported_only=True, reported_by=5),
        ):
            assert judge(claim, partial).status != "fails"


@same_every_time
@given(claims(), findings())
def test_judging_again_changes_nothing(claim: Claim, found: list[Finding]) -> None:
    """Judged findings give the verdict of unjudged ones."""
    assert rate(claim, [judge(claim, finding) for finding in found]) == rate(claim, found)


@same_every_time
@given(claims(), findings())
def test_the_order_of_readings_does_not_change_the_verdict(
    claim: Claim, found: list[Finding]
) -> None:
    """Readings are a set with roles, not a sequence."""
    one, other = rate(claim, found), rate(claim, found[::-1])
    assert (one.name, set(one.flags), one.grade) == (other.name, set(other.flags), other.grade)


@same_every_time
@given(claims(), findings())
def test_every_case_has_a_verdict_with_a_reason(claim: Claim, found: list[Finding]) -> None:
    """The table has no hole: some verdict, some reason, a grade, and a flip distance but where the
    source can only bound what was said.
    """
    verdict = rate(claim, found)
    primary = next(finding for finding in found if finding.role == "primary")
    assert verdict.because
    assert verdict.grade in {"A", "B", "C"}
    assert verdict.flip.startswith("would ") or (primary.marked_undecided and not verdict.flip)
    if verdict.grade == "C":
        assert verdict.name != "contradicted"
