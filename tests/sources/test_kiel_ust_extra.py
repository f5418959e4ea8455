"""Sheets beside the tracker's main ones: the EU's money twice over, weapons, single activities."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from assay.releases import open_release
from assay.sources import kiel_ust_extra as extra
from committed import (
    CENT,
    PROJECT,
    check_committed,
    only,
    pick,
    refusal,
    rows,
    total,
)
from samples import set_codes

SOURCE = "kiel_ust_extra"
FIRST, CORRECTED = "29-first", "29-corrected"


@pytest.mark.parametrize("release", extra.RELEASES)
def test_a_committed_release_is_whole(release: str) -> None:
    """Its tables have the hashes of the descriptor, and the dates of its twin in kiel_ust."""
    check_committed(SOURCE, release)
    twin = open_release(PROJECT, "kiel_ust", release)
    held = open_release(PROJECT, SOURCE, release)
    assert (held.released_on, held.data_through) == (twin.released_on, twin.data_through)
    assert "same money" in held.notes


@pytest.mark.parametrize(
    ("release", "printed"), [("19", "43.83"), ("28", "84.43"), (CORRECTED, "84.43")]
)
def test_the_shares_are_the_institutions_money(release: str, printed: str) -> None:
    """The members' shares of EU aid sum to the row of the EU institutions, to the cent."""
    shares = rows(SOURCE, release, "eu_shares")
    kept = {"measure": "eu_share", "unit": "EUR bn", "stage": "allocated"}
    assert {row["donor_code"] for row in shares} == set_codes(PROJECT, "eu27")
    assert total(shares, **kept).quantize(CENT) == Decimal(printed)
    table = "monthly" if release == CORRECTED else "totals"
    institutions = pick(rows("kiel_ust", release, table), donor_code="EUI", stage="allocated")
    aid = [row for row in institutions if row["aid_type"] != "total"]
    assert abs(total(shares, **kept) - total(aid)) < Decimal("0.001")


def test_denmarks_share_in_three_measures() -> None:
    """Denmark: 1.94 bn euros of EU aid; 3.27 per cent of GDP alone, 3.85 with its share."""
    shares = pick(rows(SOURCE, CORRECTED, "eu_shares"), donor_code="DNK")
    share = only(shares, measure="eu_share", unit="EUR bn")
    assert Decimal(share["value"]).quantize(CENT) == Decimal("1.94")
    percent = {row["measure"]: row["value"] for row in shares if row["unit"] == "percent"}
    assert percent == {
        "bilateral": "3.273931",
        "eu_share": "0.577329",
        "bilateral_and_eu_share": "3.85126",
    }


def test_only_the_values_of_weapons_were_corrected() -> None:
    """Shares and procurement are the same in both uploads; the worth of 49 tanks is not."""
    for table in ("eu_shares", "procurement"):
        assert rows(SOURCE, FIRST, table) == rows(SOURCE, CORRECTED, table)
    tanks = {
        release: only(rows(SOURCE, release, "weapons"), donor_code="AUS", category="Tanks")
        for release in (FIRST, CORRECTED)
    }
    assert {row["units"] for row in tanks.values()} == {"49"}
    assert tanks[FIRST]["value"] == "443027368"
    assert tanks[CORRECTED]["value"] == "463047927"


def test_procurement_is_no_breakdown_of_military_aid() -> None:
    """With PURL it sums to 168.05, beside military allocations of 172.99."""
    assert total(rows(SOURCE, CORRECTED, "procurement")).quantize(CENT) == Decimal("168.05")
    military = total(rows("kiel_ust", CORRECTED, "monthly"), aid_type="military")
    assert military.quantize(CENT) == Decimal("172.99")


def test_undated_activities_are_kept() -> None:
    """284 rows have no day, EUR 17.21 bn of 349.93; 141 of them have at least a month."""
    activities = [row for row in rows(SOURCE, "28", "activities") if row["value"]]
    everything = rows(SOURCE, "28", "activities")
    assert (total(activities) / 10**9).quantize(CENT) == Decimal("349.93")
    undated = [row for row in activities if row["date_precision"] != "day"]
    assert (total(undated) / 10**9).quantize(CENT) == Decimal("17.21")
    precision = Counter(row["date_precision"] for row in everything)
    assert precision["month"] + precision["unknown"] == 284


def test_a_commitment_without_amount_is_not_zero() -> None:
    """The extract prints 0 for commitments, whose amounts it lacks: no value, and why."""
    commitments = pick(rows(SOURCE, "28", "activities"), stage="committed")
    assert len(commitments) == 283
    assert {(row["value"], row["status"]) for row in commitments} == {("", "not_applicable")}


def test_the_investment_bank_is_an_eu_institution() -> None:
    """The bank's activities carry the code EUI, so EU financial aid is the summary's 81.21."""
    activities = [row for row in rows(SOURCE, "28", "activities") if row["value"]]
    kept = {"donor_code": "EUI", "aid_type": "financial"}
    assert {row["donor"] for row in pick(activities, **kept)} == {
        "EU (Commission and Council)",
        "European Investment Bank",
    }
    assert (total(activities, **kept) / 10**9).quantize(CENT) == Decimal("81.21")


# Bad input ------------------------------------------------------------------------------------

INFO = ",".join(extra.INFO) + "\n29,04/2026,2026-08-04,label\n"
SHARES = ",".join(extra.EU_SHARES) + "\nDenmark,DNK,3,1,4,2\n"
WEAPONS = ",".join(extra.WEAPONS) + '\nDenmark,Tanks,4,100,"T-72 (4)"\n'
BUYS = ",".join(extra.PROCUREMENT) + "\n2022,3,1,0,0,0\n"
ACTIVITY = "Norway,2022-03-01,Military,Allocation,5,5,5,3,True,0\n"
ACTIVITIES = ",".join(extra.ACTIVITIES) + "\n"
PAYMENTS = ",".join(extra.DISBURSEMENTS) + "\nNorway,False,2022,5,0.01\n"
WITH_EU = ",".join(extra.WITH_EU) + "\nDenmark,True,True,0,0,1,1,0,0,1,1,2,2\n"


def names(release: str) -> list[str]:
    return [Path(name).name for name in extra.RELEASES[release].files]


def web(position: int, text: str) -> dict[str, str | bytes]:
    texts = [INFO, SHARES, WEAPONS, BUYS]
    texts[position] = text
    return dict(zip(names(CORRECTED), texts, strict=True))


def extract(position: int, text: str) -> dict[str, str | bytes]:
    texts = [ACTIVITIES + ACTIVITY, PAYMENTS, WITH_EU]
    texts[position] = text
    return dict(zip(names("28"), texts, strict=True))


@pytest.mark.parametrize(
    ("position", "text", "place"),
    [
        (0, INFO.replace("08-04", "07-26"), "release_info.csv, row 2, column date"),
        (0, ",".join(extra.INFO) + "\n", "files of another upload"),
        (1, SHARES.replace("eu_share_bn", "eu_share_eur"), "row 1, column eu_share_bn"),
        (1, SHARES + "Estonia,EST,3", "eu_aid_shares.csv, row 3"),
        (2, WEAPONS.replace(",4,", ",four,"), "row 2, column number_of_weapons"),
        (2, "<!DOCTYPE html>", "weapons.csv, row 1"),
        (3, BUYS.replace("2022,3", "2022,13"), "row 2, column month"),
    ],
)
def test_a_bad_web_file_is_one_located_error(
    tmp_path: Path, position: int, text: str, place: str
) -> None:
    """A file of another upload, cut, misspelt or foreign, is refused with its place."""
    assert place in refusal(tmp_path, SOURCE, CORRECTED, web(position, text))


@pytest.mark.parametrize(
    ("position", "text", "place"),
    [
        (0, ACTIVITIES + ACTIVITY.replace("Military", "Other"), "row 2, column kategori"),
        (0, ACTIVITIES + ACTIVITY.replace("2022-03-01", "March"), "row 2, column dato"),
        (0, ACTIVITIES + ACTIVITY.replace("Norway", "Atlantis"), "row 2, column giver"),
        (0, ACTIVITIES, "no rows"),
        (1, PAYMENTS.replace("2022,5", "2022,0"), "row 2, column maaned"),
        (2, WITH_EU.replace(",2,2\n", ",0,2\n"), "less with EU aid than without"),
    ],
)
def test_a_bad_extract_is_one_located_error(
    tmp_path: Path, position: int, text: str, place: str
) -> None:
    """An unknown kind, date, donor or an impossible sum is refused with its place."""
    assert place in refusal(tmp_path, SOURCE, "28", extract(position, text))
