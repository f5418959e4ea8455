"""The records that pass between rooms: frozen, typed, without behaviour that needs data or disk."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assay.errors import AssayError

Precision = Literal["day", "month", "year", "unknown"]
Role = Literal["primary", "ordinary", "generous", "context"]
FindingStatus = Literal["holds", "fails", "undecided", "no_data", "not_held"]
Direction = Literal["too_high", "too_low", "reversed"]
Clock = Literal["now", "then"]
Bound = Literal["", "ceiling", "floor"]
Grade = Literal["A", "B", "C"]
VerdictName = Literal[
    "supported",
    "overstated",
    "understated",
    "contradicted",
    "depends",
    "unproven",
    "not_tested",
    "untestable",
    "not_rated",
    "pending",
    "said",
    "not_found",
    "misquoted",
]

GRADE_BY_CUSTODY: dict[str, Grade] = {
    "publisher": "A",
    "third_party_copy": "B",
    "transcribed": "B",
    "press": "C",
}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to a day, a month, a year, or not at all: the interval it may lie in."""

    first: date | None
    last: date | None
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2025-02-22`, `2025-02`, `2025` or empty (unknown). ValueError otherwise."""
        text = text.strip()
        if not text:
            return cls(None, None, "unknown")
        if re.fullmatch(r"\d{4}", text):
            year = int(text)
            return cls(date(year, 1, 1), date(year, 12, 31), "year")
        if re.fullmatch(r"\d{4}-\d{2}", text):
            year, month = int(text[:4]), int(text[5:])
            return cls(
                date(year, month, 1),
                date(year, month, calendar.monthrange(year, month)[1]),
                "month",
            )
        day = date.fromisoformat(text)
        return cls(day, day, "day")

    def __str__(self) -> str:
        if self.first is None:
            return ""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A provider's file a release was made from; never committed."""

    name: str
    sha256: str
    bytes: int
    read_from: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One dated upload of a source, immutable in data/releases/<source>/<release>/."""

    source: str
    release: str
    title: str
    publisher: str
    address: str
    licence: str
    citation: str
    released_on: PartialDate
    released_on_status: Literal["seen", "inferred", "unknown"]
    data_through: PartialDate
    retrieved_on: PartialDate
    custody: str
    redistribute: Literal["yes", "derived_only", "ask"]
    superseded_by: str
    notes: str
    raw: tuple[RawFile, ...]
    tables: tuple[str, ...]
    rows: tuple[int, ...]
    digest: str

    def rows_of(self, table: str) -> int:
        """How many rows one of its tables has."""
        return self.rows[self.tables.index(table)]

    @property
    def grade(self) -> Grade:
        return GRADE_BY_CUSTODY[self.custody]


UNNAMED = {"ratio": ("1",), "percent": ("50", "100"), "rank": ("1",)}
"""Figures, by unit, that words say without a number: as much, half, all, the first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of data/claims.csv: one testable assertion in a statement."""

    claim_id: str
    family: str
    topic: str
    title: str
    speaker: str
    speaker_role: str
    said_on: PartialDate
    venue: str
    quote: str
    quote_language: str
    quote_translation: str
    statement: str
    statement_form: str
    tests: str
    speech_act: str
    tested_as: str
    right_if: str
    relation: str
    value_low: str
    value_high: str
    unit: str
    hedge_words: str
    measure_set: str
    period_from: date | None
    period_to: date | None
    unrated: str
    unrated_because: str
    settled_by: str
    attribution: str
    due_on: date | None
    citation: str
    citation_title: str
    citation_url: str
    citation_on: str
    citation_status: str
    archived_url: str
    in_founding_article: bool
    note: str
    reply_asked_on: str
    reply: str
    reply_on: str
    publication: str
    row: int = 0

    @property
    def is_number_said(self) -> bool:
        """Whether the words name the number: "half", "a loan", "the largest" are tested as one."""
        words = f"{self.quote} {self.quote_translation} {self.statement}"
        is_named = re.search(rf"(?<!\d){re.escape(self.value_low)}(?!\d)", words)
        return self.value_low not in UNNAMED.get(self.unit, ()) or is_named is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """One fair way of testing a claim: a named SELECT with role and warrant."""

    claim_id: str
    reading: str
    role: Role
    label: str
    says: str
    warrant: str
    unit: str
    sql: str
    path: str
    """The file in which the SQL stands; in `line` it begins."""
    line: int
    note: str = ""
    short: str = ""
    """What completes "true …" in at most four words, as "of commitments"; empty if not given."""
    lender: str = ""
    """`<claim_id>/<reading>` that holds the SQL, where this reading does not hold it itself."""
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    evidence_sql: str = ""
    answer_sql: str = ""
    """The final SELECT alone, over a table `evidence`."""
    is_gathered: bool = False
    """Whether evidence is grouped, sorted or ranked: no row of it is out before all are read."""

    @property
    def place(self) -> str:
        """Where the SQL begins, as `data/readings/us-aid-350bn.sql, line 8`."""
        return f"{self.path}, line {self.line}"

    @property
    def full_name(self) -> str:
        """The reading's name among those of all claims, as `us-aid-350bn/allocated`."""
        return f"{self.claim_id}/{self.reading}"


@dataclass(frozen=True, slots=True)
class UsedRelease:
    """A release that fed a finding, as printed beside it."""

    source: str
    release: str
    released_on: str
    data_through: str
    grade: Grade
    digest: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one reading gave at one knowledge date. `low`/`high` are None without data.

    The desk hands over a finding with data as `undecided`; `rating.judge` says what it is.
    """

    claim_id: str
    reading: str
    role: Role
    label: str
    says: str
    warrant: str
    unit: str
    known_on: date | None
    status: FindingStatus
    low: float | None = None
    high: float | None = None
    direction: Direction | None = None
    factor: float | None = None
    factor_worst: float | None = None
    period_from: str = ""
    period_to: str = ""
    why: str = ""
    evidence_rows: int = 0
    evidence_digest: str = ""
    releases: tuple[UsedRelease, ...] = ()
    typical_revision: float = 0.02
    is_floor: bool = False
    reported_only: bool = False
    reported_by: int | None = None
    """Independent outlets that saw the text, where it is known from their reports only."""
    marked_undecided: bool = False
    """The reading's own `status` column said `undecided`, `ceiling` or `floor`."""
    bound: Bound = ""
    """Which end of the amount looked for the reading gives, where it gives no more than one."""

    @property
    def grade(self) -> Grade | None:
        """The worst custody grade among the releases used, None without any."""
        return max((release.grade for release in self.releases), default=None)

    @property
    def origin(self) -> str:
        """A key that names this finding in every bound number."""
        when = self.known_on.isoformat() if self.known_on else "now"
        return f"{self.claim_id}/{self.reading}@{when}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim's findings rated by RATING.md, with the case that decided."""

    claim_id: str
    name: VerdictName
    flags: tuple[str, ...] = ()
    grade: Grade | None = None
    because: str = ""
    factor_low: float | None = None
    factor_high: float | None = None
    flip: str = ""
    deciding: tuple[str, ...] = ()
    direction: Direction | None = None
    only_if: tuple[str, ...] = ()
    """Readings that soften the verdict: it would hold, or is not excluded, only on these."""


@dataclass(frozen=True, slots=True)
class Check:
    """A claim with its findings and verdict at both clocks."""

    claim: Claim
    now: Verdict
    now_findings: tuple[Finding, ...]
    then: Verdict | None
    then_findings: tuple[Finding, ...]
    readings: tuple[Reading, ...] = field(default=())

    @property
    def clocks(self) -> tuple[tuple[Clock, Verdict, tuple[Finding, ...]], ...]:
        """Verdict and findings at each clock that has a verdict."""
        now: tuple[Clock, Verdict, tuple[Finding, ...]] = ("now", self.now, self.now_findings)
        return (now, ("then", self.then, self.then_findings)) if self.then else (now,)


class UnknownClaim(AssayError):
    """No claim has this id."""

    exit_code = 2
