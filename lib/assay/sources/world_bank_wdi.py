"""World Bank, World Development Indicators: GDP in current US dollars, and population.

Two copies that do not overlap: every economy and aggregate from 1960 to 2023, and 40 donors of
the Kiel tracker for 2024. GDP is revised; years of different copies make no series.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_number, read_rows, read_text, read_whole
from assay.sources._ingest import expect_files, status_of, year_span
from assay.sources._kiel_facts import CODES

HEADER: Final = ("Country Name", "Country Code", "Year", "Value")
LAST_PLACE: Final = "ZWE"  # the file is in the order of the countries
DONORS: Final = 40
# Norwegian keys of the second copy: (amount, year, indicator, unit).
INDICATORS: Final = (
    ("bnp_usd", "bnp_aar", "gdp", "USD"),
    ("folketall", "folketall_aar", "population", "count"),
)
AGGREGATES: Final = frozenset(
    "AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX LAC LCN LDC "
    "LIC LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS "
    "UMC WLD".split()
)
READ_FROM: Final = {
    "gdp-2024-10": "public repository datasets/gdp, commit "
    "822019c80142c162e4ca4eb1a63699ae36075078",
    "donors-2026-05-01": "public repository marhip97/ukrainastotte, commit "
    "159b45ec8e3ee9cb961b8c53c407cc287a21c53f",
}


def _facts(title: str, file: str, dates: tuple[str, str], notes: str) -> ReleaseFacts:
    return ReleaseFacts(
        title=title,
        files=(file,),
        address="https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
        licence="CC BY 4.0",
        citation="World Bank, World Development Indicators, NY.GDP.MKTP.CD and SP.POP.TOTL",
        released_on=dates[0],
        released_on_status="inferred",
        data_through=dates[1],
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes=notes,
    )


RELEASES: Final[dict[str, ReleaseFacts]] = {
    "gdp-2024-10": _facts(
        "GDP in current US dollars, 1960 to 2023",
        "economy/worldbank_gdp/gdp.csv",
        ("2024-10", "2023-12-31"),
        "Month inferred: the copy was last changed then. Aggregates such as the euro area and the "
        "world stand beside countries; they are marked. Years without a value have no row.",
    ),
    "donors-2026-05-01": _facts(
        "GDP and population 2024 of 40 donors of the Kiel tracker",
        "economy/worldbank_wdi_gdp_population_2024/wdi.json",
        ("2026-05-01", "2024-12-31"),
        "The day is that of the fetch, by the copy itself. No Taiwan and no EU institutions.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `indicators`: GDP in US dollars of the year, population in persons."""
    facts = expect_files("world_bank_wdi", release, RELEASES, files)
    reader = _read_gdp if release == "gdp-2024-10" else _read_donors
    rows = list(reader(files[0]))
    raw = [(files[0], READ_FROM[release])]
    return write_release(project, "world_bank_wdi", release, facts, {"indicators": rows}, raw)


def _read_gdp(path: Path) -> Iterator[dict[str, Cell]]:
    code, where = "", path.name
    # The publisher's file ends without a line break.
    for row in read_rows(path, HEADER, open_end=True):
        code, where = row["Country Code"], row.at()
        year = row.whole("Year", "a year")
        value = row.number("Value")
        yield _indicator(row["Country Name"], code, year, "gdp", value, "USD")
    if code != LAST_PLACE:
        raise fault("the file is cut off", where, f"{code} as last", LAST_PLACE)


def _read_donors(path: Path) -> Iterator[dict[str, Cell]]:
    try:
        listed: dict[str, Any] = json.loads(read_text(path), parse_float=Decimal)["land"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise fault("not the expected JSON", path.name, str(error), "a list 'land'") from None
    for number, (name, item) in enumerate(listed.items(), start=1):
        if CODES.get(name) != item.get("iso3"):
            found = f"{name} {item.get('iso3')}"
            raise fault("not the code of the donor", at(path.name, number, "iso3"), found)
        for key, year_key, indicator, unit in INDICATORS:
            value = read_number(str(item.get(key)), at(path.name, number, key))
            year = read_whole(str(item.get(year_key)), at(path.name, number, year_key), "a year")
            yield _indicator(name, item["iso3"], year, indicator, value, unit)
    if len(listed) != DONORS:
        raise fault("donors are missing: the file is cut off", path.name, str(len(listed)), "40")


def _indicator(
    name: str, code: str, year: int, indicator: str, value: Decimal, unit: str
) -> dict[str, Cell]:
    if value <= 0:
        raise fault("not a positive amount", f"{name}, {year}", str(value))
    return {
        "place": name,
        "place_code": code,
        "is_aggregate": code in AGGREGATES,
        "indicator": indicator,
        **year_span(year),
        "value": value,
        "unit": unit,
        "status": status_of(value),
    }
