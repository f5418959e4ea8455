"""Amounts that cannot be, whatever other releases say: a fraction of a person, more than the whole.

A table with the column `share_of` holds percentages of a whole: they lie between 0 and 100. What is
counted one by one comes in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import in_words
from assay.errors import Fault
from assay.rows import Row, Upload

SHARE_OF, PERCENT = "share_of", "percent"
WHOLE = frozenset({"persons", "count"})


def find_bound_alarms(uploads: Sequence[Upload]) -> list[Alarm]:
    """Rows of one table with an amount that its unit does not allow."""
    return [alarm for upload in uploads for alarm in _impossible(upload)]


def _impossible(upload: Upload) -> Iterator[Alarm]:
    has_shares = any(field.name == SHARE_OF for field in upload.table.fields)
    for row in upload.rows:
        value, unit = row.value, row.cells.get("unit")
        if value is None:
            continue
        if has_shares and unit == PERCENT and not 0 <= value <= 100:
            yield _alarm(upload, row, "a share of a whole", "between 0 and 100 percent")
        elif unit in WHOLE and value != value.to_integral_value():
            yield _alarm(upload, row, "a count with a fraction", "a whole number")


def _alarm(upload: Upload, row: Row, what: str, expected: str) -> Alarm:
    words = in_words(tuple(row.cells[column] for column in upload.table.primary_key))
    source = upload.release.source
    fault = Fault(
        f"{words}: {what}, as if the unit were mislabelled",
        upload.at(row),
        f"{row.value} {row.cells['unit']}",
        expected,
        todo_for(source, "Compare the unit and the number in the provider's file."),
    )
    return Alarm("bound", source, upload.release.release, words, fault)
