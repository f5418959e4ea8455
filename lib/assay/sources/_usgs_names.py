"""Names as USGS prints them: countries to ISO 3166-1 alpha-3, commodities to chapters.

Countries keep the qualifier USGS prints in the same cell ("World total (rutile, rounded)"); only
footnote marks that a table was flattened with ("Belgium8", "Russiae") are taken off.
"""

from __future__ import annotations

import difflib
import re
from typing import Final

from assay.crosswalks import read_lookup
from assay.paths import Project
from assay.sources._delimited import fault

WORLD: Final = "WLD"
OTHERS: Final = "OTH"
CODES: Final = dict(
    pair.split("=")
    for pair in (
        "Afghanistan=AFG|Algeria=DZA|Angola=AGO|Argentina=ARG|Armenia=ARM|Australia=AUS|"
        "Austria=AUT|Azerbaijan=AZE|Bahamas=BHS|Bahrain=BHR|Barbados=BRB|Belarus=BLR|Belgium=BEL|"
        "Bhutan=BTN|Bolivia=BOL|Botswana=BWA|Brazil=BRA|Bulgaria=BGR|Burkina Faso=BFA|Burma=MMR|"
        "Burundi=BDI|Cameroon=CMR|Canada=CAN|Central African Republic=CAF|Chile=CHL|China=CHN|"
        "Colombia=COL|Congo (Kinshasa)=COD|Costa Rica=CRI|Cuba=CUB|Cyprus=CYP|Czechia=CZE|"
        "Côte d’Ivoire=CIV|Denmark=DNK|Dominican Republic=DOM|Ecuador=ECU|Egypt=EGY|Estonia=EST|"
        "Ethiopia=ETH|Finland=FIN|France=FRA|Gabon=GAB|Georgia=GEO|Germany=DEU|Ghana=GHA|"
        "Greece=GRC|Greenland=GRL|Guadeloupe=GLP|Guatemala=GTM|Guinea=GIN|Guyana=GUY|Honduras=HND|"
        "Hungary=HUN|Iceland=ISL|India=IND|Indonesia=IDN|Iran=IRN|Iraq=IRQ|Ireland=IRL|Israel=ISR|"
        "Italy=ITA|Jamaica=JAM|Japan=JPN|Jordan=JOR|Kazakhstan=KAZ|Kenya=KEN|Korea, North=PRK|"
        "Korea, Republic of=KOR|Kuwait=KWT|Kyrgyzstan=KGZ|Laos=LAO|Latvia=LVA|Lesotho=LSO|"
        "Lithuania=LTU|Madagascar=MDG|Malaysia=MYS|Mali=MLI|Mauritania=MRT|Mexico=MEX|Mongolia=MNG|"
        "Morocco=MAR|Mozambique=MOZ|Namibia=NAM|Netherlands=NLD|New Caledonia=NCL|New Zealand=NZL|"
        "Nicaragua=NIC|Nigeria=NGA|Norway=NOR|Oman=OMN|Pakistan=PAK|Panama=PAN|"
        "Papua New Guinea=PNG|Peru=PER|Philippines=PHL|Poland=POL|Portugal=PRT|Qatar=QAT|"
        "Romania=ROU|Russia=RUS|Rwanda=RWA|Saudi Arabia=SAU|Senegal=SEN|Serbia=SRB|"
        "Sierra Leone=SLE|Slovakia=SVK|Slovenia=SVN|South Africa=ZAF|Spain=ESP|Sri Lanka=LKA|"
        "Sudan=SDN|Sweden=SWE|Switzerland=CHE|Syria=SYR|Taiwan=TWN|Tajikistan=TJK|Tanzania=TZA|"
        "Thailand=THA|The Bahamas=BHS|Togo=TGO|Trinidad and Tobago=TTO|Tunisia=TUN|Turkey=TUR|"
        "Turkmenistan=TKM|Uganda=UGA|Ukraine=UKR|United Arab Emirates=ARE|United Kingdom=GBR|"
        "United States=USA|Uzbekistan=UZB|Venezuela=VEN|Vietnam=VNM|Zambia=ZMB|Zimbabwe=ZWE|"
        "World total=WLD|Other countries=OTH|Other Countries=OTH|Other=OTH|"
        "United States and Canada=OTH|China, Germany, and Russia=OTH"
    ).split("|")
)
HEADER: Final = ["chapter", "printed_as", "printed"]


def read_country(printed: str, where: str) -> tuple[str, str]:
    """The name without footnote marks, and its code. SourceError lists the nearest known names.

    A row for several countries together counts as other countries.
    """
    name = " ".join(printed.split())
    for shown in (name, re.sub(r"(?<=[a-z)])\s*\d{1,2}$", "", name), name.removesuffix("e")):
        without = re.sub(r"\s*\(.*\)", "", shown).rstrip(" .")
        for candidate in (shown, without, re.sub(r",\s+[a-z].*", "", without)):
            if candidate in CODES:
                return shown, CODES[candidate]
    near = difflib.get_close_matches(name, CODES, n=3, cutoff=0.5) or sorted(CODES)[:3]
    raise fault("a country without a code", where, repr(printed), f"like {', '.join(near)}")


def read_chapters(project: Project) -> dict[tuple[str, str], str]:
    """(where printed, name printed) to the chapter of the book, from crosswalks/commodities.csv."""
    rows = read_lookup(project, "commodities.csv", HEADER)
    return {(row["printed_as"], row["printed"]): row["chapter"] for row in rows}


def chapter_of(
    chapters: dict[tuple[str, str], str], printed_as: str, printed: str, where: str
) -> str:
    """The chapter a printed commodity belongs to. SourceError lists the nearest known names."""
    try:
        return chapters[printed_as, printed]
    except KeyError:
        known = [name for kind, name in chapters if kind == printed_as]
        near = ", ".join(difflib.get_close_matches(printed, known, n=3, cutoff=0.3) or known[:3])
        expected = f"like {near}; or add it to crosswalks/commodities.csv"
        raise fault("a commodity without a chapter", where, repr(printed), expected) from None
