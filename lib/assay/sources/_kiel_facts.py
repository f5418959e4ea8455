"""What is known of the Kiel tracker's releases before a file is opened, and its donors' codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from assay.sources import ReleaseFacts

ADDRESS: Final = "https://www.kielinstitut.de/topics/war-against-ukraine/ukraine-support-tracker/"
LICENCE: Final = (
    "No licence file. Free to use with citation; ask Kiel before republishing whole tables."
)
CITATION: Final = (
    "Trebesch et al., The Ukraine Support Tracker: Which countries help Ukraine and how?, "
    "Kiel Working Paper 2218"
)
CODES: Final = dict(
    pair.split("=")
    for pair in (
        "Australia=AUS|Austria=AUT|Belgium=BEL|Bulgaria=BGR|Canada=CAN|China=CHN|Croatia=HRV|"
        "Cyprus=CYP|Czechia=CZE|Denmark=DNK|EU (Commission and Council)=EUI|Estonia=EST|"
        "Finland=FIN|France=FRA|Germany=DEU|Greece=GRC|Hungary=HUN|Iceland=ISL|India=IND|"
        "Ireland=IRL|Italy=ITA|Japan=JPN|Latvia=LVA|Lithuania=LTU|Luxembourg=LUX|Malta=MLT|"
        "Netherlands=NLD|New Zealand=NZL|Norway=NOR|Poland=POL|Portugal=PRT|Romania=ROU|"
        "Slovakia=SVK|Slovenia=SVN|South Korea=KOR|Spain=ESP|Sweden=SWE|Switzerland=CHE|"
        "Taiwan=TWN|Turkiye=TUR|United Kingdom=GBR|United States=USA"
    ).split("|")
)
# Names the tracker or an extractor used before or beside those above; EU bodies are one donor.
ALIASES: Final = {
    "Czech Republic": "CZE",
    "Turkey": "TUR",
    "EU Institutions": "EUI",
    "EU institutions": "EUI",
    "EU Institutions (MFA and EIB)": "EUI",
    "European Investment Bank": "EUI",
    "European Peace Facility": "EUI",
}
TRACKER: Final = "public repository UkraineSupportTrackerWebsite/ukraine-support-tracker, commit "
READ_FROM: Final = {
    "7-corrected": "public repository Largopie/analysis-of-Influence-Russia-Ukraine-war, commit "
    "ff8e122fabaa0444caf9854f9d13de4d732033b7",
    "16": "public repository matteoproietti1/Ukraine_Aid, commit "
    "5a17276881642f0978e815fd0ae2c77aa28b1be3",
    "19": "public repository PPetermeier/ShinyUkraine, commit "
    "d5efafc978ba0f9cd80758526c564403e1213089, Data/ukrainesupporttracker.db (DuckDB), "
    "one table exported to CSV",
    "27": "public repository engelde/ukrainewar, commit a9942ee127725ad4bb3863e6d4fc802a5a57e447",
    "28": "public repository marhip97/ukrainastotte, commit "
    "159b45ec8e3ee9cb961b8c53c407cc287a21c53f",
    "29-first": TRACKER + "6c0293d0f028634258fa8aca9c8101f71332b6d8",
    "29-corrected": TRACKER + "ddf24c0f8f36dbe0ffb85822d5f45a732440a617",
    "30v2": "public repository grzankatoster-sketch/wachta, commit "
    "0050a15f0c7fd8e78e8cc408ea1ccefc0cb5a6bf",
}


def _facts(
    title: str,
    files: Sequence[str],
    released: tuple[str, Any],
    through: str,
    notes: str,
    superseded_by: str = "",
) -> ReleaseFacts:
    return ReleaseFacts(
        title=title,
        files=tuple(f"aid/{name}" for name in files),
        address=ADDRESS,
        licence=LICENCE,
        citation=CITATION,
        released_on=released[0],
        released_on_status=released[1],
        data_through=through,
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="ask",
        superseded_by=superseded_by,
        notes=notes,
    )


RELEASES: Final[dict[str, ReleaseFacts]] = {
    "7-corrected": _facts(
        "Ukraine Support Tracker, release 7, corrected workbook: commitments",
        ["kiel_release_07_corrected_2022-11/Ukraine_Support_Tracker.xlsx"],
        ("2022-11", "inferred"),
        "2022-10-03",
        "Commitments, never in one series with allocations. Month inferred: the workbook was last "
        "saved on 22 November 2022. All currencies at the rates of 6 October 2022. Of 1,032 "
        "dates 182 are texts; 7 lie after the workbook was saved and count as unknown. The "
        "Commission, the Peace Facility and the Investment Bank are one donor in the totals. For "
        "the US three sheets differ: financial commitments 15.18 in the summary, 15.94 by "
        "instrument, budget support 14.92. Left out: sources beyond the first, explanations, "
        "multilateral and commercial aid, refugees and weapon counts.",
    ),
    "16": _facts(
        "Ukraine Support Tracker, release 16: allocations over time",
        ["kiel_release_16_third_party_extract/allocations_overtime.xlsx"],
        ("2024-04-25", "seen"),
        "2024-02-29",
        "Release number inferred from the date. Figure sheet re-saved by a third party; the US "
        "sum agrees with Kiel's headline of 67, Europe's 89.35 stands beside a headline of 89.9.",
    ),
    "19": _facts(
        "Ukraine Support Tracker, release 19: summary and figure sheets",
        [
            f"kiel_release_20_third_party_database/{name}.csv"
            for name in (
                "a_summary_EUR",
                "b_summary_USD",
                "c_allocated_over_time",
                "d_allocations_vs_commitments",
                "e_allocations_refugees_EUR",
                "f_bilateral_allocations_gdp_pct",
                "g_heavy_weapon_ranking",
                "h_financial_aid_by_type",
                "i_budget_support_by_donor",
                "k_share_of_stocks_pledged",
            )
        ],
        ("2024-10", "inferred"),
        "2024-08-31",
        "Number inferred: data to 31 August 2024 are release 19 as the calendar counts, while the "
        "copy's folder is named for release 20. Database of a third party, which rewrote the "
        "column names. Entries without a date are in the totals (221.55) and not in the months "
        "(220.98). The kinds of June 2024 sum to 0.004 less than its total. EUR 0.15 bn of "
        "Belgium's financial allocations has no instrument. Left out: the dollar sheet (the same "
        "at 1.0759), months of other donors and without the US (differences of those kept), "
        "short-term commitments, and two sheets of weapon stocks whose header is broken.",
    ),
    "27": _facts(
        "Ukraine Support Tracker, release 27: country summary",
        ["kiel_release_27_third_party_extract/kiel-spending.json"],
        ("2026-02-11", "seen"),
        "2025-12-31",
        "Third-party extract, byCountry only: its monthly series swap military and financial.",
    ),
    "28": _facts(
        "Ukraine Support Tracker, release 28: country summary",
        ["kiel_release_28_third_party_extract/country_summary.csv"],
        ("2026-04", "inferred"),
        "2026-02-28",
        "Third-party extract, country summary only: its monthly series drop undated rows.",
    ),
    "29-first": _facts(
        "Ukraine Support Tracker, release 29, first web files",
        [
            "kiel_release_29_website_2026-07-27_before_fix/data_explorer.csv",
            "kiel_release_29_website_2026-07-27_before_fix/total_allocations.csv",
        ],
        ("2026-07-26", "seen"),
        "2026-04-30",
        "Defective first upload, kept to show the correction inside one release number. "
        "That the repository is Kiel's own is inferred from its contents.",
        "29-corrected",
    ),
    "29-corrected": _facts(
        "Ukraine Support Tracker, release 29, corrected web files",
        [
            "kiel_release_29_website_2026-08-04/data_explorer.csv",
            "kiel_release_29_website_2026-08-04/total_allocations.csv",
        ],
        ("2026-08-04", "seen"),
        "2026-04-30",
        "The set to quote from. That the repository is Kiel's own is inferred from its contents.",
    ),
    "30v2": _facts(
        "Ukraine Support Tracker, release 30v2: country summary in dollars",
        ["kiel_release_30v2_third_party_extract/aid_snapshot.json"],
        ("", "unknown"),
        "2026-06-30",
        "US dollars, all years converted at one rate of 1.1397 per euro: not comparable with the "
        "dollar sheet of another release. Third-party extract rounded to 3 decimals.",
    ),
}
