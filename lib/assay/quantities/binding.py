"""Numbers bound to their proof: the text as shown, and everything behind it.

Keys are stable and say what they are:
    us-aid-350bn/allocated@now#low           an end of a finding's interval
    us-aid-350bn/allocated@2025-02-22#factor
    us-aid-350bn/verdict@now#factor_low      a number of the verdict
    donors-by-year#r3.value                  a cell of a story's table
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from assay.document import Number, Proof, ProofRelease
from assay.model import Check, Finding, Reading, UsedRelease, Verdict
from assay.quantities.amounts import UNKNOWN
from assay.quantities.rounding import decimals_of, exact, in_digits, round_to, rule_in_words
from assay.quantities.wording import qualifier_in_words

if TYPE_CHECKING:
    import pandas as pd

ORIGIN = "assay_origin"
FindingCell = Literal["low", "high", "factor", "factor_worst"]
VerdictCell = Literal["factor_low", "factor_high"]


@dataclass(frozen=True, slots=True)
class TableOrigin:
    """What lies behind the cells of one table: query, its hash, rows, their hash, releases."""

    query: str
    query_sha256: str
    rows: int
    evidence_sha256: str
    releases: tuple[ProofRelease, ...] = ()


def origin_of(frame: TableOrigin | pd.DataFrame, key: str) -> TableOrigin:
    """What lies behind a frame of the desk, which says so in `frame.attrs`.

    ValueError when it does not: a number without origin is not published.
    """
    if isinstance(frame, TableOrigin):
        return frame
    origin = frame.attrs.get(ORIGIN)
    if not isinstance(origin, TableOrigin):
        raise ValueError(
            f"{key}: this table does not say where it is from. Take it from the desk, or pass "
            "the desk's table it was computed from as `origin`."
        )
    return origin


def bind_finding(
    finding: Finding,
    cell: FindingCell,
    reading: Reading | None = None,
    *,
    language: str = "en",
) -> Number:
    """A number of a finding: an end of its interval (both ends at one precision) or its factor.

    `reading` names the SQL and its tables. ValueError when the finding has no such number.
    """
    value = getattr(finding, cell)
    if value is None:
        raise ValueError(f"{finding.origin} has no {cell}: {finding.status}")
    number = exact(value)
    if cell in ("low", "high"):
        unit = finding.unit
        ends = [exact(end) for end in (finding.low, finding.high) if end is not None]
        # What lies across the edge of what was said is not shown as one number beside it.
        decimals = decimals_of(unit, *ends, apart=finding.status == "undecided")
    else:
        unit = "times"
        both = (finding.factor, finding.factor_worst) if finding.bound else ()
        ends = [exact(end) for end in both if end is not None]
        decimals = decimals_of(unit, *(ends or [number]))
    key = f"{finding.origin}#{cell}"
    proof = _proof(
        key,
        f"{finding.says} ({_cell_in_words(finding, cell)})",
        number,
        unit,
        decimals,
        "more_than" if finding.is_floor and cell in ("low", "high") else "derived",
        _origin_of_finding(finding, reading),
    )
    return Number(in_digits(round_to(number, decimals), decimals, language), proof)


def bind_range(
    finding: Finding, reading: Reading | None = None, *, language: str = "en"
) -> tuple[Number, ...]:
    """The measured interval: two numbers, or one when both ends are shown alike.

    ValueError when the finding has no interval.
    """
    low = bind_finding(finding, "low", reading, language=language)
    high = bind_finding(finding, "high", reading, language=language)
    return (low,) if low.text == high.text else (low, high)


def bind_verdict(
    check: Check, cell: VerdictCell, verdict: Verdict | None = None, *, language: str = "en"
) -> Number:
    """The smallest or largest factor of a verdict (default: of now), both at one precision.

    Its proof holds the releases of every deciding finding. ValueError when there is no factor.
    """
    verdict = verdict or check.now
    value = getattr(verdict, cell)
    if value is None:
        raise ValueError(f"{verdict.claim_id}: the verdict {verdict.name} has no {cell}")
    ends = [exact(end) for end in (verdict.factor_low, verdict.factor_high) if end is not None]
    decimals = decimals_of("times", *ends)
    return bind_value(
        value,
        "times",
        key=f"{verdict_origin(check, verdict)}#{cell}",
        what="The claimed figure and what was found, the larger divided by the smaller",
        origin=origin_of_verdict(check, verdict),
        decimals=decimals,
        language=language,
    )


def bind_value(
    value: Decimal | float | int | str,
    unit: str,
    *,
    key: str,
    what: str,
    origin: TableOrigin,
    qualifier: str = "derived",
    decimals: int | None = None,
    language: str = "en",
) -> Number:
    """Any number with its origin. ValueError when `value` is not finite."""
    number = exact(value)
    places = decimals_of(unit, number) if decimals is None else decimals
    proof = _proof(key, what, number, unit, places, qualifier, origin)
    return Number(in_digits(round_to(number, places), places, language), proof)


def bind_cell(
    value: Decimal | float | int | str | None,
    unit: str,
    *,
    key: str,
    what: str,
    origin: TableOrigin,
    status: str = "reported",
    decimals: int | None = None,
    language: str = "en",
) -> Number:
    """A cell of a table with its status in its text: `more than 28`, `withheld by the publisher`.

    ValueError when an unknown amount has a value, a known one has none, or it is not finite.
    """
    words = qualifier_in_words(status, language)
    if status in UNKNOWN:
        if value is not None:
            raise ValueError(f"{key}: {status} but the value is {value}")
        proof = _proof(key, what, None, unit, 0, status, origin)
        return Number(words, proof)
    if value is None:
        raise ValueError(f"{key}: no value, and its status is {status}")
    bound = bind_value(
        value,
        unit,
        key=key,
        what=what,
        origin=origin,
        qualifier=status,
        decimals=decimals,
        language=language,
    )
    text = words if status == "zero" else f"{words} {bound.text}".strip()
    return Number(text, bound.proof)


def bind_count(
    count: int, *, key: str, what: str, origin: TableOrigin, language: str = "en"
) -> Number:
    """An exact count of things or rows. ValueError when it is not a whole number of them."""
    if count < 0:
        raise ValueError(f"{key}: {count} things cannot be counted")
    return bind_value(count, "count", key=key, what=what, origin=origin, language=language)


def verdict_origin(check: Check, verdict: Verdict) -> str:
    """The stem of the keys of a verdict's numbers."""
    findings = check.then_findings if verdict is check.then else check.now_findings
    dates = {finding.known_on for finding in findings}
    when = next(iter(dates)) if len(dates) == 1 else None
    return f"{verdict.claim_id}/verdict@{when.isoformat() if when else 'now'}"


def origin_of_verdict(check: Check, verdict: Verdict) -> TableOrigin:
    """The findings behind a verdict and its factors, joined: readings, rows, hashes, releases."""
    findings = check.then_findings if verdict is check.then else check.now_findings
    behind = {*verdict.deciding, *(f.reading for f in findings if f.role == "generous")}
    deciding = [f for f in findings if f.reading in behind and f.low is not None]
    readings = {reading.reading: reading for reading in check.readings}
    origins = [_origin_of_finding(finding, readings.get(finding.reading)) for finding in deciding]
    releases = dict.fromkeys(release for origin in origins for release in origin.releases)
    names = ", ".join(finding.reading for finding in deciding)
    return TableOrigin(
        query=f"data/readings/{verdict.claim_id}.sql ({names})",
        query_sha256=_sha256(origin.query_sha256 for origin in origins),
        rows=sum(origin.rows for origin in origins),
        evidence_sha256=_sha256(origin.evidence_sha256 for origin in origins),
        releases=tuple(releases),
    )


_CELLS = {
    "low": "lowest value measured",
    "high": "highest value measured",
    "factor": "distance from the claim, as a factor",
    "factor_worst": "largest distance from the claim, as a factor",
}


def _cell_in_words(finding: Finding, cell: FindingCell) -> str:
    if finding.bound and cell in ("low", "high"):
        return f"{'lower' if cell == 'low' else 'upper'} end of the {finding.bound}"
    return _CELLS[cell]


def _origin_of_finding(finding: Finding, reading: Reading | None) -> TableOrigin:
    tables = reading.tables if reading else ()
    return TableOrigin(
        query=reading.place if reading else finding.origin,
        query_sha256=_sha256([reading.sql]) if reading else "",
        rows=finding.evidence_rows,
        evidence_sha256=finding.evidence_digest,
        releases=tuple(_proof_release(used, tables) for used in finding.releases),
    )


def _proof_release(used: UsedRelease, tables: Sequence[str]) -> ProofRelease:
    read = [table.partition(".")[2] for table in tables if table.startswith(f"{used.source}.")]
    names = dict.fromkeys(name.removesuffix("_all") for name in read)
    return ProofRelease(
        used.source, used.release, ", ".join(names), used.digest, used.released_on, used.grade
    )


def _proof(
    key: str,
    what: str,
    value: Decimal | None,
    unit: str,
    decimals: int,
    qualifier: str,
    origin: TableOrigin,
) -> Proof:
    return Proof(
        key=key,
        what=what,
        value="" if value is None else format(value, "f"),
        unit=unit,
        rounding="none: not a number" if value is None else rule_in_words(unit, decimals),
        qualifier=qualifier,
        query=origin.query,
        query_sha256=origin.query_sha256,
        rows=origin.rows,
        evidence_sha256=origin.evidence_sha256,
        releases=origin.releases,
    )


def _sha256(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
