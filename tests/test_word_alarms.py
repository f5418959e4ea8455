"""What the words of a row say of its amount, with a unit of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from alarm_samples import alarms_of, changed, held_table, world
from assay.alarms import Alarm
from assay.alarms.words import TOLD
from assay.catch_rate.seeds import scaled
from assay.paths import Project
from assay.rows import Upload

JORC = "Joint Ore Reserves Committee-compliant or equivalent reserves were 12,000 tons"


def told(*uploads: Upload) -> list[Alarm]:
    return [alarm for alarm in alarms_of(uploads) if alarm.kind == "words"]


@pytest.mark.parametrize(
    ("table", "chapter", "statistic", "factor", "words"),
    [
        ("usgs_mcs.world", "Cesium", "reserves", "0.001", "less than 200,000 tons"),
        ("usgs_mcs.world", "Rubidium", "reserves", "1000", "less than 200,000 tons"),
        ("usgs_mcs.world", "Scandium", "reserves", "0.001", "reserves were 12,000 tons"),
        ("usgs_mcs.world", "Lithium", "reserves", "1000", "reserves were 5.1 million tons"),
        (
            "usgs_mcs_salient.salient",
            "Rubidium",
            "consumption",
            "1000",
            "less than 2,000 kilograms",
        ),
    ],
)
def test_a_unit_that_the_row_contradicts_is_found(
    project: Project, table: str, chapter: str, statistic: str, factor: str, words: str
) -> None:
    """MCS 2026 prints each in a sentence or a note beside the number."""
    uploads = held_table(project, *table.split("."))
    assert told(*uploads) == []
    mistaken = changed(
        uploads,
        "mcs2026",
        lambda row: (
            scaled(row, Decimal(factor))
            if (row.cells["chapter"], row.cells["statistic"]) == (chapter, statistic)
            else row
        ),
    )
    found = told(*mistaken)
    assert found
    assert {alarm.release for alarm in found} == {"mcs2026"}
    assert any(repr(words) in alarm.fault.expected for alarm in found)


def test_zinc_as_printed_is_found(project: Project) -> None:
    """MCS 2023 prints 1,166,000 thousand tonnes for Australia and notes reserves of 23 million: the
    cell is misprinted, and corrected where it is read.
    """
    uploads = [
        u for u in held_table(project, "usgs_mcs", "world") if u.release.release == "mcs2023"
    ]
    (row,) = (
        row for row in uploads[0].rows
        if (row.cells["chapter"], row.cells["statistic"], row.cells["country_code"])
        == ("Zinc", "reserves", "AUS")
    )  # fmt: skip
    assert (row.value, row.cells["printed"]) == (None, "1,166,000")
    printed = {**row.cells, "value": 1_166_000_000, "status": "reported"}
    (alarm,) = told(world("mcs2023", [{**printed, "detail": row.cells["note"]}]))
    assert "'reserves were 23 million tons'" in alarm.fault.expected


def test_most_editions_say_reserves_twice(project: Project) -> None:
    """A check that finds no words would never find a mistake."""
    rows = [row for upload in held_table(project, "usgs_mcs", "world") for row in upload.rows]
    assert sum(bool(row.value and TOLD.search(row.cells["note"])) for row in rows) > 80


@pytest.mark.parametrize(
    ("detail", "value", "is_told"),
    [
        (JORC, 34_000, False),
        (JORC, 34, True),
        (JORC, 34_000_000, True),
        (JORC.replace("12,000 tons", "12 thousand metric tons"), 34, True),
        (JORC.replace("12,000 tons", "12,000,000 kilograms"), 34_000, False),
        ("Rounded to the nearest 100,000 tons", 34, False),
        ("Only countries that produced 1 million tons of lime or more are listed", 34, False),
        ("About 1.8 tons of trona yields 1 ton of sodium carbonate", 34_000, False),
    ],
)
def test_only_words_about_the_amount_itself_count(detail: str, value: int, is_told: bool) -> None:
    """USGS notes speak of many amounts."""
    cells = {"detail": detail, "statistic": "reserves", "value": value}
    assert bool(told(world("one", [cells]))) is is_told


def test_words_in_another_kind_of_unit_are_passed_over() -> None:
    """A price is not held against a weight."""
    assert told(world("one", [{"detail": "less than 500 tons", "unit": "USD/t", "value": 3}])) == []


def test_a_message_says_what_the_words_are() -> None:
    """File, row, column, the number, the words and where they stand."""
    (alarm,) = told(world("one", [{"detail": JORC, "value": 34}]))
    assert alarm.fault.where == "data/releases/made/one/world.csv, row 2, column value"
    assert alarm.fault.found == "34 t"
    assert alarm.fault.expected.endswith("'reserves were 12,000 tons' (column detail)")
    assert "data/corrections/made.csv" in alarm.fault.todo
