"""Lists of critical minerals as governments print them, item by item.

`official-1` types out four official lists; `press-1` the list in the annex of the fund agreement
of 30 April 2025, which was read in a press copy. Counts of different lists never compare: the US
lists name rare earths one by one, the EU lists as one item or two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import expect_files

LISTS_FILE: Final = "usgs/lists/critical_mineral_lists_transcribed.csv"
HEADER: Final = ["list_id", "item_no", "name_as_listed", "note"]
COMPILED: Final = "typed for this project from the documents named in each row"


class ListFacts(NamedTuple):
    """A list: its title, days of adoption and publication, items it must have, where read."""

    title: str
    adopted_on: str
    public_on: str
    items: int
    citation: str
    read_from: str


OFFICIAL: Final[dict[str, ListFacts]] = {
    "US_DOI_2022": ListFacts(
        "2022 Final List of Critical Minerals, US Department of the Interior",
        "2022-02-24", "2022-02-24", 50, "87 FR 10381 (24 February 2022)",
        "Mineral Commodity Summaries 2025, table 4",
    ),
    "EU_CRM_2024_1252_ANNEX_II": ListFacts(
        "Critical raw materials, Annex II of Regulation (EU) 2024/1252",
        "2024-04-11", "2024-05-03", 34, "Regulation (EU) 2024/1252, OJ L, 3 May 2024",
        "German text of the annex; the English names are ours",
    ),
    "EU_SRM_2024_1252_ANNEX_I": ListFacts(
        "Strategic raw materials, Annex I of Regulation (EU) 2024/1252",
        "2024-04-11", "2024-05-03", 17, "Regulation (EU) 2024/1252, OJ L, 3 May 2024",
        "German text of the annex; the English names are ours",
    ),
    "US_DOI_2025": ListFacts(
        "2025 Final List of Critical Minerals, US Department of the Interior",
        "2025-11-07", "2025-11-07", 60, "90 FR 50494 (7 November 2025)",
        "stored copy of the Federal Register summary",
    ),
}  # fmt: skip
PRESS: Final[dict[str, ListFacts]] = {
    "US_UKR_AGREEMENT_2025": ListFacts(
        "Natural resource assets in the annex of the US-Ukraine fund agreement",
        "2025-04-30", "2025-05-01", 57, "Agreement of 30 April 2025, as printed by Hromadske",
        "hromadske.ua, 1 May 2025; not the treaty text itself",
    ),
}  # fmt: skip
TABLES: Final = {"official-1": ("items", OFFICIAL), "press-1": ("agreement_items", PRESS)}

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "official-1": ReleaseFacts(
        title="Official lists of critical minerals of the United States and the European Union",
        files=(LISTS_FILE,),
        address="https://eur-lex.europa.eu/eli/reg/2024/1252/oj",
        licence="Facts; laws and US notices are in the public domain",
        citation="87 FR 10381; 90 FR 50494; Regulation (EU) 2024/1252, Annexes I and II",
        released_on="",
        released_on_status="unknown",
        data_through="2025-11-07",
        retrieved_on="2026-11-23",
        custody="transcribed",
        redistribute="yes",
        notes="Typed, not downloaded. Each row is public from the publication of its list.",
    ),
    "press-1": ReleaseFacts(
        title="Resources named in the annex of the fund agreement of 30 April 2025",
        files=(LISTS_FILE,),
        address="https://hromadske.ua/",
        licence="Facts",
        citation="Hromadske, 1 May 2025, on the agreement of 30 April 2025",
        released_on="2025-05-01",
        released_on_status="seen",
        data_through="2025-04-30",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="Read in a press copy; the annex itself is not held.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the lists of one custody. SourceError when a list is cut off or unknown."""
    facts = expect_files("critical_lists", release, RELEASES, files)
    table, lists = TABLES[release]
    rows = [row for row in _read_items(files[0]) if row["list_id"] in lists]
    return write_release(
        project, "critical_lists", release, facts, {table: rows}, [(files[0], COMPILED)]
    )


def _read_items(path: Path) -> list[dict[str, Cell]]:
    """Items of all lists, each list whole and numbered from 1 without a gap."""
    known = {**OFFICIAL, **PRESS}
    counted = dict.fromkeys(known, 0)
    rows: list[dict[str, Cell]] = []
    for row in read_rows(path, HEADER):
        list_id = row["list_id"]
        if list_id not in known:
            raise fault("unknown list", row.at("list_id"), list_id, ", ".join(known))
        counted[list_id] += 1
        if row["item_no"] != str(counted[list_id]):
            expected = str(counted[list_id])
            raise fault("items out of order", row.at("item_no"), row["item_no"], expected)
        rows.append(_item(known[list_id], list_id, counted[list_id], row))
    for list_id, count in counted.items():
        if count != known[list_id].items:
            expected = f"{known[list_id].items} items"
            raise fault("the list is not whole", f"{path.name}, {list_id}", str(count), expected)
    return rows


def _item(facts: ListFacts, list_id: str, number: int, row: dict[str, str]) -> dict[str, Cell]:
    return {
        "list_id": list_id,
        "list_title": facts.title,
        "item_no": number,
        "item_as_printed": row["name_as_listed"],
        "adopted_on": date.fromisoformat(facts.adopted_on),
        "public_on": date.fromisoformat(facts.public_on),
        "citation": facts.citation,
        "read_from": facts.read_from,
        "note": row["note"],
    }
