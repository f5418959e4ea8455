"""What is known of the Mineral Commodity Summaries before a file is opened.

From the provenance notes of the copies and the release calendar: no file came from the
publisher's own server, but the world file of 2025 and the data file of 2026 have the hashes that
other projects pinned when they fetched them there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from assay.sources import ReleaseFacts

OLDER: Final = (
    "public repository Redliana/cmm-data, commit 99a987b1c9a8b5f18be6b675ef905c769b922491"
)
READ_FROM: Final = {
    "mcs2022": OLDER,
    "mcs2023": OLDER,
    "mcs2024-v2.0": OLDER,
    "mcs2025-v2.0": "public repository PJGriff26/materials-demand, commit "
    "afbe87a8593ba18defc1c95ddbd09a46a1407cf8",
    "mcs2026": "public repository therealjameswilson/critical-minerals-records-stage-v3, commit "
    "a67e3d4286b3a06f62cf1d466cfb9bb6840a798d",
}
EDITION: Final = {name: int(name[3:7]) for name in READ_FROM}

_WORLD_2022: Final = "cobal coppe galli germa graph lithi manga nicke plati raree timin tungs"
SALIENT_2022: Final = "graph lithi raree timin"
_WORLD_2023: Final = (
    "abras alumi antim arsen asbes barit bauxi beryl bismu boron bromi cadmi cemen chrom clays "
    "cobal coppe diamo diato felds feore fepig feste fluor galli garne gemst germa gold graph "
    "gypsu heliu indiu iodin kyani lead lime lithi manga mercu mgcomp mgmet mica molyb nicke "
    "niobi nitro peat perli phosp plati potas pumic raree rheni salt sandi selen silve simet "
    "sodaa stond stron sulfu talc tanta tellu timin tin titan tungs vanad vermi wolla zeoli zinc "
    "zirco-hafni"
)
_WORLD_2024: Final = _WORLD_2023.replace("zirco-hafni", "zirco")
SALIENT_2025: Final = (
    "abras alumi antim arsen asbes barit bauxi beryl bismu boron bromi cadmi cemen chrom clays "
    "cobal coppe diamo diato felds feore fepig fescr fesla feste fluor galli garne gemst germa "
    "gold graph gypsu heliu indiu iodin kyani lead lime lithium manga mercu mgcomp mgmet mica "
    "molyb nicke niobi nitro peat perli phosp plati potas pumic quart rareee rheni salt sandc "
    "sandi scand selen silve simet sodaa stonc stond stron sulfu talc tanta tellu thall thori "
    "timin tin titan tungs vanad vermi yttri zeoli zinc zirco"
)


def _older(year: int, world: str, salient: str = "") -> list[str]:
    """File names of an edition that has one file per commodity."""
    names = [f"mcs{year}-{code}_world.csv" for code in world.split()]
    names += [f"mcs{year}-{code}_salient.csv" for code in salient.split()]
    # The provider's own spelling of one file.
    return [name.replace("mcs2024-bismu", "MCS2024-bismu") for name in names]


def _facts(
    edition: str,
    files: Sequence[str],
    address: str,
    released: tuple[str, Literal["seen", "inferred", "unknown"]],
    through: int,
    notes: str,
    licence: str = "US government work, public domain",
) -> ReleaseFacts:
    return ReleaseFacts(
        title=f"Mineral Commodity Summaries {edition}: world production, capacity and reserves",
        files=tuple(files),
        address=address,
        licence=licence,
        citation=f"U.S. Geological Survey, Mineral Commodity Summaries {edition}, {address}",
        released_on=released[0],
        released_on_status=released[1],
        data_through=str(through),
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes=notes,
    )


RELEASES: Final[dict[str, ReleaseFacts]] = {
    "mcs2022": _facts(
        "2022 Data Release",
        [f"usgs/older/mcs2022/{name}" for name in _older(2022, _WORLD_2022, SALIENT_2022)],
        "https://doi.org/10.5066/P9KKMCP4",
        ("2022-01-31", "seen"),
        2021,
        "Twelve commodities only, those in the repository read. These files have no reserves. "
        "Not compared with the printed book.",
    ),
    "mcs2023": _facts(
        "2023 Data Release",
        [f"usgs/older/mcs2023/{name}" for name in _older(2023, _WORLD_2023)],
        "https://doi.org/10.5066/P9WCYUI6",
        ("2023-01-31", "seen"),
        2022,
        "World tables of every commodity; no prices held.",
    ),
    "mcs2024-v2.0": _facts(
        "2024 Data Release (ver. 2.0, March 2024)",
        [f"usgs/older/mcs2024/{name}" for name in _older(2024, _WORLD_2024)],
        "https://doi.org/10.5066/P144BA54",
        ("2024-03-05", "seen"),
        2023,
        "World tables of every commodity; no prices held. Fifteen files were replaced on "
        "5 March 2024, so this is not what was public on 31 January 2024.",
    ),
    "mcs2025-v2.0": _facts(
        "2025 Data Release (ver. 2.0, April 2025)",
        [
            "usgs/mcs2025/MCS2025_World_Data.csv",
            *(f"usgs/mcs2025/salient/mcs2025-{code}_salient.csv" for code in SALIENT_2025.split()),
        ],
        "https://doi.org/10.5066/P13XCP3R",
        ("2025-04", "seen"),
        2024,
        "The world file has the hash another project pinned when it fetched it from ScienceBase.",
    ),
    "mcs2026": _facts(
        "2026 Data Release",
        ["usgs/mcs2026/MCS2026_Commodities_Data.csv"],
        "https://doi.org/10.5066/P1WKQ63T",
        ("2026-02-06", "seen"),
        2025,
        "The file has the MD5 that ScienceBase publishes. Version 1.3 of the book (27 May 2026) "
        "lowers Brazil's rare-earth reserves from 21 to 11 Mt and the world's from more than 85 "
        "to more than 75 Mt; this file has the older figures.",
        licence="CC0 1.0",
    ),
}
