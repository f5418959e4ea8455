"""Nothing of the research on texts and release dates was lost on the way in."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from assay.paths import Project
from assay.releases import read_calendar, sha256_of

PROJECT = Project(Path(__file__).resolve().parents[1])
TEXTS = PROJECT.releases / "legal_texts"
SELECTION = (PROJECT.root / "docs" / "selection.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.raw

SAME_TEXT = {
    "lt-nato-art5": "lt-nato-1949",
    "lt-us-bsa-2024": "sec-usa-2024",
    "lt-eu-commitments-2024": "sec-eur-2024",
    "lt-framework-2025-02-25": "lt-us-draft-2025-02-25",
    "lt-urif-2025-04-30": "lt-us-ua-fund-2025-04-30",
    "lt-28-points-2025-11": "lt-28-point-2025",
    "lt-paris-declaration-2026": "lt-paris-2026",
}
"""The texts that the research calls by two names."""


def raw_root() -> Path:
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("not compared with the research: ASSAY_RAW is not set")
    return Path(raw)


def research(name: str) -> list[dict[str, str]]:
    path = raw_root().parent / "research" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(release: str, name: str) -> list[dict[str, str]]:
    with (TEXTS / release / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def point(row: dict[str, str]) -> tuple[str, str]:
    return row["text_id"], row["clause_topic"]


def test_every_stored_text_is_in_the_coding() -> None:
    """38 texts are stored; the release was made from each of them, byte for byte."""
    stored = {path.name: sha256_of(path) for path in (raw_root() / "texts").glob("*.txt")}
    assert len(stored) == 38
    descriptor = json.loads((TEXTS / "coding-1" / "datapackage.json").read_text("utf-8"))
    read = {raw["name"]: raw["sha256"] for raw in descriptor["assay"]["raw"]}
    assert {name: read.get(name) for name in stored} == stored
    assert {row["file"] for row in table("coding-1", "texts")} - {""} == set(stored)


def test_every_coded_point_of_a_text_is_in_a_release() -> None:
    """260 points of full texts and 23 of excerpts: 283 rows, each text and topic as often."""
    coded = [row for row in research("clauses") if row["text_seen"] != "report"]
    kept = [*table("coding-1", "clauses"), *table("press-1", "press_clauses")]
    assert Counter(row["text_seen"] for row in coded) == {"full": 260, "excerpt": 23}
    assert Counter(map(point, kept)) == Counter(map(point, coded))


def test_every_reported_point_has_an_account_or_is_named_as_left_out() -> None:
    """23 points are known from reports: 20 have an outlet, three are named on the page."""
    reported = {point(row) for row in research("clauses") if row["text_seen"] == "report"}
    accounts = {point(row) for row in table("press-2", "reports")}
    left_out = reported - accounts
    assert (len(reported), len(left_out)) == (23, 3)
    assert {text for text, _ in left_out} == {"lt-us-ua-fund-2025-04-30"}
    assert all(f"`{topic}`" in SELECTION for _, topic in left_out)


def test_every_text_of_the_register_is_known_or_named_as_left_out() -> None:
    """19 texts: each is in the table of texts, by its name or the other one, or on the page."""
    known = {row["text_id"] for row in table("coding-1", "texts")}
    named = [row["id"] for row in research("legal_texts_raw")]
    assert len(named) == 19
    unknown = {text for text in named if SAME_TEXT.get(text, text) not in known}
    assert unknown == {"lt-eu-90bn-2026"}
    assert all(f"`{text}`" in SELECTION for text in unknown)


def test_the_text_wins_over_the_table() -> None:
    """Of 28 agreements held in full the table and the text differ once: the EU's ten years."""
    path = PROJECT.releases / "security_agreements" / "compiled-1" / "agreements.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        ours = {row["agreement_id"]: row for row in csv.DictReader(stream)}
    columns = {
        "signed_date": "signed_on",
        "duration_years": "duration_years",
        "consultation_hours": "consultation_hours",
        "obliges_military_intervention": "obliges_to_fight",
    }
    differ = [
        (row["id"], theirs, row[theirs], ours[row["id"]][mine])
        for row in research("security_agreements_raw")
        for theirs, mine in columns.items()
        if ours[row["id"]]["text_held"] == "full" and row[theirs] != ours[row["id"]][mine]
    ]
    assert differ == [("sec-eur-2024", "duration_years", "", "10")]


TWO_HEADLINES = ("sig_oar", "FY2025 Q1 (Oct-Dec 2024)")
"""Two rows of the research are one release: the calendar has the second figure in its note."""


def test_every_release_of_the_research_is_in_a_calendar() -> None:
    """73 rows of six sources: each has its label, date, period, headline and page."""
    rows = research("release_calendars")
    assert len(rows) == 73
    same = (
        "released_on_status data_through headline_measure headline_value headline_quote "
        "publisher_title url url_status"
    ).split()
    lost = []
    for row in rows:
        key = (row["source"], row["release"])
        kept = [e for e in read_calendar(PROJECT, row["source"]) if e.label == row["release"]]
        assert len(kept) == 1, key
        assert str(kept[0].released_on) == row["released_on"], key
        if any(getattr(kept[0], column) != row[column] for column in same):
            lost.append((key, row["headline_value"]))
            assert f"{row['headline_measure']} {row['headline_value']}" in kept[0].note, key
    assert lost == [(TWO_HEADLINES, "83.4")]
