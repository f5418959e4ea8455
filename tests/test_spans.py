"""Spans: the first and last period of a table are those its publisher names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from alarm_samples import made_release, world_table
from assay.catch_rate.shifted import later, shifted
from assay.paths import Project
from assay.reconcile import Gap, Span, check_names, find_span_gaps, find_untold, read_spans
from assay.reconcile.spans import HEADER, spans_path
from assay.releases import Contract
from assay.rows import Held, Row, Upload, read_held
from assay.soundness import findings_in
from hypothesis import given
from hypothesis import strategies as st
from samples import the_fault

YEARS = (2020, 2021, 2022)
SAYS = "production in 2020 to 2022"
LINE = "made.world,one,statistic=production,country_code,2020,2022,page,cover"


def sheet(*countries: str) -> Upload:
    """A full sheet: each country with an amount for each year."""
    rows = [
        Row(
            number,
            {"statistic": "production", "country_code": country, "year": str(year)},
            Decimal(1),
        )
        for number, (country, year) in enumerate(
            ((country, year) for country in countries for year in YEARS), start=2
        )
    ]
    return Upload(made_release("one"), world_table(), "data/releases/made/one/world.csv", (*rows,))


def gaps(upload: Upload, **told: str) -> list[Gap]:
    """What the span of the sheet says of it."""
    words = {"first": "2020", "last": "2022", **told}
    span = Span(
        "made.world", "one", (), ("country_code",), **words, says=SAYS, seen_in="its cover", line=2
    )
    contract = Contract("made", "Made", "Publisher", "replace", 0, (upload.table,))
    return find_span_gaps([span], {"made": Held(contract, (upload,))})


def moved(upload: Upload, step: int, country: str = "") -> Upload:
    """The sheet with the years of one country, or of all, `step` off."""
    return replace(
        upload,
        rows=tuple(
            shifted(row, "year", step) if country in ("", row.cells["country_code"]) else row
            for row in upload.rows
        ),
    )


@pytest.fixture
def curated(tmp_path: Path, project: Project) -> Callable[[str], Project]:
    """A project whose only span is the line given."""

    def written(line: str) -> Project:
        header = spans_path(project).read_text(encoding="utf-8").splitlines()[0]
        path = spans_path(Project(tmp_path))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{header}\n{line}\n", encoding="utf-8")
        return Project(tmp_path)

    return written


@given(st.integers(-30, 30))
def test_a_sheet_is_silent_where_it_lies_and_red_anywhere_else(step: int) -> None:
    """Both ends are off, and each message says so once, however many series the sheet has."""
    found = gaps(moved(sheet("AAA", "BBB", "CCC"), step))
    assert [gap.key for gap in found] == (["world / begins", "world / ends"] if step else [])


@pytest.mark.parametrize(("step", "end", "row"), [(1, "ends", 7), (-1, "begins", 5)])
def test_one_series_off_is_named(step: int, end: str, row: int) -> None:
    """It passes the end of the sheet; the message has file, row, column, found and expected."""
    (gap,) = gaps(moved(sheet("AAA", "BBB", "CCC"), step, "BBB"))
    year = "2023" if step == 1 else "2019"
    assert gap.about == ("span", "made", "one", f"world / {end}")
    assert gap.fault.where == f"data/releases/made/one/world.csv, row {row}, column year"
    assert gap.fault.found == year
    assert gap.fault.expected.startswith("2022: " if step == 1 else "2020: ")
    assert SAYS in gap.fault.expected
    assert "its cover" in gap.fault.expected
    for place in ("spans.csv", "data/corrections/made.csv", "exceptions.csv"):
        assert place in gap.fault.todo


def test_a_series_that_leaves_an_end_empty_is_named() -> None:
    """Where the publisher names the end alone, a series that is early stops before it."""
    (gap,) = gaps(moved(sheet("AAA", "BBB"), -1, "BBB"), first="")
    assert gap.key == "world / BBB / ends"
    assert gap.fault.found == "2021"


def test_a_span_without_rows_is_red() -> None:
    """A condition that no row meets would never find anything."""
    empty = replace(sheet("AAA"), rows=())
    assert [gap.fault.found for gap in gaps(empty)] == ["no row", "no row"]


def test_words_that_are_no_period_are_left_alone() -> None:
    """`before 2022` and `2022 page` begin and end nothing."""
    first, *rest = sheet("AAA", "BBB").rows
    undated = replace(first, cells={**first.cells, "year": "before 2022"})
    assert (
        gaps(replace(sheet("AAA", "BBB"), rows=(undated, *rest)))[0].key == "world / AAA / begins"
    )
    assert gaps(replace(sheet("AAA"), rows=(*sheet("AAA").rows, undated))) == []


def test_every_dated_table_has_its_publishers_words(project: Project) -> None:
    """A release that is new gets a line, even if only to say that its publisher names no end."""
    held, spans = read_held(project), read_spans(project)
    assert find_untold(spans, held) == []
    known = {upload.key for source in held.values() for upload in source.uploads}
    assert {(span.table, span.release) for span in spans} <= known


def test_a_dated_table_without_a_line_is_told(project: Project) -> None:
    """Which table of which release, and in which file its line is missing."""
    spans = [span for span in read_spans(project) if span.release != "gdp-2024-10"]
    (gap,) = find_untold(spans, read_held(project, ["world_bank_wdi"]))
    assert gap.about == ("span", "world_bank_wdi", "gdp-2024-10", "indicators / untold")
    assert gap.fault.where == "data/reconciliations/spans.csv"
    assert gap.fault.found == "none for world_bank_wdi.indicators, release gdp-2024-10"
    undated = replace(sheet("AAA"), table=replace(world_table(), fields=world_table().fields[:5]))
    contract = Contract("made", "Made", "Publisher", "replace", 0, (undated.table,))
    assert find_untold((), {"made": Held(contract, (undated,))}) == []


def test_verify_tells_a_table_without_a_line(
    curated: Callable[[str], Project], project: Project
) -> None:
    """It is among what `assay verify` finds, not in a test alone."""
    copy = curated("red_book.resources,reprint-2021,,,2021,2021,1 January 2021,the table's note")
    for kept in ("releases/red_book", "crosswalks", "calendars"):
        shutil.copytree(project.data / kept, copy.data / kept)
    assert list(findings_in(copy, read_held(copy))) == []
    spans_path(copy).write_text(f"{','.join(HEADER)}\n", encoding="utf-8")
    ((_, fault),) = findings_in(copy, read_held(copy))
    assert fault.found == "none for red_book.resources, release reprint-2021"


@pytest.mark.parametrize(
    ("was", "becomes", "column", "found"),
    [
        ("made.world", "made.globe", "table", "made.globe"),
        ("statistic=", "statistics=", "where", "statistics"),
        (",country_code,", ",place,", "by", "place"),
    ],
)
def test_a_table_or_column_that_is_not_there_is_told_by_its_cell(
    curated: Callable[[str], Project], was: str, becomes: str, column: str, found: str
) -> None:
    """A misspelt one would gather everything, or nothing."""
    upload = sheet("AAA")
    held = {"made": Held(Contract("made", "Made", "Us", "replace", 0, (upload.table,)), (upload,))}
    check_names((), read_spans(curated(LINE)), held)
    spans = read_spans(curated(LINE.replace(was, becomes, 1)))
    fault = the_fault(lambda: check_names((), spans, held))
    assert fault.where == f"data/reconciliations/spans.csv, row 2, column {column}"
    assert fault.found == found
    assert "made.world" in fault.expected


@pytest.mark.parametrize(
    ("was", "becomes", "column", "expected"),
    [
        ("made.world", "world", "table", "<source>.<table>"),
        (",one,", ",,", "release", "what the publisher says"),
        (",page,", ",,", "says", "what the publisher says"),
        ("statistic=", "statistic", "where", "column=value"),
        ("2020,", "soon,", "first", "like 2022"),
    ],
)
def test_a_faulty_span_is_one_located_message(
    curated: Callable[[str], Project], was: str, becomes: str, column: str, expected: str
) -> None:
    """File, row, column, what was found and what may stand there."""
    fault = the_fault(lambda: read_spans(curated(LINE.replace(was, becomes, 1))))
    assert fault.where == f"data/reconciliations/spans.csv, row 2, column {column}"
    assert expected in fault.expected


def test_a_span_is_read_as_written(curated: Callable[[str], Project]) -> None:
    """The line of the tests above, unbroken."""
    (span,) = read_spans(curated(LINE))
    assert (span.first, span.last, span.by) == ("2020", "2022", ("country_code",))


@pytest.mark.parametrize(
    ("label", "step", "becomes"),
    [
        ("2025-12", 1, "2026-01"),
        ("2026-01", -1, "2025-12"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2024", -1, "2023"),
        ("2021-2024", 1, "2022-2025"),
        ("2022 page", 1, "2022 page"),
        ("1976tq", 1, "1976tq"),
    ],
)
def test_a_label_moves_by_its_own_length(label: str, step: int, becomes: str) -> None:
    """A seeded shift is one that a provider could make: past the end of the data, too."""
    assert later(label, step) == becomes


@pytest.mark.parametrize(
    ("label", "days", "step", "becomes"),
    [
        ("2024-01", ("2024-01-01", "2024-01-31"), 1, ("2024-02-01", "2024-02-29")),
        ("2022-01", ("2022-01-01", "2022-01-31"), -1, ("2021-12-01", "2021-12-31")),
        ("2021-2024", ("2021-01-01", "2024-12-31"), -1, ("2020-01-01", "2023-12-31")),
        ("2025", ("2024-10-01", "2025-09-30"), 1, ("2025-10-01", "2026-09-30")),
    ],
)
def test_the_days_of_a_period_move_with_its_label(
    label: str, days: tuple[str, str], step: int, becomes: tuple[str, str]
) -> None:
    """Months of any length, several years, a fiscal year from October."""
    cells = {"period": label, "period_start": days[0], "period_end": days[1]}
    row = shifted(Row(2, cells), "period", step)
    assert (row.cells["period_start"], row.cells["period_end"]) == becomes
