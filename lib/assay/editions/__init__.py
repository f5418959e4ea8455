"""Editions: complete built sites, immutable, checked before one switch makes them current."""

from assay.editions.build import Outcome, build
from assay.editions.holds import hold, read_holds, release_hold
from assay.editions.reports import Report, plan, read_desk, read_reports
from assay.editions.verify import verify

__all__ = [
    "Outcome",
    "Report",
    "build",
    "hold",
    "plan",
    "read_desk",
    "read_holds",
    "read_reports",
    "release_hold",
    "verify",
]
