"""Hryvnia and krone from their central banks; the older copy of the ECB's file."""

from __future__ import annotations

import csv
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from assay.sources import fx, fx_nbu, load_source
from committed import only, pick, refusal, rows

NBU, NORGES = "nbu-2022-07-21", "norges-2026-05-29"
OLDER = "economy/ecb_euro_reference_rates/eurofxref-hist.csv"


def test_the_official_dollar_was_fixed() -> None:
    """29.2549 hryvnias from 24 February 2022 to the end, 28.9877 the day before."""
    dollars = pick(rows("fx_nbu", NBU, "daily"), base="USD")
    assert only(dollars, day="2022-02-23")["value"] == "28.9877"
    fixed = {row["value"] for row in dollars if row["day"] >= "2022-02-24" and row["value"]}
    assert fixed == {"29.2549"}


def test_a_day_the_copy_lacks_has_no_rate() -> None:
    """2 March 2022 keeps its two rows without a rate: 1,132 rates on 567 days."""
    daily = rows("fx_nbu", NBU, "daily")
    assert len({row["day"] for row in daily}) == 567
    assert sum(bool(row["value"]) for row in daily) == 1132
    assert {row["day"] for row in daily if not row["value"]} == {"2022-03-02"}


def test_norges_banks_krone_is_the_ecbs() -> None:
    """On common days of 2022 to 2026 the two banks' kroner per euro differ by under 2 per cent."""
    ecb = {
        row["day"]: Decimal(row["value"])
        for row in rows("fx", "ecb-2026-10-30", "daily")
        if row["quote"] == "NOK" and row["value"]
    }
    norges = {row["day"]: Decimal(row["value"]) for row in rows("fx_norges", NORGES, "daily")}
    common = norges.keys() & ecb.keys()
    assert len(common) > 1000
    assert max(abs(norges[day] / ecb[day] - 1) for day in common) < Decimal("0.02")


@pytest.mark.raw
def test_the_older_copy_of_the_ecbs_file_adds_nothing() -> None:
    """All 6,416 days of the copy to 19 January 2024 equal the newer one, so it is not ingested."""
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("not compared: ASSAY_RAW is not set")
    copies = []
    for name in (OLDER, fx.ECB_FILE):
        with (Path(raw) / name).open(encoding="utf-8", newline="") as stream:
            header, *days = list(csv.reader(stream))
        assert header == fx.ECB_HEADER
        copies.append({day[0]: day for day in days})
    older, newer = copies
    assert len(older) == 6416
    assert older.items() <= newer.items()


# Bad input ------------------------------------------------------------------------------------

HEAD = ",".join(fx_nbu.HEADER) + "\n"
NBU_ROW = "20210101,01.01.2021,USD,28.2746\n"


def kroner(pair: str = "EUR/NOK", day: str = "2022-01-03", rate: object = 10.0) -> str:
    return json.dumps({"valutapar": pair, "kurser": {day: rate}})


@pytest.mark.parametrize(
    ("source", "release", "text", "place"),
    [
        ("fx_nbu", NBU, HEAD + NBU_ROW, "cut off or newer"),
        ("fx_nbu", NBU, HEAD + NBU_ROW.replace("01.01.2021", "1 Jan"), "column exchangedate"),
        ("fx_nbu", NBU, HEAD + NBU_ROW.replace("01.01.", "02.01."), "of another day"),
        ("fx_nbu", NBU, HEAD + NBU_ROW.replace("USD", "XAU"), "row 2, column cc"),
        ("fx_nbu", NBU, HEAD + NBU_ROW.replace("28.2746", "0.0354"), "the other way round"),
        ("fx_nbu", NBU, HEAD + NBU_ROW + "20210102,02", "row 3"),
        ("fx_nbu", NBU, "<html>", "row 1"),
        ("fx_norges", NORGES, kroner(), "cut off or newer"),
        ("fx_norges", NORGES, kroner(pair="USD/NOK"), "another pair of currencies"),
        ("fx_norges", NORGES, kroner(day="3 January"), "row 1, column kurser"),
        ("fx_norges", NORGES, kroner(rate=0.1), "the other way round"),
        ("fx_norges", NORGES, kroner()[:-9], "not the expected JSON"),
    ],
)
def test_a_bad_file_is_one_located_error(
    tmp_path: Path, source: str, release: str, text: str, place: str
) -> None:
    """A cut, foreign or inverted file is refused with its place."""
    name = Path(load_source(source).RELEASES[release].files[0]).name
    assert place in refusal(tmp_path, source, release, {name: text})
