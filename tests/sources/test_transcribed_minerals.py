"""Uranium mined and figures on Ukraine's titanium: typed from pages, each with its page."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.reconcile import reconcile
from assay.sources import ukraine_metals, wna_uranium
from committed import PROJECT, only, pick, refusal, rows, total

URANIUM, METALS = "wna_uranium", "ukraine_metals"
PAGE = "page-2023-08"


def mined(**wanted: str) -> list[dict[str, str]]:
    return pick(rows(URANIUM, PAGE, "production"), **wanted)


def figures(release: str) -> list[dict[str, str]]:
    return rows(METALS, release, "figures")


def test_ukraine_mined_455_tonnes_of_uranium_in_2021() -> None:
    """PROVENANCE: from 1,200 tU in 2015 to 455 in 2021 and 100 in 2022."""
    found = {row["year"]: row["value"] for row in mined(country_code="UKR")}
    assert (found["2015"], found["2021"], found["2022"]) == ("1200", "455", "100")


def test_twenty_countries_give_the_world_but_for_rounding() -> None:
    """PROVENANCE: within 2 t for 2013 and 2018 to 2022, within 109 t for 2014 to 2017."""
    for year in range(2013, 2023):
        parts = [row for row in mined(year=str(year)) if row["country_code"] != "WLD"]
        assert len(parts) == 20
        printed = Decimal(only(mined(year=str(year)), country_code="WLD")["value"])
        allowed = 109 if 2014 <= year <= 2017 else 2
        assert abs(total(parts) - printed) <= allowed
    (found,) = (item for item in reconcile(PROJECT) if item.rule == "wna-countries-of-the-world")
    assert (found.compared, found.gaps) == (10, ())


def test_an_estimate_of_the_page_stays_one() -> None:
    """Uzbekistan (est.) is estimated, Kazakhstan reported, Germany's last years nothing."""
    (uzbekistan,) = mined(country_code="UZB", year="2022")
    assert (uzbekistan["country"], uzbekistan["status"]) == ("Uzbekistan", "estimated")
    assert only(mined(country_code="KAZ", year="2022"))["status"] == "reported"
    assert only(mined(country_code="DEU", year="2022"))["status"] == "zero"


def test_every_figure_of_the_transcription_is_in_one_release() -> None:
    """Nine figures on six pages."""
    assert sum(len(figures(release)) for release in ukraine_metals.RELEASES) == 9


def test_words_of_an_amount_are_kept() -> None:
    """6-7 is a range, >6 a bound, about 1 an estimate, 620.905 a figure."""
    share, reserves = figures("24tv-2025-10-19")
    assert (share["value"], share["value_high"], share["status"]) == ("6", "7", "more_than")
    assert (reserves["value"], reserves["status"], reserves["printed"]) == (
        "1", "estimated", "about 1",
    )  # fmt: skip
    assert only(figures("eiti-2022"))["status"] == "more_than"
    assert only(figures("ccipu-5199"))["status"] == "reported"


def test_exports_fell_as_the_page_says() -> None:
    """PROVENANCE: 536.9 thousand t in 2020 are 13.5 per cent less than 620.905 in 2019."""
    before = Decimal(only(figures("ccipu-5199"))["value"])
    after = Decimal(only(figures("gmk-38313"), period="2020")["value"])
    assert round(100 * (after / before - 1), 1) == Decimal("-13.5")


URANIUM_HEAD = ",".join(wna_uranium.HEADER) + "\n"
METALS_HEAD = ",".join(ukraine_metals.HEADER) + "\n"
GMK = "https://gmk.center/?p=38313"


@pytest.mark.parametrize(
    ("source", "release", "text", "place"),
    [
        (URANIUM, PAGE, URANIUM_HEAD + "Kazakhstan,2013,22451\n", "rows are missing or twice"),
        (URANIUM, PAGE, URANIUM_HEAD + "Kazakstan,2013,1\n", "row 2, column country"),
        (URANIUM, PAGE, URANIUM_HEAD + "Canada,2013,n/a\n", "row 2, column tonnes_u"),
        (URANIUM, PAGE, URANIUM_HEAD + "Canada,last,1\n", "row 2, column year"),
        (URANIUM, PAGE, URANIUM_HEAD.replace("tonnes_u", "lb_u3o8"), "column tonnes_u"),
        (METALS, "gmk-38313", METALS_HEAD + "2020,x,some,percent,,s,{url},\n", "column value"),
        (METALS, "gmk-38313", METALS_HEAD + "2020,x,5,tons,,s,{url},\n", "column unit"),
        (METALS, "gmk-38313", METALS_HEAD + "2020,x,5,percent,,s,http://x,\n", "column url"),
        (
            METALS,
            "eiti-2022",
            METALS_HEAD + "2020,x,5,percent,,s,{url},\n",
            "no figure of the page",
        ),
    ],
)
def test_a_bad_transcription_is_one_located_error(
    tmp_path: Path, source: str, release: str, text: str, place: str
) -> None:
    """A cut, misspelt or foreign file is refused with its row and column."""
    module = wna_uranium if source == URANIUM else ukraine_metals
    name = Path(module.RELEASES[release].files[0]).name
    assert place in refusal(tmp_path, source, release, {name: text.replace("{url}", GMK)})
