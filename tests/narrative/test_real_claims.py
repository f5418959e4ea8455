"""The words of every claim in data/claims.csv, on the releases held."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from assay import narrative
from assay.checks import check_claims
from assay.desk import open_desk
from assay.document import Document
from assay.model import Check
from assay.paths import Project
from digits import loose_digits
from test_verdicts import NEVER, copies

PROJECT = Project(Path(__file__).resolve().parents[2])


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    """Every claim, tested at both clocks."""
    return check_claims(PROJECT)


def documents_of(check: Check, checks: list[Check]) -> dict[str, Document]:
    claim, claims = check.claim, [other.claim for other in checks]
    return {
        "claim_card": narrative.claim_card(claim),
        "tested_as": narrative.tested_as(claim),
        "verdict": narrative.verdict(check),
        "findings_table": narrative.findings_table(check),
        "warrants": narrative.warrants(check),
        "then_and_now": narrative.then_and_now(check),
        "unknowns": narrative.unknowns(check),
        "reply": narrative.reply(claim),
        "repetitions": narrative.repetitions(claim, claims),
    }


def test_no_page_speaks_in_codes(checks: list[Check]) -> None:
    """No ISO date, no name with underscores, no word twice, in any document of any claim."""
    for check in checks:
        for name, document in documents_of(check, checks).items():
            for code in (
                r"\b\d{4}-(0\d|1[0-2])(-\d{2})?\b",
                r"\b[a-z]+_[a-z_]+\b",
                r"\b(\w+) \1\b",
            ):
                found = re.search(code, str(document))
                assert found is None, (check.claim.claim_id, name, found)


def test_every_digit_on_every_page_has_a_source(checks: list[Check]) -> None:
    """The digit gate passes all nine documents of all claims; none is empty, but for warrants
    where there are no readings."""
    for check in checks:
        for name, document in documents_of(check, checks).items():
            assert loose_digits(document) == [], (check.claim.claim_id, name)
            is_bare = name == "warrants" and not check.now_findings
            assert str(document) or is_bare, (check.claim.claim_id, name)
            assert "None" not in str(document).split(), (check.claim.claim_id, name)
            assert "nan" not in str(document).split(), (check.claim.claim_id, name)


def test_every_verdict_fits_its_lengths_in_neutral_words(checks: list[Check]) -> None:
    """Eight and twenty-five words, and none of the words that are never used."""
    for check in checks:
        said = copies(narrative.verdict(check))
        assert len(said["short"].split()) <= 8, check.claim.claim_id
        assert len(said["middle"].split()) <= 25, check.claim.claim_id
        text = f"{said['short']} {said['middle']}".lower()
        assert not [phrase for phrase in NEVER if phrase in text], check.claim.claim_id


def test_every_claim_that_depends_says_on_what(checks: list[Check]) -> None:
    """Whoever copies the eight words copies the condition: no page says "another reading"."""
    depends = [check for check in checks if check.now.name == "depends"]
    assert depends
    for check in depends:
        said = copies(narrative.verdict(check))
        assert "another" not in f"{said['short']} {said['middle']}", check.claim.claim_id
        assert said["short"].lower().count("true") + said["short"].count(", not ") == 2, said


def test_value_in_the_ground_is_called_what_it_is(checks: list[Check]) -> None:
    """Every version to copy says price times tonnage, and no ceiling is called measured."""
    of_ground = {"rare-earth-worth-500bn", "graham-rare-earth-2-7tn"}
    said = "in-ground price times tonnage; not a market value"
    for check in checks:
        text = str(narrative.verdict(check))
        versions = 3 if check.claim.claim_id in of_ground else 0
        assert text.count(said) == versions, check.claim.claim_id
        if versions:
            assert "In-ground price times tonnage; not a market value." in str(
                narrative.warrants(check)
            )
            assert "measured" not in str(narrative.verdict(check)).lower()
            assert "| a ceiling of" in str(narrative.findings_table(check))


def test_one_key_is_one_number(checks: list[Check]) -> None:
    """A proof's key means the same value in every document of every claim."""
    known: dict[str, str] = {}
    for check in checks:
        for document in documents_of(check, checks).values():
            for key, proof in document.proofs.items():
                assert known.setdefault(key, proof.value) == proof.value, key


def test_evidence_is_shown_for_a_reading_of_every_source(checks: list[Check]) -> None:
    """Rows of each source read as text with bound counts and no loose digit."""
    seen: set[str] = set()
    with open_desk(PROJECT) as desk:
        for check in checks:
            for reading in check.readings:
                sources = {table.partition(".")[0] for table in reading.tables}
                if sources <= seen:
                    continue
                seen |= sources
                evidence = desk.evidence(check.claim, reading)
                shown = narrative.evidence_table(evidence, reading)
                assert loose_digits(shown) == [], reading
    assert {"kiel_ust", "usgs_mcs", "legal_texts", "sig_oar"} <= seen
