"""When a commitment was announced, as release 7 writes it: a day, a month, a bound, or nothing."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final, Literal

from assay.releases import Cell
from assay.sources._delimited import fault

DatePrecision = Literal["day", "month", "until", "since", "between", "unknown"]
Announced = tuple[DatePrecision, date | None, date | None]

SAVED: Final = date(2022, 11, 22)  # the workbook's last change: nothing later can be announced
DAY: Final = r"(\d{1,2})/(\d{1,2})/(\d{2,4})"
MONTH: Final = r"(\d{1,2})/(\d{2,4})"
UNKNOWN: Final[Announced] = ("unknown", None, None)

Reader = Callable[[re.Match[str]], Announced]


def read_announced(cell: object, where: str) -> dict[str, Cell]:
    """The columns `announced_from`, `announced_to`, `date_precision` and `date_text`.

    A date after the day the workbook was saved is kept as text with the precision `unknown`: the
    year 2922 occurs, and texts counted up to 2027 as a spreadsheet fills a column. SourceError
    for any other text.
    """
    found: Announced
    if isinstance(cell, datetime):
        text, found = cell.date().isoformat(), ("day", cell.date(), cell.date())
    else:
        text = str(cell).strip()
        found = _read_text(text, where)
    latest = found[2] or found[1]
    if latest is not None and latest > SAVED:
        found = UNKNOWN
    precision, first, last = found
    return {
        "announced_from": first,
        "announced_to": last,
        "date_precision": precision,
        "date_text": text,
    }


def _read_text(text: str, where: str) -> Announced:
    for pattern, reader in FORMS.items():
        match = re.fullmatch(pattern, text, re.IGNORECASE)
        if match:
            try:
                return reader(match)
            except ValueError:
                break
    raise fault("not a date that the tracker writes", where, repr(text), "as until 3/10/2022")


def _day(match: re.Match[str], first: int = 1) -> date:
    """Month, day and year, in this American order, from three groups."""
    month, day, year = (int(match.group(first + number)) for number in range(3))
    return date(year if year > 99 else 2000 + year, month, day)


def _month(match: re.Match[str]) -> Announced:
    month, year = int(match.group(1)), int(match.group(2))
    year = year if year > 99 else 2000 + year
    return "month", date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


FORMS: Final[dict[str, Reader]] = {
    rf"until\s+{DAY}": lambda match: ("until", None, _day(match)),
    rf"since\s+{DAY}": lambda match: ("since", _day(match), None),
    rf"between\s+{DAY}\s+(?:&|and)\s+{DAY}": lambda match: (
        "between",
        _day(match),
        _day(match, 4),
    ),
    rf"(?:not specified|unclear),\s+{MONTH}": _month,
    r"unspecified|undisclosed": lambda match: UNKNOWN,
}
