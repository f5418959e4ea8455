"""Bilateral security agreements with Ukraine: dates, money as reported, clauses from the texts.

Two hand-made tables name the agreements; where a text is held in full, its own title, date,
duration and consultation clause replace what the tables say. Values that the tables mark as
recalled from memory are left out and their status says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_rows
from assay.sources._ingest import COMPILED, expect_files
from assay.sources._text_clauses import CLAUSES, read_clauses, read_titles

RAW: Final = "../research/security_agreements_raw.csv"
PROVENANCE: Final = "texts/PROVENANCE.md"
SECOND: Final = "aid/transcribed_from_public_pages/security_agreements.csv"
FILES: Final = (RAW, CLAUSES, PROVENANCE, SECOND)
RAW_HEADER: Final = (
    "id partner instrument signed_date signed_place duration_years duration_note amount_low "
    "amount_high amount_scale currency amount_period amount_basis amount_note annual_or_total "
    "obliges_military_intervention consultation_hours consultation_note termination "
    "legally_ratified_by_rada source_publisher source_title source_url source_date "
    "citation_status citation_note"
).split()
SECOND_HEADER: Final = (
    "order_by_date partner partner_type date_signed duration_years money_named money_period "
    "also_named source_outlet source_url note"
).split()
OTHER_INSTRUMENTS: Final = ("sec-gbr100-2025", "sec-compact-2024", "sec-fra-gbr-2026")
BILLION: Final = Decimal(10) ** 9
WEAK_HOSTS: Final = ("ava360.com", "good-time-invest.com", "swisshubnews.com", "luddpress.com")

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "compiled-1": ReleaseFacts(
        title="Security agreements and linked documents, January 2024 to January 2026",
        files=FILES,
        address="https://www.president.gov.ua/en/",
        licence="Facts",
        citation="Texts of the agreements where held; press pages named row by row",
        released_on="",
        released_on_status="unknown",
        data_through="2026-01-06",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="The list may lack agreements (Cyprus, Bulgaria, Western Balkans, Moldova). Values "
        "recalled from memory were left out. Each row is taken as public on signature.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write every agreement with what its text says, else what was reported."""
    facts = expect_files("security_agreements", release, RELEASES, files)
    raw, clauses_path, provenance, second = files
    titles = read_titles(provenance)
    clauses = _clauses_by_text(clauses_path)
    pages = {row["partner"]: row for row in read_rows(second, SECOND_HEADER)}
    rows = [
        _agreement(row, clauses.get(row["id"], {}), titles, pages)
        for row in read_rows(raw, RAW_HEADER)
    ]
    return write_release(
        project,
        "security_agreements",
        release,
        facts,
        {"agreements": rows},
        [(path, COMPILED) for path in files],
    )


def _clauses_by_text(path: Path) -> dict[str, dict[str, Row]]:
    """The first coding of each topic for texts held in full."""
    found: dict[str, dict[str, Row]] = {}
    for row in read_clauses(path):
        if row["text_seen"] == "full":
            found.setdefault(row["text_id"], {}).setdefault(row["clause_topic"], row)
    return found


def _agreement(
    row: Row,
    clauses: Mapping[str, Row],
    titles: Mapping[str, tuple[str, str]],
    pages: Mapping[str, Row],
) -> dict[str, Cell]:
    agreement_id = row["id"]
    other = agreement_id in OTHER_INSTRUMENTS
    page: Mapping[str, str] = {} if other else pages.get(row["partner"], {})
    held = titles[clauses["duration_years"]["file"]] if clauses else None
    if held and held[1] != row["signed_date"]:
        raise fault("the text has another date", row.at(), row["signed_date"], held[1])
    seen = row["citation_status"] == "verified"
    return {
        "agreement_id": agreement_id,
        "partner": row["partner"],
        "partner_code": "" if other else _partner_code(agreement_id),
        "instrument": held[0] if held else row["instrument"],
        "kind": "other" if other else "bilateral",
        "signed_on": date.fromisoformat(row["signed_date"]),
        "signed_on_status": _date_status(row, page, held is not None),
        "signed_place": row["signed_place"] if seen and "place" not in row["citation_note"] else "",
        "text_held": "full" if held else "not_held",
        **_durations(row, clauses, other),
        "obliges_to_fight": "no" if clauses else "not_seen",
        "money_in_text": clauses["money_named"]["coded_value"] if clauses else "",
        **_amounts(row),
        "citation_publisher": row["source_publisher"] if seen else "",
        "citation_title": row["source_title"] if seen else "",
        "citation_url": _strong(row["source_url"]) if seen else "",
        "citation_status": "excerpt_seen" if seen else "not_seen",
        "second_page_url": _strong(page.get("source_url", "")),
        "public_on": date.fromisoformat(row["signed_date"]),
        "note": row["citation_note"],
    }


def _partner_code(agreement_id: str) -> str:
    code = agreement_id.split("-")[1].upper()
    return "EUI" if code == "EUR" else code


def _date_status(row: Row, page: Mapping[str, str], held: bool) -> str:
    if held:
        return "in_text"
    if page.get("date_signed") == row["signed_date"]:
        return "reported"
    recalled = row["citation_status"] != "verified" or "day from memory" in row["citation_note"]
    return "not_seen" if recalled else "reported"


def _durations(row: Row, clauses: Mapping[str, Row], other: bool) -> dict[str, Cell]:
    """Years and hours from the text; from memory neither, whatever the table says."""
    if not clauses:
        status = "not_applicable" if other and not row["duration_years"] else "not_seen"
        return {
            "duration_years": None,
            "duration_status": status,
            "consultation_hours": None,
            "consultation_status": "not_applicable" if other else "not_seen",
        }
    years = re.match(r"\d+", clauses["duration_years"]["coded_value"])
    hours = re.match(r"\d+", clauses["consultation_hours"]["coded_value"])
    return {
        "duration_years": int(years.group()) if years else None,
        "duration_status": "in_text",
        "consultation_hours": int(hours.group()) if hours else None,
        "consultation_status": "in_text" if hours else "absent_in_text",
    }


def _amounts(row: Row) -> dict[str, Cell]:
    note = row["amount_note"]
    remembered = "memory" in note or "amount" in row["citation_note"].lower()
    recalled = row["citation_status"] != "verified" or remembered
    named = bool(row["amount_low"])
    if not named or recalled:
        low = high = None
        unit = ""
    else:
        low = _scaled(row, "amount_low")
        high = _scaled(row, "amount_high") if row["amount_high"] else None
        percent = row["currency"] == "percent of GDP"
        unit = row["currency"] if percent else row["currency"] + " bn"
    return {
        "amount_low": low,
        "amount_high": high,
        "amount_unit": unit,
        "amount_status": "none_named" if not named else "not_seen" if recalled else "reported",
        "amount_period": row["amount_period"] if named else "",
        "amount_basis": row["amount_basis"] if named else "",
        "amount_note": note,
    }


def _scaled(row: Row, column: str) -> Decimal:
    """The amount in billions of its currency, or in percent of GDP as it stands."""
    amount, scale = row.number(column), row.number("amount_scale")
    return amount if row["currency"] == "percent of GDP" else amount * scale / BILLION


def _strong(url: str) -> str:
    """The address, unless the host is one not to be cited."""
    return "" if any(host in url for host in WEAK_HOSTS) else url
