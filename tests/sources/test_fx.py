"""Exchange rates: as the two central banks publish them, always units per euro."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.sources import fx
from committed import empty_project, refusal, rows


def rates(release: str, table: str) -> dict[tuple[str, str], dict[str, str]]:
    key = "day" if table == "daily" else "period"
    return {(row[key], row["quote"]): row for row in rows("fx", release, table)}


@pytest.fixture(scope="module")
def daily() -> dict[tuple[str, str], dict[str, str]]:
    return rates("ecb-2026-10-30", "daily")


@pytest.fixture(scope="module")
def monthly() -> dict[tuple[str, str], dict[str, str]]:
    return rates("fed-2026-06", "monthly")


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        ("2022-02-24", "1.1163"),
        ("2024-01-19", "1.0887"),
        ("2025-02-24", "1.0466"),
        ("2025-03-04", "1.0557"),
        ("2025-04-30", "1.1373"),
        ("2026-06-30", "1.1394"),
        ("2026-10-30", "1.1172"),
    ],
)
def test_the_ecb_rate_of_a_day(
    daily: dict[tuple[str, str], dict[str, str]], day: str, rate: str
) -> None:
    """Dollars per euro on a day are those of the ECB's own file."""
    assert Decimal(daily[day, "USD"]["value"]) == Decimal(rate)


def test_the_fed_rate_is_turned_round(monthly: dict[tuple[str, str], dict[str, str]]) -> None:
    """0.8684 euros per dollar in June 2026 become dollars per euro, marked as derived."""
    row = monthly["2026-06", "USD"]
    assert (1 / Decimal(row["value"])).quantize(Decimal("0.0001")) == Decimal("0.8684")
    assert Decimal(row["value"]) > 1
    assert (row["unit"], row["status"], row["base"]) == ("USD per EUR", "derived", "EUR")


def test_two_banks_agree(
    daily: dict[tuple[str, str], dict[str, str]], monthly: dict[tuple[str, str], dict[str, str]]
) -> None:
    """Federal Reserve months of 2022 and 2023 agree with the ECB's averages within 0.003."""
    for year in (2022, 2023):
        for month in range(1, 13):
            period = f"{year}-{month:02d}"
            days = [
                Decimal(row["value"])
                for (day, quote), row in daily.items()
                if quote == "USD" and day.startswith(period)
            ]
            fed = Decimal(monthly[period, "USD"]["value"])
            assert abs(sum(days) / len(days) - fed) <= Decimal("0.003")


def test_one_amount_of_euros_is_119_to_131_billion_dollars(
    monthly: dict[tuple[str, str], dict[str, str]],
) -> None:
    """EUR 115.4 bn of US aid reads as 119 bn dollars early in 2025 and 131 bn in 2026."""
    aid = Decimal("115.4")
    assert round(aid * Decimal(monthly["2025-01", "USD"]["value"])) in (119, 120)
    assert round(aid * Decimal("1.1397")) in (131, 132)
    assert (
        round(aid * Decimal(rates("ecb-2026-10-30", "daily")["2026-06-30", "USD"]["value"])) == 131
    )


def test_no_rate_is_a_row_with_a_status(daily: dict[tuple[str, str], dict[str, str]]) -> None:
    """Every working day has all ten currencies; a missing rate would be named, not dropped."""
    days = {day for day, _ in daily}
    assert len(daily) == len(days) * len(fx.ECB_CURRENCIES)
    assert all((row["status"] == "not_available") == (not row["value"]) for row in daily.values())


# Bad input ------------------------------------------------------------------------------------

HEAD = ",".join(fx.ECB_HEADER) + "\n"
FED = "Date,Country,Exchange rate\n"
EURO = "2026-06-01,Euro,0.8684\n"


def ecb_row(day: str, dollars: str = "1.15", norway: str = "11.0") -> str:
    known = {"Date": day, "USD": dollars, "NOK": norway}
    return ",".join("" if not name else known.get(name, "N/A") for name in fx.ECB_HEADER) + "\n"


ECB = HEAD + ecb_row("2026-10-30") + ecb_row("2026-06-30") + ecb_row("1999-01-04")


def ingest(tmp_path: Path, fed: str | None, ecb: str = ECB) -> Path:
    second = tmp_path / "eurofxref-hist.csv"
    second.write_text(ecb, encoding="utf-8")
    if fed is None:
        fx.ingest(empty_project(tmp_path, "fx"), "ecb-2026-10-30", [second])
        return tmp_path / "data/releases/fx/ecb-2026-10-30/daily.csv"
    first = tmp_path / "monthly.csv"
    first.write_text(fed, encoding="utf-8")
    fx.ingest(empty_project(tmp_path, "fx"), "fed-2026-06", [first, second])
    return tmp_path / "data/releases/fx/fed-2026-06/monthly.csv"


def test_not_available_keeps_its_row(tmp_path: Path) -> None:
    """N/A in the ECB's file is a row with an empty value and the status not_available."""
    written = ingest(tmp_path, None).read_text(encoding="utf-8")
    assert "2026-06-30,EUR,GBP,,GBP per EUR,not_available,ecb" in written


def test_a_small_good_pair_is_taken(tmp_path: Path) -> None:
    """One month of euros and kroner per dollar gives two rates and six named gaps."""
    written = ingest(tmp_path, FED + EURO + "2026-06-01,Norway,9.5827\n")
    text = written.read_text(encoding="utf-8")
    assert text.count("derived") == 2
    assert text.count("not_available") == 6


@pytest.mark.parametrize(
    ("fed", "ecb", "place"),
    [
        (FED + EURO.replace("0.8684", "1.1515"), ECB, "monthly.csv, row 2"),
        (FED + EURO + "2026-06-01,Norway,0.1044\n", ECB, "NOK per EUR"),
        (FED + EURO + "2026-06-01,Nor", ECB, "monthly.csv, row 3"),
        (FED + EURO.replace("2026-06", "2026-05"), ECB, "cut off or newer"),
        (FED.replace("Exchange rate", "Exchange  rate") + EURO, ECB, "column Exchange rate"),
        ("<html></html>\n", ECB, "monthly.csv, row 1"),
        (FED + EURO.replace("0.8684", "."), ECB, "row 2, column Exchange rate"),
        (None, HEAD + ecb_row("2026-10-30"), "eurofxref-hist.csv"),
        (None, ECB.replace("USD,JPY", "UDS,JPY"), "row 1, column USD"),
        (None, ECB.replace("1.15", "1,15"), "eurofxref-hist.csv, row 2"),
        (None, HEAD + ecb_row("1999-01-04") + ecb_row("2026-10-30"), "newest first"),
        (None, HEAD + ecb_row("2026-10-29") + ecb_row("1999-01-04"), "another last day"),
    ],
)
def test_a_bad_file_is_one_located_error(
    tmp_path: Path, fed: str | None, ecb: str, place: str
) -> None:
    """A cut, misspelt, foreign or inverted file is refused with one sentence that says where."""
    files = (
        {"eurofxref-hist.csv": ecb}
        if fed is None
        else {"monthly.csv": fed, "eurofxref-hist.csv": ecb}
    )
    release = "ecb-2026-10-30" if fed is None else "fed-2026-06"
    assert place in refusal(tmp_path, "fx", release, files)
