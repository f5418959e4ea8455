"""Every statement considered became a claim or is named among those left out."""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest
from assay.claims import read_claims
from assay.paths import Project

PROJECT = Project(Path(__file__).resolve().parents[1])
ORIGIN = PROJECT.data / "claims_origin.csv"
SELECTION = PROJECT.root / "docs" / "selection.md"
HEADER = ["origin", "origin_id", "claim_id", "left_out"]
RESEARCH = ("claims_raw", "claims_more_raw")
ARTICLE = "founding_article"
WEAK_HOSTS = (
    "news-pravda.com tass.com tass.ru dnyuz.com todaysviralmedia.com newsstudy.xyz stocknews24.com "
    "harmonictimes.com mixedtimes.com informedclearly.com gopherproxy.meulie.net page.ke "
    "meilu.jpshuntong.com linkedin.com uat.apnews.com"
).split()
"""Hosts that the research says are to be replaced before anything else."""


def origins() -> list[dict[str, str]]:
    with ORIGIN.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == HEADER
        return list(reader)


def left_out_of_the_page() -> set[str]:
    """The first column of the table of what was left out."""
    section = SELECTION.read_text(encoding="utf-8").partition("## Considered and left out")[2]
    table = section.partition("\n## ")[0]
    return {line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")}


def raw_research() -> Path:
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("not compared with the research: ASSAY_RAW is not set")
    return Path(raw).parent / "research"


def raw_rows(name: str) -> list[dict[str, str]]:
    with (raw_research() / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_row_names_a_claim_or_what_was_left_out() -> None:
    """Each row has exactly one of the two, and none stands twice."""
    rows = origins()
    assert all(bool(row["claim_id"]) != bool(row["left_out"]) for row in rows)
    keys = [tuple(row.values()) for row in rows]
    assert len(keys) == len(set(keys))


def test_every_claim_named_is_in_the_table() -> None:
    """An origin leads to claims that are there; claims added later need no origin."""
    named = {row["claim_id"] for row in origins() if row["claim_id"]}
    assert named - set(read_claims(PROJECT)) == set()


def test_what_is_left_out_is_named_with_its_reason() -> None:
    """Each statement left out begins a row of the table on the selection page."""
    firsts = left_out_of_the_page()
    for row in origins():
        if row["left_out"]:
            assert any(first.startswith(row["left_out"]) for first in firsts), row


def test_a_claim_of_the_founding_article_says_so() -> None:
    """What a sentence of the article became is marked in the table, and nothing else is."""
    of_article = {row["claim_id"] for row in origins() if row["origin"] == ARTICLE}
    marked = {c.claim_id for c in read_claims(PROJECT).values() if c.in_founding_article}
    assert of_article - {""} == marked


def test_no_link_leads_to_a_weak_host() -> None:
    """Hosts that are to be replaced are named and never linked."""
    for claim in read_claims(PROJECT).values():
        address = claim.citation_url
        host = re.sub(r"^https?://(www\.)?", "", address).partition("/")[0]
        assert not any(host == weak or host.endswith("." + weak) for weak in WEAK_HOSTS), address


@pytest.mark.raw
@pytest.mark.parametrize(("name", "count"), [("claims_raw", 156), ("claims_more_raw", 25)])
def test_every_row_of_the_research_went_somewhere(name: str, count: int) -> None:
    """All 156 and 25 rows have an origin, and no origin is made up."""
    ids = [row["id"] for row in raw_rows(name)]
    assert len(ids) == count
    assert {row["origin_id"] for row in origins() if row["origin"] == name} == set(ids)


@pytest.mark.raw
def test_every_sentence_of_the_article_went_somewhere() -> None:
    """The article's sentences are counted, and each number has an origin."""
    text = (raw_research() / "founding_article.txt").read_text(encoding="utf-8").strip()
    sentences = re.split(r"(?:(?<=[.!?])|(?<=[.!?]”))\s+(?=[A-Z“\\])", text)
    numbered = {f"sentence-{number:02d}" for number in range(1, len(sentences) + 1)}
    assert {row["origin_id"] for row in origins() if row["origin"] == ARTICLE} == numbered


@pytest.mark.raw
def test_what_was_only_recalled_is_not_linked() -> None:
    """A claim of which every origin was only recalled bears no address of the research's."""
    rows = {row["id"]: row for name in RESEARCH for row in raw_rows(name)}
    by_claim: dict[str, set[str]] = defaultdict(set)
    for row in origins():
        if row["claim_id"] and row["origin"] in RESEARCH:
            by_claim[row["claim_id"]].add(row["origin_id"])
    claims = read_claims(PROJECT)
    for claim_id, ids in by_claim.items():
        if all(rows[row_id]["citation_status"] == "recalled" for row_id in ids):
            address = claims[claim_id].citation_url
            assert not address or address not in {rows[row_id]["source_url"] for row_id in ids}
