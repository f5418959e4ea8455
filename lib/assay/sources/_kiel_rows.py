"""Rows that the Kiel tracker's files have in common: donors, values, and the tracker's period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from assay.releases import Cell
from assay.sources._delimited import Row, fault
from assay.sources._ingest import month_span, status_of
from assay.sources._kiel_facts import ALIASES, CODES, RELEASES

TYPES: Final = ("military", "financial", "humanitarian")
START: Final = date(2022, 1, 24)  # the tracker counts from 24 January 2022


def code_of(donor: str, where: str) -> str:
    """The donor's code, under any name the tracker has used. SourceError for an unknown donor."""
    code = CODES.get(donor) or ALIASES.get(donor)
    if code is None:
        raise fault("a donor without a code", where, repr(donor))
    return code


def donor_of(donor: str, where: str) -> dict[str, Cell]:
    """The columns `donor` and `donor_code`."""
    return {"donor": donor, "donor_code": code_of(donor, where)}


def month_of(row: Row, year: str = "year", month: str = "month") -> dict[str, Cell]:
    """The span of the month that two columns of a row name. SourceError when there is none."""
    try:
        return month_span(int(row[year]), int(row[month]))
    except ValueError:
        raise fault("not a month", row.at(month), f"{row[year]}-{row[month]}") from None


def tracked_until(release: str) -> dict[str, Cell]:
    """From the tracker's first day to the last day of the release's data."""
    return {
        "period_start": START,
        "period_end": date.fromisoformat(RELEASES[release].data_through),
    }


def value_of(value: Decimal, unit: str = "EUR bn", known: str = "reported") -> dict[str, Cell]:
    """The columns `value`, `unit` and `status`."""
    return {"value": value, "unit": unit, "status": status_of(value, known)}


def amount(aid_type: str, stage: str, value: Decimal, unit: str = "EUR bn") -> dict[str, Cell]:
    """The columns `aid_type`, `stage`, `value`, `unit` and `status`."""
    return {"aid_type": aid_type, "stage": stage, **value_of(value, unit)}
