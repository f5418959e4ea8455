"""US statistics of the USGS summaries: figures as printed, qualifiers kept, editions apart."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
from assay.corrections import read_corrections
from assay.quantities.amounts import QUALIFIERS
from assay.releases import open_release, read_calendar
from assay.sources import usgs_mcs, usgs_mcs_salient
from committed import PROJECT, Rows, only, pick, rows

SOURCE = "usgs_mcs_salient"
EDITIONS = tuple(usgs_mcs_salient.RELEASES)
REE = "Rare earths"
TITANIUM = "Titanium mineral concentrates"
SPONGE = "Titanium sponge metal"


def table(release: str, name: str) -> Rows:
    return rows(SOURCE, release, name)


def qualifier(row: dict[str, str]) -> str:
    """The status, a plain number being one kind: the metadata of nickel's chapter does not say
    that the newest year is an estimate, the figure does.
    """
    return row["status"].replace("estimated", "reported")


def reliance(release: str, chapter: str, form: str, year: str) -> tuple[str, str]:
    row = only(table(release, "net_import_reliance"), chapter=chapter, form=form, year=year)
    assert row["unit"] == "percent"
    return row["value"], row["status"]


def test_net_exporter_is_a_qualifier_without_an_amount() -> None:
    """E is printed where exports exceed imports: a state of its own, never a number."""
    assert "net_exporter" in QUALIFIERS


@pytest.mark.parametrize("release", EDITIONS)
def test_an_upload_is_dated_as_its_world_tables_are(release: str) -> None:
    """One upload was public on one day, whichever of its files is read."""
    ours = open_release(PROJECT, SOURCE, release)
    theirs = open_release(PROJECT, "usgs_mcs", release)
    assert (ours.released_on, ours.custody) == (theirs.released_on, theirs.custody)
    assert [(e.release, e.released_on) for e in read_calendar(PROJECT, SOURCE)] == [
        (e.release, e.released_on) for e in read_calendar(PROJECT, "usgs_mcs")
    ]


# Figures: as the provider's files print them.


@pytest.mark.parametrize(
    ("release", "chapter", "form", "year", "value", "status"),
    [
        ("mcs2022", REE, "Compounds and metals", "2021", "90", "more_than"),
        ("mcs2022", REE, "Mineral concentrates", "2017", "", "not_applicable"),
        ("mcs2022", REE, "Mineral concentrates", "2021", "", "net_exporter"),
        ("mcs2022", "Lithium", "All", "2021", "25", "more_than"),
        ("mcs2022", TITANIUM, "All", "2021", "90", "estimated"),
        ("mcs2022", TITANIUM, "All", "2020", "88", "reported"),
        ("mcs2025-v2.0", REE, "Compounds and metals", "2023", "95", "more_than"),
        ("mcs2025-v2.0", REE, "Compounds and metals", "2024", "80", "estimated"),
        ("mcs2025-v2.0", TITANIUM, "All", "2020", "89", "reported"),
        ("mcs2025-v2.0", TITANIUM, "All", "2024", "86", "estimated"),
        ("mcs2025-v2.0", "Titanium and titanium dioxide", SPONGE, "2024", "95", "more_than"),
        ("mcs2025-v2.0", "Graphite (natural)", "All", "2023", "100", "reported"),
        ("mcs2025-v2.0", "Mercury", "All", "2024", "", "not_available"),
        ("mcs2025-v2.0", "Lime", "All", "2024", "1", "less_than"),
        ("mcs2025-v2.0", "Aluminum", "All", "2023", "44", "reported"),
        ("mcs2026", "Aluminum", "All", "2023", "63", "reported"),
        ("mcs2026", REE, "Compounds and metals", "2024", "53", "reported"),
        ("mcs2026", REE, "Compounds and metals", "2025", "67", "estimated"),
        ("mcs2026", REE, "Mineral concentrates", "2025", "", "net_exporter"),
        ("mcs2026", "Titanium and titanium dioxide", SPONGE, "2024", "95", "more_than"),
        ("mcs2026", "Titanium and titanium dioxide", SPONGE, "2025", "100", "estimated"),
        ("mcs2026", "Lithium", "All", "2025", "50", "more_than"),
        ("mcs2026", "Mica (natural)", "Scrap and flake", "2023", "25", "reported"),
        ("mcs2026", "Mica (natural)", "Sheet", "2023", "100", "reported"),
        ("mcs2026", "Gold", "All", "2025", "", "not_available"),
        ("mcs2026", "Sand and gravel (construction)", "All", "2024", "0.5", "less_than"),
        ("mcs2026", "Wollastonite", "All", "2025", "", "net_exporter"),
    ],
)
def test_reliance_is_what_the_edition_says(
    release: str, chapter: str, form: str, year: str, value: str, status: str
) -> None:
    """More than, less than, net exporter, not available and a plain number stay five things."""
    assert reliance(release, chapter, form, year) == (value, status)


def test_16_commodities_are_wholly_imported_and_54_by_more_than_half() -> None:
    """The counts that were printed about MCS 2026. Of silicon and dimension stone a part of the
    same commodity is listed beside the whole.
    """
    newest = pick(table("mcs2026", "net_import_reliance"), year="2025")
    whole = [row for row in newest if row["value"] == "100" and row["status"] == "estimated"]
    bare = [row for row in newest if row["chapter"] == "Cesium"]
    assert len({row["chapter"] for row in (*whole, *bare)}) == 16
    half = [
        row
        for row in newest
        if row["value"]
        and (Decimal(row["value"]) > 50 or (row["value"], row["status"]) == ("50", "more_than"))
    ]
    parts = [row for row in half if row["form"] in ("Silicon metal", "Granite Only")]
    assert len(half) - len(parts) == 54


@pytest.mark.parametrize(
    ("chapter", "form", "shares"),
    [
        (
            REE,
            "Rare-earth compounds and metals",
            {"CHN": "71", "MYS": "13", "JPN": "5", "EST": "5", "OTH": "6"},
        ),
        (TITANIUM, "All", {"ZAF": "26", "CAN": "16", "MDG": "16", "MOZ": "13", "OTH": "29"}),
        (
            "Titanium and titanium dioxide",
            "All",
            {"JPN": "77", "SAU": "13", "KAZ": "8", "OTH": "2"},
        ),
        ("Yttrium", "All", {"CHN": "70", "DEU": "11", "AUT": "8", "KOR": "4", "OTH": "7"}),
        ("Rubidium", "All", {"OTH": "100"}),
    ],
)
def test_import_sources_are_shares_of_imports(
    chapter: str, form: str, shares: dict[str, str]
) -> None:
    """The shares printed for 2021 to 2024, and of what they are shares."""
    found = pick(table("mcs2026", "import_sources"), chapter=chapter, form=form)
    found = [row for row in found if "pigment" not in row["commodity"].lower()]
    assert {row["country_code"]: row["value"] for row in found} == shares
    for row in found:
        assert (row["share_of"], row["period"], row["unit"]) == ("imports", "2021-2024", "percent")
        assert (row["period_start"], row["period_end"]) == ("2021-01-01", "2024-12-31")


def test_bounds_of_shares_keep_their_sign() -> None:
    """Of phosphate rock more than 99 per cent came from Peru and less than 1 from others."""
    found = pick(table("mcs2026", "import_sources"), chapter="Phosphate rock")
    assert [(row["country_code"], row["value"], row["status"]) for row in found] == [
        ("PER", "99", "more_than"),
        ("OTH", "1", "less_than"),
    ]


def test_hong_kong_is_said_to_be_in_china() -> None:
    """The note that widens China's share stays with it."""
    row = only(table("mcs2026", "import_sources"), chapter=REE, country_code="CHN")
    assert row["note"].startswith("Includes Hong Kong.")


@pytest.mark.parametrize(
    ("release", "wanted", "year", "value", "unit", "status"),
    [
        ("mcs2022", (TITANIUM, "imports", ""), "2017", "1170000", "t", "reported"),
        ("mcs2025-v2.0", (TITANIUM, "imports", ""), "2023", "638000", "t", "reported"),
        ("mcs2025-v2.0", (TITANIUM, "exports", ""), "2023", "40000", "t", "estimated"),
        ("mcs2025-v2.0", ("Germanium", "consumption", ""), "2021", "30", "t", "reported"),
        ("mcs2025-v2.0", ("Gallium", "consumption", ""), "2024", "19", "t", "estimated"),
        ("mcs2025-v2.0", ("Niobium (columbium)", "shipments", ""), "2020", "-88", "t", "reported"),
        ("mcs2025-v2.0", ("Iron and steel slag", "exports", ""), "2024", "50000", "t", "less_than"),
        ("mcs2025-v2.0", ("Helium and rare gases", "imports", "Helium"), "2024", "12000000", "m3",
         "estimated"),
        ("mcs2026", ("Lithium", "production", ""), "2025", "", "t", "withheld"),
        ("mcs2026", ("Graphite (natural)", "imports", ""), "2023", "73500", "t", "reported"),
        ("mcs2026", ("Iron and steel slag", "exports", ""), "2024", "100000", "t", "less_than"),
        ("mcs2026", ("Gypsum", "sold", ""), "2024", "27200000000", "ft2", "reported"),
        ("mcs2026", ("Tantalum", "shipments", ""), "2021", "-10", "t", "reported"),
        ("mcs2026", ("Helium and rare gases", "imports", "Neon"), "2023", "95000", "m3",
         "estimated"),
    ],
)  # fmt: skip
def test_salient_figures_are_what_the_edition_says(
    release: str, wanted: tuple[str, str, str], year: str, value: str, unit: str, status: str
) -> None:
    """Trade, output and stocks, in one unit per kind, estimates as the metadata marks them."""
    chapter, statistic, part = wanted
    found = pick(
        table(release, "salient"), chapter=chapter, statistic=statistic, part=part, year=year
    )
    assert [(row["value"], row["unit"], row["status"]) for row in found] == [(value, unit, status)]


def test_columns_of_lead_are_read_by_their_figures() -> None:
    """The names of MCS 2025's lead columns are shifted: nothing stands under secondary refinery and
    1,000 under concentrates, where MCS 2026 has a dash for primary refinery and old scrap.
    """
    lead = pick(table("mcs2025-v2.0", "salient"), chapter="Lead", year="2024")
    primary = only(lead, series="Production: Primary refinery")
    scrap = only(lead, series="Production: Secondary refinery, old scrap")
    assert (primary["value"], primary["source_column"]) == ("0", "USprod_Refinery_Secondary_kt")
    assert (scrap["value"], scrap["source_column"]) == ("1000000", "USprod_Concentrates_kt")
    assert "shifted" in primary["note"]


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_a_footnote_mark_is_no_negative_export(year: str) -> None:
    """Exports of diamond stones read -4 in MCS 2025 and less than 500 carats in MCS 2026: the two
    releases say the same.
    """
    wanted = {"part": "Diamond (Stones, natural and synthetic)", "statistic": "exports"}
    for release in ("mcs2025-v2.0", "mcs2026"):
        row = only(table(release, "salient"), year=year, **wanted)
        assert (row["value"], row["unit"], row["status"]) == ("500", "ct", "less_than")
    corrected = only(table("mcs2025-v2.0", "salient"), year=year, **wanted)["corrected"]
    assert corrected == "cell: -4"


def test_every_correction_is_applied() -> None:
    """No correction waits, and each names a file that shows the right value."""
    corrections = read_corrections(PROJECT, SOURCE)
    assert {correction.status for correction in corrections} == {"applied"}
    assert {correction.found for correction in corrections} == {
        "-4",
        "?1",
        "?10",
        "thousand metric tons",
    }


# Figures and tables in front of MCS 2025.


def test_figure_2_lists_64_commodities_with_their_sources() -> None:
    """Place, percentage and countries in descending order of share, footnote marks taken off."""
    ranking = table("mcs2025-v2.0", "reliance_ranking")
    assert len(ranking) == 64
    row = only(ranking, chapter=REE)
    assert (row["place"], row["value"], row["status"]) == ("28", "80", "estimated")
    sponge = only(ranking, form=SPONGE)
    assert (sponge["printed"], sponge["value"], sponge["status"]) == (">95", "95", "more_than")
    leading = pick(table("mcs2025-v2.0", "leading_sources"), printed_in="figure 2")
    found = pick(leading, chapter=REE)
    assert [row["country_code"] for row in found] == ["CHN", "MYS", "JPN", "EST"]
    garnet = pick(leading, chapter="Garnet (industrial)")
    assert [row["country"] for row in garnet] == ["South Africa", "Australia", "India", "China"]


def test_table_5_names_the_first_country_of_figure_2() -> None:
    """Both print the main source of each mineral; beryllium, a net export, is not in the figure."""
    leading = table("mcs2025-v2.0", "leading_sources")
    first = {
        (row["chapter"], row["form"]): row["country_code"]
        for row in pick(leading, printed_in="figure 2", place="1")
    }
    named = pick(leading, printed_in="table 5")
    assert len(named) == 31
    alone = [row for row in named if (row["chapter"], row["form"]) not in first]
    assert [row["chapter"] for row in alone] == ["Beryllium"]
    for row in named:
        assert row in alone or first[row["chapter"], row["form"]] == row["country_code"]


@pytest.mark.parametrize("other", ["reliance_ranking", "critical_minerals"])
def test_symbols_agree_where_reliance_is_printed_twice(other: str) -> None:
    """More than, less than and net exporter are the same in chapter, figure 2 and table 5. (That
    the numbers agree is a reconciliation rule.)
    """
    chapters = {
        (row["chapter"], row["form"]): row
        for row in pick(table("mcs2025-v2.0", "net_import_reliance"), year="2024")
    }
    again = [
        row
        for row in table("mcs2025-v2.0", other)
        if row.get("statistic", "net_import_reliance") == "net_import_reliance"
    ]
    missing = {r["chapter"] for r in again if (r["chapter"], r["form"]) not in chapters}
    assert missing == ({"Cesium", "Rubidium"} if other == "reliance_ranking" else set())
    for row in again:
        if row["chapter"] not in missing:
            chapter = chapters[row["chapter"], row["form"]]
            assert qualifier(row) == qualifier(chapter), row


def test_figure_3_is_not_of_the_edition_it_is_published_with() -> None:
    """It says MCS2024, counts China 24 times where figure 2 gives 21, and names Ukraine."""
    countries = table("mcs2025-v2.0", "source_countries")
    assert {row["printed_edition"] for row in countries} == {"MCS2024"}
    assert only(countries, country_code="CHN")["value"] == "24"
    half = {
        (row["chapter"], row["form"])
        for row in table("mcs2025-v2.0", "reliance_ranking")
        if Decimal(row["value"]) > 50 or (row["value"], row["status"]) == ("50", "more_than")
    }
    leading = [
        row["country_code"]
        for row in pick(table("mcs2025-v2.0", "leading_sources"), printed_in="figure 2")
        if (row["chapter"], row["form"]) in half
    ]
    assert leading.count("CHN") == 21
    assert only(countries, country_code="UKR")["value"] == "1"
    assert "UKR" not in leading


def test_table_5_is_in_tonnes() -> None:
    """The file names no unit: gallium 19 there is 19,000 kg in the chapter."""
    row = only(
        table("mcs2025-v2.0", "critical_minerals"),
        chapter="Gallium",
        statistic="apparent_consumption",
    )
    assert (row["value"], row["unit"], row["printed"]) == ("19", "t", "19")


@pytest.mark.parametrize(
    ("release", "minerals", "graphite"),
    [
        ("mcs2023", 50, "Battery, fuel cells, and lubricant applications."),
        ("mcs2025-v2.0", 50, "Batteries, fuel cells, and lubricants."),
    ],
)
def test_table_4_has_the_50_minerals_of_the_list(
    release: str, minerals: int, graphite: str
) -> None:
    """The US list of 2022 counts rare earths and platinum-group metals one by one."""
    found = table(release, "critical_uses")
    assert len({row["mineral"] for row in found}) == len(found) == minerals
    assert only(found, mineral="Graphite")["applications"] == graphite


@pytest.mark.parametrize(
    ("printed_in", "item", "series", "year", "value", "unit"),
    [
        ("figure 1", "Processed Mineral Materials: Imports", "value", "2024", "178", "USD bn"),
        ("figure 4", "Total", "value of mine production", "2024", "106", "USD bn"),
        ("figure 10", "Antimony, metal", "change of the price", "2024", "73", "percent"),
        ("figure 11", "Graphite (natural)", "change of US consumption", "2024", "-21", "percent"),
        ("figure 12", "Graphite (natural)", "change of US consumption", "2024", "73", "percent"),
        ("figure 13", "Titanium", "share of scrap imported", "2024", "78.57", "percent"),
        ("table 1", "United States", "Total mine production (million dollars): Metals", "2020",
         "28100", "USD m"),
        ("table 2", "United States", "Gross domestic product (billion dollars)", "2024", "29179",
         "USD bn"),
        ("table 3", "Arizona", "rank by value of production", "2024", "3", "rank"),
    ],
)  # fmt: skip
def test_trends_are_what_the_files_say(
    printed_in: str, item: str, series: str, year: str, value: str, unit: str
) -> None:
    """Each figure and table of the front, one number from it."""
    found = pick(
        table("mcs2025-v2.0", "trends"), printed_in=printed_in, item=item, series=series, year=year
    )
    assert [(row["value"], row["unit"]) for row in found] == [(value, unit)]


@pytest.mark.raw
@pytest.mark.parametrize("release", EDITIONS)
def test_every_column_of_a_salient_file_is_a_price_or_a_series(release: str) -> None:
    """Nothing that is printed is lost between the two sources that read the file."""
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("not compared: ASSAY_RAW is not set")
    cells = 0
    for name in usgs_mcs_salient.RELEASES[release].files:
        if name.endswith("_salient.csv"):
            text = (Path(raw) / name).read_text(encoding="utf-8-sig")
            header, *_ = text.splitlines()
            cells += 5 * (len([c for c in header.split(",") if c.strip()]) - 3)
    if not cells:
        assert release in ("mcs2023", "mcs2026")
        return
    ours = [len(table(release, name)) for name in ("salient", "net_import_reliance")]
    prices = len(rows("usgs_mcs", release, "prices"))
    quoted = 10 if release == "mcs2025-v2.0" else 0  # two headers of quartz hold a comma
    assert cells == sum(ours) + prices + quoted
    assert set(usgs_mcs.RELEASES) >= set(EDITIONS)
