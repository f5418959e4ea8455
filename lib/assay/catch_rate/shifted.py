"""Rows whose label of time is one step of its own length off: a day, a month, a year, a span."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from assay.rows import Row

MONTH = re.compile(r"\d{4}-\d{2}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YEARS = re.compile(r"(?P<first>\d{4})(?:-(?P<last>\d{4}))?")


def shifted(row: Row, time: str, step: int) -> Row:
    """The row `step` periods later, its days with it; as it is where `time` holds no period."""
    label = row.cells[time]
    moved = later(label, step)
    if moved == label:
        return row
    cells = {time: moved}
    for name in ("period_start", "period_end") if "period_start" in row.cells else ():
        cells[name] = _day_of(row.cells[name], label, step)
    return replace(row, cells={**row.cells, **cells})


def later(label: str, step: int) -> str:
    """A label `step` days, months or years later: 2026-02 is 2026-03, 2021-2024 is 2022-2025."""
    if DAY.fullmatch(label):
        return (date.fromisoformat(label) + timedelta(days=step)).isoformat()
    if MONTH.fullmatch(label):
        return _month(label, step).isoformat()[:7]
    if years := YEARS.fullmatch(label):
        return "-".join(str(int(year) + step) for year in years.groups() if year)
    return label


def _day_of(day: str, label: str, step: int) -> str:
    """The first or the last day of the period that many steps later."""
    if not MONTH.fullmatch(label):
        return f"{int(day[:4]) + step}{day[4:]}" if day else day
    first = _month(label, step)
    is_first = day.endswith("-01")
    return (first if is_first else _month(label, step + 1) - timedelta(days=1)).isoformat()


def _month(label: str, step: int) -> date:
    months = int(label[:4]) * 12 + int(label[5:]) - 1 + step
    return date(months // 12, months % 12 + 1, 1)
