"""One printed cell of the Mineral Commodity Summaries: number, bound, range, symbol or words.

Symbols as defined in the metadata of MCS 2026: W withheld, NA not available, XX not applicable,
em dash zero, s included elsewhere or less than half a unit. MCS 2025 left such cells empty and
moved the symbol into the notes column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assay.sources._delimited import fault

NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
ONE: Final = re.compile(rf"([<>e]?)\s*({NUMBER})")
RANGE: Final = re.compile(rf"({NUMBER})\s*[-–]\s*({NUMBER})")
SYMBOLS: Final = {
    "w": "withheld",
    "na": "not_available",
    "xx": "not_applicable",
    "not applicable": "not_applicable",
    # Reserves described in words: there is no number to be had.
    "large": "not_available",
    "moderate": "not_available",
    "moderate to large": "not_available",
    "small": "not_available",
    "very small": "not_available",
    'categorized as "large"': "not_available",
}
HALF_UNIT: Final = re.compile(r"less than (½|1/2) ?unit", re.IGNORECASE)
INCLUDED: Final = re.compile(
    r"included (in|with) .*(total|countries|ilmenite)|production and reserves data are included",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell says, in the unit printed. `high` is set where the cell is a range."""

    value: Decimal | None
    status: str
    high: Decimal | None = None


# printed unit: (unit kept, factor). Masses in tonnes, gems in carats, gases in cubic metres.
UNITS: Final[dict[str, tuple[str, Decimal]]] = {
    printed: (unit, Decimal(factor))
    for unit, factors in {
        "t": {
            "kg": "0.001",
            "kilograms": "0.001",
            "t": "1",
            "tons": "1",
            "metric tons": "1",
            "kt": "1000",
            "thousand metric tons": "1000",
            "thousand metric dry tons": "1000",
            "Mt": "1000000",
            "mt": "1000000",
            "mmt": "1000000",
            "million metric tons": "1000000",
        },
        "ct": {
            "kct": "1000",
            "thousand carats": "1000",
            "thousands of carats": "1000",
            "mct": "1000000",
            "million carats": "1000000",
        },
        "m3": {
            "mcm": "1000000",
            "million cubic meters": "1000000",
            "million liters": "1000",
        },
    }.items()
    for printed, factor in factors.items()
}


def read_cell(text: str, note: str, estimated: bool, where: str, year: int = 0) -> Amount:
    """The amount in one printed cell, in the unit printed; `note` explains an empty one.

    SourceError with the place when the cell holds anything not known.
    """
    printed = " ".join(text.split()).rstrip(".")
    if found := ONE.fullmatch(printed):
        sign, number = found[1], Decimal(found[2].replace(",", ""))
        if sign in "<>" and sign:
            return Amount(number, "more_than" if sign == ">" else "less_than")
        if number == 0:
            return Amount(number, "zero")
        return Amount(number, "estimated" if estimated or sign == "e" else "reported")
    if found := RANGE.fullmatch(printed):
        low, high = (Decimal(part.replace(",", "")) for part in found.groups())
        return Amount(low, "more_than", high)
    if printed == "—":
        return Amount(Decimal(0), "zero")
    if printed.lower() == "s" or not printed:
        return _explained(printed, note, where, year)
    return _in_words(printed, where)


def explains_emptiness(note: str) -> bool:
    """Whether a note says why its cell has no figure (NA, Large, included elsewhere ...)."""
    return _explained("", note, "", 0).status != "empty_cell"


def read_unit(printed: str, where: str) -> tuple[str, Decimal]:
    """The unit kept and the factor that leads to it. SourceError for a unit not known."""
    try:
        return UNITS[printed.strip()]
    except KeyError:
        raise fault("unknown unit", where, repr(printed), ", ".join(UNITS)) from None


def is_estimated(column_says: bool, note: str, year: int) -> bool:
    """Whether USGS marks the figure of `year` as its estimate.

    The column's name says it for a whole year, a note may say otherwise for one row: "Reported in
    2022", "Also estimated in 2022", "Estimated. -- ...".
    """
    low = note.lower()
    about_others = re.search(r"\b(19|20)\d\d\b", low) and str(year) not in low
    if re.match(r"(also )?(reported|reproted)\b", low) and len(low) < 60 and not about_others:
        return False
    if re.search(rf"\breported (\w+ )?in {year}", low):
        return False
    if column_says:
        return True
    also = re.search(rf"also estimated|estimated (in |for )?(both|{year})", low)
    flag = re.search(r"(^|-- |\bestimated, )estimated( ?\.|,| from| based|$)", low)
    return bool(also or flag)


def _explained(symbol: str, note: str, where: str, year: int) -> Amount:
    """A cell that is empty or `s`: what its note says it means."""
    told = " ".join(note.split()).rstrip(".")
    if HALF_UNIT.search(told):
        return Amount(Decimal("0.5"), "less_than")
    if INCLUDED.search(told):
        return Amount(None, "included_elsewhere")
    if symbol:
        raise fault("the note does not say what s stands for", where, repr(note[:80]))
    if named := re.fullmatch(r"(\w+) for ([\d-]+)", told):
        told = named[1] if not year or str(year)[2:] in named[2] else ""
    if told.lower().startswith("quantitative estimates of reserves were not available"):
        return Amount(None, "not_available")
    first = told.split(" (")[0].lower()
    return Amount(None, SYMBOLS.get(first, "empty_cell"))


def _in_words(printed: str, where: str) -> Amount:
    if HALF_UNIT.search(printed):
        return Amount(Decimal("0.5"), "less_than")
    if printed.lower().startswith("included "):
        return Amount(None, "included_elsewhere")
    if printed.lower().startswith("variable, depending"):
        return Amount(None, "not_available")
    if printed.lower() not in SYMBOLS:
        expected = f"a number, a range, a dash or one of {', '.join(SYMBOLS)}"
        raise fault("neither a number nor a known symbol", where, repr(printed), expected)
    return Amount(None, SYMBOLS[printed.lower()])
