"""Norges Bank: Norwegian kroner for the euro, working days from 2022 on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_day, read_number, read_text
from assay.sources._ingest import expect_files

PAIR: Final = "EUR/NOK"
FIRST: Final = date(2022, 1, 3)
PLAUSIBLE: Final = (Decimal(5), Decimal(20))  # kroner per euro in these years

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "norges-2026-05-29": ReleaseFacts(
        title="Norwegian kroner per euro, daily, 3 January 2022 to 29 May 2026",
        files=("economy/norges_bank_eur_nok/valutakurser.json",),
        address="https://www.norges-bank.no",
        licence="Free reuse with source",
        citation="Norges Bank, exchange rates",
        released_on="2026-05-29",
        released_on_status="inferred",
        data_through="2026-05-29",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="Fetched by the copy's owner on 1 June 2026. No row on weekends and holidays. The "
        "ECB's own kroner are in fx.daily.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `daily`: kroner per euro."""
    facts = expect_files("fx_norges", release, RELEASES, files)
    rows = list(_read(files[0], date.fromisoformat(facts.data_through)))
    raw = [(files[0], "public repository marhip97/ukrainastotte, commit "
            "159b45ec8e3ee9cb961b8c53c407cc287a21c53f")]  # fmt: skip
    return write_release(project, "fx_norges", release, facts, {"daily": rows}, raw)


def _read(path: Path, through: date) -> Iterator[dict[str, Cell]]:
    try:
        raw: dict[str, Any] = json.loads(read_text(path), parse_float=Decimal)
        pair, listed = raw["valutapar"], raw["kurser"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise fault("not the expected JSON", path.name, str(error), "kurser: day to rate") from None
    if pair != PAIR:
        raise fault("another pair of currencies", path.name, str(pair), PAIR)
    days = []
    for number, (text, cell) in enumerate(listed.items(), start=1):
        days.append(read_day(text, at(path.name, number, "kurser")))
        rate = read_number(str(cell), at(path.name, number, text))
        if not PLAUSIBLE[0] < rate < PLAUSIBLE[1]:
            where = at(path.name, number, text)
            raise fault("not kroner per euro: the other way round?", where, str(rate))
        known: dict[str, Cell] = {"value": rate, "unit": "NOK per EUR", "status": "reported"}
        yield {"day": days[-1], "base": "EUR", "quote": "NOK", **known}
    if not days or (days[0], days[-1]) != (FIRST, through) or days != sorted(set(days)):
        ends = f"{days[0]} to {days[-1]}" if days else "no day"
        raise fault("the file is cut off or newer", path.name, ends, f"{FIRST} to {through}")
