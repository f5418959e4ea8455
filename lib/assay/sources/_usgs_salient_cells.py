"""One printed cell of the US statistics: what `_usgs_cells` reads, and what only these print.

E is a net exporter: no number, and not nothing. Stocks may be drawn down: a shipment from the
Government stockpile can be below zero. "Less than 100,000 tons" stands in the cell or, for `s`,
in its note.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from assay.sources._delimited import fault
from assay.sources._usgs_cells import NUMBER, Amount, read_cell, read_unit

NET_EXPORTER: Final = "E"
WHOLE: Final = 100
BELOW_ZERO: Final = re.compile(rf"[-−]({NUMBER})")
LESS_THAN: Final = re.compile(rf"\bless than ({NUMBER}) (tons|carats)\b", re.IGNORECASE)
# Notes with which USGS declines to print a figure it could have computed or copied.
NO_MEASURE: Final = re.compile(
    r"preclude\w* calculation of a meaningful|may have been misclassified", re.IGNORECASE
)
OTHER_UNITS: Final = {
    "percent": ("percent", Decimal(1)),
    "number": ("persons", Decimal(1)),
    "million dollars": ("USD m", Decimal(1)),
    "million square feet": ("ft2", Decimal(1_000_000)),
}


def read_statistic(
    text: str, note: str, estimated: bool, unit: str, where: str, year: int
) -> tuple[Amount, str]:
    """The amount of one cell in the unit kept, and that unit.

    SourceError with the place when the cell or the unit holds anything not known.
    """
    kept, factor = read_statistic_unit(unit, where)
    printed = " ".join(text.split())
    if printed == NET_EXPORTER:
        return Amount(None, "net_exporter"), kept
    if printed.lower() == "s" and NO_MEASURE.search(note):
        return Amount(None, "not_available"), kept
    said = printed if printed.lower() != "s" else note
    if found := LESS_THAN.search(said):
        return Amount(Decimal(found[1].replace(",", "")), "less_than"), kept
    if found := BELOW_ZERO.fullmatch(printed):
        below = -Decimal(found[1].replace(",", "")) * factor
        return Amount(below, "estimated" if estimated else "reported"), kept
    amount = read_cell(text, note, estimated, where, year)
    if kept == "percent" and amount.value is not None and amount.value > WHOLE:
        raise fault("a share above the whole", where, repr(printed), "at most 100 percent")
    return Amount(_times(amount.value, factor), amount.status, _times(amount.high, factor)), kept


def read_statistic_unit(printed: str, where: str) -> tuple[str, Decimal]:
    """The unit kept and the factor that leads to it. SourceError for a unit not known."""
    return OTHER_UNITS.get(printed.strip()) or read_unit(printed, where)


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor
