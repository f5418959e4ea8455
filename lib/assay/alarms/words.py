"""Amounts that the words of their own row contradict.

A publisher often says an amount a second time beside its number: what a bound is ("less than 2,000
kilograms"), or how much of a country's reserves meets another standard ("reserves were 12,000
tons"). Such words carry their unit in themselves, so a wrong unit over the column does not reach
them. The two are of one size: beyond the root of a thousand they are nearer to a thousand times
than to equal. In the USGS editions held 93 rows have such words and differ by 10 times at most
(antimony, 2026), but for Australia's zinc in MCS 2023, whose cell is misprinted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log10

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import in_words, magnitude
from assay.errors import Fault
from assay.quantities import MixingError, convert
from assay.rows import Row, Upload

COLUMNS = ("detail", "series", "note")
TOLD = re.compile(
    r"(?:less than|reserves were(?: estimated to be)?) (?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?: (?P<scale>thousand|million|billion))? (?P<unit>metric tons|tons|kilograms)\b",
    re.IGNORECASE,
)
SCALES = {None: Decimal(1), "thousand": Decimal(10**3), "million": Decimal(10**6),
          "billion": Decimal(10**9)}  # fmt: skip
UNITS = {"metric tons": "t", "tons": "t", "kilograms": "kg"}
OF_ONE_SIZE = 1.5
"""Powers of ten."""


def find_word_alarms(uploads: Sequence[Upload]) -> list[Alarm]:
    """Rows of one table whose words tell an amount of another size than their number."""
    return [alarm for upload in uploads for alarm in _contradicted(upload)]


def _contradicted(upload: Upload) -> Iterator[Alarm]:
    columns = [field.name for field in upload.table.fields if field.name in COLUMNS]
    for row in upload.rows if columns else ():
        if not row.value:
            continue
        for column in columns:
            told = TOLD.search(row.cells[column])
            amount = _amount(told, row.cells["unit"]) if told else None
            if told and amount and abs(magnitude(row) - log10(amount)) > OF_ONE_SIZE:
                yield _alarm(upload, row, column, told[0])
                break


def _amount(told: re.Match[str], unit: str) -> Decimal | None:
    """What the words say, in the unit of the row; None where they speak of something else."""
    number = Decimal(told["number"].replace(",", "")) * SCALES[told["scale"]]
    try:
        return convert(number, UNITS[told["unit"].lower()], unit)
    except MixingError:
        return None


def _alarm(upload: Upload, row: Row, column: str, told: str) -> Alarm:
    words = in_words(tuple(row.cells[name] for name in upload.table.primary_key))
    source = upload.release.source
    fault = Fault(
        f"{words}: the row's own words say another amount, as if the unit were mislabelled",
        upload.at(row),
        f"{row.value} {row.cells['unit']}",
        f"an amount of the size of {told!r} (column {column})",
        todo_for(source, "Compare the unit and the number in the provider's file."),
    )
    return Alarm("words", source, upload.release.release, words, fault)
