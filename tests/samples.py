"""A claim and readings of it to test with: what the United States had given by 22 February 2025."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from assay.crosswalks import read_sets
from assay.errors import CuratedError, Fault
from assay.model import Claim, PartialDate, Reading
from assay.paths import Project
from assay.readings import parse_readings

TEXT_FIELDS = {field.name: "" for field in fields(Claim) if field.type == "str"}


def make_claim(**changes: Any) -> Claim:
    """A claim of 350 billion dollars, said on 22 February 2025, unless `changes` say otherwise."""
    facts: dict[str, Any] = {
        **TEXT_FIELDS,
        "claim_id": "us-aid-350bn",
        "said_on": PartialDate.parse("2025-02-22"),
        "relation": "eq",
        "value_low": "350",
        "unit": "USD bn",
        "period_from": None,
        "period_to": None,
        "due_on": None,
        "in_founding_article": False,
    }
    return Claim(**{**facts, **changes})


def make_block(sql: str, **header: str) -> str:
    """The text of one reading: a complete header, with `header` put over it, and the SQL."""
    keys = {
        "reading": "disbursed",
        "role": "primary",
        "label": "Paid out",
        "says": "Disbursed, Special Inspector General",
        "warrant": '"Given" can mean handed over',
        "unit": "USD bn",
        **header,
    }
    return "".join(f"-- {key}: {value}\n" for key, value in keys.items()) + sql + "\n"


def make_reading(sql: str, claim: Claim | None = None, **header: str) -> Reading:
    """The one reading of a file `sample.sql`. Raises ReadingError as the room does."""
    (reading,) = parse_readings(claim or make_claim(), make_block(sql, **header), "sample.sql")
    return reading


def set_codes(project: Project, set_id: str) -> set[str]:
    """The codes of the members of a registered set."""
    return {member.member_code for member in read_sets(project)[set_id]}


def the_fault(do: Callable[[], object]) -> Fault:
    """The one located fault for which what people edit is refused."""
    with pytest.raises(CuratedError) as raised:
        do()
    (fault,) = raised.value.faults
    assert isinstance(fault, Fault)
    return fault
