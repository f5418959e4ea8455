"""Files that people edit in a spreadsheet: a broken row is told with its place, in any of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from assay.catch_rate.reasons import read_reasons
from assay.corrections import read_corrections
from assay.crosswalks import read_sets
from assay.editions.holds import read_holds
from assay.errors import CuratedError
from assay.ledger import read_corrections as read_corrections_log
from assay.ledger import read_verdicts
from assay.paths import Project
from assay.reconcile import read_rules, read_spans
from assay.releases import read_calendar, read_left_out
from assay.signoff import read_approvals
from assay.soundness import read_exceptions
from assay.spreadsheets import parse_sheet

ROOT = Path(__file__).resolve().parents[1]
EDITED: dict[str, Callable[[Project], object]] = {
    "data/approvals.csv": read_approvals,
    "data/calendars/kiel_ust.csv": lambda project: read_calendar(project, "kiel_ust"),
    "data/corrections/usgs_mcs.csv": lambda project: read_corrections(project, "usgs_mcs"),
    "data/corrections_log.csv": lambda project: read_corrections_log(project, ()),
    "data/crosswalks/sets.csv": read_sets,
    "data/holds.csv": read_holds,
    "data/ledger/verdicts.csv": read_verdicts,
    "data/reconciliations/exceptions.csv": read_exceptions,
    "data/reconciliations/misses.csv": read_reasons,
    "data/reconciliations/rules.csv": lambda project: read_rules(project, {}),
    "data/reconciliations/spans.csv": read_spans,
    "data/sources/not_ingested.csv": read_left_out,
}


@pytest.mark.parametrize("place", EDITED)
@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda row: row + b",", "another number of cells"),
        (lambda row: row[: row.rindex(b",")], "another number of cells"),
        (lambda row: b'"' + row, "the row cannot be read"),
        (lambda row: row + b"\xe9", "not UTF-8 text"),
    ],
)
def test_a_broken_row_is_told_by_file_and_row(
    tmp_path: Path, place: str, spoil: Callable[[bytes], bytes], what: str
) -> None:
    """A comma too many or too few, a stray quotation mark, a letter of another encoding."""
    header = (ROOT / place).read_bytes().splitlines()[0]
    row = b",".join(b"x" for _ in header.split(b","))
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\n".join((header, spoil(row), b"")))
    with pytest.raises(CuratedError) as error:
        EDITED[place](Project(tmp_path))
    assert f"{path.name}, row 2: " in str(error.value)
    assert what in str(error.value)


def test_a_file_saved_by_excel_is_read() -> None:
    """A mark at its beginning and Windows line ends are no part of the cells."""
    rows, faults = parse_sheet("x.csv", b"\xef\xbb\xbfa,b\r\n1,two\r\n\r\n3,\r\n", ("a", "b"))
    assert [(row.line, row.cells) for row in rows] == [
        (2, {"a": "1", "b": "two"}),
        (4, {"a": "3", "b": ""}),
    ]
    assert not faults
