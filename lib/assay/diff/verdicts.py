"""Which verdicts would flip: every claim that reads the source, checked with each of two releases
as the newest one held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assay.checks import check_claim
from assay.claims import read_claims
from assay.desk import Desk
from assay.desk.holdings import Holding, Holdings, hold
from assay.errors import ReadingError
from assay.model import Check, Claim, Finding, Reading, Release, Verdict
from assay.paths import Project
from assay.readings import read_readings

Clock = Literal["now", "then"]
FAILED = "reading failed"


@dataclass(frozen=True, slots=True)
class Moved:
    """One reading whose measure or status differs between the two."""

    reading: str
    unit: str
    old: Finding | None
    new: Finding | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What the newer release does to one claim at one clock. `was` and `becomes` name verdicts with
    their flags.
    """

    claim: Claim
    clock: Clock
    was: str
    becomes: str
    moved: tuple[Moved, ...]

    @property
    def is_flip(self) -> bool:
        """Whether the verdict itself, and not only a flag, is another."""
        return self.was.partition(" ")[0] != self.becomes.partition(" ")[0]


def effects_on_claims(
    project: Project, old: Release, new: Release
) -> tuple[int, tuple[Effect, ...]]:
    """How many claims read the source, and every effect on them: flips first.

    Each side holds the releases up to `old`; the second also `new`, as the newest. CuratedError or
    ReadingError when claims or readings cannot be read; a reading that fails on one side counts
    as an effect.
    """
    claims = read_claims(project)
    readings = {
        claim_id: found
        for claim_id, found in read_readings(project, claims).items()
        if any(table.startswith(f"{old.source}.") for r in found for table in r.tables)
    }
    holdings = hold(project)
    before = _checks(_with(holdings, old.source, _up_to(holdings, old, new)), claims, readings)
    after = _checks(
        _with(holdings, old.source, (*_up_to(holdings, old, new), new)), claims, readings
    )
    effects = [
        effect
        for claim_id in readings
        for effect in _effects(claims[claim_id], before[claim_id], after[claim_id])
    ]
    effects.sort(key=lambda effect: not effect.is_flip)
    return len(readings), tuple(effects)


def _up_to(holdings: Holdings, old: Release, new: Release) -> tuple[Release, ...]:
    """The releases held that are older than `old`, then `old`."""
    held = holdings.sources[old.source].releases
    place = next(number for number, release in enumerate(held) if release.release == old.release)
    return (*(r for r in held[:place] if r.release != new.release), held[place])


def _with(holdings: Holdings, source: str, releases: Sequence[Release]) -> Holdings:
    """The same holdings with other releases of one source. The cache has the rows of all."""
    holding = holdings.sources[source]
    changed = Holding(holding.contract, tuple(releases), holding.calendar)
    return replace(holdings, sources={**holdings.sources, source: changed})


def _checks(
    holdings: Holdings, claims: dict[str, Claim], readings: dict[str, tuple[Reading, ...]]
) -> dict[str, Check | ReadingError]:
    found: dict[str, Check | ReadingError] = {}
    with Desk(holdings) as desk:
        for claim_id, of_claim in readings.items():
            try:
                found[claim_id] = check_claim(desk, claims[claim_id], of_claim)
            except ReadingError as error:
                found[claim_id] = error
    return found


def _effects(
    claim: Claim, old: Check | ReadingError, new: Check | ReadingError
) -> Iterator[Effect]:
    if isinstance(old, ReadingError) or isinstance(new, ReadingError):
        was = FAILED if isinstance(old, ReadingError) else in_words(old.now)
        becomes = FAILED if isinstance(new, ReadingError) else in_words(new.now)
        if was != becomes:
            yield Effect(claim, "now", was, becomes, ())
        return
    moved = _moved(old.now_findings, new.now_findings)
    if moved or in_words(old.now) != in_words(new.now):
        yield Effect(claim, "now", in_words(old.now), in_words(new.now), moved)
    if old.then and new.then:
        moved = _moved(old.then_findings, new.then_findings)
        if moved or in_words(old.then) != in_words(new.then):
            yield Effect(claim, "then", in_words(old.then), in_words(new.then), moved)


def in_words(verdict: Verdict) -> str:
    """`supported`, or `supported (near)`."""
    name = verdict.name.replace("_", "-")
    return f"{name} ({', '.join(verdict.flags)})" if verdict.flags else name


def _moved(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[Moved, ...]:
    before, after = {f.reading: f for f in old}, {f.reading: f for f in new}
    return tuple(
        Moved(name, (after.get(name) or before[name]).unit, before.get(name), after.get(name))
        for name in dict.fromkeys((*before, *after))
        if _measure(before.get(name)) != _measure(after.get(name))
    )


def _measure(finding: Finding | None) -> tuple[object, ...]:
    if finding is None:
        return ()
    rounded = tuple(
        None if end is None else float(f"{end:.10g}") for end in (finding.low, finding.high)
    )
    return (finding.status, *rounded)
