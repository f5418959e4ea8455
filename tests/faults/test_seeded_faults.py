"""A mistake put into a copy of a real release turns verify's check of the data red, with its place.

Each test copies the ledger of the sources it needs, writes a release again with one mistake in it,
and asks what `assay verify` asks.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from assay.alarms import find_alarms
from assay.catch_rate.shifted import shifted
from assay.errors import Fault
from assay.paths import Project
from assay.reconcile import reconcile
from assay.rows import Row
from assay.soundness import find_faults

pytestmark = pytest.mark.faults

Cells = dict[str, str]
Mistake = Callable[[Cells], Cells | None]


def copied(project: Project, root: Path, *sources: str) -> Project:
    """A project of its own with some of the real sources and what is curated about them."""
    for source in sources:
        shutil.copytree(project.releases / source, root / "data" / "releases" / source)
    for name in ("calendars", "corrections", "crosswalks", "reconciliations"):
        shutil.copytree(project.data / name, root / "data" / name)
    shutil.copy(project.claims, root / "data" / "claims.csv")
    (root / "data" / "readings").mkdir()
    return Project(root)


@pytest.fixture
def copy(tmp_path: Path, project: Project) -> Callable[..., Project]:
    return partial(copied, project, tmp_path)


def seed(project: Project, place: str, mistake: Mistake) -> None:
    """Write a table again with a mistake; the descriptor's hash fits, as after an ingest."""
    path = project.releases / place
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        names: Sequence[str] = reader.fieldnames or ()
        rows = [changed for row in reader if (changed := mistake(dict(row))) is not None]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    descriptor = path.parent / "datapackage.json"
    raw = json.loads(descriptor.read_text(encoding="utf-8"))
    for resource in raw["resources"]:
        if resource["path"] == path.name:
            content = path.read_bytes()
            resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
            resource |= {"bytes": len(content), "rows": len(rows)}
    descriptor.write_text(json.dumps(raw, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def new_faults(project: Project, place: str) -> list[Fault]:
    """The faults of one table; each is placed and says what to do."""
    found = [fault for fault in find_faults(project) if f"data/releases/{place}" in fault.where]
    for fault in found:
        assert f"{place}, row " in fault.where or f"{place}, column " in fault.where
        assert ", column " in fault.where
        assert fault.found
        assert fault.expected
        assert "data/corrections/" in fault.todo
        assert "data/reconciliations/exceptions.csv" in fault.todo
    return found


def is_sound(project: Project, sources: Iterable[str]) -> bool:
    """Without the mistake, nothing is wrong with these sources."""
    return not [
        fault for fault in find_faults(project)
        if any(f"data/releases/{source}/" in fault.where for source in sources)
    ]  # fmt: skip


def times(factor: str, **where: str) -> Mistake:
    """The amounts of rows that meet `where`, times a factor."""

    def mistake(row: Cells) -> Cells:
        if not row["value"] or any(row[column] != value for column, value in where.items()):
            return row
        amounts = {name: row[name] for name in ("value", "value_high") if row.get(name)}
        moved = {n: format(Decimal(v) * Decimal(factor), "f") for n, v in amounts.items()}
        return {**row, **moved}

    return mistake


def late(step: int, time: str, **where: str) -> Mistake:
    """The labels of rows that meet `where`, `step` periods late, and their days with them."""

    def mistake(row: Cells) -> Cells:
        if any(row[column] != value for column, value in where.items()):
            return row
        return shifted(Row(0, row), time, step).cells

    return mistake


def test_a_unit_a_thousand_times_too_large(copy: Callable[..., Project]) -> None:
    """Graphite of MCS 2026 in tonnes under the heading thousand tonnes."""
    project = copy("usgs_mcs")
    place = "usgs_mcs/mcs2026/world.csv"
    seed(project, place, times("1000", chapter="Graphite (natural)", statistic="production"))
    (fault, *_) = new_faults(project, place)
    assert "Graphite (natural) / production / t" in fault.what
    assert "about 1,000 times larger" in fault.what
    assert "mcs2025-v2.0/world.csv, row " in fault.expected


def test_one_country_a_thousand_times_too_small(copy: Callable[..., Project]) -> None:
    """China's graphite of MCS 2026 alone: the release before and the world's total both say so."""
    project = copy("usgs_mcs")
    place = "usgs_mcs/mcs2026/world.csv"
    where = {"chapter": "Graphite (natural)", "statistic": "production", "country_code": "CHN"}
    seed(project, place, times("0.001", **where))
    whats = [fault.what for fault in new_faults(project, place)]
    assert any("as if the unit were mislabelled" in what for what in whats)
    assert any("countries give the world total" in what for what in whats)


def test_military_and_financial_aid_swapped(copy: Callable[..., Project]) -> None:
    """Two columns of the corrected web file of release 29 change places."""
    project = copy("kiel_ust", "kiel_ust_extra", "fx")
    place = "kiel_ust/29-corrected/monthly.csv"
    names = {"military": "financial", "financial": "military"}

    def swapped(row: Cells) -> Cells:
        return {**row, "aid_type": names.get(row["aid_type"], row["aid_type"])}

    seed(project, place, swapped)
    whats = [fault.what for fault in new_faults(project, place)]
    assert any("financial and military have changed places" in what for what in whats)


def test_a_series_one_month_late(copy: Callable[..., Project]) -> None:
    """All donors' months of the corrected release 29, each a month too late."""
    project = copy("kiel_ust", "kiel_ust_extra", "fx")
    place = "kiel_ust/29-corrected/groups.csv"
    seed(project, place, late(1, "period"))
    whats = [fault.what for fault in new_faults(project, place)]
    assert any("one period late" in what for what in whats)


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(
    ("place", "time", "where"),
    [
        ("hicp/transcribed-1/annual.csv", "period", {"measure": "annual_average"}),
        ("kiel_ust_extra/28/disbursements.csv", "period", {}),
        ("one_campaign/oda-2024-01/oda.csv", "period", {"donor_code": "DEU"}),
        ("one_campaign/estimates-2025-04-18/refugee_costs.csv", "period", {"donor_code": "POL"}),
        ("usgs_mcs_salient/mcs2026/import_sources.csv", "period", {"chapter": "Cobalt"}),
        ("usgs_mcs_salient/mcs2025-v2.0/leading_sources.csv", "period", {}),
        ("usgs_mcs/mcs2026/world.csv", "year", {"chapter": "Lithium"}),
        (
            "world_bank_cmo/2025-05-02-monthly/monthly_indices.csv",
            "period",
            {"index_name": "Energy"},
        ),
        ("world_bank_wdi/donors-2026-05-01/indicators.csv", "period", {"place_code": "POL"}),
        ("fx_nbu/nbu-2022-07-21/daily.csv", "day", {"quote": "UAH", "base": "USD"}),
    ],
)
def test_a_series_with_nothing_beside_it_one_period_off(
    copy: Callable[..., Project], place: str, time: str, where: Cells, step: int
) -> None:
    """It begins or ends elsewhere than its publisher says, late as early."""
    project = copy(place.partition("/")[0])
    seed(project, place, late(step, time, **where))
    whats = [fault.what for fault in new_faults(project, place)]
    assert any("elsewhere than its publisher says" in what for what in whats)


def test_rows_without_a_date_dropped(copy: Callable[..., Project]) -> None:
    """Activities of release 28: without the undated ones, donors no longer give their totals."""
    project = copy("kiel_ust", "kiel_ust_extra", "fx")
    place = "kiel_ust_extra/28/activities.csv"
    seed(project, place, lambda row: None if row["date_precision"] == "unknown" else row)
    found = new_faults(project, "kiel_ust/28/totals.csv")
    assert found
    assert all("activities, dated or not" in fault.what for fault in found)
    assert all("kiel_ust_extra/28/activities.csv, from row " in fault.expected for fault in found)


def test_a_rate_upside_down(copy: Callable[..., Project]) -> None:
    """EUR per USD where USD per EUR should stand: the other bank's days say so."""
    project = copy("fx")
    place = "fx/fed-2026-06/monthly.csv"

    def turned(row: Cells) -> Cells:
        if row["quote"] != "USD":
            return row
        return {**row, "value": format((1 / Decimal(row["value"])).quantize(Decimal("1e-10")), "f")}

    seed(project, place, turned)
    found = new_faults(project, place)
    assert found
    assert all("fx/ecb-2026-10-30/daily.csv, from row " in fault.expected for fault in found)


def test_euros_called_dollars(copy: Callable[..., Project]) -> None:
    """The dollar sheet of release 30v2 with the euros in it."""
    project = copy("kiel_ust", "kiel_ust_extra", "fx")
    place = "kiel_ust/30v2/totals.csv"

    def euros(row: Cells) -> Cells:
        amount = (Decimal(row["value"]) / Decimal("1.1397")).quantize(Decimal("0.000001"))
        return {**row, "value": format(amount, "f")}

    seed(project, place, euros)
    whats = [fault.what for fault in new_faults(project, place)]
    assert any("no rate there was" in what for what in whats)


def test_withheld_turned_into_nothing(copy: Callable[..., Project]) -> None:
    """Every W of MCS 2026 read as 0."""
    project = copy("usgs_mcs")
    place = "usgs_mcs/mcs2026/world.csv"

    def opened(row: Cells) -> Cells:
        if row["status"] != "withheld":
            return row
        return {**row, "value": "0", "status": "zero", "printed": "0"}

    seed(project, place, opened)
    found = new_faults(project, place)
    assert len(found) == 30
    assert all(fault.where.endswith("column status") for fault in found)


def test_a_release_under_the_wrong_number(copy: Callable[..., Project]) -> None:
    """The data of release 28 in a folder and under a title of release 27's."""
    project = copy("kiel_ust")
    folder = project.releases / "kiel_ust"
    shutil.rmtree(folder / "27")
    shutil.move(folder / "28", folder / "27")
    path = folder / "27" / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["title"] = raw["title"].replace("28", "27")
    raw["assay"]["data_through"] = "2025-12-31"
    path.write_text(json.dumps(raw), encoding="utf-8")
    (alarm,) = (a for a in find_alarms(project, ["kiel_ust"]) if a.kind == "label")
    assert "but that of release 28" in alarm.fault.what
    assert alarm.fault.where == "data/releases/kiel_ust/27/datapackage.json, column data_through"


def test_the_copies_without_a_mistake_raise_nothing(copy: Callable[..., Project]) -> None:
    """The red of the tests above is the mistake's own."""
    project = copy("kiel_ust", "kiel_ust_extra", "fx", "usgs_mcs")
    assert is_sound(project, ["kiel_ust", "kiel_ust_extra", "fx", "usgs_mcs"])
    assert any(compared.gaps for compared in reconcile(project))  # accepted ones


WORLD = "usgs_mcs/mcs2026/world.csv"
TALC = "usgs_mcs/mcs2023/world.csv"
US_2022, US_2025, US_2026 = (
    f"usgs_mcs_salient/{edition}/salient.csv" for edition in ("mcs2022", "mcs2025-v2.0", "mcs2026")
)
TABLE_5 = "usgs_mcs_salient/mcs2025-v2.0/critical_minerals.csv"
DS140 = "usgs_historical_statistics/rare-earths-2020/series.csv"
YEARBOOK = "usgs_minerals_yearbook/rare-earths-2022/salient.csv"
PRICES = "usgs_mcs/mcs2026/prices.csv"
COMPOUNDS = "Consumption, apparent: Compounds (oxide, nitrate, and so forth)"
UNITS = {
    "share of the leading country": (
        (TABLE_5, "0.001", {"chapter": "Cobalt", "statistic": "leading_country_share"}),
        (TABLE_5, "the leading country's share in table 5", "75.86"),
    ),
    "share of more than the whole": (
        (TABLE_5, "1000", {"chapter": "Tin", "statistic": "leading_country_share"}),
        (TABLE_5, "a share of a whole", "between 0 and 100"),
    ),
    "bound of net import reliance": (
        (TABLE_5, "0.001", {"chapter": "Barite", "statistic": "net_import_reliance"}),
        (TABLE_5, "net import reliance of critical minerals", "75 percent"),
    ),
    "capacity": (
        (WORLD, "1000", {"chapter": "Indium", "statistic": "capacity"}),
        (WORLD, "the world's capacity and output", "1100 t"),
    ),
    "slag": (
        (WORLD, "1000", {"chapter": "Iron and steel slag"}),
        (WORLD, "slag is of one size with the iron", "t (sum of 2 rows"),
    ),
    "yttrium of the world": (
        (WORLD, "0.001", {"chapter": "Yttrium"}),
        (WORLD, "the United States neither import nor export nor use more", "at least 300 t"),
    ),
    "one country and year": (
        (WORLD, "1000", {"chapter": "Diatomite", "country_code": "TUR", "year": "2024"}),
        (WORLD, "than the years around it", "about 150000 t"),
    ),
    "one country beyond the world": (
        (TALC, "1000", {"chapter": "Talc and pyrophyllite", "country_code": "USA", "year": "2022"}),
        (TALC, "no country makes or holds more than the world", "at least 580000"),
    ),
    "consumption": (
        (US_2022, "1000", {"chapter": "Rare earths", "statistic": "consumption"}),
        (US_2022, "is of one size with what they use and export", "t (sum of"),
    ),
    "consumption of thorium compounds": (
        (US_2026, "0.001", {"chapter": "Thorium", "series": COMPOUNDS}),
        (US_2026, "thorium compounds imported less those exported", "3.5 t"),
    ),
    "output of thorium ores": (
        (US_2025, "1000", {"chapter": "Thorium", "statistic": "production"}),
        (US_2025, "thorium ores mined and imported", "t (sum of 2 rows"),
    ),
    "exports that were revised to a third": (
        (US_2025, "1000", {"chapter": "Rhenium", "statistic": "exports"}),
        (US_2026, "Rhenium / exports", "as in data/releases/usgs_mcs_salient/mcs2025-v2.0"),
    ),
    "a fraction of a person": (
        (US_2026, "0.001", {"chapter": "Wollastonite", "statistic": "employment"}),
        (US_2026, "a count with a fraction", "a whole number"),
    ),
    "exports of 1964": (
        (DS140, "1000", {"statistic": "exports", "year": "1964"}),
        (DS140, "is of one size with what they use and export", "1316 t"),
    ),
    "consumption of 1930": (
        (DS140, "1000", {"statistic": "apparent_consumption", "year": "1930"}),
        (DS140, "do not use twice what the world makes", "at least 27100"),
    ),
    "a value in dollars of the year": (
        (DS140, "1000", {"basis": "dollars of the year", "year": "1971"}),
        (DS140, "in dollars of the year and of 1998", "1040000 USD/t"),
    ),
    "a price of the yearbook": (
        (YEARBOOK, "1000", {"statistic": "price", "year": "2022"}),
        (PRICES, "the price of mischmetal", "6520"),
    ),
}


@pytest.fixture(scope="module")
def usgs_in_wrong_units(tmp_path_factory: pytest.TempPathFactory, project: Project) -> list[Fault]:
    """What is wrong with USGS's releases when each of UNITS is planted, each in its own place."""
    wrong = copied(
        project,
        tmp_path_factory.mktemp("units"),
        "usgs_mcs",
        "usgs_mcs_salient",
        "usgs_historical_statistics",
        "usgs_minerals_yearbook",
    )
    for (place, factor, where), _ in UNITS.values():
        seed(wrong, place, times(factor, **where))
    return find_faults(wrong)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_that_the_publishers_own_arithmetic_contradicts(
    usgs_in_wrong_units: list[Fault], name: str
) -> None:
    """Shares, supply and use, capacity and output, prices and parts, as USGS prints them."""
    place, what, expected = UNITS[name][1]
    found = [
        fault
        for fault in usgs_in_wrong_units
        if what in fault.what and expected in fault.expected and f"{place}, row " in fault.where
    ]
    assert found
    for fault in found:
        assert fault.where.endswith(", column value")
        assert fault.found
        assert "data/corrections/" in fault.todo


def test_a_donor_in_millions_among_dollars(copy: Callable[..., Project]) -> None:
    """Italy of release 30v2 in millions: in euro, at the rate of all, release 28 has 4.09."""
    project = copy("kiel_ust", "kiel_ust_extra", "fx")
    place = "kiel_ust/30v2/totals.csv"
    seed(project, place, times("1000", donor_code="ITA"))
    (fault,) = (f for f in new_faults(project, place) if f.what.startswith("everything of / ITA"))
    assert "about 1,000 times larger" in fault.what
    assert "data/releases/kiel_ust/28/totals.csv, row " in fault.expected


def test_withheld_bauxite_read_as_nothing(copy: Callable[..., Project]) -> None:
    """US bauxite of MCS 2024: withheld in MCS 2023 and 2025 under other words, beside alumina."""
    project = copy("usgs_mcs")
    place = "usgs_mcs/mcs2024-v2.0/world.csv"

    def opened(row: Cells) -> Cells:
        is_meant = row["chapter"] == "Bauxite and alumina" and row["status"] == "withheld"
        return {**row, "value": "0", "status": "zero", "printed": "0"} if is_meant else row

    seed(project, place, opened)
    found = new_faults(project, place)
    assert found
    assert all("withheld, as in data/releases/usgs_mcs/mcs20" in fault.expected for fault in found)
