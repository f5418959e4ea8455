"""Findings as pictures: functions from records and tables to plotly figures.

They compute no verdict. Only cartesian traces (scatter, bar) are used, so the page's small bundle
draws all of them. A figure carries its title, alternative text, source and table, with bound
numbers, in `layout.meta["assay"]`: the page prints those and needs no script for them.

plotly is imported by the first figure, not by this package.
"""

from assay.charts.aid import donors_by_type
from assay.charts.areas import occupied_by_day, occupied_by_region
from assay.charts.house import for_picture
from assay.charts.minerals import reserves_and_production, world_share
from assay.charts.readings import readings_strip
from assay.charts.texts import clause_grid
from assay.charts.verdicts import verdicts_by_topic

__all__ = [
    "clause_grid",
    "donors_by_type",
    "for_picture",
    "occupied_by_day",
    "occupied_by_region",
    "readings_strip",
    "reserves_and_production",
    "verdicts_by_topic",
    "world_share",
]
