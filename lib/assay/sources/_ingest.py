"""Steps that every ingest shares: the right files, a period, a status for a value."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.releases import Cell, ReleaseFacts
from assay.sources._delimited import fault

Rows = list[dict[str, Cell]]
COMPILED: Final = "compiled for this project from stored public pages"
"""Where a transcription was read from."""


def expect_files(
    source: str, release: str, releases: Mapping[str, ReleaseFacts], files: Sequence[Path]
) -> ReleaseFacts:
    """The facts of `release`. SourceError when it is unknown or `files` have other names."""
    facts = releases.get(release)
    if facts is None:
        raise fault("unknown release", f"{source} {release}", release, ", ".join(releases))
    if [path.name for path in files] != [Path(name).name for name in facts.files]:
        raise fault(
            "other files than expected",
            f"{source} {release}",
            ", ".join(path.name for path in files),
            ", ".join(facts.files),
        )
    return facts


def status_of(value: Decimal | None, known: str = "reported") -> str:
    """`zero` for a printed 0, `not_available` for no value, else `known`."""
    if value is None:
        return "not_available"
    return known if value else "zero"


def month_span(year: int, month: int) -> dict[str, Cell]:
    """First day, last day and label of a month. ValueError when there is no such month."""
    last = calendar.monthrange(year, month)[1]
    return {
        "period_start": date(year, month, 1),
        "period_end": date(year, month, last),
        "period": f"{year}-{month:02d}",
    }


def year_span(year: int) -> dict[str, Cell]:
    """First day, last day and label of a calendar year."""
    return {
        "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31),
        "period": str(year),
    }


def expect_equal(found: Decimal, printed: Decimal, what: str, where: str) -> None:
    """SourceError when two figures that the provider prints twice differ by over 0.000001."""
    if abs(found - printed) > Decimal("0.000001"):
        raise fault(what, where, str(printed), str(found))
