"""What is known of the US statistics of the Mineral Commodity Summaries before a file is opened.

The same uploads as releases of `usgs_mcs`, under the same names and dates: those releases were
written first and are immutable, so what else the uploads hold is a source of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assay.sources import ReleaseFacts
from assay.sources._usgs_facts import RELEASES as WORLD
from assay.sources._usgs_facts import SALIENT_2022, SALIENT_2025

_META_2025: Final = (
    "beryl feore fluor galli germa graph lithi manga nicke niobi rareee scand tanta timin titan "
    "vanad yttri zirco"
)
TRENDS_2025: Final = (
    "T1_Mineral_Industry_Trends T2_Mineral_Economic_Trends T3_State_Value_Rank "
    "T4_Critical_Minerals_End_Use T5_Critical_Minerals_Salient Fig1_Minerals_in_Economy "
    "Fig2_Net_Import_Reliance Fig3_Major_Import_Sources Fig4_Value_by_Type "
    "Fig10_Price_Growth_Rates Fig11_Pch_Consump_2023_2024 Fig12_Pch_Consump_2020_2024 Fig13_Scrap"
)
TRENDS_META: Final = "MCS2025_Mineral_Industry_Trends_and_Salient_Statistics.xml"
_FOLDER_2025: Final = "usgs/mcs2025"


def _facts(release: str, edition: str, what: str, files: Sequence[str], notes: str) -> ReleaseFacts:
    """The facts of the same upload in `usgs_mcs`, for other files of it."""
    return replace(
        WORLD[release],
        title=f"Mineral Commodity Summaries {edition}: {what}",
        files=tuple(files),
        notes=notes,
    )


RELEASES: Final[dict[str, ReleaseFacts]] = {
    "mcs2022": _facts(
        "mcs2022",
        "2022 Data Release",
        "US salient statistics",
        [f"usgs/older/mcs2022/mcs2022-{code}_salient.csv" for code in SALIENT_2022.split()],
        "Four commodities only (graphite, lithium, rare earths, titanium mineral concentrates), "
        "those in the repository read. No import sources. Not compared with the printed book.",
    ),
    "mcs2023": _facts(
        "mcs2023",
        "2023 Data Release",
        "uses of critical minerals",
        ["usgs/older/mcs2023/MCS2023_T4_Critical_Minerals_End_Use.csv"],
        "Table 4 only: no salient statistics of this edition are held.",
    ),
    "mcs2025-v2.0": _facts(
        "mcs2025-v2.0",
        "2025 Data Release (ver. 2.0, April 2025)",
        "US salient statistics, net import reliance and industry trends",
        [
            *(
                f"{_FOLDER_2025}/salient/mcs2025-{code}_salient.csv"
                for code in SALIENT_2025.split()
            ),
            *(f"{_FOLDER_2025}/salient/mcs2025-{code}_meta.xml" for code in _META_2025.split()),
            *(f"{_FOLDER_2025}/industry_trends/MCS2025_{name}.csv" for name in TRENDS_2025.split()),
            f"{_FOLDER_2025}/industry_trends/{TRENDS_META}",
        ],
        "Metadata of 18 of the 83 commodities is held; of the others only the newest year is "
        "taken to be estimated. The edition prints shares of import sources in the book only: the "
        "files name the leading countries in order, without shares.",
    ),
    "mcs2026": _facts(
        "mcs2026",
        "2026 Data Release",
        "US salient statistics, net import reliance and import sources",
        WORLD["mcs2026"].files,
        "The file has the MD5 that ScienceBase publishes. Import sources are shares of US imports "
        "over four years, 2021 to 2024, not of what the United States use.",
    ),
}
