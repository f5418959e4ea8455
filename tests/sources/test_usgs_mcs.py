"""USGS commodity summaries: figures as printed, symbols kept, unit faults corrected under guard."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest
from assay.corrections import read_corrections
from assay.quantities.amounts import QUALIFIERS, UNKNOWN
from assay.releases import list_releases, open_release, read_calendar, verify_release
from assay.sources import usgs_mcs
from committed import PROJECT, Rows, rows

EDITIONS = tuple(usgs_mcs.RELEASES)
TABLES = [(r, name) for r in EDITIONS for name in open_release(PROJECT, "usgs_mcs", r).tables]
ILMENITE = "Titanium mineral concentrates"


@cache
def table(release: str, name: str = "world") -> Rows:
    return rows("usgs_mcs", release, name)


def find(release: str, name: str = "world", contains: str = "", **wanted: str) -> Rows:
    return [
        row
        for row in table(release, name)
        if all(row[key] == value for key, value in wanted.items())
        and contains.lower() in f"{row.get('country', '')} {row['detail']}".lower()
    ]


def one(release: str, name: str = "world", contains: str = "", **wanted: str) -> dict[str, str]:
    rows = find(release, name, contains, **wanted)
    assert len(rows) == 1, rows
    return rows[0]


def tonnes(release: str, contains: str = "", **wanted: str) -> Decimal:
    row = one(release, contains=contains, **wanted)
    assert row["unit"] == "t"
    return Decimal(row["value"])


# Figures: as the provider's files and the provenance notes print them.


@pytest.mark.parametrize(
    ("release", "chapter", "contains", "year", "thousand_tonnes"),
    [
        ("mcs2025-v2.0", ILMENITE, "ilm", "2024", "120"),
        ("mcs2026", ILMENITE, "ilm", "2024", "286"),
        ("mcs2026", ILMENITE, "ilm", "2025", "200"),
        ("mcs2025-v2.0", "Graphite (natural)", "", "2024", "1.2"),
        ("mcs2026", "Graphite (natural)", "", "2024", "0.9"),
        ("mcs2025-v2.0", "Iron ore", "usable", "2024", "42000"),
        ("mcs2026", "Iron ore", "usable", "2024", "54700"),
        ("mcs2025-v2.0", "Bromine", "", "2024", "8"),
        ("mcs2026", "Bromine", "", "2024", "11"),
        ("mcs2022", "Graphite (natural)", "", "2021", "17"),
        ("mcs2023", "Graphite (natural)", "", "2021", "10"),
        ("mcs2023", "Gallium", "", "2021", "0.001"),
        ("mcs2023", "Titanium and titanium dioxide", "sponge", "2021", "6.1"),
        ("mcs2023", "Titanium and titanium dioxide", "sponge", "2022", "1"),
        ("mcs2024-v2.0", "Titanium and titanium dioxide", "sponge", "2023", "0"),
    ],
)
def test_ukraine_produced_what_the_edition_says(
    release: str, chapter: str, contains: str, year: str, thousand_tonnes: str
) -> None:
    """One year has another figure in each edition, and each release keeps its own."""
    wanted = {"chapter": chapter, "country_code": "UKR", "statistic": "production", "year": year}
    assert tonnes(release, contains, **wanted) == 1000 * Decimal(thousand_tonnes)


@pytest.mark.parametrize(
    ("release", "year", "share"),
    [("mcs2022", "2020", "6.5"), ("mcs2022", "2021", "5.8"), ("mcs2023", "2021", "4.3")],
)
def test_edition_and_year_decide_the_titanium_share(release: str, year: str, share: str) -> None:
    """Ukraine's ilmenite and rutile are 6.5, 5.8 or 4.3 % of the world's, none of them 7."""
    wanted = {"chapter": ILMENITE, "statistic": "production", "year": year}
    ukraine = sum(Decimal(row["value"]) for row in find(release, country_code="UKR", **wanted))
    world = tonnes(release, "(ilmenite and rutile, rounded)", country_code="WLD", **wanted)
    assert round(100 * ukraine / world, 1) == Decimal(share)


@pytest.mark.parametrize("release", EDITIONS[1:])
def test_titanium_reserves_of_ukraine(release: str) -> None:
    """Ilmenite is 5,900 thousand tonnes in every edition that has reserves."""
    wanted = {"chapter": ILMENITE, "statistic": "reserves", "country_code": "UKR"}
    assert tonnes(release, "ilm", **wanted) == 5_900_000
    rutile = one(release, "world", "rutile", **wanted)
    if release == "mcs2025-v2.0":
        assert (rutile["value"], rutile["status"]) == ("", "not_available")
    else:
        assert Decimal(rutile["value"]) == 2_500_000


def test_norway_has_more_ilmenite() -> None:
    """USGS prints 37,000 thousand tonnes for Norway, more than six times Ukraine's figure."""
    wanted = {"chapter": ILMENITE, "statistic": "reserves", "country_code": "NOR"}
    assert tonnes("mcs2025-v2.0", **wanted) == tonnes("mcs2026", **wanted) == 37_000_000


@pytest.mark.parametrize(
    ("release", "million_tonnes"),
    [("mcs2023", "21"), ("mcs2024-v2.0", "10"), ("mcs2025-v2.0", "3.8"), ("mcs2026", "3.8")],
)
def test_russian_rare_earth_reserves_fell(release: str, million_tonnes: str) -> None:
    """Russia's rare-earth reserves went from 21 to 10 to 3.8 million tonnes."""
    wanted = {"chapter": "Rare earths", "statistic": "reserves", "country_code": "RUS"}
    assert tonnes(release, **wanted) == Decimal(million_tonnes) * 1_000_000


def test_the_file_of_2026_has_the_figures_before_version_1_3() -> None:
    """Brazil 21 Mt and the world more than 85 Mt of rare-earth oxides; the release says so."""
    wanted = {"chapter": "Rare earths", "statistic": "reserves"}
    assert tonnes("mcs2026", country_code="BRA", **wanted) == 21_000_000
    world = one("mcs2026", country_code="WLD", **wanted)
    assert (world["value"], world["status"], world["printed"]) == (
        "85000000",
        "more_than",
        ">85,000,000",
    )
    assert "21 to 11 Mt" in open_release(PROJECT, "usgs_mcs", "mcs2026").notes


def test_fifth_gallium_producer_is_fifth_of_five() -> None:
    """In 2021 Ukraine made 1,000 of 434,000 kg of gallium: the least of five producers, 0.2 %."""
    wanted = {"chapter": "Gallium", "statistic": "production", "year": "2021"}
    output = {row["country_code"]: Decimal(row["value"]) for row in find("mcs2023", **wanted)}
    world = output.pop("WLD")
    producers = sorted((code for code in output if output[code]), key=lambda c: -output[c])
    assert producers == ["CHN", "RUS", "JPN", "KOR", "UKR"]
    assert round(100 * output["UKR"] / world, 1) == Decimal("0.2")
    assert not find("mcs2022", chapter="Gallium", country_code="UKR")
    assert not find("mcs2024-v2.0", chapter="Gallium", country_code="UKR")


@pytest.mark.parametrize("release", EDITIONS)
@pytest.mark.parametrize(
    "chapter", ["Rare earths", "Lithium", "Beryllium", "Zirconium and hafnium", "Uranium"]
)
def test_usgs_prints_no_row_for_ukraine(release: str, chapter: str) -> None:
    """No edition has a Ukrainian row for these; it has none for uranium at all."""
    assert not find(release, chapter=chapter, country_code="UKR")


def test_manganese_of_ukraine_is_not_printed_any_more() -> None:
    """The editions to 2024 have a Ukrainian manganese row, those of 2025 and 2026 have none."""
    assert [bool(find(r, chapter="Manganese", country_code="UKR")) for r in EDITIONS] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("release", ["mcs2025-v2.0", "mcs2026"])
def test_the_other_lithium_countries_are_named_without_ukraine(release: str) -> None:
    """The note on other countries' lithium reserves lists ten names, and Ukraine is not one."""
    wanted = {"chapter": "Lithium", "statistic": "reserves", "country_code": "OTH"}
    note = one(release, **wanted)["note"]
    assert "Czechia" in note
    assert "Ukraine" not in note


def test_iron_ore_reserves_are_million_tonnes() -> None:
    """Ukraine's crude iron ore is 6,500 million tonnes, whatever the column's unit said."""
    wanted = {"chapter": "Iron ore", "statistic": "reserves", "country_code": "UKR"}
    assert tonnes("mcs2025-v2.0", "usable", **wanted) == 6_500_000_000
    assert tonnes("mcs2026", "crude", **wanted) == 6_500_000_000
    assert "Soviet" in one("mcs2026", contains="crude", **wanted)["note"]


# Statuses: a symbol keeps its meaning, and nothing is a bare blank.


@pytest.mark.parametrize(
    ("release", "wanted", "status", "printed"),
    [
        ("mcs2026", ("Graphite (natural)", "UKR", "reserves"), "included_elsewhere", "s"),
        ("mcs2025-v2.0", ("Graphite (natural)", "UKR", "reserves"), "included_elsewhere", ""),
        (
            "mcs2024-v2.0",
            ("Graphite (natural)", "UKR", "reserves"),
            "included_elsewhere",
            "Included in World total.",
        ),
        ("mcs2026", ("Peat", "UKR", "reserves"), "included_elsewhere", "s"),
        ("mcs2026", ("Bromine", "UKR", "reserves"), "not_available", "NA"),
        ("mcs2025-v2.0", ("Bromine", "UKR", "reserves"), "not_available", ""),
        ("mcs2026", ("Bromine", "ISR", "reserves"), "not_available", "Large"),
        ("mcs2026", ("Nickel", "WLD", "reserves"), "more_than", ">140,000,000"),
        ("mcs2026", ("Cesium", "OTH", "reserves"), "less_than", "<200,000"),
        ("mcs2026", ("Boron", "WLD", "reserves"), "not_applicable", "XX"),
        ("mcs2026", ("Yttrium", "WLD", "production"), "more_than", "10,000 - 15,000"),
    ],
)
def test_a_symbol_keeps_its_meaning(
    release: str, wanted: tuple[str, str, str], status: str, printed: str
) -> None:
    """Symbols, words and notes become one vocabulary of statuses; the cell is kept beside it."""
    chapter, code, statistic = wanted
    row = one(release, chapter=chapter, country_code=code, statistic=statistic)
    assert (row["status"], row["printed"]) == (status, printed)


@pytest.mark.parametrize(
    ("release", "chapter", "code", "year", "status"),
    [
        ("mcs2026", "Graphite (natural)", "UKR", "2024", "reported"),
        ("mcs2026", "Graphite (natural)", "UKR", "2025", "estimated"),
        ("mcs2025-v2.0", "Lithium", "ZWE", "2023", "estimated"),
        ("mcs2025-v2.0", "Graphite (natural)", "UKR", "2023", "reported"),
        ("mcs2025-v2.0", "Bromine", "UKR", "2023", "estimated"),
        ("mcs2025-v2.0", "Germanium", "BEL", "2023", "empty_cell"),
        ("mcs2025-v2.0", "Lithium", "USA", "2023", "withheld"),
        ("mcs2023", "Gallium", "CHN", "2021", "reported"),
        ("mcs2023", "Gallium", "USA", "2021", "zero"),
        ("mcs2022", "Lithium", "USA", "2020", "withheld"),
    ],
)
def test_estimates_and_gaps_are_told_apart(
    release: str, chapter: str, code: str, year: str, status: str
) -> None:
    """Reported, estimated, zero, withheld and an unexplained empty cell are five things."""
    wanted = {"chapter": chapter, "country_code": code, "year": year, "statistic": "production"}
    assert {row["status"] for row in find(release, **wanted)} == {status}


def test_a_dash_is_zero_and_an_empty_cell_is_not() -> None:
    """MCS 2026 prints Ukraine's sponge output as a dash; MCS 2025 left the cell empty."""
    wanted = {"chapter": "Titanium and titanium dioxide", "country_code": "UKR", "year": "2024"}
    dash = one("mcs2026", contains="production", statistic="production", **wanted)
    empty = one("mcs2025-v2.0", statistic="production", **wanted)
    assert (dash["value"], dash["status"], dash["printed"]) == ("0", "zero", "—")
    assert (empty["value"], empty["status"]) == ("", "empty_cell")


@pytest.mark.parametrize(("release", "name"), TABLES)
def test_no_value_without_a_status(release: str, name: str) -> None:
    """A row has a value exactly when its status is not one that says why there is none."""
    for row in table(release, name):
        assert row["status"] in QUALIFIERS
        assert (row["value"] == "") == (row["status"] in UNKNOWN), row
        assert not row["value_high"] or row["status"] == "more_than"


def test_a_range_keeps_both_ends() -> None:
    """World slag output is a range, 330 to 390 million tonnes: lower end, upper end, bound."""
    row = one("mcs2026", chapter="Iron and steel slag", contains="iron slag")
    assert (row["value"], row["value_high"], row["status"]) == (
        "330000000",
        "390000000",
        "more_than",
    )


# Units: one per kind, and no edition a thousand times another.


@pytest.mark.parametrize("release", EDITIONS)
def test_every_mass_is_in_tonnes(release: str) -> None:
    """Only gems (carats) and gases (cubic metres) have another unit."""
    units = defaultdict(set)
    for row in table(release):
        units[row["unit"]].add(row["chapter"])
    assert set(units) <= {"t", "ct", "m3"}
    assert units["ct"] <= {"Diamond (industrial)", "Gemstones"}
    assert units["m3"] <= {"Helium and rare gases"}


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(EDITIONS)))
def test_no_commodity_jumps_a_thousandfold_between_editions(earlier: str, later: str) -> None:
    """The same countries and years, or reserves, agree in size: no unit fault is left."""
    ratios = defaultdict(list)
    before, after = (sizes(release) for release in (earlier, later))
    for key in before.keys() & after.keys():
        ratios[key[:2]].append(float(after[key] / before[key]))
    assert len(ratios) >= 11
    assert {key: found for key, found in ratios.items() if wild(found)} == {}


def sizes(release: str) -> dict[tuple[str, ...], Decimal]:
    found: dict[tuple[str, ...], Decimal] = {}
    for row in table(release):
        if row["value"] not in ("", "0") and row["country_code"] != "OTH":
            year = "" if row["statistic"] == "reserves" else row["year"]
            key = (row["chapter"], row["statistic"], row["country_code"], year)
            found[key] = max(found.get(key, Decimal(0)), Decimal(row["value"]))
    return found


def wild(ratios: list[float]) -> bool:
    return not 0.1 < statistics.median(ratios) < 10


@pytest.mark.parametrize(
    ("release", "chapter", "world"),
    [
        ("mcs2025-v2.0", "Sand and gravel (industrial)", 440_000_000),
        ("mcs2026", "Vanadium", 21_000_000),
        ("mcs2025-v2.0", "Molybdenum", 15_000_000),
    ],
)
def test_mislabelled_units_are_corrected(release: str, chapter: str, world: int) -> None:
    """Figures labelled metric tons that are thousand metric tons come out a thousand times up."""
    statistic = "production" if chapter.startswith("Sand") else "reserves"
    rows = find(release, chapter=chapter, statistic=statistic, country_code="WLD")
    assert Decimal(rows[-1]["value"]) == world
    assert rows[-1]["printed_unit"] == "thousand metric tons"


def test_a_corrected_row_says_what_the_file_had() -> None:
    """Each correction leaves what it replaced on the rows it touched, and on no other."""
    ilmenite = one(
        "mcs2025-v2.0", contains="ilm", chapter=ILMENITE, country_code="NOR", year="2024"
    )
    shifted = one("mcs2026", chapter="Yttrium")
    assert ilmenite["corrected"] == "unit: metric tons"
    assert (shifted["corrected"], shifted["note"]) == ("note: Yes; critical: Yttrium", "")
    assert {row["corrected"] for row in find("mcs2026", chapter=ILMENITE)} == {""}
    assert not any(row["corrected"] for row in table("mcs2022"))


# Prices.


@pytest.mark.parametrize(
    ("release", "chapter", "detail", "year", "value", "unit"),
    [
        ("mcs2025-v2.0", "Rare earths", "neodymium oxide, 99.5%", "2024", "56", "USD/kg"),
        ("mcs2025-v2.0", "Rare earths", "neodymium oxide, 99.5%", "2022", "134", "USD/kg"),
        ("mcs2026", "Rare earths", "neodymium oxide, 99.5%", "2024", "56", "USD/kg"),
        ("mcs2022", "Rare earths", "neodymium oxide, 99.5%", "2021", "49", "USD/kg"),
        ("mcs2025-v2.0", "Lithium", "lithium carbonate", "2024", "14000", "USD/t"),
        ("mcs2026", "Lithium", "lithium carbonate", "2024", "11800", "USD/t"),
        ("mcs2025-v2.0", "Graphite (natural)", "flake", "2024", "1070", "USD/t"),
        ("mcs2026", "Graphite (natural)", "amorphous", "2021", "629", "USD/t"),
        ("mcs2025-v2.0", ILMENITE, "rutile", "2024", "1310", "USD/t"),
        ("mcs2025-v2.0", ILMENITE, "ilmenite and leucoxene", "2024", "500", "USD/t"),
        ("mcs2025-v2.0", ILMENITE, "ilmenite, average", "2024", "340", "USD/t"),
        ("mcs2025-v2.0", ILMENITE, "slag", "2024", "990", "USD/t"),
        ("mcs2022", ILMENITE, "ilmenite, average", "2021", "240", "USD/t"),
        ("mcs2025-v2.0", "Manganese", "metric ton unit", "2023", "4.8", "USD/mtu"),
        ("mcs2026", "Manganese", "metric ton unit", "2023", "4.8", "USD/mtu"),
    ],
)
def test_prices_are_as_printed(
    release: str, chapter: str, detail: str, year: str, value: str, unit: str
) -> None:
    """Each price has the figure, year and trade unit of its edition."""
    row = one(release, "prices", detail, chapter=chapter, year=year)
    assert (Decimal(row["value"]), row["unit"]) == (Decimal(value), unit)


def test_nominal_and_real_lithium_prices_are_named() -> None:
    """The 2025 price is nominal, the 2026 one real: the detail keeps them apart."""
    details = {r: one(r, "prices", chapter="Lithium", year="2024")["detail"] for r in EDITIONS[3:]}
    assert "nominal" in details["mcs2025-v2.0"]
    assert "real" in details["mcs2026"]


def test_the_newest_price_of_an_older_file_is_an_estimate() -> None:
    """The metadata of 2025 say the most recent year is estimated; earlier years are not marked."""
    wanted = {"chapter": "Graphite (natural)"}
    found = {r["year"]: r["status"] for r in find("mcs2025-v2.0", "prices", "flake", **wanted)}
    assert found == {**dict.fromkeys(("2020", "2021", "2022", "2023"), "reported"),
                     "2024": "estimated"}  # fmt: skip


# Releases.


@pytest.mark.parametrize("release", EDITIONS)
def test_a_committed_edition_is_whole(release: str) -> None:
    """Every committed edition has the hashes of its descriptor and names its custody."""
    verify_release(PROJECT, "usgs_mcs", release)
    held = open_release(PROJECT, "usgs_mcs", release)
    assert (held.custody, held.redistribute) == ("third_party_copy", "yes")
    assert len(held.raw) == len(usgs_mcs.RELEASES[release].files)


@pytest.mark.parametrize(
    ("release", "file", "sha256"),
    [
        ("mcs2025-v2.0", "MCS2025_World_Data.csv",
         "4cf9adcc5add0f2271b073569635e49adc51392326ac5225bb9d644b1bb11e28"),
        ("mcs2026", "MCS2026_Commodities_Data.csv",
         "582a0aa231aea53d8a97dc8d1cd3dfa5f885cf3760353e3d029d7f0ae4fbaaf5"),
        ("mcs2022", "mcs2022-timin_world.csv",
         "4a05b655ab2159cfd6220ebe7b2bd602ef14d4562f9111523b187bfb747ad6c1"),
    ],
)  # fmt: skip
def test_a_release_names_the_bytes_it_was_made_from(release: str, file: str, sha256: str) -> None:
    """The raw files have the hashes other projects pinned when they fetched them from USGS."""
    held = open_release(PROJECT, "usgs_mcs", release)
    assert {raw.name: raw.sha256 for raw in held.raw}[file] == sha256


def test_a_newer_printing_that_is_not_held_is_listed() -> None:
    """Held editions stand in the order of their dates; the calendar knows of others."""
    listed = {entry.release: entry for entry in read_calendar(PROJECT, "usgs_mcs")}
    held = list_releases(PROJECT, "usgs_mcs")
    assert [release.release for release in held] == list(EDITIONS)
    assert str(listed["mcs2026-v1.3"].released_on) == "2026-05-27"
    assert "mcs2025-first" in listed


@pytest.mark.parametrize(
    ("release", "chapters"),
    [("mcs2022", 12), ("mcs2023", 77), ("mcs2024-v2.0", 77), ("mcs2025-v2.0", 76), ("mcs2026", 83)],
)
def test_every_commodity_is_held(release: str, chapters: int) -> None:
    """Each edition has all its world tables; MCS 2022 only the twelve files that are held."""
    assert len({row["chapter"] for row in table(release)}) == chapters


def test_the_oldest_edition_has_no_reserves() -> None:
    """The files of MCS 2022 have no reserves columns, so the release has none."""
    assert Counter(row["statistic"] for row in table("mcs2022")) == {"production": 380}


def test_each_correction_belongs_to_a_held_edition() -> None:
    """Every correction names an edition that is held, so none can go unused."""
    corrections = read_corrections(PROJECT, "usgs_mcs")
    assert {correction.release for correction in corrections} <= set(EDITIONS)
    states = {correction.status for correction in corrections}
    assert states == {"applied", "applied at reading"}
