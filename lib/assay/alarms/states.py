"""What a cell does not say: withheld turned into nothing, and states that contradict their number.

`W` means that the publisher knows and does not tell. Read as 0 it becomes a country that mines
nothing. A number of nothing is only believed where the release says zero itself, and where no
other held release says that the same cell is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import Cell, Key, Shape, in_words, shape_of
from assay.errors import Fault
from assay.quantities import UNKNOWN
from assay.releases import Table
from assay.rows import Row, Upload

WITHHELD = "withheld"
SYMBOLS = {"W": WITHHELD, "NA": "not_available"}


def find_state_alarms(uploads: Sequence[Upload]) -> list[Alarm]:
    """Cells of one table whose state is not believed, over its releases."""
    shape = shape_of(uploads[0].table) if uploads else None
    if shape is None or not _has_states(uploads[0].table):
        return []
    alarms = [alarm for upload in uploads for alarm in _contradictions(shape, upload)]
    for number, upload in enumerate(uploads):
        alarms += _withheld_as_zero(shape, upload, uploads[:number])
    return alarms


def _has_states(table: Table) -> bool:
    """Whether `status` says what kind of number a row holds (and not whether a text is signed)."""
    return any(field.name == "status" and "zero" in field.enum for field in table.fields)


def _contradictions(shape: Shape, upload: Upload) -> Iterator[Alarm]:
    """States that do not go with the number or with the cell as printed."""
    for row in upload.rows:
        status, printed = row.cells["status"], row.cells.get("printed", "")
        if printed in SYMBOLS and status != SYMBOLS[printed]:
            found, expected = f"{status}, value {row.value}", f"{SYMBOLS[printed]} for {printed}"
        elif (row.value is None) != (status in UNKNOWN):
            found, expected = (
                f"{status}, value {row.value}",
                "a value, or a state that says why not",
            )
        elif (row.value == 0) != (status == "zero"):
            found, expected = f"{status}, value {row.value}", "zero where the value is 0"
        else:
            continue
        what = f"{_of(shape, row)}: the state contradicts the number"
        look = "Look at the cell in the provider's file and at how the source module reads it."
        yield _alarm(upload, row, shape, Fault(what, "", found, expected, look))


def _withheld_as_zero(shape: Shape, upload: Upload, earlier: Sequence[Upload]) -> Iterator[Alarm]:
    """Cells that are zero here and withheld, or were last withheld, in a release before."""
    withheld: dict[tuple[Key, Cell], tuple[Upload, Row]] = {}
    known: set[tuple[Key, Cell]] = set()
    for before in earlier:
        for row in before.rows:
            place = (shape.group_of(row), shape.cell_of(row))
            if row.cells["status"] == WITHHELD:
                withheld[place] = (before, row)
            elif row.value is not None:
                known.add(place)
    for row in upload.rows:
        place = (shape.group_of(row), shape.cell_of(row))
        if row.cells["status"] == "zero" and place in withheld and place not in known:
            before, other = withheld[place]
            what = f"{_of(shape, row)}: withheld in release {before.release.release}, zero here"
            look = "Look whether the provider prints W, an empty cell or a dash."
            expected = f"withheld, as in {before.at(other, 'status')}"
            yield _alarm(upload, row, shape, Fault(what, "", "zero", expected, look))


def _of(shape: Shape, row: Row) -> str:
    who, when = shape.cell_of(row)
    return in_words((*shape.group_of(row), who, when))


def _alarm(upload: Upload, row: Row, shape: Shape, fault: Fault) -> Alarm:
    source = upload.release.source
    placed = Fault(
        fault.what,
        upload.at(row, "status"),
        fault.found,
        fault.expected,
        todo_for(source, fault.todo),
    )
    return Alarm("state", source, upload.release.release, _of(shape, row), placed)
