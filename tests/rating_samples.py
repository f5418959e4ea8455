"""Claims and findings for the rating's tests: only what the rule may see, the rest empty."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from assay.model import Claim, Finding, Grade, PartialDate, Role, UsedRelease
from hypothesis import settings

same_every_time = settings(deadline=None, derandomize=True)
"""For property tests: the same examples in every run, on a busy machine too."""


def make_claim(
    relation: str = "eq", value_low: str = "", unit: str = "USD bn", **given: Any
) -> Claim:
    """A rated assertion of 22 February 2025 with nothing in it but what is given."""
    cells: dict[str, Any] = {field.name: "" for field in fields(Claim)}
    cells |= {
        "claim_id": "sample",
        "said_on": PartialDate.parse("2025-02-22"),
        "tests": "content",
        "speech_act": "assertion",
        "relation": relation,
        "value_low": value_low,
        "unit": unit,
        "period_from": None,
        "period_to": None,
        "due_on": None,
        "in_founding_article": False,
        "row": 2,
    }
    return Claim(**cells | given)


def make_finding(
    reading: str,
    role: Role,
    low: float | None,
    high: float | None = None,
    *,
    unit: str = "USD bn",
    grade: Grade = "B",
    **given: Any,
) -> Finding:
    """A finding as the desk hands it over, from one release of the given grade."""
    return Finding(
        claim_id="sample",
        reading=reading,
        role=role,
        label=reading.capitalize(),
        says="",
        warrant="",
        unit=unit,
        known_on=None,
        low=low,
        high=low if high is None else high,
        releases=(UsedRelease("source", "release", "2025-02-14", "2024-12", grade, ""),),
        **{"status": "undecided" if low is not None else "no_data"} | given,
    )
