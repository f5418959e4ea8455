"""Payments in dollars, printed in euro: the rate of a month tells whether the label is right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from alarm_samples import alarms_of, changed, held_table
from assay.alarms import Alarm
from assay.catch_rate.shifted import shifted
from assay.paths import Project
from assay.rows import Row, Upload
from assay.soundness.exceptions import read_exceptions

KOREA = "disbursements / EUR bn / KOR"


@pytest.fixture(scope="module")
def disbursed(project: Project) -> tuple[Upload, ...]:
    return held_table(project, "kiel_ust_extra", "disbursements")


def moved(uploads: Sequence[Upload], step: int, *donors: str) -> list[Upload]:
    """The labels of some donors, or of all, `step` months off."""

    def change(row: Row) -> Row:
        is_meant = not donors or row.cells["donor_code"] in donors
        return shifted(row, "period", step) if is_meant else row

    return changed(uploads, "28", change)


def shifts(uploads: Sequence[Upload], project: Project) -> dict[str, Alarm]:
    return {a.key: a for a in alarms_of(uploads, project) if a.kind == "shift" and a.key != KOREA}


def test_kiels_payments_stand_in_the_month_of_their_rate(
    project: Project, disbursed: tuple[Upload, ...]
) -> None:
    """But for Korea's, which keeps the rate of the day it was allocated: 2 October 2024, EUR
    91,706,539.07, disbursed in November.
    """
    (alarm,) = (a for a in alarms_of(disbursed, project) if a.kind == "shift")
    assert alarm.key == KOREA
    assert "0.0917065391 EUR bn 100,000,000 USD" in alarm.fault.expected
    assert alarm.about in {item.about for item in read_exceptions(project)}
    activities = held_table(project, "kiel_ust_extra", "activities")[-1]
    assert any(
        row.cells["donor_code"] == "KOR"
        and row.cells["announced_from"] == "2024-10-02"
        and row.value is not None
        and round(row.value, 2) == Decimal("91706539.07")
        for row in activities.rows
    )


@pytest.mark.parametrize(
    ("donor", "step", "month", "dollars"),
    [
        ("AUT", 1, "2022-05", "11,000,000"),
        ("FIN", -1, "2023-02", "21,300,000"),
        ("ESP", -1, "2023-02", "50,100,000"),
        ("JPN", 1, "2022-05", "101,000,000"),
    ],
)
def test_a_donor_a_month_off_is_named_with_its_month(
    project: Project,
    disbursed: tuple[Upload, ...],
    donor: str,
    step: int,
    month: str,
    dollars: str,
) -> None:
    """Where a donor paid once, too: no other release is needed."""
    ((key, alarm),) = shifts(moved(disbursed, step, donor), project).items()
    assert key == f"disbursements / EUR bn / {donor}"
    assert f"one period {'late' if step > 0 else 'early'}" in alarm.fault.what
    assert alarm.fault.expected.startswith(f"{month}, ")
    assert alarm.fault.expected.endswith(f"{dollars} USD")
    assert alarm.fault.where.startswith("data/releases/kiel_ust_extra/28/disbursements.csv, row ")
    assert alarm.fault.where.endswith("column period")


@pytest.mark.parametrize("step", [1, -1])
def test_a_table_a_month_off_is_told_once(
    project: Project, disbursed: tuple[Upload, ...], step: int
) -> None:
    """Not donor by donor."""
    found = shifts(moved(disbursed, step), project)
    assert list(found) == ["disbursements / EUR bn"]


@pytest.mark.parametrize(("donor", "dollars"), [("AUT", 11), ("FIN", 36), ("JPN", 6338)])
def test_the_dollars_are_those_that_an_earlier_release_sums(
    project: Project, donor: str, dollars: int
) -> None:
    """Release 19 sums what each donor disbursed to August 2024 in one conversion, at the 1.0759
    dollars of its own dollar sheet. So it was dollars that Kiel noted: 11 million of Austria.
    """
    (row,) = (
        row
        for upload in held_table(project, "kiel_ust", "budget_support")
        if upload.release.release == "19"
        for row in upload.rows
        if (row.cells["donor_code"], row.cells["stage"]) == (donor, "disbursed")
    )
    assert round(row.amount * 1000 * Decimal("1.0759"), 3) == dollars


def test_what_was_paid_in_euro_tells_of_no_month(
    project: Project, disbursed: tuple[Upload, ...]
) -> None:
    """EUR 1 bn of the EU institutions may be a round sum of dollars by chance of the calendar."""

    def in_euro(row: Row) -> Row | None:
        return row if row.value == 1 else None

    for step in range(-12, 13):
        assert shifts(moved(changed(disbursed, "28", in_euro), step), project) == {}


def test_without_rates_nothing_is_said(disbursed: tuple[Upload, ...]) -> None:
    """A project that holds no exchange rates."""
    assert [a for a in alarms_of(moved(disbursed, 1, "AUT")) if a.kind == "shift"] == []
