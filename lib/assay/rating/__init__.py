"""RATING v1 as pure functions. The rule sees numbers, relations and roles, nothing else."""

from assay.rating.band import Band, band_of, shown_band
from assay.rating.judging import judge, measured_interval
from assay.rating.rule import V1, Rule
from assay.rating.sensitivity import Change, Shift, as_page, sensitivity
from assay.rating.verdict import rate

__all__ = [
    "V1",
    "Band",
    "Change",
    "Rule",
    "Shift",
    "as_page",
    "band_of",
    "judge",
    "measured_interval",
    "rate",
    "sensitivity",
    "shown_band",
]
