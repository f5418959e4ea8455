"""National Bank of Ukraine: official hryvnia rates of the dollar and the euro, day by day.

The copy ends on 21 July 2022. The dollar was fixed at 29.2549 from 24 February 2022 on, and 2
March 2022 is missing: both stay visible. Nothing here converts hryvnias of 2023 or later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import expect_files

HEADER: Final = "file_date exchangedate cc uah_per_unit".split()
CURRENCIES: Final = ("USD", "EUR")
FIRST: Final = date(2021, 1, 1)
PLAUSIBLE: Final = (Decimal(20), Decimal(50))  # hryvnias per unit in these years

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "nbu-2022-07-21": ReleaseFacts(
        title="Official rates of the hryvnia, dollar and euro, 1 January 2021 to 21 July 2022",
        files=("economy/nbu_official_rates_2021_2022-07/nbu_usd_eur_extract.csv",),
        address="https://bank.gov.ua/markets/exchangerates",
        licence="Open data of the National Bank of Ukraine; the repository states none",
        citation="National Bank of Ukraine, official exchange rates",
        released_on="2022-07-21",
        released_on_status="inferred",
        data_through="2022-07-21",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="Extract of daily files, two currencies. 2 March 2022 is missing in the copy. The "
        "official dollar stood at 29.2549 from 24 February to the end. No file of later years is "
        "held.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `daily`: hryvnias per dollar and per euro."""
    facts = expect_files("fx_nbu", release, RELEASES, files)
    rates = _read(files[0])
    rows = list(_days(rates, date.fromisoformat(facts.data_through), files[0]))
    raw = [(files[0], "public repository kastaneda/nbu_rates, commit "
            "53e31aac3625a954a84213666522baf86de703a3")]  # fmt: skip
    return write_release(project, "fx_nbu", release, facts, {"daily": rows}, raw)


def _read(path: Path) -> dict[tuple[date, str], Decimal]:
    rates: dict[tuple[date, str], Decimal] = {}
    for row in read_rows(path, HEADER):
        where = row.at("exchangedate")
        try:
            day = datetime.strptime(row["exchangedate"], "%d.%m.%Y").date()
        except ValueError:
            raise fault("not a date", where, repr(row["exchangedate"]), "21.07.2022") from None
        if f"{day:%Y%m%d}" != row["file_date"]:
            raise fault("the file is of another day", where, str(day), row["file_date"])
        if row["cc"] not in CURRENCIES:
            raise fault("another currency", row.at("cc"), row["cc"], "USD, EUR")
        rate = row.number("uah_per_unit")
        if not PLAUSIBLE[0] < rate < PLAUSIBLE[1]:
            place = row.at("uah_per_unit")
            raise fault("not hryvnias per unit: the other way round?", place, str(rate))
        rates[day, row["cc"]] = rate
    return rates


def _days(
    rates: dict[tuple[date, str], Decimal], through: date, path: Path
) -> Iterator[dict[str, Cell]]:
    """Every day from the first to the last, a missing one without a rate."""
    if not rates or (min(rates)[0], max(rates)[0]) != (FIRST, through):
        ends = f"{min(rates)[0]} to {max(rates)[0]}" if rates else "no day"
        raise fault("the file is cut off or newer", path.name, ends, f"{FIRST} to {through}")
    day = FIRST
    while day <= through:
        for base in CURRENCIES:
            rate = rates.get((day, base))
            yield {
                "day": day,
                "base": base,
                "quote": "UAH",
                "value": rate,
                "unit": f"UAH per {base}",
                "status": "not_available" if rate is None else "reported",
            }
        day += timedelta(days=1)
