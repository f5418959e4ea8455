"""A claim's findings rated: the table of RATING, section 4, case by case in its order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assay.model import Claim, Direction, Finding, Grade, Verdict, VerdictName
from assay.rating import words
from assay.rating.band import COUNTED_UNITS, FOUND, NOT_FOUND, band_of
from assay.rating.judging import judge, side_of
from assay.rating.rule import V1, Rule

ATTRIBUTIONS: dict[str, VerdictName] = {
    "said": "said",
    "not_found": "not_found",
    "misquoted": "misquoted",
}
UNRATED: dict[str, VerdictName] = {
    "not_rated": "not_rated",
    "untestable": "untestable",
    "not_tested": "not_tested",
}
RATED_ACTS = frozenset({"assertion", "forecast"})
NOT_ON_C = "press copies alone (grade C) do not carry more than this"


@dataclass(frozen=True, slots=True)
class _Ground:
    """Judged findings of one claim, sorted by what they may do."""

    claim: Claim
    rule: Rule
    primary: Finding
    deciding: tuple[Finding, ...]
    generous: tuple[Finding, ...]

    def with_status(self, status: str) -> tuple[Finding, ...]:
        return tuple(f for f in self.deciding if f.status == status)

    def softening(self) -> tuple[Finding, ...]:
        """Readings on which a failing claim would hold or is not excluded."""
        undecided = self.with_status("undecided")
        return undecided + tuple(f for f in self.generous if f.status in {"holds", "undecided"})

    def failing(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.deciding + self.generous if f.status == "fails")

    def side(self, finding: Finding) -> Direction | None:
        return side_of(self.claim, finding, self.rule)

    @property
    def grade(self) -> Grade | None:
        return max((f.grade for f in self.deciding if f.grade), default=None)


@dataclass(frozen=True, slots=True)
class _Case:
    name: VerdictName
    because: str
    flags: tuple[str, ...] = ()
    only_if: tuple[Finding, ...] = ()


def rate(
    claim: Claim, findings: Sequence[Finding], *, on: date | None = None, rule: Rule = V1
) -> Verdict:
    """The verdict on a claim, by its readings' findings (judged or not) and nothing else.

    `on` is the day of judging, for forecasts: before `due_on`, or without a day, a forecast is
    pending. The rule sees numbers, relations and roles; speaker, side and topic change nothing.
    """
    unrated = _unrated(claim, on)
    if unrated:
        return unrated
    judged = [judge(claim, finding, rule) for finding in findings]
    primary = next((f for f in judged if f.role == "primary"), None)
    if primary is None:
        return Verdict(claim.claim_id, "not_tested", because="no reading of it has been written")
    if primary.status in {"no_data", "not_held"}:
        why = primary.why or "the primary reading has no data for the claim's period"
        return Verdict(claim.claim_id, "not_tested", because=why)
    ground = _sort(claim, judged, primary, rule)
    return _verdict(ground, _decide(ground))


def _unrated(claim: Claim, on: date | None) -> Verdict | None:
    if claim.tests == "attribution":
        name = ATTRIBUTIONS.get(claim.attribution, "not_tested")
        return Verdict(claim.claim_id, name, because=claim.unrated_because)
    is_due = on is not None and claim.due_on is not None and on >= claim.due_on
    if claim.unrated in UNRATED:
        return Verdict(claim.claim_id, UNRATED[claim.unrated], because=claim.unrated_because)
    if (claim.unrated == "pending" or claim.speech_act == "forecast") and not is_due:
        because = claim.unrated_because or f"a forecast for {claim.due_on}, which has not come"
        return Verdict(claim.claim_id, "pending", because=because)
    if claim.speech_act not in RATED_ACTS:
        because = f"a {claim.speech_act} is neither right nor wrong"
        return Verdict(claim.claim_id, "not_rated", because=because)
    if not claim.relation:
        return Verdict(claim.claim_id, "not_tested", because="no test of it has been written")
    return None


def _sort(claim: Claim, judged: Sequence[Finding], primary: Finding, rule: Rule) -> _Ground:
    with_data = [f for f in judged if f.status in {"holds", "fails", "undecided"}]
    return _Ground(
        claim,
        rule,
        primary,
        (primary, *(f for f in with_data if f.role == "ordinary")),
        tuple(f for f in with_data if f.role == "generous"),
    )


def _decide(ground: _Ground) -> _Case:
    """The first case of the table that fits."""
    holds, fails = ground.with_status("holds"), ground.with_status("fails")
    if holds and fails:
        return _Case("depends", words.halves(ground.deciding))
    if ground.primary.status == "undecided":
        return _Case("unproven", _unproven_because(ground))
    if ground.primary.status == "holds":
        return _supported(ground)
    return _failed(ground, fails)


def _supported(ground: _Ground) -> _Case:
    reported = any(f.status == "holds" and f.reported_only for f in ground.deciding)
    flags = ("near",) * bool(ground.with_status("undecided")) + ("reported",) * reported
    return _Case("supported", words.supported(ground.deciding), flags)


def _failed(ground: _Ground, fails: Sequence[Finding]) -> _Case:
    softening = ground.softening()
    sides = {ground.side(finding) for finding in fails}
    one_way = len(sides) == 1
    side = ground.side(ground.primary)
    phrase = words.factor_phrase(ground.claim, side, *_factor_range(ground))
    reverses = ground.primary.direction == "reversed"
    if one_way and softening:
        because = "; ".join(filter(None, (phrase, words.only_if(softening))))
        return _Case(_too_far(ground), because, only_if=softening)
    smallest = min(_distance(ground.claim, finding) for finding in ground.failing())
    if one_way and not reverses and smallest < ground.rule.contradicted_from:
        return _Case(_too_far(ground), phrase)
    if one_way or reverses:
        return _contradicted(ground, phrase or _reversal(ground.claim))
    because = words.between(fails, softening)
    return _Case(_too_far(ground), because, ("between",), only_if=softening)


def _contradicted(ground: _Ground, because: str) -> _Case:
    """Press copies alone never contradict: the next milder verdict stands, and says so."""
    if ground.grade == "C":
        return _Case(_too_far(ground), f"{because}; {NOT_ON_C}")
    return _Case("contradicted", because)


def _too_far(ground: _Ground) -> VerdictName:
    """The milder failing verdict. What was said to be there or absent can only go too far."""
    too_low = ground.side(ground.primary) == "too_low"
    return "understated" if too_low and not _is_yes_or_no(ground.claim) else "overstated"


def _is_yes_or_no(claim: Claim) -> bool:
    return claim.relation in FOUND | NOT_FOUND


def _reversal(claim: Claim) -> str:
    if claim.relation in FOUND:
        return "none was found"
    if claim.relation in NOT_FOUND:
        return "found, though none was said to be there"
    is_order = claim.unit in {"ratio", "rank"}
    return "the measured order is the reverse" if is_order else "nothing was measured"


def _distance(claim: Claim, finding: Finding) -> float:
    """The factor by which a failing reading fails: infinite where the measure is not positive,
    and no more than one for a rank whose reading gives no gap.
    """
    if finding.factor is not None:
        return finding.factor
    return 1.0 if claim.unit == "rank" else math.inf


def _factor_range(ground: _Ground) -> tuple[float | None, float | None]:
    """Smallest and largest factor over failing readings on the primary's side."""
    side = ground.side(ground.primary)
    same = [f for f in ground.failing() if ground.side(f) == side and f.factor is not None]
    if not same:
        return None, None
    nearest = [f.factor for f in same if f.factor is not None]
    farthest = [f.factor_worst or f.factor or 1.0 for f in same]
    return min(nearest), max(farthest)


def _unproven_because(ground: _Ground) -> str:
    primary = ground.primary
    if primary.why.startswith("not excluded"):
        return primary.why
    side = ground.side(primary)
    phrase = words.factor_phrase(
        ground.claim, side, primary.factor, primary.factor_worst, primary.bound
    )
    return "; ".join(filter(None, (words.NOT_SHOWN, phrase or primary.why)))


def _verdict(ground: _Ground, case: _Case) -> Verdict:
    flags = case.flags
    if "near" not in flags and _is_near(ground, case.name):
        flags = ("near", *flags)
    failed = case.name in {"overstated", "understated", "contradicted"}
    low, high = _factor_range(ground) if failed else (None, None)
    if case.name == "unproven":
        low, high = ground.primary.factor, ground.primary.factor_worst
    return Verdict(
        claim_id=ground.claim.claim_id,
        name=case.name,
        flags=flags,
        grade=ground.grade,
        because=case.because,
        factor_low=low,
        factor_high=high,
        flip=_flip(ground, case.name),
        deciding=tuple(finding.reading for finding in ground.deciding),
        direction=ground.primary.direction,
        only_if=tuple(finding.reading for finding in case.only_if),
    )


def _flip(ground: _Ground, name: VerdictName) -> str:
    """How far the measure is from another verdict; nothing where a bound is where the claim is:
    no other amount would decide it.
    """
    side = ground.side(ground.primary)
    if name == "unproven" and ground.primary.reported_only:
        return words.TWO_REPORTS
    if ground.primary.marked_undecided and side is None:
        return ""
    return words.flip_text(ground.claim, band_of(ground.claim, ground.rule), name, side)


def _is_near(ground: _Ground, name: VerdictName) -> bool:
    """Would another verdict follow if one deciding measure moved by its typical revision?"""
    claim = ground.claim
    if claim.unit in COUNTED_UNITS or _is_yes_or_no(claim):
        return False
    for place, finding in enumerate(ground.deciding):
        for step in (1 + finding.typical_revision, 1 - finding.typical_revision):
            moved = judge(claim, _moved(finding, step), ground.rule)
            deciding = (*ground.deciding[:place], moved, *ground.deciding[place + 1 :])
            primary = moved if place == 0 else ground.primary
            if _decide(replace(ground, primary=primary, deciding=deciding)).name != name:
                return True
    return False


def _moved(finding: Finding, step: float) -> Finding:
    if finding.low is None or finding.high is None:
        return finding
    return replace(finding, low=finding.low * step, high=finding.high * step)
