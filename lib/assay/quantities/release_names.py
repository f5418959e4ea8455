"""Releases as readers know them, one table per language: what follows the source's name."""

from __future__ import annotations

_MCS = {
    "mcs2022": "edition of 2022",
    "mcs2023": "edition of 2023",
    "mcs2024-v2.0": "edition of 2024, data release 2.0",
    "mcs2025-v2.0": "edition of 2025, data release 2.0",
    "mcs2026": "edition of 2026",
}
_KIEL = {
    "7-corrected": "release 7, corrected",
    "29-first": "release 29, as first published",
    "29-corrected": "release 29, corrected",
    "30v2": "release 30, second version",
}
RELEASES: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "critical_lists": {
            "official-1": "official lists of the United States and the European Union",
            "press-1": "annex of the fund agreement, from reports",
        },
        "deposit_tonnages": {
            "geonews-azovske": "geonews.com.ua on Azovske",
            "instaforex-novokostiantynivske-2021-12-30": "InstaForex on Novokostiantynivske",
            "rubryka-safonivske-2020-07-29": "Rubryka on Safonivske",
            "spglobal-dobra-2026-01-12": "S&P Global on Dobra",
        },
        "events": {"compiled-1": "compiled from pages of the press"},
        "fx": {
            "ecb-2026-10-30": "European Central Bank, daily to 30 October 2026",
            "fed-2026-06": "US Federal Reserve, monthly to June 2026",
        },
        "fx_nbu": {"nbu-2022-07-21": "to 21 July 2022"},
        "fx_norges": {"norges-2026-05-29": "to 29 May 2026"},
        "geoboundaries": {"ukr-adm1-9469f09": "regions of Ukraine"},
        "hicp": {"transcribed-1": "annual rates 2021 to 2025"},
        "kiel_ust": _KIEL,
        "kiel_ust_extra": _KIEL,
        "legal_texts": {
            "coding-1": "first coding",
            "press-1": "what outlets said of drafts",
            "press-2": "what outlets said of drafts, with the plan of 28 points",
        },
        "named_deposits": {"compiled-1": "compiled from five dated maps"},
        "one_campaign": {
            "estimates-2025-04-18": "refugee costs, estimates of April 2025",
            "oda-2024-01": "aid and refugee costs, January 2024",
        },
        "published_figures": {
            "anadolu-2025-11": "Anadolu on the European Commission",
            "brussels-times-2025-11": "Brussels Times on the European Commission",
            "cash-ch-2025-08-12": "cash.ch, news agency",
            "crfb-2024-05": "Committee for a Responsible Federal Budget",
            "crs-r47275-copy": "Congressional Research Service, report R47275, copy",
            "crs-security-assistance-2024-05-22": "Congressional Research Service on security "
            "assistance",
            "espreso-2025-02": "Espreso on The Guardian",
            "euaa-asylum-report-2025": "EU Agency for Asylum, Asylum Report 2025",
            "eunews-2024-12-17": "eunews.it",
            "evidencenetwork-2025-02": "evidencenetwork.ca on the Centre for Research on Energy "
            "and Clean Air",
            "imf-pr-23-101": "International Monetary Fund, press release 23/101",
            "imolaoggi-2024-08-15": "Imola Oggi",
            "kiel-2024-04-25": "Kiel Institute, news",
            "kiel-idw-844261": "Kiel Institute, press release of December 2024",
            "kiel-idw-850744": "Kiel Institute, press release of April 2025",
            "kmu-rdna3": "Government of Ukraine on the third damage assessment",
            "newsgroove-2024-07": "copy of The Guardian",
            "newsio-2025-04-11": "copy of Sky News",
            "razomua-rdna5": "razomua.media on the fifth damage assessment",
            "sieps-2026": "Swedish Institute for European Policy Studies",
            "trt-2024-08-07": "TRT, in Hungarian",
            "united24-2025-02": "United24 on The Guardian",
            "usaid-oig-node-7030": "USAID inspector general, one page",
            "usaid-oig-node-7272": "USAID inspector general, another page",
            "usni-gao-2024-06-04": "US Government Accountability Office, reprinted by USNI News",
            "wb-rdna5-2026-02-23": "World Bank on the fifth damage assessment",
        },
        "red_book": {"reprint-2021": "edition of 2022, as reprinted"},
        "security_agreements": {"compiled-1": "compiled, to January 2026"},
        "sig_oar": {
            "fy2024-q4": "report for July to September 2024",
            "fy2025-q1": "report for October to December 2024",
            "fy2025-q2": "undated page after 20 January 2025",
            "undated-after-fy2025-q2": "later undated page",
        },
        "ukraine_metals": {
            "24tv-2025-10-19": "24 Kanal",
            "ccipu-5199": "Italian-Ukrainian chamber of commerce",
            "eiti-2022": "EITI Ukraine",
            "geonews-titanovij": "geonews.com.ua",
            "gmk-38313": "GMK Center",
            "reuters-2025-05-01": "Reuters, in a copy",
        },
        "us_cpi": {"bls-2026-05": "to May 2026"},
        "us_drawdowns": {"compiled-1": "partial list"},
        "us_foreign_assistance": {
            "copy-of-april-2025": "copy of April 2025",
            "copy-of-november-2025": "copy of November 2025",
        },
        "usgs_deposits": {
            "ofr-02-189": "Open-File Report 02-189",
            "ofr-02-189-places": "Open-File Report 02-189, places corrected",
            "ofr-2005-1294": "Open-File Report 2005-1294",
            "ofr-2005-1294-places": "Open-File Report 2005-1294, places corrected",
            "pp1802": "Professional Paper 1802",
            "pp1802-places": "Professional Paper 1802, places corrected",
        },
        "usgs_historical_statistics": {"rare-earths-2020": "rare earths, to 2020"},
        "usgs_mcs": _MCS,
        "usgs_mcs_salient": _MCS,
        "usgs_minerals_yearbook": {"rare-earths-2022": "rare earths, 2022"},
        "vilnius_declaration": {"compiled-1": "known parties, compiled"},
        "wna_uranium": {"page-2023-08": "page of August 2023"},
        "world_bank_cmo": {
            "2025-05-02": "annual prices to 2024",
            "2025-05-02-monthly": "monthly prices to April 2025",
        },
        "world_bank_wdi": {
            "donors-2026-05-01": "donors, 2024",
            "gdp-2024-10": "gross domestic product to 2023",
        },
    }
}
