"""Amounts with unit and qualifier; how they are rounded and worded; numbers with proof.

amounts   qualifiers, and an amount in another unit
rounding  the only place that decides how many digits are shown
wording   words of units and qualifiers, one table per language
naming    sources and releases as readers know them
dates     dates as a language writes them
binding   a rounded text and everything behind it, as a document.Number
frames    the same for every cell of a table
"""

from assay.quantities.amounts import QUALIFIERS, UNKNOWN, MixingError, convert
from assay.quantities.binding import (
    ORIGIN,
    TableOrigin,
    bind_cell,
    bind_count,
    bind_finding,
    bind_range,
    bind_value,
    bind_verdict,
    origin_of,
)
from assay.quantities.dates import date_in_words, period_in_words
from assay.quantities.frames import BoundTable, bind_frame, has_digit, raw_value
from assay.quantities.naming import (
    in_reason,
    release_name,
    release_words,
    source_and_release,
    source_name,
)
from assay.quantities.rounding import (
    RULES,
    Rule,
    decimals_of,
    exact,
    grouped,
    round_to,
    shown,
)
from assay.quantities.wording import Unit, qualifier_in_words, unit_of

__all__ = [
    "ORIGIN",
    "QUALIFIERS",
    "RULES",
    "UNKNOWN",
    "BoundTable",
    "MixingError",
    "Rule",
    "TableOrigin",
    "Unit",
    "bind_cell",
    "bind_count",
    "bind_finding",
    "bind_frame",
    "bind_range",
    "bind_value",
    "bind_verdict",
    "convert",
    "date_in_words",
    "decimals_of",
    "exact",
    "grouped",
    "has_digit",
    "in_reason",
    "origin_of",
    "period_in_words",
    "qualifier_in_words",
    "raw_value",
    "release_name",
    "release_words",
    "round_to",
    "shown",
    "source_and_release",
    "source_name",
    "unit_of",
]
