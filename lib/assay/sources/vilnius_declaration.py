"""Who joined the G7's Joint Declaration of Support for Ukraine of Vilnius, as outlets reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from assay.model import PartialDate, Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import COMPILED, expect_files
from assay.sources._kiel_facts import CODES

FILE: Final = "aid/transcribed_from_public_pages/vilnius_declaration_known_signatories.csv"
HEADER: Final = "party role date source_outlet source_url note".split()
ROLES: Final = {"original G7": "original_g7", "original": "original", "joined": "joined"}
OTHER_CODES: Final = {
    "European Union (presidents of the European Council and of the Commission)": "EUI",
    "Kosovo": "XKX",
}
FEWEST: Final = 27  # parties as compiled, of about 32

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "compiled-1": ReleaseFacts(
        title="Known parties of the Vilnius declaration of 12 July 2023",
        files=(FILE,),
        address="https://ukrinform.net/rubric-polytics/3749761-yermak-thanks-countries-joining-g7-"
        "declaration-of-support-for-ukraine.html",
        licence="Facts; short quotes",
        citation="Press pages named row by row",
        released_on="",
        released_on_status="unknown",
        data_through="",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="27 of about 32 parties are evidenced: a party that is not listed may have joined. "
        "Typed from search excerpts of stored pages. Some lists name Latvia earlier, and many "
        "leave out Kosovo.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write one row per party, with the day it joined as exactly as the pages say."""
    facts = expect_files("vilnius_declaration", release, RELEASES, files)
    rows = list(_read(files[0]))
    if len(rows) < FEWEST:
        raise fault("the list is cut off", files[0].name, str(len(rows)), f"{FEWEST} parties")
    raw = [(files[0], COMPILED)]
    tables = {"parties": rows}
    return write_release(project, "vilnius_declaration", release, facts, tables, raw)


def _read(path: Path) -> Iterator[dict[str, Cell]]:
    codes = {**CODES, **OTHER_CODES}
    for row in read_rows(path, HEADER):
        if row["party"] not in codes:
            raise fault("a party without a code", row.at("party"), repr(row["party"]))
        if row["role"] not in ROLES:
            place = row.at("role")
            raise fault("an unknown role", place, repr(row["role"]), ", ".join(ROLES))
        yield {
            "party": row["party"],
            "party_code": codes[row["party"]],
            "role": ROLES[row["role"]],
            **_joined(row["date"], row.at("date")),
            "outlet": row["source_outlet"],
            "url": row["source_url"],
            "note": row["note"],
        }


def _joined(text: str, where: str) -> dict[str, Cell]:
    """The days between which a party joined: `by 2023-08-16` and a month leave it open."""
    match = re.fullmatch(r"(by )?(\d{4}-\d{2}(?:-\d{2})?)(?: \(.*\))?", text)
    if text and not match:
        raise fault("not a date", where, repr(text), "2023-08-16, 2023-08, by 2023-08-16 or empty")
    found = PartialDate.parse(match.group(2) if match else "")
    precision = "by" if match and match.group(1) else found.precision
    first: date | None = None if precision == "by" else found.first
    return {
        "joined_from": first,
        "joined_by": found.last,
        "date_precision": precision,
        "date_text": text,
    }
