"""What a reading's rows say: a measure or why there is none. Knows no claim and no DuckDB."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Any, Literal

from assay.model import Bound

Row = tuple[Any, ...]
SHOWN_ROWS = 200
FIRST_ROWS = 50
DIGITS = 12
UNDECIDED: dict[str, Bound] = {"undecided": "", "ceiling": "ceiling", "floor": "floor"}
"""What a reading's `status` may say that leaves it undecided, and which bound it is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows a reading used: all where they are at most 200, else the first 50; all of them
    counted and hashed.

    Where all are shown they are hashed one by one. More are hashed by what decides which they
    are: the reading's SQL, its parameters, and the digests of its releases, in which every row is
    hashed.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one reading gave, whoever's claim it tests."""

    status: Literal["undecided", "no_data", "not_held"]
    why: str = ""
    low: float | None = None
    high: float | None = None
    factor: float | None = None
    period_from: str = ""
    period_to: str = ""
    reported_by: int | None = None
    marked_undecided: bool = False
    bound: Bound = ""
    is_floor: bool = False
    evidence_rows: int = 0
    evidence_digest: str = ""
    releases: tuple[tuple[str, str], ...] = ()


class BadAnswer(ValueError):
    """A reading's rows are no answer."""

    def __init__(self, what: str, found: str, expected: str = "") -> None:
        super().__init__(what)
        self.what, self.found, self.expected = what, found, expected


def gather_evidence(columns: Sequence[str], rows: Sequence[Row]) -> Evidence:
    """Count and hash rows: sorted, numbers at 12 significant digits, so that neither the order
    of rows nor the last bits of a sum change the digest.
    """
    lines = sorted("[" + ", ".join(map(_canonical, row)) + "]" for row in rows)
    text = "\n".join([json.dumps(list(columns)), *lines])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Evidence(tuple(columns), tuple(rows), len(rows), digest)


def describe_evidence(
    columns: Sequence[str], rows: Sequence[Row], count: int, determined_by: Sequence[Any]
) -> Evidence:
    """Evidence of `count` rows that begins with `rows`, hashed by what decides which they are."""
    text = json.dumps([list(columns), count, determined_by])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Evidence(tuple(columns), tuple(rows), count, digest)


def measure_answer(columns: Sequence[str], rows: Sequence[Row], evidence: Evidence) -> Outcome:
    """The measure in a reading's final rows. BadAnswer when they are none."""
    if len(rows) > 1:
        raise BadAnswer("a reading gives one row", "two or more", "one, or none where no data")
    cells = dict(zip(columns, rows[0], strict=True)) if rows else {}
    status = cells.get("status")
    if status not in (None, "no_data", *UNDECIDED):
        raise BadAnswer("unknown status", repr(status), ", ".join(["no_data", *UNDECIDED]))
    low, high = _ends(cells)
    if evidence.count == 0 or status == "no_data" or (low is None and status is None):
        why = "the rows found make no comparable measure" if evidence.count else "no row fits"
        return Outcome(
            "no_data", why, evidence_rows=evidence.count, evidence_digest=evidence.digest
        )
    return Outcome(
        status="undecided",
        low=low,
        high=high,
        factor=_number(cells.get("factor"), "factor"),
        period_from=_day(cells.get("period_from"), "period_from"),
        period_to=_day(cells.get("period_to"), "period_to"),
        reported_by=_count(cells.get("reported_by"), "reported_by"),
        marked_undecided=status in UNDECIDED,
        bound=UNDECIDED[status] if status else "",
        evidence_rows=evidence.count,
        evidence_digest=evidence.digest,
    )


def _ends(cells: Mapping[str, Any]) -> tuple[float | None, float | None]:
    if "value" in cells:
        value = _number(cells["value"], "value")
        return value, value
    low, high = _number(cells.get("low"), "low"), _number(cells.get("high"), "high")
    if (low is None) != (high is None):
        missing = "low" if low is None else "high"
        raise BadAnswer("half an interval", f"{missing} is NULL", "both ends, or neither")
    if low is not None and high is not None and low > high:
        raise BadAnswer("the interval is upside down", f"low {low:.12g} > high {high:.12g}")
    return low, high


def _number(cell: Any, column: str) -> float | None:
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise BadAnswer(f"{column} is no number", repr(cell), "a number")
    number = float(cell)
    if not math.isfinite(number):
        raise BadAnswer(f"{column} is not finite", str(number), "a finite number")
    return float(f"{number:.{DIGITS}g}")


def _day(cell: Any, column: str) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, date) or isinstance(cell, datetime):
        raise BadAnswer(f"{column} is no date", repr(cell), "a DATE")
    return cell.isoformat()


def _count(cell: Any, column: str) -> int | None:
    if cell is None:
        return None
    number = _number(cell, column)
    if number is None or number != int(number) or number < 0:
        raise BadAnswer(f"{column} is no count", repr(cell), "a whole number from 0 up")
    return int(number)


def _canonical(cell: Any) -> str:
    """A cell as JSON, numbers as floats at 12 significant digits."""
    if isinstance(cell, str):
        return encode_basestring_ascii(cell)
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        number = float(f"{float(cell):.{DIGITS}g}")
        return repr(number) if math.isfinite(number) else json.dumps(number)
    return json.dumps(_plain(cell))


def _plain(cell: Any) -> Any:
    if cell is None or isinstance(cell, str | bool):
        return cell
    if isinstance(cell, int | float | Decimal):
        return float(f"{float(cell):.{DIGITS}g}")
    if isinstance(cell, list | tuple):
        return [_plain(item) for item in cell]
    if isinstance(cell, dict):
        return {key: _plain(item) for key, item in cell.items()}
    return str(cell)
