"""Alarms: mistakes that experts found by hand in real releases, found by machine with no hint."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from alarm_samples import alarms_of, changed, held_table, kinds, made_release, world, world_table
from assay.alarms import find_alarms
from assay.alarms.labels import find_label_alarms
from assay.catch_rate.seeds import scaled, with_cells
from assay.catch_rate.shifted import shifted
from assay.paths import Project
from assay.releases import Field, read_calendar
from assay.rows import Row, Upload, read_held, read_source
from assay.soundness.exceptions import read_exceptions
from assay.sources import usgs_mcs
from hypothesis import given
from hypothesis import strategies as st

RAW = os.environ.get("ASSAY_RAW", "")
needs_raw = pytest.mark.skipif(not RAW, reason="ASSAY_RAW names no folder of providers' files")
US_AID = ("USA", "humanitarian")
# PITFALLS, USGS data 1, and the corrections held: what USGS printed in the wrong unit.
WRONG_UNITS = {
    ("mcs2025-v2.0", "Titanium mineral concentrates / production / t"),
    ("mcs2025-v2.0", "Titanium mineral concentrates / reserves / t"),
    ("mcs2025-v2.0", "Sand and gravel (industrial) / production / t"),
    ("mcs2025-v2.0", "Iron ore / reserves / t"),
    ("mcs2025-v2.0", "Molybdenum / reserves / t"),
    ("mcs2025-v2.0", "Vanadium / reserves / t"),
    ("mcs2026", "Vanadium / reserves / t"),
    ("mcs2023", "Vanadium / reserves / t"),
    ("mcs2023", "Chromium / production / t"),
    ("mcs2023", "Rhenium / reserves / t"),
    ("mcs2024-v2.0", "Selenium / reserves / t"),
    ("mcs2024-v2.0", "Talc and pyrophyllite / reserves / t"),
}

REVISED = ("mcs2023", "Gypsum / reserves / t / Gypsum / Mine production / THA / 2023")


@pytest.fixture(scope="module")
def uncorrected(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Project:
    """The five USGS editions ingested with no unit corrected."""
    root = tmp_path_factory.mktemp("uncorrected")
    source = root / "data" / "releases" / "usgs_mcs"
    source.mkdir(parents=True)
    shutil.copy(project.releases / "usgs_mcs" / "tables.json", source)
    shutil.copytree(project.data / "crosswalks", root / "data" / "crosswalks")
    shutil.copytree(project.calendars, root / "data" / "calendars")
    (root / "data" / "corrections").mkdir()
    with (project.data / "corrections" / "usgs_mcs.csv").open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    with (root / "data" / "corrections" / "usgs_mcs.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, lines[0])
        writer.writeheader()
        # An empty unit cannot be read at all, so its correction stays.
        writer.writerows(line for line in lines if line["column"] != "unit" or not line["found"])
    raw_project = Project(root)
    for release, facts in usgs_mcs.RELEASES.items():
        usgs_mcs.ingest(raw_project, release, [Path(RAW) / name for name in facts.files])
    return raw_project


@pytest.mark.raw
@needs_raw
def test_mislabelled_units_of_the_raw_files_are_found_with_no_hint(uncorrected: Project) -> None:
    """Titanium, industrial sand and every other unit USGS printed wrongly, and beside them only
    Thailand's gypsum, whose reserves MCS 2024 says were revised.
    """
    found = {
        (alarm.release, alarm.key)
        for alarm in find_alarms(uncorrected, ["usgs_mcs"])
        if alarm.kind == "unit"
    }
    assert found == WRONG_UNITS | {REVISED}


@pytest.mark.raw
@needs_raw
@pytest.mark.parametrize(
    ("key", "here", "there"),
    [
        ("Titanium mineral concentrates / production / t", "200 t (AUS 2023)", "200000 t"),
        ("Sand and gravel (industrial) / production / t", "88100 t (CHN 2023)", "88000000 t"),
    ],
)
def test_a_unit_alarm_says_both_numbers_and_where_they_stand(
    uncorrected: Project, key: str, here: str, there: str
) -> None:
    """Rutile of Australia and sand of China as MCS 2025 and MCS 2024 print them."""
    (fault,) = (
        alarm.fault
        for alarm in find_alarms(uncorrected, ["usgs_mcs"])
        if alarm.kind == "unit" and alarm.key == key
    )
    assert fault.where.startswith("data/releases/usgs_mcs/mcs2025-v2.0/world.csv, row ")
    assert fault.where.endswith(", column value")
    assert fault.found == here
    assert fault.expected.startswith(f"about {there}, as in data/releases/usgs_mcs/mcs2024")
    assert "data/corrections/usgs_mcs.csv" in fault.todo


@pytest.mark.parametrize(
    ("chapter", "country", "was", "now"),
    [
        ("Zeolites (natural)", "GEO", 5_000, 243_000),
        ("Antimony", "KGZ", 20, 700),
        ("Rare earths", "BRA", 20, 560),
    ],
)
def test_a_true_revision_raises_no_alarm(
    project: Project, chapter: str, country: str, was: int, now: int
) -> None:
    """MCS 2026 revised 2024 by up to 49 times; nobody had the unit wrong."""
    uploads = held_table(project, "usgs_mcs", "world")
    cut = [_only(upload, chapter) for upload in uploads]
    amounts = {
        upload.release.release: _amount(upload, country, "2024")
        for upload in cut
        if upload.release.release in ("mcs2025-v2.0", "mcs2026")
    }
    assert amounts == {"mcs2025-v2.0": was, "mcs2026": now}
    assert alarms_of(cut) == []


def test_no_unit_alarm_on_any_release_as_it_is_held(project: Project) -> None:
    """Corrected, none of the releases has a series a thousand times too large or small, and no
    zero is left, that is not accepted with a reason.
    """
    accepted = {item.about for item in read_exceptions(project)}
    found = kinds(alarm for alarm in find_alarms(project) if alarm.about not in accepted)
    assert not found & {"unit", "lifetime", "swap", "shift", "inversion", "currency", "state"}


@pytest.mark.parametrize(
    ("chapter", "statistic"),
    [("Graphite (natural)", "imports"), ("Lithium", "exports"), ("Rare earths", "imports")],
)
def test_us_statistics_in_a_wrong_unit_are_found(
    project: Project, chapter: str, statistic: str
) -> None:
    """Tonnes read as thousand tonnes in the US statistics of MCS 2026 contradict MCS 2025."""
    uploads = held_table(project, "usgs_mcs_salient", "salient")

    def mislabelled(row: Row) -> Row:
        is_meant = (row.cells["chapter"], row.cells["statistic"]) == (chapter, statistic)
        return scaled(row, Decimal(1000)) if is_meant else row

    found = [a for a in alarms_of(changed(uploads, "mcs2026", mislabelled)) if a.kind == "unit"]
    assert found
    assert {(alarm.release, alarm.key.split(" / ")[0]) for alarm in found} == {("mcs2026", chapter)}


def yearly(*amounts: float) -> Upload:
    """A made release with one series over as many years."""
    cells = [{"year": str(2021 + n), "value": amount} for n, amount in enumerate(amounts)]
    return world("one", cells)


@pytest.mark.parametrize("place", range(5))
def test_a_year_a_thousand_times_its_neighbours_is_found_in_one_release(place: int) -> None:
    """US imports of graphite 2017 to 2021 (MCS 2022), one year read as thousand tonnes."""
    amounts = [51_900, 70_700, 50_300, 36_000, 53_000]
    assert alarms_of([yearly(*amounts)]) == []
    amounts[place] *= 1_000
    (alarm,) = alarms_of([yearly(*amounts)])
    assert (alarm.kind, alarm.key.endswith(str(2021 + place))) == ("unit", True)
    assert alarm.fault.where.endswith(f"row {place + 2}, column value")


@pytest.mark.parametrize(
    "amounts",
    [
        (7_680, 7_690, 22_000, 8_000, 21_000),  # a true change
        (51_900, 70_700, 50_300_000),  # too few years to say which is wrong
        (12, 900, 40_000, 3, 500_000),  # nothing to stand apart from
    ],
)
def test_a_year_is_not_blamed_without_neighbours_of_one_size(amounts: tuple[float, ...]) -> None:
    """A series that moves freely, or has too few years, raises nothing."""
    assert alarms_of([yearly(*amounts)]) == []


@given(st.lists(st.integers(min_value=100, max_value=500), min_size=4, max_size=9))
def test_a_series_within_five_times_raises_nothing(amounts: list[int]) -> None:
    """Ordinary years of any order are left alone."""
    assert alarms_of([yearly(*amounts)]) == []


def test_a_year_in_one_release_is_held_against_the_years_of_the_others() -> None:
    """Turkish diatomite in MCS 2023 to 2026, thousand tonnes, 2024 of MCS 2026 read as tonnes."""
    printed = {"2022": ("2021", 100), "2023": ("2022", 210), "2024": ("2023", 240)}
    older = [world(name, [{"year": year, "value": v}]) for name, (year, v) in printed.items()]
    assert alarms_of([*older, world("new", [{"year": "2025", "value": 150}])]) == []
    (alarm,) = alarms_of([*older, world("new", [{"year": "2025", "value": 150_000}])])
    assert (alarm.kind, alarm.release) == ("unit", "new")
    assert alarm.fault.found == "150000 t"
    assert "data/releases/made/" in alarm.fault.expected


def test_a_small_number_is_compared_where_its_digits_allow_one_factor_only() -> None:
    """Beryllium from the stockpile, 7 tonnes in 2021 and 9 in 2022 in both editions; 1 tonne could
    be anything from a half to one and a half.
    """
    rest = [{"year": "2021", "value": 7}]
    for amount, found in ((9, {"unit"}), (1, set())):
        old = world("one", [{"value": amount}, *rest])
        new = world("two", [{"value": amount * 1000}, *rest])
        assert kinds(alarms_of([old, new])) == found
        assert alarms_of([old, world("two", [{"value": amount * 2}, *rest])]) == []


def test_a_group_revised_to_a_third_is_no_alarm_and_is_found_in_another_unit() -> None:
    """US rhenium exports of 2022 to 2024, kilograms: MCS 2025 and MCS 2026."""
    years = ("2022", "2023", "2024")
    old = [{"year": y, "value": v} for y, v in zip(years, (267, 2010, 2200), strict=True)]
    new = [{"year": y, "value": v} for y, v in zip(years, (92, 689, 735), strict=True)]
    assert alarms_of([world("one", old), world("two", new)]) == []
    wrong = [{**cell, "value": cell["value"] * 1000} for cell in old]
    assert kinds(alarms_of([world("one", wrong), world("two", new)])) == {"unit"}


def test_a_donor_in_another_unit_is_found_across_two_currencies(project: Project) -> None:
    """Every donor of Kiel's dollar sheet alone, in millions; the sheet as it is raises nothing."""
    uploads = held_table(project, "kiel_ust", "totals")
    for donor in ("CAN", "IND", "HUN", "SVK"):

        def in_millions(row: Row, donor: str = donor) -> Row:
            return scaled(row, Decimal(1000)) if row.cells["donor_code"] == donor else row

        found = alarms_of(changed(uploads, "30v2", in_millions), project)
        assert {a.release for a in found if a.kind == "unit" and donor in a.key} == {"30v2"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"unit": "persons", "value": "0.068"}, "a whole number"),
        ({"unit": "percent", "value": "76000"}, "between 0 and 100 percent"),
    ],
)
def test_an_amount_that_its_unit_does_not_allow_is_found_in_one_release(
    change: dict[str, str], expected: str
) -> None:
    """68 persons at wollastonite mines and 76 percent of the world's cobalt are possible."""
    table = replace(
        world_table(),
        fields=(*world_table().fields, Field("share_of", "string", "of what")),
    )

    def release(value: str) -> Upload:
        made = world("one", [{"unit": change["unit"], "value": value}])
        return replace(made, table=table)

    assert alarms_of([release("68")]) == []
    (alarm,) = alarms_of([release(change["value"])])
    assert (alarm.kind, alarm.fault.expected) == ("bound", expected)
    assert alarm.fault.where == "data/releases/made/one/world.csv, row 2, column value"


def test_the_release_that_stands_apart_is_blamed() -> None:
    """Between two releases that agree the middle one is wrong, and only it is named."""
    right = [{"country_code": code, "value": 10} for code in ("AAA", "BBB", "CCC")]
    wrong = [{**cell, "value": 10_000} for cell in right]
    alarms = alarms_of([world("one", right), world("two", wrong), world("three", right)])
    assert [(alarm.kind, alarm.release) for alarm in alarms] == [("unit", "two")]
    assert "1,000 times larger" in alarms[0].fault.what


def test_reserves_and_production_in_two_units_are_found_in_one_release() -> None:
    """No other release is needed where reserves would last a day."""
    cells = [
        {"statistic": statistic, "value": value, "country_code": code}
        for code in ("AAA", "BBB")
        for statistic, value in (("production", 100_000), ("reserves", 600))
    ]
    (alarm,) = alarms_of([world("one", cells)])
    assert (alarm.kind, alarm.key) == ("lifetime", "Ore / reserves / t")


@given(
    amounts=st.lists(st.integers(min_value=10, max_value=10**7), min_size=3, max_size=12),
    power=st.sampled_from([-6, -3, 3, 6]),
)
def test_a_whole_series_in_another_unit_is_always_found(amounts: list[int], power: int) -> None:
    """Whatever the amounts are: all of them times a power of a thousand is an alarm."""
    cells = [{"country_code": f"C{n:02}", "value": amount} for n, amount in enumerate(amounts)]
    moved = [
        {**c, "value": Decimal(a) * Decimal(10) ** power}
        for c, a in zip(cells, amounts, strict=True)
    ]
    assert kinds(alarms_of([world("one", cells), world("two", moved)])) == {"unit"}


@given(
    changes=st.lists(
        st.tuples(st.integers(10, 10**7), st.floats(min_value=0.02, max_value=50)),
        min_size=1,
        max_size=12,
    )
)
def test_revisions_up_to_fifty_times_are_never_an_alarm(changes: list[tuple[int, float]]) -> None:
    """A country may be revised from 5,000 to 243,000."""
    old = [{"country_code": f"C{n:02}", "value": amount} for n, (amount, _) in enumerate(changes)]
    new = [
        {"country_code": f"C{n:02}", "value": round(amount * factor, 6)}
        for n, (amount, factor) in enumerate(changes)
    ]
    assert alarms_of([world("one", old), world("two", new)]) == []


def test_military_and_financial_swapped_is_found(project: Project) -> None:
    """In the corrected web files of Kiel's release 29 against the first."""
    names = {"military": "financial", "financial": "military"}
    uploads = changed(
        held_table(project, "kiel_ust", "monthly"),
        "29-corrected",
        lambda row: with_cells(
            row, aid_type=names.get(row.cells["aid_type"], row.cells["aid_type"])
        ),
    )
    (alarm,) = (alarm for alarm in alarms_of(uploads) if alarm.kind == "swap")
    assert alarm.key == "monthly / financial and military"
    assert "29-first" in alarm.fault.what
    assert ", row " in alarm.fault.where


@pytest.mark.parametrize("step", [1, -1])
def test_a_series_one_month_off_is_found(project: Project, step: int) -> None:
    """Late or early, against the release before."""
    uploads = held_table(project, "kiel_ust", "groups")
    months = sorted({row.cells["period"] for upload in uploads for row in upload.rows})
    places = {month: number for number, month in enumerate(months)}

    def moved(row: Row) -> Row | None:
        number = places[row.cells["period"]] + step
        return with_cells(row, period=months[number]) if 0 <= number < len(months) else None

    found = alarms_of(changed(uploads, "29-corrected", moved))
    words = {
        alarm.fault.what.partition("one period ")[2].partition(";")[0]
        for alarm in found
        if alarm.kind == "shift"
    }
    assert words == {"late" if step == 1 else "early"}


@pytest.mark.parametrize(("step", "word"), [(1, "late"), (-1, "early")])
def test_one_country_a_year_off_is_named(project: Project, step: int, word: str) -> None:
    """Egypt alone, in the newer copy of US foreign assistance: what all received hides it."""
    uploads = changed(
        held_table(project, "us_foreign_assistance", "amounts"),
        "copy-of-november-2025",
        lambda row: shifted(row, "fiscal_year", step) if row.cells["place_code"] == "EGY" else row,
    )
    found = [alarm for alarm in alarms_of(uploads) if alarm.kind == "shift"]
    assert found
    assert all(" / EGY" in alarm.key for alarm in found)
    assert all(f"one period {word}" in alarm.fault.what for alarm in found)


@pytest.mark.parametrize(("factor", "found"), [("1", {"SAG"}), ("1.001", set())])
def test_a_short_series_is_compared_only_where_its_amounts_are_equal(
    project: Project, factor: str, found: set[str]
) -> None:
    """Southern Africa has three planned years in both copies of US aid: the same three amounts a
    year early are a shift; amounts that moved may be revised.
    """

    def early(row: Row) -> Row:
        is_meant = (row.cells["place_code"], row.cells["stage"]) == (
            "SAG",
            "appropriated_and_planned",
        )
        return scaled(shifted(row, "fiscal_year", -1), Decimal(factor)) if is_meant else row

    uploads = held_table(project, "us_foreign_assistance", "amounts")
    alarms = alarms_of(changed(uploads, "copy-of-november-2025", early))
    assert {a.key.rpartition(" / ")[2] for a in alarms if a.kind == "shift"} == found


@pytest.mark.raw
@needs_raw
def test_the_swapped_months_of_a_copy_of_release_27_are_found(project: Project) -> None:
    """PITFALLS, aid data 7: in the copy's months military and financial are swapped."""
    alarms = alarms_of([_months(project, "27"), *_all_donors(project, "29-first")])
    assert "groups / financial and military" in {a.key for a in alarms if a.kind == "swap"}


@pytest.mark.raw
@needs_raw
def test_the_shifted_months_of_a_copy_of_release_28_are_found(project: Project) -> None:
    """PITFALLS, aid data 7: the copy's months lie one month early."""
    alarms = alarms_of([_months(project, "28"), *_all_donors(project, "29-first")])
    assert len([alarm for alarm in alarms if alarm.kind == "shift"]) == 4
    assert kinds(alarms) <= {"shift", "lost"}


def test_a_series_that_is_gone_is_found(project: Project) -> None:
    """All US humanitarian aid dropped from the months of release 29."""
    uploads = changed(
        held_table(project, "kiel_ust", "monthly"),
        "29-corrected",
        lambda row: None if (row.cells["donor_code"], row.cells["aid_type"]) == US_AID else row,
    )
    (alarm,) = (alarm for alarm in alarms_of(uploads) if alarm.kind == "lost")
    assert alarm.key == "monthly / humanitarian / allocated / EUR bn / USA"


def test_a_rate_upside_down_is_found(project: Project) -> None:
    """EUR per USD where USD per EUR stood, in a second upload of the Federal Reserve's months."""
    (monthly,) = held_table(project, "fx", "monthly")
    dollars = replace(monthly, rows=tuple(r for r in monthly.rows if r.cells["quote"] == "USD"))
    turned = changed(
        [dollars], "fed-2026-06", lambda row: replace(row, value=1 / Decimal(str(row.value)))
    )
    again = replace(turned[0], release=replace(monthly.release, release="fed-later"))
    (alarm,) = alarms_of([dollars, again])
    assert (alarm.kind, alarm.release) == ("inversion", "fed-later")


@pytest.mark.parametrize("factor", ["0.8774239", "0.7699"])
def test_dollars_that_are_not_dollars_are_found(project: Project, factor: str) -> None:
    """Euros under the label USD, or converted the wrong way (1.1397 dollars per euro)."""
    uploads = changed(
        held_table(project, "kiel_ust", "totals"), "30v2", lambda row: scaled(row, Decimal(factor))
    )
    found = [alarm for alarm in alarms_of(uploads, project) if alarm.kind == "currency"]
    assert found
    assert {alarm.release for alarm in found} == {"30v2"}
    assert alarms_of(held_table(project, "kiel_ust", "totals"), project) == []


def test_withheld_turned_into_nothing_is_found(project: Project) -> None:
    """US tantalum and others: W in MCS 2025, a dash or 0 in a faulty MCS 2026."""
    uploads = held_table(project, "usgs_mcs", "world")
    hidden = {
        r.number for u in uploads if u.release.release == "mcs2026"
        for r in u.rows if r.cells["status"] == "withheld"
    }  # fmt: skip

    def opened(row: Row) -> Row:
        return (
            with_cells(row, value="0", status="zero", printed="0") if row.number in hidden else row
        )

    found = {
        a.fault.where for a in alarms_of(changed(uploads, "mcs2026", opened)) if a.kind == "state"
    }
    assert len(found) == len(hidden) == 30


def test_nothing_is_not_believed_where_other_words_say_withheld() -> None:
    """US bauxite beside alumina: "bauxite" in one edition, "bauxite, dry tons" in the next."""
    alumina = {"detail": "Refinery production, alumina", "value": 780}
    hidden = {"detail": "Mine production, bauxite", "status": "withheld"}
    zero = {"detail": "Mine production, bauxite, dry tons", "status": "zero", "value": 0}
    assert alarms_of([world("one", [alumina, zero]), world("two", [alumina, zero])]) == []
    (alarm,) = alarms_of([world("one", [alumina, hidden]), world("two", [alumina, zero])])
    assert (alarm.kind, alarm.release) == ("state", "two")
    assert alarm.fault.expected.startswith("withheld, as in data/releases/made/one/world.csv")


def test_nothing_is_not_believed_in_years_for_which_another_edition_has_amounts() -> None:
    """US primary smelter output of antimony: W for 2022 to 2024 in MCS 2025, and 586, 452 and 588
    tonnes in MCS 2026. One year revised from nothing raises nothing.
    """
    years = {"2022": 586, "2023": 452, "2024": 588}
    told = [{"year": year, "value": amount} for year, amount in years.items()]
    withheld = [{"statistic": "imports", "status": "withheld"}]
    nothing = [{**cell, "status": "zero", "value": 0} for cell in told]
    found = alarms_of([world("one", [*nothing, *withheld]), world("two", [*told, *withheld])])
    assert {(a.kind, a.release) for a in found} == {("state", "one")}
    assert len(found) == len(years)
    one_year = [*told[1:], nothing[0]]
    assert alarms_of([world("one", [*one_year, *withheld]), world("two", told)]) == []


@pytest.mark.parametrize(
    ("source", "table", "release", "year"),
    [
        ("usgs_mcs", "world", "mcs2023", "2021"),
        ("usgs_mcs_salient", "salient", "mcs2025-v2.0", "2020"),
    ],
)
def test_nothing_is_not_believed_beside_years_that_are_not_available(
    project: Project, source: str, table: str, release: str, year: str
) -> None:
    """US sheet mica: W for one year, NA for all others that the edition prints."""
    uploads = held_table(project, source, table)

    def opened(row: Row) -> Row:
        is_sheet = row.cells["chapter"] == "Mica (natural)" and row.cells["status"] == "withheld"
        return with_cells(row, value="0", status="zero", printed="0") if is_sheet else row

    before = alarms_of(uploads)
    (alarm,) = (a for a in alarms_of(changed(uploads, release, opened)) if a not in before)
    assert (alarm.kind, alarm.release) == ("state", release)
    assert alarm.key.endswith(year)
    assert "not available for" in alarm.fault.what


def test_nothing_is_believed_where_something_else_is_told() -> None:
    """A dash, two years of nothing, or an amount beside it: the provider counted."""
    nothing = {"value": 0, "status": "zero", "year": "2023"}
    untold = {"status": "not_available"}
    (alarm,) = alarms_of([world("one", [nothing, untold])])
    assert alarm.fault.what.endswith("zero here, not available for 2024")
    counted = {"value": 5, "year": "2022"}
    again = {**nothing, "year": "2022"}
    for beside in (counted, again):
        assert alarms_of([world("one", [beside, nothing, untold])]) == []
    assert alarms_of([world("one", [{**nothing, "printed": "—"}, untold])]) == []
    assert alarms_of([world("one", [nothing])]) == []


def test_a_state_that_contradicts_its_number_is_found() -> None:
    """A zero that is called reported, and a withheld cell with an amount."""
    cells = [{"value": 0}, {"value": 5, "status": "withheld", "country_code": "BBB"}]
    found = [alarm for alarm in alarms_of([world("one", cells)]) if alarm.kind == "state"]
    assert [alarm.fault.where.rpartition("world.csv, ")[2] for alarm in found] == [
        "row 2, column status",
        "row 3, column status",
    ]


def test_a_release_that_ends_elsewhere_than_it_says_is_flagged(project: Project) -> None:
    """The folder "release 20" held the data of release 19: the calendar tells which it is."""
    held = read_source(project, "kiel_ust")
    named = replace(
        held, uploads=tuple(_renamed(u, "19", "20", "2024-10-31") for u in held.uploads)
    )
    (alarm,) = find_label_alarms(named, read_calendar(project, "kiel_ust"))
    assert (alarm.kind, alarm.release) == ("label", "20")
    assert "2024-08-31" in alarm.fault.what
    assert "release 19" in alarm.fault.what
    assert alarm.fault.where == "data/releases/kiel_ust/19/datapackage.json, column data_through"


def test_an_old_file_under_a_new_label_is_flagged(project: Project) -> None:
    """The rows of release 28 uploaded again as release 31."""
    held = read_source(project, "kiel_ust")
    again = [
        _renamed(u, "28", "31", "2026-08-31") for u in held.uploads if u.release.release == "28"
    ]
    found = find_label_alarms(replace(held, uploads=(*held.uploads, *again)), ())
    assert any("same rows as release 28" in alarm.fault.what for alarm in found)
    assert {alarm.release for alarm in found} == {"31"}


@pytest.mark.parametrize(
    ("source", "release", "table", "found"),
    [
        ("ukraine_metals", "reuters-2025-05-01", "figures", "2025"),
        ("ukraine_metals", "24tv-2025-10-19", "figures", "2026"),
        ("world_bank_cmo", "2025-05-02-monthly", "monthly_indices", "2025-05"),
        ("usgs_mcs", "mcs2026", "world", "2027"),
    ],
)
def test_a_value_of_a_time_that_had_not_come_is_flagged(
    project: Project, source: str, release: str, table: str, found: str
) -> None:
    """Labels one period late, in a release whose day is known. An estimate for the year in which it
    is made is none: the page of October 2025 has one.
    """
    held = read_source(project, source)
    assert [a for a in find_label_alarms(held, ()) if "ahead" in a.key] == []

    def late(upload: Upload) -> Upload:
        if (upload.release.release, upload.table.name) != (release, table):
            return upload
        rows = tuple(shifted(row, upload.table.time, 1) for row in upload.rows)
        return replace(upload, rows=rows)

    shifted_held = replace(held, uploads=tuple(late(upload) for upload in held.uploads))
    (alarm,) = (a for a in find_label_alarms(shifted_held, ()) if "ahead" in a.key)
    assert (alarm.release, alarm.fault.found) == (release, found)
    assert f"/{release}/{table}." in alarm.fault.where
    assert ", row " in alarm.fault.where
    assert f"when release {release} appeared" in alarm.fault.expected


def test_a_title_that_names_another_release_is_flagged(project: Project) -> None:
    """The title says release 28, the folder 27."""
    held = read_source(project, "kiel_ust")
    (first, *rest) = (u for u in held.uploads if u.release.release == "27")
    wrong = replace(first.release, title="Ukraine Support Tracker, release 28: country summary")
    found = find_label_alarms(replace(held, uploads=(replace(first, release=wrong), *rest)), ())
    assert [alarm.key for alarm in found] == ["label / number"]


def test_two_uploads_of_one_release_need_to_say_which_replaced_which(project: Project) -> None:
    """Release 29 came twice; without the descriptor's word both would count."""
    held = read_source(project, "kiel_ust")
    silent = replace(
        held,
        uploads=tuple(
            replace(u, release=replace(u.release, superseded_by="")) for u in held.uploads
        ),
    )
    found = find_label_alarms(silent, read_calendar(project, "kiel_ust"))
    assert [(alarm.release, alarm.key) for alarm in found] == [("29-first", "label / twice")]


def test_an_alarm_names_file_row_column_and_what_to_do(project: Project) -> None:
    """For every table alarm of a release with everything a thousand times too large."""
    uploads = held_table(project, "kiel_ust", "monthly")
    alarms = alarms_of(changed(uploads, "29-corrected", lambda row: scaled(row, Decimal(1000))))
    assert alarms
    for alarm in alarms:
        assert alarm.fault.where.startswith("data/releases/kiel_ust/29-corrected/monthly.csv, row ")
        assert alarm.fault.where.endswith("column value")
        assert "data/corrections/kiel_ust.csv" in alarm.fault.todo


def _only(upload: Upload, chapter: str) -> Upload:
    return replace(upload, rows=tuple(r for r in upload.rows if r.cells["chapter"] == chapter))


def _amount(upload: Upload, country: str, year: str) -> Decimal:
    (row,) = (
        r for r in upload.rows
        if r.cells["country_code"] == country and r.cells["year"] == year
        and r.cells["statistic"] == "production" and r.value
    )  # fmt: skip
    assert row.value is not None
    return row.value


def _renamed(upload: Upload, was: str, now: str, through: str) -> Upload:
    if upload.release.release != was:
        return upload
    release = made_release(now, through, "kiel_ust")
    title = f"Ukraine Support Tracker, release {now}"
    return replace(upload, release=replace(release, title=title))


def _months(project: Project, release: str) -> Upload:
    """The months of a third party's copy, as they stand in its file."""
    path = Path(RAW) / f"aid/kiel_release_{release}_third_party_extract/kiel-spending.json"
    months = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["byMonth"]
    (sample, *_) = _all_donors(project, "29-first")
    rows = []
    for month in months:
        for kind in ("military", "financial", "humanitarian", "total"):
            value = Decimal(month[kind])
            cells = {**sample.rows[0].cells, "period": month["date"], "aid_type": kind}
            cells |= {"value": str(value), "status": "reported" if value else "zero"}
            rows.append(Row(len(rows) + 2, cells, value))
    return replace(sample, release=made_release(release), rows=tuple(rows))


def _all_donors(project: Project, release: str) -> Iterator[Upload]:
    for upload in held_table(project, "kiel_ust", "groups"):
        if upload.release.release == release:
            yield upload


def test_releases_are_compared_in_the_order_of_their_data(project: Project) -> None:
    """Also one whose date of publication is not known."""
    ends = [
        upload.release.data_through.last
        for upload in read_held(project, ["kiel_ust"])["kiel_ust"].of("totals")
    ]
    assert all(one <= two for one, two in pairwise(ends) if one and two)
